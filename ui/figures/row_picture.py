"""One row of the data as the picture that it is."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from ui.figures.base import NUMBER, blank
from ui.theme import tokens


def row_picture(
    values: ArrayLike, side: int, title: str, *, span: tuple[float, float] = (0, 16), dark: bool = False
) -> go.Figure:
    """Pixels in greys, from the ground's colour to the text's.

    values: (side²,), the pixels row by row. span: the values that get the ends of the scale.
    """
    colour = tokens(dark)
    figure = blank(title, None, None, dark, square=True)
    figure.add_heatmap(
        x=np.arange(1, side + 1),
        y=np.arange(1, side + 1),
        z=np.reshape(np.asarray(values, dtype=float), (side, side)),
        zmin=span[0],
        zmax=span[1],
        colorscale=[[0, colour["background"]], [1, colour["text"]]],
        showscale=False,
        hovertemplate=f"row %{{y}}, column %{{x}}: %{{z:{NUMBER}}}<extra></extra>",
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, autorange="reversed")
    return figure
