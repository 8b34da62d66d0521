"""The cost after each update of gradient descent."""

from collections.abc import Sequence

import plotly.graph_objects as go

from ui.figures.base import NUMBER, blank
from ui.theme import tokens


def cost_steps(costs: Sequence[float], *, name: str = "cost J", dark: bool = False) -> go.Figure:
    """costs: (updates + 1,), the first one before any update; on a logarithmic scale."""
    figure = blank("", "updates", name, dark)
    figure.add_scatter(
        x=list(range(len(costs))),
        y=list(costs),
        mode="lines+markers",
        line={"color": tokens(dark)["train"], "width": 2},
        hovertemplate=f"after %{{x}} updates: %{{y:{NUMBER}}}<extra></extra>",
    )
    figure.update_yaxes(type="log", exponentformat="power", dtick=1)
    figure.update_layout(margin_t=8)
    return figure
