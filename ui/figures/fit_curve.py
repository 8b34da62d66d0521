"""What a network of one input answers along it, with the samples."""

import numpy as np

from ui.figures.base import NUMBER, blank
from ui.theme import tokens


def fit_curve(x, output, parts=(), *, names=("x1", "y"), dark=False):
    """The output (points,) as a line over the input x (points,); parts: Points whose y is the value to learn."""
    colour = tokens(dark)
    figure = blank("Output", *names, dark)
    for points in parts:
        name = "test" if points.held_out else "training"
        look = {"symbol": "circle-open" if points.held_out else "circle", "size": 7}
        figure.add_scatter(
            x=points.x,
            y=points.y,
            mode="markers",
            name=name,
            marker={**look, "color": colour["test" if points.held_out else "train"]},
            hovertemplate=f"%{{x:{NUMBER}}}: %{{y:{NUMBER}}}<extra>{name}</extra>",
        )
    figure.add_scatter(
        x=x,
        y=np.asarray(output),
        mode="lines",
        name="network",
        line={"color": colour["accent"], "width": 3},
        hovertemplate=f"%{{x:{NUMBER}}}: %{{y:{NUMBER}}}<extra>network</extra>",
    )
    return figure
