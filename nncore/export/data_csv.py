"""The rows that the network is trained and tested on, as a table that says which part each row is in."""

from collections.abc import Iterator

import numpy as np

from nncore.data import Dataset
from nncore.data.ready import READY
from nncore.data.writing import csv_text
from nncore.experiment import misfit
from nncore.export.format import Format
from nncore.export.model import Model

BLOCK = 5_000
"""Rows that are turned into Python's numbers at a time."""

Array = np.ndarray


def data_csv(model: Model) -> bytes:
    """Columns: the inputs in their own unit, the target (a class by its name), part and row.

    part: train, validation or test. row: its number in the table it came from, counted from 1.
    """
    if model.dataset is None:
        raise ValueError(f"there are no rows for this drawing: {misfit(model.experiment)}")
    dataset = model.dataset
    return csv_text(_names(dataset), _rows(dataset)).encode()


def _names(dataset: Dataset) -> list[str]:
    """Names of the columns; one of ours gets a _ at its end where the data have the same."""
    names = list(dataset.input_names)
    for name in (_target(dataset), "part", "row"):
        while name in names:
            name += "_"
        names.append(name)
    return names


def _target(dataset: Dataset) -> str:
    if dataset.task != "multiclass":
        return dataset.output_names[0]
    ready = READY.get(dataset.data.name)
    return dataset.data.target or (ready.target if ready else "class")


def _rows(dataset: Dataset) -> Iterator[tuple[object, ...]]:
    columns = [*dataset.features.T, _answers(dataset), _parts(dataset), dataset.source + 1]
    columns = [_shortest(column) for column in columns]
    for start in range(0, len(dataset.labels), BLOCK):
        yield from zip(*(column[start : start + BLOCK].tolist() for column in columns), strict=True)


def _answers(dataset: Dataset) -> Array:
    return np.array(dataset.classes)[dataset.labels] if dataset.classes else dataset.labels


def _parts(dataset: Dataset) -> Array:
    parts = np.full(len(dataset.labels), "train", dtype="<U10")
    parts[dataset.validation] = "validation"
    parts[dataset.test] = "test"
    return parts


def _shortest(column: Array) -> Array:
    """Whole numbers as such, so that 3 isn't written as 3.0."""
    if column.dtype.kind == "f" and (column == np.rint(column)).all() and (np.abs(column) < 2**53).all():
        return column.astype(np.int64)
    return column


DATA_CSV = Format(
    "data_csv", "data", "Data with the split (CSV)", "Every row, and whether it trains, validates or tests.",
    ".csv", "text/csv", data_csv,
)  # fmt: skip
