"""Trying a remedy out on the side, before it is offered.

A trial is short: its length follows from the estimated cost of an epoch, never from a clock, so that the same run
gets the same advice everywhere. The last few that begin again are kept.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from nncore.cost import epoch_seconds
from nncore.diagnose.finding import Remedy
from nncore.diagnose.run import GOOD, Run
from nncore.experiment import Experiment, dataset_of, misfit
from nncore.training import Snapshot, Trainer

TRIAL_SECONDS = 0.12
"""Estimated length of one trial on the slow machine of nncore.cost; measured on others, a quarter of that."""
EPOCH_SECONDS = 0.00025
"""What an epoch takes there beside its steps."""
MOST_TRIAL_EPOCHS = 500
FEWEST_TRIAL_EPOCHS = 5
"""Where not even so many fit in, nothing is tried."""
MOST_TRIALS = 8
"""Of so many remedies at most the outcome is looked at for one finding."""
SURE = 0.95
"""A trial ends early once it is that good, and its loss is down to half: of four rows some are right by chance."""
CLEARLY = 0.05
"""By how much a score has to be higher to count as better."""


def trial(run: Run, remedy: Remedy) -> Snapshot | None:
    """What comes of a remedy after a short training; None where it can't be tried."""
    try:
        experiment = _without_stops(remedy.apply(run.experiment))
    except ValueError:
        return None
    if misfit(experiment) or epochs_of_a_trial(experiment) < FEWEST_TRIAL_EPOCHS:
        return None
    return _begun_again(experiment) if remedy.restart else _gone_on(run, experiment)


def worth(snapshot: Snapshot) -> float:
    """How good a snapshot is: the share of training rows classified correctly, or R²; −∞ where it diverged."""
    return -math.inf if snapshot.diverged or math.isnan(snapshot.train_accuracy) else snapshot.train_accuracy


def held_out(snapshot: Snapshot) -> float:
    """The same on the rows held out, where there are any."""
    return worth(snapshot) if snapshot.diverged or math.isnan(snapshot.test_accuracy) else snapshot.test_accuracy


def tried(run: Run, remedies: Iterable[Remedy]) -> list[tuple[Remedy, float]]:
    """Remedies and what comes of them, in their order, up to the first one that makes the run a good one."""
    results = []
    for remedy in remedies:
        if (end := trial(run, remedy)) is not None:
            results.append((remedy, worth(end)))
            if results[-1][1] >= GOOD:
                break
    return results


def best_of(results: list[tuple[Remedy, float]]) -> tuple[Remedy, float]:
    """The first of the remedies that none after it clearly beats."""
    best = results[0]
    for result in results[1:]:
        if result[1] >= GOOD or result[1] > best[1] + CLEARLY:
            best = result
    return best


def epochs_of_a_trial(experiment: Experiment) -> int:
    """How many epochs of an experiment a trial has."""
    dataset = dataset_of(experiment.data)
    one = epoch_seconds(experiment.network, experiment.training, len(dataset.train), len(dataset.inputs))
    return min(MOST_TRIAL_EPOCHS, int(TRIAL_SECONDS / (one + EPOCH_SECONDS)))


def _without_stops(experiment: Experiment) -> Experiment:
    training = replace(experiment.training, patience=0, stop_epoch=0, stop_loss=0.0, stop_accuracy=0.0)
    return replace(experiment, training=training)


@lru_cache(maxsize=32)
def _begun_again(experiment: Experiment) -> Snapshot:
    trainer = Trainer(experiment, dataset_of(experiment.data))
    return _trained(trainer, trainer.begin(), epochs_of_a_trial(experiment))


def _gone_on(run: Run, experiment: Experiment) -> Snapshot:
    trainer, here = Trainer(experiment, dataset_of(experiment.data)), run.snapshot
    same = experiment.training.optimizer == run.training.optimizer
    start = trainer.carry_on(replace(here, cause="")) if same else trainer.begin(here.theta, here.epoch)
    return _trained(trainer, start, epochs_of_a_trial(experiment))


def _trained(trainer: Trainer, snapshot: Snapshot, epochs: int) -> Snapshot:
    half = 0.5 * snapshot.train_loss
    for _ in range(epochs):
        snapshot = trainer.epoch(snapshot)
        if snapshot.diverged or (snapshot.train_accuracy >= SURE and snapshot.train_loss < half):
            break
    return snapshot
