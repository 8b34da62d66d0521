"""Learning-rate schedules: how large the steps of each epoch are.

A schedule is a function of the epochs done so far, 0 at the start, and of the training settings; it has no
memory, so any epoch of a run can be computed again on its own.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nncore.settings import Training


@dataclass(frozen=True)
class Schedule:
    """One entry of SCHEDULES.

    rate(epochs done, training) -> learning rate of the next epoch. formula: LaTeX with η the learning rate that
    was set, e the epochs done. reads: the settings beside the learning rate that it looks at.
    """

    name: str
    label: str
    rate: Callable[[int, "Training"], float]
    formula: str
    note: str
    reads: tuple[str, ...] = ()


def constant(epoch: int, training: "Training") -> float:
    return training.learning_rate


def step(epoch: int, training: "Training") -> float:
    return training.learning_rate * training.schedule_factor ** (epoch // training.schedule_every)


def exponential(epoch: int, training: "Training") -> float:
    return training.learning_rate * training.schedule_factor ** (epoch / training.schedule_every)


def cosine(epoch: int, training: "Training") -> float:
    """Source: Loshchilov & Hutter (2017), equation 5, one period without restart."""
    return training.learning_rate * _half_wave(epoch, training.schedule_epochs)


def warmup(epoch: int, training: "Training") -> float:
    """Source: Goyal et al. (2017), section 2.2: a gradual rise over the first epochs."""
    return training.learning_rate * min(1.0, (epoch + 1) / (training.warmup_epochs + 1))


def warmup_cosine(epoch: int, training: "Training") -> float:
    fall = _half_wave(max(epoch - training.warmup_epochs, 0), training.schedule_epochs)
    return warmup(epoch, training) * fall


def _half_wave(epoch: int, epochs: int) -> float:
    return 0.5 * (1.0 + math.cos(math.pi * min(epoch / epochs, 1.0)))


SCHEDULES = {
    entry.name: entry
    for entry in (
        Schedule("constant", "Constant", constant, r"\eta_e = \eta", "The same step all the way."),
        Schedule(
            "step", "Steps", step, r"\eta_e = \eta\, f^{\lfloor e / E \rfloor}",
            "Multiplied by the factor f after every E epochs.", ("schedule_every", "schedule_factor"),
        ),
        Schedule(
            "exponential", "Exponential", exponential, r"\eta_e = \eta\, f^{\,e / E}",
            "Falls smoothly, by the factor f within every E epochs.", ("schedule_every", "schedule_factor"),
        ),
        Schedule(
            "cosine", "Cosine", cosine, r"\eta_e = \tfrac{\eta}{2}\left(1 + \cos\frac{\pi\, e}{T}\right)",
            "Falls along half a wave and is 0 after T epochs.", ("schedule_epochs",),
        ),
        Schedule(
            "warmup", "Warm-up", warmup, r"\eta_e = \eta\,\min\left(1, \frac{e + 1}{W + 1}\right)",
            "Rises over the first W epochs, then stays.", ("warmup_epochs",),
        ),
        Schedule(
            "warmup_cosine", "Warm-up and cosine", warmup_cosine,
            r"\eta_e = \tfrac{\eta}{2}\min\left(1, \frac{e + 1}{W + 1}\right)"
            r"\left(1 + \cos\frac{\pi\,\max(e - W, 0)}{T}\right)",
            "Rises over W epochs, then falls along half a wave of T epochs.", ("warmup_epochs", "schedule_epochs"),
        ),
    )
}  # fmt: skip
