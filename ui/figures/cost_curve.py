"""The cost as one weight changes, and the steps of gradient descent on it."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nncore.explain.numbers import format_number
from ui.figures.base import NUMBER, blank
from ui.names import plotly
from ui.theme import tokens

Array = np.ndarray


def cost_curve(
    weights: Array,
    costs: Array,
    *,
    at: tuple[float, float, float] | None = None,
    steps: tuple[Sequence[float], Sequence[float]] | None = None,
    name: str = "w",
    unit: str = "cost J",
    dark: bool = False,
) -> go.Figure:
    """The curve, the tangent where we stand, and the steps taken.

    weights, costs: (points,). at: (weight, cost, slope) of the tangent. steps: (weights, costs) one after another.
    """
    colour, written = tokens(dark), plotly(name)
    figure = blank("Cost", f"weight {name}", unit, dark)
    figure.add_scatter(
        x=weights,
        y=costs,
        mode="lines",
        name="cost",
        showlegend=False,
        line={"color": colour["train"], "width": 2},
        hovertemplate=f"{written} %{{x:{NUMBER}}}: %{{y:{NUMBER}}}<extra></extra>",
    )
    if at is not None:
        weight, cost, slope = at
        reach = 0.12 * (weights[-1] - weights[0]) * np.array([-1, 1])
        figure.add_scatter(
            x=weight + reach,
            y=cost + slope * reach,
            mode="lines",
            name="tangent",
            line={"color": colour["bad"], "width": 2, "dash": "dash"},
            hovertemplate=f"slope {format_number(slope)}<extra></extra>",
        )
    if steps is not None:
        figure.add_scatter(
            x=steps[0],
            y=steps[1],
            mode="lines+markers",
            name="steps",
            line={"color": colour["accent"], "width": 1},
            marker={"size": 9, "color": colour["accent"]},
            customdata=np.arange(len(steps[0])),
            hovertemplate=f"step %{{customdata}}: {written} %{{x:{NUMBER}}}, cost %{{y:{NUMBER}}}<extra></extra>",
        )
    low, high = np.nanmin(costs), np.nanmax(costs)
    figure.update_yaxes(range=[low - 0.1 * (high - low), high + 0.05 * (high - low)])
    figure.update_xaxes(range=[weights[0], weights[-1]])
    return figure
