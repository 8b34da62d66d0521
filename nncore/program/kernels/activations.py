"""The kernels of each activation."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nncore.activations import ACTIVATIONS, GELU_CUBE, GELU_SCALE, LEAK, SELU_ALPHA, SELU_SCALE
from nncore.program.kernels.base import (
    Array,
    Kernel,
    add,
    constant,
    divide,
    fill,
    fill_by_samples,
    maximum,
    minimum,
    multiply,
    subtract,
)


@dataclass(frozen=True)
class ActivationKernels:
    """The kernels of one activation.

    value(z, a) fills a; it may be given z = a. derivative(z, a, d) fills d with da/dz; None where that is 1, or where
    there is `back`. from_value: whether it looks at a alone. back(a, d) turns ∂J/∂a in d into ∂J/∂z, for one that works
    on a whole layer. twice_error(z, t, d) fills d with 2 (a − y) given 2y − 1 for t, where that is quicker from z.
    """

    value: Callable[[Array, Array], list[Kernel]]
    derivative: Callable[[Array, Array, Array], list[Kernel]] | None = None
    from_value: bool = False
    back: Callable[[Array, Array], list[Kernel]] | None = None
    twice_error: Callable[[Array, Array, Array], list[Kernel]] | None = None


def activation_kernels(name: str) -> ActivationKernels:
    """The kernels of an activation; those of its record's own functions where it has no others."""
    if name in KERNELS:
        return KERNELS[name]
    record = ACTIVATIONS[name]
    if record.back is None:
        return ActivationKernels(
            lambda z, a: [(fill, (record.value, z, a))],
            None if record.is_identity else lambda z, a, d: [(fill, (record.derivative, z, d))],
        )
    return ActivationKernels(
        lambda z, a: [(fill_by_samples, (record.value, z, a))],
        back=lambda a, d: [(fill_by_samples, (record.back, a, d, d))],
    )


def linear_value(z: Array, a: Array) -> list[Kernel]:
    return [(np.positive, (z, a))]


def relu_value(z: Array, a: Array) -> list[Kernel]:
    return [(maximum, (z, constant(0, z), a))]


def relu_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    return [(np.sign, (a, d))]


def leaky_relu_value(z: Array, a: Array) -> list[Kernel]:
    low = np.empty_like(z)
    return [(multiply, (z, constant(LEAK, z), low)), (maximum, (z, low, a))]


def leaky_relu_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    return [(np.sign, (z, d)), (maximum, (d, constant(LEAK, z), d))]


def elu_value(z: Array, a: Array) -> list[Kernel]:
    low, zero = np.empty_like(z), constant(0, z)
    return [(minimum, (z, zero, low)), (np.expm1, (low, low)), (maximum, (z, zero, a)), (add, (a, low, a))]


def elu_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    return [(minimum, (z, constant(0, z), d)), (np.exp, (d, d))]


def selu_value(z: Array, a: Array) -> list[Kernel]:
    low, zero = np.empty_like(z), constant(0, z)
    return [
        (minimum, (z, zero, low)),
        (np.expm1, (low, low)),
        (multiply, (low, constant(SELU_ALPHA, z), low)),
        (maximum, (z, zero, a)),
        (add, (a, low, a)),
        (multiply, (a, constant(SELU_SCALE, z), a)),
    ]


def selu_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    """SCALE for z > 0, else SCALE · ALPHA · eᶻ: the sign picks which."""
    below, side = np.empty_like(z), np.empty_like(z)
    return [
        (minimum, (z, constant(0, z), below)),
        (np.exp, (below, below)),
        (multiply, (below, constant(SELU_SCALE * SELU_ALPHA, z), below)),
        (np.heaviside, (z, constant(0, z), side)),
        (multiply, (side, constant(SELU_SCALE * (1 - SELU_ALPHA), z), side)),
        (add, (below, side, d)),
    ]


def gelu_value(z: Array, a: Array) -> list[Kernel]:
    t = np.empty_like(z)
    return [
        (multiply, (z, z, t)),
        (multiply, (t, constant(GELU_CUBE * GELU_SCALE, z), t)),
        (add, (t, constant(GELU_SCALE, z), t)),
        (multiply, (t, z, t)),
        (np.tanh, (t, t)),
        (add, (t, constant(1, z), t)),
        (multiply, (t, constant(0.5, z), t)),
        (multiply, (z, t, a)),
    ]


def gelu_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    """p + 2 z p (1 − p) · rise with p = ½ (1 + tanh …); z bounded so that z³ cannot overflow."""
    bounded, p, rest = np.empty_like(z), np.empty_like(z), np.empty_like(z)
    one = constant(1, z)
    return [
        (maximum, (z, constant(-50, z), bounded)),
        (minimum, (bounded, constant(50, z), bounded)),
        (multiply, (bounded, bounded, d)),
        (multiply, (d, constant(GELU_CUBE * GELU_SCALE, z), p)),
        (add, (p, constant(GELU_SCALE, z), p)),
        (multiply, (p, bounded, p)),
        (np.tanh, (p, p)),
        (add, (p, one, p)),
        (multiply, (p, constant(0.5, z), p)),
        (multiply, (d, constant(6 * GELU_CUBE * GELU_SCALE, z), d)),
        (add, (d, constant(2 * GELU_SCALE, z), d)),
        (multiply, (d, bounded, d)),
        (multiply, (d, p, d)),
        (subtract, (one, p, rest)),
        (multiply, (d, rest, d)),
        (add, (d, p, d)),
    ]


def sigmoid_value(z: Array, a: Array) -> list[Kernel]:
    """½ + ½ tanh(z/2): one call fewer than 1 / (1 + e⁻ᶻ), and nothing overflows."""
    half = constant(0.5, z)
    return [(multiply, (z, half, a)), (np.tanh, (a, a)), (multiply, (a, half, a)), (add, (a, half, a))]


def sigmoid_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    return [(subtract, (constant(1, a), a, d)), (multiply, (d, a, d))]


def silu_value(z: Array, a: Array) -> list[Kernel]:
    s = np.empty_like(z)
    return [*sigmoid_value(z, s), (multiply, (z, s, a))]


def silu_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    """σ + a (1 − σ)."""
    rest = np.empty_like(z)
    return [
        *sigmoid_value(z, d),
        (subtract, (constant(1, z), d, rest)),
        (multiply, (rest, a, rest)),
        (add, (d, rest, d)),
    ]


def softplus_value(z: Array, a: Array) -> list[Kernel]:
    return [(np.logaddexp, (z, constant(0, z), a))]


def softplus_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    return sigmoid_value(z, d)


def tanh_value(z: Array, a: Array) -> list[Kernel]:
    return [(np.tanh, (z, a))]


def tanh_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    return [(multiply, (a, a, d)), (subtract, (constant(1, a), d, d))]


def step_value(z: Array, a: Array) -> list[Kernel]:
    return [(np.heaviside, (z, constant(0, z), a))]


def step_derivative(z: Array, a: Array, d: Array) -> list[Kernel]:
    return [(multiply, (a, constant(0, a), d))]


def softmax_value(z: Array, a: Array) -> list[Kernel]:
    row = np.empty_like(z[..., :1, :])
    return [
        (np.maximum.reduce, (z, -2, None, row, True)),
        (subtract, (z, row, a)),
        (np.exp, (a, a)),
        (np.add.reduce, (a, -2, None, row, True)),
        (divide, (a, row, a)),
    ]


def sigmoid_error(z: Array, t: Array, d: Array) -> list[Kernel]:
    """2 (σ(z) − t) from the sum z, given 2t − 1 for t: saves the two calls from tanh to σ."""
    return [(multiply, (z, constant(0.5, z), d)), (np.tanh, (d, d)), (subtract, (d, t, d))]


def softmax_back(a: Array, d: Array) -> list[Kernel]:
    """Turns ∂J/∂a in d into ∂J/∂z = a (d − Σ d a): each output depends on every sum."""
    product, row = np.empty_like(d), np.empty_like(d[..., :1, :])
    return [
        (multiply, (d, a, product)),
        (np.add.reduce, (product, -2, None, row, True)),
        (subtract, (d, row, d)),
        (multiply, (d, a, d)),
    ]


KERNELS: dict[str, ActivationKernels] = {
    "linear": ActivationKernels(linear_value),
    "relu": ActivationKernels(relu_value, relu_derivative, from_value=True),
    "leaky_relu": ActivationKernels(leaky_relu_value, leaky_relu_derivative),
    "elu": ActivationKernels(elu_value, elu_derivative),
    "selu": ActivationKernels(selu_value, selu_derivative),
    "gelu": ActivationKernels(gelu_value, gelu_derivative),
    "silu": ActivationKernels(silu_value, silu_derivative),
    "softplus": ActivationKernels(softplus_value, softplus_derivative),
    "tanh": ActivationKernels(tanh_value, tanh_derivative, from_value=True),
    "sigmoid": ActivationKernels(sigmoid_value, sigmoid_derivative, from_value=True, twice_error=sigmoid_error),
    "step": ActivationKernels(step_value, step_derivative, from_value=True),
    "softmax": ActivationKernels(softmax_value, back=softmax_back),
}
