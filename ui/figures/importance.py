"""Which columns matter: a bar each, the most important on top."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import NUMBER, blank
from ui.names import plotly
from ui.theme import tokens

MOST_BARS = 12
LONGEST = 22
"""Characters of a name beside its bar."""


def importance(
    names: Sequence[str],
    mean: ArrayLike,
    spread: ArrayLike,
    *,
    lost: str = "accuracy lost",
    chosen: int | None = None,
    dark: bool = False,
) -> go.Figure:
    """Bars with their spread; of more than MOST_BARS columns those that matter most.

    mean, spread: (columns,) what is lost where a column is shuffled. lost: what that is. chosen: number of the column
    that stands out.
    """
    mean, spread = np.asarray(mean, dtype=float), np.asarray(spread, dtype=float)
    shown = np.argsort(-np.where(np.isfinite(mean), mean, -np.inf), kind="stable")[:MOST_BARS]
    few = "" if len(shown) == len(names) else f", {len(shown)} of {len(names)} columns"
    colour = tokens(dark)
    figure = blank("", lost + few, None, dark)
    figure.add_bar(
        x=mean[shown],
        y=np.arange(len(shown)),
        orientation="h",
        marker={
            "color": [colour["accent" if number == chosen else "edge"] for number in shown],
            "pattern": {"shape": ["/" if mean[number] < 0 else "" for number in shown], "fillmode": "overlay"},
        },
        error_x={"array": spread[shown], "color": colour["text"], "thickness": 1.5, "width": 4},
        customdata=np.column_stack([shown, spread[shown]]),
        hovertext=[plotly(names[number]) for number in shown],
        hovertemplate=f"%{{hovertext}}: %{{x:{NUMBER}}} ± %{{customdata[1]:{NUMBER}}}<extra></extra>",
    )
    labels = [
        names[number] if len(names[number]) <= LONGEST else names[number][: LONGEST - 1] + "…" for number in shown
    ]
    figure.update_layout(showlegend=False, margin_t=8, bargap=0.35)
    figure.update_yaxes(tickvals=np.arange(len(shown)), ticktext=[plotly(label) for label in labels], showgrid=False)
    figure.update_yaxes(range=[len(shown) - 0.5, -0.5], zeroline=False)
    return figure
