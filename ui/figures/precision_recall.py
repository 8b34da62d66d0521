"""Precision over recall: how many of the found are right, the more one wants to find."""

from collections.abc import Mapping

import plotly.graph_objects as go

from nncore.metrics import PrecisionRecall
from ui.figures.base import add_share_curve, add_threshold, blank


def precision_recall(
    curves: Mapping[str, PrecisionRecall], at: Mapping[str, tuple[float, float]], *, dark: bool = False
) -> go.Figure:
    """The curve of each part of the rows, as steps, and the threshold in use.

    curves: by part, a key of PARTS. at: by part, recall and precision at the threshold.
    """
    figure = blank("Precision and recall", "recall", "precision", dark, square=True)
    for part, curve in curves.items():
        hover = "finds %{x:.1%}, of those found %{y:.1%} are right"
        add_share_curve(figure, part, curve.recall, curve.precision, curve.thresholds, hover, dark, shape="vh")
    for part, place in at.items():
        add_threshold(figure, part, *place, dark)
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")
    figure.update_yaxes(range=[-0.02, 1.02], tickformat=".0%")
    return figure
