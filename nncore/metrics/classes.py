"""Counting how often classes are predicted correctly.

labels: (samples,) class numbers. counts: (classes, classes) as `confusion` gives them. Nothing to count gives NaN.
"""

import math
from typing import NamedTuple

import numpy as np

from nncore.metrics.answers import predicted_classes

Array = np.ndarray


def accuracy(output: Array, labels: Array, output_activation: str) -> float:
    """Share of samples whose predicted class is their own."""
    if not len(labels):
        return np.nan
    return np.count_nonzero(predicted_classes(output, output_activation) == labels) / len(labels)


def majority_share(labels: Array) -> float:
    """Accuracy of always answering the most frequent class."""
    return float(np.bincount(labels).max() / len(labels)) if len(labels) else np.nan


class Interval(NamedTuple):
    """Where a share may lie."""

    low: float
    high: float


def wilson(correct: float, samples: int, z: float = 1.959963984540054) -> Interval:
    """The interval that holds the true share of such samples in 95 % of cases: wide where samples are few.

    z: standard deviations on either side. Source: Wilson (1927), without correction for continuity.
    """
    if not samples:
        return Interval(np.nan, np.nan)
    share, weight = correct / samples, z * z / samples
    middle = (share + weight / 2) / (1 + weight)
    reach = z * math.sqrt(share * (1 - share) / samples + weight / (4 * samples)) / (1 + weight)
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def confusion(predicted: Array, labels: Array, classes: int) -> Array:
    """(classes, classes) counts; row: the class it is, column: the class predicted."""
    return np.bincount(labels * classes + predicted, minlength=classes**2).reshape(classes, classes)


class ClassRates(NamedTuple):
    """Of one class, or an average over several.

    precision: share of those predicted that are of the class; NaN where none is predicted.
    recall: share of those of the class that are predicted; NaN where there are none.
    f1: their harmonic mean; 0 where none is found, NaN where none is predicted and there are none.
    """

    precision: float
    recall: float
    f1: float


def class_rates(counts: Array, positive: int) -> ClassRates:
    """Precision, recall and F1 of one class against the rest."""
    return ClassRates(*(float(rate[positive]) for rate in _rates(counts)))


def _rates(counts: Array) -> tuple[Array, Array, Array]:
    """(classes,) precision, recall and F1 of each class."""
    found, predicted, there = np.diag(counts), counts.sum(axis=0), counts.sum(axis=1)
    return _shares(found, predicted), _shares(found, there), _shares(2 * found, predicted + there)


def _shares(part: Array, whole: Array) -> Array:
    """part / whole, NaN for nothing of nothing."""
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole != 0)


def _macro(counts: Array) -> ClassRates:
    """The plain mean over the classes that occur, in labels or predictions; NaN where one of them has no rate."""
    occurs = _occurs(counts)
    return ClassRates(*(float(rate[occurs].mean()) if occurs.any() else np.nan for rate in _rates(counts)))


def _micro(counts: Array) -> ClassRates:
    """All decisions counted together: with one class a sample, all three are the accuracy."""
    share = float(np.trace(counts) / (counts.sum() or np.nan))
    return ClassRates(share, share, share)


def _weighted(counts: Array) -> ClassRates:
    """The mean over the classes that occur, weighted with their samples; NaN where one of them has no rate."""
    occurs, there = _occurs(counts), counts.sum(axis=1)
    total = there.sum() or np.nan
    return ClassRates(*(float(there[occurs] @ rate[occurs] / total) for rate in _rates(counts)))


def _occurs(counts: Array) -> Array:
    """(classes,) whether there is a sample of the class or a prediction."""
    found: Array = counts.sum(axis=0) + counts.sum(axis=1) > 0
    return found


AVERAGES = {"macro": _macro, "micro": _micro, "weighted": _weighted}
"""Name → the average of counts over several classes."""


def balanced_accuracy(counts: Array) -> float:
    """The mean recall of the classes: 1 / classes for always answering the same one.

    NaN where only one class occurs, and where one is predicted that has no samples.
    """
    return _macro(counts).recall if np.count_nonzero(_occurs(counts)) > 1 else np.nan


def specificity(counts: Array, positive: int) -> float:
    """Share of the samples that aren't positive and aren't taken for it either; NaN where there are none."""
    negative = counts.sum() - counts[positive].sum()
    rightly = negative - (counts[:, positive].sum() - counts[positive, positive])
    return float(rightly / (negative or np.nan))


def matthews(counts: Array) -> float:
    """Matthews' correlation of labels and predictions, −1 to 1; for several classes Gorodkin's (2004).

    0 where all predictions, or all labels, are of one class; NaN where both are of the same one.
    """
    counts = counts.astype(float)
    there, predicted, total = counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    if np.count_nonzero(_occurs(counts)) < 2:
        return np.nan
    spread = math.sqrt((total**2 - there @ there) * (total**2 - predicted @ predicted))
    return float((np.trace(counts) * total - there @ predicted) / spread) if spread else 0.0
