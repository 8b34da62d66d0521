import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nncore.data import Data, make_data, targets_for
from nncore.metrics import (
    accuracy,
    calibration,
    confusion,
    majority_share,
    predicted_classes,
    r2,
    roc,
    scores,
)


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_one_output_decides_at_the_middle_of_its_code():
    output = column(-0.5, 0.2, 0.4, 0.6)
    assert predicted_classes(output, "tanh").tolist() == [0, 1, 1, 1]
    assert predicted_classes(output, "linear").tolist() == [0, 1, 1, 1]
    assert predicted_classes(output, "sigmoid").tolist() == [0, 0, 0, 1]


def test_of_several_outputs_the_largest_decides():
    output = np.array([[0.1, 0.7, 0.2], [0.9, 0.05, 0.05]])
    assert predicted_classes(output, "softmax").tolist() == [1, 0]
    assert accuracy(output, np.array([1, 2]), "softmax") == 0.5


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "linear", "softmax", "relu"])
@pytest.mark.parametrize("name", ["circle", "rings"])
def test_answering_the_targets_is_always_right(name, activation):
    dataset = make_data(Data(name))
    assert accuracy(targets_for(dataset, activation), dataset.labels, activation) == 1


def test_nan_answers_are_not_counted_as_right_for_the_second_class():
    assert accuracy(column(np.nan, np.nan), np.array([1, 1]), "sigmoid") == 0


def test_without_samples_there_is_no_accuracy():
    none = np.array([], dtype=int)
    assert np.isnan(accuracy(np.empty((0, 1)), none, "tanh"))
    assert np.isnan(majority_share(none))
    assert np.isnan(r2(np.empty((0, 1)), np.empty((0, 1))))


def test_the_majority_of_pima_is_65_percent():
    assert majority_share(make_data(Data("pima")).labels) == 500 / 768  # 0.6510, as the article prints


def test_r2_is_one_when_right_and_zero_at_the_mean():
    targets = column(1, 2, 6)
    assert r2(targets, targets) == 1
    assert r2(column(3, 3, 3), targets) == 0
    # squared error 1 + 0 + 4, squared distance from the mean 4 + 1 + 9
    assert r2(column(2, 2, 4), targets) == pytest.approx(1 - 5 / 14)
    assert np.isnan(r2(column(1, 2), column(3, 3)))


def test_confusion_counts_true_classes_in_rows():
    counts = confusion(predicted=np.array([0, 1, 1, 2, 0]), labels=np.array([0, 1, 0, 2, 2]), classes=3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]


def test_roc_of_a_worked_example():
    # The example of scikit-learn's roc_curve: area 0.75.
    curve = roc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1]))
    assert curve.thresholds.tolist() == [np.inf, 0.8, 0.4, 0.35, 0.1]
    assert curve.false_positive_rate.tolist() == [0, 0, 0.5, 0.5, 1]
    assert curve.true_positive_rate.tolist() == [0, 0.5, 0.5, 1, 1]
    assert curve.area == 0.75


def test_equal_scores_are_one_point_of_the_curve():
    curve = roc(np.full(4, 0.5), np.array([0, 1, 1, 0]))
    assert curve.thresholds.tolist() == [np.inf, 0.5] and curve.area == 0.5


@given(arrays(int, st.integers(0, 40), elements=st.integers(0, 9)), st.data())
def test_the_area_is_the_chance_to_rank_a_positive_first(raw, data):
    labels = np.array(data.draw(st.lists(st.integers(0, 1), min_size=len(raw), max_size=len(raw))))
    curve = roc(raw / 10, labels)
    pairs = raw[labels == 1][:, None] - raw[labels == 0]
    if pairs.size:
        assert curve.area == pytest.approx(np.mean((pairs > 0) + 0.5 * (pairs == 0)))
    else:
        assert np.isnan(curve.area)


def test_calibration_compares_scores_with_shares():
    found = calibration(np.array([0.1, 0.15, 0.9, 1.0]), np.array([0, 1, 1, 1]), bins=5)
    np.testing.assert_allclose(found.predicted, [0.125, 0.95])
    assert found.observed.tolist() == [0.5, 1] and found.counts.tolist() == [2, 2]


def test_scores_of_any_output_lie_between_zero_and_one():
    assert scores(column(-1, 0, 1), "tanh").tolist() == [0, 0.5, 1]
    assert scores(column(0.2), "sigmoid").tolist() == [0.2]
    assert scores(np.array([[0.3, 0.7]]), "softmax").tolist() == [0.7]


def test_targets_that_are_all_the_same_have_no_r2_although_their_mean_is_rounded():
    """The mean of three times 0.1 is 0.10000000000000002."""
    assert np.isnan(r2(np.full((3, 1), 0.2), np.full((3, 1), 0.1)))


def test_infinite_scores_are_one_threshold():
    curve = roc(np.array([np.inf, np.inf, 1.0]), np.array([1, 0, 1]))
    assert curve.thresholds.tolist() == [np.inf, np.inf, 1.0]
    assert curve.area == 0.25  # the triangle of the tie, up to half of the positives
