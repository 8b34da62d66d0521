"""The recording of training steps on many batches, and its replay."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.losses import Loss
from nncore.network import Network
from nncore.program.evaluation import replay
from nncore.program.kernels.activations import activation_kernels
from nncore.program.kernels.base import Kernel, add, multiply
from nncore.program.kernels.losses import loss_kernels
from nncore.program.layout import Layout
from nncore.program.update import SharedUpdate, Update

Array = np.ndarray


class Recording:
    """Up to `batches` steps on batches of `size` rows, recorded once, with the arrays they work on.

    Inputs, targets, output sums, dropout masks and step numbers have a place for every batch; all else is
    used again by each. Units lie in rows, samples in columns (see `layout`).

    update: how a gradient becomes a step. members: how many networks of the same kind stand side
    by side in `network`, each with its own rows.
    """

    def __init__(
        self,
        network: Network,
        layout: Layout,
        loss: Loss,
        update: Update | SharedUpdate,
        size: int,
        batches: int,
        dropout: Any = 0.0,
        members: int = 1,
    ) -> None:
        self.network, self.layout, self.loss, self.update = network, layout, loss, update
        self.size, self.batches, self.dropout, self.members = size, batches, dropout, members
        self.activations = [activation_kernels(name) for name in network.activations]
        self.cancels = loss.cancels == network.activations[-1]
        self.from_sums = self.cancels and self.activations[-1].twice_error is not None
        self.error, self.error_factor = loss_kernels(loss, network.activations[-1], network.sizes[-1] // members)
        self.hidden = slice(layout.units[1].start, layout.units[-1].start)
        dtype, features, outputs = update.theta.dtype, network.sizes[0], network.sizes[-1]
        self.rows = np.ones((batches, size, features + 1), dtype)
        self.columns = np.empty((batches, features + 1, size), dtype)
        self.targets = np.empty((batches, outputs, size), dtype)
        self.output_sums = np.empty((batches, outputs, size), dtype)
        one_each = (members, outputs // members, size) if members > 1 else ()
        self.factors = np.empty((batches, *one_each), dtype)
        self.numbers = np.empty((batches, *update.shape), dtype)
        self.values = layout.rows(size, dtype)
        self.sums, self.derivatives, self.deltas = (np.zeros_like(self.values) for _ in range(3))
        self.undropped = self.values
        if dropout:
            self.undropped = layout.rows(size, dtype)
            self.masks = np.empty((batches, self.hidden.stop - self.hidden.start, size), dtype)
        self.weights, self.gradients = layout.matrices(update.theta), layout.matrices(update.gradient)
        self.places: dict[int, list[Array]] = {}
        kernels = [*self._forward(), *self._derivatives(), *self._output_delta(), *self._backward(), *self._step()]
        self.kernels_per_batch = len(kernels)
        self.kernels = repeated(kernels, self.places, batches)

    def fill(self, inputs: Array, targets: Array, order: Array) -> None:
        """Lay out whole batches of rows: order, (count · size, members), picks from inputs and targets."""
        count, picked = len(order) // self.size, order.reshape(-1)
        shape = count, self.size, -1
        self.target_rows = targets.take(picked, 0)
        self.rows[:count, :, :-1] = inputs.take(picked, 0).reshape(shape)
        self.columns[:count] = self.rows[:count].transpose(0, 2, 1)
        self.targets[:count] = self.target_rows.reshape(shape).transpose(0, 2, 1)
        if self.from_sums:
            self.targets[:count] *= 2
            self.targets[:count] -= 1

    def run(self, rates: Array, steps: Any, dropout: Any) -> Array:
        """Train on the batches laid out and return the loss of each row, (rows, members).

        rates: (count,) or, for several members, (members, count). steps: how many were made before, by each.
        """
        count = rates.shape[-1]
        if self.dropout:
            self.draw_masks(count, dropout)
        if not self.update.takes_factor:
            self.factors[:count] = self._factor() * self.update.factors(rates)
        self.update.fill(self.numbers[:count], rates, np.add.outer(steps, np.arange(1.0, count + 1)))
        replay(self.kernels if count == self.batches else self.kernels[: count * self.kernels_per_batch])
        z = self.output_sums[:count].transpose(0, 2, 1).reshape(self.target_rows.shape)
        a = z if self.loss.of_sums else ACTIVATIONS[self.network.activations[-1]].value(z)
        return self.loss.per_sample(z, a, self.target_rows).reshape(-1, self.members)

    def draw_masks(self, count: int, generator: np.random.Generator) -> None:
        """Fill the masks of `count` batches: 0 with probability `dropout`, else what keeps the mean level."""
        kept = generator.random((count, *self.masks.shape[1:])) >= self.dropout
        np.divide(kept, 1 - self.dropout, out=self.masks[:count])

    def _factor(self) -> float:
        """What turns the recorded error into the derivative of a batch's cost."""
        factor = self.error_factor * self.loss.scale(self.size)
        return factor / 2 if self.from_sums else factor

    # -------------------------------------------------------------------- the recording

    def _each(self, views: Iterable[Array]) -> Array:
        """The first of several views, remembered as the one that every batch has its own of."""
        views = list(views)
        self.places[id(views[0])] = views
        return views[0]

    def _forward(self) -> list[Kernel]:
        """z = [W|b] · [a; 1] and a = f(z), layer after layer."""
        network, layout = self.network, self.layout
        inputs, z = self._each(self.columns), self._each(self.output_sums)
        kernels: list[Kernel] = []
        if layout.reads_inputs_later():
            features = self._each(columns[:-1] for columns in self.columns)
            kernels.append((np.positive, (features, self.values[layout.units[0]])))
        for layer in range(1, network.depth + 1):
            units, read = layout.units[layer], inputs if layer == 1 else self.values[layout.reads[layer]]
            kernels.append((self.weights[layer].dot, (read, z if layer == network.depth else self.sums[units])))
            if layer < network.depth:
                value = self.activations[layer].value
                kernels += value(self.sums[units].reshape(-1), self.undropped[units].reshape(-1))
                if self.dropout:
                    kernels.append((multiply, (self.undropped[units], self._mask(layer), self.values[units])))
        self.z = self._each(self._by_member(sums) for sums in self.output_sums)
        linear = ACTIVATIONS[network.activations[-1]].is_identity
        self.output = self.z if linear else self._by_member(self.undropped[layout.units[-1]])
        if not linear and not self.from_sums:
            kernels += self.activations[-1].value(self.z, self.output)
        return kernels

    def _by_member(self, outputs: Array) -> Array:
        """Rows of outputs as (members, outputs, batch), because a softmax adds up over its own network."""
        return outputs.reshape(self.members, -1, self.size)

    def _mask(self, layer: int) -> Array:
        units, start = self.layout.units[layer], self.hidden.start
        return self._each(mask[units.start - start : units.stop - start] for mask in self.masks)

    def _derivatives(self) -> list[Kernel]:
        """da/dz of every layer; neighbours with one activation share the kernels, rows of ones included."""
        network, layout = self.network, self.layout
        last = network.depth if self._output_derivative_from_value() else network.depth - 1
        kernels: list[Kernel] = []
        for name, neighbours in groupby(range(1, last + 1), key=lambda layer: network.activations[layer]):
            if derivative := activation_kernels(name).derivative:
                layers = list(neighbours)
                rows = slice(layout.units[layers[0]].start, layout.units[layers[-1]].stop)
                arrays = (array[rows].reshape(-1) for array in (self.sums, self.undropped, self.derivatives))
                kernels += derivative(*arrays)
        return kernels

    def _output_derivative_from_value(self) -> bool:
        return self.activations[-1].from_value and not self.cancels

    def _output_delta(self) -> list[Kernel]:
        """∂J/∂z of the outputs, times the factor that the update wants in its gradient."""
        outputs, activation = self.layout.units[-1], self.activations[-1]
        targets = self._each(self._by_member(targets) for targets in self.targets)
        delta, derivative = self._by_member(self.deltas[outputs]), self._by_member(self.derivatives[outputs])
        if self.from_sums and activation.twice_error:
            kernels = activation.twice_error(self.z, targets, delta)
        else:
            kernels = self.error(self.output, targets, delta)
        if not self.cancels and activation.back:
            kernels += activation.back(self.output, delta)
        elif not self.cancels and activation.derivative:
            if not activation.from_value:
                kernels += activation.derivative(self.z, self.output, derivative)
            kernels.append((multiply, (delta, derivative, delta)))
        if self.update.takes_factor:
            return kernels
        factor = self._each(self.factors[batch, ...] for batch in range(self.batches))
        return [*kernels, (multiply, (delta, factor, delta))]

    def _backward(self) -> list[Kernel]:
        """∂J/∂W = δ · aᵀ and the error of the units read, Wᵀ · δ, from the last layer to the first."""
        network, layout = self.network, self.layout
        rows = self._each(self.rows)
        kernels: list[Kernel] = []
        if network.skips:
            kernels.append((self.deltas[: layout.units[-1].start].fill, (0,)))
        for layer in range(network.depth, 0, -1):
            units = layout.units[layer]
            delta = self.deltas[units]
            if layer < network.depth:
                if self.dropout:
                    kernels.append((multiply, (delta, self._mask(layer), delta)))
                if self.activations[layer].derivative:
                    flat, derivative = delta.reshape(-1), self.derivatives[units].reshape(-1)
                    kernels.append((multiply, (flat, derivative, flat)))
            read = rows if layer == 1 else self.values[layout.reads[layer]].T
            kernels.append((delta.dot, (read, self.gradients[layer])))
            if layer > 1:
                kernels += self._give_back(layer, delta)
        return kernels

    def _give_back(self, layer: int, delta: Array) -> list[Kernel]:
        """The error of what a layer reads; added up where skips let several layers read the same unit."""
        error, transposed = self.deltas[self.layout.reads[layer]], self.weights[layer].T
        if not self.network.skips:
            return [(transposed.dot, (delta, error))]
        part = np.empty_like(error)
        return [(transposed.dot, (delta, part)), (add, (error, part, error))]

    def _step(self) -> list[Kernel]:
        kinds = range(self.numbers.shape[1])
        numbers = [self._each(self.numbers[batch, kind, ...] for batch in range(self.batches)) for kind in kinds]
        return self.update.kernels(numbers, self._factor() if self.update.takes_factor else 1.0)


def repeated(kernels: list[Kernel], places: dict[int, list[Array]], batches: int) -> list[Kernel]:
    """The kernels of every batch, one after another, from those of the first.

    places: id of an array of the first batch → the arrays that stand in its place, one a batch.
    """
    recorded = []
    varying = [(at, *kernel) for at, kernel in enumerate(kernels) if any(id(x) in places for x in kernel[1])]
    for batch in range(batches):
        own = list(kernels)
        for at, function, arguments in varying:
            own[at] = function, tuple(places[id(x)][batch] if id(x) in places else x for x in arguments)
        recorded += own
    return recorded
