"""Data that a visitor brings: from a table to an experiment, and what can be decided about its columns."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Lock

import numpy as np

import nncore as nn
from nncore.data import Dataset
from nncore.data.cells import read_column
from nncore.data.data import Data, input_columns
from nncore.data.kinds import DATASETS
from nncore.data.layout import Sheet
from nncore.data.reading import table_from
from nncore.data.ready import READY
from nncore.data.roles import IGNORED, INPUT, TARGET, can_be_target, guess_roles, guess_target, target_task
from nncore.data.table import USABLE, Cell, Column, ColumnGuess, Table, number_column
from nncore.data.table_rows import ready_table
from nncore.explain.numbers import ALL_DIGITS, format_number
from ui.core.session import Session

READING = Lock()
"""One file at a time: a large one keeps a processor busy for seconds."""
MOST_NAMED = 4
MOST_VALUES = 200
"""Different values of a column that is offered to split by."""
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
    return _begin(session, data, session.experiment.training)


def _begin(session: Session, data: Data, training: nn.Training) -> str:
    try:
        experiment = nn.fitted(replace(session.experiment, data=data, theta=None, training=training))
        if reason := nn.misfit(experiment):
            return reason
        session.load(experiment)
    except ValueError as error:
        return str(error)
    return ""


def bring_table(session: Session, table: Table) -> str:
    """Begin a run on a table, or go on with the one that waits for it; returns why that was refused, or "".

    A new run has an optimiser that suits most tables.
    """
    training = replace(session.experiment.training, optimizer="adam", learning_rate=RATE)
    try:
        if session.awaits and session.bring(with_kinds(table, session.awaits.table.kinds)):
            return ""
        return _begin(session, data_of_table(table), training)
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


def with_train_share(data: Data, share: float) -> Data:
    """The Data with another share for training; where that leaves too little room, less is for validation."""
    room = max(0.0, round(1 - share, 9))
    return replace(data, train_share=share, validation_share=min(data.validation_share, room))


def with_validation_share(data: Data, share: float) -> Data:
    """The Data with a part for validation; where training leaves no room, it gives of its own."""
    return replace(data, validation_share=share, train_share=min(data.train_share, round(1 - share, 9)))


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
    if column.kind not in USABLE:
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


def split_columns(data: Data) -> tuple[str, ...]:
    """Columns that can decide which rows are held out: those with a few different values."""
    if data.table is None:
        return ()
    return tuple(
        column.name
        for column in data.table.columns
        if column.name != data.target and 2 <= different(column) <= MOST_VALUES
    )


def with_split(data: Data, way: str, column: str | None = None) -> Data:
    """The Data with rows held out in another way. A column to split by is no input then.

    column: to split by, by default the best one. Raises ValueError with the remedy.
    """
    if way != "column":
        return replace(data, split=way)
    columns = split_columns(data)
    if not columns:
        raise ValueError("no column has a few different values to split by; choose another way")
    unused = next((name for name in columns if name not in data.features), columns[0])
    chosen = column or unused
    features = tuple(name for name in data.features if name != chosen)
    if not features:
        raise ValueError("the only input can't also decide which rows are held out; choose another way or column")
    return replace(data, split=way, split_column=chosen, split_value=None, features=features)


def values_of(column: Column) -> list[Cell]:
    """The different values of a column, in order."""
    if column.codes is not None:
        return [column.texts[code] for code in np.unique(column.codes[~column.missing])]
    assert column.numbers is not None, "a column holds numbers or texts"
    return list(np.unique(column.numbers[~column.missing]).tolist())


def different(column: Column) -> int:
    return len(values_of(column))


# -------------------------------------------------------------------- in words


def why(data: Data) -> dict[str, str]:
    """Column of an own table → why it is used as it is, and why it was taken for what it is."""
    assert data.table is not None, "own tables alone have roles"
    table, roles = data.table, roles_of(data)
    is_guess = guess_target(table)[0] == data.target
    guessed = {role.name: role for role in guess_roles(table, None if is_guess else data.target)}
    read = {guess.name: guess.reason for guess in table.guesses.columns} if table.guesses else {}
    words = {}
    for name in table.names:
        role, kind = guessed[name], read.get(name, "")
        of_use = role.reason if role.role == roles[name] else "your choice"
        plain = role.role == INPUT == roles[name] or table[name].kind not in USABLE
        words[name] = kind or of_use if plain else "; ".join(dict.fromkeys(filter(None, (of_use, kind))))
    return words


def columns_of(session: Session) -> tuple[Column, ...]:
    """The columns of the data as they are used: values that stand for "missing" are taken out."""
    data = session.experiment.data
    if data.table is not None:
        return data.table.without(data.blanks).columns
    if data.name in READY:
        return tuple(ready_table(data.name)[column.name] for column in READY[data.name].columns)
    dataset = session.dataset
    return tuple(number_column(name, dataset.raw[:, number]) for number, name in enumerate(dataset.raw_names))


def described(columns: Sequence[Column]) -> list[dict[str, object]]:
    """For each column: how many cells are written, how many are missing, and what its numbers are like."""
    return [_described(column) for column in columns]


def _described(column: Column) -> dict[str, object]:
    missing = int(column.missing.sum())
    words: dict[str, object] = {
        "Column": column.name,
        "Missing": missing,
        "Different": different(column),
        "Least": None, "Median": None, "Mean": None, "Most": None, "Deviation": None,
        "Most frequent": "",
    }  # fmt: skip
    if column.numbers is None:
        return words | {"Most frequent": cells_of(column)}
    values = column.numbers[~column.missing]
    if not len(values):
        return words
    return words | {
        "Least": float(values.min()), "Median": float(np.median(values)), "Mean": float(values.mean()),
        "Most": float(values.max()), "Deviation": float(values.std()),
    }  # fmt: skip


def summary(session: Session) -> str:
    """What the data are, in a line: "768 rows, 8 inputs; predicts diabetes, 2 classes"."""
    data = session.experiment.data
    name = data.table.name if data.table and data.table.name else DATASETS[data.name].label
    dataset = dataset_or_none(session)
    if dataset is None:
        return name
    rows, inputs = len(dataset.labels), len(dataset.input_names)
    what = dataset.data.target or (READY[data.name].target if data.name in READY else "")
    task = f"{len(dataset.classes)} classes" if dataset.classes else "a value"
    predicts = f"predicts {what}, {task}" if what else f"predicts {task}"
    left = (len(data.table) if data.table else rows) - rows
    out = f" ({left:,} left out)" if left else ""
    return f"{name}: {rows:,} rows{out}, {inputs} input{'' if inputs == 1 else 's'}; {predicts}"


def dataset_or_none(session: Session) -> Dataset | None:
    """The rows of the data, None where these can't be used as they are."""
    try:
        return session.dataset
    except ValueError:
        return None


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


def repair_log(data: Data) -> list[str]:
    """What was changed on the way from the file to the rows, a line each."""
    table = data.table
    if table is None:
        return []
    lines = list(table.guesses.repairs) if table.guesses else []
    for guess in table.guesses.columns if table.guesses else ():
        lines += [f"{guess.name}: {repair}" for repair in guess.repairs]
    for name, value in data.blanks:
        count = sum(cell == value for cell in table[name].cells())
        lines.append(f"{name}: {count:,} cells “{shown(value)}” → missing")
    return lines


def shown(cell: Cell) -> str:
    """A cell as it is written on screen."""
    return format_number(cell, ALL_DIGITS) if isinstance(cell, float) else str(cell)


def default_task(data: Data) -> str:
    """The task of its target where nobody chooses."""
    assert data.table is not None and data.target is not None, "own tables alone have a target"
    return target_task(data.table[data.target])
