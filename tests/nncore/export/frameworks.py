"""Running code exports in the frameworks they are for, and drawings to train there.

The frameworks are looked for in the Python that the environment variable NETSKETCH_FRAMEWORKS names, else in this one.
"""

import hashlib
import io
import json
import os
import subprocess
import sys
import tokenize
from pathlib import Path
from typing import Any

import numpy as np

import nncore as nn
from nncore.data import targets_for
from nncore.experiment import dataset_of
from nncore.export import EXPORTS, Model, model_of
from nncore.losses import LOSSES
from nncore.parameters import Parameters
from nncore.program import Program
from nncore.settings import Training
from tests.nncore.export.drawings import MANY, random_model

RUNNER = Path(__file__).parents[2] / "reference" / "run_exports.py"
FRAMEWORKS = {"pytorch": ("torch",), "keras": ("keras", "torch"), "scikit_learn": ("sklearn",), "jax": ("jax",)}
"""Export → the modules it needs."""

LARGEST_DIFFERENCE = 1e-12
"""Between a framework's answers and the app's, for answers around 1: the order of sums and the last bits of tanh."""


def interpreter() -> str:
    return os.environ.get("NETSKETCH_FRAMEWORKS", sys.executable)


def ask(code: str, *arguments: str) -> Any:
    """What a line of code prints in the frameworks' Python, as JSON."""
    command = [interpreter(), "-c", f"import importlib.util, importlib.metadata, json, sys; {code}", *arguments]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def missing(name: str) -> list[str]:
    """Which modules an export needs that aren't installed."""
    there = ask("print(json.dumps([m for m in sys.argv[1:] if not importlib.util.find_spec(m)]))", *FRAMEWORKS[name])
    return list(there)


def versions(name: str) -> dict[str, str]:
    code = "print(json.dumps({p: importlib.metadata.version(p) for p in sys.argv[1:]}))"
    return dict(ask(code, *EXPORTS[name].packages))


def written(name: str) -> dict[int, str]:
    """The code of every random drawing that an export doesn't refuse, by its number."""
    texts = {}
    for number in range(MANY):
        try:
            texts[number] = EXPORTS[name].make(random_model(number)).decode()
        except ValueError:
            continue
    return texts


def recorded_numbers(texts: dict[int, str]) -> list[int]:
    """A dozen of them, far apart."""
    return list(texts)[:: len(texts) // 12][:12]


def run(folder: Path) -> dict[str, Any]:
    """What RUNNER says of the Python files of a folder, one process for all of them."""
    surroundings = os.environ | {"JAX_PLATFORMS": "cpu", "KERAS_BACKEND": "torch"}
    command = [interpreter(), str(RUNNER), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=surroundings)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def allowed(model: Model) -> float:
    """The largest difference that answers of this size may have."""
    return LARGEST_DIFFERENCE * max(1.0, float(np.abs(model.answers).max()))


def outline(text: str) -> str:
    """A hash of the code without layout and without its floats, whose last digits hang on the processor."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    layout = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    words = (
        "float" if token.type == tokenize.NUMBER and not token.string.isdigit() else token.string
        for token in tokens
        if token.type not in layout
    )
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def steep_models() -> dict[str, Model]:
    """One drawing for each activation, with sums from −24 to 24, where a coarse way to compute it would show."""
    models = {}
    for name, activation in nn.ACTIVATIONS.items():
        if activation.elementwise:
            experiment = nn.Experiment(nn.Data("cars"), nn.dense(9, 13, 1, hidden=name, output="linear"))
            theta = 0.1 * np.random.default_rng(1).normal(size=experiment.network.size)
            Parameters(experiment.network, theta).biases[1][:] = np.linspace(-24, 24, 13)
            models[f"steep {name}"] = model_of(experiment, theta)
    return models


# -------------------------------------------------------------------- training there and here

EPOCHS = 3


def trainable_model(data: str, output: str, plain: bool = False, **settings: Any) -> Model:
    """A small network with settings of training; unless it is plain, with a cut, a skip and pinned numbers."""
    training = Training(**{"learning_rate": 0.05, "batch_size": 0, **settings})
    inputs = len(dataset_of(nn.Data(data)).input_names)
    network = nn.dense(inputs, 3, 2, 3 if output == "softmax" else 1, output=output)
    if not plain:
        network = network.disconnect(nn.Connection(nn.Unit(0, 1), nn.Unit(1, 0)))
        network = network.connect(nn.Connection(nn.Unit(0, 0), nn.Unit(2, 1)))
        network = network.pin(nn.Unit(1, 1)).pin(nn.Connection(nn.Unit(1, 1), nn.Unit(2, 0)))
    experiment = nn.Experiment(nn.Data(data), network, training, seed=3)
    return model_of(experiment, experiment.first_theta(), epoch=2)


def lessons() -> dict[str, Model]:
    """Drawings that between them use every optimiser, loss, schedule and penalty.

    The rate stays the same under momentum, where Keras differs otherwise.
    """
    small, schedules = {"learning_rate": 1e-3}, {"schedule_every": 2, "schedule_epochs": 9, "warmup_epochs": 3}
    return {
        "sgd": taught_model("half_mse", optimizer="sgd", schedule="warmup", **schedules),
        "momentum": taught_model("half_sse", optimizer="momentum", **small),
        "nesterov": taught_model("sse", optimizer="nesterov", l1=0.01, **small),
        "adagrad": taught_model("mse", optimizer="adagrad", l2=0.02, schedule="step", **schedules),
        "rmsprop": taught_model("mae", optimizer="rmsprop", schedule="exponential", **small, **schedules),
        "adam": taught_model("huber", optimizer="adam", schedule="cosine", **schedules),
        "adamw": taught_model("binary_crossentropy", optimizer="adamw", schedule="warmup_cosine", **schedules),
        "classes": taught_model("categorical_crossentropy", l1=0.01, l2=0.02),
        "clipped": taught_model("mse", clip=0.1),
    }


def dropout_lesson() -> Model:
    return taught_model("half_mse", dropout=0.3)


def taught_model(loss: str, **settings: Any) -> Model:
    """Classes where the loss is for them, else values."""
    output = (*LOSSES[loss].outputs, "linear")[0]
    data = {"softmax": "iris", "sigmoid": "circle", "linear": "cars"}[output]
    return trainable_model(data, output, loss=loss, **settings)


def plain_lessons() -> dict[str, Model]:
    """Drawings that scikit-learn can train as the app does."""
    by_optimizer = {
        name: trainable_model(
            "circle", "sigmoid", plain=True, optimizer=name, loss="binary_crossentropy", l2=0.02, batch_size=ROWS_TAUGHT
        )
        for name in ("sgd", "momentum", "nesterov", "adam")
    }
    softmax = trainable_model("iris", "softmax", plain=True, loss="categorical_crossentropy")
    return by_optimizer | {"softmax": softmax, "values": trainable_model("cars", "linear", plain=True)}


ROWS_TAUGHT = 20


def lesson(model: Model) -> dict[str, Any]:
    """The arguments of train: the first rows of the data, and the names of their classes or their values."""
    dataset = model.dataset
    assert dataset is not None
    labels = dataset.labels[:ROWS_TAUGHT]
    answers = [model.classes[label] for label in labels] if model.classes else labels[:, None].tolist()
    rows = dataset.inputs[:ROWS_TAUGHT] * model.scale + model.center
    return {"rows": rows.tolist(), "answers": answers, "epochs": EPOCHS}


def trained_answers(model: Model) -> np.ndarray:
    """The answers that the app gives after the lesson."""
    dataset, network, training = model.dataset, model.network, model.experiment.training
    assert dataset is not None
    targets = targets_for(dataset, network.activations[-1])[:ROWS_TAUGHT]
    program = Program(network, training, dataset.inputs[:ROWS_TAUGHT], targets)
    program.load(model.theta)
    for epoch in range(model.epoch, model.epoch + EPOCHS):
        program.epoch(np.arange(ROWS_TAUGHT), rates=training.rate(epoch))
    return model_of(model.experiment, program.theta).answers
