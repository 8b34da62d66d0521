"""What the doctor looks at, and what its checks ask of it."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nncore.data import Dataset, targets_for
from nncore.diagnose.own_table import is_scaled
from nncore.experiment import Experiment, dataset_of
from nncore.history import Curves
from nncore.network import Network, Unit
from nncore.propagation import Pass, Trace
from nncore.settings import Training
from nncore.training import Snapshot

Array = np.ndarray

MOST_ROWS = 2000
"""Training rows that are looked at."""
STEADY_EPOCHS = 20
"""Before this epoch nothing is said about how the learning goes."""
GOOD = 0.9
"""Share of rows classified correctly (or R²) from which on a run counts as going well."""
NOTHING = 1e-3
"""A loss below this share of the mean squared target counts as none."""
UNLIKE_SCALES = 25.0
"""How many times wider than another an input may spread."""
LARGE_INPUT = LARGE_TARGET = 100.0
SATURATED = 0.02
"""A slope below this share of the steepest one counts as flat."""


@dataclass(frozen=True)
class Run:
    """What the doctor looks at: an experiment, a snapshot of it, and the curves up to there."""

    experiment: Experiment
    snapshot: Snapshot
    curves: Curves

    @cached_property
    def dataset(self) -> Dataset:
        return dataset_of(self.experiment.data)

    @cached_property
    def rows(self) -> Array:
        train = self.dataset.train  # split by order, its first rows may be of one class
        return train[:: -(-len(train) // MOST_ROWS)]

    @cached_property
    def pass_(self) -> Pass:
        """These rows, sent through the network with the snapshot's weights."""
        inputs, targets = self.dataset.inputs[self.rows], targets_for(self.dataset, self.network.activations[-1])
        return Pass(self.network, self.snapshot.theta, inputs, targets[self.rows], self.training.loss)

    @property
    def trace(self) -> Trace:
        return self.pass_.trace

    @property
    def score(self) -> float:
        return self.snapshot.train_accuracy

    @property
    def is_poor(self) -> bool:
        """Whether little is learned yet. Constant targets have no R²: there the loss is held against their size."""
        if math.isnan(self.score) and not self.classifies and math.isfinite(self.snapshot.train_loss):
            return self.snapshot.train_loss > NOTHING * max(1.0, float((self.pass_.wanted**2).mean()))
        return not self.score >= GOOD

    @property
    def classifies(self) -> bool:
        return self.dataset.task != "regression"

    @property
    def network(self) -> Network:
        return self.experiment.network

    @property
    def training(self) -> Training:
        return self.experiment.training

    def loss_before(self, epochs: int) -> float:
        """The training loss that many epochs ago, NaN before the beginning."""
        earlier = self.curves.epoch <= self.snapshot.epoch - epochs
        return float(self.curves.train_loss[earlier][-1]) if earlier.any() else math.nan


def is_falling(run: Run) -> bool:
    """Whether the training loss still goes down by 3 % in ten epochs."""
    before = run.loss_before(10)
    return bool(run.snapshot.train_loss < 0.97 * before)


def has_large_targets(run: Run) -> bool:
    """Whether the values to learn are so large that a step for them is too long for the weights."""
    return not run.classifies and bool(np.abs(run.pass_.wanted).max() > LARGE_TARGET)


def listed(run: Run, units: list[Unit], most: int = 4) -> str:
    names = [run.network.name(unit) for unit in units]
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def spreads_of(dataset: Dataset) -> Array:
    return dataset.inputs[dataset.train].std(axis=0)


def unlike_inputs(dataset: Dataset) -> tuple[int, int] | None:
    """The widest and the narrowest input where they are too far apart, or the one that is too large."""
    spreads = spreads_of(dataset)
    varying = np.flatnonzero(spreads > 0)
    if is_scaled(dataset.data) or not len(varying):
        return None
    wide, narrow = varying[np.argmax(spreads[varying])], varying[np.argmin(spreads[varying])]
    if spreads[wide] > UNLIKE_SCALES * spreads[narrow]:
        return int(wide), int(narrow)
    return (int(wide), int(wide)) if np.abs(dataset.inputs[dataset.train]).max() > LARGE_INPUT else None
