"""Checks of the rows, before anything is trained: classes that are missing, columns that say nothing or too much."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from nncore.data import Dataset, make_data
from nncore.data.data import Data
from nncore.diagnose.finding import Finding, Remedy
from nncore.diagnose.own_table import has_numbers, is_own_table, text_inputs
from nncore.diagnose.run import Array, Run
from nncore.explain.numbers import format_number

FEW_ROWS = 10
"""Of so few rows nothing can be said about a single column."""
NEARLY_ALL = 0.995
FEW_OF_MANY = 1000
"""Rows that are looked at first."""
SAME_ORDER = 0.9999
"""From this correlation with the target on, an input gives it away."""
TRAIN_SHARES = (0.7, 0.5)
MOST_SPLITS = 20
MOST_ROWS_SPLIT = 1000


def constant_target(run: Run) -> Finding | None:
    """Values to learn that are all the same."""
    values = run.dataset.train_labels
    if run.classifies or values.min() < values.max():
        return None
    one = f"There is only one training row, with the value {format_number(values[0])}."
    all_same = f"All {len(values)} training rows have the value {format_number(values[0])}."
    return Finding(
        "constant_target",
        "hint",
        f"The target is always {format_number(values[0])}",
        f"{one if len(values) == 1 else all_same} A single number answers them all, so the inputs can't matter, and R² "
        "has no value. Choose a target that varies, or bring more rows.",
    )


def missing_class(run: Run) -> Finding | None:
    """A class without training rows, which can't be learned, or without test rows, which can't be tested."""
    dataset = run.dataset
    if not run.classifies:
        return None
    parts = {"training": dataset.train, "validation": dataset.validation, "test": dataset.test}
    missing = {part: absent(dataset.labels[rows], dataset.classes) for part, rows in parts.items() if len(rows)}
    part = next((part for part, names in missing.items() if names), "")
    if not part:
        return None
    names = ", ".join(f"“{name}”" for name in missing[part][:4])
    what = "can't be learned" if part == "training" else "isn't tested"
    return Finding(
        "missing_class",
        "warning" if part == "training" else "hint",
        f"No {part} row of {names}",
        f"None of this class came among the {part} rows, so it {what}. "
        "Split the rows in another way, or bring more rows of it.",
        _other_split(dataset.data, len(dataset.labels)),
    )


def absent(labels: Array, classes: Sequence[str]) -> list[str]:
    """The classes that none of the rows has."""
    counts = np.bincount(labels, minlength=len(classes))
    return [name for name, count in zip(classes, counts, strict=True) if not count]


@lru_cache(maxsize=8)
def _other_split(now: Data, rows: int) -> tuple[Remedy, ...]:
    """Another seed of the data, and more test rows where there must be, that puts each class into both parts."""
    if rows > MOST_ROWS_SPLIT:
        return ()
    for share in (now.train_share, *(share for share in TRAIN_SHARES if share < now.train_share)):
        for seed in range(now.seed + 1, now.seed + 1 + MOST_SPLITS):
            new: dict[str, Any] = {"seed": seed, "train_share": share, "split": "stratified"}
            if _has_all_classes(replace(now, **new)):
                return (Remedy("Split the rows anew", data=new, restart=True),)
    return ()


def _has_all_classes(data: Data) -> bool:
    """Whether each class has a row in every part that has rows; false where the data make none."""
    try:
        made = make_data(data)
    except ValueError:  # other points of a formula may all be of one class
        return False
    parts = [rows for rows in (made.train, made.validation, made.test) if len(rows)]
    return not any(absent(made.labels[rows], made.classes) for rows in parts)


def numbers_as_classes(run: Run) -> Finding | None:
    """Whole numbers taken as classes although hardly two rows share one."""
    dataset = run.dataset
    if not is_own_table(dataset.data) or len(dataset.classes) < 3 or len(dataset.labels) >= 2 * len(dataset.classes):
        return None
    target = str(dataset.data.target)
    if not has_numbers(dataset.data, target):
        return None
    return Finding(
        "numbers_as_classes",
        "warning",
        f"{target} looks like a value, not a class",
        f"Its {len(dataset.labels)} rows hold {len(dataset.classes)} different numbers, each taken as a class of its "
        "own. Where larger means more, predict the number itself.",
        (Remedy("Predict values (regression)", data={"task": "regression"}, restart=True),),
    )


# -------------------------------------------------------------------- single columns


def constant_input(run: Run) -> Finding | None:
    """Inputs that are the same in all, or nearly all, training rows."""
    dataset = run.dataset
    if len(dataset.train) < FEW_ROWS or not is_own_table(dataset.data):
        return None
    names = [name for name in _number_columns(dataset) if _share_of_most_frequent(dataset, name) >= NEARLY_ALL]
    return _column_finding(
        dataset,
        "constant_input",
        names,
        "is always the same",
        "It has the same value in all, or nearly all, training rows, so nothing can be learned from it.",
    )


def given_away(run: Run) -> Finding | None:
    """Inputs each of which tells the target alone."""
    dataset = run.dataset
    if not _worth_a_look(dataset):
        return None
    names = [name for name in _number_columns(dataset) if _orders(_values(dataset, name), dataset.labels, run)]
    names += [name for name, cells in text_inputs(dataset).items() if run.classifies and _names_classes(cells, dataset)]
    return _column_finding(
        dataset,
        "given_away",
        names,
        "gives the target away",
        "It tells the target alone, without the other inputs. Ask whether it is known before the answer is; if not, "
        "leave it out, or the network will look better than it is.",
    )


def row_numbers(run: Run) -> Finding | None:
    """Inputs that number or name the rows."""
    dataset = run.dataset
    if not _worth_a_look(dataset):
        return None
    names = [name for name in _number_columns(dataset) if _counts_up(_values(dataset, name))]
    names += [name for name, cells in text_inputs(dataset).items() if len(set(cells)) == len(cells)]
    return _column_finding(
        dataset,
        "row_numbers",
        names,
        "numbers the rows",
        "It is different in each row, as a number or name of the row is. It says nothing about rows to come: leave it "
        "out.",
    )


def _column_finding(dataset: Dataset, name: str, columns: list[str], what: str, why: str) -> Finding | None:
    if not columns:
        return None
    left = tuple(feature for feature in dataset.data.features if feature not in columns)
    remedies = (Remedy(f"Leave out {', '.join(columns)}", data={"features": left}, restart=True),) if left else ()
    return Finding(name, "hint", f"{columns[0]} {what}", why, remedies)


def _worth_a_look(dataset: Dataset) -> bool:
    """A table of one's own with several inputs: a single one is meant to tell the target."""
    return is_own_table(dataset.data) and len(dataset.data.features) > 1 and len(dataset.labels) >= FEW_ROWS


def _number_columns(dataset: Dataset) -> list[str]:
    return [name for name in dataset.data.features if has_numbers(dataset.data, name)]


def _values(dataset: Dataset, name: str) -> Array:
    values: Array = dataset.raw[:, dataset.raw_names.index(name)]
    return values


def _share_of_most_frequent(dataset: Dataset, name: str) -> float:
    """Exactly, where it is more than half: then it is the middle value as well; else at most a half."""
    values = _values(dataset, name)[dataset.train]
    middle = len(values) // 2
    return float(np.mean(values == np.partition(values, middle)[middle]))


def _orders(values: Array, labels: Array, run: Run) -> bool:
    """Whether a column alone tells the target: each class has a stretch of it, or the values lie on one line."""
    if values.min() == values.max() or labels.min() == labels.max():
        return False
    if not run.classifies:
        with np.errstate(all="ignore"):  # the squares of very small numbers are 0: then there is no correlation
            return bool(abs(np.corrcoef(values, labels)[0, 1]) >= SAME_ORDER)
    classes = len(run.dataset.classes)
    some = slice(None, None, max(1, len(labels) // FEW_OF_MANY))
    if len(_changes(values[some], labels[some])[0]) >= classes:  # what some of the rows refute needs no further look
        return False
    changes, apart = _changes(values, labels)
    return len(changes) == classes - 1 and apart


def _changes(values: Array, labels: Array) -> tuple[Array, bool]:
    """Where the class changes while the values rise, and whether the value rises at each of these places."""
    order = np.lexsort((labels, values))
    changes = np.flatnonzero(np.diff(labels[order]))
    return changes, bool((values[order][changes] < values[order][changes + 1]).all())


def _names_classes(cells: list[Any], dataset: Dataset) -> bool:
    """Whether each text goes with one class, and there are no more texts than classes."""
    pairs = set(zip(cells, dataset.labels.tolist(), strict=True))
    return len(pairs) == len(set(cells)) == len(dataset.classes)


def _counts_up(values: Array) -> bool:
    steps = np.diff(values)
    return bool((values == np.round(values)).all() and ((steps > 0).all() or (steps < 0).all()))
