"""Does a score of 0.8 come true in 80 % of cases?"""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import against_diagonal, blank
from ui.theme import tokens


def calibration(predicted: ArrayLike, observed: ArrayLike, counts: ArrayLike, *, dark: bool = False) -> go.Figure:
    """Share of positives over the mean score of each bin, larger points for more samples. All: (bins,)."""
    colour, counts = tokens(dark), np.asarray(counts)
    figure = blank("Calibration", "mean score", "share of positives", dark, square=True)
    against_diagonal(figure, "perfect", dark)
    figure.add_scatter(
        x=predicted,
        y=observed,
        customdata=counts,
        mode="lines+markers",
        name="network",
        line={"color": colour["accent"], "width": 2},
        marker={"size": 6 + 14 * np.sqrt(counts / counts.max())},
        hovertemplate="score %{x:.1%}: %{y:.1%} of %{customdata} samples<extra></extra>",
    )
    figure.update_layout(legend={"orientation": "v", "y": 0.02})
    return figure
