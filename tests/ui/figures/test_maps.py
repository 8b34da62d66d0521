import numpy as np
import pytest

from ui.figures import Points, boundary, hidden_space, surface
from ui.figures.base import class_look

X, Y = np.linspace(-6, 6, 4), np.linspace(-6, 6, 3)
OUTPUT = np.array([[-1.0, -0.5, 0.2, 0.9]] * 3)
TRAIN = Points(
    np.array([1.0, 2.0, 3.0]), np.array([-1.0, -2.0, -3.0]), np.array([0, 1, 1]), wrong=np.array([0, 0, 1], bool)
)
TEST = Points(np.array([4.0]), np.array([5.0]), np.array([0]), held_out=True, wrong=np.array([True]))


def trace(figure, name):
    (found,) = [trace for trace in figure.data if trace.name == name]
    return found


def test_the_map_holds_the_output_and_its_boundary():
    figure = boundary(X, Y, OUTPUT)
    np.testing.assert_array_equal(figure.data[0].z, OUTPUT)
    assert (figure.data[0].zmin, figure.data[0].zmax) == (-1, 1)
    assert trace(figure, "boundary").contours.start == 0
    assert boundary(X, Y, OUTPUT, span=(0, 1)).data[1].contours.start == 0.5


def test_discretised_classes_are_either_or_and_the_hover_keeps_the_value():
    figure = boundary(X, Y, OUTPUT, discrete=True)
    assert figure.data[0].z[0].tolist() == [-1, -1, 1, 1]
    np.testing.assert_array_equal(figure.data[0].customdata, OUTPUT)
    assert "output %{customdata:" in figure.data[0].hovertemplate
    assert "output %{z:" in boundary(X, Y, OUTPUT).data[0].hovertemplate


def test_discretised_values_are_five_steps():
    figure = boundary(X, Y, np.linspace(-1, 1, 12).reshape(3, 4), classes=(), discrete=True)
    np.testing.assert_allclose(np.unique(np.round(figure.data[0].z, 9)), [-0.8, -0.4, 0, 0.4, 0.8])


def test_points_are_told_apart_by_symbol_for_class_and_part():
    figure = boundary(X, Y, OUTPUT, [TRAIN, TEST])
    assert trace(figure, "negative, training").x.tolist() == [1]
    assert trace(figure, "positive, training").x.tolist() == [2, 3]
    assert trace(figure, "negative, test").y.tolist() == [5]
    symbols = {
        trace(figure, name).marker.symbol for name in ("negative, training", "positive, training", "negative, test")
    }
    assert len(symbols) == 3


def test_wrong_points_get_a_ring():
    ring = trace(boundary(X, Y, OUTPUT, [TRAIN, TEST]), "wrong")
    assert (ring.x.tolist(), ring.y.tolist()) == ([3, 4], [-3, 5])
    assert ring.marker.symbol == "circle-open"


def test_several_classes_are_regions_paler_where_unsure():
    output = np.zeros((3, 4, 3))
    output[0, 0] = [0.9, 0.1, 0.0]
    output[0, 1] = [0.3, 0.4, 0.3]
    output[0, 2] = [0.0, 0.0, 1.0]
    z = boundary(X, Y, output, classes=("a", "b", "c")).data[0].z
    np.testing.assert_allclose(z[0, :3], [0 + 0.9 * 0.8, 1 + 0.9 * 0.1, 2 + 0.9])
    assert np.floor(boundary(X, Y, output, classes=("a", "b", "c"), discrete=True).data[0].z[0, :3]).tolist() == [
        0,
        1,
        2,
    ]


def test_regression_points_share_the_colours_of_the_map():
    values = Points(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([-0.3, 0.7]))
    figure = boundary(X, Y, OUTPUT, [values], classes=(), span=(-2, 2))
    points = trace(figure, "training").marker
    assert points.color.tolist() == [-0.3, 0.7] and (points.cmin, points.cmax) == (-2, 2)
    assert points.colorscale == figure.data[0].colorscale


def test_axes_carry_the_names_of_the_inputs():
    figure = boundary(X, Y, OUTPUT, names=("glucose, mg/dl", "bmi, kg/m²"), square=False)
    assert figure.layout.xaxis.title.text == "glucose, mg/dl" and figure.layout.yaxis.title.text == "bmi, kg/m²"
    assert figure.layout.yaxis.scaleanchor is None and boundary(X, Y, OUTPUT).layout.yaxis.scaleanchor == "x"


@pytest.mark.parametrize("dark", [False, True])
def test_no_two_classes_look_alike(dark):
    assert len({class_look(number, dark) for number in range(10)}) == 10


def test_zoom_is_kept_while_the_data_changes_and_let_go_with_the_axes():
    first, later = boundary(X, Y, OUTPUT), boundary(X, Y, -OUTPUT, [TRAIN])
    assert first.layout.uirevision == later.layout.uirevision
    assert boundary(X, Y, OUTPUT, names=("glucose", "bmi")).layout.uirevision != first.layout.uirevision


def test_hidden_space_puts_points_and_mesh_where_the_layer_does():
    mesh = [np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])]
    figure = hidden_space([TRAIN], mesh, names=("1.0", "1.1"))
    assert trace(figure, "positive, training").x.tolist() == [2, 3]
    lines = trace(figure, "input plane")
    np.testing.assert_array_equal(lines.x, [0, 1, np.nan, 0, 1, np.nan])
    assert figure.layout.xaxis.title.text == "activation of 1.0"


def test_the_boundary_in_hidden_space_is_where_the_output_is_zero():
    line = trace(hidden_space([TRAIN], cut=(2.0, -1.0, 0.5)), "boundary")
    np.testing.assert_allclose(2 * line.x - line.y + 0.5, 0, atol=1e-12)
    assert not [trace for trace in hidden_space([TRAIN], cut=(0.0, 0.0, 1.0)).data if trace.name == "boundary"]


def test_the_surface_is_the_map_in_space():
    figure = surface(X, Y, OUTPUT, TRAIN, heights=np.array([-1, 1, 1]), names=("x1", "x2", "diabetes"))
    np.testing.assert_array_equal(figure.data[0].z, OUTPUT)
    assert trace(figure, "samples").z.tolist() == [-1, 1, 1]
    assert figure.layout.scene.zaxis.title.text == "diabetes"
    assert figure.layout.scene.uirevision == surface(X, Y, -OUTPUT).layout.scene.uirevision
