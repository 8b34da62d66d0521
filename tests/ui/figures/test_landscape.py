"""The loss around the current weights as a chart."""

import numpy as np

from ui.figures import landscape


def trace(figure, name):
    (found,) = figure.select_traces({"name": name})
    return found


def test_the_landscape_ends_its_path_at_the_present():
    figure = landscape([-1, 0, 1], [-1, 0, 1], np.ones((3, 3)), path=[[1, 1], [0.5, 0.2]], epochs=[0, 10])
    assert tuple(trace(figure, "path").x) == (1, 0.5)
    assert tuple(trace(figure, "path").customdata) == (0, 10)
    assert (trace(figure, "now").x, trace(figure, "now").y) == ((0,), (0,))
