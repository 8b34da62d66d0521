"""Matrices and rows of numbers that another program has named, put onto a drawing by their names and shapes."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np

from nncore.imports.imported import Imported
from nncore.network import Network, dense
from nncore.parameters import parameters_from

MOST_BYTES, MOST_ARRAYS, MOST_DIMENSIONS = 64_000_000, 200, 4
"""Of a file: its numbers together, its arrays, and the dimensions of one."""
HIDDEN, OUTPUT = "relu", "linear"
"""Activations of a drawing that is made of shapes alone."""
MOST_LISTED = 6

Array = np.ndarray

_LETTER = r"[^\W\d_]"
_BIAS = re.compile(rf"bias(es)?|intercepts?|(?<!{_LETTER})b(?!{_LETTER})", re.IGNORECASE)
_WEIGHT = re.compile(rf"weights?|kernel|coefs?|(?<!{_LETTER})w(?!{_LETTER})", re.IGNORECASE)
_COLUMN_A_UNIT = re.compile(r"kernel|coef", re.IGNORECASE)
"""Names of Keras, Flax and scikit-learn, whose matrices are (units read, units)."""


class Dense(NamedTuple):
    """The numbers of one layer. weight: (units, units read); bias: (units,), None where the file has none."""

    weight: Array
    bias: Array | None


class Reading(NamedTuple):
    """One way to take the arrays of a file. turned: whether a column of a matrix was taken as a unit, not a row."""

    layers: list[Dense]
    turned: bool

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        return [layer.weight.shape for layer in self.layers]

    @property
    def biases_fit(self) -> bool:
        return all(bias is None or len(bias) == len(weight) for weight, bias in self.layers)

    @property
    def is_chain(self) -> bool:
        """Whether each layer reads as many units as the one before it has."""
        return all(read == units for (units, _), (_, read) in pairwise(self.shapes))

    @property
    def sizes(self) -> list[int]:
        return [self.shapes[0][1], *(units for units, _ in self.shapes)]


def foreign(
    arrays: Mapping[str, Array], drawing: Network | None, center: Array | None = None, scale: Array | None = None
) -> Imported:
    """The numbers on the given drawing where they have its shapes, else on a new one; the note says what was guessed.

    arrays: name → numbers, in the order of the file. Matrices follow each other as their names do, or else as in the
    file; they are (units, units read), or else (units read, units).
    """
    weights, biases = _sorted_out(arrays)
    readings = [one for one in _readings(weights, biases) if one.biases_fit]
    on_drawing = [one for one in readings if drawing is not None and one.shapes == _shapes(drawing)]
    chains = [one for one in readings if one.is_chain]
    if drawing is not None and on_drawing:
        network, reading = drawing, on_drawing[0]
        note = "The weights are on your drawing, with its activations."
    elif chains:
        reading = chains[0]
        network = dense(*reading.sizes, hidden=HIDDEN, output=OUTPUT)
        note = "Activations aren't in such a file; choose them on Draw: ReLU is assumed, and linear for the output."
    else:
        raise ValueError(
            f"the matrices don't make layers that follow each other: {_listed(arrays)}; number them by layer, such as "
            "1.weight and 1.bias, or draw the network first"
        )
    theta = theta_of(network, *zip(*reading.layers, strict=True))
    notes = [note, *_guesses(reading), *_left_out(network, reading)]
    return Imported(network, theta, *checked_scaler(center, scale, network.sizes[0]), " ".join(notes))


# -------------------------------------------------------------------- checks that files of ours go through as well


def check_shape(name: str, shape: Sequence[int]) -> None:
    """Raise ValueError for an array that is empty or has too many dimensions."""
    if len(shape) > MOST_DIMENSIONS or 0 in shape:
        raise ValueError(f"{name[:40]!r} has the shape {str(tuple(shape))[:60]}; use matrices and rows of numbers")


def theta_of(network: Network, weights: Sequence[Any], biases: Sequence[Any]) -> Array:
    """θ of one matrix (units, units read) and one row of biases, or None for zeros, a layer."""
    sizes = network.sizes[1:]
    rows: list[Any] = [np.zeros(size) if bias is None else bias for size, bias in zip(sizes, biases, strict=True)]
    return parameters_from(network, weights, rows).theta


def checked_scaler(center: Array | None, scale: Array | None, inputs: int) -> tuple[Array | None, Array | None]:
    """Both as (inputs,), or None and None where there is no scaler or it changes nothing."""
    center = np.zeros(inputs) if center is None else center
    scale = np.ones(inputs) if scale is None else scale
    if center.shape != (inputs,) or scale.shape != (inputs,):
        raise ValueError(
            f"the scaler has {center.size} centers and {scale.size} scales for {inputs} inputs; give one number each"
        )
    if not (np.isfinite(center).all() and np.isfinite(scale).all() and scale.all()):
        raise ValueError("the scaler holds a number that can't be used; give ordinary numbers, and no scale of 0")
    return (center, scale) if center.any() or (scale != 1).any() else (None, None)


# -------------------------------------------------------------------- which arrays belong together


def _sorted_out(arrays: Mapping[str, Array]) -> tuple[dict[str, Array], dict[str, Array]]:
    """Matrices of weights, and rows of biases: those may be matrices of one row or column, where their name says so."""
    weights: dict[str, Array] = {}
    biases: dict[str, Array] = {}
    for name, array in arrays.items():
        named_bias = _BIAS.search(name) and not _WEIGHT.search(name)
        if array.ndim == 1 or (array.ndim == 2 and 1 in array.shape and named_bias):
            biases[name] = array.ravel()
        elif array.ndim == 2:
            weights[name] = array
        else:
            raise ValueError(
                f"{name[:40]!r} has {array.ndim} dimensions; only layers that connect all units fit on a drawing, with "
                "a matrix of weights and a row of biases each"
            )
    if not weights:
        raise ValueError("the file has no matrix of weights; bring one with a matrix for each layer")
    return weights, biases


def _readings(weights: dict[str, Array], biases: dict[str, Array]) -> list[Reading]:
    """All ways to take them, the most likely one first."""
    in_file = _paired(list(weights), list(biases))
    by_name = _paired(sorted(weights, key=_natural), sorted(biases, key=_natural))
    column_a_unit = any(map(_COLUMN_A_UNIT.search, weights))
    readings = []
    for pairs, turned in product((by_name, in_file), (column_a_unit, not column_a_unit)):
        layers = [
            Dense(weights[weight].T if turned else weights[weight], None if bias is None else biases[bias])
            for weight, bias in pairs
        ]
        readings.append(Reading(layers, turned))
    return readings


def _paired(weights: list[str], biases: list[str]) -> list[tuple[str, str | None]]:
    """The name of the biases that belong to each matrix: the one that is alike, or else the one at the same place."""
    named = {_without_last(_BIAS, name): name for name in biases}
    stems = [_without_last(_WEIGHT, name) for name in weights]
    if len(set(stems)) == len(stems) and len(named) == len(biases) and set(named) <= set(stems):
        return [(weight, named.get(stem)) for weight, stem in zip(weights, stems, strict=True)]
    if len(weights) == len(biases):
        return list(zip(weights, biases, strict=True))
    raise ValueError(
        f"matrices: {len(weights)}, rows of biases: {len(biases)}; give each layer one of both with names alike, "
        "such as 1.weight and 1.bias, and nothing else, as normalisation has"
    )


def _without_last(word: re.Pattern[str], name: str) -> str:
    """The name without the last place where the word is: "b.bias" is "b."."""
    places = [found.span() for found in word.finditer(name)]
    return name[: places[-1][0]] + name[places[-1][1] :] if places else name


def _natural(name: str) -> list[tuple[int, str]]:
    """Sorts layer 2 before layer 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,9})", name)]


# -------------------------------------------------------------------- words


def _shapes(network: Network) -> list[tuple[int, ...]]:
    return [(network.sizes[layer], len(network.reads(layer))) for layer in range(1, len(network.layers))]


def _listed(arrays: Mapping[str, Array]) -> str:
    """Names and shapes, as many as can be read."""
    items = [f"{name[:40]!r} {' × '.join(map(str, array.shape))}" for name, array in arrays.items()]
    return ", ".join(items[:MOST_LISTED]) + (" …" if len(items) > MOST_LISTED else "")


def _guesses(reading: Reading) -> list[str]:
    notes = []
    if any(bias is None for _, bias in reading.layers):
        notes.append("Biases that the file doesn't have are 0.")
    if all(units == read for units, read in reading.shapes):
        which = "column" if reading.turned else "row"
        notes.append(f"Its matrices are square: each {which} was taken as the weights of one neuron.")
    return notes


def _left_out(network: Network, reading: Reading) -> list[str]:
    masks = [network.mask(layer) for layer in range(1, len(network.layers))]
    count = sum(
        int(np.count_nonzero(weight[~mask]))
        for (weight, _), mask in zip(reading.layers, masks, strict=True)
        if mask is not None
    )
    return [f"Left out, since your drawing has no connection there: {count} of the weights."] if count else []
