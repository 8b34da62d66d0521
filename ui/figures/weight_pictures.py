"""What the neurons of the first layer look for in a picture: their weights, each at its pixel."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import NUMBER, blank
from ui.names import plotly
from ui.theme import diverging, tokens

MOST_PICTURES = 24
LONGEST_NAME = 10
GAP, ABOVE = 2, 3
"""Pixels between two pictures side by side, and above each, where its name stands."""

Array = np.ndarray


def weight_pictures(weights: ArrayLike, side: int, names: Sequence[str], *, dark: bool = False) -> go.Figure:
    """A picture a neuron, of at most MOST_PICTURES, all on one colour scale with 0 in its middle.

    weights: (neurons, side²), the pixels row by row. names: one a neuron.
    """
    pictures = np.asarray(weights, dtype=float).reshape(-1, side, side)
    shown = pictures[:MOST_PICTURES]
    few = "" if len(shown) == len(pictures) else f", {MOST_PICTURES} of {len(pictures)} neurons"
    corners = _corners(len(shown), side)
    largest = _largest(shown)
    figure = blank(f"Weights as pictures{few}", None, None, dark, square=True)
    figure.add_heatmap(
        z=_side_by_side(shown, corners),
        customdata=_places(names, corners, side),
        zmin=-largest,
        zmax=largest,
        colorscale=diverging(dark),
        colorbar={"title": "weight", "thickness": 12},
        hoverongaps=False,
        hovertemplate=f"%{{customdata}}: %{{z:{NUMBER}}}<extra></extra>",
    )
    for name, (top, left) in zip(names, corners, strict=False):
        _add_frame(figure, _short(name), top, left, side, dark)
    high, wide = figure.data[0].z.shape
    figure.update_xaxes(visible=False, range=[-1, wide])
    figure.update_yaxes(visible=False, range=[high, -ABOVE])
    return figure


def _corners(count: int, side: int) -> list[tuple[int, int]]:
    """(top, left) of each picture, in rows about one and a half times as wide as all are high."""
    across = int(np.ceil(np.sqrt(1.5 * count)))
    return [(number // across * (side + ABOVE), number % across * (side + GAP)) for number in range(count)]


def _side_by_side(pictures: Array, corners: list[tuple[int, int]]) -> Array:
    """All pictures in one array, NaN between them."""
    side = pictures.shape[1]
    high, wide = np.max(corners, axis=0) + side
    together = np.full((high, wide), np.nan)
    for picture, (top, left) in zip(pictures, corners, strict=True):
        together[top : top + side, left : left + side] = picture
    return together


def _places(names: Sequence[str], corners: list[tuple[int, int]], side: int) -> Array:
    """For hover texts: neuron, row and column of each pixel of the joined array."""
    high, wide = np.max(corners, axis=0) + side
    places = np.full((high, wide), "", dtype=object)
    for name, (top, left) in zip(names, corners, strict=False):
        for row, column in np.ndindex(side, side):
            places[top + row, left + column] = f"{plotly(name)}, row {row + 1}, column {column + 1}"
    return places


def _largest(pictures: Array) -> float:
    """The weight farthest from 0, or 1 where all are 0 or none is a number."""
    sizes = np.abs(pictures[np.isfinite(pictures)])
    return float(sizes.max(initial=0)) or 1.0


def _add_frame(figure: go.Figure, name: str, top: int, left: int, side: int, dark: bool) -> None:
    """A line around a picture and the neuron's name above it."""
    colour = tokens(dark)
    figure.add_shape(
        type="rect",
        x0=left - 0.5,
        x1=left + side - 0.5,
        y0=top - 0.5,
        y1=top + side - 0.5,
        line={"color": colour["edge"], "width": 1},
    )
    figure.add_annotation(
        x=left - 0.5,
        y=top - 0.5,
        text=plotly(name),
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font={"size": 12},
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
