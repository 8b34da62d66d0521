"""The kernels of each loss's derivative."""

from collections.abc import Callable

import numpy as np

from nncore.losses import Loss
from nncore.program.kernels.base import Array, Kernel, constant, fill_by_samples, maximum, minimum, subtract

LossKernels = Callable[[Array, Array, Array], list[Kernel]]
"""(a, targets, d) to the kernels that fill d with ∂(loss of a sample)/∂a, but for a factor."""


def error(a: Array, t: Array, d: Array) -> list[Kernel]:
    return [(subtract, (a, t, d))]


def sign_of_error(a: Array, t: Array, d: Array) -> list[Kernel]:
    return [(subtract, (a, t, d)), (np.sign, (d, d))]


def bounded_error(a: Array, t: Array, d: Array) -> list[Kernel]:
    return [
        (subtract, (a, t, d)),
        (maximum, (d, constant(-1, d), d)),
        (minimum, (d, constant(1, d), d)),
    ]


KERNELS: dict[str, tuple[LossKernels, float]] = {
    "half_mse": (error, 1.0),
    "half_sse": (error, 1.0),
    "sse": (error, 2.0),
    "mse": (error, 2.0),
    "mae": (sign_of_error, 1.0),
    "huber": (bounded_error, 1.0),
}
"""Loss → its kernels, and the factor that they leave out, beside the share of an output."""


def loss_kernels(loss: Loss, activation: str, outputs: int) -> tuple[LossKernels, float]:
    """The kernels of a loss and the factor that they leave out; those of its record where it has no others.

    Where the loss belongs with the output activation, they fill d with ∂(loss of a sample)/∂z at once.
    """
    if loss.cancels == activation:
        return error, loss.share(outputs)
    if loss.name in KERNELS:
        kernels, factor = KERNELS[loss.name]
        return kernels, factor * loss.share(outputs)
    return lambda a, t, d: [(fill_by_networks, (loss, a, t, d))], 1.0


def fill_by_networks(loss: Loss, a: Array, t: Array, d: Array) -> None:
    """Fill d, shape (networks, outputs, batch), by the record of a loss, which knows no networks side by side."""
    for arrays in zip(a, t, d, strict=True):
        fill_by_samples(loss.derivative, *arrays)
