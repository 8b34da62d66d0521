"""A cross-validation on its way: in small slices, within bounds, with what came out so far."""

import time
from collections.abc import Callable
from dataclasses import replace

from nncore.crossvalidation import Fold, Spread, cross_validation_slices, spread
from nncore.data import Data
from nncore.experiment import Experiment
from nncore.explain.numbers import format_number
from ui.core.measures import percent

MOST_SECONDS = 60.0
"""Of training altogether: visitors share one server."""
MOST_EPOCHS = 1000
USUAL_EPOCHS = 50


class CrossValidation:
    """k models of an experiment. folds: what came out so far. seconds: trained so far."""

    def __init__(self, experiment: Experiment, count: int, epochs: int):
        self.subject, self.count, self.epochs = subject(experiment), count, epochs
        self.folds: list[Fold] = []
        self.seconds = 0.0
        self.finished = False
        self.share = 0.0
        """Of all epochs, 0 to 1."""
        self._slices = cross_validation_slices(experiment, count, epochs)

    @property
    def running(self) -> bool:
        return not self.finished and self.seconds < MOST_SECONDS

    def go_on(self, seconds: float, clock: Callable[[], float] = time.perf_counter) -> None:
        """Train for about so long, at least one epoch."""
        start = clock()
        for step in self._slices:
            done = step.number + (1.0 if step.fold else step.epoch / self.epochs)
            self.share = done / self.count
            if step.fold:
                self.folds.append(step.fold)
            if clock() - start >= seconds:
                break
        else:
            self.finished = True
        self.seconds += clock() - start


def subject(experiment: Experiment) -> Experiment:
    """What a cross-validation is about: the same for all weights of a run."""
    return replace(experiment, theta=None)


CAUTIONS = {
    "order": "The rows are dealt at random, whatever their order: where later rows follow from earlier ones, this is "
    "too good to be true.",
    "column": "The rows are dealt at random, whatever the column they are split by: where rows of one group are alike, "
    "this is too good to be true.",
}
"""Split of the data → what dealing its rows into folds leaves out of account."""


def caution_of(data: Data) -> str:
    """What the folds of such data don't respect; "" for nothing."""
    return CAUTIONS.get(data.split, "")


def usual_epochs(experiment: Experiment, position: int) -> int:
    """As many as the network on screen was trained for, or is to be."""
    return min(position or experiment.training.stop_epoch or USUAL_EPOCHS, MOST_EPOCHS)


def summary(run: CrossValidation, regression: bool) -> str:
    """The figures of all folds so far: mean ± standard deviation."""
    test, train = (spread(getattr(fold, name) for fold in run.folds) for name in ("test_score", "train_score"))
    loss = spread(fold.test_loss for fold in run.folds)
    name, written = ("R²", plain) if regression else ("Accuracy", in_percent)
    return (
        f"{name} {written(test)} on the fold held out, {written(train)} on the rows trained on; loss {plain(loss)} on "
        f"the fold held out. Mean ± standard deviation of {len(run.folds)} folds."
    )


def plain(found: Spread) -> str:
    return f"{format_number(found.mean)} ± {format_number(found.deviation, 2)}"


def in_percent(found: Spread) -> str:
    return f"{percent(found.mean)} ± {format_number(100 * found.deviation, 2)}"


def state_of(run: CrossValidation) -> str:
    """What is missing, and why; "" where nothing is."""
    diverged = sum(bool(fold.cause) for fold in run.folds)
    said = f"{diverged} of {len(run.folds)} networks diverged and count as they were before." if diverged else ""
    if run.finished:
        return said
    why = f"{MOST_SECONDS:.0f} seconds of training were over" if run.seconds >= MOST_SECONDS else "it was stopped"
    left = f"{len(run.folds)} of {run.count} folds: {why}."
    return f"{left} {said}".strip()
