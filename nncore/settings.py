"""Everything one sets about training, as one checked value."""

import math
from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from nncore.losses import LOSSES
from nncore.optimizers import OPTIMIZERS
from nncore.parameters import INITIALIZERS
from nncore.schedules import SCHEDULES

PRECISIONS = ("float64", "float32")
CHOICES: dict[str, Collection[str]] = {
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "initializer": INITIALIZERS,
    "schedule": SCHEDULES,
    "precision": PRECISIONS,
}
MOST_EPOCHS = 1_000_000_000


@dataclass(frozen=True)
class Span:
    """The numbers a setting may have: low to high, `low` itself only where `closed`. whole: whole numbers only."""

    low: float
    high: float
    closed: bool = True
    whole: bool = False

    def checked(self, name: str, value: Any) -> float:
        """The value as float or, where whole, int; ValueError with the remedy for anything else."""
        number = not isinstance(value, bool) and isinstance(value, int if self.whole else int | float)
        if not (number and self.low <= value <= self.high and (self.closed or value > self.low)):
            raise ValueError(f"{name} is {str(value)[:40]}; use {self}")
        return value if self.whole else float(value)

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        low = f"from {self.low:g}" if self.closed else f"above {self.low:g}"
        return f"{kind} {low}" + (f" to {self.high:,.15g}" if self.high < 1e300 else "")


ANY_SIZE = math.nextafter(math.inf, 0.0)

SPANS = {
    "learning_rate": Span(0, ANY_SIZE, closed=False),
    "batch_size": Span(0, 1_000_000, whole=True),
    "l1": Span(0, 1000),
    "l2": Span(0, 1000),
    "momentum": Span(0, 0.9999),
    "beta1": Span(0, 0.9999),
    "beta2": Span(0, 0.999999),
    "rho": Span(0, 0.999999),
    "epsilon": Span(0, 1, closed=False),
    "weight_decay": Span(0, 1000),
    "schedule_every": Span(1, MOST_EPOCHS, whole=True),
    "schedule_factor": Span(0, 1, closed=False),
    "schedule_epochs": Span(1, MOST_EPOCHS, whole=True),
    "warmup_epochs": Span(0, MOST_EPOCHS, whole=True),
    "clip": Span(0, ANY_SIZE),
    "dropout": Span(0, 0.95),
    "patience": Span(0, MOST_EPOCHS, whole=True),
    "stop_epoch": Span(0, MOST_EPOCHS, whole=True),
    "stop_loss": Span(0, ANY_SIZE),
    "stop_accuracy": Span(0, 1),
}


@dataclass(frozen=True)
class Training:
    """How a network is trained. The defaults are TensorFlow Playground's. Raises ValueError with the remedy.

    batch_size: rows a step; 0 takes all of them. l1, l2: penalty on weights, not biases.
    clip: longest gradient; dropout: share of hidden units left out of a step; patience: epochs without a better
    test loss; stop_epoch, stop_loss, stop_accuracy: where to stop. Each of these is off at 0.
    momentum, beta1, beta2, rho, epsilon, weight_decay: read by the optimisers whose formula has them.
    schedule_every, schedule_factor, schedule_epochs, warmup_epochs: read by the schedules.
    """

    loss: str = "half_mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.03
    batch_size: int = 10
    initializer: str = "playground"
    l1: float = 0.0
    l2: float = 0.0
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    rho: float = 0.9
    epsilon: float = 1e-8
    weight_decay: float = 0.01
    schedule: str = "constant"
    schedule_every: int = 100
    schedule_factor: float = 0.5
    schedule_epochs: int = 1000
    warmup_epochs: int = 10
    clip: float = 0.0
    dropout: float = 0.0
    patience: int = 0
    stop_epoch: int = 0
    stop_loss: float = 0.0
    stop_accuracy: float = 0.0
    precision: str = "float64"

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            value = getattr(self, name)
            if not isinstance(value, str) or value not in choices:
                raise ValueError(f"unknown {name} {str(value)[:40]!r}; choose from {', '.join(choices)}")
        for name, span in SPANS.items():
            object.__setattr__(self, name, span.checked(name, getattr(self, name)))

    def rate(self, epochs_done: int) -> float:
        """The learning rate of the epoch after this many."""
        return SCHEDULES[self.schedule].rate(epochs_done, self)

    def to_dict(self) -> dict[str, Any]:
        """The fields that differ from the defaults, as JSON values."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}

    @classmethod
    def from_dict(cls, spec: Any) -> "Training":
        """The Training that to_dict gives; ValueError for anything else."""
        known = {f.name for f in fields(cls)}
        if not isinstance(spec, dict):
            raise ValueError(f"training is {str(spec)[:40]!r}; use an object of settings")
        if unknown := sorted(map(str, set(spec) - known)):
            raise ValueError(f"unknown training setting {unknown[0][:40]!r}; choose from {', '.join(sorted(known))}")
        return cls(**spec)
