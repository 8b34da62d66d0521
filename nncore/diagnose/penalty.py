"""Checks of what pulls the weights towards zero: L1, L2 and weight decay."""

from dataclasses import replace
from typing import Any

from nncore.diagnose.finding import Finding, Remedy
from nncore.diagnose.run import STEADY_EPOCHS, Run, is_falling
from nncore.diagnose.trials import trial, worth
from nncore.explain.numbers import format_number
from nncore.optimizers import OPTIMIZERS
from nncore.settings import Training

NAMES = {"l1": "L1", "l2": "L2", "weight_decay": "weight decay"}
LOWER = (0.1, 0.01, 0.001, 0.0)
MUCH_BETTER = 0.1


def penalties(training: Training) -> dict[str, float]:
    """The penalties that count: setting → value."""
    read = {"l1", "l2", *OPTIMIZERS[training.optimizer].reads}
    return {name: getattr(training, name) for name in NAMES if name in read and getattr(training, name) > 0}


def overshoots(training: Training) -> bool:
    """Whether the penalty alone takes each weight further beyond zero at every step.

    A step of plain descent multiplies a weight by 1 − ηλ, which grows without end for ηλ > 2. With momentum the limit
    is where a root of x² − (1 + μ − ηλ) x + μ, of Nesterov's x² − (1 + μ)(1 − ηλ) x + μ (1 − ηλ), leaves the circle.
    """
    rate, mu = training.learning_rate, training.momentum
    limits = {"sgd": 2.0, "momentum": 2.0 * (1 + mu), "nesterov": 2.0 * (1 + mu) / (1 + 2 * mu)}
    pull = rate * training.l2 if training.optimizer in limits else 0.0
    decay = rate * training.weight_decay if "weight_decay" in OPTIMIZERS[training.optimizer].reads else 0.0
    return not training.clip and (pull > limits.get(training.optimizer, 2.0) or decay > 2.0)


def too_strong(run: Run) -> Finding | None:
    """A penalty that makes the weights grow, or leaves nothing of them."""
    named = penalties(run.training)
    if not named:
        return None
    shown = " and ".join(f"{NAMES[name]} {format_number(value)}" for name, value in named.items())
    if overshoots(run.training):
        return Finding(
            "penalty",
            "error",
            f"{shown[0].upper()}{shown[1:]} is too strong for this learning rate",
            "Each step pulls a weight towards zero by learning rate × penalty times its size. Here that is more than "
            "twice as far as zero is away: each step ends beyond zero, further out than it began.",
            lowered(run)[:1],
        )
    if not run.is_poor or run.snapshot.epoch < STEADY_EPOCHS or not _flattens(run):
        return None
    return Finding(
        "penalty",
        "warning",
        f"{shown[0].upper()}{shown[1:]} is too strong",
        "It pulls the weights towards zero more than the data pull them away, so that the answers hardly differ. "
        "Without it the same run does much better.",
        lowered(run)[:1],
    )


def _flattens(run: Run) -> bool:
    """Whether the run stands still, and the same run without a penalty does much better: found out by trying."""
    if is_falling(run):
        return False
    free = trial(run, lowered(run)[-1])
    return free is not None and worth(free) > run.score + MUCH_BETTER


def lowered(run: Run) -> tuple[Remedy, ...]:
    """Begin again with a weaker penalty: the strongest that doesn't overshoot first, and none at all last."""
    named = penalties(run.training)
    weaker: list[dict[str, Any]] = [{name: factor * value for name, value in named.items()} for factor in LOWER]
    choices = [new for new in weaker if not overshoots(replace(run.training, **new))]
    return tuple(Remedy(f"Start again {_with(new)}", training=new, restart=True) for new in choices)


def _with(penalties: dict[str, float]) -> str:
    if not any(penalties.values()):
        return f"without {' and '.join(NAMES[name] for name in penalties)}"
    return f"with {' and '.join(f'{NAMES[name]} {format_number(value, 2)}' for name, value in penalties.items())}"
