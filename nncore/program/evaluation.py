"""Forward passes over many rows at once: the evaluation of an epoch, and every unit on a grid."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import DTypeLike

from nncore.activations import ACTIVATIONS
from nncore.losses import loss_for
from nncore.network import Network
from nncore.program.kernels.activations import activation_kernels
from nncore.program.kernels.base import Kernel
from nncore.program.layout import Layout

BLOCK = 8_192
"""Rows up to which all are looked at in one go."""

Array = np.ndarray


def replay(kernels: Iterable[Kernel]) -> None:
    """Compute what was recorded. This loop is all that runs during training."""
    for function, arguments in kernels:
        function(*arguments)


class Forward:
    """Every unit of a network for fixed rows of inputs, in arrays made once.

    inputs: shape (rows, features). run(theta) fills `values`, shape (height, rows).
    """

    def __init__(self, network: Network, inputs: Array, dtype: DTypeLike) -> None:
        self.layout = Layout(network)
        self.theta = np.zeros(self.layout.size, dtype)
        self.values = self.layout.rows(len(inputs), dtype)
        self.values[self.layout.units[0]] = np.asarray(inputs).T
        self.output_sums = np.empty((network.sizes[-1], len(inputs)), dtype)
        self.kernels = []
        weights = self.layout.matrices(self.theta)
        for layer in range(1, network.depth + 1):
            read, a = self.values[self.layout.reads[layer]], self.values[self.layout.units[layer]]
            z = self.output_sums if layer == network.depth else a
            self.kernels.append((weights[layer].dot, (read, z)))
            name = network.activations[layer]
            if z is not a or not ACTIVATIONS[name].is_identity:
                self.kernels += activation_kernels(name).value(z, a)

    def run(self, theta: Array) -> None:
        """Fill `values` for the drawing's θ, shape (network.size,)."""
        if self.layout.index is None:
            self.theta[:] = theta
        else:
            self.theta[self.layout.index] = theta
        with np.errstate(all="ignore"):
            replay(self.kernels)


class Evaluator:
    """Costs and outputs of a network on several sets of rows, in one pass.

    sets: pairs (inputs (rows, features), targets (rows, outputs)), usually train and test. More than BLOCK rows are
    looked at block after block, so that many of them take little memory beyond their answers.
    """

    def __init__(self, network: Network, loss: str, *sets: tuple[Array, Array], dtype: DTypeLike = float) -> None:
        self.loss = loss_for(loss, network.activations[-1])
        self.targets = np.concatenate([targets for _, targets in sets])
        ends = np.cumsum([len(inputs) for inputs, _ in sets])
        self.parts = [slice(end - len(inputs), end) for end, (inputs, _) in zip(ends, sets, strict=True)]
        all_inputs = [inputs for inputs, _ in sets]
        self.blocks = _blocks(all_inputs)
        first = np.concatenate(all_inputs) if len(self.targets) <= BLOCK else max(self.blocks, key=len)
        self.forward = Forward(network, first, dtype)
        self.sums, values = self.forward.output_sums, self.forward.values[self.forward.layout.units[-1]]
        if self.blocks:
            self.sums, values = (np.empty((network.sizes[-1], len(self.targets)), dtype) for _ in range(2))
        self.outputs = values.T

    def __call__(self, theta: Array) -> list[float]:
        """The cost of each set, without penalties; NaN or infinite where the weights have grown too far."""
        if self.blocks:
            self._run_blocks(theta)
        else:
            self.forward.run(theta)
        with np.errstate(all="ignore"):
            losses = self.loss.per_sample(self.sums.T, self.outputs, self.targets)
            sums = [float(np.add.reduce(losses[part])) for part in self.parts]
        if self.loss.reduction == "sum":
            return sums
        return [total / (part.stop - part.start or 1) for total, part in zip(sums, self.parts, strict=True)]

    def _run_blocks(self, theta: Array) -> None:
        forward, start = self.forward, 0
        units = forward.layout.units
        for inputs in self.blocks:
            count = len(inputs)
            forward.values[units[0], :count] = inputs.T
            forward.run(theta)
            self.sums[:, start : start + count] = forward.output_sums[:, :count]
            self.outputs.T[:, start : start + count] = forward.values[units[-1], :count]
            start += count

    def answers(self) -> list[Array]:
        """A copy of the outputs of the last call, one array (rows, outputs) for each set."""
        return [np.array(self.outputs[part], float) for part in self.parts]


def _blocks(sets: list[Array]) -> list[Array]:
    """All rows in blocks of at most BLOCK; none where one block holds them all."""
    if sum(map(len, sets)) <= BLOCK:
        return []
    return [inputs[start : start + BLOCK] for inputs in sets for start in range(0, len(inputs), BLOCK)]


class Grid:
    """Every unit of a network at many points, in float32: for heatmaps and the boundary.

    points: shape (points, features).
    """

    def __init__(self, network: Network, points: Array) -> None:
        self.forward = Forward(network, points, np.float32)
        self.rows = [row for units in self.forward.layout.units for row in range(units.start, units.stop)]

    def __call__(self, theta: Array) -> Array:
        """Values of all units, shape (height, points), float32; `rows` are the units' rows, inputs first.

        The array is the grid's own and is filled again by the next call.
        """
        self.forward.run(theta)
        return self.forward.values
