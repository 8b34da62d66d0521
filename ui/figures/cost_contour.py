"""The cost over two weights, with the path that each optimiser takes."""

import numpy as np

from ui.figures.base import NUMBER, blank, class_look
from ui.theme import tokens

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def cost_contour(x, y, costs, paths=None, *, names=("w1", "w2"), unit="cost", title="Cost", dark=False):
    """Lines of equal cost, evenly spaced in its logarithm, from pale in the valley to darker on the hills.

    x (columns,), y (rows,): the two weights. costs: (rows, columns). paths: name → (x, y, costs) of the steps.
    """
    figure = blank(title, *names, dark)
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


def add_valley(figure, x, y, costs, unit, dark):
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
