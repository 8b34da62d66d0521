"""A drawing is a value: a network and its numbers, which nobody can write to."""

import numpy as np
import pytest

from nncore import Connection, Drawing, Network, dense


def numbered(network: Network) -> Drawing:
    return Drawing(network, np.arange(1.0, network.size + 1))


def test_drawings_are_equal_when_network_and_numbers_are():
    assert numbered(dense(2, 1)) == numbered(dense(2, 1))
    assert hash(numbered(dense(2, 1))) == hash(numbered(dense(2, 1)))
    assert numbered(dense(2, 1)) != numbered(dense(2, 1, output="tanh"))
    assert numbered(dense(2, 1)) != Drawing(dense(2, 1), [1.0, 2.0, 3.5])


def test_a_drawings_numbers_cannot_be_written_and_do_not_follow_the_array_they_came_from():
    theta = np.ones(3)
    drawing = Drawing(dense(2, 1), theta)
    theta[0] = 9.0
    assert drawing.theta.tolist() == [1, 1, 1]
    with pytest.raises(ValueError, match="read-only"):
        drawing.theta[0] = 9.0


def test_a_drawing_holds_zero_where_nothing_is_drawn():
    cut = Connection.parse("0.1>1.0")
    network = dense(2, 2, 1).disconnect(cut)
    assert numbered(network).theta[network.slot(cut)] == 0


def test_numbers_that_do_not_fit_the_network_are_refused():
    with pytest.raises(ValueError, match="2 numbers for a drawing that has 3"):
        Drawing(dense(2, 1), [1, 2])
