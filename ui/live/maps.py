"""Pictures of the plane: what each neuron, and the network as a whole, answers at every place of it."""

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.data import Dataset
from nncore.network import Network
from nncore.program import Grid

SIZE = 64
"""Points of the grid along each side."""
MOST_VALUES, MOST_PRODUCTS = 4_000_000, 150_000_000
"""Of units, and of weights, with the points of a grid; a large network is asked at fewer points."""

Array = np.ndarray


class Maps:
    """Evaluates a network over two columns of the data, the others held at their median.

    The bytes of a map: 0 to 255 with 128 for zero; its first row is the top.
    """

    def __init__(self, network: Network, dataset: Dataset, columns: tuple[int, int]):
        self.network, self.dataset = network, dataset
        self.flat = len(dataset.raw_names) > 1
        self.side = side(network) if self.flat else SIZE
        self.points = dataset.grid(columns if self.flat else (0,), self.side)
        with np.errstate(all="ignore"):
            inputs = np.nan_to_num(dataset.transform(self.points.raw), posinf=1e6, neginf=-1e6)
        self.grid = Grid(network, inputs)
        self.step = step(sum(network.sizes))
        shown = np.array([_shift_and_gain(name) for name in network.activations], np.float32)
        self.shift, self.gain = np.repeat(shown, network.sizes, axis=0).T[:, :, None]

    def __call__(self, theta: Array) -> dict[str, Array]:
        """What changed with the weights.

        maps: (units, side, side) uint8, inputs first. field: (outputs, SIZE, SIZE) uint8 of the output, or where
        the data have a single column, line: (SIZE,) float32.
        """
        values = self.grid(theta)[self.grid.rows]
        with np.errstate(all="ignore"):
            drawn = {"maps": self._neurons(values)} if self.step else {}
            outputs = self._fine(values[-self.network.sizes[-1] :])
            return drawn | ({"field": self._field(outputs)} if self.flat else {"line": outputs[0].copy()})

    def _neurons(self, values: Array) -> Array:
        side = -(-self.side // self.step)
        if self.flat:
            seen = values.reshape(-1, self.side, self.side)[:, :: -self.step, :: self.step].reshape(len(values), -1)
        else:
            seen = values[:, :: self.step]
        most = np.maximum(seen.max(axis=1), -seen.min(axis=1))[:, None]
        gain = np.where(self.gain > 0, self.gain, 1.0 / np.maximum(most, 1e-6))
        painted = to_bytes((seen - self.shift) * gain)
        if not self.flat:
            painted = np.repeat(painted[:, None], side, axis=1)
        return painted.reshape(-1, side, side)

    def _fine(self, outputs: Array) -> Array:
        """The outputs at all SIZE × SIZE points, those between the points of a coarser grid on straight lines."""
        if self.side == SIZE:
            return outputs
        across = between(self.side)
        return (across @ outputs.reshape(-1, self.side, self.side) @ across.T).reshape(len(outputs), -1)

    def _field(self, outputs: Array) -> Array:
        outputs = outputs.reshape(-1, SIZE, SIZE)[:, ::-1]
        if len(outputs) > 1:  # a share for each class
            return np.clip(outputs * 255.0, 0.0, 255.0).astype(np.uint8)
        if self.dataset.task == "regression":
            return to_bytes(outputs / (np.abs(self.dataset.labels).max() or 1.0))
        first, second = ACTIVATIONS[self.network.activations[-1]].codes
        return to_bytes((outputs - (first + second) / 2) * (2.0 / (second - first)))


def _shift_and_gain(activation: str) -> tuple[float, float]:
    """The neutral value of a neuron's picture, and what makes its range −1 to 1; no gain where it has no bounds."""
    record = ACTIVATIONS[activation]
    low, high = record.range
    return ((low + high) / 2, 2.0 / (high - low)) if record.bounded else (0.0, 0.0)


def to_bytes(values: Array) -> Array:
    """Values from −1 to 1 as bytes from 1 to 255; 0 becomes 128."""
    return np.clip(values * 127.0 + 128.0, 0.0, 255.0).astype(np.uint8)


def side(network: Network) -> int:
    """Points along each side at which a network is asked: SIZE, or fewer where that would take too much."""
    for points in (SIZE, SIZE // 2):
        if points**2 * sum(network.sizes) <= MOST_VALUES and points**2 * network.size <= MOST_PRODUCTS:
            return points
    return SIZE // 4


def between(points: int) -> Array:
    """What makes SIZE values of a few, (SIZE, points): the same ends, and straight lines between two points."""
    place = np.linspace(0, points - 1, SIZE)[:, None]
    return np.maximum(0, 1 - np.abs(place - np.arange(points))).astype(np.float32)


def step(units: int) -> int:
    """Every how many points of the grid a neuron's picture takes: fewer where there are many; 0 for none at all."""
    if units <= 80:
        return 2
    return 4 if units <= 320 else 0
