"""An activation and its derivative as a chart."""

import numpy as np
import pytest

from ui.figures import activation_graph


def trace(figure, name):
    (found,) = figure.select_traces({"name": name})
    return found


def test_an_activation_is_drawn_with_its_derivative_and_the_neuron_on_it():
    z = np.linspace(-1, 1, 5)
    figure = activation_graph(z, z**2, 2 * z, label="square", at=(0.5, 0.25, 1.0))
    np.testing.assert_array_equal(trace(figure, "f(z)").y, z**2)
    np.testing.assert_array_equal(trace(figure, "f′(z)").y, 2 * z)
    assert trace(figure, "here").x == (0.5,) and trace(figure, "here").y == (0.25,)
    tangent = trace(figure, "tangent")
    assert np.diff(tangent.y) / np.diff(tangent.x) == pytest.approx(1.0)
    assert np.mean(tangent.y) == pytest.approx(0.25)
