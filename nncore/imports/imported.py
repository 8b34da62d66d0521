"""What a file of weights says, whatever its kind."""

from dataclasses import dataclass, replace

import numpy as np

from nncore.experiment import MOST_WEIGHT
from nncore.explain.numbers import format_number
from nncore.network import Network
from nncore.parameters import Parameters

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Imported:
    """A drawing with its weights, as a file has them.

    theta: (network.size,), finite, 0 where nothing is drawn. center, scale: (inputs,) of the scaler in the file,
    None where there is none. note: what was guessed or left out, for the reader; "" where nothing was.
    """

    network: Network
    theta: Array
    center: Array | None = None
    scale: Array | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.theta.shape != (self.network.size,):
            raise ValueError(f"{self.theta.size} numbers for a drawing of {self.network.size}; the file is damaged")
        if not (np.abs(self.theta) <= MOST_WEIGHT).all():  # false for NaN as well
            most = format_number(MOST_WEIGHT)
            raise ValueError(f"the file holds a weight that is not within ±{most}; bring one with ordinary numbers")

    def unscaled(self) -> "Imported":
        """The same answers without a scaler: W·((x − c)/s) + b = (W/s)·x + (b − (W/s)·c), wherever x is read."""
        if self.center is None or self.scale is None:
            return self
        theta = self.theta.copy()
        parameters, inputs = Parameters(self.network, theta), self.network.sizes[0]
        for layer in range(1, len(self.network.layers)):
            if self.network.layers_read(layer).start == 0:
                weights = parameters.weights[layer]
                weights[:, :inputs] /= self.scale
                parameters.biases[layer][:] -= weights[:, :inputs] @ self.center
        return replace(self, theta=theta, center=None, scale=None)
