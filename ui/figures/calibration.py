"""Does a score of 0.8 come true in 80 % of cases?"""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from nncore.metrics import Calibration
from ui.figures.base import PARTS, against_diagonal, blank, part_line


def calibration(bins: Mapping[str, Calibration], *, dark: bool = False) -> go.Figure:
    """Share of positives over the mean score of each bin, larger points for more samples.

    bins: by part of the rows, a key of PARTS.
    """
    figure = blank("Calibration", "mean score", "share of positives", dark, square=True)
    against_diagonal(figure, "perfect", dark)
    for part, found in bins.items():
        figure.add_scatter(
            x=found.predicted,
            y=found.observed,
            customdata=found.counts,
            mode="lines+markers",
            name=PARTS[part][0],
            line=part_line(part, dark) | {"width": 1.5},
            marker={"size": 5 + 10 * np.sqrt(found.counts / found.counts.max()), "symbol": PARTS[part][3]},
            hovertemplate="score %{x:.1%}: %{y:.1%} of %{customdata} samples",
        )
    return figure
