"""Which rows train, validate and test: every row in one part, the same ones each time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore.data import Data, make_data
from nncore.data.data import SPLITS
from nncore.data.split import WAYS

ROWS = [(float(k), "abc"[k % 3], ("train", "test")[k % 5 == 0], "yes" if k % 4 == 0 else "no") for k in range(103)]
COLUMNS = ("size", "kind", "part", "answer")
BY = {"column": {"split_column": "part", "features": ("size", "kind")}, "fold": {"folds": 7, "fold": 3}}


def made(split, **settings):
    return make_data(Data.of_rows(COLUMNS, ROWS, split=split, **BY.get(split, {}) | settings))


def parts(dataset):
    return dataset.train, dataset.validation, dataset.test


def shares(dataset, rows):
    return np.bincount(dataset.labels[rows], minlength=len(dataset.classes))


def test_every_way_on_screen_has_its_function():
    assert set(WAYS) == set(SPLITS)


@pytest.mark.parametrize("split", list(SPLITS))
@given(
    share=st.floats(0.05, 0.9), validation=st.floats(0, 0.09), seed=st.integers(0, 50)
)  # fmt: skip
def test_every_row_is_in_one_part_and_in_the_same_one_each_time(split, share, validation, seed):
    settings = {"train_share": share, "validation_share": validation, "seed": seed}
    dataset, again = made(split, **settings), make_data(made(split, **settings).data)
    assert sorted(np.concatenate(parts(dataset)).tolist()) == list(range(len(ROWS)))
    for one, other in zip(parts(dataset), parts(again), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("split", ["stratified", "random", "fold"])
def test_another_seed_deals_other_rows(split):
    assert set(made(split, seed=1).test.tolist()) != set(made(split, seed=2).test.tolist())


@pytest.mark.parametrize("share", [0.5, 0.7, 0.8])
@pytest.mark.parametrize("validation", [0.0, 0.1, 0.2])
@pytest.mark.parametrize("seed", range(5))
def test_a_stratified_part_has_each_class_in_its_share_within_two_rows(share, validation, seed):
    dataset = made("stratified", train_share=share, validation_share=validation, seed=seed)
    every = shares(dataset, np.arange(len(ROWS)))
    for rows in parts(dataset):
        assert np.abs(shares(dataset, rows) - every * len(rows) / len(ROWS)).max() < 2


def test_by_order_the_last_rows_are_held_out():
    dataset = made("order", train_share=0.7, validation_share=0.1)
    np.testing.assert_array_equal(dataset.train, np.arange(72))
    np.testing.assert_array_equal(dataset.validation, np.arange(72, 82))
    np.testing.assert_array_equal(dataset.test, np.arange(82, 103))


def test_by_a_column_the_rows_that_say_test_are_held_out():
    dataset = made("column", train_share=0.5, validation_share=0.25)
    assert sorted(dataset.test.tolist()) == list(range(0, 103, 5))
    assert len(dataset.validation) == 21  # a quarter of the other 82, rounded up
    assert "part" not in dataset.raw_names


def test_a_value_chosen_to_test_with_takes_the_place_of_the_guess():
    assert set(made("column", split_value="train").test.tolist()) == {k for k in range(103) if k % 5}


def test_a_value_that_no_row_has_is_refused_with_the_remedy():
    with pytest.raises(ValueError, match=r"no row has 'exam' in 'part'; choose another value to test with"):
        made("column", split_value="exam")


def test_each_row_is_held_out_by_one_of_the_folds_and_each_fold_holds_its_share_of_the_classes():
    tests = [made("fold", fold=fold) for fold in range(7)]
    assert sorted(np.concatenate([dataset.test for dataset in tests]).tolist()) == list(range(len(ROWS)))
    sizes = [len(dataset.test) for dataset in tests]
    assert max(sizes) - min(sizes) <= 1
    counts = np.array([shares(dataset, dataset.test) for dataset in tests])
    assert (np.ptp(counts, axis=0) <= 1).all()


def test_more_folds_than_rows_are_refused_with_the_remedy():
    rows = [(float(k), float(k % 2)) for k in range(6)]
    with pytest.raises(ValueError, match="10 folds of 6 rows; use fewer folds"):
        make_data(Data.of_rows(("a", "y"), rows, split="fold"))


@pytest.mark.parametrize("split", ["stratified", "random", "order", "fold"])
def test_scaling_is_measured_on_the_training_rows_alone(split):
    dataset = made(split, features=("size",), validation_share=0.1, train_share=0.6)
    train = dataset.raw[dataset.train, 0]
    np.testing.assert_allclose(dataset.center, [train.mean()])
    np.testing.assert_allclose(dataset.scale, [train.std()])


def test_min_max_puts_the_training_rows_between_0_and_1():
    dataset = made("order", features=("size",), scaling="minmax", train_share=0.5)
    inputs = dataset.inputs[:, 0]
    assert (inputs[dataset.train].min(), inputs[dataset.train].max()) == (0, 1)
    assert inputs[dataset.test].max() == pytest.approx(102 / 50)  # rows 0 to 50 train


def test_the_value_to_predict_is_scaled_by_the_training_rows_and_shown_unscaled():
    rows = [(float(k), 1000.0 + 10.0 * k) for k in range(40)]
    dataset = make_data(Data.of_rows(("a", "y"), rows, split="order", train_share=0.5, task="regression"))
    train = np.array([y for _, y in rows[:20]])
    assert dataset.target_center == pytest.approx(train.mean())
    assert dataset.target_scale == pytest.approx(train.std())
    np.testing.assert_allclose(dataset.labels, [y for _, y in rows])
    np.testing.assert_allclose(dataset.targets[:, 0], (dataset.labels - train.mean()) / train.std())


def test_the_validation_rows_beside_a_fold_are_of_all_classes():
    rows = [(place, place % 4 // 3) for place in range(100)]
    made = make_data(Data.of_rows(("n", "y"), rows, split="fold", validation_share=0.2))
    assert np.bincount(made.labels[made.validation]).tolist() == [13, 5]  # of 90 rows left a fifth, 3 of 4 the first
