"""Weights over the epochs as a chart."""

import numpy as np

from ui.figures import weights_over_time


def trace(figure, name):
    (found,) = figure.select_traces({"name": name})
    return found


def test_weights_over_time_are_a_line_each():
    values = np.arange(8.0).reshape(4, 2)
    figure = weights_over_time(np.arange(4), values, ["0.0>1.0", "0.1>1.0"], position=2)
    np.testing.assert_array_equal(trace(figure, "0.1>1.0").y, values[:, 1])
    assert figure.layout.shapes[0].x0 == 2


def test_of_many_weights_those_that_move_most_are_drawn():
    values = np.zeros((3, 100))
    values[1] = np.arange(100)
    figure = weights_over_time(np.arange(3), values, [f"w{i}" for i in range(100)])
    assert [trace.name for trace in figure.data] == [f"w{i}" for i in range(60, 100)]
    assert figure.layout.title.text == "Weights, 40 of 100"
