"""An activation function and its derivative."""

import numpy as np
import plotly.graph_objects as go

from nncore.explain.numbers import format_number
from ui.figures.base import NUMBER, blank
from ui.theme import tokens

Array = np.ndarray


def activation_graph(
    z: Array,
    value: Array,
    derivative: Array,
    *,
    label: str = "f",
    at: tuple[float, float, float] | None = None,
    dark: bool = False,
) -> go.Figure:
    """The function solid, its derivative dashed.

    z, value, derivative: (points,). at: (z, a, slope) of a neuron, shown as a point with the tangent through it.
    """
    colour = tokens(dark)
    figure = blank(label, "weighted sum z", "activation a", dark)
    figure.update_layout(hovermode="x unified")
    for name, values, line in (
        ("f(z)", value, {"color": colour["accent"], "width": 3}),
        ("f′(z)", derivative, {"color": colour["muted"], "width": 2, "dash": "dash"}),
    ):
        figure.add_scatter(x=z, y=values, mode="lines", name=name, line=line, hovertemplate=f"%{{y:{NUMBER}}}")
    if at is not None:
        here, height, slope = at
        reach = 0.08 * (z[-1] - z[0]) * np.array([-1, 1])
        figure.add_scatter(
            x=here + reach,
            y=height + slope * reach,
            mode="lines",
            name="tangent",
            showlegend=False,
            hoverinfo="skip",
            line={"color": colour["text"], "width": 2},
        )
        figure.add_scatter(
            x=[here],
            y=[height],
            mode="markers",
            name="here",
            showlegend=False,
            marker={"size": 12, "color": colour["text"], "line": {"width": 2, "color": colour["background"]}},
            hovertemplate=f"%{{y:{NUMBER}}}, slope {format_number(slope)}",
        )
    return figure
