"""What the page about one row shows, in words and as tables; knows the session, and no screen."""

from dataclasses import dataclass, replace

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.data.ready import READY
from nncore.explain.numbers import format_number
from nncore.inspection import Change, Column, Importance, Predictor, another_class, moved_by, smallest_changes
from nncore.metrics import threshold
from nncore.randomness import IMPORTANCE, rng
from ui.core.own_data import columns_of
from ui.core.session import Session
from ui.figures.points import value_span

ALL, HELD_OUT, WRONG, FAR = "All rows", "Held-out rows", "Wrong ones", "Largest errors first"
CLASS = "Class: "
ALSO = 3
"""Further columns named that bring another answer by themselves."""
SHARE = 0.1
"""Of the span of the target: how far an answer is to be moved unless something else is typed."""

Array = np.ndarray


def predictor_of(session: Session) -> Predictor:
    """The network as it is now, with its data."""
    return Predictor(session.dataset, session.experiment.network, session.theta)


def ways(predictor: Predictor) -> list[str]:
    """How the rows can be gone through."""
    dataset = predictor.dataset
    found = [ALL, *([HELD_OUT] if len(dataset.test) else [])]
    if dataset.task == "regression":
        return [*found, FAR]
    return [*found, WRONG, *(CLASS + name for name in dataset.classes)]


def rows_by(predictor: Predictor, way: str) -> Array:
    """Row numbers in the order to go through them."""
    dataset = predictor.dataset
    rows = np.arange(len(dataset.labels))
    if way == HELD_OUT:
        return dataset.test
    if way == WRONG:
        return rows[predictor.classes(predictor.answer(dataset.raw)) != dataset.labels]
    if way == FAR:
        errors = np.abs(predictor.answer(dataset.raw)[:, 0] - dataset.labels)
        return np.argsort(-errors, kind="stable")
    if way.startswith(CLASS):
        return rows[dataset.labels == dataset.classes.index(way.removeprefix(CLASS))]
    return rows


@dataclass(frozen=True)
class Trial:
    """A row with values that may have been changed by hand.

    row: its number. raw: (columns,) the values as they are now.
    """

    row: int
    raw: tuple[float, ...]

    @property
    def values(self) -> Array:
        return np.array(self.raw)

    def put_in(self, column: Column, value: float | str) -> "Trial":
        return replace(self, raw=tuple(column.set_in(self.values, value).tolist()))


def trial_of(predictor: Predictor, row: int) -> Trial:
    """The row as it stands in the data."""
    return Trial(row, tuple(predictor.dataset.raw[row].tolist()))


def shown(value: float | str) -> str:
    """A value of a column."""
    return value if isinstance(value, str) else format_number(value, 4)


def name_of(column: Column) -> str:
    return column.name.replace("_", " ")


def first_that_changes(predictor: Predictor) -> Column:
    """The first column that isn't the same in all rows; the first of all where each is."""
    changing = predictor.span[:, 0] < predictor.span[:, 1]
    return next((one for one in predictor.columns if changing[list(one.places)].any()), predictor.columns[0])


def values_table(predictor: Predictor, trial: Trial) -> list[tuple[str, str, str, str]]:
    """For each column its name, the value now, the row's own where that is another, and the typical one."""
    own, typical = predictor.dataset.raw[trial.row], predictor.dataset.median_raw
    lines = []
    for column in predictor.columns:
        now, before = shown(column.value_in(trial.values)), shown(column.value_in(own))
        lines.append((name_of(column), now, before if before != now else "", shown(column.value_in(typical))))
    return lines


def part_words(predictor: Predictor, row: int) -> str:
    """What a row is used for."""
    dataset = predictor.dataset
    if row in dataset.test:
        return "held out from training"
    return "watched while it trains" if row in dataset.validation else "a training row"


def filled_in(session: Session, predictor: Predictor, row: int) -> list[str]:
    """Names of the columns in which nothing is written for this row, so that the typical value stands there."""
    data = session.experiment.data
    if data.table is None and data.name not in READY:
        return []
    columns, source = {column.name: column for column in columns_of(session)}, int(predictor.dataset.source[row])
    read = [column for column in predictor.columns if column.name in columns]
    return [name_of(column) for column in read if columns[column.name].missing[source]]


def answer_parts(predictor: Predictor, output: Array) -> tuple[str, str]:
    """What the outputs (outputs,) of one row say: a value and "", or a class and the output that speaks for it."""
    if not np.isfinite(output).all():
        return "no answer", ""
    if predictor.dataset.task == "regression":
        return format_number(output[0]), ""
    number = int(predictor.classes(output[None])[0])
    speaking = output[number] if len(output) > 1 else output[0]
    return predictor.dataset.classes[number], f"output {format_number(speaking)}"


def answer_words(predictor: Predictor, output: Array) -> str:
    """The same in one piece."""
    words, note = answer_parts(predictor, output)
    return f"{words} ({note})" if note else words


def truth_words(predictor: Predictor, row: int) -> str:
    """What the data say of a row."""
    dataset = predictor.dataset
    return format_number(dataset.labels[row]) if dataset.task == "regression" else dataset.classes[dataset.labels[row]]


def verdict(predictor: Predictor, row: int, output: Array) -> str:
    """Whether an answer is right, or how far off it is."""
    dataset = predictor.dataset
    if not np.isfinite(output).all():
        return "–"
    if dataset.task == "regression":
        return f"off by {format_number(abs(output[0] - dataset.labels[row]))}"
    return "right" if predictor.classes(output[None])[0] == dataset.labels[row] else "wrong"


def usual_amount(predictor: Predictor) -> float:
    """How far a value is to be moved: a round part of the span of the target."""
    return float(f"{SHARE * float(np.ptp(predictor.dataset.labels)) or 1.0:.1g}")


def changes_for(predictor: Predictor, trial: Trial, amount: float) -> tuple[Change, ...]:
    """The smallest changes, the smallest first, to another class, or of a regression by an amount."""
    raw = trial.values
    if predictor.dataset.task == "regression":
        return smallest_changes(predictor, raw, moved_by(predictor, raw, amount))
    return smallest_changes(predictor, raw, another_class(predictor, raw))


def step_words(change: Change) -> str:
    """From one value to the other."""
    return f"{name_of(change.column)} from {shown(change.before)} to {exactly(change.after)}"


def exactly(value: float | str) -> str:
    """A value with all the digits that decide."""
    return value if isinstance(value, str) else format_number(value, 6)


def size_words(change: Change) -> str:
    return f"{format_number(change.deviations, 2)} standard deviations"


def also_words(changes: tuple[Change, ...]) -> str:
    """The next smallest changes."""
    return "; ".join(step_words(change) for change in changes[1 : ALSO + 1])


def importance_words(found: Importance, names: list[str]) -> str:
    """The columns and what is lost without each, for those who don't see the bars."""
    order = np.argsort(-found.mean, kind="stable")[:ALSO]
    lost = ", ".join(f"{names[number]} {format_number(found.mean[number])}" for number in order)
    return f"What is lost without each column; most with {lost}"


def output_names(predictor: Predictor) -> tuple[str, ...]:
    """What each output says, for the axis of a chart."""
    dataset = predictor.dataset
    several = predictor.network.sizes[-1] > 1 and dataset.task != "regression"
    return dataset.classes if several else dataset.output_names


def partners(predictor: Predictor, column: Column) -> list[Column]:
    """The columns with which a column of numbers spans a plane: those of numbers that change."""
    if column.categories:
        return []
    others = [other for other in predictor.columns if not other.categories and other is not column]
    return [other for other in others if predictor.spread[other.places[0]]]


def full_colours(predictor: Predictor) -> tuple[float, float]:
    """The outputs that get the full colours of a map."""
    if predictor.dataset.task == "regression":
        return value_span(predictor.dataset)
    first, second = ACTIVATIONS[predictor.network.activations[-1]].codes
    return float(first), float(second)


def turning_point(predictor: Predictor) -> float | None:
    """The output at which a single one passes from class to class; None where there is no such place."""
    if predictor.dataset.task == "regression" or predictor.network.sizes[-1] > 1:
        return None
    return threshold(predictor.network.activations[-1])


def shuffles(session: Session) -> np.random.Generator:
    """The generator of the shuffles, the same for the same experiment."""
    return rng(session.experiment.seed, IMPORTANCE)


def step_of(predictor: Predictor, column: Column) -> float:
    """How far one press of an arrow key moves a value: 1 for whole numbers, else about a 200th of the span."""
    place = column.places[0]
    if predictor.whole[place]:
        return 1.0
    low, high = predictor.span[place]
    return float(10.0 ** np.floor(np.log10((high - low) / 50))) if high > low else 1.0
