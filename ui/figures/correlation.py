"""How the columns go together, two by two."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import blank
from ui.names import plotly
from ui.theme import diverging

MOST_WRITTEN = 5
"""Columns up to which the numbers fit into the cells of a narrow screen; beyond, colour and hover text say them."""


def correlation(values: ArrayLike, names: Sequence[str], *, dark: bool = False) -> go.Figure:
    """Pearson's r of every two columns of values (samples, columns); empty where a column never changes."""
    values = np.asarray(values, dtype=float)
    centred = values - values.mean(axis=0)
    lengths = np.sqrt((centred**2).sum(axis=0))
    products = np.outer(lengths, lengths)
    r = np.divide(centred.T @ centred, products, where=products > 0, out=np.full(products.shape, np.nan))
    written = [plotly(name) for name in names]
    figure = blank("Correlation", None, None, dark)
    figure.add_heatmap(
        x=written,
        y=written,
        z=r,
        zmin=-1,
        zmax=1,
        colorscale=diverging(dark),
        xgap=1,
        ygap=1,
        texttemplate="%{z:.2f}" if len(names) <= MOST_WRITTEN else None,
        textfont_size=14,
        colorbar={"title": "r", "thickness": 12},
        hoverongaps=False,
        hovertemplate="%{x}, %{y}: r = %{z:.3f}<extra></extra>",
    )
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(type="category", showgrid=False, autorange="reversed")
    return figure
