"""Runs for the doctor: healthy ones and, several times each, every disease it knows.

Each is an experiment as data, how long it is trained, and the names of the findings a good doctor gives.
`train_run` makes the run; the same seed gives the same run to the bit.
"""

from dataclasses import dataclass, replace

import numpy as np

import nncore as nn
from nncore.data import Data
from nncore.experiment import dataset_of
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
    return snapshots[-1], curves_of(snapshots)


def treated(run, snapshot, remedy, epochs):
    """The experiment a remedy makes, and the last snapshot and the curves of so many epochs of it.

    It begins again where the remedy says so, else it goes on from the snapshot.
    """
    start = remedy.apply(run.experiment)
    trainer = nn.Trainer(start, dataset_of(start.data))
    snapshots = [trainer.begin() if remedy.restart else trainer.begin(snapshot.theta, snapshot.epoch)]
    while len(snapshots) <= epochs and not snapshots[-1].cause:
        snapshots.append(trainer.epoch(snapshots[-1]))
    return start, snapshots[-1], curves_of(snapshots)


def curves_of(snapshots):
    return Curves(*(np.array([getattr(snapshot, name) for snapshot in snapshots]) for name in Curves._fields))


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


def weighted(run, size):
    """The run with first weights of up to that size, set by hand."""
    theta = size * np.random.default_rng(0).uniform(-1.0, 1.0, run.experiment.network.size)
    return replace(run, experiment=replace(run.experiment, theta=tuple(theta.tolist())))


def table(columns, rows, **settings):
    return Data.of_rows(columns, rows, **settings)


def unlike_table(seed=0, factor=1000.0):
    """Two clouds whose second input is measured in another unit."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, 200)
    values = rng.normal(size=(200, 2)) + 2.0 * labels[:, None]
    rows = tuple((float(a), float(b * factor), int(c)) for (a, b), c in zip(values, labels, strict=True))
    return table(("size", "income", "class"), rows, **RAW)


def rare_table(seed=0):
    """One row in twelve is positive, and the inputs tell nothing about it."""
    rng = np.random.default_rng(seed)
    rows = tuple((float(a), float(b), int(i % 12 == 0)) for i, (a, b) in enumerate(rng.normal(size=(240, 2))))
    return table(("a", "b", "class"), rows)


def wide_table(largest, seed=0):
    """One input from 0 to `largest`; the upper half of it is one class."""
    values = np.random.default_rng(seed).uniform(0.0, largest, 120)
    return table(("x", "class"), [(float(x), int(x > largest / 2)) for x in values], **RAW)


def clouds(seed=0, rows=80, **extra):
    """Two clouds that overlap, with further columns: name → function of (row number, class) to a cell."""
    rng = np.random.default_rng(seed)
    labels = rng.permutation(rows) % 2
    values = rng.normal(size=(rows, 2)) + 1.5 * labels[:, None]
    cells = [
        (float(a), float(b), *(make(i, int(c)) for make in extra.values()), ("no", "yes")[c])
        for i, ((a, b), c) in enumerate(zip(values, labels, strict=True))
    ]
    return table(("a", "b", *extra, "class"), cells)


def valued(seed=0, largest=1.0, offset=0.0, rows=80, settings=(), **extra):
    """A plane over two inputs, its values up to about `offset` ± `largest`, with further columns as clouds has."""
    rng = np.random.default_rng(seed)
    values = rng.uniform(-1.0, 1.0, (rows, 2))
    answers = offset + largest * (0.7 * values[:, 0] - 0.3 * values[:, 1]) + 0.02 * largest * rng.normal(size=rows)
    cells = [
        (float(a), float(b), *(make(i, float(y)) for make in extra.values()), float(y))
        for i, ((a, b), y) in enumerate(zip(values, answers, strict=True))
    ]
    return table(("a", "b", *extra, "value"), cells, task="regression", **dict(settings))


def classes_in_few_rows(seed=0):
    """Five classes of four rows, each around its own place."""
    rng = np.random.default_rng(seed)
    rows = [(float(rng.normal(k, 0.4)), float(rng.normal(k % 2, 0.4)), "abcde"[k]) for k in range(5) for _ in range(4)]
    return table(("x", "y", "name"), rows, split="random")


RAW = {"scaling": "raw"}
UNSCALED = {"scale_target": False}
"""The settings of own data that leave inputs and values as they are."""
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
RAW_PIMA = Data("pima", train_share=1.0, **RAW)
XOR_BATCH = {"output": "sigmoid", "batch_size": 4, "epochs": 500}
SOFTMAX = {"output": "softmax", "loss": "categorical_crossentropy"}

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
    "noisy circle, long": healthy(Data("circle", noise=0.4), (2, 6, 1), epochs=300),
    "noisy plane, long": healthy(Data("plane", noise=0.5), (2, 4, 1), output="linear", epochs=300),
    "Pima, long": healthy("pima", (8, 4, 1), epochs=200, **ARTICLE_PIMA),
    "two clouds in a table": healthy(clouds(6), (2, 4, 1), **SIGMOID),
    "values in a table": healthy(valued(7, count=lambda i, y: float(i * 7 % 80)), (3, 4, 1), output="linear"),
    "one row": healthy(
        table(("a", "value"), [(1.0, 2.5)], task="regression"), (1, 2, 1), output="linear", allowed=("constant_target",)
    ),
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
    # rates, weights and penalties beyond all measure
    **{
        f"a rate of {rate:g} on {data}": sick(
            "diverged", data, sizes, output=output, learning_rate=rate, allowed=("scales",)
        )
        for rate in (1e4, 1e300)
        for data, sizes, output in (("plane", (2, 4, 1), "linear"), ("sine", (1, 8, 1), "linear"))
    },
    "a rate of 1e300 on a circle": sick("diverged", "circle", (2, 4, 1), learning_rate=1e300),
    "a rate of 1e300 with Adam": sick(
        "diverged", "plane", (2, 4, 1), output="linear", optimizer="adam", learning_rate=1e300
    ),
    "weights of 1e14 on a plane": weighted(sick("diverged", "plane", (2, 4, 1), hidden="relu", output="linear"), 1e14),
    "weights of 1e4 on a plane": weighted(
        sick("saturated", "plane", (2, 4, 1), output="linear", learning_rate=0.001), 1e4
    ),
    "weights of 1e6 on a circle": weighted(sick("saturated", "circle", (2, 4, 1)), 1e6),
    "weights of 1e12 on xor": weighted(sick("diverged", "xor", (2, 4, 1), hidden="relu", output="linear"), 1e12),
    **{
        f"L2 {l2:g} at {rate:g} on {data}": sick(
            "penalty", data, (2, 4, 1), output=output, l2=l2, learning_rate=rate, epochs=60, allowed=("saturated",)
        )
        for l2, rate in ((0.3, 0.03), (1.0, 0.1), (10.0, 0.3), (100.0, 0.03))
        for data, output in (("circle", "tanh"), ("moons", "tanh"), ("bumps", "linear"))
    },
    "L1 0.1 on a circle": sick("penalty", "circle", (2, 4, 1), l1=0.1, epochs=60),
    "L1 0.3 on xor": sick("penalty", "xor", (2, 4, 1), l1=0.3, epochs=60),
    "L2 with momentum": sick("penalty", "circle", (2, 4, 1), l2=200.0, optimizer="momentum", allowed=("saturated",)),
    "L2 with Adam": sick("penalty", "circle", (2, 6, 1), l2=1.0, optimizer="adam", learning_rate=0.01, epochs=60),
    "weight decay": sick("penalty", "circle", (2, 6, 1), weight_decay=30.0, optimizer="adamw", epochs=60),
    "weight decay that overshoots": sick("penalty", "xor", (2, 6, 1), weight_decay=300.0, optimizer="adamw"),
    # inputs without a measure
    "dead on large inputs": sick(
        "dead scales", wide_table(1e5), (1, 4, 1), hidden="relu", epochs=60, **SIGMOID, allowed=("majority",)
    ),
    "saturated on large inputs": sick(
        "scales", wide_table(1e4, 1), (1, 4, 1), epochs=60, **SIGMOID, allowed=("majority", "saturated", "too_fast")
    ),
    "ReLU on large inputs": sick(
        "scales", wide_table(1e3, 2), (1, 3, 1), hidden="relu", epochs=60, allowed=("dead", "majority", "saturated")
    ),
    # values without a measure
    **{
        f"values of {size:g}, {hidden}": sick(
            "target_scale",
            valued(1, size, settings=UNSCALED),
            (2, 4, 1),
            hidden=hidden,
            output="linear",
            allowed=("diverged", "saturated"),
        )
        for size in (1e5, 1e15)
        for hidden in ("tanh", "relu")
    },
    "prices about 300,000": sick(
        "target_scale",
        valued(2, 5e4, 3e5, settings=UNSCALED),
        (2, 8, 1),
        output="linear",
        optimizer="adam",
        learning_rate=0.01,
        allowed=("saturated",),
    ),
    "large values of large inputs": sick(
        "target_scale scales",
        valued(3, 1e5, settings={**UNSCALED, **RAW}, income=lambda i, y: 1000.0 * (i * 37 % 81)),
        (3, 6, 1),
        output="linear",
        allowed=("diverged", "saturated"),
    ),
    # not learning
    **{
        f"XOR with sigmoids at {rate}, seed {seed}": sick(
            "stuck", "xor table", (2, 2, 1), hidden="sigmoid", learning_rate=rate, seed=seed, **XOR_BATCH
        )
        for rate in (0.1, 0.5)
        for seed in range(4)
    },
    "XOR with ReLU": sick("stuck", "xor table", (2, 2, 1), hidden="relu", learning_rate=0.1, **XOR_BATCH),
    "XOR with ReLU, seed 2": sick(
        "stuck", "xor table", (2, 2, 1), hidden="relu", learning_rate=0.1, seed=2, **XOR_BATCH
    ),
    **{
        f"spiral with too small a network, seed {seed}": sick("stuck", "spiral", (2, 4, 2, 1), seed=seed, epochs=770)
        for seed in range(3)
    },
    "a straight line for a circle": sick("stuck", "circle", (2, 1), epochs=160, allowed=("majority",)),
    # the rows
    "a column of row numbers": sick("row_numbers", clouds(id=lambda i, c: float(i + 1)), (3, 4, 1), **SIGMOID),
    "years that number the rows": sick(
        "row_numbers", valued(8, year=lambda i, y: 1940.0 + i), (3, 4, 1), output="linear"
    ),
    "a column that gives the class away": sick("given_away", clouds(1, paid=lambda i, c: 3.0 * c + i % 2), (3, 4, 1)),
    "a text that gives the class away": sick("given_away", clouds(2, status=lambda i, c: "AB"[c]), (3, 4, 1)),
    "a column that gives the value away": sick(
        "given_away", valued(3, cents=lambda i, y: 100.0 * y), (3, 4, 1), output="linear"
    ),
    "a column that is always the same": sick("constant_input", clouds(4, year=lambda i, c: 2024.0), (3, 4, 1)),
    "a column that is nearly always the same": sick(
        "constant_input", clouds(5, rows=500, flag=lambda i, c: float(i == 7)), (3, 4, 1)
    ),
    "a class without test rows": sick("missing_class", classes_in_few_rows(), (2, 8, 5), **SOFTMAX),
    "a class without test rows, seed 1": sick("missing_class", classes_in_few_rows(1), (2, 8, 5), **SOFTMAX),
    "a class without training rows": sick(
        "missing_class",
        table(
            ("x", "name"),
            [*((0.1 * i, "ab"[i % 2]) for i in range(12)), (1.3, "c"), (1.4, "c")],
            split="random",
            seed=14,
        ),
        (1, 4, 3),
        allowed=("majority", "overfitting"),
        **SOFTMAX,
    ),
    "six prices, six classes": sick(
        "numbers_as_classes",
        table(("a", "price"), [(float(i), 10 + i * i) for i in range(6)], task="classes", train_share=1.0),
        (1, 4, 6),
        allowed=("majority",),
        **SOFTMAX,
    ),
    "five numbers, five classes": sick(
        "numbers_as_classes",
        table(("a", "value"), [(1.0, 3), (2.0, 5), (3.0, 7), (4.0, 9), (5.0, 12)], task="classes", train_share=1.0),
        (1, 4, 5),
        **SOFTMAX,
    ),
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
    "binary on ReLU": experiment("circle", (2, 4, 1), output="relu", loss="binary_crossentropy"),
    "binary on linear": experiment("xor", (2, 4, 1), output="linear", loss="binary_crossentropy"),
    "binary on softmax": experiment("rings", (2, 4, 3), output="softmax", loss="binary_crossentropy"),
}
"""Experiments that do not start, because the loss does not fit the output."""
