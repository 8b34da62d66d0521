"""How a layer of two neurons bends the plane: the samples where the layer puts them."""

import numpy as np

from ui.figures.base import blank
from ui.figures.points import add_classes, add_values
from ui.theme import tokens


def hidden_space(
    parts, mesh=(), *, names=("neuron 1", "neuron 2"), classes=("negative", "positive"), span=(-1.0, 1.0), cut=None,
    dark=False,
):  # fmt: skip
    """Points by the activations of the two neurons, on the bent mesh of the input plane.

    parts: Points in activations. mesh: lines (points, 2), straight ones of the input plane after the layer.
    cut: (weight 1, weight 2, bias) of an output that reads this layer; its boundary is a straight line here.
    span: values of full colour, for a regression (classes empty).
    """
    colour = tokens(dark)
    figure = blank("Hidden space", *(f"activation of {name}" for name in names), dark)
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
    for points in parts:
        if classes:
            add_classes(figure, points, classes, dark)
        else:
            add_values(figure, points, span, dark)
    everything = [np.column_stack([points.x, points.y]) for points in parts] + [np.asarray(line) for line in mesh]
    if cut is not None and everything and any(cut[:2]):
        ends = _line_across(np.concatenate(everything), cut)
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


def _line_across(seen, cut):
    """Two points (2, 2) of the line w·a + b = 0, on either side of its point nearest the middle of what is seen."""
    weights, bias = np.asarray(cut[:2], dtype=float), cut[2]
    low, high = seen.min(axis=0), seen.max(axis=0)
    middle = (low + high) / 2
    nearest = middle - (weights @ middle + bias) / (weights @ weights) * weights
    along = np.array([-weights[1], weights[0]]) / np.hypot(*weights)
    reach = np.linalg.norm(high - low) / 2
    return nearest + np.array([[-reach], [reach]]) * along
