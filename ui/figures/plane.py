"""The plane of the data as the studio shows it: points on a clear ground, over the map that the network paints."""

import numpy as np
import plotly.graph_objects as go

from nncore.data import Dataset
from ui import theme

MOST_DRAWN = 1500
"""Points drawn of a large set; more would only hide each other."""
FEW = 250
"""Points up to which each one is drawn large."""
SMALL = {"size": 6, "line_width": 1}
MARGIN = {"l": 46, "r": 10, "t": 10, "b": 50}
"""Pixels around the plot; the studio lays the map under what is left, so nothing may move it."""


def drawn_rows(dataset: Dataset) -> np.ndarray:
    """The row numbers that are drawn, training rows first."""
    rows = np.concatenate([dataset.train, dataset.test])
    step = -(-len(rows) // MOST_DRAWN)
    return rows[::step]


def plane(dataset: Dataset, columns: tuple[int, int], dark: bool = False) -> go.Figure:
    """Training and held-out points over two columns of the data, or over the only column and the target.

    Traces by name: "train", "test", "line" (the answer over a single column, empty), "wrong" (rings, empty) and
    "probe" (empty). A point's customdata is its row number.
    """
    figure = go.Figure()
    rows = drawn_rows(dataset)
    training = np.isin(rows, dataset.train)
    for name, chosen, marker in (
        ("train", rows[training], theme.train_marker(dark)),
        ("test", rows[~training], theme.test_marker(dark)),
    ):
        x, y = positions(dataset, columns)[chosen].T
        figure.add_scatter(
            x=x.tolist(),
            y=y.tolist(),
            customdata=chosen.tolist(),
            mode="markers",
            name=name,
            marker=marker | colours(dataset, chosen, dark) | (SMALL if len(rows) > FEW else {}),
            hoverinfo="none",
        )
    colour = theme.tokens(dark)
    unseen = {"x": [], "y": [], "hoverinfo": "skip", "visible": False}
    figure.add_scatter(name="line", mode="lines", line={"color": colour["accent"], "width": 3}, **unseen)
    ring = {"symbol": "circle-open", "size": 11, "color": colour["bad"], "line": {"width": 1.5}}
    figure.add_scatter(name="wrong", mode="markers", marker=ring, **unseen)
    cross = {"symbol": "cross-thin", "size": 22, "line": {"width": 3, "color": colour["text"]}}
    figure.add_scatter(name="probe", mode="markers", marker=cross, **unseen)
    axes = [axis(dataset, column) for column in columns]
    if len(dataset.raw_names) == 1:
        axes[1] = value_axis(dataset)
    figure.update_layout(
        template=theme.template(dark),
        margin=MARGIN,
        showlegend=False,
        hovermode="closest",
        dragmode="zoom",
        uirevision=f"{dataset.data.name} {columns}",
        xaxis=axes[0],
        yaxis=axes[1],
    )
    return figure


def positions(dataset: Dataset, columns: tuple[int, int]) -> np.ndarray:
    """Where each row lies on the plane, shape (rows, 2)."""
    if len(dataset.raw_names) == 1:
        return np.column_stack([dataset.raw[:, 0], dataset.labels])
    return dataset.raw[:, list(columns)]


def colours(dataset: Dataset, rows: np.ndarray, dark: bool) -> dict:
    """What a marker says about the row: a colour and a symbol for a class, a shade for a value."""
    if dataset.task == "regression":
        most = float(np.abs(dataset.labels).max()) or 1.0
        values = dataset.labels[rows].tolist()
        return {"color": values, "colorscale": theme.diverging(dark), "cmin": -most, "cmax": most}
    classes = theme.tokens(dark)["classes"]
    labels = dataset.labels[rows]
    return {
        "color": [classes[label % len(classes)] for label in labels],
        "symbol": [theme.CLASS_SYMBOLS[label % len(theme.CLASS_SYMBOLS)] for label in labels],
    }


def axis(dataset: Dataset, column: int) -> dict:
    name = dataset.raw_names[column].replace("_", " ")
    return fixed(name, dataset.range[column])


def value_axis(dataset: Dataset) -> dict:
    low, high = float(dataset.labels.min()), float(dataset.labels.max())
    room = 0.1 * (high - low) or 0.5
    return fixed(dataset.output_names[0], (low - room, high + room))


def fixed(name: str, span) -> dict:
    """An axis that keeps its place while its labels change."""
    low, high = float(span[0]), float(span[1])
    return {"title": {"text": name}, "range": [low, high], "automargin": False, "zeroline": False, "showgrid": False}
