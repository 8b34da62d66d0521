"""Plots of a run: what they read from the session."""

import numpy as np
import pytest

from nncore.data import Data, make_data
from nncore.experiment import Experiment
from nncore.network import dense
from ui.core import plots
from ui.core.session import Session
from ui.figures.weight_pictures import MOST_PICTURES

PIXELS = ("pixel_0_0", "pixel_0_1", "pixel_1_0", "pixel_1_1")


def pictures(columns: tuple[str, ...] = PIXELS, features: tuple[str, ...] = ()) -> Data:
    """A table of twenty random pictures, light or dark."""
    drawn = np.random.default_rng(0).integers(0, 17, (20, len(columns))).astype(float)
    rows = tuple((*row, "dark" if row[0] > 8 else "light") for row in drawn.tolist())
    return Data.of_rows(columns=(*columns, "kind"), rows=rows, features=features)


def test_pixels_row_by_row_are_a_picture():
    assert plots.picture_side(make_data(pictures())) == 2


@pytest.mark.parametrize(
    "data",
    [
        Data("circle"),
        Data("pima"),
        pictures(PIXELS[:1]),
        pictures(PIXELS[:3]),
        pictures(features=("pixel_0_1", "pixel_0_0", "pixel_1_0", "pixel_1_1")),
        pictures(features=(*PIXELS, "pixel_0_0*pixel_0_1")),
    ],
    ids=["plane", "table", "one pixel", "three pixels", "another order", "a feature more"],
)
def test_other_inputs_are_no_picture(data):
    assert plots.picture_side(make_data(data)) is None


def test_each_neuron_of_the_first_layer_is_a_picture_of_its_weights():
    session = Session(Experiment(pictures(), dense(4, 3, 1, inputs=PIXELS, outputs=("kind",))))
    session.advance(epochs=2)
    figure = plots.pictures_plot(session, 2, dark=False)
    assert [note.text for note in figure.layout.annotations] == ["h1", "h2", "h3"]
    drawn = figure.data[0].z
    np.testing.assert_array_equal(
        np.sort(drawn[np.isfinite(drawn)]), np.sort(session.drawing.parameters.weights[1], None)
    )


def test_of_a_wide_layer_the_first_neurons_are_shown():
    session = Session(Experiment(pictures(), dense(4, 40, 1, inputs=PIXELS, outputs=("kind",))))
    figure = plots.pictures_plot(session, 2, dark=True)
    assert len(figure.layout.annotations) == MOST_PICTURES
    assert "of 40 neurons" in figure.layout.title.text
