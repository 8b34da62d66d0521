"""What the settings of training are called on screen, and what stands for their values in words."""

from nncore.explain.numbers import ALL_DIGITS, format_number
from nncore.network import Network
from nncore.sentences import capitalised
from nncore.settings import CHOICES, Training

NAMES = {
    "learning_rate": "Learning rate",
    "activation": "Activation",
    "optimizer": "Optimiser",
    "batch_size": "Batch size",
    "loss": "Loss",
    "l1": "L1 penalty",
    "l2": "L2 penalty",
    "dropout": "Dropout",
    "clip": "Clip the gradient at",
    "schedule": "Schedule",
    "schedule_factor": "Factor",
    "schedule_every": "Epochs between drops",
    "schedule_epochs": "Epochs until the end",
    "warmup_epochs": "Epochs to warm up",
    "stop_epoch": "Stop at epoch",
    "stop_loss": "Stop when the loss is down to",
    "stop_accuracy": "Stop when the accuracy is up to",
    "patience": "Early stopping: patience",
    "momentum": "Momentum",
    "beta1": "β₁",
    "beta2": "β₂",
    "rho": "ρ",
    "epsilon": "ε",
    "weight_decay": "Weight decay",
    "initializer": "First weights",
    "seed": "Seed",
}
"""Setting → its name. `activation` is that of all hidden layers, `seed` the experiment's."""
MIXED = "mixed"
"""The activation where hidden layers have different ones."""
ALL_ROWS = "all rows"
"""The batch size 0."""


def setting_name(name: str) -> str:
    """The name of a setting; of one that a new kind brought along, the name it has in code."""
    return NAMES.get(name, capitalised(name.replace("_", " ")))


def setting_value(training: Training, name: str) -> str:
    """The value of a setting as its control shows it."""
    value = getattr(training, name)
    choices = CHOICES.get(name)
    if choices is not None:
        return str(choices[value].label) if isinstance(choices, dict) else value
    if name == "batch_size" and not value:
        return ALL_ROWS
    return in_full(value)


def hidden_activation(network: Network) -> str:
    """The activation that all hidden layers share, by its name in code, or MIXED; of a drawing without any MIXED."""
    used = set(network.activations[1:-1])
    return used.pop() if len(used) == 1 else MIXED


def in_full(value: float) -> str:
    """All digits of a number."""
    return format_number(value, ALL_DIGITS)
