"""Several networks trained at once: side by side in one drawing, replayed as one program.

A small network's step takes as long as its calls of NumPy, so four networks in one set of calls take little
longer than one. They stand next to each other layer by layer, with no connection between them; each has its own
weights, settings and order of rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from nncore.cost import MOST_BATCHES
from nncore.losses import loss_for
from nncore.network import Connection, Network, Unit
from nncore.program.kernels.optimizers import optimizer_kernels
from nncore.program.layout import Layout
from nncore.program.recording import Recording
from nncore.program.training import Program, parts_of_epoch
from nncore.program.update import SharedUpdate
from nncore.settings import Training

Array = np.ndarray

WIDEST = 64
"""Units side by side beyond which the products between strangers, all zero, cost more than calls save."""


class Race:
    """Runners of one drawing with different settings, first weights and orders.

    trainings: a record of settings for each. What a runner gets and gives stands in lists, one entry for each;
    each runs as it would alone. They share calls when loss and batch size are the same, nothing is clipped or
    dropped, and no layer grows beyond WIDEST; once one of them diverges, they part.
    """

    def __init__(
        self, network: Network, trainings: Sequence[Training], inputs: Array, targets: Array, dtype: DTypeLike = float
    ) -> None:
        self._parts = network, trainings, inputs, targets, dtype
        first = trainings[0]
        alike = all((t.loss, t.batch_size) == (first.loss, first.batch_size) for t in trainings)
        plain = all(optimizer_kernels(t.optimizer).constants and not (t.clip or t.dropout) for t in trainings)
        narrow = max(network.sizes) * len(trainings) <= WIDEST
        self.together = alike and plain and narrow
        self._runners: Together | Apart = (Together if self.together else Apart)(*self._parts)

    def load(
        self, thetas: Sequence[Array], states: Sequence[Array | None] | None = None, steps: Sequence[int] | None = None
    ) -> None:
        """Take over each runner's θ (network.size,), optimiser state (slots, network.size) and steps."""
        count = len(thetas)
        self._runners.load(thetas, states or [None] * count, steps or [0] * count)

    def epoch(self, orders: Sequence[Array], rates: Any = None, dropouts: Any = None) -> list[float]:
        """Train all on all rows, each in its own order, and return their running losses (see Program.epoch).

        orders: a permutation (rows,) for each; rates: for each a learning rate, or one a step; dropouts: a
        generator for each.
        """
        rates = [training.learning_rate for training in self._parts[1]] if rates is None else rates
        runners = self._runners
        if isinstance(runners, Apart):
            return runners.epoch(orders, rates, dropouts or [None] * len(orders))
        before = runners.copy()
        losses = runners.epoch(orders, rates)
        if np.isfinite(runners.update.theta).all():
            return losses
        runners.restore(before)  # 0 · ∞ has reached the others too: run the epoch again, each alone
        here = self.thetas, self.states, self.steps
        self.together, self._runners = False, Apart(*self._parts)
        self.load(*here)
        return self.epoch(orders, rates)

    thetas = property(lambda self: self._runners.thetas, doc="Copies of the runners' θ, (network.size,) each.")
    states = property(lambda self: self._runners.states, doc="Copies of the states, (slots, network.size) each.")
    steps = property(lambda self: list(self._runners.steps), doc="Steps made, for each runner.")
    finite = property(lambda self: self._runners.finite, doc="For each runner, whether its weights are numbers.")


class Apart:
    """Runners that share no calls: a program each."""

    def __init__(
        self, network: Network, trainings: Sequence[Training], inputs: Array, targets: Array, dtype: DTypeLike
    ) -> None:
        self.programs = [Program(network, training, inputs, targets, dtype) for training in trainings]

    def load(self, thetas: Sequence[Array], states: Sequence[Array | None], steps: Sequence[int]) -> None:
        for program, theta, state, made in zip(self.programs, thetas, states, steps, strict=True):
            program.load(theta, state, made)

    thetas = property(lambda self: [program.theta for program in self.programs])
    states = property(lambda self: [program.state for program in self.programs])
    steps = property(lambda self: [program.steps for program in self.programs])
    finite = property(lambda self: [program.finite for program in self.programs])

    def epoch(self, orders: Sequence[Array], rates: Any, dropouts: Any) -> list[float]:
        each = zip(self.programs, orders, rates, dropouts, strict=True)
        return [program.epoch(order, rate, dropout) for program, order, rate, dropout in each]


class Together:
    """Runners in one program."""

    def __init__(
        self, network: Network, trainings: Sequence[Training], inputs: Array, targets: Array, dtype: DTypeLike
    ) -> None:
        members = len(trainings)
        self.loss = loss_for(trainings[0].loss, network.activations[-1])
        self.inputs, self.targets = np.array(inputs, dtype), np.array(targets, dtype)
        together = side_by_side(network, members)
        layout = Layout(together)
        self.places = places(network, together, members)
        if layout.index is not None:
            self.places = layout.index[self.places]
        owner = np.zeros(layout.size, int)
        for member, own in enumerate(self.places):
            owner[own] = member
        theta, state = np.zeros(layout.size, dtype), np.zeros((2, layout.size), dtype)
        self.update = SharedUpdate(together, layout, trainings, owner, theta, state)
        self.steps = np.zeros(members, int)
        size = min(trainings[0].batch_size or len(inputs), len(inputs))
        self.batches = -(-len(inputs) // size)
        whole, rest = divmod(len(inputs), size)
        parts = together, layout, self.loss, self.update
        self.recording = Recording(*parts, size, min(whole, MOST_BATCHES), members=members)
        self.short = Recording(*parts, rest, 1, members=members) if rest else self.recording

    def load(self, thetas: Sequence[Array], states: Sequence[Array | None], steps: Sequence[int]) -> None:
        self.steps[:] = steps
        self.update.state[:] = [np.zeros_like(self.update.theta), self.update.each("start_v")]
        for own, constants, theta, state in zip(self.places, self.update.constants, thetas, states, strict=True):
            self.update.theta[own] = theta
            if state is not None:
                self.update.state[np.ix_(constants.slots, own)] = state
        self.update.kept[:] = self.update.theta

    def copy(self) -> tuple[Array, Array, Array]:
        return self.update.theta.copy(), self.update.state.copy(), self.steps.copy()

    def restore(self, copy: tuple[Array, Array, Array]) -> None:
        self.update.theta[:], self.update.state[:], self.steps[:] = copy

    @property
    def thetas(self) -> list[Array]:
        return [np.array(self.update.theta[own], float) for own in self.places]

    @property
    def states(self) -> list[Array]:
        each = zip(self.places, self.update.constants, strict=True)
        return [np.array(self.update.state[list(constants.slots)][:, own], float) for own, constants in each]

    @property
    def finite(self) -> list[bool]:
        return list(np.isfinite(self.update.theta[self.places]).all(axis=1))

    def epoch(self, orders: Sequence[Array], rates: Any) -> list[float]:
        given, rates = rates, np.empty((len(orders), self.batches))
        for row, rate in zip(rates, given, strict=True):
            row[:] = rate
        order = np.stack(orders, axis=1)
        totals, step = np.zeros(len(orders)), 0
        with np.errstate(all="ignore"):
            for recording, rows, count in parts_of_epoch(self.recording, self.short, len(order)):
                now = rates[:, step : step + count]
                recording.fill(self.inputs, self.targets, order[rows])
                totals += recording.run(now, self.steps, None).sum(axis=0)
                self.steps += count
                step += count
        return list(totals / len(order) if self.loss.reduction == "mean" else totals)


def side_by_side(network: Network, members: int) -> Network:
    """One drawing in which `members` copies stand next to each other, without a connection between them."""
    sizes = network.sizes

    def shifted(unit: Unit, member: int) -> Unit:
        return Unit(unit.layer, unit.index + member * sizes[unit.layer])

    def copies(connections: Iterable[Connection]) -> set[Connection]:
        return {
            Connection(shifted(c.source, member), shifted(c.target, member))
            for c in connections
            for member in range(members)
        }

    between = {
        Connection(Unit(layer - 1, source), Unit(layer, target))
        for layer in range(1, len(sizes))
        for target in range(members * sizes[layer])
        for source in range(members * sizes[layer - 1])
        if source // sizes[layer - 1] != target // sizes[layer]
    }
    units = {shifted(item, m) for item in network.pinned if isinstance(item, Unit) for m in range(members)}
    return Network(
        tuple(replace(layer, size=layer.size * members) for layer in network.layers),
        cut=frozenset(between | copies(network.cut)),
        skips=frozenset(copies(network.skips)),
        pinned=frozenset(copies(c for c in network.pinned if isinstance(c, Connection)) | units),
    )


def places(network: Network, together: Network, members: int) -> Array:
    """Where each member's θ stands in that of the drawing of all, (members, network.size)."""
    found = np.empty((members, network.size), int)
    units = list(network.units())
    for target in units[network.sizes[0] :]:
        sources = [units[flat] for flat in network.reads(target.layer)]
        for member in range(members):
            there = Unit(target.layer, target.index + member * network.sizes[target.layer])
            found[member, network.slot(target)] = together.slot(there)
            for source in sources:
                origin = Unit(source.layer, source.index + member * network.sizes[source.layer])
                slot = network.slot(Connection(source, target))
                found[member, slot] = together.slot(Connection(origin, there))
    return found
