"""How a layer of two neurons bends the plane: the samples where the layer puts them."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nncore.data import Dataset
from ui.figures.base import blank
from ui.figures.points import add_points
from ui.theme import tokens

Array = np.ndarray
Boundary = tuple[float, float, float]
"""Weight 1, weight 2 and bias of an output that reads the two neurons: where their sum is zero is a straight line."""


def hidden_space(
    dataset: Dataset,
    rows: Array,
    activations: Array,
    mesh: Sequence[Array] = (),
    *,
    names: tuple[str, str] = ("neuron 1", "neuron 2"),
    boundary: Boundary | None = None,
    dark: bool = False,
) -> go.Figure:
    """Rows by their activations of the two neurons, on the bent mesh of the input plane.

    rows: (points,) row numbers. activations: (points, 2). mesh: lines (points, 2), straight ones of the input plane
    after the layer. boundary: of the output that reads this layer, where there is one.
    """
    colour = tokens(dark)
    figure = blank("Hidden space", f"activation of {names[0]}", f"activation of {names[1]}", dark)
    if len(mesh):
        # One trace for all lines, broken by a gap after each: hundreds of traces would draw slowly.
        broken = np.concatenate([np.vstack([line, [np.nan, np.nan]]) for line in mesh])
        figure.add_scatter(
            x=broken[:, 0],
            y=broken[:, 1],
            mode="lines",
            name="input plane",
            hoverinfo="skip",
            line={"color": colour["edge"], "width": 1},
        )
    add_points(figure, dataset, rows, activations, dark)
    if boundary is not None and any(boundary[:2]):
        ends = _line_across(np.concatenate([activations, *mesh]), boundary)
        figure.add_scatter(
            x=ends[:, 0],
            y=ends[:, 1],
            mode="lines",
            name="boundary",
            hoverinfo="skip",
            line={"color": colour["text"], "width": 2, "dash": "dash"},
        )
    figure.update_layout(showlegend=False)
    return figure


def _line_across(seen: Array, boundary: Boundary) -> Array:
    """Two points (2, 2) of the line w·a + b = 0, on either side of its point nearest the middle of what is seen."""
    weights, bias = np.array(boundary[:2]), boundary[2]
    low, high = seen.min(axis=0), seen.max(axis=0)
    middle = (low + high) / 2
    nearest = middle - (weights @ middle + bias) / (weights @ weights) * weights
    along = np.array([-weights[1], weights[0]]) / np.hypot(*weights)
    reach = np.linalg.norm(high - low) / 2
    return np.asarray(nearest + np.array([[-reach], [reach]]) * along)
