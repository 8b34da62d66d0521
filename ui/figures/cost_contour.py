"""The cost over two weights, with the path that each optimiser takes."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import DASHES, NUMBER, blank, class_look
from ui.theme import tokens

Array = np.ndarray
Steps = tuple[Array, Array, Array]
"""Where an optimiser went: both weights and the cost after each step."""


def cost_contour(
    x: Array,
    y: Array,
    costs: ArrayLike,
    paths: Mapping[str, Steps] | None = None,
    *,
    names: tuple[str, str] = ("w1", "w2"),
    unit: str = "cost",
    title: str = "Cost",
    dark: bool = False,
) -> go.Figure:
    """Lines of equal cost, evenly spaced in its logarithm, from pale in the valley to darker on the hills.

    x (columns,), y (rows,): the two weights. costs: (rows, columns). paths: an optimiser's name → its steps.
    """
    figure = blank(title, names[0], names[1], dark)
    add_valley(figure, x, y, costs, unit, dark)
    for number, (name, (steps_x, steps_y, steps_cost)) in enumerate((paths or {}).items()):
        colour, symbol = class_look(number, dark)
        figure.add_scatter(
            x=steps_x,
            y=steps_y,
            customdata=np.column_stack([np.arange(len(steps_x)), steps_cost]),
            mode="lines+markers",
            name=name,
            line={"color": colour, "width": 2, "dash": DASHES[number % len(DASHES)]},
            marker={"symbol": symbol, "size": 7},
            hovertemplate=f"step %{{customdata[0]}}: {unit} %{{customdata[1]:{NUMBER}}}<extra>{name}</extra>",
        )
    figure.update_xaxes(range=[x[0], x[-1]])
    figure.update_yaxes(range=[y[0], y[-1]])
    return figure


def add_valley(figure: go.Figure, x: Array, y: Array, costs: ArrayLike, unit: str, dark: bool) -> None:
    """Draw the lines of equal cost; a cost of zero is drawn as low as the lowest one above it."""
    colour = tokens(dark)
    costs = np.asarray(costs, dtype=float)
    positive = costs[np.isfinite(costs) & (costs > 0)]
    smallest = max(positive.min(), positive.max() * 1e-6) if positive.size else 1.0
    figure.add_contour(
        x=x,
        y=y,
        z=np.log10(np.maximum(costs, smallest)),
        customdata=costs,
        name=unit,
        ncontours=24,
        showscale=False,
        colorscale=[[0, colour["background"]], [1, colour["line"]]],
        line={"color": colour["edge"], "width": 0.75},
        hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<br>{unit} %{{customdata:{NUMBER}}}<extra></extra>",
    )
