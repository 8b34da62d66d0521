"""Rows made of a table: a ready set's, or one of the visitor's own."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nncore.data.features import formula_columns, identifier
from nncore.data.reading import read_table
from nncore.data.ready import PIMA_COLUMNS as PIMA
from nncore.data.ready import READY, ReadySet, ready_bytes
from nncore.data.rows import Rows
from nncore.data.table import MOST_COLUMNS, MOST_ROWS, USABLE, Column, Table, number_text

if TYPE_CHECKING:
    from nncore.data.data import Data

MOST_CLASSES = 10
FEWEST_ROWS_A_CLASS = 5
"""Of a target of whole numbers: rows on average for each number up to which they count as classes."""
MOST_NUMBERS = MOST_ROWS * MOST_COLUMNS
"""Of all inputs that the columns of a table make together."""
PIMA_COLUMNS = tuple(column.name for column in PIMA)
PIMA_ZERO_IS_MISSING = tuple(READY["pima"].missing)


Array = np.ndarray


@cache
def ready_table(name: str) -> Table:
    """The table of a ready set."""
    return read_table(ready_bytes(name), READY[name].label)


def read_pima() -> Table:
    """The 768 Pima women; the last column, diabetes, is 1 or 0."""
    return ready_table("pima")


def ready(one: ReadySet, data: "Data", rng: np.random.Generator) -> Rows:
    task = "regression" if one.task == "regression" else "classes"
    return _from_table(ready_table(one.name), one.target, task, data.missing)


def pima(data: "Data", rng: np.random.Generator) -> Rows:
    rows = _from_table(read_pima(), "diabetes", "classes", "keep")._replace(classes=("no diabetes", "diabetes"))
    if data.missing != "keep":
        of_interest = np.isin(rows.names, PIMA_ZERO_IS_MISSING)
        rows.values[of_interest & (rows.values == 0)] = np.nan
    return rows


def table(data: "Data", rng: np.random.Generator) -> Rows:
    columns = {column.name: column for column in columns_in_use(data)}
    if empty := [name for name, column in columns.items() if name in data.features and column.kind == "empty"]:
        raise ValueError(f"every cell of {empty[0]!r} stands for missing; take it out of the inputs")
    inputs = sum(_width(column) for name, column in columns.items() if name != data.target)
    rows = len(columns[str(data.target)])
    if rows * inputs > MOST_NUMBERS:
        raise ValueError(
            f"{rows:,} rows of {inputs:,} inputs, as each text of a category is one; use at most {MOST_NUMBERS:,} "
            "numbers in all: leave out categories of many texts"
        )
    return _from_table(Table(tuple(columns.values())), str(data.target), data.task, data.missing)


def columns_in_use(data: "Data") -> tuple[Column, ...]:
    """The target and the columns that the features read, with the cells missing that stand for missing."""
    assert data.table is not None, "checked by Data"
    formulas = [feature for feature in data.features if feature not in data.table.names]
    read = set[str]().union(*map(formula_columns, formulas))
    used = {data.target, *data.features}
    in_use = Table(tuple(c for c in data.table.columns if c.name in used or identifier(c.name) in read))
    return in_use.without(pair for pair in data.blanks if pair[0] in in_use.names).columns


def _width(column: Column) -> int:
    """How many inputs a column makes."""
    return len(column.texts) if len(column.texts) > 2 else 1


def _from_table(table: Table, target: str, task: str, missing: str) -> Rows:
    """Columns that can't be inputs, as dates, are left out: the Data says which ones are used."""
    answers = table[target]
    present = ~answers.missing
    if not present.all() and missing == "keep":
        raise ValueError(f"{target!r} is empty in row {present.argmin() + 1}; choose missing 'drop', or write a value")
    if not present.any():
        raise ValueError(f"no row has a value of {target!r}; choose another target")
    labels, task, classes = _labels(answers, present, task)
    names: list[str] = []
    columns: list[Array] = []
    groups: list[tuple[str, tuple[str, ...]]] = []
    for column in table.columns:
        if column.name == target or column.kind not in USABLE:
            continue
        if column.numbers is not None:
            names.append(column.name)
            columns.append(column.numbers[present])
            continue
        codes = np.where(column.missing, np.nan, np.asarray(column.codes))[present]
        shown = [column.texts[1]] if len(column.texts) == 2 else column.texts
        group = tuple(f"{column.name} = {text}" for text in shown)
        groups.append((column.name, group))
        names += group
        columns += [np.where(np.isnan(codes), np.nan, codes == column.texts.index(text)) for text in shown]
    values = np.column_stack(columns) if columns else np.empty((int(present.sum()), 0))
    return Rows(tuple(names), values, labels, task, classes, target, tuple(groups), np.flatnonzero(present))


def _labels(column: Column, present: Array, task: str) -> tuple[Array, str, tuple[str, ...]]:
    """Class numbers or values of the target column, the task they make, and the names of the classes."""
    name = column.name
    if column.numbers is not None:
        values = column.numbers[present]
        found = np.unique(values)
        if task == "regression" or (task == "auto" and not are_classes(found, len(values))):
            return values, "regression", ()
        labels, classes = np.searchsorted(found, values), tuple(map(number_text, found.tolist()))
    elif task == "regression":
        raise ValueError(
            f"{name!r} holds texts such as {column.texts[0]!r}; predict classes, or choose a column of numbers"
        )
    else:
        assert column.codes is not None, "a column of texts has codes"
        used, labels = np.unique(column.codes[present], return_inverse=True)
        classes = tuple(column.texts[code] for code in used)
    if len(classes) > MOST_CLASSES:
        raise ValueError(
            f"{name!r} has {len(classes)} different values; choose a target of at most {MOST_CLASSES} classes, or "
            "predict numbers by regression"
        )
    if len(classes) < 2:
        raise ValueError(f"{name!r} is always {classes[0]!r}; choose a target that varies")
    return labels.astype(np.int64), "binary" if len(classes) == 2 else "multiclass", classes


def are_classes(found: Array, rows: int) -> bool:
    """Whether the numbers of a target are classes: a few whole ones, each of them in several rows.

    found: the different numbers.
    """
    whole = len(found) <= MOST_CLASSES and np.array_equal(found, np.round(found))
    return bool(whole and (len(found) <= 2 or rows >= FEWEST_ROWS_A_CLASS * len(found)))
