"""Points that a visitor draws on the plane of x1 and x2: strokes of a brush become rows of the data."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from nncore.data import Data, Dataset
from nncore.data.rows import PLANE
from nncore.data.writing import csv_text
from nncore.experiment import dataset_of
from ui.core.session import Session

NAMES = ("x1", "x2")
MOST_CLASSES = 5
"""Classes that the brush draws."""
MOST_AT_ONCE = 500
"""Points of one stroke."""
DECIMALS = 3
REACH = 0.5
"""How far from a point one may take it to move it."""
EMPTY = "the last point stays, as a network needs one; draw another first, or undo"

Row = tuple[float, ...]


def is_plane(dataset: Dataset) -> bool:
    """Whether points can be drawn among these rows: they lie on the plane of x1 and x2."""
    few = len(dataset.classes) <= MOST_CLASSES
    return dataset.raw_names == NAMES and few and bool(np.allclose(dataset.range, [-PLANE, PLANE]))


def drawn(data: Data, stroke: Mapping[str, Any]) -> Data:
    """The data after a stroke; toy sets become points that can be changed. Raises ValueError with the remedy.

    stroke: `fresh`: whether it begins a new set, `values` saying whether of values or of classes. Then one of
    `add`: points as [x1, x2, class or value]; `erase`: [x1, x2, radius]; `move`: [x1, x2, to x1, to x2].
    """
    fresh = bool(stroke.get("fresh"))
    rows = [] if fresh else rows_of(data)
    if fresh:
        task = "regression" if stroke.get("values") else "auto"
    else:
        task = "regression" if dataset_of(data).task == "regression" else "auto"
    if "add" in stroke:
        rows += added(stroke["add"], task)
    if "erase" in stroke:
        x, y, radius = numbers(stroke["erase"], 3)
        rows = [row for row in rows if np.hypot(row[0] - x, row[1] - y) > radius]
    if "move" in stroke:
        rows = moved(rows, *numbers(stroke["move"], 4))
    if not rows:
        raise ValueError(EMPTY)
    kept = {name: getattr(data, name) for name in ("seed", "scaling", "scale_target", "validation_share")}
    if data.name == "points":
        kept |= {name: getattr(data, name) for name in ("train_share", "split", "folds", "fold", "features", "noise")}
    elif not fresh:
        kept |= {"train_share": data.train_share, "features": data.features}
    return Data("points", rows=tuple(rows), task=task, **kept)


def draw(session: Session, stroke: Mapping[str, Any]) -> str:
    """Carry out a stroke on a session's data; returns why it was refused, or "". Raises ValueError as `drawn` does.

    stroke: as of `drawn`, and `stroke`: strokes with the same one are undone together.
    """
    return session.configure(data=drawn(session.experiment.data, stroke), gesture=stroke.get("stroke"))


def rows_of(data: Data) -> list[Row]:
    """The points of a plane as rows: those drawn before, or those of a toy set."""
    if data.name == "points":
        return list(data.rows)
    dataset = dataset_of(data)
    if not is_plane(dataset):
        raise ValueError("points are drawn on the plane of x1 and x2; choose “Your points” on the Data page first")
    table = np.column_stack([np.clip(dataset.raw, -PLANE, PLANE), dataset.labels]).round(DECIMALS)
    return [tuple(row) for row in table.tolist()]


def added(points: Any, task: str) -> list[Row]:
    """Points of a stroke, kept on the plane. What they are is checked here and by Data."""
    if not isinstance(points, list) or len(points) > MOST_AT_ONCE:
        raise ValueError(f"a stroke is a list of at most {MOST_AT_ONCE} points; draw less at once")
    rows: list[Row] = []
    for point in points:
        x, y, value = numbers(point, 3)
        if task != "regression" and value not in range(MOST_CLASSES):
            raise ValueError(f"class {str(value)[:20]}; draw classes 0 to {MOST_CLASSES - 1}")
        x, y = (round(min(max(place, -PLANE), PLANE), DECIMALS) for place in (x, y))
        rows.append((x, y, value))
    return rows


def moved(rows: list[Row], x: float, y: float, to_x: float, to_y: float) -> list[Row]:
    """The rows with the point nearest to a place somewhere else."""
    if not rows:
        return rows
    places = np.array([row[:2] for row in rows])
    away = np.hypot(*(places - (x, y)).T)
    nearest = int(away.argmin())
    if away[nearest] > REACH:
        return rows
    to_x, to_y = (round(min(max(place, -PLANE), PLANE), DECIMALS) for place in (to_x, to_y))
    return [*rows[:nearest], (to_x, to_y, rows[nearest][2]), *rows[nearest + 1 :]]


def numbers(values: Any, count: int) -> list[float]:
    """So many ordinary numbers; ValueError for anything else."""
    if not isinstance(values, list) or len(values) != count:
        raise ValueError(f"a stroke says {str(values)[:40]}; use {count} numbers")
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e9:
            raise ValueError(f"a stroke says {str(value)[:40]}; use ordinary numbers")
    return [float(value) for value in values]


def as_csv(dataset: Dataset) -> str:
    """All rows as CSV: columns, class or value, and which part each is in."""
    part = np.full(len(dataset.labels), "test", dtype=object)
    part[dataset.train], part[dataset.validation] = "training", "validation"
    names = [
        *dataset.raw_names,
        dataset.data.target or dataset.output_names[0] if dataset.task != "multiclass" else "class",
    ]
    answers = [dataset.classes[label] for label in dataset.labels] if dataset.classes else dataset.labels.tolist()
    rows = zip(*dataset.raw.T.tolist(), map(_harmless, answers), part, strict=True)
    return csv_text(map(_harmless, (*names, "part")), rows)


def _harmless(cell: Any) -> Any:
    """The cell; a text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
