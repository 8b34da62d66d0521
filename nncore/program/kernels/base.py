"""What kernels are made of."""

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray
Kernel = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function and its arguments; the last array among them is filled."""

add, subtract, multiply, divide = np.add, np.subtract, np.multiply, np.divide


def constant(value: float, like: Array) -> Array:
    """A number as an array of no dimension and the type of `like`: NumPy takes it up faster than a float."""
    return np.array(value, like.dtype)


def maximum(a: Array, b: Array, out: Array) -> None:
    """np.maximum, which has `out` by name only; a tuple there is a little faster."""
    np.maximum(a, b, out=(out,))


def minimum(a: Array, b: Array, out: Array) -> None:
    np.minimum(a, b, out=(out,))


def fill(function: Callable[..., Array], *arrays: Array) -> None:
    """Fill the last array with what a function makes of the others."""
    *given, out = arrays
    out[...] = function(*given)


def fill_by_samples(function: Callable[..., Array], *arrays: Array) -> None:
    """The same for a function whose arrays lie samples first."""
    *given, out = (array.swapaxes(-1, -2) for array in arrays)
    out[...] = function(*given)
