"""What all charts share."""

import numpy as np
import pytest

from ui.figures.base import MOST_POINTS, class_look, thinned


def test_long_curves_are_thinned_without_losing_their_extremes():
    values = np.sin(np.arange(100_000) / 1000)
    values[54_321], values[77_777] = 5.0, -5.0
    x, y = thinned(np.arange(100_000), values)
    assert len(x) <= MOST_POINTS
    assert {0, 54_321, 77_777, 99_999} <= set(x)
    np.testing.assert_array_equal(y, values[x])
    assert np.all(np.diff(x) > 0)


def test_a_diverged_run_is_drawn_up_to_its_end():
    values = np.ones(5000)
    values[4000:] = np.nan
    x, y = thinned(np.arange(5000), values)
    assert np.isnan(y[x >= 4000]).all() and np.isfinite(y[x < 4000]).all()


@pytest.mark.parametrize("dark", [False, True])
def test_no_two_classes_look_alike(dark):
    assert len({class_look(number, dark) for number in range(10)}) == 10
