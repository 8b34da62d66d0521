"""Data that a visitor brings: from a table to an experiment, and what can be decided about its columns."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Lock

import nncore as nn
from nncore.data.cells import read_column
from nncore.data.data import Data, input_columns
from nncore.data.kinds import DATASETS, ready_table
from nncore.data.layout import Sheet
from nncore.data.reading import table_from
from nncore.data.ready import READY
from nncore.data.roles import IGNORED, INPUT, TARGET, can_be_target, guess_roles, target_task
from nncore.data.table import Column, ColumnGuess, Table
from nncore.explain.numbers import format_number
from ui.core.session import Session

READING = Lock()
"""One file at a time: a large one keeps a processor busy for seconds."""
MOST_NAMED = 4
RATE = 0.01
"""With Adam, the learning rate that learns most tables within a hundred epochs."""


def data_of_table(table: Table, target: str | None = None) -> Data:
    """The Data of a table with everything guessed. Raises ValueError where nothing in it can be predicted."""
    if not any(map(can_be_target, table.columns)):
        raise ValueError(
            "no column of this table can be predicted: each is empty, always the same, a date, or has more than ten "
            "different texts; bring another table"
        )
    roles = guess_roles(table, target)
    chosen = next(role.name for role in roles if role.role == TARGET)
    inputs = tuple(role.name for role in roles if role.role == INPUT)
    if not inputs:
        raise ValueError("no column of this table is left as an input; bring one with numbers or a few categories")
    return Data.from_table(table, chosen, features=inputs, missing=fitting_missing(table, chosen, inputs))


def fitting_missing(table: Table, target: str, inputs: tuple[str, ...]) -> str:
    """What to do about missing cells at first: rows without an answer go, holes in inputs are filled."""
    if any(table[name].missing.any() for name in inputs if name in table.names):
        return "median"
    return "drop" if table[target].missing.any() else "keep"


def bring(session: Session, data: Data) -> str:
    """Begin a run on other data with new first weights; the hidden layers stay. Returns why that was refused, or ""."""
    before = session.experiment
    training = (
        replace(before.training, optimizer="adam", learning_rate=RATE) if data.table is not None else before.training
    )
    try:
        experiment = nn.fitted(replace(before, data=data, theta=None, training=training))
        if reason := nn.misfit(experiment):
            return reason
        session.load(experiment)
    except ValueError as error:
        return str(error)
    return ""


def bring_table(session: Session, table: Table) -> str:
    """Begin a run on a table, or go on with the one that waits for it; returns why that was refused, or ""."""
    try:
        if session.awaits and session.bring(with_kinds(table, session.awaits.table.kinds)):
            return ""
        return bring(session, data_of_table(table))
    except ValueError as error:
        return str(error)


def with_kinds(table: Table, kinds: Sequence[tuple[str, str]]) -> Table:
    """The table with the kinds of columns that were chosen before, where its cells can be that."""
    for name, kind in kinds:
        if name in table.names:
            with suppress(ValueError):
                table = with_column(table, *read_column(name, written(table[name]), kind=kind))
    return table


def own_table(data: Data) -> Data:
    """A ready set as a table of one's own, so that any column can be predicted."""
    ready = READY[data.name]
    table = ready_table(data.name)
    return replace(
        Data.from_table(table, ready.target, features=data.features, task="auto"),
        missing=data.missing, scaling=data.scaling, train_share=data.train_share, split=data.split, seed=data.seed,
    )  # fmt: skip


# -------------------------------------------------------------------- decisions about columns


def change(session: Session, data: Data) -> str:
    """Go on with other data; before training, nothing of the old ones stays. Returns why that was refused, or ""."""
    if session.position or not session.shows_first_weights:
        return session.configure(data=data)
    return bring(session, data) if data != session.experiment.data else ""


def roles_of(data: Data) -> dict[str, str]:
    """Column → its role as things are."""
    assert data.table is not None, "own tables alone have roles"
    return {
        name: TARGET if name == data.target else INPUT if name in data.features else IGNORED
        for name in data.table.names
    }


def with_roles(data: Data, changed: Mapping[str, str]) -> Data:
    """The Data with other roles of some columns. A new target takes the place of the old one, which isn't used then.

    Raises ValueError with the remedy.
    """
    roles = roles_of(data)
    target = data.target
    for name, role in changed.items():
        if role == TARGET and name != target:
            roles[str(target)], target = (
                INPUT if str(target) in input_columns(replace_target(data, name)) else IGNORED,
                name,
            )
        elif role != TARGET and name == target:
            raise ValueError(f"one column has to be predicted; choose another one than {name!r} first")
        roles[name] = role
    formulas = tuple(feature for feature in data.features if feature not in roles)
    inputs = tuple(name for name, role in roles.items() if role == INPUT)
    if not inputs + formulas:
        raise ValueError("a network needs an input; choose at least one column")
    task = data.task if target == data.target else "auto"
    return replace(data, target=target, features=inputs + formulas, task=task)


def replace_target(data: Data, target: str) -> Data:
    """The Data with another column to predict, all others being inputs where they can."""
    return replace(data, target=target, features=(), task="auto")


def with_kind(data: Data, name: str, kind: str) -> Data:
    """The Data with a column of its table taken as another kind. Raises ValueError where its cells can't be that."""
    assert data.table is not None, "own tables alone have kinds"
    column, guess = read_column(name, written(data.table[name]), kind=kind)
    table = with_column(data.table, column, guess)
    features = data.features
    if column.kind not in ("number", "yes/no", "category"):
        if name == data.target:
            raise ValueError(
                f"{name!r} is to be predicted and can't be a {kind}; choose another column to predict first"
            )
        features = tuple(feature for feature in features if feature != name)
        if not features:
            raise ValueError("a network needs an input; choose another column first")
    task = "auto" if name == data.target else data.task
    blanks = tuple(pair for pair in data.blanks if pair[0] != name)
    return replace(data, table=table, features=features, task=task, blanks=blanks)


def written(column: Column) -> list[str]:
    """The cells of a column as texts, "" where missing."""
    return ["" if cell is None else f"{cell:.15g}" if isinstance(cell, float) else cell for cell in column.cells()]


def with_column(table: Table, column: Column, guess: ColumnGuess) -> Table:
    """The table with one column in place of its namesake."""
    columns = tuple(column if old.name == column.name else old for old in table.columns)
    guesses = table.guesses
    if guesses is not None:
        guesses = replace(guesses, columns=tuple(guess if old.name == guess.name else old for old in guesses.columns))
    return replace(table, columns=columns, guesses=guesses)


def read_anew(data: Data, sheet: Sheet, **choices: object) -> Data:
    """The Data of the same file read otherwise; decisions about columns that are still there stay."""
    table = table_from(sheet, data.table.name if data.table else "", **choices)  # type: ignore[arg-type]
    fresh = data_of_table(table)
    if data.table is None or table.names != data.table.names:
        return fresh
    try:
        return replace(data, table=table, blanks=())
    except ValueError:
        return fresh


# -------------------------------------------------------------------- in words


def summary(session: Session) -> str:
    """What the data are, in a line: "768 rows, 8 inputs; predicts diabetes, 2 classes"."""
    data = session.experiment.data
    name = data.table.name if data.table and data.table.name else DATASETS[data.name].label
    if session.problem and not _has_rows(session):
        return name
    dataset = session.dataset
    rows, inputs = len(dataset.labels), len(dataset.input_names)
    what = dataset.data.target or (READY[data.name].target if data.name in READY else "")
    task = f"{len(dataset.classes)} classes" if dataset.classes else "a value"
    predicts = f"predicts {what}, {task}" if what else f"predicts {task}"
    left = (len(data.table) if data.table else rows) - rows
    out = f" ({left:,} left out)" if left else ""
    return f"{name}: {rows:,} rows{out}, {inputs} input{'' if inputs == 1 else 's'}; {predicts}"


def _has_rows(session: Session) -> bool:
    try:
        return len(session.dataset.labels) > 0
    except ValueError:
        return False


def cells_of(column: Column) -> str:
    """The cells of a column in a few words: from where to where, or the most frequent texts."""
    if column.numbers is not None:
        values = column.numbers[~column.missing]
        if not len(values):
            return ""
        low, high = format_number(float(values.min())), format_number(float(values.max()))
        return low if low == high else f"{low} to {high}"
    if column.codes is None or not len(column.texts):
        return ""
    counts = sorted(
        ((int((column.codes == code).sum()), text) for code, text in enumerate(column.texts[:1000])), reverse=True
    )
    shown = ", ".join(f"{text[:24]} {count:,}" for count, text in counts[:MOST_NAMED])
    return shown + (f" and {len(column.texts) - MOST_NAMED:,} more" if len(column.texts) > MOST_NAMED else "")


def default_task(data: Data) -> str:
    """The task of its target where nobody chooses."""
    assert data.table is not None and data.target is not None, "own tables alone have a target"
    return target_task(data.table[data.target])
