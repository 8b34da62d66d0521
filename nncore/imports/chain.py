"""Parts in a row, as most files hold a network, put together to a drawing with its weights."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nncore.imports.imported import Imported
from nncore.imports.shapes import checked_scaler, theta_of
from nncore.network import MAX_PARAMETERS, Layer, Network

Array = np.ndarray

ERF_GELU = "The file computes GELU with erf, this app with tanh: answers can differ from the fourth digit on."


@dataclass(frozen=True, eq=False)
class Dense:
    """W·x + b. weights: (units, units read), biases: (units,)."""

    weights: Array
    biases: Array
    activation: str = "linear"


@dataclass(frozen=True, eq=False)
class Scaling:
    """x·factor + shift, each (units,), or (1,) for the same on all."""

    factor: Array
    shift: Array


@dataclass(frozen=True)
class Curve:
    """An activation, by its name in ACTIVATIONS."""

    name: str


Part = Dense | Scaling | Curve


def batch_normalization(gamma: Array, beta: Array, mean: Array, variance: Array, epsilon: float) -> Scaling:
    """What batch normalisation does once it has been trained.

    Source: Ioffe & Szegedy (2015), algorithm 2, step 11.
    """
    with np.errstate(all="ignore"):  # what isn't finite is refused by `chained`
        factor = gamma / np.sqrt(variance + epsilon)
        return Scaling(factor, beta - mean * factor)


def chained(parts: Sequence[Part], drawing: Network | None = None, notes: Sequence[str] = ()) -> Imported:
    """The network of parts in a row.

    Scaling of the inputs becomes the scaler, any other one goes into the weights beside it. The names are those of
    `drawing` where it has the same layers. Raises ValueError for parts that don't go together or make no drawing.
    """
    layers: list[Dense] = []
    scaler = waiting = None
    with np.errstate(all="ignore"):
        for part in parts:
            if isinstance(part, Scaling):
                waiting = part if waiting is None else _after(waiting, part)
            elif isinstance(part, Curve):
                _activate(layers, part.name, waiting)
                waiting = None
            else:
                if not layers:
                    scaler = waiting
                elif waiting is not None:
                    part = _reading(part, waiting)
                layers, waiting = [*layers, part], None
        if waiting is not None:
            _scale_sums(layers, waiting)
    if not layers:
        raise ValueError("the file has no dense layer; bring a network of dense layers")
    return _imported(layers, scaler, drawing, notes)


def _named_like(network: Network, drawing: Network | None) -> Network:
    """With the names of a drawing that has as many units in each layer."""
    if drawing is None or drawing.sizes != network.sizes:
        return network
    return network.rename(network.inputs or drawing.inputs, network.outputs or drawing.outputs)


def _imported(
    layers: Sequence[Dense], scaler: Scaling | None, drawing: Network | None, notes: Sequence[str]
) -> Imported:
    first = Layer(layers[0].weights.shape[1])
    network = Network((first, *(Layer(len(layer.weights), layer.activation) for layer in layers)))
    for number, (layer, read) in enumerate(zip(layers, network.sizes, strict=False), 1):
        if layer.weights.shape[1] != read or layer.biases.shape != (len(layer.weights),):
            raise ValueError(
                f"layer {number} of the file doesn't fit the one before it: weights {_shape(layer.weights)} and biases "
                f"{_shape(layer.biases)} after {read} units; save the network again"
            )
    theta = theta_of(network, [layer.weights for layer in layers], [layer.biases for layer in layers])
    center = scale = None
    if scaler is not None:
        factor, shift = (_spread(numbers, network.sizes[0]) for numbers in (scaler.factor, scaler.shift))
        with np.errstate(all="ignore"):
            center, scale = checked_scaler(0.0 - shift / factor, 1 / factor, network.sizes[0])
    return Imported(_named_like(network, drawing), theta, center, scale, " ".join(dict.fromkeys(notes)))


def _after(one: Scaling, other: Scaling) -> Scaling:
    size = max(one.factor.size, one.shift.size, other.factor.size, other.shift.size)
    factor, shift, more, on_top = (
        _spread(numbers, size) for numbers in (one.factor, one.shift, other.factor, other.shift)
    )
    return Scaling(factor * more, shift * more + on_top)


def _activate(layers: list[Dense], name: str, waiting: Scaling | None) -> None:
    if waiting is not None and name != "linear":
        _scale_sums(layers, waiting)
    if name == "linear":
        return
    if not layers or layers[-1].activation != "linear":
        where = "two activations follow each other" if layers else "an activation comes before the first layer"
        raise ValueError(f"{where} ({name}); put a dense layer between them")
    layers[-1] = replace(layers[-1], activation=name)


def _scale_sums(layers: list[Dense], scaling: Scaling) -> None:
    """Take a scaling into the layer whose sums it scales."""
    if not layers or layers[-1].activation != "linear":
        raise ValueError("numbers are scaled where no dense layer can take it in; leave the scaling out")
    layer = layers[-1]
    factor, shift = (_spread(numbers, len(layer.weights)) for numbers in (scaling.factor, scaling.shift))
    layers[-1] = Dense(layer.weights * factor[:, None], layer.biases * factor + shift)


def _reading(layer: Dense, scaling: Scaling) -> Dense:
    """The layer that reads unscaled values and gives the same."""
    factor, shift = (_spread(numbers, layer.weights.shape[1]) for numbers in (scaling.factor, scaling.shift))
    return replace(layer, weights=layer.weights * factor, biases=layer.biases + layer.weights @ shift)


def _spread(numbers: Array, size: int) -> Array:
    if numbers.size not in (1, size):
        raise ValueError(f"{numbers.size} numbers scale {size} values; save the network again")
    return np.broadcast_to(numbers.ravel(), (size,))


def _shape(array: Array) -> str:
    return " × ".join(map(str, array.shape))


def check_size(shape: Sequence[int], what: str) -> int:
    """How many numbers an array of that shape has. Raises ValueError where no drawing holds as many."""
    size = 1
    for length in shape:
        if length < 0:
            raise ValueError(f"{what} has the size {length} on one side; the file is damaged, save it again")
        size *= length
        if size > MAX_PARAMETERS:
            raise ValueError(
                f"{what} is larger than the {MAX_PARAMETERS:,} weights that a drawing holds; bring a smaller network"
            )
    return size
