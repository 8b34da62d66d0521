"""Colours, dashes and letters of frames."""

import numpy as np
import pytest

from ui.animation import Look
from ui.animation.look import BEND, bent, rgb
from ui.animation.pencil import DASH, Pencil, dashes, plainly, shortened, width_of
from ui.animation.plane import SYMBOLS
from ui.theme import CLASS_SYMBOLS, tokens


@pytest.mark.parametrize("dark", [False, True])
def test_the_palette_leaves_a_place_for_what_does_not_change(dark):
    palette = Look(dark=dark).palette
    assert len(palette) == len(set(palette)) < 256


@pytest.mark.parametrize("dark", [False, True])
def test_ground_and_curves_keep_their_very_colours(dark):
    look = Look(dark=dark, size=(40, 30))
    for name in ("train", "test", "text"):
        pencil = Pencil(look)
        pencil.box((10, 10, 30, 20), look.colour(name), look.colour(name))
        frame = pencil.finished().convert("RGB")
        assert frame.getpixel((0, 0)) == rgb(tokens(dark)["background"])
        assert frame.getpixel((20, 15)) == rgb(tokens(dark)[name])


def test_dashes_lie_on_the_line_with_gaps_between():
    found = dashes(np.array([[0.0, 5.0], [8.0, 5.0], [25.0, 5.0]]))
    assert found.tolist() == [[[0, 5], [6, 5]], [[10, 5], [16, 5]], [[20, 5], [25, 5]]]
    assert DASH == 6


def test_a_bent_line_passes_the_place_it_was_sent_over():
    line = bent(np.array([0.0, 0.0]), np.array([5.0, 9.0]), np.array([10.0, 0.0]))
    assert len(line) == BEND and line[0].tolist() == [0, 0] and line[-1].tolist() == [10, 0]
    assert line[:, 1].max() == pytest.approx(9, abs=0.1)


def test_a_long_name_is_shortened_to_its_room():
    look = Look()
    short = shortened(look, "number of accounts in the year before", 13, 80)
    assert short.endswith("…") and short.startswith("numb") and width_of(look, short, 13) <= 80
    assert shortened(look, "x1", 13, 80) == "x1"


def test_pillows_own_font_gets_letters_that_it_has():
    assert plainly("Größe −3 × 10 · R²") == "Groe -3 x 10 · R²"


def test_every_class_has_a_marker():
    assert set(CLASS_SYMBOLS) - set(SYMBOLS) == {"circle"}
