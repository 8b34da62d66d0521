"""How good the answers of a network are.

output: (samples, outputs) of the network. labels: (samples,) class numbers. Counting over no samples gives NaN.
"""

from typing import NamedTuple

import numpy as np

from nncore.activations import ACTIVATIONS

Array = np.ndarray


def threshold(output_activation: str) -> float:
    """Where one output passes from the first class to the second: between the two codes of targets_for."""
    return sum(ACTIVATIONS[output_activation].codes) / 2


def predicted_classes(output: Array, output_activation: str) -> Array:
    """(samples,) class numbers: the largest of several outputs, or the side of the threshold one output is on."""
    if output.shape[1] > 1:
        return output.argmax(axis=1)
    return (output[:, 0] > threshold(output_activation)).astype(np.int64)


def accuracy(output: Array, labels: Array, output_activation: str) -> float:
    """Share of samples whose predicted class is their own."""
    if not len(labels):
        return np.nan
    return np.count_nonzero(predicted_classes(output, output_activation) == labels) / len(labels)


def scores(output: Array, output_activation: str) -> Array:
    """(samples,) how much a network of two classes speaks for the second, 0 to 1 where the activation allows it."""
    if output.shape[1] > 1:
        return output[:, 1]
    first, second = ACTIVATIONS[output_activation].codes
    return (output[:, 0] - first) / (second - first)


def r2(output: Array, targets: Array) -> float:
    """Coefficient of determination: 1 − squared error / squared distance from the mean, over all outputs together.

    1 is perfect, 0 no better than always answering the mean; NaN where the targets are all the same.
    """
    if not len(targets):
        return np.nan
    spread = np.sum((targets - targets.mean(axis=0)) ** 2)
    with np.errstate(over="ignore"):  # outputs of a run about to diverge
        error = np.sum((output - targets) ** 2)
    return float(1 - error / spread) if spread > 0 else np.nan


def majority_share(labels: Array) -> float:
    """Accuracy of always answering the most frequent class."""
    return float(np.bincount(labels).max() / len(labels)) if len(labels) else np.nan


def confusion(predicted: Array, labels: Array, classes: int) -> Array:
    """(classes, classes) counts; row: the class it is, column: the class predicted."""
    return np.bincount(labels * classes + predicted, minlength=classes**2).reshape(classes, classes)


class Roc(NamedTuple):
    """Rates (points,) from the strictest threshold, infinite, to the laxest; area under the curve."""

    thresholds: Array
    false_positive_rate: Array
    true_positive_rate: Array
    area: float


def roc(scores: Array, labels: Array) -> Roc:
    """Receiver operating characteristic of scores (samples,) for the second of two classes.

    A sample counts as positive where its score reaches the threshold. Rates are NaN without samples of a class.
    """
    order = np.argsort(-scores, kind="stable")
    scores, positive = scores[order], labels[order] == 1
    last_of_ties = np.append(np.diff(scores) != 0, True)[: len(scores)]
    hits = np.concatenate([[0], np.cumsum(positive)[last_of_ties]])
    alarms = np.concatenate([[0], np.cumsum(~positive)[last_of_ties]])
    true_rate = hits / (positive.sum() or np.nan)
    false_rate = alarms / ((~positive).sum() or np.nan)
    thresholds = np.concatenate([[np.inf], scores[last_of_ties]])
    area = float(np.trapezoid(true_rate, false_rate)) if len(labels) else np.nan
    return Roc(thresholds, false_rate, true_rate, area)


class Calibration(NamedTuple):
    """Per bin that holds samples: mean score, share of positives, number of samples."""

    predicted: Array
    observed: Array
    counts: Array


def calibration(scores: Array, labels: Array, bins: int = 10) -> Calibration:
    """Do scores (samples,) mean probabilities? Compares them with the share of positives, in bins of equal width."""
    bin_of = np.clip((scores * bins).astype(int), 0, bins - 1)
    counts = np.bincount(bin_of, minlength=bins)
    used = counts > 0
    predicted = np.bincount(bin_of, scores, bins)[used] / counts[used]
    observed = np.bincount(bin_of, labels == 1, bins)[used] / counts[used]
    return Calibration(predicted, observed, counts[used])
