"""The ROC curve as a chart."""

import numpy as np
import pytest

from nncore.metrics import roc as measure
from ui.figures import roc

LABELS = np.array([0, 0, 1, 1])
SEEN, HELD_OUT = measure(np.array([0.1, 0.2, 0.8, 0.9]), LABELS), measure(np.array([0.1, 0.4, 0.35, 0.8]), LABELS)


def test_each_part_has_its_curve_and_its_threshold():
    figure = roc({"train": SEEN, "test": HELD_OUT}, {"train": (0, 1), "test": (0, 0.5)})
    assert [trace.name for trace in figure.data] == [
        "guessing",
        "training",
        "test",
        "threshold train",
        "threshold test",
    ]
    assert tuple(figure.data[2].x) == (0, 0, 0.5, 0.5, 1) and tuple(figure.data[2].y) == (0, 0.5, 0.5, 1, 1)
    assert (tuple(figure.data[4].x), tuple(figure.data[4].y)) == ((0,), (0.5,))


def test_parts_differ_by_more_than_colour():
    figure = roc({"train": SEEN, "test": HELD_OUT}, {"train": (0, 1), "test": (0, 0.5)})
    assert figure.data[1].line.dash != figure.data[2].line.dash
    assert figure.data[3].marker.symbol != figure.data[4].marker.symbol


def test_a_curve_of_many_rows_keeps_what_can_be_seen():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 50_000)
    curve = measure(labels + rng.normal(size=50_000), labels)
    drawn = next(trace for trace in roc({"train": curve}, {}).data if trace.name == "training")
    assert len(drawn.x) < 2_000 and (drawn.x[0], drawn.y[0], drawn.x[-1], drawn.y[-1]) == (0, 0, 1, 1)
    assert np.abs(np.diff(drawn.x)).max() < 0.005 and np.abs(np.diff(drawn.y)).max() < 0.005
    assert np.trapezoid(drawn.y, drawn.x) == pytest.approx(curve.area, abs=0.002)
