"""What a column of a table is for, guessed with a reason: input, target, or of no use."""

import re
from typing import NamedTuple

import numpy as np

from nncore.data.table import KINDS, USABLE, Column, Table
from nncore.data.table_rows import MOST_CLASSES, are_classes

INPUT, TARGET, IGNORED = "input", "target", "ignore"
ROLES = {INPUT: "input", TARGET: "to predict", IGNORED: "not used"}
"""Role → its name on screen."""
TARGET_NAME = re.compile(r"(target|label|class|outcome|output|result|y|response|species|diagnosis)", re.IGNORECASE)
ID_NAME = re.compile(r"(.*[_\W])?(id|index|nr|no|number|row|row names|unnamed: 0|key|uuid)", re.IGNORECASE)
FEWEST = 3
"""Cells of one value from which it may stand for "missing"."""
FAR = 2.0
"""How far from all others such a value lies, in spans of the others."""
SENTINELS = (-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0, 99.0, 999.0, 9999.0, 99999.0, 999999.0)
APART = 0.25
"""How far from zero all other values lie, as a share of their median, where zero can't be one of them."""


class Role(NamedTuple):
    """What a column is for, and why."""

    name: str
    role: str
    reason: str


class Suspect(NamedTuple):
    """A value of a column that seems to stand for "missing", how many cells hold it, and why."""

    column: str
    value: float
    cells: int
    reason: str


def guess_roles(table: Table, target: str | None = None) -> tuple[Role, ...]:
    """The role of each column. target: the column to predict, where somebody has chosen one."""
    chosen, why = (target, "your choice") if target is not None else guess_target(table)
    return tuple(
        Role(column.name, TARGET, why) if column.name == chosen else guess_role(column) for column in table.columns
    )


def guess_role(column: Column) -> Role:
    """Input, or of no use, of a column that isn't the target."""
    if column.kind not in USABLE:
        return Role(column.name, IGNORED, f"{KINDS[column.kind]}: a network needs numbers")
    if why := is_id(column):
        return Role(column.name, IGNORED, why)
    if is_constant(column):
        return Role(column.name, IGNORED, "always the same value: nothing to learn from")
    return Role(column.name, INPUT, "numbers" if column.kind == "number" else "a few different texts")


def guess_target(table: Table) -> tuple[str, str]:
    """The column to predict, and why: one whose name says so, else the last one that can be predicted."""
    can = [column for column in table.columns if can_be_target(column)]
    if not can:
        return table.names[-1], "the last column"
    for column in reversed(can):
        if TARGET_NAME.fullmatch(column.name):
            return column.name, "its name says so"
    last = can[-1]
    return last.name, "the last column" if last is table.columns[-1] else "the last column that can be predicted"


def can_be_target(column: Column) -> bool:
    """Whether a network can learn to answer it: numbers, or texts of a few classes; and it varies."""
    if is_constant(column) or column.kind not in USABLE:
        return False
    return column.kind == "number" or 2 <= len(column.texts) <= MOST_CLASSES


def target_task(column: Column) -> str:
    """The task that predicting it makes, unless somebody chooses another: "classes" or "regression"."""
    if column.numbers is None:
        return "classes"
    values = column.numbers[~column.missing]
    return "classes" if are_classes(np.unique(values), len(values)) else "regression"


def is_constant(column: Column) -> bool:
    """Whether all its written cells are the same."""
    if column.numbers is None:
        return len(column.texts) < 2
    values = column.numbers[~column.missing]
    return not len(values) or bool(values.min() == values.max())


def is_id(column: Column) -> str:
    """Why a column seems to number the rows; "" where it doesn't."""
    if column.numbers is None:
        return ""
    values = column.numbers[~column.missing]
    if len(values) < FEWEST or len(np.unique(values)) < len(values) or not np.array_equal(values, np.round(values)):
        return ""
    steps = np.diff(values)
    if (steps == 1).all():
        return "counts the rows: an id, not a property"
    if ID_NAME.fullmatch(column.name):
        return "another number in every row, and named like an id"
    return ""


def suspects(table: Table) -> tuple[Suspect, ...]:
    """Values that seem to stand for "missing": a sentinel far from all others, or zeros where zero can't be."""
    found = []
    for column in table.columns:
        if column.numbers is None:
            continue
        values = column.numbers[~column.missing]
        if len(values) >= 2 * FEWEST:
            found += [*_far_away(column.name, values), *_zeros(column.name, values)]
    return tuple(found)


def _far_away(name: str, values: np.ndarray) -> list[Suspect]:
    found = []
    for value in (values.min(), values.max()):
        others = values[values != value]
        count = len(values) - len(others)
        if value not in SENTINELS or count < FEWEST or len(others) < 2:
            continue
        low, high = others.min(), others.max()
        gap = low - value if value < low else value - high
        if gap > FAR * (high - low) or (value < 0 <= low and value <= -9) or (value == -1 and low >= 0 and high > 2):
            where = "below" if value < low else "above"
            found.append(Suspect(name, float(value), count, f"far {where} all others, {low:g} to {high:g}"))
    return found


def _zeros(name: str, values: np.ndarray) -> list[Suspect]:
    others = values[values != 0]
    count = len(values) - len(others)
    if count < FEWEST or len(others) < count / 2 or not len(others) or others.min() <= 0:
        return []
    next_one, middle = others.min(), float(np.median(others))
    different = np.unique(others)
    if len(different) < 10 or next_one <= 3 * float(np.median(np.diff(different))):
        return []
    if next_one < APART * middle and not _lonely(others, next_one):
        return []
    return [Suspect(name, 0.0, count, f"the next value is {next_one:g}: was 0 measured?")]


def _lonely(others: np.ndarray, next_one: float) -> bool:
    """Whether the step from zero to the next value is much wider than those between the next ones."""
    low = np.unique(others)[:20]
    return len(low) > 5 and next_one > 3 * float(np.diff(low).max())
