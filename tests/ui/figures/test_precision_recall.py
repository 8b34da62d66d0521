"""Precision and recall as a chart."""

import numpy as np

from nncore.metrics import precision_recall as measure
from ui.figures import precision_recall


def test_the_curve_steps_and_the_threshold_stands_on_it():
    curve = measure(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1]))
    figure = precision_recall({"test": curve}, {"test": (0.5, 1.0)})
    assert tuple(figure.data[0].x) == (0, 0.5, 0.5, 1, 1)
    assert figure.data[0].line.shape == "vh"
    assert (tuple(figure.data[1].x), tuple(figure.data[1].y)) == ((0.5,), (1.0,))
