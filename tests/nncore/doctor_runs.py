"""Runs for the doctor: healthy ones and, several times each, every disease it knows.

Each is an experiment as data, how long it is trained, and the names of the findings a good doctor gives.
`train_run` makes the run; the same seed gives the same run to the bit.
"""

from dataclasses import dataclass, replace

import numpy as np

import nncore as nn
from nncore.data import Data
from nncore.history import Curves


@dataclass(frozen=True)
class RecordedRun:
    """A run whose sickness does not hang on the last bit: it is made, or comes about whatever the rounding.

    expected: names of findings that must be given. allowed: that may be given as well."""

    experiment: nn.Experiment
    epochs: int
    expected: frozenset = frozenset()
    allowed: frozenset = frozenset()


def train_run(run):
    """The last snapshot and the curves of a run; it ends early where it diverges."""
    snapshots = []
    for snapshot in nn.train(run.experiment, nn.make_dataset(run.experiment)):
        snapshots.append(snapshot)
        if snapshot.epoch == run.epochs or snapshot.cause:
            break
    columns = ([getattr(snapshot, name) for snapshot in snapshots] for name in Curves._fields)
    return snapshots[-1], Curves(*map(np.array, columns))


def experiment(data, sizes, hidden="tanh", output="tanh", seed=0, **training):
    data = data if isinstance(data, Data) else Data(data)
    network = nn.dense(*sizes, hidden=hidden, output=output)
    return nn.Experiment(data, network, nn.Training(**training), seed)


def sick(expected, *args, epochs=40, allowed=(), **kwargs):
    names = frozenset(expected.split())
    return RecordedRun(experiment(*args, **kwargs), epochs, names, frozenset(allowed))


def begun_with(run, **biases):
    """The run with the first weights of its seed, and these biases on whole layers: layer_1=-50.0.

    Training with large steps gets there too, but chaotically: the last bit of a sum, which differs from processor to
    processor, decides what becomes of such a run.
    """
    start = run.experiment
    parameters = nn.Parameters(start.network, start.first_theta())
    for layer, bias in biases.items():
        parameters.biases[int(layer.removeprefix("layer_"))][:] = bias
    return replace(run, experiment=replace(start, theta=tuple(parameters.theta.tolist())))


def healthy(*args, epochs=60, allowed=(), **kwargs):
    return RecordedRun(experiment(*args, **kwargs), epochs, allowed=frozenset(allowed))


def unlike_table(seed=0, factor=1000.0):
    """Two clouds whose second input is measured in another unit."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, 200)
    values = rng.normal(size=(200, 2)) + 2.0 * labels[:, None]
    rows = tuple((float(a), float(b * factor), int(c)) for (a, b), c in zip(values, labels, strict=True))
    return Data.of_rows(columns=("size", "income", "class"), rows=rows, target="class", scaling="raw")


def rare_table(seed=0):
    """One row in twelve is positive, and the inputs tell nothing about it."""
    rng = np.random.default_rng(seed)
    rows = tuple((float(a), float(b), int(i % 12 == 0)) for i, (a, b) in enumerate(rng.normal(size=(240, 2))))
    return Data.of_rows(columns=("a", "b", "class"), rows=rows, target="class")


SIGMOID = {"output": "sigmoid", "loss": "binary_crossentropy"}
ARTICLE_PIMA = {
    "hidden": "relu",
    "initializer": "uniform_005",
    "optimizer": "adam",
    "learning_rate": 0.001,
    **SIGMOID,
}
PIMA_SIZES = (8, 16, 8, 1)
NOISY = {"noise": 0.4, "samples": 60}
RAW_PIMA = Data("pima", scaling="raw", train_share=1.0)

RUNS = {
    # as they should be
    "playground circle": healthy("circle", (2, 4, 2, 1)),
    "playground circle, seed 1": healthy("circle", (2, 4, 2, 1), seed=1, epochs=150),
    "playground circle, early": healthy("circle", (2, 4, 2, 1), epochs=5),
    "playground circle, before training": healthy("circle", (2, 4, 2, 1), epochs=0),
    "playground xor": healthy("xor", (2, 4, 2, 1), epochs=100),
    "playground gauss": healthy("gauss", (2, 4, 2, 1)),
    "playground spiral, begun": healthy("spiral", (2, 4, 2, 1), epochs=100),
    "spiral with room": healthy("spiral", (2, 8, 8, 1), learning_rate=0.1, epochs=200),
    "circle with ReLU": healthy("circle", (2, 6, 1), hidden="relu", initializer="he_normal"),
    "circle with sigmoid and cross-entropy": healthy(
        "circle", (2, 4, 1), learning_rate=0.1, initializer="glorot_uniform", epochs=100, **SIGMOID
    ),
    "circle with Adam": healthy("circle", (2, 4, 2, 1), optimizer="adam", learning_rate=0.01),
    "moons": healthy("moons", (2, 6, 1), learning_rate=0.1, epochs=150),
    "rings": healthy(
        "rings",
        (2, 8, 3),
        output="softmax",
        loss="categorical_crossentropy",
        optimizer="adam",
        learning_rate=0.01,
        epochs=80,
    ),
    "plane": healthy("plane", (2, 4, 1), output="linear"),
    "bumps": healthy("bumps", (2, 8, 8, 1), output="linear", epochs=40),
    "sine": healthy("sine", (1, 8, 1), output="linear", optimizer="adam", learning_rate=0.01),
    "straight line": healthy("gauss", (2, 1)),
    "AND": healthy("and", (2, 1), output="sigmoid", loss="binary_crossentropy", learning_rate=1.0, epochs=200),
    "XOR table": healthy("xor table", (2, 4, 1), learning_rate=0.3, initializer="glorot_normal", epochs=400),
    "Pima standardised": healthy("pima", PIMA_SIZES, epochs=20, **ARTICLE_PIMA),
    "Pima with a ridge": healthy("pima", (8, 4, 1), epochs=60, **{**ARTICLE_PIMA, "l2": 0.01, "hidden": "tanh"}),
    "noisy circle with L2": healthy(Data("circle", noise=0.3), (2, 4, 1), l2=0.003, learning_rate=0.1, epochs=150),
    # diverged
    "diverged plane": sick("diverged", "plane", (2, 4, 1), hidden="relu", output="linear", learning_rate=3.0),
    "diverged linear": sick("diverged", "plane", (2, 1), output="linear", learning_rate=1.0, batch_size=0),
    "diverged bumps": sick("diverged", "bumps", (2, 6, 1), hidden="relu", output="linear", learning_rate=5.0),
    "diverged on raw Pima": sick(
        "diverged scales", RAW_PIMA, (8, 4, 1), hidden="linear", output="linear", learning_rate=0.03
    ),
    # dead ReLUs
    "dead in the only layer": begun_with(
        sick("dead", "circle", (2, 4, 1), hidden="relu", allowed=("too_fast",)), layer_1=-50.0
    ),
    "dead spiral": begun_with(sick("dead", "spiral", (2, 4, 1), hidden="relu", allowed=("too_fast",)), layer_1=-50.0),
    "dead in the second layer": begun_with(
        sick("dead", "xor", (2, 4, 4, 1), hidden="relu", learning_rate=0.3, allowed=("too_fast",)), layer_2=-8.0
    ),
    # saturated
    "saturated by raw Pima": sick("saturated scales", RAW_PIMA, (8, 6, 1), epochs=25, **SIGMOID),
    "saturated by units": sick(
        "saturated scales", unlike_table(1, 50000.0), (2, 4, 1), epochs=25, allowed=("majority",)
    ),
    "saturated by its biases": begun_with(
        sick("saturated", "spiral", (2, 4, 1), learning_rate=0.001, allowed=("too_fast",)), layer_1=30.0
    ),
    # symmetry
    "zeros, tanh": sick("symmetry", "circle", (2, 4, 1), initializer="zeros"),
    "zeros, two layers": sick("symmetry", "xor", (2, 4, 3, 1), initializer="zeros"),
    "zeros, sigmoid": sick("symmetry", "circle", (2, 3, 1), hidden="sigmoid", initializer="zeros", **SIGMOID),
    "zeros, before training": sick("symmetry", "spiral", (2, 5, 1), initializer="zeros", epochs=0),
    # inputs on unlike scales
    "income and size": sick("scales", unlike_table(), (2, 3, 1), epochs=1, allowed=("saturated",)),
    "the article's Pima": sick("scales", RAW_PIMA, PIMA_SIZES, epochs=60, allowed=("dead",), **ARTICLE_PIMA),
    "large table": sick(
        "scales", unlike_table(2, 300.0), (2, 3, 1), hidden="relu", epochs=3, allowed=("dead", "too_fast", "diverged")
    ),
    # guessing the majority
    "rare class": sick("majority", rare_table(), (2, 3, 1), **SIGMOID),
    "rare class, tanh": sick("majority", rare_table(1), (2, 2, 1), learning_rate=0.01, epochs=60),
    "rare class, softmax": sick(
        "majority", rare_table(2), (2, 3, 2), output="softmax", loss="categorical_crossentropy", epochs=60
    ),
    # learning rate too small
    "tiny steps": sick("too_slow", "circle", (2, 4, 2, 1), learning_rate=1e-5),
    "tiny steps, ReLU": sick(
        "too_slow", "xor", (2, 8, 1), hidden="relu", learning_rate=3e-5, initializer="he_normal", seed=2
    ),
    "tiny steps, Adam": sick("too_slow", "circle", (2, 8, 1), optimizer="adam", learning_rate=3e-6, seed=1),
    "tiny steps, regression": sick("too_slow", "bumps", (2, 8, 1), output="linear", learning_rate=2e-6),
    # learning rate too large, without overflow
    "jumping": sick("too_fast", "plane", (2, 1), output="linear", learning_rate=0.2, batch_size=0, epochs=8),
    "jumping further": sick(
        "too_fast",
        unlike_table(3, 20.0),
        (2, 1),
        output="linear",
        learning_rate=0.004,
        batch_size=0,
        epochs=6,
        allowed=("scales",),
    ),
    # overfitting
    "by heart, Pima": sick(
        "overfitting", "pima", (8, 32, 16, 1), epochs=120, **{**ARTICLE_PIMA, "learning_rate": 0.01}
    ),
    "by heart, noisy circle": sick(
        "overfitting",
        Data("circle", **NOISY),
        (2, 16, 16, 1),
        optimizer="adam",
        learning_rate=0.01,
        epochs=300,
    ),
    "by heart, noisy xor": sick(
        "overfitting",
        Data("xor", **NOISY, seed=3),
        (2, 16, 16, 1),
        optimizer="adam",
        learning_rate=0.02,
        epochs=300,
        **SIGMOID,
    ),
    "by heart, noisy bumps": sick(
        "overfitting",
        Data("bumps", samples=60, noise=0.5),
        (2, 24, 24, 1),
        output="linear",
        optimizer="adam",
        learning_rate=0.01,
        epochs=300,
    ),
    # step activation
    "step hidden": sick("step", "circle", (2, 4, 1), hidden="step"),
    "step everywhere": sick("step", "xor", (2, 4, 1), hidden="step", output="step"),
    "step output": sick("step", "spiral", (2, 4, 1), output="step", epochs=0),
    # the output or the loss does not fit
    "tanh output out of reach": sick("misfit", "transactions", (2, 3, 1), epochs=30, allowed=("too_fast",)),
    "sigmoid output out of reach": sick("misfit", "plane", (2, 3, 1), output="sigmoid", epochs=30),
    "squared error on a stuck sigmoid": begun_with(
        sick(
            "misfit",
            "circle",
            (2, 4, 1),
            output="sigmoid",
            epochs=60,
            allowed=("saturated", "majority", "too_fast"),
        ),
        layer_2=40.0,
    ),
}

REFUSED = {
    "cross-entropy on tanh": experiment("circle", (2, 4, 1), loss="binary_crossentropy"),
    "categorical on sigmoid": experiment("xor", (2, 4, 1), output="sigmoid", loss="categorical_crossentropy"),
    "binary on softmax": experiment("rings", (2, 4, 3), output="softmax", loss="binary_crossentropy"),
}
"""Experiments that do not start, because the loss does not fit the output."""
