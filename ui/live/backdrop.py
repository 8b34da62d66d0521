"""What the studio gets once for its data, its axes and its theme: points, axes and empty charts."""

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nncore.data import Dataset
from nncore.explain.numbers import format_number
from nncore.losses import LOSSES
from nncore.metrics import majority_share
from nncore.network import Network
from ui.core.drawn_points import MOST_CLASSES, is_plane
from ui.figures.base import class_look
from ui.figures.learning_curves import learning_curves
from ui.figures.plane import axes, axis_names, drawn_rows, plane
from ui.live.maps import SIZE, answer_span

ONE_SIDED = 0.6
"""From this share of one class on, the accuracy of always answering that class is shown for comparison."""

Array = np.ndarray


def backdrop_key(dataset: Dataset, network: Network, loss: str, columns: tuple[int, int], dark: bool) -> str:
    """Changes whenever the backdrop does."""
    return f"{hash(dataset.data)} {network.activations[-1]} {network.sizes[-1]} {loss} {columns} {dark}"


def backdrop(
    dataset: Dataset, network: Network, loss: str, columns: tuple[int, int], dark: bool
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Array]]:
    """(fields, figures) for the header, and arrays.

    rows: (rows,) numbers of the rows that are drawn, rising. targets: their class numbers or values.
    ticks: (SIZE,) where a line over a single column has its points.
    """
    across, up = axes(dataset, columns)
    level = majority(dataset)
    fields = {
        "key": backdrop_key(dataset, network, loss, columns, dark),
        "dark": dark,
        "classes": list(dataset.classes),
        "axes": axis_names(dataset, columns),
        "spans": [across["range"], up["range"]],
        "size": SIZE,
        "answers": {"names": list(network.output_names), "span": list(answer_span(network, dataset))},
        "held": [name for i, name in enumerate(dataset.raw_names) if i not in columns],
        "level": level and {"name": level["name"], "shares": level["shares"]},
        "lossLabel": LOSSES[loss].label + (" of the scaled target" if dataset.target_scale != 1 else ""),
        "scaled": scaled_target(dataset),
        **brush_fields(dataset, dark),
    }
    figures = {
        "plane": live_plane(dataset, columns, dark),
        "loss": plain(learning_curves("loss", dark=dark)),
        "accuracy": plain(accuracy_curves(dataset, level, dark)),
    }
    rows = listed_rows(dataset)
    arrays = {"rows": rows.astype(np.float32), "targets": dataset.labels[rows].astype(np.float32)}
    if len(dataset.raw_names) == 1:
        arrays["ticks"] = dataset.grid((0,), SIZE).x.astype(np.float32)
    return fields, figures, arrays


def scaled_target(dataset: Dataset) -> dict[str, Any] | None:
    """How the network's answer becomes a value in the unit of the data; None where it is one."""
    if dataset.target_scale == 1.0 and dataset.target_center == 0.0:
        return None
    return {"name": dataset.output_names[0], "center": dataset.target_center, "scale": dataset.target_scale}


def board(dataset: Dataset, dark: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """(figure, backdrop) of a plane without a network, to draw points on."""
    rows = listed_rows(dataset)
    across, up = axes(dataset, (0, 1))
    backdrop = {
        "axes": axis_names(dataset, (0, 1)),
        "spans": [across["range"], up["range"]],
        "size": SIZE,
        "classes": list(dataset.classes),
        "rows": rows.tolist(),
        "targets": dataset.labels[rows].tolist(),
        **brush_fields(dataset, dark),
    }
    return live_plane(dataset, (0, 1), dark), backdrop


def brush_fields(dataset: Dataset, dark: bool) -> dict[str, Any]:
    """What drawing points needs to know."""
    return {
        "task": dataset.task,
        "drawable": is_plane(dataset),
        "looks": [list(class_look(number, dark)) for number in range(MOST_CLASSES)],
        "watched": "Validation" if len(dataset.validation) else "Test",
    }


def listed_rows(dataset: Dataset) -> Array:
    """The numbers of the rows that are drawn, in the order in which a frame speaks of them."""
    return np.sort(drawn_rows(dataset))


def live_plane(dataset: Dataset, columns: tuple[int, int], dark: bool) -> dict[str, Any]:
    """The plane without Plotly's own hover texts: the studio says what the network answers for a point."""
    figure = plain(plane(dataset, columns, dark=dark))
    for trace in figure["data"]:
        if trace["name"] in ("train", "test"):
            del trace["text"], trace["hovertemplate"]
            trace["hoverinfo"] = "none"
    return figure


def accuracy_curves(dataset: Dataset, level: dict[str, Any] | None, dark: bool) -> go.Figure:
    """Curves of the accuracy, with the share of the most frequent class where that is high; R² for a regression."""
    if dataset.task == "regression":
        return learning_curves("R²", dark=dark)
    if level is None:
        return learning_curves("accuracy", dark=dark)
    name = f"{level['name']}: {format_number(100 * level['share'])} %"
    return learning_curves("accuracy", baseline=level["share"], baseline_name=name, dark=dark)


def majority(dataset: Dataset) -> dict[str, Any] | None:
    """How often the most frequent class is right when it is always the answer; None where classes are balanced.

    share: of all rows; shares: of training and test rows.
    """
    if dataset.task == "regression" or majority_share(dataset.labels) < ONE_SIDED:
        return None
    most = int(np.bincount(dataset.labels).argmax())
    parts = (dataset.train_labels, dataset.watched_labels)
    shares = [float(np.mean(labels == most)) if len(labels) else None for labels in parts]
    return {
        "name": f"always “{dataset.classes[most]}”",
        "share": majority_share(dataset.labels),
        "shares": shares,
    }


def plain(figure: go.Figure) -> dict[str, Any]:
    """A figure as JSON values."""
    values: dict[str, Any] = json.loads(figure.to_json())
    return values
