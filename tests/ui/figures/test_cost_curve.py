"""The cost over one weight as a chart."""

import numpy as np
import pytest

from ui.figures import cost_curve


def trace(figure, name):
    (found,) = figure.select_traces({"name": name})
    return found


def test_the_cost_curve_has_a_tangent_with_the_slope_and_the_steps():
    w = np.linspace(-2, 2, 9)
    figure = cost_curve(w, w**2, at=(1.0, 1.0, 2.0), steps=([1.0, 0.5], [1.0, 0.25]))
    np.testing.assert_array_equal(trace(figure, "cost").y, w**2)
    tangent = trace(figure, "tangent")
    assert np.diff(tangent.y) / np.diff(tangent.x) == pytest.approx(2.0)
    assert trace(figure, "steps").x == (1.0, 0.5)
