"""Receiver operating characteristic: what each threshold catches and what it costs in false alarms."""

from collections.abc import Sequence

import plotly.graph_objects as go

from ui.figures.base import against_diagonal, blank
from ui.theme import tokens


def roc(
    false_positive_rate: Sequence[float],
    true_positive_rate: Sequence[float],
    thresholds: Sequence[float],
    area: float,
    *,
    at: int | None = None,
    dark: bool = False,
) -> go.Figure:
    """The curve, the diagonal of guessing, and the chosen threshold.

    The first three: (points,). at: number of the point whose threshold is in use.
    """
    colour = tokens(dark)
    figure = blank(f"ROC, area {area:.3f}", "false positive rate", "true positive rate", dark, square=True)
    figure.update_layout(uirevision="ROC", legend={"orientation": "v", "y": 0.02})
    against_diagonal(figure, "guessing", dark)
    hover = "threshold %{customdata:.3~g}<br>catches %{y:.1%}, false alarms %{x:.1%}<extra></extra>"
    figure.add_scatter(
        x=false_positive_rate,
        y=true_positive_rate,
        customdata=thresholds,
        mode="lines",
        name="network",
        line={"color": colour["accent"], "width": 3},
        hovertemplate=hover,
    )
    if at is not None:
        figure.add_scatter(
            x=[false_positive_rate[at]],
            y=[true_positive_rate[at]],
            customdata=[thresholds[at]],
            mode="markers",
            name="threshold",
            marker={"size": 12, "color": colour["text"]},
            hovertemplate=hover,
        )
    return figure
