"""Records scikit-learn's metrics for tests/nncore/test_metrics_reference.py; run it where scikit-learn is installed.

A figure for which scikit-learn raises an error or warns is recorded as null, with its message under "why".
"""

import json
import warnings
from pathlib import Path

import numpy as np
import scipy.stats
import sklearn
import sklearn.calibration
from sklearn import metrics as sk

DRAWN = np.random.default_rng(5)
MANY = DRAWN.integers(0, 2, 200)
LEANING = np.clip(0.5 + 0.25 * (MANY - 0.5) + DRAWN.normal(0, 0.2, 200), 0, 1)
BINARY = {
    "worked": ([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]),
    "ties": ([0, 1, 1, 0, 1, 0], [0.5, 0.5, 0.7, 0.7, 0.7, 0.2]),
    "all scores equal": ([0, 1, 1, 0, 1], [0.6] * 5),
    "ties on the borders of bins": ([0, 1, 1, 0, 1, 1], [0.1, 0.2, 0.3, 0.6, 0.7, 1.0]),
    "perfect": ([0, 0, 1, 1], [0.0, 0.1, 0.9, 1.0]),
    "all wrong": ([0, 0, 1, 1], [1.0, 0.9, 0.1, 0.0]),
    "no positives": ([0, 0, 0], [0.2, 0.6, 0.4]),
    "no negatives": ([1, 1, 1], [0.2, 0.6, 0.4]),
    "none predicted": ([0, 1, 1, 0], [0.1, 0.2, 0.3, 0.4]),
    "all predicted": ([0, 1, 1, 0], [0.6, 0.7, 0.8, 0.9]),
    "one positive found": ([1], [0.8]),
    "one positive missed": ([1], [0.3]),
    "one negative": ([0], [0.3]),
    "rare": ([0] * 19 + [1], [0.05 * i for i in range(20)]),
    "many": (MANY.tolist(), LEANING.tolist()),
    "many, rounded": (MANY.tolist(), LEANING.round(1).tolist()),
}
SEVERAL_LABELS = DRAWN.integers(0, 4, 90)
SEVERAL_SHARES = DRAWN.dirichlet(np.ones(4), 90) * 0.5 + 0.5 * np.eye(4)[SEVERAL_LABELS]
SEVERAL = {
    "three": ([0, 1, 2, 2], [[0.7, 0.2, 0.1], [0.2, 0.5, 0.3], [0.1, 0.2, 0.7], [0.4, 0.35, 0.25]]),
    "ties": ([0, 1, 2], [[0.4, 0.4, 0.2], [0.4, 0.4, 0.2], [0.2, 0.4, 0.4]]),
    "a class without samples": ([0, 0, 1], [[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]]),
    "a class nowhere": ([0, 0, 1], [[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.1, 0.8, 0.1]]),
    "a class never predicted": ([0, 1, 2], [[0.7, 0.2, 0.1], [0.2, 0.7, 0.1], [0.1, 0.8, 0.1]]),
    "one class predicted": ([0, 1, 2], [[0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.8, 0.1, 0.1]]),
    "one sample": ([2], [[0.1, 0.2, 0.7]]),
    "one sample missed": ([2], [[0.7, 0.2, 0.1]]),
    "certain": ([0, 1, 2], [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
    "many": (SEVERAL_LABELS.tolist(), SEVERAL_SHARES.tolist()),
}
VALUES = {
    "worked": ([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]),
    "perfect": ([1.0, 2.0, 4.0], [1.0, 2.0, 4.0]),
    "the mean": ([1.0, 2.0, 6.0], [3.0, 3.0, 3.0]),
    "one row": ([2.0], [1.5]),
    "ties": ([1.0, 1.0, 2.0, 2.0], [2.0, 2.0, 2.0, 1.0]),
    "many": (DRAWN.normal(0, 3, 101).tolist(), DRAWN.normal(0, 3, 101).tolist()),
}
SHARES = [(0, 1), (1, 1), (3, 3), (0, 20), (7, 20), (597, 768), (115, 154)]
"""(right, of how many)"""


class Record:
    """Figures by name, null where scikit-learn gives none without a warning."""

    def __init__(self):
        self.values, self.why = {}, {}

    def add(self, name, measure):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                found = measure()
            except (ValueError, Warning) as reason:
                self.values[name], self.why[name] = None, str(reason).splitlines()[0]
                return
        self.values[name] = np.asarray(found, dtype=float).tolist()


def binary(labels, scores):
    record, labels, scores = Record(), np.array(labels), np.array(scores)
    predicted = (scores > 0.5).astype(int)
    record.add("accuracy", lambda: sk.accuracy_score(labels, predicted))
    record.add("balanced", lambda: sk.balanced_accuracy_score(labels, predicted))
    record.add("confusion", lambda: sk.confusion_matrix(labels, predicted, labels=[0, 1]))
    record.add("precision", lambda: sk.precision_score(labels, predicted))
    record.add("recall", lambda: sk.recall_score(labels, predicted))
    record.add("f1", lambda: sk.f1_score(labels, predicted))
    record.add("specificity", lambda: sk.recall_score(labels, predicted, pos_label=0))
    record.add("mcc", lambda: sk.matthews_corrcoef(labels, predicted))
    record.add("log_loss", lambda: sk.log_loss(labels, scores, labels=[0, 1]))
    record.add("brier", lambda: sk.brier_score_loss(labels, scores, pos_label=1, labels=[0, 1]))
    record.add("roc", lambda: np.stack(sk.roc_curve(labels, scores, drop_intermediate=False)[:2]))
    record.add("roc_area", lambda: sk.roc_auc_score(labels, scores))
    record.add("precision_recall", lambda: np.stack(sk.precision_recall_curve(labels, scores)[:2]))
    record.add("average_precision", lambda: sk.average_precision_score(labels, scores))
    record.add("calibration", lambda: np.stack(sklearn.calibration.calibration_curve(labels, scores, n_bins=10)))
    return record


def several(labels, shares):
    record, labels, shares = Record(), np.array(labels), np.array(shares)
    classes = list(range(shares.shape[1]))
    predicted = shares.argmax(axis=1)
    record.add("accuracy", lambda: sk.accuracy_score(labels, predicted))
    record.add("balanced", lambda: sk.balanced_accuracy_score(labels, predicted))
    record.add("confusion", lambda: sk.confusion_matrix(labels, predicted, labels=classes))
    record.add("mcc", lambda: sk.matthews_corrcoef(labels, predicted))
    record.add("log_loss", lambda: sk.log_loss(labels, shares, labels=classes))
    for average in ("macro", "micro", "weighted"):
        record.add(f"precision {average}", lambda a=average: sk.precision_score(labels, predicted, average=a))
        record.add(f"recall {average}", lambda a=average: sk.recall_score(labels, predicted, average=a))
        record.add(f"f1 {average}", lambda a=average: sk.f1_score(labels, predicted, average=a))
    one_hot = np.eye(len(classes), dtype=int)[labels]
    record.add("roc_area", lambda: sk.roc_auc_score(one_hot, shares, average="macro"))
    record.add("average_precision", lambda: sk.average_precision_score(one_hot, shares, average="macro"))
    return record


def values(targets, answers):
    record = Record()
    record.add("r2", lambda: sk.r2_score(targets, answers))
    record.add("mae", lambda: sk.mean_absolute_error(targets, answers))
    record.add("rmse", lambda: sk.root_mean_squared_error(targets, answers))
    record.add("median", lambda: sk.median_absolute_error(targets, answers))
    return record


def written(cases, measure):
    found = {}
    for name, (truth, answers) in cases.items():
        record = measure(truth, answers)
        found[name] = {"truth": truth, "answers": answers, "values": record.values, "why": record.why}
    return found


def interval(right, samples):
    found = scipy.stats.binomtest(right, samples).proportion_ci(method="wilson")
    return [right, samples, float(found.low), float(found.high)]


if __name__ == "__main__":
    record = {
        "sklearn": sklearn.__version__,
        "binary": written(BINARY, binary),
        "several": written(SEVERAL, several),
        "values": written(VALUES, values),
        "wilson": [interval(*share) for share in SHARES],
    }
    Path(__file__).with_name("metrics.json").write_text(json.dumps(record) + "\n")
