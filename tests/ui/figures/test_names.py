"""Charts take names as data: Plotly makes nothing of them, wherever they stand."""

import json

import numpy as np
import pytest

from tests.hostile import ACTS, NAMES
from ui.figures import (
    confusion,
    correlation,
    cost_curve,
    histogram,
    importance,
    learning_curves,
    partial_dependence,
    surface,
    weights_over_time,
)
from ui.names import plotly

TWO, LINE, SQUARE = NAMES[:2], np.arange(3.0), np.eye(3)[:, :2]


@pytest.mark.parametrize(
    "figure",
    [
        confusion(np.eye(2), TWO),
        correlation(SQUARE, TWO),
        histogram(LINE, NAMES[0], np.array([0, 1, 0]), TWO),
        weights_over_time(LINE, SQUARE, TWO),
        cost_curve(LINE, LINE, steps=(LINE, LINE), name=NAMES[1]),
        learning_curves("accuracy", baseline=0.5, baseline_name=f"{NAMES[0]} {NAMES[1]}"),
        surface(LINE, LINE, np.eye(3), names=(*TWO, "y")),
        importance(TWO, LINE[:2], LINE[:2]),
        partial_dependence(LINE, np.eye(3), LINE, name=NAMES[0], output=NAMES[1], at=(0.0, 0.0)),
    ],
    ids=["confusion", "correlation", "histogram", "weights", "cost", "curves", "surface", "importance", "dependence"],
)
def test_a_name_is_shown_as_it_is_written(figure):
    figure.layout.uirevision = figure.layout.scene.uirevision = None
    written = json.dumps(json.loads(figure.to_json()), ensure_ascii=False).replace(r"\"", '"')
    assert plotly(NAMES[1]) in written
    assert not [part for part in ACTS["Plotly"] if part in written]
