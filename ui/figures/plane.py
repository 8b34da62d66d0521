"""The plane of the data: its rows as points, over a map of what the network answers at every place.

The studio paints that map itself, many times a second; `add_output` draws it for a chart that stands still.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from nncore.data import Dataset, Grid
from ui import theme
from ui.figures.base import NUMBER, class_look
from ui.figures.points import add_points
from ui.names import plotly

MOST_DRAWN = 1000
"""Points drawn of a large set; more would only hide each other."""
MARGIN = {"l": 46, "r": 10, "t": 10, "b": 50}
"""Pixels around the plot; the studio lays the map under what is left, so nothing may move it."""
SOFT = 0.55
"""How strong the colour of a class is on the map, so that its points stand out on it."""

Array = np.ndarray


def plane(dataset: Dataset, columns: tuple[int, ...], *, rows: Array | None = None, dark: bool = False) -> go.Figure:
    """Rows over two columns of the data, or over the only column and the target.

    rows: row numbers, by default all rows or an even selection of them.
    Traces by name: "train", "test", and empty ones for the studio: "line" (the output over a single column),
    "wrong" (rings) and "probe". A point's customdata is its row number.
    """
    figure = go.Figure()
    rows = drawn_rows(dataset) if rows is None else rows
    add_points(figure, dataset, rows, positions(dataset, columns)[rows], dark)
    colour = theme.tokens(dark)
    unseen = {"x": [], "y": [], "hoverinfo": "skip", "visible": False}
    figure.add_scatter(name="line", mode="lines", line={"color": colour["accent"], "width": 3}, **unseen)
    ring = {"symbol": "circle-open", "size": 11, "color": colour["bad"], "line": {"width": 1.5}}
    figure.add_scatter(name="wrong", mode="markers", marker=ring, **unseen)
    cross = {"symbol": "cross-thin", "size": 22, "line": {"width": 3, "color": colour["text"]}}
    figure.add_scatter(name="probe", mode="markers", marker=cross, **unseen)
    across, up = axes(dataset, columns)
    figure.update_layout(
        template=theme.template(dark),
        margin=MARGIN,
        showlegend=False,
        hovermode="closest",
        dragmode="zoom",
        uirevision=f"{dataset.data.name} {columns}",
        xaxis=across,
        yaxis=up,
    )
    return figure


def drawn_rows(dataset: Dataset) -> Array:
    """The row numbers that are drawn, training rows first."""
    rows = np.concatenate([dataset.train, dataset.watched])
    step = -(-len(rows) // MOST_DRAWN)
    return rows[::step]


def columns_within(dataset: Dataset, wanted: tuple[int, int]) -> tuple[int, int]:
    """The two columns that span the plane, as far as the data have those that are wanted."""
    last = len(dataset.raw_names) - 1
    first, second = (min(column, last) for column in wanted)
    return (first, second) if first != second or last == 0 else (0, 1)


def positions(dataset: Dataset, columns: tuple[int, ...]) -> Array:
    """Where each row lies on the plane, shape (rows, 2)."""
    if len(dataset.raw_names) == 1:
        return np.column_stack([dataset.raw[:, 0], dataset.labels])
    return dataset.raw[:, list(columns)]


def axes(dataset: Dataset, columns: tuple[int, ...]) -> list[dict[str, Any]]:
    """The axes of the plane, which keep their place while their labels change."""
    spans = [dataset.range[column].tolist() for column in columns[:2]]
    if len(dataset.raw_names) == 1:
        spans = [spans[0], target_span(dataset)]
    return [
        {"title": {"text": plotly(name)}, "range": span, "automargin": False, "zeroline": False, "showgrid": False}
        for name, span in zip(axis_names(dataset, columns), spans, strict=True)
    ]


def axis_names(dataset: Dataset, columns: tuple[int, ...]) -> list[str]:
    """What the two axes of the plane are called: two columns of the data, or the only column and the target."""
    names = [dataset.raw_names[column].replace("_", " ") for column in columns[:2]]
    return names if len(dataset.raw_names) > 1 else [names[0], dataset.output_names[0]]


def target_span(dataset: Dataset) -> list[float]:
    """The values of a regression from end to end, with room at both."""
    low, high = float(dataset.labels.min()), float(dataset.labels.max())
    room = 0.1 * (high - low) or 0.5
    return [low - room, high + room]


def add_output(
    figure: go.Figure, dataset: Dataset, grid: Grid, output: Array, span: tuple[float, float], dark: bool
) -> None:
    """Draw a map of the output under the points, with the decision boundary.

    output: (points of the grid, outputs). span: the outputs of full colour; the boundary lies in their middle.
    """
    output = output.reshape(len(grid.y), len(grid.x), -1)
    if output.shape[2] > 1:
        _add_regions(figure, grid, output, dataset.classes, dark)
        return
    is_class = dataset.task != "regression"
    figure.add_heatmap(
        x=grid.x,
        y=grid.y,
        z=output[..., 0],
        name="output",
        zmin=span[0],
        zmax=span[1],
        colorscale=theme.diverging(dark),
        opacity=SOFT if is_class else 1,
        showscale=False,
        hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<br>output %{{z:{NUMBER}}}<extra></extra>",
    )
    if is_class:
        middle = (span[0] + span[1]) / 2
        figure.add_contour(
            x=grid.x,
            y=grid.y,
            z=output[..., 0],
            showscale=False,
            hoverinfo="skip",
            name="boundary",
            autocontour=False,
            contours={"start": middle, "end": middle, "size": 1, "coloring": "none"},
            line={"color": theme.tokens(dark)["text"], "width": 1.5},
        )


def _add_regions(figure: go.Figure, grid: Grid, output: Array, classes: tuple[str, ...], dark: bool) -> None:
    """Each class in its own colour, paler where it leads the next one by less.

    One number a pixel says both: the class is the whole part, how far it leads the fraction.
    """
    winner, lead = regions(output)
    ground, scale = theme.tokens(dark)["zero"], []
    for number in range(len(classes)):
        colour, _ = class_look(number, dark)
        scale += [[number / len(classes), ground], [(number + 1) / len(classes), colour]]
    figure.add_heatmap(
        x=grid.x,
        y=grid.y,
        z=winner + 0.9 * lead,
        name="output",
        zmin=0,
        zmax=len(classes),
        colorscale=scale,
        opacity=SOFT,
        showscale=False,
        text=np.array([plotly(name) for name in classes], dtype=object)[winner],
        customdata=output.max(axis=2),
        hovertemplate=f"%{{x:{NUMBER}}}, %{{y:{NUMBER}}}<br>%{{text}} %{{customdata:{NUMBER}}}<extra></extra>",
    )


def regions(output: Array) -> tuple[Array, Array]:
    """The class of the largest output at every place, and by how much it leads the next one, 0 to 1.

    output: (height, width, outputs), two or more of them.
    """
    first, second = np.sort(output, axis=2)[..., :-3:-1].transpose(2, 0, 1)
    return output.argmax(axis=2), np.clip(first - second, 0, 1)
