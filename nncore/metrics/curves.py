"""All thresholds at once: what each one finds, and what it takes for positive by mistake.

scores: (samples,) for the positive class. labels: (samples,) 1 where a sample is positive, 0 where it isn't.
A sample counts as positive where its score reaches the threshold.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Roc(NamedTuple):
    """Rates (points,) from the strictest threshold, infinite, to the laxest; area under the curve."""

    thresholds: Array
    false_positive_rate: Array
    true_positive_rate: Array
    area: float


class PrecisionRecall(NamedTuple):
    """Shares (points,) from the strictest threshold, infinite, to the laxest.

    average: the mean precision over the recall gained at each threshold (average precision).
    """

    thresholds: Array
    precision: Array
    recall: Array
    average: float


def roc(scores: Array, labels: Array) -> Roc:
    """Receiver operating characteristic of scores for the positive class. Rates are NaN without samples of a class."""
    thresholds, hits, alarms = _counts(scores, labels)
    true_rate = hits / (hits[-1] or np.nan)
    false_rate = alarms / (alarms[-1] or np.nan)
    area = float(np.trapezoid(true_rate, false_rate)) if len(labels) else np.nan
    return Roc(thresholds, false_rate, true_rate, area)


def precision_recall(scores: Array, labels: Array) -> PrecisionRecall:
    """Precision and recall at every threshold. Recall and average are NaN without positive samples.

    Where nothing is predicted yet, precision counts as 1, as in scikit-learn, so that the curve has a beginning.
    """
    thresholds, hits, alarms = _counts(scores, labels)
    precision = np.concatenate([[1.0], hits[1:] / (hits + alarms)[1:]])
    recall = hits / (hits[-1] or np.nan)
    average = float(np.diff(recall) @ precision[1:]) if len(labels) else np.nan
    return PrecisionRecall(thresholds, precision, recall, average)


def _counts(scores: Array, labels: Array) -> tuple[Array, Array, Array]:
    """(points,) thresholds, and positives and others that reach each; equal scores are one point."""
    order = np.argsort(-scores, kind="stable")
    scores, positive = scores[order], labels[order] == 1
    last_of_ties = np.append(scores[1:] != scores[:-1], True)[: len(scores)]  # a difference of infinite ones is none
    hits = np.concatenate([[0], np.cumsum(positive)[last_of_ties]])
    alarms = np.concatenate([[0], np.cumsum(~positive)[last_of_ties]])
    return np.concatenate([[np.inf], scores[last_of_ties]]), hits, alarms


def roc_area_of_classes(scores: Array, labels: Array) -> float:
    """The mean area under the ROC curves of each class against the rest (macro); NaN where a class has no samples.

    scores: (samples, classes). labels: (samples,) class numbers.
    """
    return _one_against_rest(scores, labels, lambda score, mine: roc(score, mine).area)


def average_precision_of_classes(scores: Array, labels: Array) -> float:
    """The mean average precision of each class against the rest (macro); shapes and NaN as in roc_area_of_classes."""
    return _one_against_rest(scores, labels, lambda score, mine: precision_recall(score, mine).average)


def _one_against_rest(scores: Array, labels: Array, measure: Callable[[Array, Array], float]) -> float:
    each = [measure(score, (labels == number).astype(int)) for number, score in enumerate(scores.T)]
    return float(np.mean(each))
