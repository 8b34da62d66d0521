"""The confusion matrix as a chart."""

import numpy as np

from ui.figures import confusion


def test_confusion_writes_counts_and_shades_rows():
    figure = confusion(np.array([[40, 10], [0, 5]]), ("no", "yes"))
    cells = figure.data[0]
    np.testing.assert_array_equal(cells.text, [[40, 10], [0, 5]])
    np.testing.assert_allclose(cells.z, [[0.8, 0.2], [0, 1]])
    assert figure.layout.yaxis.autorange == "reversed"


def test_a_class_without_samples_is_an_empty_row():
    np.testing.assert_array_equal(confusion(np.array([[3, 1], [0, 0]]), ("a", "b")).data[0].z[1], [0, 0])
