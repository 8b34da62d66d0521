"""Calibration as a chart."""

import numpy as np

from nncore.metrics import Calibration
from ui.figures import calibration


def test_calibration_sizes_points_by_their_samples():
    bins = Calibration(np.array([0.1, 0.9]), np.array([0.2, 0.8]), np.array([1, 100]))
    figure = calibration({"train": bins})
    small, large = figure.data[1].marker.size
    assert large > small and tuple(figure.data[1].y) == (0.2, 0.8)
