"""Which rows train, which are watched meanwhile, and which are held out to the end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from nncore.data.rows import Rows

if TYPE_CHECKING:
    from nncore.data.data import Data

Array = np.ndarray
Parts = tuple[Array, Array, Array]
HELD_OUT = ("test", "holdout", "hold-out", "held out", "eval", "evaluation")
"""Values of a column to split by that say it themselves."""


def split(rows: Rows, data: "Data", rng: np.random.Generator) -> Parts:
    """Row numbers to train with, to validate with and to test with, each in random order but for the split by order.

    No row is in two of them, and every row is in one. The same Data always gives the same parts.
    """
    return WAYS[data.split](rows, data, rng)


def _at_random(rows: Rows, data: "Data", rng: np.random.Generator) -> Parts:
    """Shuffled, then cut, as TensorFlow Playground does."""
    return _cut(rng.permutation(len(rows.labels)), data.train_share, data.validation_share)


def _stratified(rows: Rows, data: "Data", rng: np.random.Generator) -> Parts:
    """As many of each class in every part as its share of all rows says."""
    return _cut(_dealt(rows, rng), data.train_share, data.validation_share)


def _steady(rows: Rows, data: "Data", rng: np.random.Generator) -> Parts:
    """Each row's part follows from its own values: it stays where it is while others are drawn and erased."""
    places = _mixed(rows.values, rng.integers(0, 2**63, dtype=np.uint64))
    first, second = data.train_share, data.train_share + data.validation_share
    train = np.flatnonzero(places < first)
    if not len(train):
        train = np.array([places.argmin()])
    others = np.setdiff1d(np.arange(len(places)), train)
    watched = places[others] < second
    return rng.permutation(train), rng.permutation(others[watched]), rng.permutation(others[~watched])


def _mixed(values: Array, seed: np.uint64) -> Array:
    """(rows,) numbers from 0 to 1 that hang on a row's values alone; the mixing is that of splitmix64."""
    bits = np.ascontiguousarray(values + 0.0).view(np.uint64)  # −0 becomes 0
    mixed = np.full(len(bits), seed)
    for column in bits.T:
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)) / float(2**53)


def _by_order(rows: Rows, data: "Data", rng: np.random.Generator) -> Parts:
    """The first rows train and the last ones test: for rows that follow each other in time."""
    return _cut(np.arange(len(rows.labels)), data.train_share, data.validation_share)


def _by_column(rows: Rows, data: "Data", rng: np.random.Generator) -> Parts:
    assert data.table is not None and data.split_column is not None, "checked by Data"
    column = data.table[data.split_column]
    source = np.arange(len(rows.labels)) if rows.source is None else rows.source
    value = data.split_value if data.split_value is not None else held_out_value(data)
    held = np.array([cell == value for cell in column.cells()], dtype=bool)[source]
    if held.all() or not held.any():
        many = "every" if held.all() else "no"
        raise ValueError(f"{many} row has {value!r} in {data.split_column!r}; choose another value to test with")
    others = rng.permutation(np.flatnonzero(~held))
    train, validation, _ = _cut(others, 1 - data.validation_share, data.validation_share)
    return train, validation, rng.permutation(np.flatnonzero(held))


def _one_fold(rows: Rows, data: "Data", rng: np.random.Generator) -> Parts:
    """Rows are dealt to the folds in turn, class by class: each is held out by one of the folds and no other."""
    if data.folds > len(rows.labels):
        raise ValueError(f"{data.folds} folds of {len(rows.labels)} rows; use fewer folds")
    dealt = _in_turn(rows, rng)
    held = np.arange(len(dealt)) % data.folds == data.fold
    others = dealt[~held]
    counted = np.floor(np.arange(len(others) + 1) * data.validation_share + 1e-9)
    watched = np.diff(counted) > 0  # spread evenly, so that each class has its share
    return rng.permutation(others[~watched]), rng.permutation(others[watched]), rng.permutation(dealt[held])


def _cut(order: Array, train_share: float, validation_share: float) -> Parts:
    first = max(1, int(len(order) * train_share + 1e-9))
    second = max(first, int(len(order) * (train_share + validation_share) + 1e-9))
    return order[:first], order[first:second], order[second:]


def _dealt(rows: Rows, rng: np.random.Generator) -> Array:
    """All rows in an order of which every beginning holds each class in its share."""
    order = rng.permutation(len(rows.labels))
    if rows.task == "regression":
        return order
    places = np.empty(len(order))
    for label in range(len(rows.classes)):
        own = np.flatnonzero(rows.labels[order] == label)
        places[own] = (np.arange(len(own)) + rng.random()) / max(len(own), 1)
    return np.asarray(order[np.argsort(places, kind="stable")])


def _in_turn(rows: Rows, rng: np.random.Generator) -> Array:
    """All rows, class after class, shuffled within."""
    order = rng.permutation(len(rows.labels))
    return order if rows.task == "regression" else np.asarray(order[np.argsort(rows.labels[order], kind="stable")])


def held_out_value(data: "Data") -> float | str:
    """The value of the split column whose rows test, where none was chosen: the one that says so, or the last one."""
    assert data.table is not None and data.split_column is not None, "checked by Data"
    cells = [cell for cell in data.table[data.split_column].cells() if cell is not None]
    if not cells:
        raise ValueError(f"{data.split_column!r} is empty; choose another column to split by")
    texts = {str(cell).lower(): cell for cell in cells}
    return next(
        (texts[word] for word in HELD_OUT if word in texts), max(cells, key=lambda cell: (str(type(cell)), cell))
    )


WAYS: dict[str, Callable[[Rows, "Data", np.random.Generator], Parts]] = {
    "stratified": _stratified,
    "random": _at_random,
    "steady": _steady,
    "order": _by_order,
    "column": _by_column,
    "fold": _one_fold,
}
"""A key of nncore.data.data.SPLITS → how its parts are found."""
