"""The values of a column as a histogram."""

import numpy as np

from ui.figures import histogram


def test_histogram_counts_every_sample_of_each_class():
    values, labels = np.array([0.0, 1, 1, 2, 3, 3]), np.array([0, 0, 1, 1, 1, 1])
    figure = histogram(values, "glucose", labels, ("no", "yes"), bins=3)
    assert [trace.name for trace in figure.data] == ["no", "yes"]
    assert figure.data[0].y.tolist() == [1, 1, 0] and figure.data[1].y.tolist() == [0, 1, 3]
    assert figure.data[0].marker.pattern.shape != figure.data[1].marker.pattern.shape
    assert figure.layout.xaxis.title.text == "glucose"


def test_histogram_without_classes_counts_all_together():
    (bars,) = histogram([1.0, 2.0, 2.0], "age", bins=2).data
    assert bars.y.tolist() == [1, 2]
