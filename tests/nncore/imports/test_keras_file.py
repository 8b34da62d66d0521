"""What Keras writes, layer by layer; whole files with their answers are in test_frameworks.py."""

import io
import json

import h5py
import numpy as np
import pytest

import nncore as nn
from nncore.imports.keras_file import read_h5

KERNEL, BIAS = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([7.0, 8.0])
"""Three inputs, two units."""
THETA = [1, 3, 5, 7, 2, 4, 6, 8]
ROWS = np.array([[0.5, -1.0, 2.0], [-0.25, 0.5, 0.125]])


def layer(kind: str, **config) -> dict:
    return {"class_name": kind, "config": {"name": kind.lower()} | config}


def saved(layers, kind="Sequential", weights=None, model=None) -> bytes:
    """An .h5 file as Keras 2 wrote it, with `:0` behind each weight's name."""
    file = io.BytesIO()
    weights = {"dense": {"kernel": KERNEL, "bias": BIAS}} | (weights or {})
    with h5py.File(file, "w") as archive:
        archive.attrs["model_config"] = json.dumps(model or {"class_name": kind, "config": {"layers": layers}})
        for name, arrays in weights.items():
            for weight, array in arrays.items():
                archive[f"model_weights/{name}/{name}/{weight}:0"] = np.asarray(array, dtype="f4")
    return file.getvalue()


def read(*layers, **more):
    return read_h5(saved([layer("InputLayer"), *layers], **more))


def answers(imported):
    rows = ROWS if imported.center is None else (ROWS - imported.center) / imported.scale
    return nn.forward(imported.network, nn.Parameters(imported.network, imported.theta), rows).output


def test_a_dense_layer_of_keras_2_is_read():
    imported = read(layer("Dense", activation="relu"))
    assert imported.network == nn.dense(3, 2, output="relu") and imported.theta.tolist() == THETA


def test_the_list_of_layers_may_stand_alone_as_in_the_first_versions():
    content = saved([], model={"class_name": "Sequential", "config": [layer("Dense", activation="tanh")]})
    assert read_h5(content).network == nn.dense(3, 2, output="tanh")


@pytest.mark.parametrize(
    "names, activation",
    [
        ((None, "linear"), "linear"),
        (("relu", {"class_name": "function", "config": "relu", "registered_name": "relu"}), "relu"),
        (("silu", "swish"), "silu"),
        (("elu", "selu", "softplus", "tanh", "sigmoid", "softmax"), None),
    ],
)
def test_activations_go_by_any_of_their_names(names, activation):
    for name in names:
        assert read(layer("Dense", activation=name)).network.activations[-1] == (activation or name)
        apart = read(layer("Dense"), layer("Activation", activation=name))
        assert apart.network.activations[-1] == (activation or name)


@pytest.mark.parametrize(
    "part, activation",
    [
        (layer("ReLU"), "relu"),
        (layer("ReLU", negative_slope=0.01), "leaky_relu"),
        (layer("LeakyReLU", alpha=0.01), "leaky_relu"),
        (layer("LeakyReLU", negative_slope=0.009999999776482582), "leaky_relu"),
        (layer("ELU", alpha=1.0), "elu"),
        (layer("Softmax", axis=-1), "softmax"),
        (layer("Dropout", rate=0.5), "linear"),
    ],
)
def test_an_activation_may_be_a_layer_of_its_own(part, activation):
    assert read(layer("Dense"), part).network.activations[-1] == activation


def test_a_layer_without_biases_has_zeros():
    imported = read(layer("Dense", use_bias=False))
    assert imported.theta[[3, 7]].tolist() == [0, 0]


def test_batch_normalisation_is_taken_into_the_layer_before_it():
    numbers = {"gamma": [2.0, 3.0], "beta": [1.0, -1.0], "moving_mean": [0.5, 0.25], "moving_variance": [4.0, 9.0]}
    imported = read(
        layer("Dense"),
        layer("BatchNormalization", epsilon=0.0),
        layer("ReLU"),
        weights={"batchnormalization": numbers},
    )
    sums = ROWS @ KERNEL + BIAS
    normalised = (sums - numbers["moving_mean"]) / [2.0, 3.0] * numbers["gamma"] + numbers["beta"]
    assert answers(imported) == pytest.approx(np.maximum(normalised, 0))


def test_rescaling_is_the_scaler():
    imported = read(layer("Rescaling", scale=0.5, offset=-1.0), layer("Dense"))
    assert imported.center.tolist() == [2, 2, 2] and imported.scale.tolist() == [2, 2, 2]
    assert answers(imported) == pytest.approx((ROWS * 0.5 - 1) @ KERNEL + BIAS)


def test_a_functional_network_of_keras_2_is_put_in_order():
    def node(name, *sources):
        return {"name": name, "inbound_nodes": [[[source, 0, 0, {}] for source in sources]] if sources else []}

    start = layer("InputLayer", name="in") | node("in")
    curve = layer("Activation", name="curve", activation="tanh") | node("curve", "dense")
    first = layer("Dense") | node("dense", "in")
    assert read_h5(saved([start, curve, first], kind="Functional")).network == nn.dense(3, 2, output="tanh")
    with pytest.raises(ValueError, match="branches"):
        read_h5(saved([start, first, layer("Add", name="add") | node("add", "in", "dense")], kind="Functional"))


@pytest.mark.parametrize(
    "layers, message",
    [
        (
            [layer("Dense", activation="leaky_relu")],
            "activation 'leaky_relu' of the file isn't known here; choose from",
        ),
        ([layer("Dense"), layer("LeakyReLU")], r"has the slope 0.3; this app has 0.01: use LeakyReLU\(0.01\)"),
        ([layer("Dense"), layer("ReLU", max_value=6)], "a ReLU layer has a maximum"),
        ([layer("Dense"), layer("ELU", alpha=0.5)], "another alpha than 1"),
        ([layer("Dense"), layer("Softmax", axis=0)], "another axis than the last"),
        ([layer("Dense", name="other")], "a layer's kernel is missing"),
        ([layer("LSTM")], "layers that can't be drawn here: LSTM"),
        ([layer("Dense", activation="tanh"), layer("ReLU")], r"two activations follow each other \(relu\)"),
        ([layer("Dense"), layer("Dense")], "layer 2 of the file doesn't fit the one before it: weights 2 × 3"),
        ([], "no dense layer"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_layer(layers, message):
    with pytest.raises(ValueError, match=message):
        read(*layers)


def test_a_file_of_weights_alone_is_refused_with_the_way_out():
    file = io.BytesIO()
    with h5py.File(file, "w") as archive:
        archive["layers/dense/vars/0"] = KERNEL
    with pytest.raises(
        ValueError, match=r'has weights, but no layers; save the network whole: model.save\("model.keras"\)'
    ):
        read_h5(file.getvalue())
