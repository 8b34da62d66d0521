"""How wrong an output is: each loss, its derivative, and the output activation it belongs with.

The cost J of a batch is the sum or the mean, over its samples, of the loss of each sample. Two pairs
of output activation and loss have a derivative that simplifies: sigmoid with binary cross-entropy, and
softmax with categorical cross-entropy, where ∂/∂z is just a − y. Both are computed from the weighted
sum z, so that they stay exact where the activation itself has rounded to 0 or 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class Loss:
    """One loss.

    per_sample: (z, a, targets), each of shape (samples, outputs), to the loss of each sample, (samples,).
    derivative: (a, targets) to ∂(loss of a sample)/∂a, shape (samples, outputs).
    reduction: "mean" or "sum", how the samples' losses make up the cost.
    outputs: the output activations it is defined for; () for any.
    cancels: the output activation for which ∂/∂z = (a − y) · share; "" for none.
    averaged: whether a sample's loss is the mean over its outputs, else their sum.
    of_sums: whether per_sample looks at z alone.
    for_classes: whether it judges shares of classes only, no values.
    """

    name: str
    label: str
    formula: str
    note: str
    per_sample: Callable[[Array, Array, Array], Array]
    derivative: Callable[[Array, Array], Array]
    reduction: str = "mean"
    outputs: tuple[str, ...] = ()
    cancels: str = ""
    averaged: bool = False
    of_sums: bool = False
    for_classes: bool = False

    def value(self, z: Array, a: Array, targets: Array) -> float:
        """The cost of a batch: the mean or the sum of its samples' losses."""
        losses = self.per_sample(z, a, targets)
        return float(losses.mean() if self.reduction == "mean" else losses.sum())

    def scale(self, samples: int) -> float:
        """What turns the derivative of one sample's loss into its part of the cost's."""
        return 1.0 / samples if self.reduction == "mean" else 1.0

    def share(self, outputs: int) -> float:
        """What one output counts in the loss of its sample."""
        return 1.0 / outputs if self.averaged else 1.0


def _half_squares(z: Array, a: Array, y: Array) -> Array:
    return 0.5 * ((a - y) ** 2).sum(axis=1)


def _squares(z: Array, a: Array, y: Array) -> Array:
    return ((a - y) ** 2).sum(axis=1)


def _mean_squares(z: Array, a: Array, y: Array) -> Array:
    return ((a - y) ** 2).mean(axis=1)


def _absolute(z: Array, a: Array, y: Array) -> Array:
    return np.abs(a - y).mean(axis=1)


def _huber(z: Array, a: Array, y: Array) -> Array:
    """Source: Huber (1964), with the bend at an error of 1."""
    error = np.abs(a - y)
    return np.where(error <= 1.0, 0.5 * error**2, error - 0.5).mean(axis=1)


def _binary_crossentropy(z: Array, a: Array, y: Array) -> Array:
    """−y ln σ(z) − (1 − y) ln(1 − σ(z)), written as ln(1 + eᶻ) − y z."""
    return (np.logaddexp(0.0, z) - y * z).mean(axis=1)


def _categorical_crossentropy(z: Array, a: Array, y: Array) -> Array:
    """−Σ y ln softmax(z), written as ln Σ eᶻ − Σ y z; the targets of a sample add up to 1."""
    top = z.max(axis=1)
    return top + np.log(np.exp(z - top[:, None]).sum(axis=1)) - (y * z).sum(axis=1)


def _odds_derivative(a: Array, y: Array) -> Array:
    return (a - y) / (a * (1.0 - a)) / a.shape[1]


LOSSES: dict[str, Loss] = {
    record.name: record
    for record in (
        Loss(
            "half_mse", "½ squared error, mean", r"J = \frac{1}{N}\sum_n \tfrac12 \sum_k (a_k - y_k)^2",
            "TensorFlow Playground's: half the squared error, averaged over the batch.",
            _half_squares, lambda a, y: a - y,
        ),
        Loss(
            "half_sse", "½ squared error, sum", r"J = \tfrac12 \sum_n \sum_k (a_k - y_k)^2",
            "Half the sum of squared errors: the ½ cancels the 2 of its derivative.",
            _half_squares, lambda a, y: a - y, reduction="sum",
        ),
        Loss(
            "sse", "Squared error, sum", r"J = \sum_n \sum_k (a_k - y_k)^2",
            "The sum of squared errors, without the ½: its derivative is 2 · error · input, as in the article's code.",
            _squares, lambda a, y: 2.0 * (a - y), reduction="sum",
        ),
        Loss(
            "mse", "Mean squared error", r"J = \frac{1}{N}\sum_n \frac{1}{K}\sum_k (a_k - y_k)^2",
            "Averaged over samples and outputs, without the ½, as in Keras and PyTorch.",
            _mean_squares, lambda a, y: 2.0 * (a - y) / a.shape[1], averaged=True,
        ),
        Loss(
            "mae", "Mean absolute error", r"J = \frac{1}{N}\sum_n \frac{1}{K}\sum_k |a_k - y_k|",
            "Cares less about a few rows that are far off.",
            _absolute, lambda a, y: np.sign(a - y) / a.shape[1], averaged=True,
        ),
        Loss(
            "huber", "Huber",
            r"J = \frac{1}{N}\sum_n \frac{1}{K}\sum_k \begin{cases}\tfrac12 e_k^2 & |e_k| \le 1\\"
            r" |e_k| - \tfrac12 & |e_k| > 1\end{cases},\ e = a - y",
            "Squared near the target, absolute far from it.",
            _huber, lambda a, y: np.clip(a - y, -1.0, 1.0) / a.shape[1], averaged=True,
        ),
        Loss(
            "binary_crossentropy", "Binary cross-entropy",
            r"J = -\frac{1}{N}\sum_n \frac{1}{K}\sum_k y_k \ln a_k + (1 - y_k)\ln(1 - a_k)",
            "For a yes or no with a sigmoid output; the derivative with respect to z is just a − y.",
            _binary_crossentropy, _odds_derivative, outputs=("sigmoid",), cancels="sigmoid", averaged=True,
            of_sums=True, for_classes=True,
        ),
        Loss(
            "categorical_crossentropy", "Categorical cross-entropy",
            r"J = -\frac{1}{N}\sum_n \sum_k y_k \ln a_k",
            "For several classes with a softmax output; the derivative with respect to z is just a − y.",
            _categorical_crossentropy, lambda a, y: -y / a, outputs=("softmax",), cancels="softmax",
            of_sums=True, for_classes=True,
        ),
    )
}  # fmt: skip


def loss_that_cancels(output: str) -> Loss | None:
    """The loss that belongs with an output activation, None where there is none."""
    return next((loss for loss in LOSSES.values() if loss.cancels == output), None)


def loss_for(name: str, output: str) -> Loss:
    """The loss of that name, checked against the output activation; ValueError names the remedy."""
    if name not in LOSSES:
        raise ValueError(f"unknown loss {str(name)[:40]!r}; choose from {', '.join(LOSSES)}")
    loss = LOSSES[name]
    if loss.outputs and output not in loss.outputs:
        raise ValueError(
            f"{loss.label.lower()} needs {' or '.join(loss.outputs)} on the output layer, not {output}; "
            "change the output's activation or choose another loss"
        )
    return loss
