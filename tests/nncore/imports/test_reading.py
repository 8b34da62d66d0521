import io
import json
import pickle
import zipfile

import numpy as np
import pytest

import nncore as nn
from nncore.export import EXPORTS
from nncore.imports import read_network
from nncore.imports.reading import LARGEST
from tests.nncore.export.drawings import random_model
from tests.nncore.imports.test_frameworks import FILES, RECORDED, REFUSED

WHOLE = sorted(RECORDED["files"].keys() - REFUSED.keys())
SCIKIT = {"coefs_": [[[1.0, 2.0]], [[3.0], [4.0]]], "intercepts_": [[5.0, 6.0], [7.0]]}


def json_file(**parts) -> bytes:
    return json.dumps(SCIKIT | parts).encode()


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_is_told_by_its_bytes_whatever_it_is_called(name):
    content = (FILES / name).read_bytes()
    kept = read_network(name, content)
    for other in ("", "model.txt", "model.png"):
        read = read_network(other, content)
        assert read.network == kept.network and (read.theta == kept.theta).all()


@pytest.mark.parametrize("kind", ["onnx", "npz", "safetensors"])
def test_what_the_app_writes_opens_again(kind):
    for number in range(40):
        model = random_model(number)
        read = read_network("", EXPORTS[kind].make(model))
        assert read.network == model.network
        assert read.theta == pytest.approx(model.theta, rel=1e-7 if kind == "onnx" else 0)  # ONNX has float32
        if model.is_scaled:
            assert (read.center == model.center).all() and (read.scale == model.scale).all()
        else:
            assert read.center is None


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", ["model.pkl", "model.joblib", "model.pt", "model.npz", "model.onnx", ""])
def test_a_pickle_is_refused_under_any_name(protocol, name):
    for value in ({"weights": [1.0]}, [np.ones(3)], (1, 2), {"coefs_": np.ones((2, 2))}):
        with pytest.raises(ValueError, match="this is a pickle, which could run anything when opened; save as"):
            read_network(name, pickle.dumps(value, protocol))


def test_an_archive_with_a_pickle_in_it_is_a_pickle():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({}))
    with pytest.raises(ValueError, match="this is a pickle"):
        read_network("model.keras", file.getvalue())


def test_a_safetensors_file_whose_length_looks_like_a_pickle_opens():
    arrays = {"weight": np.ones((1, 2), np.float32)}
    header = json.dumps({"weight": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]}}).ljust(0x0280)
    content = len(header).to_bytes(8, "little") + header.encode() + arrays["weight"].tobytes()
    assert content.startswith(b"\x80\x02")
    assert read_network("", content).network.sizes == (2, 1)


@pytest.mark.parametrize(
    "content", [b"", b"x", b"PNG picture", b"\0" * 64, b"a,b\n1,2\n", b"[1, 2]", b"<html>", b"\xff" * 9]
)
def test_anything_else_is_refused_with_the_kinds_that_open(content):
    with pytest.raises(ValueError, match=r"is no network that opens here.*\.onnx, \.safetensors, \.npz, \.keras"):
        read_network("notes.txt", content)


def test_a_file_of_more_than_50_mb_is_refused():
    with pytest.raises(ValueError, match="60 MB is too large; at most 50 MB"):
        read_network("model.onnx", bytes(LARGEST * 6 // 5))


def test_a_file_without_activations_keeps_those_and_the_names_of_the_drawing():
    drawing = nn.dense(1, 2, 1, hidden="silu", output="sigmoid", inputs=("age",), outputs=("ill",))
    read = read_network("model.json", json_file(), drawing)
    assert read.network == drawing and read.note == ""
    assert read.theta.tolist() == [1, 5, 2, 6, 3, 4, 7]


def test_a_file_with_activations_keeps_the_names_alone():
    drawing = nn.dense(1, 2, 1, hidden="silu", inputs=("age",), outputs=("ill",))
    read = read_network("model.json", json_file(activation="relu", out_activation_="identity"), drawing)
    assert read.network.activations == ("linear", "relu", "linear")
    assert (read.network.inputs, read.network.outputs) == (("age",), ("ill",))


def test_a_drawing_of_other_sizes_gives_nothing_to_a_file():
    read = read_network("model.json", json_file(), nn.dense(1, 3, 1, hidden="silu", inputs=("age",)))
    assert read.network == nn.dense(1, 2, 1, hidden="relu", output="linear")
    assert "names no activation" in read.note and "no out_activation_" in read.note
