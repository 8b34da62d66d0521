"""The answer over two columns, all others staying as they are in one row."""

import numpy as np
import plotly.graph_objects as go

from nncore.data import Dataset, Grid
from ui.figures.base import blank
from ui.figures.plane import add_output
from ui.theme import tokens

Array = np.ndarray


def slice_through(
    dataset: Dataset,
    grid: Grid,
    output: Array,
    *,
    names: tuple[str, str],
    at: tuple[float, float],
    span: tuple[float, float],
    dark: bool = False,
) -> go.Figure:
    """A map with the decision boundary, and the row as the trace "here".

    output: (points of the grid, outputs). names: of the two columns. at: where the row lies. span: outputs of full
    colour.
    """
    colour = tokens(dark)
    figure = blank("", *names, dark)
    add_output(figure, dataset, grid, output, span, dark)
    figure.add_scatter(
        x=[at[0]],
        y=[at[1]],
        mode="markers",
        name="here",
        marker={"size": 13, "color": colour["accent"], "line": {"width": 2, "color": colour["background"]}},
        hovertemplate="%{x:.3~g}, %{y:.3~g}<extra>this row now</extra>",
    )
    figure.update_layout(showlegend=False, margin_t=8)
    figure.update_xaxes(range=[grid.x[0], grid.x[-1]], showgrid=False, zeroline=False)
    figure.update_yaxes(range=[grid.y[0], grid.y[-1]], showgrid=False, zeroline=False)
    return figure
