"""The output as a landscape over two inputs."""

from ui.figures.base import NUMBER, blank
from ui.theme import diverging, tokens


def surface(x, y, output, points=None, *, heights=None, span=(-1.0, 1.0), names=("x1", "x2", "y"), dark=False):
    """A surface coloured like the map.

    x (columns,), y (rows,): the axes. output: (rows, columns). points: Points, heights: (samples,) their targets.
    span: outputs of full colour.
    """
    colour = tokens(dark)
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
        colorbar={"title": names[2], "thickness": 12, "len": 0.7},
        hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<br>output %{{z:{NUMBER}}}<extra></extra>",
    )
    if points is not None:
        figure.add_scatter3d(
            x=points.x,
            y=points.y,
            z=heights,
            mode="markers",
            name="samples",
            marker={"size": 3, "color": colour["text"]},
            hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<br>target %{{z:{NUMBER}}}<extra></extra>",
        )
    axis = {"backgroundcolor": "rgba(0,0,0,0)", "gridcolor": colour["line"], "color": colour["text"]}
    figure.update_layout(
        scene={
            "uirevision": "surface",
            "camera": {"eye": {"x": 1.5, "y": -1.7, "z": 1.0}},
            "xaxis": {"title": names[0], **axis},
            "yaxis": {"title": names[1], **axis},
            "zaxis": {"title": names[2], **axis},
        }
    )
    return figure
