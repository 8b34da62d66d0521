"""The answers of a regression over what they should be."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from ui.figures.base import MOST_POINTS, NUMBER, PARTS, blank
from ui.theme import tokens


def answers(pairs: Mapping[str, tuple[np.ndarray, np.ndarray]], *, dark: bool = False) -> go.Figure:
    """A point for each row, or for an even selection of many, and the diagonal of perfect answers.

    pairs: by part of the rows, a key of PARTS: targets and answers (rows,).
    """
    figure = blank("Answers", "target", "answer", dark)
    ends = [min(float(targets.min()) for targets, _ in pairs.values())]
    ends += [max(float(targets.max()) for targets, _ in pairs.values())]
    line = {"color": tokens(dark)["muted"], "width": 1, "dash": "dot"}
    figure.add_scatter(x=ends, y=ends, mode="lines", name="perfect", hoverinfo="skip", line=line)
    for part, (targets, given) in pairs.items():
        name, colour, _, symbol = PARTS[part]
        every = -(-len(targets) // MOST_POINTS) or 1
        figure.add_scatter(
            x=targets[::every],
            y=given[::every],
            mode="markers",
            name=name,
            marker={"color": tokens(dark)[colour], "symbol": symbol, "size": 6, "opacity": 0.6},
            hovertemplate=f"target %{{x:{NUMBER}}}, answer %{{y:{NUMBER}}}",
        )
    return figure
