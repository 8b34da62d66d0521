"""What the studio gets once for its data, its axes and its theme."""

import json

import pytest

from nncore.data import Data, make_data
from nncore.network import dense
from ui.live.backdrop import backdrop, backdrop_key

NETWORK = dense(2, 3, 1, output="tanh")


def made(name, columns=(0, 1), **settings):
    dataset = make_data(Data(name, **settings))
    return dataset, *backdrop(dataset, NETWORK, "mse", columns, dark=False)


def traces(figure):
    return {trace["name"]: trace for trace in figure["data"]}


@pytest.mark.parametrize("name", ["circle", "rings", "bumps", "sine"])
def test_points_are_plain_lists_and_leave_the_hover_to_the_studio(name):
    dataset, _, figures, _ = made(name, (0, 0) if name == "sine" else (0, 1))
    for part in ("train", "test"):
        points = traces(figures["plane"])[part]
        assert isinstance(points["x"], list) and len(points["x"]) == len(points["customdata"]) > 0
        assert points["hoverinfo"] == "none" and not points.keys() & {"text", "hovertemplate"}
    assert json.dumps(figures)
    assert len(dataset.labels) >= len(traces(figures["plane"])["train"]["x"])


def test_the_axes_are_those_of_the_chart():
    _, fields, figures, _ = made("pima", (3, 1))
    layout = figures["plane"]["layout"]
    assert fields["axes"] == [layout["xaxis"]["title"]["text"], layout["yaxis"]["title"]["text"]]
    assert fields["spans"] == [layout["xaxis"]["range"], layout["yaxis"]["range"]]
    assert len(fields["held"]) == 6


def test_only_a_single_column_has_ticks():
    assert made("circle")[3].keys() == {"rows", "targets"}
    assert made("sine", (0, 0))[3].keys() == {"rows", "targets", "ticks"}


def test_accuracy_has_a_baseline_where_one_class_is_frequent_and_is_r2_for_values():
    assert "shapes" not in made("circle")[2]["accuracy"]["layout"]
    assert made("pima")[2]["accuracy"]["layout"]["annotations"][0]["text"] == "always “no diabetes”: 65.1 %"
    assert made("bumps")[2]["accuracy"]["layout"]["yaxis"]["title"]["text"] == "R²"


def test_the_key_changes_with_what_is_drawn():
    dataset, other = made("circle")[0], make_data(Data("circle", seed=1))
    keys = [
        backdrop_key(dataset, NETWORK, "mse", (0, 1), False),
        backdrop_key(other, NETWORK, "mse", (0, 1), False),
        backdrop_key(dataset, dense(2, 3, 1, output="sigmoid"), "mse", (0, 1), False),
        backdrop_key(dataset, NETWORK, "bce", (0, 1), False),
        backdrop_key(dataset, NETWORK, "mse", (1, 0), False),
        backdrop_key(dataset, NETWORK, "mse", (0, 1), True),
    ]
    assert len(set(keys)) == len(keys)


def test_a_scaled_target_tells_how_to_undo_it():
    fields = made("cars", (0, 1))[1]
    dataset = make_data(Data("cars"))
    assert fields["scaled"] == {"name": "mpg", "center": dataset.target_center, "scale": dataset.target_scale}
    assert made("plane")[1]["scaled"] is None
