"""Receiver operating characteristic: what each threshold finds and what it costs in false alarms."""

from collections.abc import Mapping

import plotly.graph_objects as go

from nncore.metrics import Roc
from ui.figures.base import PARTS, add_threshold, against_diagonal, blank, part_line, seen_along


def roc(curves: Mapping[str, Roc], at: Mapping[str, tuple[float, float]], *, dark: bool = False) -> go.Figure:
    """The curve of each part of the rows, the diagonal of guessing, and the threshold in use.

    curves: by part, a key of PARTS. at: by part, where on its curve the threshold stands.
    """
    figure = blank("ROC", "false positive rate", "recall", dark, square=True)
    against_diagonal(figure, "guessing", dark)
    for part, curve in curves.items():
        seen = seen_along(curve.false_positive_rate, curve.true_positive_rate)
        figure.add_scatter(
            x=curve.false_positive_rate[seen],
            y=curve.true_positive_rate[seen],
            customdata=curve.thresholds[seen],
            mode="lines",
            name=PARTS[part][0],
            line=part_line(part, dark),
            hovertemplate="threshold %{customdata:.3~g}<br>finds %{y:.1%}, false alarms %{x:.1%}",
        )
    for part, place in at.items():
        add_threshold(figure, part, *place, dark)
    return figure
