import numpy as np
import pytest

from ui.figures import (
    accuracy_curve,
    activation_graph,
    cost_contour,
    cost_curve,
    fit_curve,
    landscape,
    loss_curve,
    weights_over_time,
)
from ui.figures.base import MOST_POINTS, thinned
from ui.figures.points import Points

EPOCHS = np.arange(5)
TRAIN, TEST = np.array([0.5, 0.3, 0.2, 0.1, 0.05]), np.array([0.6, 0.4, 0.3, 0.2, 0.2])


def trace(figure, name):
    (found,) = [trace for trace in figure.data if trace.name == name]
    return found


def test_loss_shows_training_and_test_over_epochs():
    figure = loss_curve(EPOCHS, TRAIN, TEST, unit="½ squared error")
    np.testing.assert_array_equal(trace(figure, "training").x, EPOCHS)
    np.testing.assert_array_equal(trace(figure, "training").y, TRAIN)
    np.testing.assert_array_equal(trace(figure, "test").y, TEST)
    assert figure.layout.xaxis.title.text == "epoch" and figure.layout.yaxis.title.text == "½ squared error"


def test_test_loss_differs_by_more_than_colour():
    figure = loss_curve(EPOCHS, TRAIN, TEST)
    assert trace(figure, "test").line.dash == "dash" and trace(figure, "training").line.dash is None


def test_without_held_out_rows_there_is_no_test_curve():
    assert [trace.name for trace in loss_curve(EPOCHS, TRAIN).data] == ["training"]


def test_the_log_scale_is_a_choice():
    assert loss_curve(EPOCHS, TRAIN, log=True).layout.yaxis.type == "log"
    assert loss_curve(EPOCHS, TRAIN).layout.yaxis.type == "linear"


def test_marks_branches_and_position_stand_where_they_belong():
    figure = loss_curve(
        EPOCHS, TRAIN, TEST, marks=[(2, "learning rate 0.1")], branches=[(EPOCHS[2:], TRAIN[2:], None)], position=3
    )
    assert [shape.x0 for shape in figure.layout.shapes] == [2, 3]
    assert [note.text for note in figure.layout.annotations] == ["learning rate 0.1"]
    np.testing.assert_array_equal(trace(figure, "earlier").y, TRAIN[2:])


def test_accuracy_is_compared_with_the_majority():
    figure = accuracy_curve(EPOCHS, 1 - TRAIN, 1 - TEST, baseline=0.651)
    assert figure.layout.shapes[0].y0 == 0.651
    assert figure.layout.annotations[0].text == "always the majority 65.1%"
    assert trace(figure, "training").hovertemplate == "%{y:.1%}"


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


def test_an_activation_is_drawn_with_its_derivative_and_the_neuron_on_it():
    z = np.linspace(-1, 1, 5)
    figure = activation_graph(z, z**2, 2 * z, label="square", at=(0.5, 0.25, 1.0))
    np.testing.assert_array_equal(trace(figure, "f(z)").y, z**2)
    np.testing.assert_array_equal(trace(figure, "f′(z)").y, 2 * z)
    assert trace(figure, "here").x == (0.5,) and trace(figure, "here").y == (0.25,)
    tangent = trace(figure, "tangent")
    assert np.diff(tangent.y) / np.diff(tangent.x) == pytest.approx(1.0)
    assert np.mean(tangent.y) == pytest.approx(0.25)


def test_the_cost_curve_has_a_tangent_with_the_slope_and_the_steps():
    w = np.linspace(-2, 2, 9)
    figure = cost_curve(w, w**2, at=(1.0, 1.0, 2.0), steps=([1.0, 0.5], [1.0, 0.25]))
    np.testing.assert_array_equal(trace(figure, "cost").y, w**2)
    tangent = trace(figure, "tangent")
    assert np.diff(tangent.y) / np.diff(tangent.x) == pytest.approx(2.0)
    assert trace(figure, "steps").x == (1.0, 0.5)


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


def test_the_landscape_ends_its_path_at_the_present():
    figure = landscape([-1, 0, 1], [-1, 0, 1], np.ones((3, 3)), path=[[1, 1], [0.5, 0.2]], epochs=[0, 10])
    assert tuple(trace(figure, "path").x) == (1, 0.5)
    assert tuple(trace(figure, "path").customdata) == (0, 10)
    assert (trace(figure, "now").x, trace(figure, "now").y) == ((0,), (0,))


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


def test_a_network_of_one_input_is_a_curve_among_its_samples():
    test = Points(np.array([1.0]), np.array([2.0]), np.array([2.0]), held_out=True)
    figure = fit_curve([0, 1, 2], [0.0, 1.5, 3.0], [test._replace(held_out=False), test])
    assert trace(figure, "network").y.tolist() == [0.0, 1.5, 3.0]
    assert trace(figure, "test").y.tolist() == [2.0]
    assert trace(figure, "test").marker.symbol != trace(figure, "training").marker.symbol
