import ast
import runpy
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import nncore as nn
from nncore.export import Model, model_of
from nncore.export.numpy_code import numpy_code
from nncore.network import Connection, Unit
from nncore.parameters import Parameters
from nncore.training import Trainer
from tests.nncore.export.drawings import MANY, random_model

RUN = """
import runpy, sys, warnings
warnings.simplefilter("error")
sys.modules["nncore"] = None  # NumPy alone
for path in sys.argv[1:]:
    runpy.run_path(path, run_name="__main__")
"""


def printed(tmp_path, models: list[Model]) -> list[list[str]]:
    """What the files of several models print, run in one process of their own, the lines of each."""
    paths = [tmp_path / f"network_{number}.py" for number in range(len(models))]
    for path, model in zip(paths, models, strict=True):
        path.write_bytes(numpy_code(model))
    command = [sys.executable, "-c", RUN, *map(str, paths)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    ends = [number + 1 for number, line in enumerate(lines) if line.startswith("largest difference")]
    return [lines[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def test_every_drawing_answers_as_in_the_app(tmp_path):
    models = [random_model(number) for number in range(MANY)]
    found = printed(tmp_path, models)
    assert len(found) == MANY
    for model, lines in zip(models, found, strict=True):
        difference = float(lines[-1].removeprefix("largest difference from the app: "))
        assert difference <= 1e-12 * max(1.0, np.abs(model.answers).max())
        if model.classes:
            names = [ast.literal_eval(line.split(" -> ")[1]) for line in lines[:-1]]
            assert names == list(model.named_answers)


def module(tmp_path, model: Model) -> dict:
    path = tmp_path / "network.py"
    path.write_bytes(numpy_code(model))
    with np.errstate():  # the file changes it
        return runpy.run_path(str(path))


def trained(tmp_path, experiment: nn.Experiment, epochs: int = 2) -> tuple[np.ndarray, list[float], list[nn.Snapshot]]:
    """θ and losses as the file trains from the first weights, and the app's snapshots."""
    model = model_of(experiment, experiment.first_theta())
    dataset = model.dataset
    code = module(tmp_path, model)
    rows, labels = (
        values[dataset.train] for values in (dataset.inputs * dataset.scale + dataset.center, dataset.labels)
    )
    answers = [dataset.classes[label] for label in labels] if dataset.classes else labels
    losses = list(code["train"](rows, answers, epochs))
    theta = np.zeros(model.network.size)
    parameters = Parameters(model.network, theta)
    for layer in range(1, model.network.depth + 1):
        parameters.weights[layer][:], parameters.biases[layer][:] = code[f"W{layer}"], code[f"b{layer}"]
    trainer = Trainer(experiment, dataset)
    snapshots = [trainer.begin()]
    for _ in range(epochs):
        snapshots.append(trainer.epoch(snapshots[-1]))
    assert not snapshots[-1].diverged
    return theta, losses, snapshots[1:]


def assert_trains_as_the_app(tmp_path, experiment: nn.Experiment, epochs: int = 2) -> None:
    theta, losses, snapshots = trained(tmp_path, experiment, epochs)
    assert theta == pytest.approx(snapshots[-1].theta, abs=1e-9, rel=1e-9)
    assert losses == pytest.approx([snapshot.train_loss for snapshot in snapshots], abs=1e-9, rel=1e-9)


def experiment_on(
    name: str, *hidden: int, activation: str = "tanh", output: str = "sigmoid", **training
) -> nn.Experiment:
    network = nn.dense(2, *hidden, 3 if output == "softmax" else 1, hidden=activation, output=output)
    settings = nn.Training(**({"learning_rate": 0.01, "batch_size": 16} | training))
    return nn.fitted(nn.Experiment(nn.Data(name), network, settings, seed=5))


@pytest.mark.parametrize("optimizer", nn.OPTIMIZERS)
def test_every_optimiser_trains_as_in_the_app(tmp_path, optimizer):
    assert_trains_as_the_app(tmp_path, experiment_on("circle", 4, 3, optimizer=optimizer, l2=0.01))


@pytest.mark.parametrize("loss", nn.LOSSES)
def test_every_loss_trains_as_in_the_app(tmp_path, loss):
    output = "softmax" if loss == "categorical_crossentropy" else "sigmoid"
    name = "iris" if output == "softmax" else "circle"
    experiment = experiment_on(name, 4, output=output, loss=loss, learning_rate=0.001)
    assert experiment.training.loss == loss
    assert_trains_as_the_app(tmp_path, experiment)


@pytest.mark.parametrize("activation", [name for name, one in nn.ACTIVATIONS.items() if one.elementwise])
def test_every_activation_trains_as_in_the_app(tmp_path, activation):
    assert_trains_as_the_app(tmp_path, experiment_on("circle", 4, 3, activation=activation))


@pytest.mark.parametrize("schedule", nn.SCHEDULES)
def test_every_schedule_trains_as_in_the_app(tmp_path, schedule):
    more = {"schedule_every": 2, "schedule_epochs": 5, "warmup_epochs": 2}
    assert_trains_as_the_app(tmp_path, experiment_on("circle", 3, schedule=schedule, **more), epochs=4)


@pytest.mark.parametrize(
    "training",
    [
        {"clip": 0.01},
        {"l1": 0.01, "l2": 0.02, "optimizer": "momentum"},
        {"dropout": 0.3, "optimizer": "adam"},
        {"dropout": 0.3, "batch_size": 0},
        {"batch_size": 7},
        {"batch_size": 100_000},
    ],
    ids=str,
)
def test_penalties_clipping_dropout_and_batches_are_those_of_the_app(tmp_path, training):
    assert_trains_as_the_app(tmp_path, experiment_on("circle", 5, 4, **training))


@pytest.mark.parametrize("name", ["cars", "penguins", "pima"])
def test_tables_train_from_rows_and_answers_as_they_stand_in_the_data(tmp_path, name):
    experiment = experiment_on(name, 4, optimizer="adam")
    assert_trains_as_the_app(tmp_path, replace(experiment, data=replace(experiment.data, scale_target=name == "cars")))


@pytest.mark.parametrize("output", ["tanh", "linear", "softmax", "sigmoid"])
def test_softmax_and_the_codes_of_two_classes_go_with_every_loss(tmp_path, output):
    experiment = experiment_on("circle", 3)
    network = nn.dense(2, 3, 2 if output == "softmax" else 1, output=output)
    experiment = replace(experiment, network=network, training=replace(experiment.training, loss="huber"))
    assert_trains_as_the_app(tmp_path, experiment)


@pytest.mark.parametrize(
    "training", [{"optimizer": "adamw", "weight_decay": 0.5}, {"dropout": 0.2}, {"clip": 0.1}], ids=str
)
def test_cut_pinned_and_skipping_connections_train_as_in_the_app(tmp_path, training):
    experiment = experiment_on("circle", 4, 3, **training)
    skips = (Connection(Unit(0, 1), Unit(2, 0)), Connection(Unit(0, 0), Unit(3, 0)), Connection(Unit(1, 3), Unit(3, 0)))
    network = experiment.network.disconnect(Connection(Unit(0, 0), Unit(1, 1)), Connection(Unit(2, 2), Unit(3, 0)))
    for skip in skips:
        network = network.connect(skip)
    for item in (skips[0], Connection(Unit(1, 0), Unit(2, 1)), Unit(2, 1), Unit(1, 0)):
        network = network.pin(item)
    assert_trains_as_the_app(tmp_path, replace(experiment, network=network))


def test_training_goes_on_at_the_epoch_the_network_has_reached(tmp_path):
    experiment = experiment_on("circle", 3, schedule="step", schedule_every=1)
    dataset = nn.make_dataset(experiment)
    trainer = Trainer(experiment, dataset)
    second = trainer.epoch(trainer.epoch(trainer.begin()))
    code = module(tmp_path, model_of(experiment, second.theta, second.epoch))
    answers = [dataset.classes[label] for label in dataset.train_labels]
    (loss,) = code["train"](dataset.inputs[dataset.train] * dataset.scale + dataset.center, answers, 1)
    assert loss == pytest.approx(trainer.epoch(second).train_loss, abs=1e-12)


def test_single_precision_is_said_to_differ():
    experiment = experiment_on("circle", 2, precision="float32")
    assert b"# The app trained in single precision" in numpy_code(model_of(experiment, experiment.first_theta()))


def test_a_loss_from_outside_leaves_training_out_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(nn.LOSSES, "own", replace(nn.LOSSES["mse"], name="own", label="Own"))
    experiment = experiment_on("circle", 2, loss="own")
    model = model_of(experiment, experiment.first_theta())
    assert "# Training isn't written here: there is no code for the loss own" in numpy_code(model).decode()
    assert printed(tmp_path, [model])[0][-1].startswith("largest difference from the app: ")


HOSTILE = ('"""', "'; import os #", "\\", "{x!r}", "__import__('os').abort()", "# not a comment", "%s", "ünï")


def test_names_are_text_whatever_is_in_them(tmp_path):
    model = random_model(5)  # cars: values
    several = model_of(
        nn.Experiment(nn.Data("circle"), nn.dense(8, 2, inputs=HOSTILE, outputs=HOSTILE[:2])), np.zeros(18)
    )
    classes = replace(random_model(3), classes=("line\nbreak", "\u2028", '"""\nraise SystemExit'))
    for each in (model, several, classes):
        code = numpy_code(each).decode()
        assert len(code.splitlines()) == code.count("\n")
    found = printed(tmp_path, [several, classes])
    assert all(lines[-1].startswith("largest difference from the app: ") for lines in found)
    assert ast.literal_eval(found[0][0].split(" -> ")[0]).keys() == set(HOSTILE)
    assert [ast.literal_eval(line.split(" -> ")[1]) for line in found[1][:-1]] == list(classes.named_answers)


def test_the_article_s_network_is_read_from_its_inputs_to_its_training():
    experiment = nn.EXPERIMENTS["pima"].experiment
    code = numpy_code(model_of(experiment, experiment.first_theta())).decode()
    assert max(map(len, code.splitlines())) <= 120
    order = ["INPUTS =", "W1 =", "def forward", "def answer", "def predict", "def gradient", "def train", "ROWS ="]
    places = [code.index(f"\n{start}") for start in order]
    assert places == sorted(places)
