"""Checks of how the learning goes: too fast, too slow, or further on the rows it has seen alone."""

import math
import re
from dataclasses import replace

import numpy as np

from nncore.diagnose.finding import Finding, Remedy
from nncore.diagnose.run import STEADY_EPOCHS, Run, is_falling, slower, standardised, unlike_inputs
from nncore.explain.numbers import format_number
from nncore.metrics import majority_share, predicted_classes
from nncore.training import Trainer

MOST_WORK = 2_000_000
"""Weights × rows up to which the doctor trains a few epochs on the side to compare learning rates."""
TRIAL_EPOCHS = 8
TRIAL_FACTORS = (10, 100, 1000)


def diverged(run: Run) -> Finding | None:
    """The numbers overflowed."""
    if not run.snapshot.diverged:
        return None
    epoch = int("".join(re.findall(r"epoch (\d+)", run.snapshot.cause)[:1]))
    rate = run.snapshot.learning_rate if run.snapshot.epoch else run.training.learning_rate
    why = "Each step overshot the minimum by more than the one before, until the numbers no longer fit."
    if unlike_inputs(run.dataset) is not None:
        why += " Large input values make the slopes large as well."
    return Finding(
        "diverged",
        "error",
        f"Diverged in epoch {epoch}",
        why,
        (*slower(run, rate), *standardised(run)),
        since=epoch,
    )


def too_fast(run: Run) -> Finding | None:
    """The loss has grown far above where it began."""
    losses = run.curves.train_loss
    if run.snapshot.diverged or len(losses) < 3 or not losses[-1] > 2.0 * max(losses[0], losses.min() * 2.0):
        return None
    since = int(run.curves.epoch[int(np.argmin(losses))])
    now, first = format_number(float(losses[-1])), format_number(float(losses[0]))
    return Finding(
        "too_fast",
        "error",
        "The learning rate is too large",
        f"The training loss is {now}, higher than the {first} it began with: the steps jump over the minimum.",
        (*slower(run, run.snapshot.learning_rate), *standardised(run)),
        since=since,
    )


def too_slow(run: Run) -> Finding | None:
    """Larger steps would do much better: found out by trying a few epochs of them."""
    losses = run.curves.train_loss
    if run.snapshot.epoch < STEADY_EPOCHS or not run.is_poor or run.snapshot.diverged:
        return None
    fallen = 1.0 - losses[-1] / losses[0] if losses[0] > 0 else 1.0
    if not 0.0 <= fallen < 0.1 or run.network.size * len(run.dataset.train) > MOST_WORK:
        return None
    rate = run.training.rate(run.snapshot.epoch)
    drop = losses[-1] - _tried(run, rate)
    for factor in TRIAL_FACTORS:
        better = losses[-1] - _tried(run, factor * rate)
        if drop < 0.01 * losses[-1] and better > max(0.03 * losses[-1], 8.0 * drop):
            return _slow_finding(run, fallen, factor, drop / losses[-1], better / losses[-1])
    return None


def _slow_finding(run: Run, fallen: float, factor: int, drop: float, better: float) -> Finding:
    faster = factor * run.training.learning_rate
    return Finding(
        "too_slow",
        "warning",
        "The learning rate is very small",
        f"In {run.snapshot.epoch} epochs the loss has fallen by {format_number(100 * fallen, 2)} %. "
        f"The next {TRIAL_EPOCHS} would take off {format_number(100 * drop, 2)} %, "
        f"and {format_number(100 * better, 2)} % with steps {factor} times as large.",
        (Remedy(f"Use a learning rate of {format_number(faster, 2)}", training={"learning_rate": faster}),),
    )


def _tried(run: Run, rate: float) -> float:
    """The training loss after a few more epochs with another learning rate."""
    training = replace(run.training, learning_rate=rate, schedule="constant")
    trainer = Trainer(replace(run.experiment, training=training), run.dataset)
    snapshot = run.snapshot
    for _ in range(TRIAL_EPOCHS):
        snapshot = trainer.epoch(snapshot)
        if snapshot.diverged:
            return math.inf
    return snapshot.train_loss


def majority(run: Run) -> Finding | None:
    """The same answer for every row."""
    if not run.classifies or run.snapshot.epoch < STEADY_EPOCHS or is_falling(run):
        return None
    answers = predicted_classes(run.trace.output, run.network.activations[-1])
    labels = run.dataset.labels[run.rows]
    if len(np.unique(answers)) > 1 or len(np.unique(labels)) < 2:
        return None
    share = f"{majority_share(labels):.1%}".replace(".0%", "%").replace("%", " %")
    name = run.dataset.classes[int(answers[0])]
    remedies = list(standardised(run))
    if run.training.optimizer != "adam":
        changed = {"optimizer": "adam", "learning_rate": 0.01}
        remedies.append(Remedy("Start again with Adam", training=changed, restart=True))
    return Finding(
        "majority",
        "warning",
        "It gives every row the same answer",
        f"Every training row is answered with “{name}”. Always saying the most frequent class is right for "
        f"{share} of the rows: nothing has been learned from the inputs yet.",
        tuple(remedies),
    )


def overfitting(run: Run) -> Finding | None:
    """The test loss has been rising while the training loss went on falling."""
    test, train, epochs = run.curves.test_loss, run.curves.train_loss, run.curves.epoch
    if run.snapshot.epoch < STEADY_EPOCHS or not np.isfinite(test).all():
        return None
    best = int(np.argmin(test))
    recent = slice(max(best + 1, len(test) - 5), None)
    if run.snapshot.epoch - epochs[best] < 10 or not len(test[recent]):
        return None
    lowest, level = float(test[best]), float(np.median(test[recent]))
    rose = level > 1.1 * lowest and level - lowest > 0.03 * float(test[0])
    if not rose or not train[-1] < 0.97 * train[best]:
        return None
    since = int(epochs[best])
    stronger = max(0.01, 3.0 * run.training.l2)
    return Finding(
        "overfitting",
        "warning",
        f"Overfitting since epoch {since}",
        f"The test loss was lowest there, {format_number(lowest)}, and is {format_number(level)} now, "
        f"while the training loss still falls. The network learns the training rows by heart.",
        (
            Remedy(f"Go back to epoch {since}", seek=since),
            Remedy(
                f"Start again with L2 {format_number(stronger)}",
                training={"l2": stronger},
                restart=True,
            ),
        ),
        since=since,
    )
