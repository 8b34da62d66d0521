"""How good the answers of a network are.

The definitions are scikit-learn's, which tests/reference/metrics.json records. Where scikit-learn warns and puts a 0 or
a 1 for what can't be computed, the value here is NaN; each function says when.

    answers     the class an output stands for, and its score for one class
    classes     accuracy, confusion, precision, recall, F1 and what else is counted
    curves      all thresholds at once: ROC, precision and recall
    chances     scores taken as probabilities: log loss, Brier score, calibration
    values      regression: R² and errors
"""

from nncore.metrics.answers import positives, predicted_classes, scores, threshold
from nncore.metrics.chances import Calibration, brier, calibration, calibration_error, log_loss, shares
from nncore.metrics.classes import (
    AVERAGES,
    ClassRates,
    Interval,
    accuracy,
    balanced_accuracy,
    class_rates,
    confusion,
    majority_share,
    matthews,
    specificity,
    wilson,
)
from nncore.metrics.curves import (
    PrecisionRecall,
    Roc,
    average_precision_of_classes,
    precision_recall,
    roc,
    roc_area_of_classes,
)
from nncore.metrics.values import mean_error, median_error, r2, residuals, root_mean_square

__all__ = [
    "AVERAGES",
    "Calibration",
    "ClassRates",
    "Interval",
    "PrecisionRecall",
    "Roc",
    "accuracy",
    "average_precision_of_classes",
    "balanced_accuracy",
    "brier",
    "calibration",
    "calibration_error",
    "class_rates",
    "confusion",
    "log_loss",
    "majority_share",
    "matthews",
    "mean_error",
    "median_error",
    "positives",
    "precision_recall",
    "predicted_classes",
    "r2",
    "residuals",
    "roc",
    "roc_area_of_classes",
    "root_mean_square",
    "scores",
    "shares",
    "specificity",
    "threshold",
    "wilson",
]
