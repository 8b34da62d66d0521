"""Pictures of the plane: what each neuron, and the network as a whole, answers at every place of it."""

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.data import Dataset
from nncore.network import Network
from nncore.program import Grid
from ui.figures.points import value_span
from ui.live.sent import coarser

SIZE = 64
"""Points of the grid along each side."""
MOST_VALUES, MOST_PRODUCTS = 4_000_000, 150_000_000
"""Of units, and of weights, with the points of a grid; a large network is asked at fewer points."""
MOVING = 0.2
"""Share of these that a picture may take while others follow at once."""

Array = np.ndarray


class Maps:
    """Evaluates a network over two columns of the data, the others held at their median.

    The bytes of a map: 0 to 255 with 128 for zero; its first row is the top.
    """

    def __init__(self, network: Network, dataset: Dataset, columns: tuple[int, int]):
        self.network, self.dataset = network, dataset
        self.flat = len(dataset.raw_names) > 1
        self.columns = columns if self.flat else (0,)
        self.most = sharpest(sum(network.sizes))
        shown = np.array([_shift_and_gain(name) for name in network.activations], np.float32)
        self.shift, self.gain = np.repeat(shown, network.sizes, axis=0).T[:, :, None]
        self._grids: dict[int, Grid] = {}

    def __call__(
        self, theta: Array, *, maps: bool = True, field: bool = True, side: int = 32, moving: bool = False
    ) -> dict[str, Array]:
        """What changed with the weights, as far as it is looked at.

        maps: (units, side, side) uint8, inputs first, of `side` points or fewer. field: (outputs, SIZE, SIZE) uint8 of
        the output, or where the data have a single column, line: (SIZE,) float32. While it moves, both are rounded so
        that small changes are none, and a large network is asked at fewer points.
        """
        pictured = maps and self.most > 0
        if not (pictured or field):
            return {}
        points = asked(self.network, moving) if self.flat else SIZE
        grid = self._grid(points)
        values = grid(theta)[grid.rows]
        drawn = {}
        with np.errstate(all="ignore"):
            if pictured:
                neurons = self._neurons(values, points, min(side, self.most))
                drawn["maps"] = coarser(neurons, 4) if moving else neurons
            if field:
                outputs = self._fine(values[-self.network.sizes[-1] :], points)
                if not self.flat:
                    drawn["line"] = self.dataset.unscaled(outputs[0]).astype(np.float32)
                else:
                    drawn["field"] = coarser(self._field(outputs), 2) if moving else self._field(outputs)
        return drawn

    def output(self, theta: Array) -> Array:
        """(outputs, SIZE, SIZE) float32: the outputs themselves over two columns; the first row is the top."""
        points = asked(self.network, moving=False)
        grid = self._grid(points)
        with np.errstate(all="ignore"):
            outputs = self._fine(grid(theta)[grid.rows][-self.network.sizes[-1] :], points)
        return outputs.reshape(-1, SIZE, SIZE)[:, ::-1]

    def _grid(self, points: int) -> Grid:
        if points not in self._grids:
            raw = self.dataset.grid(self.columns, points).raw
            with np.errstate(all="ignore"):
                inputs = np.nan_to_num(self.dataset.transform(raw), posinf=1e6, neginf=-1e6)
            self._grids[points] = Grid(self.network, inputs)
        return self._grids[points]

    def _neurons(self, values: Array, points: int, most: int) -> Array:
        step = max(1, -(-points // most))
        side = -(-points // step)
        if self.flat:
            seen = values.reshape(-1, points, points)[:, ::-step, ::step].reshape(len(values), -1)
        else:
            seen = values[:, ::step]
        largest = np.maximum(seen.max(axis=1), -seen.min(axis=1))[:, None]
        gain = np.where(self.gain > 0, self.gain, 1.0 / np.maximum(largest, 1e-6))
        painted = to_bytes((seen - self.shift) * gain)
        if not self.flat:
            painted = np.repeat(painted[:, None], side, axis=1)
        return painted.reshape(-1, side, side)

    def _fine(self, outputs: Array, points: int) -> Array:
        """The outputs at all SIZE × SIZE points, those between the points of a coarser grid on straight lines."""
        if points == SIZE:
            return outputs
        across = between(points)
        return (across @ outputs.reshape(-1, points, points) @ across.T).reshape(len(outputs), -1)

    def _field(self, outputs: Array) -> Array:
        outputs = outputs.reshape(-1, SIZE, SIZE)[:, ::-1]
        if len(outputs) > 1:  # a share for each class
            return np.clip(outputs * 255.0, 0.0, 255.0).astype(np.uint8)
        if self.dataset.task == "regression":
            outputs = self.dataset.unscaled(outputs)
        low, high = answer_span(self.network, self.dataset)
        return to_bytes((outputs - (low + high) / 2) * (2 / (high - low)))


def answer_span(network: Network, dataset: Dataset) -> tuple[float, float]:
    """The answers that a field paints in full colours, its ends: of several outputs each is a share."""
    if network.sizes[-1] > 1:
        return 0.0, 1.0
    return value_span(dataset) if dataset.task == "regression" else ACTIVATIONS[network.activations[-1]].codes


def _shift_and_gain(activation: str) -> tuple[float, float]:
    """The neutral value of a neuron's picture, and what makes its range −1 to 1; no gain where it has no bounds."""
    record = ACTIVATIONS[activation]
    low, high = record.range
    return ((low + high) / 2, 2.0 / (high - low)) if record.bounded else (0.0, 0.0)


def to_bytes(values: Array) -> Array:
    """Values from −1 to 1 as bytes from 1 to 255; 0 becomes 128."""
    return np.clip(values * 127.0 + 128.0, 0.0, 255.0).astype(np.uint8)


def asked(network: Network, moving: bool) -> int:
    """Points along each side at which a network is asked: SIZE, or fewer where that would take too much."""
    share = MOVING if moving else 1.0
    for points in (SIZE, SIZE // 2):
        if points**2 * sum(network.sizes) <= share * MOST_VALUES and points**2 * network.size <= share * MOST_PRODUCTS:
            return points
    return SIZE // 4


def between(points: int) -> Array:
    """What makes SIZE values of a few, (SIZE, points): the same ends, and straight lines between two points."""
    place = np.linspace(0, points - 1, SIZE)[:, None]
    return np.maximum(0, 1 - np.abs(place - np.arange(points))).astype(np.float32)


def sharpest(units: int) -> int:
    """Points along each side of a neuron's picture: fewer where there are many neurons; 0 for no pictures at all."""
    if units <= 80:
        return 32
    return 16 if units <= 320 else 0
