"""Activations as curves: the one of a step with its sums on it, and several over each other."""

import numpy as np
import plotly.graph_objects as go

from nncore.activations import ACTIVATIONS
from nncore.explain.numbers import format_number
from nncore.propagation import Pass
from ui.core.layer_names import layer_phrase
from ui.explain.walk import Step
from ui.figures import activation_graph
from ui.figures.base import blank, class_look
from ui.names import plotly

MARKS = 13
"""Marks along a curve that tell it apart without its colour."""


def curve_of_step(pass_: Pass, step: Step, hidden: bool, dark: bool) -> tuple[go.Figure, str] | None:
    """The activation of a step's layer with the sums of its first sample as points, and what it shows in words.

    hidden: leave out the last sum, which is to be guessed. None where there is no curve: for inputs, for what works on
    a whole layer, and for sums that are not finite.
    """
    network, layer = pass_.network, step.units[0].layer
    activation = ACTIVATIONS[network.activations[layer]]
    if layer == 0 or not activation.elementwise:
        return None
    units = step.units[:-1] if hidden else step.units
    sums = np.array([pass_.trace.z[layer][0, unit.index] for unit in units])
    reach = max(4.0, 1.25 * float(np.abs(sums).max(initial=0.0)))
    if not np.isfinite(reach):
        return None
    z = np.linspace(-reach, reach, 401)
    value, slope = activation.value, activation.derivative
    last = sums[-1:]
    at = (float(last[0]), float(value(last)[0]), float(slope(last)[0])) if len(sums) else None
    figure = activation_graph(z, value(z), slope(z), label=activation.label, at=at, dark=dark)
    if len(sums) > 1:
        figure.add_scatter(
            x=sums,
            y=value(sums),
            mode="markers+text",
            text=[plotly(network.name(unit)) for unit in units],
            textposition="top center",
            marker={"size": 9},
            showlegend=False,
            hovertemplate="%{text}: %{y:.3~g}<extra></extra>",
        )
    where = f" at z = {format_number(sums[-1])}" if len(sums) else ""
    return figure, f"{activation.label} of the {layer_phrase(network, layer)}{where}"


def curves(names: list[str], at: float, derivative: bool, hidden: str, dark: bool) -> go.Figure:
    """Activations solid, or their derivatives dashed, each with a point on it; colour and mark tell them apart.

    hidden: one that goes without its point.
    """
    words = ("Slope f′(z)", "f′(z)") if derivative else ("Activation f(z)", "f(z)")
    figure = blank(words[0], "weighted sum z", words[1], dark)
    z = np.linspace(-6.0, 6.0, 481)
    for number, name in enumerate(names):
        record = ACTIVATIONS[name]
        function = record.derivative if derivative else record.value
        colour, symbol = class_look(number, dark)
        line = {"color": colour, "width": 3, "dash": "dash" if derivative else "solid"}
        marks = {"color": colour, "symbol": symbol, "size": 8, "maxdisplayed": MARKS}
        hover = "skip" if name == hidden else None
        figure.add_scatter(
            x=z, y=function(z), mode="lines+markers", name=record.label, line=line, marker=marks, hoverinfo=hover
        )
        if name != hidden:
            here = function(np.array([at]))
            marker = {"color": colour, "size": 12, "symbol": symbol}
            figure.add_scatter(x=[at], y=here, mode="markers", marker=marker, showlegend=False, name=record.label)
    figure.update_yaxes(range=[-0.3, 1.3] if derivative else [-2.2, 3.2])
    return figure
