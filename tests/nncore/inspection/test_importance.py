"""Permutation importance: what is ignored has none, and scikit-learn says the same."""

import numpy as np

from nncore import Data, Experiment, dense, fitted, make_data, train
from nncore.inspection import Predictor, permutation_importance
from nncore.inspection.importance import FEWEST_ROWS, MOST_WORK, importance_of_orders
from tests.nncore.inspection.tables import RECORD, linear, recorded

RNG = np.random.default_rng(3)
NUMBERS = RNG.normal(size=(60, 3))
VALUES = [(*row, 2 * row[0] - row[1]) for row in NUMBERS.tolist()]
CLASSES = [(*row, float(row[0] > 0)) for row in NUMBERS.tolist()]


def importance(predictor, seed=0):
    return permutation_importance(predictor, predictor.dataset.train, np.random.default_rng(seed))


def test_a_column_that_is_ignored_has_none():
    for predictor in (
        linear(VALUES, [2.0, -1.0, 0.0], 0.5),
        linear(CLASSES, [5.0, 0.3, 0.0], 0.0, output="sigmoid"),
    ):
        found = importance(predictor)
        assert found.drops[2].tolist() == [0.0] * 10
        assert found.mean[0] > 0.1
        assert found.spread[0] > 0


def test_the_column_that_decides_matters_most():
    found = importance(linear(CLASSES, [5.0, 0.1, 0.1], 0.0, output="sigmoid", scaling="raw"))
    assert found.mean.argmax() == 0
    assert 0.3 < found.mean[0] < 0.7  # a shuffled coin is right half of the time


def test_the_same_generator_gives_the_same_numbers():
    predictor = linear(VALUES, [2.0, -1.0, 1.0], 0.5)
    np.testing.assert_array_equal(importance(predictor, 1).drops, importance(predictor, 1).drops)
    assert (importance(predictor, 1).drops != importance(predictor, 2).drops).any()


def test_it_is_scikit_learns():
    """tests/reference/record_inspection.py"""
    found = importance_of_orders(recorded(), np.arange(12), np.array(RECORD["orders"]))
    np.testing.assert_allclose(found.drops, RECORD["importances"], rtol=1e-10, atol=1e-14)


def test_categories_are_dealt_out_whole():
    rows = [(float(k % 7), "abc"[k % 3], float(k % 3 == 0)) for k in range(30)]
    predictor = linear(rows, [0.0, 9.0, -9.0, -9.0], 0.0, output="sigmoid", columns=("n", "text"), scaling="raw")
    found = importance(predictor)
    assert [column.name for column in found.columns] == ["n", "text"]
    assert found.baseline == 1
    assert found.mean[0] == 0 < found.mean[1]


def test_several_classes_are_counted():
    experiment = fitted(Experiment(Data("rings", samples=200), dense(2, 8, 3)))
    dataset = make_data(experiment.data)
    snapshot = next(s for s in train(experiment, dataset) if s.epoch == 30)
    predictor = Predictor(dataset, experiment.network, snapshot.theta)
    found = permutation_importance(predictor, dataset.test, RNG)
    assert found.baseline == snapshot.test_accuracy
    assert (found.mean > 0.02).all()


def test_large_tables_are_looked_at_in_part():
    rows = [(*row, 0.5) for row in RNG.normal(size=(1500, 3)).tolist()]
    rows[0] = (*rows[0][:3], 1.5)
    predictor = linear(rows, [1.0, 1.0, 1.0], 0.0)
    assert importance(predictor).rows == 750
    large = dense(3, 300, 300, 1, output="linear")
    predictor = Predictor(predictor.dataset, large, np.zeros(large.size))
    few = importance(predictor)
    assert FEWEST_ROWS < few.rows <= MOST_WORK / (10 * 3 * large.size)


def test_no_rows_give_no_number():
    predictor = linear(CLASSES, [1.0, 0.0, 0.0], 0.0, output="sigmoid")
    found = permutation_importance(predictor, np.zeros(0, dtype=int), RNG)
    assert np.isnan(found.baseline)
