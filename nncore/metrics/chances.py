"""Scores taken as probabilities: how far they are from what happens.

scores: (samples,) for the positive class. labels: (samples,) 1 where a sample is positive, 0 where it isn't.
A score outside 0 to 1 is no probability: then the figures are NaN.
"""

from typing import NamedTuple

import numpy as np

from nncore.activations import ACTIVATIONS

Array = np.ndarray

LEAST = float(np.finfo(float).eps)
"""A probability of 0 counts as this much in a log loss: else one certain mistake would make it infinite."""
BINS = 10


class Calibration(NamedTuple):
    """Per bin that holds samples: mean score, share of positives, number of samples."""

    predicted: Array
    observed: Array
    counts: Array


def shares(output: Array, output_activation: str) -> Array:
    """(samples, classes) what an output gives each class; one output leaves the rest to the first of two classes."""
    first, second = ACTIVATIONS[output_activation].codes
    found = (output - first) / (second - first)
    return found if output.shape[1] > 1 else np.hstack([1 - found, found])


def log_loss(shares: Array, labels: Array) -> float:
    """The mean of −ln of what each sample's own class was given, 0.693 for a coin.

    shares: (samples, classes), of each sample adding up to 1; NaN where they don't. labels: (samples,) class numbers.
    """
    if not len(labels) or not (_within(shares) and np.allclose(shares.sum(axis=1), 1, rtol=1e-7, atol=0)):
        return np.nan
    given = shares[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(given, LEAST, 1 - LEAST)).mean())


def brier(scores: Array, labels: Array) -> float:
    """The mean squared distance from what happened, 0.25 for a coin."""
    return float(np.mean((scores - (labels == 1)) ** 2)) if len(labels) and _within(scores) else np.nan


def calibration(scores: Array, labels: Array, bins: int = BINS) -> Calibration:
    """Do scores mean probabilities? Compares them with the share of positives, in bins of equal width.

    A score on the border of two bins belongs to the lower one; one outside 0 to 1 to the bin next to it.
    """
    bin_of = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], scores)
    counts = np.bincount(bin_of, minlength=bins)
    used = counts > 0
    predicted = np.bincount(bin_of, scores, bins)[used] / counts[used]
    observed = np.bincount(bin_of, labels == 1, bins)[used] / counts[used]
    return Calibration(predicted, observed, counts[used])


def calibration_error(scores: Array, labels: Array, bins: int = BINS) -> float:
    """How far mean score and share of positives are apart, averaged over the samples of all bins (ECE).

    Source: Naeini et al. (2015), Obtaining Well Calibrated Probabilities Using Bayesian Binning.
    """
    if not len(labels) or not _within(scores):
        return np.nan
    found = calibration(scores, labels, bins)
    return float(found.counts @ np.abs(found.observed - found.predicted) / len(labels))


def _within(values: Array) -> bool:
    return bool(((values >= 0) & (values <= 1)).all())
