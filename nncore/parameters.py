"""The numbers of a drawing: one flat vector θ with a view per layer, and ways to fill it at the start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nncore.network import Network

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Parameters:
    """Weights and biases of a network; all views on one flat vector.

    theta: shape (network.size,), float. Zero where nothing is drawn.
    weights[l]: shape (units, units read) of layer l; biases[l]: shape (units,).
    Index 0 belongs to the inputs, which have neither, and is empty.
    """

    network: Network
    theta: Array
    weights: tuple[Array, ...] = field(init=False, repr=False)
    biases: tuple[Array, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.theta.shape != (self.network.size,):
            raise ValueError(f"{self.theta.size} numbers for a drawing that has {self.network.size} weights and biases")
        blocks = [self.theta[self.network.block(l)] for l in range(1, len(self.network.layers))]
        rows = [block.reshape(size, -1) for block, size in zip(blocks, self.network.sizes[1:], strict=True)]
        nothing = np.empty((self.network.sizes[0], 0))
        object.__setattr__(self, "weights", (nothing, *(row[:, :-1] for row in rows)))
        object.__setattr__(self, "biases", (nothing[:0, 0:].ravel(), *(row[:, -1] for row in rows)))


def parameters_from(
    network: Network, weights: Sequence[Sequence[Any]], biases: Sequence[Sequence[Any]] | None = None
) -> Parameters:
    """Parameters from one matrix (units, units read) per computing layer, and one row of biases each.

    Biases left out are zero. Raises ValueError when a shape does not fit or a number is not finite.
    """
    parameters = Parameters(network, np.zeros(network.size))
    if len(weights) != network.depth or (biases is not None and len(biases) != network.depth):
        raise ValueError(f"give one matrix and one row of biases for each of the {network.depth} layers")
    for layer, matrix in enumerate(weights, start=1):
        _fill(parameters.weights[layer], matrix, f"the weights of layer {layer}")
    for layer, row in enumerate(biases or (), start=1):
        _fill(parameters.biases[layer], row, f"the biases of layer {layer}")
    return Parameters(network, undrawn_to_zero(network, parameters.theta))


def _fill(view: Array, numbers: Sequence[Any], what: str) -> None:
    values = np.asarray(numbers, dtype=float)
    if values.shape != view.shape:
        raise ValueError(f"{what} need shape {view.shape}, not {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError(f"{what} hold a number that is not finite; give ordinary numbers")
    view[:] = values


def undrawn_to_zero(network: Network, theta: Array) -> Array:
    """A copy of θ with zeros where no connection is drawn."""
    clean = theta.copy()
    for layer, matrix in enumerate(Parameters(network, clean).weights):
        mask = network.mask(layer)
        if mask is not None:
            matrix[~mask] = 0.0
    return clean


# -------------------------------------------------------------------- first weights

FanRule = Callable[[Array, Array, np.random.Generator], Array]
"""(fan_in (units, 1), fan_out (1, units read), generator) → weights (units, units read)."""


@dataclass(frozen=True)
class Initializer:
    """A way to draw the first weights. `bias` is what every bias starts from."""

    name: str
    label: str
    draw: FanRule
    note: str
    bias: float = 0.0


def _uniform(low: float, high: float) -> FanRule:
    def draw(fan_in: Array, fan_out: Array, rng: np.random.Generator) -> Array:
        return rng.uniform(low, high, (fan_in.size, fan_out.size))

    return draw


def _scaled(variance: Callable[[Array, Array], Array], uniform: bool) -> FanRule:
    def draw(fan_in: Array, fan_out: Array, rng: np.random.Generator) -> Array:
        shape = (fan_in.size, fan_out.size)
        spread = np.sqrt(variance(fan_in, fan_out))
        if uniform:
            return rng.uniform(-1.0, 1.0, shape) * spread * np.sqrt(3.0)
        return rng.standard_normal(shape) * spread

    return draw


def _zeros(fan_in: Array, fan_out: Array, rng: np.random.Generator) -> Array:
    return np.zeros((fan_in.size, fan_out.size))


def glorot(fan_in: Array, fan_out: Array) -> Array:
    """Variance 2 / (fan in + fan out). Source: Glorot & Bengio (2010), equation 16."""
    return 2.0 / (fan_in + fan_out)


def he(fan_in: Array, fan_out: Array) -> Array:
    """Variance 2 / fan in. Source: He et al. (2015), equation 10."""
    return 2.0 / fan_in + 0.0 * fan_out


def lecun(fan_in: Array, fan_out: Array) -> Array:
    """Variance 1 / fan in. Source: LeCun et al. (1998), Efficient BackProp, equation 16."""
    return 1.0 / fan_in + 0.0 * fan_out


INITIALIZERS: dict[str, Initializer] = {
    record.name: record
    for record in (
        Initializer("playground", "Uniform ±0.5, bias 0.1", _uniform(-0.5, 0.5), "As TensorFlow Playground does.", 0.1),
        Initializer("glorot_uniform", "Glorot uniform", _scaled(glorot, True), "Suits tanh and sigmoid."),
        Initializer("glorot_normal", "Glorot normal", _scaled(glorot, False), "Suits tanh and sigmoid."),
        Initializer("he_uniform", "He uniform", _scaled(he, True), "Suits ReLU and its relatives."),
        Initializer("he_normal", "He normal", _scaled(he, False), "Suits ReLU and its relatives."),
        Initializer("lecun_uniform", "LeCun uniform", _scaled(lecun, True), "Suits tanh with standardised inputs."),
        Initializer("lecun_normal", "LeCun normal", _scaled(lecun, False), "Suits SELU."),
        Initializer("uniform_005", "Uniform ±0.05", _uniform(-0.05, 0.05), "Keras 1, and so the article on Pima."),
        Initializer("uniform_0_1", "Uniform 0 to 1", _uniform(0.0, 1.0), "As the article has it: small and positive."),
        Initializer("zeros", "All zero", _zeros, "Shows why not: all neurons of a layer stay the same."),
    )
}  # fmt: skip


def initialize(network: Network, scheme: str, rng: np.random.Generator) -> Parameters:
    """Draw the first weights. Fan-in and fan-out are counted on the connections that are drawn.

    Fan-out is a unit's connections into the layer at hand. Raises ValueError for an unknown scheme.
    """
    if scheme not in INITIALIZERS:
        raise ValueError(f"unknown initialiser {scheme!r}; choose from {', '.join(INITIALIZERS)}")
    initializer = INITIALIZERS[scheme]
    theta = np.zeros(network.size)
    parameters = Parameters(network, theta)
    for layer in range(1, len(network.layers)):
        weights = parameters.weights[layer]
        mask = network.mask(layer)
        drawn = np.ones(weights.shape) if mask is None else mask
        fan_in = np.maximum(drawn.sum(axis=1, keepdims=True), 1.0)
        fan_out = np.maximum(drawn.sum(axis=0, keepdims=True), 1.0)
        weights[:] = initializer.draw(fan_in, fan_out, rng) * drawn
        parameters.biases[layer][:] = initializer.bias
    return parameters
