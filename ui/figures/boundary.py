"""What the network answers over a plane of two inputs, with the samples on it."""

import numpy as np

from ui.figures.base import NUMBER, blank, class_look
from ui.figures.points import add_classes, add_values, add_wrong
from ui.theme import diverging, tokens

SOFT = 0.55
"""How strong the ground of a class is, so that its points stand out on it."""


def boundary(
    x, y, output, parts=(), *, span=(-1.0, 1.0), classes=("negative", "positive"), names=("x1", "x2"),
    discrete=False, square=True, dark=False,
):  # fmt: skip
    """A map of the output with the decision boundary and the points.

    x (columns,), y (rows,): the axes. output: (rows, columns), or (rows, columns, classes) of a network with an
    output a class. span: the outputs of full colour, the boundary lies in their middle. classes: names, empty for a
    regression. parts: Points of the training and test rows. discrete: show the class alone, not how sure.
    """
    figure = blank("Output", *names, dark, square=square)
    output = np.asarray(output)
    if output.ndim == 3:
        _add_regions(figure, x, y, output, classes, discrete, dark)
    else:
        _add_map(figure, x, y, output, span, bool(classes), discrete, dark)
    for points in parts:
        if classes:
            add_classes(figure, points, classes, dark)
        else:
            add_values(figure, points, span, dark)
    add_wrong(figure, parts, dark)
    figure.update_xaxes(range=[x[0], x[-1]], showgrid=False, zeroline=False)
    figure.update_yaxes(range=[y[0], y[-1]], showgrid=False, zeroline=False)
    figure.update_layout(showlegend=False)
    return figure


def _add_map(figure, x, y, output, span, is_class, discrete, dark):
    low, high = span
    middle = (low + high) / 2
    steps, told = output, "z"
    if discrete:
        told = "customdata"
        steps = np.where(output > middle, high, low)
    if discrete and not is_class:
        steps = low + (high - low) * (np.floor(np.clip((output - low) / (high - low), 0, 0.999) * 5) + 0.5) / 5
    figure.add_heatmap(
        x=x,
        y=y,
        z=steps,
        customdata=output if discrete else None,
        zmin=low,
        zmax=high,
        colorscale=diverging(dark),
        opacity=SOFT if is_class else 1,
        colorbar={"title": "output", "thickness": 12, "len": 0.9, "tickformat": NUMBER},
        hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<br>output %{{{told}:{NUMBER}}}<extra></extra>",
    )
    if is_class:
        figure.add_contour(
            x=x,
            y=y,
            z=output,
            showscale=False,
            hoverinfo="skip",
            name="boundary",
            autocontour=False,
            contours={"start": middle, "end": middle, "size": 1, "coloring": "none"},
            line={"color": tokens(dark)["text"], "width": 1.5},
        )


def _add_regions(figure, x, y, output, classes, discrete, dark):
    """Each class in its own colour, paler where it leads the next one by less.

    One number a pixel says both: the class is the whole part, how far it leads the fraction.
    """
    leading = output.argmax(axis=2)
    first, second = np.sort(output, axis=2)[..., :-3:-1].transpose(2, 0, 1)
    lead = np.ones(first.shape) if discrete else np.clip(first - second, 0, 1)
    ground, scale = tokens(dark)["zero"], []
    for number in range(len(classes)):
        colour, _ = class_look(number, dark)
        scale += [[number / len(classes), ground], [(number + 1) / len(classes), colour]]
    figure.add_heatmap(
        x=x,
        y=y,
        z=leading + 0.9 * lead,
        zmin=0,
        zmax=len(classes),
        colorscale=scale,
        opacity=SOFT,
        showscale=False,
        text=np.asarray(classes, dtype=object)[leading],
        customdata=first,
        hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<br>%{{text}} %{{customdata:{NUMBER}}}<extra></extra>",
    )
