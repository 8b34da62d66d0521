"""Rows of the data as points of a chart: the same markers on every page."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from nncore.data import Dataset
from nncore.explain.numbers import format_number
from ui import theme
from ui.figures.base import NUMBER, class_look
from ui.names import plotly

FEW = 250
"""Points up to which each one is drawn large."""
FAR = 0.05
"""Distance from zero to the nearest value, as a share of the values' span, from which zero is of no interest."""
SMALL = {"size": 6, "line_width": 1}

Array = np.ndarray


def add_points(figure: go.Figure, dataset: Dataset, rows: Array, places: Array, dark: bool) -> None:
    """Draw rows as points: the traces "train" and "test", which show a row's class or value.

    rows: (points,) row numbers, which become the points' customdata. places: (points, 2) where they lie.
    """
    small = SMALL if len(rows) > FEW else {}
    training = np.isin(rows, dataset.train)
    for name, part, marker in (
        ("train", training, theme.train_marker(dark)),
        ("test", ~training, theme.test_marker(dark)),
    ):
        x, y = places[part].T
        figure.add_scatter(
            x=x.tolist(),
            y=y.tolist(),
            customdata=rows[part].tolist(),
            text=label_texts(dataset, rows[part]),
            mode="markers",
            name=name,
            marker=marker | colours(dataset, rows[part], dark) | small,
            hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<br>%{{text}}<extra>{name}</extra>",
        )


def colours(dataset: Dataset, rows: Array, dark: bool) -> dict[str, Any]:
    """What a marker says about its row: a colour and a symbol for a class, a shade for a value."""
    if dataset.task == "regression":
        low, high = value_span(dataset)
        values = dataset.labels[rows].tolist()
        return {"color": values, "colorscale": theme.diverging(dark), "cmin": low, "cmax": high}
    styles = [class_look(number, dark) for number in range(len(dataset.classes))]
    labels = dataset.labels[rows]
    return {"color": [styles[label][0] for label in labels], "symbol": [styles[label][1] for label in labels]}


def label_texts(dataset: Dataset, rows: Array) -> list[str]:
    """The class or the value of each row, for Plotly."""
    if dataset.task == "regression":
        return [format_number(value) for value in dataset.labels[rows]]
    names = [plotly(name) for name in dataset.classes]
    return [names[label] for label in dataset.labels[rows]]


def value_span(dataset: Dataset) -> tuple[float, float]:
    """The values of a regression that get the full colours: with zero in the middle, unless all lie far to one side."""
    low, high = float(dataset.labels.min()), float(dataset.labels.max())
    if high > low and (low > FAR * (high - low) or high < FAR * (low - high)):
        return low, high
    most = max(abs(low), abs(high)) or 1.0
    return -most, most
