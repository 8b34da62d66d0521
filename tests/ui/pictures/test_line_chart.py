"""Curves stand where their values are, between ticks that can be read."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from ui.pictures.line_chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Curve, line_chart, tick_step

SVG = "{http://www.w3.org/2000/svg}"


def chart(*values, marks=()):
    curves = [Curve(f"curve {n}", "#123456", "", np.arange(len(y)), np.array(y, float)) for n, y in enumerate(values)]
    return ElementTree.fromstring(line_chart("Loss", "epoch", curves, marks))


def ways(picture):
    """The corners of each curve."""
    paths = [path.get("d") for path in picture.iter(f"{SVG}path") if path.get("stroke") == "#123456"]
    return [[tuple(map(float, pair.split())) for pair in re.findall(r"[ML]([\d.]+ [\d.]+)", path)] for path in paths]


def texts(picture):
    return [found.text for found in picture.iter(f"{SVG}text")]


def test_a_curve_runs_from_one_end_of_the_axis_to_the_other():
    assert ways(chart([1, 0, 2])) == [
        [(LEFT, (HEIGHT - BOTTOM + TOP) / 2), ((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM), (WIDTH - RIGHT, TOP)]
    ]


def test_what_is_no_number_leaves_a_gap_and_an_empty_curve_no_name():
    picture = chart([1, np.nan, 2, np.inf, 3], [np.nan] * 5)
    assert len(ways(picture)) == 1 and next(picture.iter(f"{SVG}path")).get("d").count("M") == 1
    path = next(path.get("d") for path in picture.iter(f"{SVG}path") if path.get("stroke") == "#123456")
    assert path.count("M") == 3
    assert "curve 0" in texts(picture) and "curve 1" not in texts(picture)


def test_values_below_zero_have_room():
    (way,) = ways(chart([-3, 1]))
    assert TOP <= way[1][1] < way[0][1] <= HEIGHT - BOTTOM


@pytest.mark.parametrize("values", [[0, 0], [1e-12, 2e-12], [1e30, 2e30], [5], [-1, -1]])
def test_any_values_can_be_drawn(values):
    for way in ways(chart(values)):
        assert all(LEFT - 0.1 <= x <= WIDTH and TOP - 0.1 <= y <= HEIGHT - BOTTOM + 0.1 for x, y in way)


def test_marks_stand_at_their_epochs_and_those_beyond_the_axis_are_left_out():
    picture = chart([1, 2, 3], marks=(1, 9))
    marks = [line for line in picture.iter(f"{SVG}line") if line.get("stroke-dasharray") == "2 3"]
    assert [float(line.get("x1")) for line in marks] == [(LEFT + WIDTH - RIGHT) / 2]


@pytest.mark.parametrize("span, step", [(1, 0.2), (0.6, 0.2), (60, 20), (150, 50), (5, 1), (7e-5, 2e-5)])
def test_ticks_are_one_two_or_five(span, step):
    assert tick_step(span) == pytest.approx(step)
