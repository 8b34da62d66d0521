"""The answer over one column: on average, row by row, and for the row at hand."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import NUMBER, blank
from ui.names import plotly
from ui.theme import tokens

MOST_LINES = 40
FAINT = 0.45
"""How strong the lines of single rows are, of which there are many."""

Array = np.ndarray


def partial_dependence(
    values: ArrayLike,
    lines: ArrayLike,
    own: ArrayLike,
    *,
    name: str,
    output: str,
    at: tuple[float, float],
    categories: Sequence[str] = (),
    turn: float | None = None,
    dark: bool = False,
) -> go.Figure:
    """Traces by name: "rows", "average", "this row" and "here".

    values: (points,) of the column, or the numbers of its categories. lines: (rows, points). own: (points,) of the row
    at hand. at: the value it has, and the answer to it. turn: the answer at which another class begins.
    """
    values, lines, own = (np.asarray(array, dtype=float) for array in (values, lines, own))
    colour = tokens(dark)
    figure = blank("", name, output, dark)
    figure.update_layout(margin_t=8, legend={"y": 1.02, "x": 0, "xanchor": "left"})
    mode = "markers" if categories else "lines"
    x, y = _apart(values, lines[:: -(-len(lines) // MOST_LINES) or 1])
    figure.add_scatter(
        x=x,
        y=y,
        mode=mode,
        name="rows",
        opacity=FAINT,
        line={"color": colour["edge"], "width": 1},
        marker={"color": colour["edge"], "size": 5},
        hoverinfo="skip",
    )
    for label, curve, token, width, dash, symbol in (
        ("average", lines.mean(axis=0), "text", 3, "dash", "diamond"),
        ("this row", own, "accent", 2.5, "solid", "circle-open"),
    ):
        figure.add_scatter(
            x=values,
            y=curve,
            mode=mode,
            name=label,
            line={"color": colour[token], "width": width, "dash": dash},
            marker={"color": colour[token], "size": 11, "symbol": symbol, "line": {"width": 2}},
            hovertemplate=f"%{{x:{NUMBER}}}: %{{y:{NUMBER}}}<extra>{label}</extra>",
        )
    figure.add_scatter(
        x=[at[0]],
        y=[at[1]],
        mode="markers",
        name="here",
        showlegend=False,
        marker={"size": 13, "color": colour["accent"], "line": {"width": 2, "color": colour["background"]}},
        hovertemplate=f"%{{x:{NUMBER}}}: %{{y:{NUMBER}}}<extra>this row now</extra>",
    )
    if turn is not None:
        figure.add_hline(y=turn, line={"color": colour["muted"], "width": 1.5, "dash": "dot"})
    if categories:
        places = list(range(len(categories)))
        figure.update_xaxes(tickvals=places, ticktext=[plotly(word) for word in categories])
        figure.update_xaxes(range=[-0.5, len(categories) - 0.5])
    return figure


def _apart(values: Array, lines: Array) -> tuple[Array, Array]:
    """All lines as one, with a gap between them: a single trace is drawn faster than forty."""
    gaps = np.full((len(lines), 1), np.nan)
    return np.tile(np.append(values, np.nan), len(lines)), np.hstack([lines, gaps]).ravel()
