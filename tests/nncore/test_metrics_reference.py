"""Every metric equals scikit-learn's as tests/reference/record_metrics.py recorded it, and is NaN where that warns."""

import json
from pathlib import Path

import numpy as np
import pytest

from nncore import metrics as m

RECORD = json.loads((Path(__file__).parents[1] / "reference" / "metrics.json").read_text())


def binary(case):
    labels, scores = np.array(case["truth"]), np.array(case["answers"])
    counts = m.confusion(m.positives(scores, 0.5).astype(int), labels, 2)
    rates, curve, other = m.class_rates(counts, 1), m.roc(scores, labels), m.precision_recall(scores, labels)
    bins = m.calibration(scores, labels)
    return {
        "accuracy": m.accuracy(scores[:, None], labels, "sigmoid"),
        "balanced": m.balanced_accuracy(counts),
        "confusion": counts,
        "precision": rates.precision,
        "recall": rates.recall,
        "f1": rates.f1,
        "specificity": m.specificity(counts, 1),
        "mcc": m.matthews(counts),
        "log_loss": m.log_loss(m.shares(scores[:, None], "sigmoid"), labels),
        "brier": m.brier(scores, labels),
        "roc": np.stack([curve.false_positive_rate, curve.true_positive_rate]),
        "roc_area": curve.area,
        "precision_recall": np.stack([other.precision, other.recall])[:, ::-1],  # scikit-learn ends at recall 0
        "average_precision": other.average,
        "calibration": np.stack([bins.observed, bins.predicted]),
    }


def several(case):
    labels, shares = np.array(case["truth"]), np.array(case["answers"])
    counts = m.confusion(m.predicted_classes(shares, "softmax"), labels, shares.shape[1])
    found = {
        "accuracy": m.accuracy(shares, labels, "softmax"),
        "balanced": m.balanced_accuracy(counts),
        "confusion": counts,
        "mcc": m.matthews(counts),
        "log_loss": m.log_loss(shares, labels),
        "roc_area": m.roc_area_of_classes(shares, labels),
        "average_precision": m.average_precision_of_classes(shares, labels),
    }
    for name, average in m.AVERAGES.items():
        found |= {f"{rate} {name}": value for rate, value in average(counts)._asdict().items()}
    return found


def values(case):
    targets, answers = (np.array(column)[:, None] for column in (case["truth"], case["answers"]))
    return {
        "r2": m.r2(answers, targets),
        "mae": m.mean_error(answers, targets),
        "rmse": m.root_mean_square(answers, targets),
        "median": m.median_error(answers, targets),
    }


CASES = [(kind, name) for kind in ("binary", "several", "values") for name in RECORD[kind]]
MEASURES = {"binary": binary, "several": several, "values": values}


@pytest.mark.parametrize("kind, name", CASES, ids=" ".join)
def test_every_figure_is_scikit_learns_and_nan_where_it_warns(kind, name):
    case = RECORD[kind][name]
    found = MEASURES[kind](case)
    assert found.keys() == case["values"].keys()
    for figure, expected in case["values"].items():
        if expected is None:
            assert np.isnan(found[figure]).any(), f"{figure}: {case['why'][figure]}"
        else:
            np.testing.assert_allclose(found[figure], expected, rtol=1e-12, atol=1e-12, err_msg=figure)


@pytest.mark.parametrize("right, samples, low, high", RECORD["wilson"])
def test_the_interval_of_a_share_is_wilsons(right, samples, low, high):
    np.testing.assert_allclose(m.wilson(right, samples), (low, high), rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", RECORD["binary"])
def test_the_calibration_error_follows_from_the_bins(name):
    """Σ n/N · |share of positives − mean score|, bin by bin, of which scikit-learn has the two means."""
    case = RECORD["binary"][name]
    labels, scores = np.array(case["truth"]), np.array(case["answers"])
    observed, predicted = case["values"]["calibration"]
    bin_of = [min(int(np.ceil(round(score * 10, 9))), 10) or 1 for score in scores]
    counts = [bin_of.count(number) for number in sorted(set(bin_of))]
    expected = sum(n * abs(a - b) for n, a, b in zip(counts, observed, predicted, strict=True)) / len(labels)
    assert m.calibration_error(scores, labels) == pytest.approx(expected, abs=1e-12)


def test_nothing_to_count_gives_nan():
    none, empty = np.zeros(0, dtype=int), np.zeros((2, 2), dtype=int)
    nothing = np.zeros((0, 1))
    figures = [
        *m.class_rates(empty, 1), *m.AVERAGES["macro"](empty), *m.AVERAGES["micro"](empty),
        *m.AVERAGES["weighted"](empty), *m.wilson(0, 0), m.balanced_accuracy(empty), m.specificity(empty, 1),
        m.matthews(empty), m.log_loss(np.zeros((0, 2)), none), m.brier(np.zeros(0), none),
        m.calibration_error(np.zeros(0), none), m.roc(np.zeros(0), none).area,
        m.precision_recall(np.zeros(0), none).average, m.r2(nothing, nothing), m.mean_error(nothing, nothing),
        m.root_mean_square(nothing, nothing), m.median_error(nothing, nothing),
    ]  # fmt: skip
    assert np.isnan(figures).all()


def test_scores_that_are_no_probabilities_have_no_brier_score():
    labels = np.array([0, 1])
    assert np.isnan(m.brier(np.array([-0.1, 0.5]), labels))
    assert np.isnan(m.calibration_error(np.array([0.1, 1.5]), labels))
    assert np.isnan(m.log_loss(np.array([[0.5, 0.4], [0.5, 0.5]]), labels))


def test_of_two_classes_either_can_be_positive():
    output = np.array([[0.2], [0.5], [0.9]])
    assert m.scores(output, "sigmoid", 0).tolist() == [0.8, 0.5, 1 - 0.9]
    second = m.positives(m.scores(output, "sigmoid", 1), 0.5, 1)
    first = m.positives(m.scores(output, "sigmoid", 0), 0.5, 0)
    assert (second != first).all() and second.tolist() == [False, False, True]


def test_several_outputs_are_scored_by_the_code_of_their_activation():
    assert m.scores(np.array([[-1.0, 0.0, 1.0]]), "tanh", 2).tolist() == [1.0]
    assert m.scores(np.array([[-1.0, 0.0, 1.0]]), "tanh", 1).tolist() == [0.5]


def test_residuals_are_what_an_answer_lacks():
    assert m.residuals(np.array([[1.0], [2.0]]), np.array([[3.0], [1.5]])).tolist() == [[2.0], [-0.5]]
