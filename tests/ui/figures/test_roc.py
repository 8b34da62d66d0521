"""The ROC curve as a chart."""

import numpy as np

from ui.figures import roc


def test_roc_names_its_area_and_marks_the_threshold():
    figure = roc([0, 0.5, 1], [0, 1, 1], [np.inf, 0.7, 0.1], 0.75, at=1)
    assert figure.layout.title.text == "ROC, area 0.750"
    assert tuple(figure.data[1].x) == (0, 0.5, 1) and tuple(figure.data[1].y) == (0, 1, 1)
    assert (tuple(figure.data[2].x), tuple(figure.data[2].customdata)) == ((0.5,), (0.7,))
    assert figure.layout.uirevision == roc([0, 1], [0, 1], [1, 0], 0.5).layout.uirevision
