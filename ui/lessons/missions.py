"""Missions that check themselves: what a lesson asks for, compared with what the visitor has made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncore.data import DATASETS
from nncore.drawing import Drawing
from nncore.experiment import Experiment, dataset_of
from nncore.explain.numbers import format_number
from nncore.propagation import Pass
from nncore.sentences import capitalised
from nncore.training import Snapshot
from ui.lessons.fields import Fields, numbers, whole

MOST_ROWS = 64


@dataclass(frozen=True)
class Work:
    """What a visitor has made so far: drawings on the boards, and the run of the training page."""

    drawings: tuple[Drawing, ...]
    experiment: Experiment | None = None
    snapshot: Snapshot | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a mission is done, and in one sentence how far it is."""

    done: bool
    text: str


@dataclass(frozen=True)
class Check:
    """A kind of mission.

    read: the fields of a lesson, checked. run: compares them with the visitor's work. fields: the names of its fields.
    note: what it asks for, in one sentence.
    """

    read: Callable[[Fields], dict[str, Any]]
    run: Callable[..., Verdict]
    fields: frozenset[str]
    note: str


# -------------------------------------------------------------------- answers of a drawing


def read_answers(fields: Fields) -> dict[str, Any]:
    """rows: list of inputs; targets: the answer to each; tolerance: how far off is still right."""
    rows, targets = fields.get("rows"), fields.get("targets")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS or not isinstance(rows[0], list):
        raise ValueError(f"rows: give a list of 1 to {MOST_ROWS} lists of inputs")
    if not isinstance(targets, list) or len(targets) != len(rows):
        raise ValueError("targets: give one answer for each row")
    outputs = [target if isinstance(target, list) else [target] for target in targets]
    tolerance = numbers([fields.get("tolerance", 0.01)], 1, "tolerance")[0]
    return {
        "rows": tuple(numbers(row, len(rows[0]), "rows") for row in rows),
        "targets": tuple(numbers(row, len(outputs[0]), "targets") for row in outputs),
        "tolerance": tolerance,
        "hidden": whole(fields.get("hidden", 0), "hidden", 0, 1024),
        "most_hidden": whole(fields.get("most_hidden", 1024), "most_hidden", 0, 1024),
    }


def check_answers(
    work: Work,
    rows: tuple[tuple[float, ...], ...],
    targets: tuple[tuple[float, ...], ...],
    tolerance: float,
    hidden: int,
    most_hidden: int,
) -> Verdict:
    """Done when one of the drawings answers every row as wanted; the text is about the one that comes closest."""
    verdicts = [_of_drawing(drawing, rows, targets, tolerance, hidden, most_hidden) for drawing in work.drawings]
    nothing = (0.0, Verdict(False, "Nothing is drawn yet."))
    return max(verdicts, key=lambda scored: scored[0], default=nothing)[1]


def _of_drawing(
    drawing: Drawing,
    rows: tuple[tuple[float, ...], ...],
    targets: tuple[tuple[float, ...], ...],
    tolerance: float,
    hidden: int,
    most_hidden: int,
) -> tuple[float, Verdict]:
    """How close a drawing comes, and the verdict on it."""
    network = drawing.network
    sizes = (network.sizes[0], network.sizes[-1])
    if sizes != (len(rows[0]), len(targets[0])):
        wanted = f"{_counted(len(rows[0]), 'input')} and {_counted(len(targets[0]), 'output')}"
        return -1.0, Verdict(False, f"Needed: {wanted}; the drawing has {sizes[0]} and {sizes[1]}.")
    answers = Pass(network, drawing.theta, np.array(rows)).trace.output
    right = (np.abs(answers - np.array(targets)) <= tolerance).all(axis=1)
    if not right.all():
        wrong = int(right.argmin())
        asked, got, wanted = (_listed(values) for values in (rows[wrong], answers[wrong], targets[wrong]))
        text = f"{right.sum()} of {len(rows)} rows are right: {asked} gives {got} where {wanted} is wanted."
        return float(right.mean()), Verdict(False, text)
    refused = _hidden_refused(network.sizes, hidden, most_hidden)
    return 1.5 + (not refused), Verdict(not refused, refused or f"All {len(rows)} rows are right.")


def _listed(values: Iterable[float]) -> str:
    texts = [format_number(float(value)) for value in values]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def _hidden_refused(sizes: tuple[int, ...], fewest: int, most: int) -> str:
    """Why the number of hidden neurons is not allowed; "" when it is."""
    count = sum(sizes[1:-1])
    if count > most:
        return f"The drawing has {_counted(count, 'hidden neuron')}; at most {most} are allowed."
    if count < fewest:
        return f"The drawing has {_counted(count, 'hidden neuron')}; {fewest} are asked for."
    return ""


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


# -------------------------------------------------------------------- results of a run


MEASURES = {
    "test_accuracy": "held-out accuracy",
    "train_accuracy": "training accuracy",
    "test_loss": "held-out loss",
    "train_loss": "training loss",
}


def read_run(fields: Fields) -> dict[str, Any]:
    """data: name of a data set; measure, and either at_least or at_most; within: epochs; held_out: rows."""
    if fields.get("data") not in DATASETS:
        raise ValueError(f"data {fields.get('data')!r}: choose from {', '.join(DATASETS)}")
    if fields.get("measure") not in MEASURES:
        raise ValueError(f"measure {fields.get('measure')!r}: choose from {', '.join(MEASURES)}")
    if ("at_least" in fields) == ("at_most" in fields):
        raise ValueError("give either at_least or at_most")
    side = "at_least" if "at_least" in fields else "at_most"
    return {
        "data": fields["data"],
        "measure": fields["measure"],
        "side": side,
        "bound": numbers([fields[side]], 1, side)[0],
        "hidden": whole(fields.get("hidden", 0), "hidden", 0, 1024),
        "most_hidden": whole(fields.get("most_hidden", 1024), "most_hidden", 0, 1024),
        "within": whole(fields.get("within", 10**9), "within", 1, 10**9),
        "held_out": whole(fields.get("held_out", int("test" in fields["measure"])), "held_out", 0, 10**6),
    }


def check_run(
    work: Work,
    data: str,
    measure: str,
    side: str,
    bound: float,
    hidden: int,
    most_hidden: int,
    within: int,
    held_out: int,
) -> Verdict:
    """Done when the epoch shown on the training page reaches the bound."""
    label = DATASETS[data].label
    experiment, snapshot = work.experiment, work.snapshot
    if experiment is None or snapshot is None or experiment.data.name != data:
        return Verdict(False, f"Choose the data “{label}” on the training page and let it train.")
    if refused := _hidden_refused(experiment.network.sizes, hidden, most_hidden):
        return Verdict(False, refused)
    if len(dataset_of(experiment.data).test) < held_out:
        return Verdict(False, f"Hold at least {held_out} rows out: lower the share of rows that train.")
    if snapshot.epoch == 0:
        return Verdict(False, "The network has not been trained yet: press Play on the training page.")
    value = getattr(snapshot, measure)
    reached = value >= bound if side == "at_least" else value <= bound
    now = f"{capitalised(MEASURES[measure])} {format_number(value)} after {_counted(snapshot.epoch, 'epoch')}"
    if reached and snapshot.epoch > within:
        return Verdict(False, f"{now}; it has to be within {within}.")
    wanted = f"{'at least' if side == 'at_least' else 'at most'} {format_number(bound)}"
    return Verdict(bool(reached), f"{now}." if reached else f"{now}; wanted is {wanted}.")


SIZE = {"hidden", "most_hidden"}
CHECKS: dict[str, Check] = {
    "answers": Check(
        read_answers, check_answers, frozenset({"rows", "targets", "tolerance"} | SIZE),
        "A drawing gives these answers to these rows.",
    ),
    "run": Check(
        read_run, check_run, frozenset({"data", "measure", "at_least", "at_most", "within", "held_out"} | SIZE),
        "The run on the training page reaches a loss or an accuracy.",
    ),
}  # fmt: skip
