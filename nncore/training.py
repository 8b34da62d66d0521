"""Training: an experiment and its rows give one snapshot an epoch, for as long as one asks.

Every epoch is a function of the snapshot before it and of the experiment: rows are shuffled and units dropped out
by generators of (seed, purpose, epoch). So a run can go on from any snapshot, to the bit.
"""

import math
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import overload

import numpy as np

from nncore.data import Dataset, targets_for
from nncore.experiment import MOST_WEIGHT, Experiment, misfit
from nncore.explain.numbers import format_number
from nncore.metrics import accuracy, r2
from nncore.optimizers import OPTIMIZERS
from nncore.parameters import undrawn_to_zero
from nncore.program import Evaluator, Program
from nncore.randomness import DROPOUT, SHUFFLE, rng

Array = np.ndarray

Halted = Callable[[], bool]
"""Whether to stop in the middle: time is up, or nobody waits any more."""

MOST_LOSS = 1e30
"""Beyond it or MOST_WEIGHT, and where numbers overflow, a run has diverged; all below can be shown in float32."""


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """A network after some epochs of training. Arrays are read-only.

    theta: (size,) weights and biases. state: (slots, size) the optimiser's state after `steps` steps.
    train_loss, test_loss: of all rows, without penalties; test values are of the rows that
    are watched (Dataset.watched), NaN where there are none.
    train_accuracy, test_accuracy: share of rows classified correctly, R² for a regression.
    running_loss: of the training rows, each batch before its own step, as Keras prints it; NaN before training.
    learning_rate: of this epoch. best_loss, best_epoch: lowest test loss so far (training loss without test rows).
    cause: why training ends here: "diverged in epoch …", "stopped: …", or "".
    """

    epoch: int
    theta: Array
    state: Array
    steps: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    running_loss: float
    learning_rate: float
    best_loss: float
    best_epoch: int
    cause: str = ""

    @property
    def diverged(self) -> bool:
        return self.cause.startswith("diverged")


@dataclass(frozen=True, eq=False, slots=True)
class Progress:
    """An epoch on its way: `snapshot`, and then the first `batch` steps of the next epoch.

    theta, state: after these steps. steps: the optimiser's so far. losses: of each row of these batches, (rows,),
    before its batch was learned from. Arrays are read-only.
    """

    snapshot: Snapshot
    batch: int
    theta: Array
    state: Array
    steps: int
    losses: Array


def untrained(experiment: Experiment, theta: Array | None = None, epoch: int = 0) -> Snapshot:
    """A snapshot of weights alone, by default the first ones; losses and accuracies are NaN."""
    network, training = experiment.network, experiment.training
    theta = _kept(experiment.first_theta() if theta is None else undrawn_to_zero(network, theta))
    state = _kept(OPTIMIZERS[training.optimizer].start(network.size))
    nothing = (math.nan,) * 5
    return Snapshot(epoch, theta, state, 0, *nothing, training.rate(epoch), math.inf, epoch)


def train(experiment: Experiment, dataset: Dataset, start: Snapshot | None = None) -> Iterator[Snapshot]:
    """One snapshot an epoch, without end: first epoch 0, or after `start` the epoch that follows it.

    Ends where a stop condition is met, or where it diverges: then the last sound snapshot comes once more, its cause
    saying in which epoch and why. Going on from a snapshot that stopped is allowed.
    """
    trainer = Trainer(experiment, dataset)
    snapshot = start
    if snapshot is None:
        snapshot = trainer.begin()
        yield snapshot
    while True:
        snapshot = trainer.epoch(snapshot)
        yield snapshot
        if snapshot.cause:
            return


class Trainer:
    """Trains one experiment. Its methods take and give snapshots; calling them in any order is fine.

    Raises ValueError where drawing, data and loss don't go together.
    """

    def __init__(self, experiment: Experiment, dataset: Dataset):
        if reason := misfit(experiment):
            raise ValueError(reason)
        self.experiment = experiment
        self.training = training = experiment.training
        self.network = network = experiment.network
        targets = targets_for(dataset, network.activations[-1])
        self._rows = dataset.train
        self._watched = "validation" if len(dataset.validation) else "test"
        self._sets = [
            (dataset.train_inputs, targets[dataset.train]),
            (dataset.watched_inputs, targets[dataset.watched]),
        ]
        self._parts = [_Part(dataset, network.activations[-1], part) for part in (dataset.train, dataset.watched)]
        self._dtype = np.dtype(training.precision)
        self._evaluator = Evaluator(network, training.loss, *self._sets, dtype=self._dtype)

    def beginning_with(self, experiment: Experiment) -> "Trainer | None":
        """The trainer of an experiment that differs in its first weights alone, which takes no time; else None."""
        if not self._trains(experiment):
            return None
        other = copy(self)
        other.experiment = experiment
        return other

    def _trains(self, experiment: Experiment) -> bool:
        """Whether its steps are the same."""
        own = self.experiment
        names = ("data", "network", "training", "seed")
        pairs = [(getattr(own, name), getattr(experiment, name)) for name in names]
        return all(one is other or one == other for one, other in pairs)

    @cached_property
    def _program(self) -> Program:
        return Program(self.network, self.training, *self._sets[0], dtype=self._dtype)

    def begin(self, theta: Array | None = None, epoch: int = 0) -> Snapshot:
        """The snapshot before training, or with other weights at an epoch; the optimiser starts anew."""
        blank = untrained(self.experiment, theta, epoch)
        theta = _kept(blank.theta.astype(self._dtype).astype(float))
        train_loss, test_loss, train_accuracy, test_accuracy = self._scores(theta)
        return replace(
            blank,
            theta=theta,
            train_loss=train_loss,
            test_loss=test_loss,
            train_accuracy=train_accuracy,
            test_accuracy=test_accuracy,
            best_loss=train_loss if math.isnan(test_loss) else test_loss,
        )

    def carry_on(self, snapshot: Snapshot) -> Snapshot:
        """A snapshot of other settings or data, but the same optimiser, as a start of this run.

        The optimiser keeps its state, except of connections that are no longer drawn: it would move them.
        """
        fresh = self.begin(snapshot.theta, snapshot.epoch)
        if snapshot.state.shape != fresh.state.shape:
            return fresh
        drawn = undrawn_to_zero(self.network, np.ones(self.network.size))
        return replace(fresh, state=_kept(snapshot.state * drawn), steps=snapshot.steps)

    # ---------------------------------------------------------------- an epoch

    @property
    def batches(self) -> int:
        """How many steps an epoch has; the last one takes the rows that are left."""
        return self._program.batches

    def rows(self, epoch: int, batch: int) -> Array:
        """Row numbers of the data set that a step of an epoch looks at; batch 0 is the first."""
        size = self._program.batch_size
        rows: Array = self._rows[self._order(epoch)[batch * size : (batch + 1) * size]]
        return rows

    @overload
    def epoch(self, start: Snapshot | Progress) -> Snapshot: ...
    @overload
    def epoch(self, start: Snapshot | Progress, halted: Halted | None) -> Snapshot | Progress: ...
    def epoch(self, start: Snapshot | Progress, halted: Halted | None = None) -> Snapshot | Progress:
        """Train the epoch after a snapshot, or to the end of the one that is on its way.

        halted: asked between batches, at least every `cost.MOST_BATCHES` and after about `cost.REPLAY_SECONDS`; once
        it says so, the epoch is left on its way. Some batches are trained first, so that asking again gets on. Going
        on from there gives the same snapshot, to the bit, as an epoch in one go.
        """
        return self._train(start, None, halted)

    def step(self, start: Snapshot | Progress) -> Snapshot | Progress:
        """Train one batch further. The last one of an epoch, and one that diverges, give a snapshot."""
        return self._train(start, 1, lambda: True)

    def _train(self, start: Snapshot | Progress, most: int | None, halted: Halted | None) -> Snapshot | Progress:
        """Train on; `most` batches between two times that `halted` is asked, None for as many as are recorded."""
        before = start.snapshot if isinstance(start, Progress) else start
        batch, losses = (start.batch, [start.losses]) if isinstance(start, Progress) else (0, list[Array]())
        epoch, program = before.epoch + 1, self._program
        rate, order, dropout = self.training.rate(before.epoch), self._order(epoch), self._dropout(epoch)
        program.load(start.theta, start.state, start.steps)
        if dropout:
            program.skip_masks(dropout, batch)
        while True:
            batch, new = program.replay(order, batch, rate, dropout, most)
            losses.append(new)
            if batch == program.batches:
                return self._finished(before, program.running_loss(losses), rate)
            if halted and halted():
                break
        if not program.finite:  # no further step makes a number of what is none
            return replace(before, cause=self._why_diverged(epoch, math.inf))
        done = _kept(program.theta), _kept(program.state), program.steps, _kept(np.concatenate(losses))
        return Progress(before, batch, *done)

    def _finished(self, before: Snapshot, running_loss: float, rate: float) -> Snapshot:
        """The snapshot of the epoch that the program has just trained, or `before` again where it diverged."""
        epoch, program = before.epoch + 1, self._program
        theta = _kept(program.theta)
        train_loss, test_loss, *_ = scores = self._scores(theta)
        largest = float(np.abs(theta).max())
        losses = (train_loss, test_loss) if len(self._sets[1][0]) else (train_loss,)
        if not (largest < MOST_WEIGHT and all(loss < MOST_LOSS for loss in losses)):
            return replace(before, cause=self._why_diverged(epoch, largest))
        watched, best_loss, best_epoch = test_loss, before.best_loss, before.best_epoch
        if math.isnan(watched):
            watched = train_loss
        if watched < best_loss:
            best_loss, best_epoch = watched, epoch
        state, steps = _kept(program.state), program.steps
        now = Snapshot(epoch, theta, state, steps, *scores, running_loss, rate, best_loss, best_epoch)
        cause = self._why_stopped(before, now)
        return replace(now, cause=cause) if cause else now

    def _order(self, epoch: int) -> Array:
        return np.asarray(rng(self.experiment.seed, SHUFFLE, epoch).permutation(len(self._rows)))

    def _dropout(self, epoch: int) -> np.random.Generator | None:
        return rng(self.experiment.seed, DROPOUT, epoch) if self.training.dropout else None

    def _scores(self, theta: Array) -> tuple[float, float, float, float]:
        """Losses of training and test rows, then their accuracies."""
        losses = self._evaluator(theta)
        answers = self._evaluator.answers()
        accuracies = (part.accuracy(answer) for part, answer in zip(self._parts, answers, strict=True))
        costs = (float(loss) if len(answer) else math.nan for loss, answer in zip(losses, answers, strict=True))
        train_loss, test_loss = costs
        train_accuracy, test_accuracy = accuracies
        return train_loss, test_loss, train_accuracy, test_accuracy

    # ---------------------------------------------------------------- why it ends

    def _why_diverged(self, epoch: int, largest: float) -> str:
        what = "the loss" if largest < MOST_WEIGHT else "weights"
        rate = self.training.rate(epoch - 1)
        return (
            f"diverged in epoch {epoch}: {what} grew without end. With a learning rate of "
            f"{format_number(rate)} the steps overshoot; try {format_number(rate / 10, 2)}, or clip the gradient"
        )

    def _why_stopped(self, before: Snapshot, now: Snapshot) -> str:
        """A stop condition holds in the epoch in which it becomes true, so that one can play on."""
        training = self.training
        held_out = not math.isnan(now.test_loss)
        rows = self._watched if held_out else "training"
        loss_before, loss = (before.test_loss, now.test_loss) if held_out else (before.train_loss, now.train_loss)
        score_before, score = (
            (before.test_accuracy, now.test_accuracy) if held_out else (before.train_accuracy, now.train_accuracy)
        )
        if training.stop_epoch and now.epoch == training.stop_epoch:
            return f"stopped: epoch {now.epoch} is reached"
        if training.stop_loss and loss <= training.stop_loss < loss_before:
            return f"stopped: {rows} loss {format_number(loss)} is down to {format_number(training.stop_loss)}"
        if training.stop_accuracy and score >= training.stop_accuracy > score_before:
            return f"stopped: {rows} accuracy {format_number(score)} is up to {format_number(training.stop_accuracy)}"
        if training.patience and now.epoch - now.best_epoch == training.patience:
            return f"stopped: no better {rows} loss since epoch {now.best_epoch}, {training.patience} epochs ago"
        return ""


class _Part:
    """The training or the test rows, as answers are compared with them."""

    def __init__(self, dataset: Dataset, output: str, rows: Array):
        self.regression, self.output = dataset.task == "regression", output
        self.labels, self.targets = dataset.labels[rows], dataset.targets[rows]

    def accuracy(self, answer: Array) -> float:
        """Share of rows classified correctly, R² for a regression; NaN without rows."""
        if not len(answer):
            return math.nan
        return r2(answer, self.targets) if self.regression else accuracy(answer, self.labels, self.output)


def _kept(array: Array) -> Array:
    array.setflags(write=False)
    return array
