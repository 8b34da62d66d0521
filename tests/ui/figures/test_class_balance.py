"""Class balance as a chart."""

import numpy as np

from nncore.data import Data, make_data
from ui.figures.class_balance import class_balance


def test_every_row_is_counted_once_by_class_and_part():
    dataset = make_data(Data("iris", validation_share=0.1))
    figure = class_balance(dataset)
    assert [bars.name for bars in figure.data] == ["training", "validation", "test"]
    total = np.sum([bars.y for bars in figure.data], axis=0)
    np.testing.assert_array_equal(total, np.bincount(dataset.labels))


def test_a_part_without_rows_has_no_bars():
    assert [bars.name for bars in class_balance(make_data(Data("and"))).data] == ["training"]
