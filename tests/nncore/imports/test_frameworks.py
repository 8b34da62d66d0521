"""Networks that PyTorch, Keras and scikit-learn wrote answer here as they do there.

The files, and what the frameworks answer, are recorded by tests/reference/record_networks.py.
"""

import json
from pathlib import Path

import numpy as np
import pytest

import nncore as nn
from nncore.imports import Imported, read_network
from nncore.imports.chain import ERF_GELU

FILES = Path(__file__).parent / "files"
RECORDED = json.loads((FILES / "answers.json").read_text(encoding="utf-8"))
ROWS = np.array(RECORDED["rows"])
REFUSED = {
    "torch convolution.onnx": "the graph has a Conv node; only dense layers can be drawn here",
    "torch convolution old exporter.onnx": "kinds Conv, Mod",
    "keras convolution.keras": "can't be drawn here: Conv1D, Reshape",
    "keras convolution.h5": "can't be drawn here: Conv1D, Reshape",
    "keras branches.keras": "the network branches",
    "keras branches.h5": "the network branches",
    "keras lambda.keras": "holds code, which isn't run",
    "keras lambda.h5": "holds code, which isn't run",
}
READ = sorted(RECORDED["files"].keys() - REFUSED.keys())


def read(name: str) -> Imported:
    return read_network(name, (FILES / name).read_bytes())


def answers(imported: Imported, activations: list[str] | None = None) -> np.ndarray:
    """To ROWS. activations: chosen by hand, layer by layer, for a file that has none."""
    network = imported.network
    for layer, activation in enumerate(activations or ()):
        network = network.activate(layer, activation) if layer else network
    rows = ROWS if imported.center is None else (ROWS - imported.center) / imported.scale
    return nn.forward(network, nn.Parameters(network, imported.theta), rows).output


@pytest.mark.parametrize("name", READ)
def test_a_network_made_elsewhere_gives_the_same_answers(name):
    imported, recorded = read(name), RECORDED["files"][name]
    within = 1e-3 if ERF_GELU in imported.note else 1e-6
    assert answers(imported, recorded.get("activations")) == pytest.approx(np.array(recorded["answers"]), abs=within)
    assert (within > 1e-6) == ("gelu" in name)


@pytest.mark.parametrize("name", READ)
def test_a_scaler_in_the_file_can_be_taken_into_the_weights(name):
    imported = read(name)
    assert answers(imported.unscaled()) == pytest.approx(answers(imported), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", REFUSED)
def test_a_network_that_cannot_be_drawn_is_refused_by_what_is_in_it(name):
    with pytest.raises(ValueError, match=REFUSED[name]):
        read(name)


@pytest.mark.parametrize("name", [name for name in READ if "scikit" in name and name.endswith(".onnx")])
def test_a_pipeline_of_scikit_learn_brings_its_scaler(name):
    imported = read(name)
    assert imported.center is not None and (imported.scale > 1.5).all()  # the inputs were drawn with a deviation of 3


def test_a_normalising_layer_of_keras_is_the_scaler():
    imported = read("keras sequential.keras")
    assert imported.center == pytest.approx([1, 2, 3]) and imported.scale == pytest.approx([2, 3, 4])


def test_the_old_and_the_new_kind_of_keras_file_hold_the_same_network():
    for name in ("sequential", "functional", "gelu"):
        one, other = read(f"keras {name}.keras"), read(f"keras {name}.h5")
        assert one.network == other.network and (one.theta == other.theta).all()


def test_a_pickle_of_pytorch_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match=r"pickle, which could run anything.*save_file\(model.state_dict\(\)"):
        read("torch.pt")
