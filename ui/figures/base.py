"""What all charts share: an empty figure with named axes, looks of classes, thinning of long curves."""

import numpy as np
import plotly.graph_objects as go

from ui.theme import CLASS_SYMBOLS, template, tokens

NUMBER = ".3~g"
"""Three significant digits, for hover texts."""
MOST_POINTS = 1_000


def blank(title, x, y, dark, *, square=False):
    """A figure without traces; x and y are the names of its axes, with their units.

    square: one unit is as long on y as on x.
    """
    layout = go.Layout(
        template=template(dark),
        title=title,
        xaxis_title=x,
        yaxis_title=y,
        uirevision=f"{title}: {x}, {y}",
        legend={"x": 1, "xanchor": "right"},
        xaxis_hoverformat=NUMBER,
        yaxis_hoverformat=NUMBER,
    )
    if square:
        layout.yaxis.scaleanchor = "x"
        layout.xaxis.constrain = layout.yaxis.constrain = "domain"
    return go.Figure(layout=layout)


def class_look(number, dark):
    """Colour and symbol of a class; no two classes share both."""
    colours = tokens(dark)["classes"]
    return (
        colours[number % len(colours)],
        CLASS_SYMBOLS[(number + number // len(colours)) % len(CLASS_SYMBOLS)],
    )


def thinned(x, y):
    """At most MOST_POINTS of a long curve: the lowest and highest of each stretch, and both ends."""
    x, y = np.asarray(x), np.asarray(y, dtype=float)
    if len(x) <= MOST_POINTS:
        return x, y
    stretches = np.array_split(np.where(np.isfinite(y), y, -np.inf), MOST_POINTS // 2 - 1)
    starts = np.cumsum([0, *(len(stretch) for stretch in stretches[:-1])])
    lowest = [start + part.argmin() for start, part in zip(starts, stretches, strict=True)]
    highest = [start + part.argmax() for start, part in zip(starts, stretches, strict=True)]
    kept = np.unique([0, *lowest, *highest, len(x) - 1])
    return x[kept], y[kept]


def upright(figure, x, text, dark, *, dash="solid"):
    """Mark a place on the x axis by a line from bottom to top, with a word on it where `text` isn't empty."""
    colour = tokens(dark)["muted"]
    line = {"color": colour, "width": 1, "dash": dash}
    figure.add_shape(type="line", x0=x, x1=x, y0=0, y1=1, yref="paper", line=line)
    if text:
        figure.add_annotation(
            x=x, y=1, yref="paper", text=text, showarrow=False, xanchor="left", yanchor="top", font_color=colour
        )


def against_diagonal(figure, name, dark):
    """Make both axes shares from 0 to 100 %, and draw the diagonal that a curve is compared with."""
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=name,
        hoverinfo="skip",
        line={"color": tokens(dark)["muted"], "width": 1, "dash": "dot"},
    )
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")
    figure.update_yaxes(range=[-0.02, 1.02], tickformat=".0%")
