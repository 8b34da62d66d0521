"""Samples where a layer of two neurons puts them."""

import numpy as np

from nncore.data import Data, make_data
from ui.figures import hidden_space

DATASET = make_data(Data("circle", samples=10))
ROWS = np.concatenate([DATASET.train, DATASET.test])
ACTIVATIONS = np.random.default_rng(0).uniform(-1, 1, (len(ROWS), 2))


def trace(figure, name):
    (found,) = figure.select_traces({"name": name})
    return found


def test_points_and_mesh_are_where_the_layer_puts_them():
    mesh = [np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])]
    figure = hidden_space(DATASET, ROWS, ACTIVATIONS, mesh, names=("1.0", "1.1"))
    training = trace(figure, "train")
    np.testing.assert_array_equal(np.column_stack([training.x, training.y]), ACTIVATIONS[: len(DATASET.train)])
    assert list(trace(figure, "test").customdata) == DATASET.test.tolist()
    np.testing.assert_array_equal(trace(figure, "input plane").x, [0, 1, np.nan, 0, 1, np.nan])
    assert figure.layout.xaxis.title.text == "activation of 1.0"


def test_the_boundary_is_where_the_output_is_zero():
    line = trace(hidden_space(DATASET, ROWS, ACTIVATIONS, boundary=(2.0, -1.0, 0.5)), "boundary")
    np.testing.assert_allclose(2 * line.x - line.y + 0.5, 0, atol=1e-12)


def test_weights_of_zero_have_no_boundary():
    figure = hidden_space(DATASET, ROWS, ACTIVATIONS, boundary=(0.0, 0.0, 1.0))
    assert not list(figure.select_traces({"name": "boundary"}))
