"""What the code for PyTorch, Keras, JAX and scikit-learn has in common: weights, targets, learning rate, answers.

Each function gives a part of the file as text that ends in a line break.
"""

from collections.abc import Mapping

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.export.model import Model
from nncore.export.writing import SCALED, assigned, in_unit, known_data, predict, title
from nncore.losses import LOSSES, loss_for
from nncore.network import Network
from nncore.optimizers import OPTIMIZERS
from nncore.parameters import Parameters

RATES = {
    "constant": "{learning_rate!r}",
    "step": "{learning_rate!r} * {schedule_factor!r} ** (epoch // {schedule_every})",
    "exponential": "{learning_rate!r} * {schedule_factor!r} ** (epoch / {schedule_every})",
    "cosine": "{learning_rate!r} * (1 + np.cos(np.pi * min(epoch / {schedule_epochs}, 1))) / 2",
    "warmup": "{learning_rate!r} * min(1, (epoch + 1) / ({warmup_epochs} + 1))",
    "warmup_cosine": (
        "{learning_rate!r} * min(1, (epoch + 1) / ({warmup_epochs} + 1))"
        " * (1 + np.cos(np.pi * min(max(epoch - {warmup_epochs}, 0) / {schedule_epochs}, 1))) / 2"
    ),
}
"""Schedule → the learning rate after so many epochs, with the settings' names in braces."""


def joined(*parts: str) -> bytes:
    """The file, with two empty lines between its parts; parts that are "" are left out."""
    return "\n\n".join(part for part in parts if part).encode()


def written(table: Mapping[str, str], name: str, framework: str) -> str:
    """How a framework writes an activation, a loss …; ValueError where this app hasn't got it for the framework."""
    if name not in table:
        raise ValueError(f"{framework} code knows no {name}; choose from {', '.join(table)}, or take NumPy code")
    return table[name]


def head(model: Model, framework: str, packages: tuple[str, ...], words: str, imports: str) -> str:
    """The docstring of the file and its imports. words: what the file offers."""
    needs = f"In {framework}: `pip install {' '.join(packages)}`. Run this file to compare its answers with the app's."
    return f'"""{title(model)}\n\n{needs}\n{words}\n"""\n\n{imports}'


def data_and_weights(model: Model, weights: tuple[np.ndarray, ...], biases: tuple[np.ndarray, ...]) -> str:
    """What is known of the data, then WEIGHTS and BIASES. weights[l], biases[l]: of layer l, as in Parameters."""
    return (
        known_data(model) + "\n# Each layer's weights, a row for each neuron with a number for each value it reads; and its biases.\n"
        + assigned("WEIGHTS", weights[1:])
        + assigned("BIASES", biases[1:])
    )


def free(network: Network) -> str:
    """FREE_WEIGHTS and FREE_BIASES: 1 where training may change a number; "" where it may change all of them."""
    if network.trainable().all():
        return ""
    parts = Parameters(network, network.trainable().astype(int))
    return (
        "# 1 where training may change a number; 0 where it is pinned, or its connection cut.\n"
        + assigned("FREE_WEIGHTS", parts.weights[1:])
        + assigned("FREE_BIASES", parts.biases[1:])
    )


def read_by(network: Network, layer: int) -> list[str]:
    """The names a0, a1 … of the values that a layer reads, from the furthest back to those of the layer before."""
    return [f"a{source}" for source in network.layers_read(layer)]


def predictions(model: Model, outputs: str) -> str:
    """scaled, answer and predict. outputs: the network's as a NumPy array, an expression of scaled(rows)."""
    return "\n\n".join(
        (
            "def scaled(rows):\n"
            '    """What the network reads for rows (rows, inputs) in the unit of the data."""\n'
            "    rows = np.asarray(rows, dtype=float)\n"
            f"    return {SCALED}\n",
            "def answer(rows):\n"
            '    """The outputs (rows, outputs) for rows (rows, inputs), both in the unit of the data."""\n'
            f"    return {in_unit(model, outputs)}\n",
            predict(model),
        )
    )


def coded(model: Model) -> str:
    """`def coded(targets)`: what the outputs should be, for class names or values in their own unit."""
    if not model.classes:
        about = "What the outputs should be, for values (rows, outputs) in the unit of the data."
        wanted = f"(np.reshape(targets, (-1, {model.network.sizes[-1]})) - TARGET_CENTER) / TARGET_SCALE"
        return f'def coded(targets):\n    """{about}"""\n    return {wanted}\n'
    about = "What the outputs should be, for the name of a class each."
    first, second = ACTIVATIONS[model.network.activations[-1]].codes
    if model.network.sizes[-1] == 1:
        wanted = f"[[({first}, {second})[CLASSES.index(name)]] for name in targets]"
    else:
        wanted = f"[[{second} if own == name else {first} for own in CLASSES] for name in targets]"
    return f'def coded(targets):\n    """{about}"""\n    return np.array({wanted})\n'


def rate(model: Model) -> str:
    """`def rate(epoch)`, "" where the learning rate stays the same."""
    training = model.experiment.training
    if training.schedule == "constant":
        return ""
    formula = written(RATES, training.schedule, "the").format_map(vars(training))
    return f'def rate(epoch):\n    """The learning rate after so many epochs."""\n    return {formula}\n'


def epochs(model: Model) -> str:
    """The head of the loop over epochs, which goes on with the schedule where it has one."""
    return f"for epoch in range({model.epoch}, {model.epoch} + epochs):" if rate(model) else "for _ in range(epochs):"


def untrainable(model: Model) -> str:
    """Why the settings can't train this drawing, as a comment instead of the training; "" where they can."""
    try:
        loss_for(model.experiment.training.loss, model.network.activations[-1])
    except ValueError as error:
        return f"# There is no train(rows, targets) here: {error}.\n"
    return ""


def settings_in_words(model: Model) -> str:
    """The docstring of train(rows, targets)."""
    training = model.experiment.training
    batches = f"batches of {training.batch_size}" if training.batch_size else "all rows at once"
    loss, optimizer = LOSSES[training.loss].label, OPTIMIZERS[training.optimizer].label
    targets = "the name of a class each" if model.classes else "values (rows, outputs) in the unit of the data"
    return (
        f'    """Train on from these weights, as set in the app: {optimizer}, {loss}, {batches}.\n\n'
        f'    rows: (rows, inputs) in the unit of the data. targets: {targets}.\n    """\n'
    )
