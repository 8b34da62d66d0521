"""The layers in Keras's own description of a network: which they are, in which order, and what each computes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from nncore.imports.chain import ERF_GELU, Curve, Dense, Part, Scaling, batch_normalization
from nncore.imports.json_text import array_of
from nncore.layer import MAX_LAYERS

Array = np.ndarray
Spec = dict[str, Any]
Weights = dict[str, Array]

STORED = {
    "Dense": ("dense", ("kernel", "bias")),
    "BatchNormalization": ("batch_normalization", ("gamma", "beta", "moving_mean", "moving_variance")),
    "Normalization": ("normalization", ("mean", "variance")),
}
"""Kind of layer → the group that archives keep it in, and its weights in their order."""
CURVES = {
    **{name: name for name in ("linear", "relu", "elu", "selu", "silu", "softplus", "tanh", "sigmoid", "softmax")},
    "swish": "silu",
    "gelu": "gelu",
}
"""Activation in Keras → in this app. leaky_relu is not among them: its slope is 0.2 there."""
MOST_PARTS = 8 * MAX_LAYERS
"""Layers of Keras, of which activations, dropout and scaling are some too."""
MOST_LISTED = 4
DAMAGED = "the description of the layers is damaged; save the network again"


def layers_in_order(config: Spec) -> list[Spec]:
    """The layers of a Sequential or Functional network from inputs to outputs, each with its `place` in the file.

    Raises ValueError where they are not in a row.
    """
    kind = config.get("class_name")
    inner = config.get("config")
    if kind not in ("Sequential", "Functional", "Model") or not isinstance(inner, dict | list):
        raise ValueError(f"this is a Keras {str(kind)[:40]}; bring a Sequential or Functional network of dense layers")
    layers = inner.get("layers") if isinstance(inner, dict) else inner  # Keras before 2.2.3 has the list alone
    if not isinstance(layers, list) or not all(map(_is_layer, layers)):
        raise ValueError(DAMAGED)
    if len(layers) > MOST_PARTS:
        raise ValueError(f"{len(layers):,} layers are too many; at most {MAX_LAYERS} dense ones fit")
    placed = [layer | {"place": place} for place, layer in enumerate(layers)]
    return placed if kind == "Sequential" else _in_a_row(placed)


def _is_layer(layer: Any) -> bool:
    if not isinstance(layer, dict):
        return False
    return isinstance(layer.get("class_name"), str) and isinstance(layer.get("config"), dict)


def _in_a_row(layers: list[Spec]) -> list[Spec]:
    """The layers of a Functional network, each after the one that it reads."""
    followers: dict[str | None, Spec] = {}
    for layer in layers:
        sources = set(_sources(layer.get("inbound_nodes")))
        if len(sources) > 1 or (source := next(iter(sources), None)) in followers:
            raise ValueError("the network branches; bring one whose layers are in a row")
        followers[source] = layer
    row: list[Spec] = []
    name: str | None = None
    while name in followers:
        layer = followers.pop(name)
        row.append(layer)
        name = str(layer.get("name") or layer["config"].get("name"))
    if followers:
        raise ValueError("the layers of the network are not in a row; bring one whose layers are")
    return row


def _sources(nodes: Any, deep: int = 12) -> Iterator[str]:
    """Names of the layers that a layer reads: ["dense", 0, 0] somewhere in there, with a fourth part in older files."""
    if deep == 0:
        return
    if isinstance(nodes, list):
        if len(nodes) in (3, 4) and isinstance(nodes[0], str) and all(type(number) is int for number in nodes[1:3]):
            yield nodes[0]
        else:
            for node in nodes:
                yield from _sources(node, deep - 1)
    elif isinstance(nodes, dict):
        for node in nodes.values():
            yield from _sources(node, deep - 1)


# -------------------------------------------------------------------- what a layer computes


def check_kinds(layers: Sequence[Spec]) -> None:
    """Raise ValueError where a layer can't be drawn."""
    strange = {layer["class_name"][:40] for layer in layers} - LAYERS.keys()
    if "Lambda" in strange:
        raise ValueError("a Lambda layer holds code, which isn't run; replace it by layers without code")
    if strange:
        listed = ", ".join(sorted(strange)[:MOST_LISTED])
        raise ValueError(
            f"the network has layers that can't be drawn here: {listed}; use dense ones, and leave these out"
        )


def parts_of(layer: Spec, weights: Weights) -> list[Part]:
    """What a layer computes, as parts of a chain."""
    return LAYERS[layer["class_name"]](layer["config"], weights)


def notes_of(layer: Spec) -> list[str]:
    """What the reader is to know about a layer."""
    return [ERF_GELU] if _activation_name(layer["config"].get("activation")) == "gelu" else []


def _dense(config: Spec, weights: Weights) -> list[Part]:
    kernel = _weight(weights, "kernel", 2)
    biases = _weight(weights, "bias", 1) if config.get("use_bias", True) else np.zeros(kernel.shape[1])
    return [Dense(kernel.T, biases), *_activation(config, weights)]


def _activation(config: Spec, weights: Weights) -> list[Part]:
    value = config.get("activation")
    name = "linear" if value is None else _activation_name(value)
    if name not in CURVES:
        raise ValueError(f"activation {str(name)[:40]!r} of the file isn't known here; choose from {', '.join(CURVES)}")
    return [Curve(CURVES[name])]


def _activation_name(value: Any) -> str:
    """Of an activation as a name, or as {"class_name": "function", "config": "relu"}."""
    if isinstance(value, dict):
        value = value.get("config") if value.get("class_name") == "function" else value.get("class_name")
    return str(value)


def _normalization(config: Spec, weights: Weights) -> list[Part]:
    if config.get("invert") or config.get("axis") not in (None, -1, 1, [-1], [1]):
        raise ValueError("a Normalization layer inverts or scales by another axis; use it on columns, not inverted")
    if config.get("mean") is None:
        center, spread = (_weight(weights, name, None).ravel() for name in ("mean", "variance"))
    else:
        center, spread = (np.atleast_1d(_numbers(config[name], name)) for name in ("mean", "variance"))
    with np.errstate(all="ignore"):
        factor = 1 / np.maximum(np.sqrt(spread), KERAS_EPSILON)
    return [Scaling(factor, -center * factor)]


KERAS_EPSILON = 1e-7
"""The least that Keras divides by."""


def _batch_normalization(config: Spec, weights: Weights) -> list[Part]:
    mean, variance = (_weight(weights, name, 1) for name in ("moving_mean", "moving_variance"))
    gamma = _weight(weights, "gamma", 1) if config.get("scale", True) else np.ones(1)
    beta = _weight(weights, "beta", 1) if config.get("center", True) else np.zeros(1)
    if len({len(numbers) for numbers in (mean, variance, gamma, beta)} - {1}) > 1:
        raise ValueError(DAMAGED)
    return [batch_normalization(gamma, beta, mean, variance, _number(config, "epsilon", 1e-3))]


def _rescaling(config: Spec, weights: Weights) -> list[Part]:
    factor, shift = (np.atleast_1d(_numbers(config.get(name, usual), name)) for name, usual in RESCALING.items())
    return [Scaling(factor, shift)]


RESCALING = {"scale": 1.0, "offset": 0.0}


def _relu(config: Spec, weights: Weights) -> list[Part]:
    slope, threshold = _number(config, "negative_slope", 0.0), _number(config, "threshold", 0.0)
    if config.get("max_value") is not None or threshold != 0.0 or slope not in (0.0, 0.01):
        raise ValueError("a ReLU layer has a maximum, a threshold or a slope; use a plain one")
    return [Curve("leaky_relu" if slope else "relu")]


def _leaky_relu(config: Spec, weights: Weights) -> list[Part]:
    slope = _number(config, "negative_slope", _number(config, "alpha", 0.3))
    if abs(slope - 0.01) > 1e-8:
        raise ValueError(f"a LeakyReLU layer has the slope {slope:g}; this app has 0.01: use LeakyReLU(0.01)")
    return [Curve("leaky_relu")]


def _elu(config: Spec, weights: Weights) -> list[Part]:
    if _number(config, "alpha", 1.0) != 1.0:
        raise ValueError("an ELU layer has another alpha than 1, the one of this app; use ELU()")
    return [Curve("elu")]


def _softmax(config: Spec, weights: Weights) -> list[Part]:
    if config.get("axis", -1) not in (-1, 1, [-1]):
        raise ValueError("a Softmax layer works along another axis than the last; use Softmax()")
    return [Curve("softmax")]


def _nothing(config: Spec, weights: Weights) -> list[Part]:
    return []


LAYERS: dict[str, Callable[[Spec, Weights], list[Part]]] = {
    "Dense": _dense,
    "Activation": _activation,
    "Normalization": _normalization,
    "BatchNormalization": _batch_normalization,
    "Rescaling": _rescaling,
    "ReLU": _relu,
    "LeakyReLU": _leaky_relu,
    "ELU": _elu,
    "Softmax": _softmax,
    **dict.fromkeys(
        ("InputLayer", "Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise", "Flatten", "Identity"), _nothing
    ),
    "ActivityRegularization": _nothing,
}
"""Kind of layer → what it computes once the network is trained."""


def _weight(weights: Weights, name: str, sides: int | None) -> Array:
    array = weights.get(name)
    if array is None or (sides is not None and array.ndim != sides):
        raise ValueError(f"a layer's {name} is missing or has the wrong shape; save the whole network again")
    return array


def _number(config: Spec, name: str, usual: float) -> float:
    return float(array_of(config.get(name, usual), 0, f"{name} of a layer"))


def _numbers(value: Any, name: str) -> Array:
    """A number, a list of numbers, or such a list within lists, as Keras has them."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return array_of(value, 1 if isinstance(value, list) else 0, f"{name} of a layer")
