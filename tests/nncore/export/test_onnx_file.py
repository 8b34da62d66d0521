import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import onnx
import onnxruntime
import pytest

import nncore as nn
from nncore.export import model_of
from nncore.export.onnx_file import IR_VERSION, NODES, OPSET, onnx_file
from nncore.propagation import forward
from tests.nncore.export.drawings import MANY, random_model


def computed(model, rows) -> dict[str, np.ndarray]:
    session = onnxruntime.InferenceSession(onnx_file(model), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(None, {"inputs": rows.astype(np.float32)}), strict=True))


def undecided(model, rows):
    """(rows,) where a step's sum is so close to 0 that float32 may see it on the other side."""
    trace = forward(model.network, model.parameters, (rows - model.center) / model.scale)
    steps = [z for z, activation in zip(trace.z, model.network.activations, strict=True) if activation == "step"]
    return np.any([np.abs(z).min(axis=1) < 1e-5 for z in steps], axis=0) if steps else np.zeros(len(rows), bool)


def test_every_drawing_gives_the_answers_of_the_app_to_a_millionth_of_their_size():
    for number in range(MANY):
        model = random_model(number)
        rows = model.rows[~undecided(model, model.rows)].astype(np.float32).astype(float)
        answers = model.answers_to(rows)
        difference = np.abs(computed(model, rows)["outputs"] - answers).max(initial=0.0)
        assert difference < 1e-6 * max(1.0, np.abs(answers).max(initial=0.0)), number


def test_every_drawing_passes_the_checks_of_onnx():
    for number in range(MANY):
        file = onnx.load_from_string(onnx_file(random_model(number)))
        onnx.checker.check_model(file, full_check=True)
        assert file.ir_version == IR_VERSION == 8
        assert [one.version for one in file.opset_import] == [OPSET] == [17]


def test_every_activation_has_its_nodes_and_agrees_over_a_wide_range():
    assert NODES.keys() == nn.ACTIVATIONS.keys()
    sums = np.linspace(-40, 40, 161)[:, None] * [1.0, 0.25] + 0.003  # none at 0, where a step jumps
    for name, activation in nn.ACTIVATIONS.items():
        experiment = nn.Experiment(nn.Data("iris"), nn.dense(2, 2, output=name))
        model = model_of(experiment, np.array([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]))
        given = sums.astype(np.float32)
        difference = np.abs(computed(model, given)["outputs"] - activation.value(given.astype(float)))
        assert (difference <= 1e-6 * np.maximum(1.0, np.abs(given))).all(), name


def test_the_class_is_the_one_that_the_app_names():
    seen = set()
    for number in range(0, MANY, 3):
        model = random_model(number)
        if not model.classes:
            continue
        found = computed(model, model.rows)["class"]
        assert found.shape == (5,)
        assert tuple(model.classes[place] for place in found) == model.named_answers
        seen.add((model.task, model.network.sizes[-1] > 1))
    assert seen == {("binary", False), ("binary", True), ("multiclass", True)}


def test_values_come_in_the_unit_of_the_data_and_without_a_class():
    model = model_of(*trained_on_cars())
    outputs = computed(model, model.rows)
    assert outputs.keys() == {"outputs"}
    assert outputs["outputs"] == pytest.approx(np.full((5, 1), model.target_center), rel=1e-6)


def trained_on_cars():
    experiment = nn.fitted(nn.Experiment(nn.Data("cars"), nn.dense(2, 3, 1, output="linear")))
    return experiment, np.zeros(experiment.network.size)


def test_a_center_that_float32_rounds_coarsely_costs_no_digits():
    years = np.arange(2000.0, 2021.0) + 1 / 3
    data = nn.Data.of_rows(("year", "y"), [(year, float(year > 2010)) for year in years], scaling="standard")
    experiment = nn.fitted(nn.Experiment(data, nn.dense(1, 1)))
    model = model_of(experiment, np.array([3.0, 0.1]))
    rows = years[:, None].astype(np.float32)
    assert computed(model, rows)["outputs"] == pytest.approx(model.answers_to(rows.astype(float)), abs=3e-7)


def test_an_input_that_float32_can_not_tell_apart_is_refused_with_the_reason():
    rows = [(1.7e9 + number, float(number % 2)) for number in range(20)]
    experiment = nn.fitted(nn.Experiment(nn.Data.of_rows(("time", "y"), rows, scaling="standard"), nn.dense(1, 1)))
    with pytest.raises(ValueError, match=r"'time' varies too little for its size.*formula"):
        onnx_file(model_of(experiment, experiment.first_theta()))


def test_an_activation_without_a_node_is_refused_with_the_reason(monkeypatch):
    bend = replace(nn.ACTIVATIONS["tanh"], name="bend")
    monkeypatch.setitem(nn.ACTIVATIONS, "bend", bend)
    experiment = nn.Experiment(nn.Data("circle"), nn.dense(2, 2, 1, hidden="bend"))
    with pytest.raises(ValueError, match="no node for 'bend'; choose another activation"):
        onnx_file(model_of(experiment, experiment.first_theta()))


def test_the_metadata_say_names_classes_and_what_is_drawn():
    model = next(model for model in map(random_model, range(1, MANY, 2)) if model.network.skips and model.classes)
    file = onnx.load_from_string(onnx_file(model))
    about = json.loads(next(item.value for item in file.metadata_props if item.key == "netsketch"))
    assert about["inputs"] == list(model.input_names) and about["classes"] == list(model.classes)
    assert about["drawing"]["skips"] == sorted(map(str, model.network.skips))
    assert file.graph.input[0].doc_string == f"columns: {', '.join(model.input_names)}"


def test_the_same_model_gives_the_same_bytes():
    assert onnx_file(random_model(7)) == onnx_file(random_model(7))


def test_importing_the_kinds_of_files_loads_no_package_that_writes_them():
    script = "import sys, nncore.export; assert not {'onnx', 'safetensors', 'google.protobuf'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
