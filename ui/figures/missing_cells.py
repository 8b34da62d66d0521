"""How many cells of each column are missing."""

from collections.abc import Mapping

import plotly.graph_objects as go

from ui.figures.base import blank
from ui.names import plotly
from ui.theme import tokens

MOST_COLUMNS = 30
"""Columns that are drawn, those that miss most."""


def missing_cells(counts: Mapping[str, int], rows: int, *, dark: bool = False) -> go.Figure:
    """Bars of missing cells, the longest on top. counts: name of a column → its missing cells, of so many rows."""
    most = sorted((item for item in counts.items() if item[1]), key=lambda item: -item[1])[:MOST_COLUMNS]
    figure = blank("Missing cells", f"cells of {rows:,}", None, dark)
    figure.add_bar(
        x=[count for _, count in most],
        y=[plotly(name) for name, _ in most],
        orientation="h",
        marker={"color": tokens(dark)["train"]},
        text=[f"{count:,} ({count / rows:.1%})" for _, count in most],
        hovertemplate="%{y}: %{x} cells<extra></extra>",
    )
    figure.update_yaxes(type="category", showgrid=False, autorange="reversed")
    figure.update_xaxes(range=[0, rows])
    return figure
