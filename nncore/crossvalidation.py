"""Cross-validation: a fresh network for each fold of the rows, tested on that fold and trained on all others.

The mean over the folds says how well such a network does on such rows, and the spread how much chance is in it. None of
these networks is the one that was trained before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from nncore.data.data import MOST_FOLDS
from nncore.experiment import Experiment, make_dataset
from nncore.parameters import initialize
from nncore.randomness import WEIGHTS, rng
from nncore.training import Snapshot, Trainer

FEWEST_FOLDS = 2
WITHOUT_STOPS: dict[str, Any] = {"patience": 0, "stop_epoch": 0, "stop_loss": 0.0, "stop_accuracy": 0.0}
"""Every fold trains for as many epochs: a stop condition would look at the very rows that judge it."""

Array = np.ndarray


@dataclass(frozen=True)
class Fold:
    """A network that was tested on one fold.

    number: from 0. train_score, test_score: accuracy, R² for a regression. rows: how many were held out.
    cause: why it didn't reach the last epoch, "" where it did.
    """

    number: int
    rows: int
    train_loss: float
    test_loss: float
    train_score: float
    test_score: float
    cause: str = ""


class Slice(NamedTuple):
    """An epoch of a cross-validation. fold: the result, after the last epoch of a fold; else None."""

    number: int
    epoch: int
    fold: Fold | None


class Spread(NamedTuple):
    """mean: of some folds. deviation: their standard deviation as a sample (n − 1), NaN for a single one."""

    mean: float
    deviation: float


def cross_validate(experiment: Experiment, folds: int, epochs: int, seed: int | None = None) -> Iterator[Fold]:
    """One result a fold. Stop asking to stop it.

    Folds are the same for the same data; seed: of first weights and order of rows, by default the experiment's.
    Raises ValueError for numbers out of bounds, and where a fold can't be trained.
    """
    return (step.fold for step in cross_validation_slices(experiment, folds, epochs, seed) if step.fold)


def cross_validation_slices(
    experiment: Experiment, folds: int, epochs: int, seed: int | None = None
) -> Iterator[Slice]:
    """The same, epoch by epoch, for those who show how far it has come."""
    if type(folds) is not int or not FEWEST_FOLDS <= folds <= MOST_FOLDS:
        raise ValueError(f"folds is {str(folds)[:40]}; use a whole number from {FEWEST_FOLDS} to {MOST_FOLDS}")
    if type(epochs) is not int or epochs < 1:
        raise ValueError(f"epochs is {str(epochs)[:40]}; use a whole number from 1")
    fresh = _untrained(experiment, experiment.seed if seed is None else seed)
    return (step for number in range(folds) for step in _train_fold(fresh, folds, number, epochs))


def _untrained(experiment: Experiment, seed: int) -> Experiment:
    """The experiment with first weights from the seed: those it has may have been trained on any row.

    Frozen weights are part of the drawing and stay.
    """
    training = replace(experiment.training, **WITHOUT_STOPS)
    network = experiment.network
    trained = network.trainable()
    if experiment.theta is None or trained.all():
        return replace(experiment, training=training, seed=seed, theta=None)
    drawn = initialize(network, training.initializer, rng(seed, WEIGHTS)).theta
    theta = np.where(trained, drawn, experiment.first_theta())
    return replace(experiment, training=training, seed=seed, theta=tuple(theta.tolist()))


def _train_fold(experiment: Experiment, folds: int, number: int, epochs: int) -> Iterator[Slice]:
    data = replace(experiment.data, split="fold", folds=folds, fold=number, validation_share=0.0)
    held_out = replace(experiment, data=data)
    dataset = make_dataset(held_out)
    trainer = Trainer(held_out, dataset)
    snapshot = trainer.begin()
    for epoch in range(1, epochs + 1):
        snapshot = trainer.epoch(snapshot)
        last = epoch == epochs or bool(snapshot.cause)
        yield Slice(number, epoch, _fold(number, len(dataset.test), snapshot) if last else None)
        if last:
            return


def _fold(number: int, rows: int, snapshot: Snapshot) -> Fold:
    losses = snapshot.train_loss, snapshot.test_loss
    return Fold(number, rows, *losses, snapshot.train_accuracy, snapshot.test_accuracy, snapshot.cause)


def spread(values: Iterable[float]) -> Spread:
    """Mean and standard deviation of the figures of some folds; NaN where there are none."""
    array = np.array(list(values), dtype=float)
    mean = float(array.mean()) if len(array) else np.nan
    return Spread(mean, float(array.std(ddof=1)) if len(array) > 1 else np.nan)
