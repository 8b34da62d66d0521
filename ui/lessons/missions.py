"""Missions that check themselves: what a lesson asks for, compared with what the visitor has made.

Each mission judges its own board, or the run that it started itself, and nothing else.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nncore.crossvalidation import Fold, spread
from nncore.data import DATASETS, Data
from nncore.drawing import Drawing
from nncore.experiment import Experiment, dataset_of
from nncore.explain.numbers import format_number
from nncore.history import Stretch
from nncore.propagation import Pass
from nncore.sentences import capitalised
from ui.lessons.fields import Fields, numbers, whole

MOST_ROWS = 64
MOST_EPOCHS = 10**9
SETTINGS_OF_DATA = tuple(Data.__dataclass_fields__)


@dataclass(frozen=True)
class Work:
    """What a visitor has made for one mission.

    drawing: on the mission's own board. start: the experiment the mission begins with. run: the timeline of the run
    that the mission started, () where it didn't. folds: what networks with the settings of now did on rows held out,
    () where that was not asked yet.
    """

    drawing: Drawing | None = None
    start: Experiment | None = None
    run: Sequence[Stretch] = ()
    folds: Sequence[Fold] = ()


@dataclass(frozen=True)
class Verdict:
    """Whether a mission is done, and in one sentence how far it is."""

    done: bool
    text: str


@dataclass(frozen=True)
class Check:
    """A kind of mission.

    read: the fields of a lesson, checked. run: compares them with the visitor's work. fields: the names of its fields.
    needs: the field that says what it begins with. note: what it asks for, in one sentence.
    """

    read: Callable[[Fields], dict[str, Any]]
    run: Callable[..., Verdict]
    fields: frozenset[str]
    needs: str
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
    return {
        "rows": tuple(numbers(row, len(rows[0]), "rows") for row in rows),
        "targets": tuple(numbers(row, len(outputs[0]), "targets") for row in outputs),
        "tolerance": numbers([fields.get("tolerance", 0.01)], 1, "tolerance")[0],
        **_read_size(fields),
    }


def _read_size(fields: Fields) -> dict[str, int]:
    return {
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
    """Done when the drawing answers every row as wanted."""
    if work.drawing is None:
        return Verdict(False, "Nothing is drawn yet.")
    network = work.drawing.network
    sizes = (network.sizes[0], network.sizes[-1])
    if sizes != (len(rows[0]), len(targets[0])):
        wanted = f"{_counted(len(rows[0]), 'input')} and {_counted(len(targets[0]), 'output')}"
        return Verdict(False, f"Needed: {wanted}; the drawing has {sizes[0]} and {sizes[1]}.")
    answers = Pass(network, work.drawing.theta, np.array(rows)).trace.output
    right = (np.abs(answers - np.array(targets)) <= tolerance).all(axis=1)
    if not right.all():
        wrong = int(right.argmin())
        asked, got, wanted = (_listed(values) for values in (rows[wrong], answers[wrong], targets[wrong]))
        text = f"{right.sum()} of {len(rows)} rows are right: {asked} gives {got} where {wanted} is wanted."
        return Verdict(False, text)
    refused = _hidden_refused(network.sizes, hidden, most_hidden)
    return Verdict(not refused, refused or f"All {len(rows)} rows are right.")


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
NOT_SET_UP = "Not set up yet: the button below loads data and network on the training page."


def read_run(fields: Fields) -> dict[str, Any]:
    """data: name of a set; measure, and either at_least or at_most; within: epochs; held_out: rows.

    may_change: settings of the data.
    """
    if fields.get("data") is not None and fields["data"] not in tuple(DATASETS):
        raise ValueError(f"data {fields['data']!r}: choose from {', '.join(DATASETS)}")
    if fields.get("measure") not in tuple(MEASURES):
        raise ValueError(f"measure {fields.get('measure')!r}: choose from {', '.join(MEASURES)}")
    if ("at_least" in fields) == ("at_most" in fields):
        raise ValueError("give either at_least or at_most")
    side = "at_least" if "at_least" in fields else "at_most"
    return {
        "data": fields.get("data"),
        "measure": fields["measure"],
        "side": side,
        "bound": numbers([fields[side]], 1, side)[0],
        "within": whole(fields.get("within", MOST_EPOCHS), "within", 1, MOST_EPOCHS),
        "held_out": whole(fields.get("held_out", int("test" in fields["measure"])), "held_out", 0, 10**6),
        "may_change": _read_changes(fields),
        **_read_size(fields),
    }


def _read_changes(fields: Fields) -> frozenset[str]:
    names = fields.get("may_change", [])
    if not isinstance(names, list) or not set(map(str, names)) <= set(SETTINGS_OF_DATA):
        raise ValueError(f"may_change: give a list of settings of the data; choose from {', '.join(SETTINGS_OF_DATA)}")
    return frozenset(names)


def check_run(
    work: Work,
    data: str | None,
    measure: str,
    side: str,
    bound: float,
    within: int,
    held_out: int,
    may_change: frozenset[str],
    hidden: int,
    most_hidden: int,
) -> Verdict:
    """Done when training has reached the bound in one of the epochs allowed, whatever came after it."""
    if not work.run:
        return Verdict(False, NOT_SET_UP)
    better = max if side == "at_least" else min
    best: tuple[float, int] | None = None
    refused = ""
    for stretch in work.run:
        refused = _refused(stretch.experiment, work.start, may_change, hidden, most_hidden)
        refused = refused or _data_refused(stretch.experiment.data, data) or _too_few_refused(stretch, held_out)
        values, epochs = getattr(stretch.curves, measure), stretch.curves.epoch
        if refused or not len(epochs) or _reaches(values[0], side, bound):
            continue  # what is there before training is no merit of training
        for value, epoch in zip(values[1:], epochs[1:], strict=True):
            if epoch <= within and not np.isnan(value):
                best = better(best or (value, epoch), (float(value), int(epoch)), key=lambda found: found[0])
    if refused and not (best and _reaches(best[0], side, bound)):
        return Verdict(False, refused)
    if best is None:
        return Verdict(False, _untrained(work.run[-1], measure, side, bound))
    written = f"{capitalised(MEASURES[measure])} {_written(measure, best[0])} after {_counted(best[1], 'epoch')}"
    if _reaches(best[0], side, bound):
        return Verdict(True, f"{written}.")
    wanted = f"{'at least' if side == 'at_least' else 'at most'} {_written(measure, bound)}"
    limit = f" within {within} epochs" if within < MOST_EPOCHS else ""
    return Verdict(False, f"{written} is the best so far; wanted is {wanted}{limit}.")


def _untrained(stretch: Stretch, measure: str, side: str, bound: float) -> str:
    if len(stretch.curves.epoch) and _reaches(getattr(stretch.curves, measure)[0], side, bound):
        return "These weights were good before they were trained: reset, draw new weights, and let training find them."
    return "The network has not been trained yet: press Play on the training page."


def _reaches(value: float, side: str, bound: float) -> bool:
    return bool(value >= bound if side == "at_least" else value <= bound)


def _written(measure: str, value: float) -> str:
    """Accuracy in percent, a loss as it is."""
    return f"{format_number(100 * value)} %" if "accuracy" in measure else format_number(value)


def _refused(
    experiment: Experiment, start: Experiment | None, may_change: Collection[str], hidden: int, most_hidden: int
) -> str:
    """Why a run doesn't count for the mission that started it, with the remedy; "" where it does."""
    if start is not None and (changed := changed_data(experiment.data, start.data, may_change)):
        return f"This mission keeps its data as they were set up. Set back: {', '.join(changed)}."
    return _hidden_refused(experiment.network.sizes, hidden, most_hidden)


def _data_refused(data: Data, name: str | None) -> str:
    if name is not None and data.name != name:
        return f"Choose the data “{DATASETS[name].label}” on the training page and let it train."
    return ""


def _too_few_refused(stretch: Stretch, held_out: int) -> str:
    if held_out and len(dataset_of(stretch.experiment.data).test) < held_out:
        return f"Hold at least {_counted(held_out, 'row')} out: lower the share of rows that train."
    return ""


NAMES_OF_DATA = {
    "name": "the data set",
    "samples": "the number of points",
    "train_share": "the share of rows that train",
    "validation_share": "the validation part",
    "features": "the inputs",
    "seed": "the seed of the data",
}


def changed_data(now: Data, before: Data, may_change: Collection[str] = ()) -> list[str]:
    """What differs between two sets of data beside what may, in words."""
    changed = [
        name for name in SETTINGS_OF_DATA if name not in may_change and getattr(now, name) != getattr(before, name)
    ]
    if "name" in changed:  # all else follows from it
        changed = ["name"]
    return [NAMES_OF_DATA.get(name, name.replace("_", " ")) for name in changed]


# -------------------------------------------------------------------- settings judged on rows held out


def read_folds(fields: Fields) -> dict[str, Any]:
    """folds: how many parts the rows are dealt to; at_least: mean accuracy; most_epochs; may_change."""
    return {
        "folds": whole(fields.get("folds", 5), "folds", 2, 10),
        "bound": numbers([fields.get("at_least")], 1, "at_least")[0],
        "most_epochs": whole(fields.get("most_epochs", 150), "most_epochs", 1, 500),
        "may_change": _read_changes(fields),
        **_read_size(fields),
    }


def check_folds(
    work: Work,
    folds: int,
    bound: float,
    most_epochs: int,
    may_change: frozenset[str],
    hidden: int,
    most_hidden: int,
) -> Verdict:
    """Done when fresh networks, each held to its own fold, are right often enough on the average."""
    if not work.run:
        return Verdict(False, NOT_SET_UP)
    experiment = work.run[-1].experiment
    if refused := _refused(experiment, work.start, may_change, hidden, most_hidden):
        return Verdict(False, refused)
    if not 1 <= experiment.training.stop_epoch <= most_epochs:
        return Verdict(
            False,
            f"Choose beforehand when to stop: on the training page, More, Stop, “Stop at epoch”, 1 to {most_epochs}.",
        )
    if not work.folds:
        return Verdict(False, f"Not judged yet with these settings: press “Judge on {folds} splits”.")
    found = spread(fold.test_score for fold in work.folds)
    accuracy, wanted = _written("accuracy", found.mean), _written("accuracy", bound)
    written = (
        f"{accuracy} of the rows held out are right on the average of {folds} splits "
        f"(± {format_number(100 * found.deviation, 2)} from split to split)"
    )
    done = found.mean >= bound
    return Verdict(done, f"{written}." if done else f"{written}; wanted is at least {wanted}.")


def judged_experiment(experiment: Experiment, start: Experiment) -> Experiment:
    """What the splits are trained with: the visitor's settings, but the mission's seed, so that luck can't be tried."""
    return replace(experiment, seed=start.seed, theta=None)


SIZE = {"hidden", "most_hidden"}
CHECKS: dict[str, Check] = {
    "answers": Check(
        read_answers, check_answers, frozenset({"rows", "targets", "tolerance"} | SIZE), "begin",
        "The drawing on the mission's board gives these answers to these rows.",
    ),
    "run": Check(
        read_run, check_run,
        frozenset({"data", "measure", "at_least", "at_most", "within", "held_out", "may_change"} | SIZE), "start",
        "The run that the mission started reaches a loss or an accuracy.",
    ),
    "folds": Check(
        read_folds, check_folds, frozenset({"folds", "at_least", "most_epochs", "may_change"} | SIZE), "start",
        "The settings chosen do well on rows held out, on the average of several splits.",
    ),
}  # fmt: skip
