"""Which columns matter, as bars."""

import numpy as np

from ui.figures import importance
from ui.figures.importance import LONGEST, MOST_BARS
from ui.theme import tokens


def test_the_most_important_column_is_on_top_and_the_chosen_one_stands_out():
    bars = importance(["a", "b", "c"], [0.1, 0.5, -0.02], [0.01, 0.02, 0.03], chosen=0).data[0]
    assert list(bars.x) == [0.5, 0.1, -0.02]
    assert list(bars.error_x.array) == [0.02, 0.01, 0.03]
    assert [colour == tokens(False)["accent"] for colour in bars.marker.color] == [False, True, False]
    assert bars.marker.pattern.shape == ("", "", "/")


def test_names_stand_beside_their_bars():
    figure = importance(["a", "b", "x" * 40], [0.1, 0.5, 0.2], [0, 0, 0], lost="R² lost")
    assert figure.layout.yaxis.ticktext == ("b", "x" * (LONGEST - 1) + "…", "a")
    assert figure.layout.yaxis.range == (2.5, -0.5)
    assert figure.layout.xaxis.title.text == "R² lost"


def test_of_many_columns_those_that_matter_most_are_drawn():
    figure = importance([str(k) for k in range(30)], np.arange(30.0), np.zeros(30))
    assert list(figure.data[0].x) == list(range(29, 29 - MOST_BARS, -1))
    assert "12 of 30 columns" in figure.layout.xaxis.title.text


def test_a_column_without_a_number_comes_last():
    assert importance(["a", "b"], [np.nan, 0.1], [0, 0]).layout.yaxis.ticktext == ("b", "a")
