"""A slice through one row as a map."""

import numpy as np

from nncore.data import Data, make_data
from ui.figures import slice_through

PIMA = make_data(Data("pima"))


def test_the_map_spans_the_two_columns_and_the_row_is_marked():
    row = PIMA.raw[0]
    grid = PIMA.grid((1, 5), 20, row)
    output = np.linspace(0, 1, 400)[:, None]
    figure = slice_through(PIMA, grid, output, names=("glucose", "<b>bmi"), at=(148.0, 33.6), span=(0.0, 1.0))
    heat, boundary, here = figure.data
    assert (heat.type, boundary.type) == ("heatmap", "contour")
    assert np.shape(heat.z) == (20, 20)
    assert (here.x, here.y) == ((148,), (33.6,))
    assert tuple(figure.layout.xaxis.range) == (grid.x[0], grid.x[-1])
    assert "<b>" not in figure.layout.yaxis.title.text
