"""The weights of the first layer as pictures."""

import json

import numpy as np
import pytest

from tests.hostile import ACTS, NAMES
from ui.figures import weight_pictures
from ui.figures.weight_pictures import ABOVE, GAP, MOST_PICTURES
from ui.theme import diverging


def names(count: int) -> list[str]:
    return [f"h{number}" for number in range(1, count + 1)]


def test_every_weight_stands_at_its_pixel_in_the_picture_of_its_neuron():
    weights = np.arange(2 * 9.0).reshape(2, 9)
    figure = weight_pictures(weights, 3, names(2))
    (pictures,) = figure.data
    np.testing.assert_array_equal(pictures.z[:, :3], weights[0].reshape(3, 3))
    np.testing.assert_array_equal(pictures.z[:, 3 + GAP :], weights[1].reshape(3, 3))
    assert np.isnan(pictures.z[:, 3 : 3 + GAP]).all()
    assert pictures.customdata[1][3 + GAP] == "h2, row 2, column 1"
    bottom, top = figure.layout.yaxis.range
    assert bottom > top == -ABOVE  # the first row of pixels is the upper one, with room for names


@pytest.mark.parametrize("dark", [False, True])
def test_all_pictures_share_one_scale_with_zero_in_its_middle(dark):
    weights = np.array([[0.5, -2, 0, 0], [1, 1, 1, 1]])
    (pictures,) = weight_pictures(weights, 2, names(2), dark=dark).data
    assert (pictures.zmin, pictures.zmax) == (-2, 2)
    assert [list(pair) for pair in pictures.colorscale] == diverging(dark)


@pytest.mark.parametrize("value", [0.0, np.nan])
def test_weights_without_a_size_still_have_a_scale(value):
    (pictures,) = weight_pictures(np.full((3, 4), value), 2, names(3)).data
    assert (pictures.zmin, pictures.zmax) == (-1, 1)


@pytest.mark.parametrize("count", [1, 5, MOST_PICTURES])
def test_each_neuron_has_its_name_and_a_frame(count):
    layout = weight_pictures(np.ones((count, 4)), 2, names(count)).layout
    assert [note.text for note in layout.annotations] == names(count)
    assert len(layout.shapes) == count
    assert layout.title.text == "Weights as pictures"


def test_of_many_neurons_the_first_are_shown_and_the_title_says_so():
    weights = np.arange(30.0)[:, None] * np.ones(4)
    figure = weight_pictures(weights, 2, names(30))
    assert len(figure.layout.annotations) == len(figure.layout.shapes) == MOST_PICTURES
    assert np.nanmax(figure.data[0].z) == figure.data[0].zmax == MOST_PICTURES - 1
    assert figure.layout.title.text == f"Weights as pictures, {MOST_PICTURES} of 30 neurons"


def test_a_long_name_is_cut_above_the_picture_and_whole_on_hover():
    figure = weight_pictures(np.ones((1, 4)), 2, ["a neuron of a very long name"])
    assert figure.layout.annotations[0].text == "a neuron …"
    assert figure.data[0].customdata[0][0] == "a neuron of a very long name, row 1, column 1"


def test_a_name_is_shown_as_it_is_written():
    written = json.dumps(json.loads(weight_pictures(np.eye(len(NAMES), 4), 2, NAMES).to_json()), ensure_ascii=False)
    assert not [part for part in ACTS["Plotly"] if part in written]
