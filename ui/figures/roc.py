"""Receiver operating characteristic: what each threshold finds and what it costs in false alarms."""

from collections.abc import Mapping

import plotly.graph_objects as go

from nncore.metrics import Roc
from ui.figures.base import add_share_curve, add_threshold, against_diagonal, blank


def roc(curves: Mapping[str, Roc], at: Mapping[str, tuple[float, float]], *, dark: bool = False) -> go.Figure:
    """The curve of each part of the rows, the diagonal of guessing, and the threshold in use.

    curves: by part, a key of PARTS. at: by part, where on its curve the threshold stands.
    """
    figure = blank("ROC", "false positive rate", "recall", dark, square=True)
    against_diagonal(figure, "guessing", dark)
    for part, curve in curves.items():
        rates = curve.false_positive_rate, curve.true_positive_rate
        add_share_curve(figure, part, *rates, curve.thresholds, "finds %{y:.1%}, false alarms %{x:.1%}", dark)
    for part, place in at.items():
        add_threshold(figure, part, *place, dark)
    return figure
