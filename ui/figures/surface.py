"""The output as a landscape over two inputs."""

import numpy as np
import plotly.graph_objects as go

from ui.figures.base import NUMBER, blank
from ui.names import plotly
from ui.theme import diverging, tokens

Array = np.ndarray


def surface(
    x: Array,
    y: Array,
    output: Array,
    *,
    span: tuple[float, float] = (-1.0, 1.0),
    names: tuple[str, str, str] = ("x1", "x2", "y"),
    dark: bool = False,
) -> go.Figure:
    """A surface coloured like the map.

    x (columns,), y (rows,): the axes. output: (rows, columns). span: outputs of full colour. names: of the axes.
    """
    colour, (across, up, height) = tokens(dark), map(plotly, names)
    figure = blank("Output surface", None, None, dark)
    figure.add_surface(
        x=x,
        y=y,
        z=output,
        cmin=span[0],
        cmax=span[1],
        colorscale=diverging(dark),
        opacity=0.9,
        lighting={"ambient": 0.85, "diffuse": 0.3, "specular": 0},
        colorbar={"title": height, "thickness": 12, "len": 0.7},
        hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<br>output %{{z:{NUMBER}}}<extra></extra>",
    )
    axis = {"backgroundcolor": "rgba(0,0,0,0)", "gridcolor": colour["line"], "color": colour["text"]}
    figure.update_layout(
        scene={
            "uirevision": "surface",
            "camera": {"eye": {"x": 1.5, "y": -1.7, "z": 1.0}},
            "xaxis": {"title": across, **axis},
            "yaxis": {"title": up, **axis},
            "zaxis": {"title": height, **axis},
        }
    )
    return figure
