"""What the studio is told once for its data, its axes and its ground: points, axes, figures."""

import json

import numpy as np
import plotly.graph_objects as go

from nncore.data import Dataset
from nncore.losses import LOSSES
from nncore.metrics import majority_share
from nncore.network import Network
from ui.figures.course import course
from ui.figures.plane import axis, plane, value_axis
from ui.live.maps import SIZE

ONE_SIDED = 0.6
"""From this share of one class on, always naming it is told beside the accuracy."""

Array = np.ndarray


def scene_key(dataset: Dataset, network: Network, loss: str, columns: tuple[int, int], dark: bool) -> str:
    """Changes whenever the scene does."""
    return f"{hash(dataset.data)} {network.activations[-1]} {network.sizes[-1]} {loss} {columns} {dark}"


def scene(
    dataset: Dataset, network: Network, loss: str, columns: tuple[int, int], dark: bool
) -> tuple[dict, dict, dict[str, Array]]:
    """(scene, figures) for the header, and arrays.

    targets: (rows,) class numbers or values. ticks: (SIZE,) where a line over a single column has its points.
    """
    single = len(dataset.raw_names) == 1
    axes = [axis(dataset, columns[0]), value_axis(dataset) if single else axis(dataset, columns[1])]
    level = majority(dataset)
    told = {
        "key": scene_key(dataset, network, loss, columns, dark),
        "dark": dark,
        "task": dataset.task,
        "classes": list(dataset.classes),
        "axes": [axis["title"]["text"] for axis in axes],
        "spans": [axis["range"] for axis in axes],
        "size": SIZE,
        "held": [name for i, name in enumerate(dataset.raw_names) if i not in columns],
        "level": level and {"name": level["name"], "shares": level["shares"]},
    }
    figures = {"plane": plain(plane(dataset, columns, dark)), "loss": plain(course("loss", dark))}
    if dataset.task == "regression":
        figures["accuracy"] = plain(course("R²", dark))
    elif level:
        figures["accuracy"] = plain(course("accuracy", dark, level["share"], f"{level['name']}: {level['share']:.1%}"))
    else:
        figures["accuracy"] = plain(course("accuracy", dark))
    arrays = {"targets": dataset.labels.astype(np.float32)}
    if single:
        arrays["ticks"] = dataset.grid((0,), SIZE).x.astype(np.float32)
    return told | {"lossLabel": LOSSES[loss].label}, figures, arrays


def majority(dataset: Dataset) -> dict | None:
    """How often the most frequent class is right when it is always the answer; None where classes are balanced.

    share: of all rows; shares: of training and test rows.
    """
    if dataset.task == "regression" or majority_share(dataset.labels) < ONE_SIDED:
        return None
    most = int(np.bincount(dataset.labels).argmax())
    parts = (dataset.train_labels, dataset.test_labels)
    shares = [float(np.mean(labels == most)) if len(labels) else None for labels in parts]
    return {
        "name": f"always “{dataset.classes[most]}”",
        "share": majority_share(dataset.labels),
        "shares": shares,
    }


def plain(figure: go.Figure) -> dict:
    """A figure as JSON values."""
    return json.loads(figure.to_json())
