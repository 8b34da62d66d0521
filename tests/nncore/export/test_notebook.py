import json
import re
import sys
from dataclasses import replace
from unittest.mock import Mock

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

import nncore as nn
from nncore.data.dataset import SCALERS
from nncore.export import Model, model_of
from nncore.export.notebook import SCALINGS, notebook
from nncore.training import Trainer
from tests.nncore.export.drawings import random_model


@pytest.fixture
def printed(capsys, monkeypatch):
    """What the code of a model's notebook prints, run as plain Python; its figures are thrown away."""
    monkeypatch.setitem(sys.modules, "matplotlib", Mock())
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", Mock())

    def run(model: Model) -> str:
        cells = json.loads(notebook(model))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        with np.errstate():  # the notebook changes it
            exec(compile(code, "notebook", "exec"), {"__name__": "__main__"})
        return capsys.readouterr().out

    return run


def differences(output: str) -> tuple[float, float]:
    """Of the weights after training, and of the answers."""
    weights, answers = re.findall(r"largest difference from the app(?:'s weights)?: (\S+)", output)
    return float(weights), float(answers)


def trained(experiment: nn.Experiment, epochs: int) -> tuple[Model, nn.Snapshot]:
    trainer = Trainer(experiment, nn.make_dataset(experiment))
    snapshot = trainer.begin()
    for _ in range(epochs):
        snapshot = trainer.epoch(snapshot)
    return model_of(experiment, snapshot.theta, snapshot.epoch), snapshot


@pytest.mark.parametrize("name", ["pima", "iris", "cars"])
@pytest.mark.filterwarnings("default")  # those of the notebook's server are not ours
def test_the_notebook_runs_in_jupyter_and_comes_to_the_weights_of_the_app(name, monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)  # Streamlit sets it, and then Jupyter shows no figures
    model, last = trained(nn.EXPERIMENTS[name].experiment, 6)
    run = nbformat.reads(notebook(model).decode(), as_version=4)
    nbformat.validate(run)
    NotebookClient(run, timeout=60).execute()
    outputs = [output for cell in run.cells if cell.cell_type == "code" for output in cell.outputs]
    text = "".join(output.get("text", "") for output in outputs if output.get("name") != "stderr")
    weights, answers = differences(text)
    assert weights <= 1e-9 and answers <= 1e-9 * max(1.0, np.abs(model.answers).max())
    assert f"{last.train_loss:.6g} after" in text
    assert (f"accuracy: {last.test_accuracy:.4f}" if model.classes else f"R²: {last.test_accuracy:.4f}") in text
    assert any("image/png" in output.get("data", {}) for output in outputs)


def test_every_drawing_that_fits_its_data_runs_and_answers_as_in_the_app(printed):
    """Their weights come from no training: the notebook says so and takes those of the app."""
    for number in range(60):
        model = replace(random_model(number), epoch=1)
        if model.dataset is None:
            continue
        text = printed(model)
        weights, answers = differences(text)
        assert weights > 1e-6 and "This isn't the app's run" in text
        assert answers <= 1e-12 * max(1.0, np.abs(model.answers).max())


@pytest.mark.parametrize("data", [{"scaling": scaling} for scaling in SCALERS] + [{"validation_share": 0.2}], ids=str)
def test_scaling_and_parts_are_those_of_the_app(printed, data):
    experiment = nn.EXPERIMENTS["cars"].experiment
    training = replace(experiment.training, learning_rate=1e-4)
    model, last = trained(replace(experiment, data=replace(experiment.data, **data), training=training), 2)
    text = printed(model)
    assert max(differences(text)) <= 1e-9 * max(1.0, np.abs(model.answers).max())
    for part in ("train", "validation", "test"):
        assert f"{part}: {len(getattr(model.dataset, part))} rows" in text
    assert f"{last.train_loss:.6g} after" in text


def test_the_notebook_knows_every_scaling():
    assert set(SCALINGS) == set(SCALERS)


def test_weights_set_by_hand_are_where_the_notebook_starts(printed):
    experiment = nn.EXPERIMENTS["iris"].experiment
    theta = tuple(np.linspace(-1, 1, experiment.network.size).tolist())
    model, _ = trained(replace(experiment, theta=theta), 2)
    text = printed(model)
    assert differences(text)[0] <= 1e-9 and b"set by hand" in notebook(model)


def test_dropout_and_a_schedule_come_to_the_same_weights(printed):
    experiment = nn.EXPERIMENTS["pima"].experiment
    training = replace(experiment.training, dropout=0.3, schedule="cosine", schedule_epochs=3)
    model, _ = trained(replace(experiment, training=training), 2)
    text = printed(model)
    assert differences(text)[0] <= 1e-9


def test_computed_features_are_columns_of_the_data(printed):
    data = nn.Data("circle", features=("x1", "x1**2", "sin(x2)"))
    model, _ = trained(nn.fitted(nn.Experiment(data, nn.dense(2, 3, 1))), 2)
    text = printed(model)
    assert max(differences(text)) <= 1e-9 and "'x1**2': " in text


def test_the_same_model_gives_the_same_bytes():
    model, _ = trained(nn.EXPERIMENTS["iris"].experiment, 1)
    assert notebook(model) == notebook(model_of(model.experiment, model.theta, 1))


def test_without_data_that_fit_there_is_no_notebook():
    with pytest.raises(ValueError, match="this drawing doesn't fit them: the drawing has 5 inputs"):
        notebook(model_of(nn.Experiment(nn.Data("circle"), nn.dense(5, 1)), np.zeros(6)))


def test_large_data_are_refused_with_what_to_do(monkeypatch):
    model, _ = trained(nn.EXPERIMENTS["iris"].experiment, 0)
    monkeypatch.setattr("nncore.export.notebook.MOST_TEXT", 3000)
    with pytest.raises(ValueError, match="train on fewer rows, or take the data along as CSV"):
        notebook(model)


def test_a_loss_from_outside_leaves_training_out_and_says_so(printed, monkeypatch):
    monkeypatch.setitem(nn.LOSSES, "own", replace(nn.LOSSES["half_mse"], name="own", label="Own"))
    experiment = nn.Experiment(nn.Data("circle"), nn.dense(2, 3, 1), nn.Training(loss="own"))
    model = model_of(experiment, experiment.first_theta())
    assert "there is no code for the loss own" in notebook(model).decode()
    assert "largest difference from the app: " in printed(model)


HOSTILE = ('"""', "'; import os #", "\\", "{x!r}", "__import__('os').abort()", '=1+1,"a"', "a\nb\r\nc", "\u2028", "ünï")


def test_names_are_text_whatever_is_in_them(printed):
    model, _ = trained(nn.EXPERIMENTS["iris"].experiment, 1)
    names, classes = HOSTILE[:4], HOSTILE[4:7]
    dataset = replace(model.dataset, input_names=names, raw_names=names, classes=classes)
    hostile = replace(model, dataset=dataset, input_names=names, classes=classes)
    text = printed(hostile)
    assert differences(text)[1] <= 1e-12
    cells = json.loads(notebook(hostile))["cells"]
    words = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert not any(name in words for name in HOSTILE[:2] + HOSTILE[4:])
