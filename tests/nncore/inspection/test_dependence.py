"""Partial dependence against lines by hand and against scikit-learn."""

import numpy as np
import pytest

from nncore.inspection import partial_dependence
from nncore.inspection.dependence import dependence_of_rows, evenly
from tests.nncore.inspection.tables import RECORD, linear, recorded

ROWS = [(1.0, 10.0, -1.0, 0.5), (2.0, 30.0, 0.0, 1.5), (6.0, 20.0, 4.0, 2.5)]


@pytest.mark.parametrize("scaling", ["raw", "standard"])
def test_of_a_linear_network_it_is_the_line_by_hand(scaling):
    """Of y = c + Σ w x it is c + w x + Σ w · mean over the other columns; standardising divides by the deviation."""
    predictor = linear(ROWS, [2.0, -0.5, 3.0], 1.0, scaling=scaling)
    found = partial_dependence(predictor, predictor.columns[0], points=6)
    x = np.array(ROWS)[:, :3]
    mean, deviation = (x.mean(axis=0), x.std(axis=0)) if scaling == "standard" else (np.zeros(3), np.ones(3))
    others = -0.5 * (20 - mean[1]) / deviation[1] + 3 * (1 - mean[2]) / deviation[2]
    assert found.values.tolist() == [1, 2, 3, 4, 5, 6]
    expected = 1 + 2 * (found.values - mean[0]) / deviation[0] + others
    np.testing.assert_allclose(found.mean[:, 0], expected, rtol=1e-12)


def test_each_row_has_its_own_line():
    predictor = linear(ROWS, [2.0, -0.5, 3.0], 1.0, scaling="raw")
    found = partial_dependence(predictor, predictor.columns[2], points=2)
    assert found.values.tolist() == [-1, 4]
    by_hand = {0: [-5, 10], 1: [-13, 2], 2: [0, 15]}  # 1 + 2u − v/2 + 3w
    for row, line in zip(found.rows, found.lines[:, :, 0], strict=True):
        np.testing.assert_allclose(line, by_hand[int(row)], atol=1e-12)


def test_categories_are_put_in_whole():
    rows = [(1.0, "f", 0.0), (2.0, "m", 1.0), (3.0, "x", 5.5)]
    predictor = linear(rows, [2.0, 10.0, 20.0, 40.0], 0.0, columns=("a", "sex"), scaling="raw")
    found = partial_dependence(predictor, predictor.columns[1])
    assert found.values.tolist() == [0, 1, 2]
    np.testing.assert_allclose(found.mean[:, 0], [14, 24, 44])  # 2 · mean of a + the category's own weight


def test_it_is_scikit_learns():
    """tests/reference/record_inspection.py"""
    predictor = recorded()
    found = dependence_of_rows(predictor, predictor.columns[0], np.arange(12), np.array(RECORD["grid"]))
    np.testing.assert_allclose(found.lines[:, :, 0], RECORD["individual"], rtol=1e-12)
    np.testing.assert_allclose(found.mean[:, 0], RECORD["average"], rtol=1e-12)


@pytest.mark.parametrize(("count", "most", "kept"), [(5, 10, 5), (10, 10, 10), (11, 10, 6), (1000, 200, 200)])
def test_of_many_rows_some_are_taken_evenly(count, most, kept):
    assert len(evenly(np.arange(count), most)) == kept
