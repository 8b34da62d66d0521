"""Does a score of 0.8 come true in 80 % of cases?"""

import numpy as np

from ui.figures.base import blank
from ui.theme import tokens


def calibration(predicted, observed, counts, *, dark=False):
    """Share of positives over the mean score of each bin, larger points for more samples. All: (bins,)."""
    colour, counts = tokens(dark), np.asarray(counts)
    figure = blank("Calibration", "mean score", "share of positives", dark, square=True)
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name="perfect",
        hoverinfo="skip",
        line={"color": colour["muted"], "width": 1, "dash": "dot"},
    )
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
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")
    figure.update_yaxes(range=[-0.02, 1.02], tickformat=".0%")
    return figure
