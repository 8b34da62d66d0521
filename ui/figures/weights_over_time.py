"""Weights, or their gradients, over the epochs."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import DASHES, NUMBER, add_upright, blank, class_look, thinned
from ui.names import plotly

MOST_LINES = 40


def weights_over_time(
    epochs: ArrayLike,
    values: ArrayLike,
    names: Sequence[str],
    *,
    quantity: str = "weight",
    title: str = "Weights",
    position: int | None = None,
    dark: bool = False,
) -> go.Figure:
    """A line a weight; of more than MOST_LINES those that changed most.

    epochs: (epochs,). values: (epochs, weights). names: one a weight. position: the epoch on screen.
    """
    values = np.asarray(values, dtype=float)
    shown = np.sort(np.argsort(-np.ptp(values, axis=0), kind="stable")[:MOST_LINES])
    few = "" if len(shown) == values.shape[1] else f", {MOST_LINES} of {values.shape[1]}"
    figure = blank(title + few, "epoch", quantity, dark)
    for number, column in enumerate(shown):
        x, y = thinned(epochs, values[:, column])
        colour, _ = class_look(number, dark)
        name = plotly(names[column])
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            name=name,
            line={"color": colour, "width": 1.5, "dash": DASHES[number // 6 % len(DASHES)]},
            hovertemplate=f"epoch %{{x}}: %{{y:{NUMBER}}}<extra>{name}</extra>",
        )
    if position is not None:
        add_upright(figure, position, dark)
    figure.update_layout(showlegend=len(shown) <= 6)
    return figure
