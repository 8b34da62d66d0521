"""Correlations of columns as a chart."""

import numpy as np

from ui.figures import correlation


def test_correlation_agrees_with_numpy():
    values = np.random.default_rng(0).normal(size=(50, 3))
    np.testing.assert_allclose(correlation(values, ("a", "b", "c")).data[0].z, np.corrcoef(values.T), atol=1e-12)


def test_a_column_that_never_changes_has_no_correlation():
    r = correlation(np.array([[1.0, 2.0], [1.0, 3.0]]), ("a", "b")).data[0].z
    np.testing.assert_allclose(r, [[np.nan, np.nan], [np.nan, 1]])


def test_numbers_are_written_where_they_fit():
    values = np.random.default_rng(0).normal(size=(20, 8))
    assert correlation(values, "abcdefgh").data[0].texttemplate is None
    assert correlation(values[:, :3], "abc").data[0].texttemplate == "%{z:.2f}"
