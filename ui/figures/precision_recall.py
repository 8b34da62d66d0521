"""Precision over recall: how many of the found are right, the more one wants to find."""

from collections.abc import Mapping

import plotly.graph_objects as go

from nncore.metrics import PrecisionRecall
from ui.figures.base import PARTS, add_threshold, blank, part_line, seen_along


def precision_recall(
    curves: Mapping[str, PrecisionRecall], at: Mapping[str, tuple[float, float]], *, dark: bool = False
) -> go.Figure:
    """The curve of each part of the rows, as steps, and the threshold in use.

    curves: by part, a key of PARTS. at: by part, recall and precision at the threshold.
    """
    figure = blank("Precision and recall", "recall", "precision", dark, square=True)
    for part, curve in curves.items():
        seen = seen_along(curve.recall, curve.precision)
        figure.add_scatter(
            x=curve.recall[seen],
            y=curve.precision[seen],
            customdata=curve.thresholds[seen],
            mode="lines",
            name=PARTS[part][0],
            line=part_line(part, dark) | {"shape": "vh"},
            hovertemplate="threshold %{customdata:.3~g}<br>finds %{x:.1%}, of those found %{y:.1%} are right",
        )
    for part, place in at.items():
        add_threshold(figure, part, *place, dark)
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")
    figure.update_yaxes(range=[-0.02, 1.02], tickformat=".0%")
    return figure
