"""How far the answers of a regression are off.

output, targets: (samples, outputs). Without samples all are NaN.
"""

import numpy as np

Array = np.ndarray


def residuals(output: Array, targets: Array) -> Array:
    """(samples, outputs) what each answer lacks: target − answer."""
    return targets - output


def r2(output: Array, targets: Array) -> float:
    """Coefficient of determination: 1 − squared error / squared distance from the mean, over all outputs together.

    1 is perfect, 0 no better than always answering the mean; NaN where the targets are all the same, as one alone is.
    scikit-learn puts 0 or 1 there.
    """
    if not len(targets) or (targets == targets[0]).all():  # a mean that is rounded would leave a spread
        return np.nan
    spread = np.sum((targets - targets.mean(axis=0)) ** 2)
    with np.errstate(over="ignore"):  # outputs of a run about to diverge
        error = np.sum((output - targets) ** 2)
    return float(1 - error / spread) if spread > 0 else np.nan


def mean_error(output: Array, targets: Array) -> float:
    """The mean absolute error (MAE)."""
    return float(np.abs(targets - output).mean()) if len(targets) else np.nan


def root_mean_square(output: Array, targets: Array) -> float:
    """The root of the mean squared error (RMSE): in the unit of the targets, and hard on what is far off."""
    with np.errstate(over="ignore"):
        return float(np.sqrt(np.mean((targets - output) ** 2))) if len(targets) else np.nan


def median_error(output: Array, targets: Array) -> float:
    """The median absolute error: half of the answers are closer."""
    return float(np.median(np.abs(targets - output))) if len(targets) else np.nan
