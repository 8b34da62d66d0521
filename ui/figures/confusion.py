"""Which classes the network takes for which."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import blank
from ui.names import plotly
from ui.theme import tokens


def confusion(counts: ArrayLike, classes: Sequence[str], *, dark: bool = False) -> go.Figure:
    """Counts as numbers in a square, each row shaded by its share.

    counts: (classes, classes), a row for the class it is, a column for the class predicted.
    """
    counts, colour = np.asarray(counts), tokens(dark)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    names = [plotly(name) for name in classes]
    figure = blank("Confusion", "predicted class", "true class", dark)
    figure.add_heatmap(
        x=names,
        y=names,
        z=shares,
        zmin=0,
        zmax=1,
        showscale=False,
        xgap=2,
        ygap=2,
        text=counts,
        texttemplate="<b>%{text}</b><br>%{z:.0%}",
        textfont={"size": 16, "color": colour["text"]},
        colorscale=[[0, colour["zero"]], [1, colour["positive_soft"]]],
        hovertemplate="%{y}, taken for %{x}: %{text}, %{z:.1%} of its row<extra></extra>",
    )
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(type="category", showgrid=False, autorange="reversed")
    return figure
