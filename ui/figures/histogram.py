"""How the values of one column are spread, class by class."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import NUMBER, blank, class_look
from ui.names import plotly
from ui.theme import tokens

STRIPES = ("", "/", "\\", "x", "-", "|", "+", ".")


def histogram(
    values: ArrayLike,
    name: str,
    labels: np.ndarray | None = None,
    classes: Sequence[str] = (),
    *,
    bins: int = 24,
    dark: bool = False,
) -> go.Figure:
    """Numbers of samples in bins of equal width, the classes stacked.

    values: (samples,) of the column. labels: (samples,) class numbers; None counts all samples together.
    """
    values = np.asarray(values, dtype=float)
    edges = np.histogram_bin_edges(values, bins)
    figure = blank(name, name, "samples", dark)
    groups = [("samples", values, tokens(dark)["train"], "")]
    if labels is not None:
        groups = [
            (plotly(str(word)), values[labels == number], class_look(number, dark)[0], STRIPES[number % len(STRIPES)])
            for number, word in enumerate(classes)
        ]
    for word, mine, colour, stripes in groups:
        counts, _ = np.histogram(mine, edges)
        figure.add_bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=np.diff(edges),
            name=word,
            marker={"color": colour, "pattern": {"shape": stripes, "solidity": 0.2, "fillmode": "overlay"}},
            customdata=np.column_stack([edges[:-1], edges[1:]]),
            hovertemplate=f"%{{customdata[0]:{NUMBER}}} to %{{customdata[1]:{NUMBER}}}: %{{y}}<extra>{word}</extra>",
        )
    figure.update_layout(barmode="stack", bargap=0, showlegend=labels is not None, legend_traceorder="normal")
    return figure
