"""The cost over two weights as a chart."""

import numpy as np

from ui.figures import cost_contour


def trace(figure, name):
    (found,) = figure.select_traces({"name": name})
    return found


def test_each_optimisers_path_looks_its_own():
    x = y = np.linspace(-1, 1, 4)
    costs = x[None, :] ** 2 + y[:, None] ** 2
    path = (np.array([1.0, 0.5]), np.array([1.0, 0.2]), np.array([2.0, 0.29]))
    figure = cost_contour(x, y, costs, {"SGD": path, "Adam": path})
    np.testing.assert_allclose(figure.data[0].z, np.log10(costs))
    np.testing.assert_array_equal(trace(figure, "SGD").x, path[0])
    assert trace(figure, "SGD").line.dash != trace(figure, "Adam").line.dash
    assert trace(figure, "SGD").marker.symbol != trace(figure, "Adam").marker.symbol


def test_a_cost_of_zero_does_not_break_the_contour():
    figure = cost_contour([0, 1], [0, 1], [[0.0, 1.0], [0.001, np.nan]])
    np.testing.assert_allclose(figure.data[0].z, [[-3, 0], [-3, np.nan]])
    np.testing.assert_array_equal(cost_contour([0, 1], [0, 1], np.zeros((2, 2))).data[0].z, 0)
