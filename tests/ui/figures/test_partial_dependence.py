"""The answer over one column as a chart."""

import numpy as np

from ui.figures import partial_dependence
from ui.figures.partial_dependence import MOST_LINES

VALUES = np.array([0.0, 1.0, 2.0])
LINES = np.array([[0.0, 1.0, 2.0], [2.0, 3.0, 0.0]])
OWN = np.array([5.0, 6.0, 7.0])


def drawn(lines=LINES, **more):
    return partial_dependence(VALUES, lines, OWN, name="age", output="output ill", at=(1.0, 6.0), **more)


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_average_and_row_are_lines_of_their_own_and_the_value_is_marked():
    figure = drawn()
    assert list(trace(figure, "average").y) == [1, 2, 1]
    assert list(trace(figure, "this row").y) == [5, 6, 7]
    assert (trace(figure, "here").x, trace(figure, "here").y) == ((1,), (6,))
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("age", "output ill")


def test_the_rows_are_one_trace_with_gaps():
    rows = trace(drawn(), "rows")
    np.testing.assert_array_equal(rows.x, [0, 1, 2, np.nan] * 2)
    np.testing.assert_array_equal(rows.y, [0, 1, 2, np.nan, 2, 3, 0, np.nan])


def test_of_many_rows_some_are_drawn_and_all_are_averaged():
    lines = np.arange(300.0).reshape(100, 3)
    figure = drawn(lines)
    assert np.isnan(trace(figure, "rows").y).sum() <= MOST_LINES
    np.testing.assert_allclose(trace(figure, "average").y, lines.mean(axis=0))


def test_categories_are_points_over_their_names():
    figure = drawn(categories=("a", "b <b>", "c"))
    assert {trace.mode for trace in figure.data} == {"markers"}
    assert figure.layout.xaxis.tickvals == (0, 1, 2)
    assert figure.layout.xaxis.ticktext[0] == "a"
    assert "<b>" not in figure.layout.xaxis.ticktext[1]


def test_the_turn_to_another_class_is_drawn_across():
    assert drawn(turn=0.5).layout.shapes[0].y0 == 0.5
    assert not drawn().layout.shapes
