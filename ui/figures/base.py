"""What all charts share: an empty figure with named axes, colour and symbol of a class, thinning of long curves."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.names import plotly
from ui.theme import CLASS_SYMBOLS, template, tokens

Array = np.ndarray

NUMBER = ".3~g"
"""Three significant digits, for hover texts."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""Plotly's dashes, so that lines of different kinds differ by more than colour."""
MOST_POINTS = 1_000
CELLS = 400
"""Along each side of a square chart, which is no wider in pixels."""
PARTS = {
    "train": ("training", "train", "solid", "circle"),
    "test": ("test", "test", "dash", "diamond"),
    "validation": ("validation", "accent", "dot", "square"),
}
"""Part of the rows → its name, and how its curves look: colour, dash, marker."""


def blank(title: str, x: str | None, y: str | None, dark: bool, *, square: bool = False) -> go.Figure:
    """A figure without traces; x and y are the names of its axes, with their units.

    square: one unit is as long on y as on x.
    """
    layout = go.Layout(
        template=template(dark),
        title=plotly(title),
        xaxis_title=x and plotly(x),
        yaxis_title=y and plotly(y),
        uirevision=f"{title}: {x}, {y}",
        legend={"x": 1, "xanchor": "right"},
        xaxis_hoverformat=NUMBER,
        yaxis_hoverformat=NUMBER,
    )
    if square:
        layout.yaxis.scaleanchor = "x"
        layout.xaxis.constrain = layout.yaxis.constrain = "domain"
    return go.Figure(layout=layout)


def class_look(number: int, dark: bool) -> tuple[str, str]:
    """Colour and symbol of a class; no two classes share both."""
    colours = tokens(dark)["classes"]
    return (
        colours[number % len(colours)],
        CLASS_SYMBOLS[(number + number // len(colours)) % len(CLASS_SYMBOLS)],
    )


def part_line(part: str, dark: bool) -> dict[str, Any]:
    """The line of a part's curve."""
    _, colour, dash, _ = PARTS[part]
    return {"color": tokens(dark)[colour], "width": 2.5, "dash": dash}


def add_share_curve(
    figure: go.Figure, part: str, x: Array, y: Array, thresholds: Array, hover: str, dark: bool, shape: str = "linear"
) -> None:
    """A part's curve of shares over all thresholds, as far as it can be seen. hover: what a place on it means."""
    seen = seen_along(x, y)
    figure.add_scatter(
        x=x[seen],
        y=y[seen],
        customdata=thresholds[seen],
        mode="lines",
        name=PARTS[part][0],
        line=part_line(part, dark) | {"shape": shape},
        hovertemplate=f"threshold %{{customdata:{NUMBER}}}<br>{hover}",
    )


def add_threshold(figure: go.Figure, part: str, x: float, y: float, dark: bool) -> None:
    """Mark where the threshold in use stands on a part's curve: the trace "threshold train"."""
    _, colour, _, symbol = PARTS[part]
    rim = {"width": 2, "color": tokens(dark)["background"]}
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers",
        name=f"threshold {part}",
        marker={"symbol": symbol, "size": 13, "color": tokens(dark)[colour], "line": rim},
        hoverinfo="skip",
    )


def thinned(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """At most MOST_POINTS of a long curve: lowest and highest value of each of many equal parts, and both ends."""
    x, y = np.asarray(x), np.asarray(y, dtype=float)
    if len(x) <= MOST_POINTS:
        return x, y
    parts = np.array_split(np.where(np.isfinite(y), y, -np.inf), MOST_POINTS // 2 - 1)
    starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    lowest = [start + part.argmin() for start, part in zip(starts, parts, strict=True)]
    highest = [start + part.argmax() for start, part in zip(starts, parts, strict=True)]
    kept = np.unique([0, *lowest, *highest, len(x) - 1])
    return x[kept], y[kept]


def seen_along(x: ArrayLike, y: ArrayLike) -> Array:
    """Numbers of the points of a curve of shares that can be told apart on a screen: one a cell, and both ends."""
    cells = np.floor(np.nan_to_num(np.column_stack([x, y])) * CELLS)
    apart = (np.diff(cells, axis=0) != 0).any(axis=1)
    kept: Array = np.flatnonzero(np.concatenate([[True], apart])) if len(cells) else np.zeros(0, dtype=int)
    return np.union1d(kept, [len(cells) - 1]) if len(cells) else kept


def add_upright(figure: go.Figure, x: float, dark: bool) -> None:
    """Mark a place on the x axis by a line from bottom to top."""
    line = {"color": tokens(dark)["muted"], "width": 1}
    figure.add_shape(type="line", x0=x, x1=x, y0=0, y1=1, yref="paper", line=line)


def against_diagonal(figure: go.Figure, name: str, dark: bool) -> None:
    """Make both axes shares from 0 to 100 %, and draw the diagonal that a curve is compared with."""
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=name,
        hoverinfo="skip",
        line={"color": tokens(dark)["muted"], "width": 1, "dash": "dot"},
    )
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")
    figure.update_yaxes(range=[-0.02, 1.02], tickformat=".0%")
