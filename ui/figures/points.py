"""Samples as points of a chart: the same look on every page."""

from typing import NamedTuple

import numpy as np

from ui.figures.base import NUMBER, class_look
from ui.theme import diverging, test_marker, tokens, train_marker


class Points(NamedTuple):
    """Samples of one part of the data.

    x, y: (samples,) where they lie. labels: (samples,) class numbers, or the values of a regression.
    wrong: (samples,) True where the network misses the class; None where that isn't asked. held_out: test rows.
    """

    x: np.ndarray
    y: np.ndarray
    labels: np.ndarray
    held_out: bool = False
    wrong: np.ndarray | None = None


def add_classes(figure, points, classes, dark):
    """One trace a class: its colour and symbol; a test point has a dot in it and a dark rim."""
    part, look, dot = _look(points, dark)
    for number, name in enumerate(classes):
        colour, symbol = class_look(number, dark)
        mine = points.labels == number
        figure.add_scatter(
            x=points.x[mine],
            y=points.y[mine],
            mode="markers",
            name=f"{name}, {part}",
            marker={**look, "color": colour, "symbol": symbol + dot},
            hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<extra>{name}, {part}</extra>",
        )


def add_values(figure, points, span, dark):
    """One trace, coloured by the value to learn on the scale of the map; span: (lowest, highest) colour."""
    part, look, dot = _look(points, dark)
    figure.add_scatter(
        x=points.x,
        y=points.y,
        mode="markers",
        name=part,
        customdata=points.labels,
        marker={
            **look,
            "color": points.labels,
            "colorscale": diverging(dark),
            "cmin": span[0],
            "cmax": span[1],
            "symbol": "circle" + dot,
        },
        hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}: %{{customdata:{NUMBER}}}<extra>{part}</extra>",
    )


def add_wrong(figure, parts, dark):
    """A ring around each sample that the network gets wrong."""
    wrong = [points for points in parts if points.wrong is not None]
    if wrong:
        figure.add_scatter(
            x=np.concatenate([points.x[points.wrong] for points in wrong]),
            y=np.concatenate([points.y[points.wrong] for points in wrong]),
            mode="markers",
            name="wrong",
            marker={"symbol": "circle-open", "size": 15, "line": {"width": 2}, "color": tokens(dark)["bad"]},
            hoverinfo="skip",
        )


def _look(points, dark):
    return ("test", test_marker(dark), "-dot") if points.held_out else ("training", train_marker(dark), "")
