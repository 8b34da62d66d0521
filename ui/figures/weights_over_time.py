"""Weights, or their gradients, over the epochs."""

import numpy as np

from ui.figures.base import NUMBER, blank, class_look, thinned, upright

DASHES = ("solid", "dash", "dot", "dashdot")
MOST_LINES = 40


def weights_over_time(epochs, values, names, *, quantity="weight", title="Weights", position=None, dark=False):
    """A line a weight; of more than MOST_LINES those that changed most.

    epochs: (epochs,). values: (epochs, weights). names: one a weight. position: the epoch on screen.
    """
    values = np.asarray(values, dtype=float)
    shown = np.sort(np.argsort(-np.ptp(values, axis=0), kind="stable")[:MOST_LINES])
    few = "" if len(shown) == values.shape[1] else f", {MOST_LINES} of {values.shape[1]}"
    figure = blank(title + few, "epoch", quantity, dark)
    for number, column in enumerate(shown):
        x, y = thinned(epochs, values[:, column])
        colour, _ = class_look(number, dark)
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            name=names[column],
            line={"color": colour, "width": 1.5, "dash": DASHES[number // 6 % len(DASHES)]},
            hovertemplate=f"epoch %{{x}}: %{{y:{NUMBER}}}<extra>{names[column]}</extra>",
        )
    if position is not None:
        upright(figure, position, "", dark)
    figure.update_layout(showlegend=len(shown) <= 6)
    return figure
