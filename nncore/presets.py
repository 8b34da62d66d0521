"""Drawings to begin with: the article's networks, logic gates, and other well-known small ones."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nncore import randomness
from nncore.data import Data
from nncore.drawing import Drawing
from nncore.network import Connection, Network, Unit, dense
from nncore.parameters import Parameters, initialize, parameters_from
from nncore.settings import Training


@dataclass(frozen=True)
class Preset:
    """A drawing with its numbers, values on its inputs that show what it does, and what it learns from, and how."""

    name: str
    label: str
    note: str
    drawing: Drawing
    inputs: tuple[float, ...]
    data: Data = field(default_factory=Data)
    training: Training = field(default_factory=Training)


def table_of(columns: tuple[str, ...], rows: tuple[tuple[float, ...], ...]) -> Data:
    """A small table of numbers, every row to learn from as it is."""
    return Data.of_rows(
        columns, rows, task="regression", train_share=1.0, split="random", scaling="raw", scale_target=False
    )


def truth_table(*answers: int) -> Data:
    """Answers for one input, 0 and 1, or for two inputs, 00, 01, 10 and 11."""
    rows = ((0,), (1,)) if len(answers) == 2 else ((0, 0), (0, 1), (1, 0), (1, 1))
    names = ("x1", "y") if len(answers) == 2 else ("x1", "x2", "y")
    return table_of(names, tuple((*row, answer) for row, answer in zip(rows, answers, strict=True)))


def without_biases(network: Network) -> Network:
    """The network with every bias pinned; with zeros there, it is one that has no biases."""
    for unit in network.units():
        if unit.layer > 0:
            network = network.pin(unit)
    return network


def _set(network: Network, weights: list[Any], biases: list[Any] | None = None) -> Drawing:
    return Drawing(network, parameters_from(network, weights, biases).theta)


def _transactions(hidden: str, output: str, weights: list[Any]) -> Drawing:
    network = dense(
        2,
        2,
        1,
        hidden=hidden,
        output=output,
        inputs=("family members", "accounts"),
        outputs=("transactions",),
    )
    return _set(without_biases(network), weights)


def _gate(weights: list[float], bias: float) -> Drawing:
    return _set(dense(len(weights), 1, output="step"), [[weights]], [[bias]])


def _xor_of_gates() -> Drawing:
    """OR and NAND feed an AND."""
    network = dense(2, 2, 1, hidden="step", output="step")
    return _set(network, [[[1, 1], [-1, -1]], [[1, 1]]], [[-0.5, 1.5], [-1.5]])


def _xor_of_relus() -> Drawing:
    """max(0, x1 + x2) − 2 max(0, x1 + x2 − 1). Source: Goodfellow et al. (2016), section 6.1."""
    network = dense(2, 2, 1, hidden="relu", output="linear")
    return _set(network, [[[1, 1], [1, 1]], [[1, -2]]], [[0, -1], [0]])


def _xor_with_skips() -> Drawing:
    """The single hidden unit finds AND; the output adds the inputs up and takes it off twice."""
    network = dense(2, 1, 1, hidden="step", output="step")
    for index in (0, 1):
        network = network.connect(Connection(Unit(0, index), Unit(2, 0)))
    return _set(network, [[[1, 1]], [[1, 1, -2]]], [[-1.5], [-0.5]])


def _playground() -> Drawing:
    network = dense(2, 4, 2, 1, hidden="tanh", output="tanh")
    return Drawing(network, initialize(network, "playground", randomness.rng(0, randomness.WEIGHTS)).theta)


def _autoencoder() -> Drawing:
    """Eight one-hot patterns through three units: the hidden ones hold the pattern's number in binary.

    Source of the task: Ackley, Hinton & Sejnowski (1985), the encoder problem. Weights set by hand.
    """
    network = dense(8, 3, 8, hidden="sigmoid", output="sigmoid")
    bits = np.array([[pattern >> place & 1 for pattern in range(8)] for place in (2, 1, 0)])
    drawn = Parameters(network, np.zeros(network.size))
    drawn.weights[1][:] = 20 * bits - 10
    drawn.weights[2][:] = 40 * bits.T - 20
    drawn.biases[2][:] = 10 - 20 * bits.sum(axis=0)
    return Drawing(network, drawn.theta)


def _empty() -> Drawing:
    network = dense(1, 1, output="linear").disconnect(Connection(Unit(0, 0), Unit(1, 0)))
    return Drawing(network, np.zeros(network.size))


TRANSACTIONS: dict[str, Any] = {"data": Data("transactions"), "training": Training(learning_rate=0.01)}
ARTICLE_RELU = [[[2, 4], [4, -5]], [[2, 7]]]

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "transactions", "Transactions",
            "The article's first network: linear, without biases. 2 and 3 give 9.",
            _transactions("linear", "linear", [[[1, 1], [-1, 1]], [[2, -1]]]), (2.0, 3.0), **TRANSACTIONS,
        ),
        Preset(
            "transactions_relu", "Transactions with ReLU",
            "ReLU on the hidden layer: 3 and 4 give 44. Make it linear, and they give −12.",
            _transactions("relu", "linear", ARTICLE_RELU), (3.0, 4.0), **TRANSACTIONS,
        ),
        Preset(
            "transactions_relu_all", "Transactions, ReLU everywhere",
            "ReLU on hidden layer and output, as the article uses it on four rows of data.",
            _transactions("relu", "relu", ARTICLE_RELU), (3.0, 5.0), **TRANSACTIONS,
        ),
        Preset(
            "slope", "Slope of the error", "One linear neuron that answers 7 where 0 is wanted.",
            _set(without_biases(dense(3, 1, output="linear")), [[[0, 2, 1]]]), (1.0, 2.0, 3.0),
            table_of(("x1", "x2", "x3", "y"), ((1, 2, 3, 0),)),
            # the article's code steps along the derivative of e², without the ½
            Training(loss="sse", learning_rate=0.01, batch_size=1),
        ),
        Preset("and", "AND gate", "1 when both inputs are 1.", _gate([1, 1], -1.5), (1.0, 1.0), Data("and")),
        Preset("or", "OR gate", "1 when at least one input is 1.", _gate([1, 1], -0.5), (1.0, 0.0), Data("or")),
        Preset("not", "NOT gate", "1 when the input is 0.", _gate([-1], 0.5), (0.0,), truth_table(1, 0)),
        Preset(
            "nand", "NAND gate", "0 only when both inputs are 1.",
            _gate([-1, -1], 1.5), (1.0, 1.0), truth_table(1, 1, 1, 0),
        ),
        Preset(
            "xor", "XOR of three gates", "An OR and a NAND feed an AND: one neuron alone cannot do it.",
            _xor_of_gates(), (1.0, 0.0), Data("xor table"),
        ),
        Preset(
            "xor_relu", "XOR by hand with ReLU",
            "Two ReLU neurons bend the plane so that one line divides it.",
            _xor_of_relus(), (1.0, 0.0), truth_table(0, 1, 1, 0),
        ),
        Preset(
            "xor_skip", "XOR that needs skips",
            "One hidden neuron is enough when the inputs also reach the output.",
            _xor_with_skips(), (1.0, 0.0), Data("xor table"),
        ),
        Preset(
            "playground", "TensorFlow Playground's",
            "Its default: 4 and 2 tanh neurons, weights within ±0.5.",
            _playground(), (1.0, -1.0),
        ),
        Preset(
            "autoencoder", "Autoencoder 8-3-8",
            "Squeezes eight patterns through three neurons: binary numbers.",
            _autoencoder(), (0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0),
        ),
        Preset(
            "empty", "Empty board",
            "One input and one output, not yet connected: draw the rest.", _empty(), (1.0,)
        ),
    )
}  # fmt: skip
