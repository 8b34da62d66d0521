"""How a gradient becomes a step, in kernels: penalties, clipping, the optimiser, what training leaves alone."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from nncore.network import Network
from nncore.program.kernels.base import Kernel, multiply
from nncore.program.kernels.optimizers import clipping, optimizer_kernels, penalty, shared_step
from nncore.program.layout import Layout
from nncore.settings import Training

Array = np.ndarray


class Update:
    """The step of one network under one record of settings.

    theta (n,) and state (slots, n) are the program's; gradient (n,) is where ∂J/∂θ has to arrive, times
    `factors`, which differ from step to step. takes_factor: the gradient may arrive without the loss's factor.
    """

    def __init__(self, network: Network, layout: Layout, training: Training, theta: Array, state: Array) -> None:
        self.training, self.layout, self.network = training, layout, network
        self.theta, self.state, self.kept = theta, state, theta.copy()
        self.new = np.zeros((2, theta.size), theta.dtype)
        self.gradient = self.new[0]
        self.optimizer = optimizer_kernels(training.optimizer)
        self.weighs_late = bool(training.l1 or training.l2 or training.clip)
        self.takes_factor = self.optimizer.weight is None and not self.weighs_late
        self.shape = (len(self._numbers(np.ones(1), np.ones(1))),)

    def factors(self, rates: Array) -> Array:
        """What the output's delta is to be multiplied with, (steps,), beside the loss's own factor."""
        return np.ones_like(rates) if self.weighs_late else self._weight(rates)

    def fill(self, numbers: Any, rates: Array, counts: Array) -> None:
        """Write the numbers of each step, (steps, *shape), from its rate and its count, (steps,) each."""
        for column, values in enumerate(self._numbers(rates, counts)):
            numbers[:, column] = values

    def _numbers(self, rates: Array, counts: Array) -> tuple[Array, ...]:
        own = self.optimizer.numbers(self.training, rates, counts)
        return (self._weight(rates), *own) if self.weighs_late else own

    def _weight(self, rates: Array) -> Array:
        weight = self.optimizer.weight
        return np.ones_like(rates) if weight is None else weight(self.training, rates)

    def kernels(self, numbers: Any, factor: float) -> list[Kernel]:
        """The kernels of a step; numbers: the arrays that hold its own; factor: what the gradient lacks."""
        training, theta, g = self.training, self.theta, self.gradient
        weights, free = drawn_weights(self), free_entries(self)
        kernels = penalty(theta, g, weights * training.l1, weights * training.l2)
        if not free.all():
            kernels.append((multiply, (g, free, g)))
        if training.clip:
            kernels += clipping(g, training.clip)
        if self.weighs_late:
            weight, *numbers = numbers
            kernels.append((multiply, (g, weight, g)))
        kernels += self.optimizer.step(theta, self.new, self.state, numbers, training, factor)
        return [*kernels, *pins(self)]


class SharedUpdate:
    """The step of several networks side by side, each under its own settings.

    owner: which member an entry of θ belongs to, (n,). state: shape (2, n) whatever the optimisers are.
    All optimisers are one formula with constants of its own for each entry (`shared_step`); where every member uses
    plain SGD without penalties, two kernels do.
    """

    takes_factor = False

    def __init__(
        self, network: Network, layout: Layout, trainings: Sequence[Training], owner: Array, theta: Array, state: Array
    ) -> None:
        self.network, self.layout, self.trainings, self.owner = network, layout, trainings, owner
        self.theta, self.state, self.kept = theta, state, theta.copy()
        self.new = np.zeros_like(state)
        self.gradient = self.new[0]
        self.optimizers = [optimizer_kernels(training.optimizer) for training in trainings]
        each = zip(self.optimizers, trainings, strict=True)
        self.constants = [own.constants(training) for own, training in each if own.constants]
        plain = [not (constants.slots or t.l1 or t.l2) for constants, t in zip(self.constants, trainings, strict=True)]
        self.rate_on_delta = all(plain)
        one = np.ones((len(trainings), 1))
        decays = bool((self._numbers(one, one)[:, 2] != 1).any())
        self.shape = 0 if self.rate_on_delta else 2 + decays, theta.size

    def factors(self, rates: Array) -> Array:
        """Plain SGD has its rate carried by the delta, (steps, members, 1, 1); the others want g itself."""
        return rates.T[:, :, None, None] if self.rate_on_delta else np.ones((rates.shape[1], 1, 1, 1))

    def fill(self, numbers: Any, rates: Array, counts: Array) -> None:
        """Write the numbers of each step and entry, (steps, *shape), from rates and counts (members, steps)."""
        if not self.rate_on_delta:
            own = self._numbers(rates, counts)[:, : self.shape[0]].astype(numbers.dtype)
            np.ascontiguousarray(own.transpose(2, 1, 0)).take(self.owner, 2, numbers, "clip")

    def _numbers(self, rates: Array, counts: Array) -> Array:
        """rate, ε and keep of each member's steps, (members, 3, steps)."""
        numbers = np.empty((len(rates), 3, rates.shape[1]))
        for row, own, *one in zip(numbers, self.optimizers, self.trainings, rates, counts, strict=True):
            if own.shared_numbers:
                row[0], row[1], row[2] = own.shared_numbers(*one)
        return numbers

    def kernels(self, numbers: Any, factor: float) -> list[Kernel]:
        trainings, theta, g = self.trainings, self.theta, self.gradient
        weights, free = drawn_weights(self), free_entries(self)
        l1, l2 = (np.array([getattr(t, name) for t in trainings])[self.owner] for name in ("l1", "l2"))
        kernels = penalty(theta, g, (weights * l1).astype(g.dtype), (weights * l2).astype(g.dtype))
        if self.rate_on_delta:
            kernels += [(multiply, (g, free, g)), (np.subtract, (theta, g, theta))]
        else:
            beta = np.stack([self.each("beta_m"), self.each("beta_v")])
            share = np.stack([self.each("share_m"), self.each("share_v")]) * free
            p, q = self.each("p"), self.each("q")
            kernels += shared_step(theta, self.new, self.state, numbers, beta, share, p, q)
        return [*kernels, *pins(self)]

    def each(self, name: str) -> Array:
        """One of the optimisers' `Constants` for each entry of θ, (n,)."""
        values = [getattr(constants, name) for constants in self.constants]
        by_member: Array = np.array(values, self.theta.dtype)
        return by_member[self.owner]


def drawn_weights(update: "Update | SharedUpdate") -> Array:
    """1 at drawn weights, 0 at biases and where nothing is drawn."""
    return update.layout.spread(update.network.weight_slots(), update.theta.dtype)


def free_entries(update: "Update | SharedUpdate") -> Array:
    """1 where training may change θ."""
    return update.layout.spread(update.network.trainable(), update.theta.dtype)


def pins(update: "Update | SharedUpdate") -> list[Kernel]:
    """Puts pinned weights back, which the decay of AdamW has moved."""
    if not update.network.pinned:
        return []
    pinned = ~free_entries(update).astype(bool)
    return [(partial(np.copyto, where=pinned), (update.theta, update.kept))]
