"""Calibration as a chart."""

from ui.figures import calibration


def test_calibration_sizes_points_by_their_samples():
    figure = calibration([0.1, 0.9], [0.2, 0.8], [1, 100])
    small, large = figure.data[1].marker.size
    assert large > small and tuple(figure.data[1].y) == (0.2, 0.8)
