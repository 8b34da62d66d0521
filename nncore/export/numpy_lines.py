"""Losses, optimisers, schedules and whole-layer activations as lines of NumPy, for code that trains.

A kind that isn't here can't be written; the reason is given by `untrainable`.
"""

from collections.abc import Collection
from dataclasses import dataclass

from nncore.activations import ACTIVATIONS, Activation
from nncore.export.model import Model
from nncore.losses import LOSSES, loss_for


@dataclass(frozen=True)
class LossCode:
    """A loss in NumPy: its value for a batch, and ∂J/∂a; for one that cancels its activation, ∂J/∂z.

    Output sums are z, output values a, targets y, each (rows, outputs).
    """

    value: str
    derivative: str


LOSS_CODES = {
    "half_mse": LossCode("0.5 * ((a - y) ** 2).sum() / len(y)", "(a - y) / len(y)"),
    "half_sse": LossCode("0.5 * ((a - y) ** 2).sum()", "a - y"),
    "sse": LossCode("((a - y) ** 2).sum()", "2 * (a - y)"),
    "mse": LossCode("((a - y) ** 2).mean()", "2 * (a - y) / y.size"),
    "mae": LossCode("np.abs(a - y).mean()", "np.sign(a - y) / y.size"),
    "huber": LossCode(
        "np.where(np.abs(a - y) <= 1, 0.5 * (a - y) ** 2, np.abs(a - y) - 0.5).mean()",
        "np.clip(a - y, -1, 1) / y.size",
    ),
    "binary_crossentropy": LossCode("(np.logaddexp(0, z) - y * z).mean()", "(a - y) / y.size"),
    "categorical_crossentropy": LossCode(
        "(np.logaddexp.reduce(z, axis=1) - (y * z).sum(axis=1)).mean()", "(a - y) / len(y)"
    ),
}


@dataclass(frozen=True)
class StepCode:
    """An optimiser's step in NumPy, of a parameter p with its gradient g, with the settings' names in braces.

    slots: what it keeps for each parameter, zeros at first. lines: may read rate, the step's number `count` (1 at
    first) and `free`, 1 where training may change p.
    """

    slots: tuple[str, ...]
    lines: tuple[str, ...]


_ADAM = (
    "m[:] = {beta1} * m + (1 - {beta1}) * g",
    "v[:] = {beta2} * v + (1 - {beta2}) * g**2",
    "m_hat, v_hat = m / (1 - {beta1}**count), v / (1 - {beta2}**count)",
    "p -= rate * m_hat / (np.sqrt(v_hat) + {epsilon})",
)
STEP_CODES = {
    "sgd": StepCode((), ("p -= rate * g",)),
    "momentum": StepCode(("u",), ("u[:] = {momentum} * u + g", "p -= rate * u")),
    "nesterov": StepCode(("u",), ("u[:] = {momentum} * u + g", "p -= rate * (g + {momentum} * u)")),
    "adagrad": StepCode(("s",), ("s += g**2", "p -= rate * g / (np.sqrt(s) + {epsilon})")),
    "rmsprop": StepCode(("s",), ("s[:] = {rho} * s + (1 - {rho}) * g**2", "p -= rate * g / (np.sqrt(s) + {epsilon})")),
    "adam": StepCode(("m", "v"), _ADAM),
    "adamw": StepCode(("m", "v"), ("p *= 1 - rate * {weight_decay} * free", *_ADAM)),
}

_HALF_WAVE = "0.5 * (1 + np.cos(np.pi * min({done} / {{schedule_epochs}}, 1)))"
_WARMUP = "{learning_rate} * min(1, (epoch + 1) / ({warmup_epochs} + 1))"
RATE_CODES = {
    "constant": "{learning_rate}",
    "step": "{learning_rate} * {schedule_factor} ** (epoch // {schedule_every})",
    "exponential": "{learning_rate} * {schedule_factor} ** (epoch / {schedule_every})",
    "cosine": "{learning_rate} * " + _HALF_WAVE.format(done="epoch"),
    "warmup": _WARMUP,
    "warmup_cosine": _WARMUP + " * " + _HALF_WAVE.format(done="max(epoch - {warmup_epochs}, 0)"),
}
"""Schedule → the learning rate, from `epoch`, the epochs done before."""

BACK_CODES = {"softmax": "a * (e - (e * a).sum(axis=1, keepdims=True))"}
"""Activation that works on a whole layer → ∂J/∂z from its values a and e, ∂J/∂a."""

PER_ROW = {".max()": ".max(axis=1, keepdims=True)", ".sum()": ".sum(axis=1, keepdims=True)"}
"""What an activation of a whole layer does for one sample → what it does for each row."""


def value_code(activation: Activation) -> str:
    """The values of a layer's sums z, (rows, units), in NumPy."""
    code = activation.code.format("z")
    if not activation.elementwise:
        for alone, each in PER_ROW.items():
            code = code.replace(alone, each)
    return code


def derivative_code(activation: Activation) -> str:
    """da/dz at the sums z, (rows, units), in NumPy."""
    return activation.derivative_code.format("z")


def untrainable(model: Model) -> str:
    """Why training can't be written as code, "" where it can."""
    training, output = model.experiment.training, model.network.activations[-1]
    try:
        loss_for(training.loss, output)
    except ValueError as error:
        return str(error)
    written: dict[str, Collection[str]] = {"loss": LOSS_CODES, "optimizer": STEP_CODES, "schedule": RATE_CODES}
    for what, codes in written.items():
        if getattr(training, what) not in codes:
            return f"there is no code for the {what} {getattr(training, what)}; choose another one"
    if not ACTIVATIONS[output].elementwise and LOSSES[training.loss].cancels != output and output not in BACK_CODES:
        return f"there is no code for the derivative of {output}; choose another activation for the output"
    return ""
