"""The chart of the cost after each update."""

import pytest

from ui.figures.cost_steps import cost_steps


@pytest.mark.parametrize("dark", [False, True])
def test_every_update_is_a_point_on_a_logarithmic_scale(dark):
    figure = cost_steps((0.5, 0.25, 0.125), dark=dark)
    assert list(figure.data[0].x) == [0, 1, 2]
    assert list(figure.data[0].y) == [0.5, 0.25, 0.125]
    assert figure.layout.yaxis.type == "log"
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("updates", "cost J")
