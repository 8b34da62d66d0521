"""Experiments to begin with, complete with data and settings."""

from dataclasses import dataclass
from typing import Any

from nncore.data import Data
from nncore.data.features import DERIVED
from nncore.data.table_rows import PIMA_COLUMNS
from nncore.experiment import Experiment, fitted
from nncore.network import Network, dense
from nncore.presets import PRESETS, without_biases
from nncore.settings import Training


@dataclass(frozen=True)
class Start:
    """One entry of EXPERIMENTS. note: one sentence on what to look for."""

    name: str
    label: str
    note: str
    experiment: Experiment


def _transactions(hidden: str) -> Network:
    names = {"inputs": ("family members", "accounts"), "outputs": ("transactions",)}
    return without_biases(dense(2, 2, 1, hidden=hidden, output="linear", **names))


def _pima(data: Data, training: Training) -> Experiment:
    network = dense(8, 16, 8, 1, hidden="relu", inputs=PIMA_COLUMNS[:-1], outputs=("diabetes",))
    return Experiment(data, network, training)


def _ready(name: str, hidden: tuple[int, ...], activation: str, **training: Any) -> Experiment:
    """A ready set with hidden layers and settings that learn it in seconds."""
    drawing = dense(2, *hidden, 1, hidden=activation, output="tanh")
    return fitted(Experiment(Data(name), drawing, Training(optimizer="adam", **training)))


KERAS_EPSILON = 1e-7
ARTICLE_TRAINING = Training(
    loss="binary_crossentropy", optimizer="adam", learning_rate=0.001, epsilon=KERAS_EPSILON, batch_size=10,
    initializer="uniform_005", stop_epoch=150,
)  # fmt: skip
"""Step 3 and 4 of the article's Keras run, with the defaults of Keras 1."""
HELD_OUT_TRAINING = Training(
    loss="binary_crossentropy", optimizer="adam", learning_rate=0.001, batch_size=10, initializer="he_uniform",
    l2=0.01, stop_epoch=150,
)  # fmt: skip

SEVEN = ("x1", "x2", *DERIVED)
"""TensorFlow Playground's features, all of them."""

EXPERIMENTS: dict[str, Start] = {
    start.name: start
    for start in (
        Start(
            "playground", "Circle", "TensorFlow Playground's default: six tanh neurons learn to draw a circle.",
            Experiment(Data("circle"), dense(2, 4, 2, 1, output="tanh")),
        ),
        Start(
            "spiral", "Spiral", "The hardest toy set, with all seven features of TensorFlow Playground.",
            Experiment(Data("spiral", features=SEVEN), dense(7, 8, 8, 1, output="tanh", inputs=SEVEN)),
        ),
        Start(
            "rings", "Three rings", "Three classes: one softmax output for each.",
            Experiment(
                Data("rings"), dense(2, 8, 3, output="softmax", outputs=("inner", "middle", "outer")),
                Training(loss="categorical_crossentropy", learning_rate=0.1),
            ),
        ),
        Start(
            "bumps", "Bumps", "A regression: the output is a height, not a class.",
            Experiment(Data("bumps"), dense(2, 8, 8, 1, output="linear"), Training(learning_rate=0.1)),
        ),
        Start(
            "transactions", "Bank transactions", "The article's network without activations finds weights that fit.",
            Experiment(
                Data("transactions"), _transactions("linear"),
                Training(learning_rate=0.01, batch_size=4, initializer="uniform_0_1"),
            ),
        ),
        Start(
            "transactions_relu", "Bank transactions with ReLU", "The same table, with ReLU on the hidden layer.",
            Experiment(
                Data("transactions"), _transactions("relu"),
                Training(learning_rate=0.01, batch_size=4, initializer="uniform_0_1"),
            ),
        ),
        Start(
            "pima_article", "As in the article", "Pima, raw values, no rows held out: the article's 77.73 %.",
            _pima(Data("pima", train_share=1.0, scaling="raw"), ARTICLE_TRAINING),
        ),
        Start(
            "pima", "Pima, standardised and held out",
            "The same network with an L2 penalty, judged on women it has not seen.",
            _pima(Data("pima"), HELD_OUT_TRAINING),
        ),
        Start(
            "iris", "Iris flowers", "Three species of iris, told apart by four lengths.",
            _ready("iris", (6,), "tanh", learning_rate=0.02, batch_size=10, stop_epoch=40),
        ),
        Start(
            "penguins", "Palmer penguins", "Three species of penguin; the rows with missing values are left out.",
            _ready("penguins", (4,), "tanh", learning_rate=0.02, batch_size=16, stop_epoch=20),
        ),
        Start(
            "digits", "Handwritten digits", "Pictures of 8 × 8 pixels: look at the first weights as pictures, too.",
            _ready("digits", (24,), "relu", learning_rate=0.005, batch_size=32, l2=0.003, initializer="he_uniform",
                   stop_epoch=15),
        ),
        Start(
            "cars", "Cars", "A regression with units: miles a gallon, from what a car is like.",
            _ready("cars", (8,), "tanh", learning_rate=0.05, batch_size=16, stop_epoch=60),
        ),
    )
}  # fmt: skip


def experiment_of_preset(name: str) -> Experiment:
    """A preset drawing with the data and settings that belong to it."""
    preset = PRESETS[name]
    theta = tuple(preset.drawing.theta.tolist())
    return Experiment(preset.data, preset.drawing.network, preset.training, theta=theta)
