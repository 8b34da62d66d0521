"""The loss around the current weights, along two directions, with the path training took."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import NUMBER, blank
from ui.figures.cost_contour import add_valley
from ui.theme import tokens

Array = np.ndarray


def landscape(
    x: Array,
    y: Array,
    losses: Array,
    path: ArrayLike | None = None,
    *,
    epochs: ArrayLike | None = None,
    names: tuple[str, str] = ("direction 1", "direction 2"),
    unit: str = "loss",
    dark: bool = False,
) -> go.Figure:
    """Lines of equal loss around the current weights at (0, 0).

    x (columns,), y (rows,): how far along the two directions. losses: (rows, columns). path: (epochs, 2) the weights
    of former epochs along the same directions; epochs: (epochs,) their numbers.
    """
    colour = tokens(dark)
    figure = blank("Loss landscape", names[0], names[1], dark)
    add_valley(figure, x, y, losses, unit, dark)
    if path is not None:
        path = np.asarray(path)
        figure.add_scatter(
            x=path[:, 0],
            y=path[:, 1],
            customdata=np.arange(len(path)) if epochs is None else epochs,
            mode="lines+markers",
            name="path",
            line={"color": colour["positive"], "width": 2},
            marker={"size": 5},
            hovertemplate=f"epoch %{{customdata}}: %{{x:{NUMBER}}}, %{{y:{NUMBER}}}<extra></extra>",
        )
    figure.add_scatter(
        x=[0],
        y=[0],
        mode="markers",
        name="now",
        hovertemplate="now<extra></extra>",
        marker={"symbol": "star", "size": 15, "color": colour["accent"]},
    )
    figure.update_xaxes(range=[x[0], x[-1]])
    figure.update_yaxes(range=[y[0], y[-1]])
    return figure
