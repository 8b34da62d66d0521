"""What the code for PyTorch, Keras, JAX and scikit-learn has in common: weights, targets, learning rate, answers.

Each function gives a part of the file as text that ends in a line break.
"""

import textwrap
from collections.abc import Callable, Mapping

import numpy as np

from nncore.export.model import Model
from nncore.export.numpy_forward import INPUTS_SCALED, defined
from nncore.export.numpy_lines import RATE_CODES, untrainable
from nncore.export.numpy_training import targets_code, with_settings
from nncore.export.writing import WIDTH, assigned, in_unit, known_data, predict, title
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.optimizers import OPTIMIZERS
from nncore.parameters import Parameters

Part = Callable[[Model], str]
"""What writes a part of the file; "" where the model needs none."""

ANSWER = "The outputs (rows, outputs) for rows (rows, inputs), both in the unit of the data."


def joined(*parts: str) -> bytes:
    """The file, with two empty lines between its parts; parts that are "" are left out."""
    return "\n\n".join(part for part in parts if part).encode()


def written(table: Mapping[str, str], name: str, framework: str) -> str:
    """How a framework writes an activation; ValueError where it isn't known how."""
    if name not in table:
        raise ValueError(f"{framework} code knows no {name}; choose from {', '.join(table)}, or take NumPy code")
    return table[name]


def head(model: Model, framework: str, packages: tuple[str, ...], words: str, imports: str) -> str:
    """The docstring of the file and its imports. words: what the file offers."""
    needs = f"In {framework}: `pip install {' '.join(packages)}`. Run this file to compare its answers with the app's."
    return f'"""{textwrap.fill(title(model), WIDTH - 3)}\n\n{needs}\n{words}\n"""\n\n{imports}'


def data_and_weights(model: Model, weights: tuple[np.ndarray, ...], biases: tuple[np.ndarray, ...]) -> str:
    """What is known of the data, then WEIGHTS and BIASES. weights[l], biases[l]: of layer l, as in Parameters."""
    return (
        known_data(model)
        + "\n# Each layer's weights, a row for each neuron with a number for each value it reads; and its biases.\n"
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
    scaled = "What the network reads for rows (rows, inputs) in the unit of the data."
    return "\n\n".join(
        (
            defined("scaled(rows)", scaled, [f"return {INPUTS_SCALED}"]),
            defined("answer(rows)", ANSWER, [f"return {in_unit(model, outputs)}"]),
            predict(model),
        )
    )


def training_part(model: Model, *parts: Part) -> str:
    """The definitions that training needs, each of `parts` and before them `targets`; or why there are none."""
    if reason := untrainable(model):
        return f"# Training isn't written here: {reason}.\n"
    return "\n\n".join(text for part in (targets_code, rate, *parts) if (text := part(model)))


def rate(model: Model) -> str:
    """`def rate(epoch)`, "" where the learning rate stays the same."""
    schedule = model.experiment.training.schedule
    if schedule == "constant":
        return ""
    about = "The learning rate after so many epochs."
    return defined("rate(epoch)", about, [f"return {with_settings(model, RATE_CODES[schedule])}"])


def epochs(model: Model) -> str:
    """The head of the loop over epochs, which goes on with the schedule where it has one."""
    return f"for epoch in range({model.epoch}, {model.epoch} + epochs):" if rate(model) else "for _ in range(epochs):"


def settings_in_words(model: Model) -> str:
    """The docstring of train(rows, answers)."""
    training = model.experiment.training
    batches = f"batches of {training.batch_size}" if training.batch_size else "all rows at once"
    loss, optimizer = LOSSES[training.loss].label, OPTIMIZERS[training.optimizer].label
    answers = "the name of a class each" if model.classes else "values (rows, outputs) in the unit of the data"
    return (
        f'    """Train on from these weights, as set in the app: {optimizer}, {loss}, {batches}.\n\n'
        f'    rows: (rows, inputs) in the unit of the data. answers: {answers}.\n    """\n'
    )
