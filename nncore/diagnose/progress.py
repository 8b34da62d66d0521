"""Checks of how the learning goes: too fast, too slow, or further on the rows it has seen alone."""

import math
import re
from dataclasses import replace
from itertools import islice

import numpy as np

from nncore.diagnose.finding import Finding, Remedy
from nncore.diagnose.remedies import adam, causes, faster, further, going_on_at, new_weights, slower
from nncore.diagnose.run import GOOD, STEADY_EPOCHS, Run, has_large_targets, is_falling, unlike_inputs
from nncore.diagnose.trials import MOST_TRIALS, epochs_of_a_trial, held_out, trial, worth
from nncore.explain.numbers import format_number
from nncore.metrics import majority_share, predicted_classes
from nncore.training import Trainer

TRIAL_EPOCHS = 8
PATIENT_EPOCHS = 150
"""Before this epoch a loss may stand still for a while."""
LASTING = 0.85
"""With more left of the loss of a quarter of the run ago, it would not even halve if trained twice as long."""
MUCH_BETTER = 0.1
"""By how much a trial's score has to beat the run's, also on the rows held out, for it to say that the run is stuck."""


def diverged(run: Run) -> Finding | None:
    """The numbers overflowed."""
    if not run.snapshot.diverged:
        return None
    epoch = int("".join(re.findall(r"epoch (\d+)", run.snapshot.cause)[:1]))
    why = "Each step overshot the minimum by more than the one before, until the numbers no longer fit."
    if unlike_inputs(run.dataset) is not None:
        why += " Large input values make the slopes large as well."
    if has_large_targets(run):
        why += " The targets are very large, and so are the errors that each step starts from."
    if new_weights(run):
        largest = max(map(abs, run.experiment.theta or (0.0,)))
        why += f" The first weights, set by hand, are as large as {format_number(largest, 2)}."
    return Finding(
        "diverged",
        "error",
        f"Diverged in epoch {epoch}",
        why,
        (*causes(run), *slower(run)[:1]),
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
        (*causes(run), *slower(run)[:1]),
        since=since,
    )


def too_slow(run: Run) -> Finding | None:
    """Larger steps would do much better: found out by trying a few epochs of them."""
    losses = run.curves.train_loss
    if run.snapshot.epoch < STEADY_EPOCHS or not run.is_poor or run.snapshot.diverged:
        return None
    fallen = 1.0 - losses[-1] / losses[0] if losses[0] > 0 else 1.0
    if not 0.0 <= fallen < 0.1 or epochs_of_a_trial(run.experiment) < TRIAL_EPOCHS:
        return None
    rate, usual = run.training.rate(run.snapshot.epoch), run.training.learning_rate
    drop = losses[-1] - _tried(run, rate)
    for larger in faster(run):
        better = losses[-1] - _tried(run, larger / usual * rate)
        if drop < 0.01 * losses[-1] and better > max(0.03 * losses[-1], 8.0 * drop):
            return _slow_finding(run, fallen, larger, drop / losses[-1], better / losses[-1])
    return None


def _slow_finding(run: Run, fallen: float, rate: float, drop: float, better: float) -> Finding:
    return Finding(
        "too_slow",
        "warning",
        "The learning rate is very small",
        f"In {run.snapshot.epoch} epochs the loss has fallen by {format_number(100 * fallen, 2)} %. "
        f"The next {TRIAL_EPOCHS} would take off {format_number(100 * drop, 2)} %, "
        f"and {format_number(100 * better, 2)} % with a learning rate of {format_number(rate, 2)}.",
        (going_on_at(rate),),
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
    return Finding(
        "majority",
        "warning",
        "It gives every row the same answer",
        f"Every training row is answered with “{name}”. Always saying the most frequent class is right for "
        f"{share} of the rows: nothing has been learned from the inputs yet.",
        (*causes(run), *adam(run)),
    )


def stuck(run: Run) -> Finding | None:
    """The loss stands still where it is high, and something is known that does much better."""
    if run.snapshot.epoch < PATIENT_EPOCHS or not run.is_poor or run.snapshot.diverged:
        return None
    lately = run.snapshot.epoch // 4
    before = run.loss_before(lately)
    if run.snapshot.train_loss < LASTING * before or math.isnan(run.score):
        return None
    remedy = _much_better(run)
    if remedy is None:
        return None
    share = format_number(100 * run.score, 2) + " %" if run.classifies else format_number(run.score, 2)
    kind = "the share of training rows answered correctly is" if run.classifies else "R² is"
    return Finding(
        "stuck",
        "warning",
        "It hardly learns",
        f"In the last {lately} epochs the training loss has fallen by "
        f"{format_number(100 * max(0.0, 1 - run.snapshot.train_loss / before), 2)} %, and {kind} {share} only. "
        f"{_reason(remedy)}",
        (remedy,),
    )


def _much_better(run: Run) -> Remedy | None:
    """The remedy that did best when tried, None where none does much better."""
    best, highest = None, max(held_out(run.snapshot), run.score) + MUCH_BETTER
    for remedy in islice((*causes(run), *further(run)), MOST_TRIALS):
        end = trial(run, remedy)
        if end is None or min(worth(end), held_out(end)) < highest:
            continue
        best, highest = remedy, min(worth(end), held_out(end)) + 0.02
        if highest >= GOOD:
            break
    return best


def _reason(remedy: Remedy) -> str:
    if remedy.hidden:
        return "The network is too small for these data: a larger one did much better when it was tried on the side."
    if "features" in remedy.data:
        return "With further inputs made of those it has, it did much better when that was tried on the side."
    return "Begun again in the way offered here, it did much better when that was tried on the side."


def overfitting(run: Run) -> Finding | None:
    """The loss of the watched rows has been rising while the training loss went on falling."""
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
    part = "validation" if len(run.dataset.validation) else "test"
    stronger = max(0.01, 3.0 * run.training.l2)
    return Finding(
        "overfitting",
        "warning",
        f"Overfitting since epoch {since}",
        f"The {part} loss was lowest there, {format_number(lowest)}, and is {format_number(level)} now, "
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
