"""Learning curves, as the studio gets them to fill."""

import pytest

from ui.figures import learning_curves


def trace(figure, name):
    (found,) = figure.select_traces({"name": name})
    return found


def test_the_curves_come_empty_and_named():
    figure = learning_curves("loss")
    assert [trace.name for trace in figure.data] == ["old", "train", "test", "marks", "here"]
    assert all(trace.x == trace.y == () for trace in figure.data)
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("epoch", "loss")


@pytest.mark.parametrize("dark", [False, True])
def test_the_test_curve_differs_by_more_than_colour(dark):
    figure = learning_curves("loss", dark=dark)
    assert trace(figure, "test").line.dash == "dash" and trace(figure, "train").line.dash is None
    assert trace(figure, "test").line.color != trace(figure, "train").line.color


def test_accuracy_is_compared_with_a_baseline():
    figure = learning_curves("accuracy", baseline=0.651, baseline_name="always “no”: 65.1%")
    assert figure.layout.shapes[0].y0 == 0.651
    assert figure.layout.annotations[0].text == "always “no”: 65.1%"
    assert not learning_curves("accuracy").layout.shapes
