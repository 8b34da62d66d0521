"""The plane of the data: points, and the map of what a network answers."""

import numpy as np
import pytest

from nncore.data import Data, make_data
from ui.figures import add_output, plane
from ui.figures.plane import MOST_DRAWN, axes, regions

BINARY = make_data(Data("circle", samples=40))
SEVERAL = make_data(Data("rings", samples=60))
VALUES = make_data(Data("bumps", samples=40))
SINGLE = make_data(Data("sine", samples=40))
COLUMNS = (0, 1)


def trace(figure, name):
    (found,) = figure.select_traces({"name": name})
    return found


def mapped(dataset, output, span=(-1.0, 1.0)):
    grid = dataset.grid(COLUMNS, 4)
    figure = plane(dataset, COLUMNS)
    add_output(figure, dataset, grid, np.asarray(output, dtype=float), span, dark=False)
    return figure


def test_every_row_is_a_point_of_its_part():
    figure = plane(BINARY, COLUMNS)
    for name, rows in (("train", BINARY.train), ("test", BINARY.test)):
        points = trace(figure, name)
        assert list(points.customdata) == rows.tolist()
        np.testing.assert_array_equal(np.column_stack([points.x, points.y]), BINARY.raw[rows])


def test_rows_can_be_chosen():
    figure = plane(BINARY, COLUMNS, rows=BINARY.train[:3])
    assert list(trace(figure, "train").customdata) == BINARY.train[:3].tolist()
    assert trace(figure, "test").x == ()


def test_of_a_large_set_an_even_part_is_drawn():
    figure = plane(make_data(Data("circle", samples=5000)), COLUMNS)
    train, test = (len(trace(figure, name).x) for name in ("train", "test"))
    assert train + test <= MOST_DRAWN and abs(train - test) <= 1


def test_a_class_differs_by_symbol_and_a_test_point_by_its_rim():
    figure = plane(SEVERAL, COLUMNS)
    for name, rows in (("train", SEVERAL.train), ("test", SEVERAL.test)):
        symbols, labels = np.array(trace(figure, name).marker.symbol), SEVERAL.labels[rows]
        assert len({tuple(np.unique(symbols[labels == label])) for label in range(3)}) == 3
    assert trace(figure, "train").marker.line.color != trace(figure, "test").marker.line.color


def test_no_two_of_ten_classes_look_alike():
    rows = tuple((0.1 * number, 0.0, number) for number in range(10))
    marker = trace(plane(make_data(Data("points", rows=rows, train_share=1.0)), COLUMNS), "train").marker
    assert len(set(zip(marker.color, marker.symbol, strict=True))) == 10


def test_a_point_says_its_class_or_its_value():
    classes = trace(plane(BINARY, COLUMNS), "train")
    assert list(classes.text) == [BINARY.classes[label] for label in BINARY.labels[BINARY.train]]
    values = trace(plane(VALUES, COLUMNS), "train")
    assert values.text[0] == f"{VALUES.labels[VALUES.train[0]]:.3g}"


def test_the_axes_carry_the_names_of_the_columns_and_keep_their_place():
    figure = plane(BINARY, (1, 0))
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("x2", "x1")
    assert list(figure.layout.xaxis.range) == BINARY.range[1].tolist()
    assert figure.layout.xaxis.automargin is False


def test_a_single_column_is_drawn_over_its_target():
    x, y = plane(SINGLE, (0, 0)).data[0].x, plane(SINGLE, (0, 0)).data[0].y
    np.testing.assert_array_equal(np.column_stack([SINGLE.raw[:, 0], SINGLE.labels])[SINGLE.train], np.array([x, y]).T)
    across, up = axes(SINGLE, (0, 0))
    assert up["title"]["text"] == SINGLE.output_names[0]
    assert up["range"][0] < SINGLE.labels.min() and up["range"][1] > SINGLE.labels.max()
    assert across["range"] == SINGLE.range[0].tolist()


def test_zoom_is_kept_while_the_points_change_and_let_go_with_the_axes():
    assert plane(BINARY, COLUMNS).layout.uirevision == plane(BINARY, COLUMNS, dark=True).layout.uirevision
    assert plane(BINARY, COLUMNS).layout.uirevision != plane(BINARY, (1, 0)).layout.uirevision


def test_the_map_holds_the_output_and_its_boundary():
    output = np.linspace(-1, 1, 16)
    figure = mapped(BINARY, output[:, None])
    painted = trace(figure, "output")
    np.testing.assert_array_equal(painted.z, output.reshape(4, 4))
    assert (painted.zmin, painted.zmax) == (-1, 1)
    assert trace(figure, "boundary").contours.start == 0
    assert trace(mapped(BINARY, output[:, None], (0.0, 1.0)), "boundary").contours.start == 0.5


def test_values_share_the_colours_of_the_map_and_have_no_boundary():
    figure = mapped(VALUES, np.zeros((16, 1)))
    points = trace(figure, "train").marker
    assert list(points.color) == VALUES.labels[VALUES.train].tolist()
    assert points.cmax == -points.cmin == np.abs(VALUES.labels).max()
    assert points.colorscale == trace(figure, "output").colorscale
    assert not list(figure.select_traces({"name": "boundary"}))


def test_several_classes_are_regions_paler_where_unsure():
    output = np.zeros((16, 3))
    output[:3] = [[0.9, 0.1, 0.0], [0.3, 0.4, 0.3], [0.0, 0.0, 1.0]]
    z = trace(mapped(SEVERAL, output), "output").z
    np.testing.assert_allclose(z[0, :3], [0 + 0.9 * 0.8, 1 + 0.9 * 0.1, 2 + 0.9])


@pytest.mark.parametrize("dark", [False, True])
def test_what_the_studio_fills_comes_empty_and_hidden(dark):
    figure = plane(BINARY, COLUMNS, dark=dark)
    for name in ("line", "wrong", "probe"):
        assert trace(figure, name).x == () and trace(figure, name).visible is False


def test_a_region_belongs_to_the_largest_output_and_is_led_by_what_it_has_more_than_the_next():
    winner, lead = regions(np.array([[[0.1, 0.7, 0.2], [0.9, 0.05, 0.05]]]))
    assert winner.tolist() == [[1, 0]]
    assert lead[0] == pytest.approx([0.5, 0.85])
