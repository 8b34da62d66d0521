"""Networks of scikit-learn as JSON: what MLPClassifier and MLPRegressor know after `fit`.

    json.dumps({"coefs_": [w.tolist() for w in model.coefs_], "intercepts_": [b.tolist() for b in model.intercepts_],
                "activation": model.activation, "out_activation_": model.out_activation_})

coefs_ are (units read, units). `coefs`, or `coefs_0`, `coefs_1` …, are read as well, and so are intercepts.
"""

from collections.abc import Sequence
from typing import Any

from nncore.imports.chain import Curve, Dense, Part, chained
from nncore.imports.imported import Imported
from nncore.imports.json_text import array_of, read_json
from nncore.layer import MAX_LAYERS
from nncore.network import Network

CURVES = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu", "softmax": "softmax"}
"""Activation in scikit-learn → in this app."""
NO_NETWORK = (
    "this JSON has no network of scikit-learn; it needs coefs_ and intercepts_, as many of one as of the other: "
    "save them with tolist()"
)

Spec = dict[str, Any]


def read_scikit(content: bytes, drawing: Network | None = None) -> Imported:
    """The network in a JSON file. Activations that it doesn't name are those of `drawing`, or guessed and noted."""
    spec = read_json(content, "the file")
    coefs, intercepts = _list(spec, "coefs"), _list(spec, "intercepts")
    if not 0 < len(coefs) == len(intercepts) <= MAX_LAYERS:
        raise ValueError(NO_NETWORK)
    layers = [
        Dense(array_of(weights, 2, f"coefs_[{number}]").T, array_of(biases, 1, f"intercepts_[{number}]"))
        for number, (weights, biases) in enumerate(zip(coefs, intercepts, strict=True))
    ]
    names, notes = _activations(spec, layers, drawing)
    parts: list[Part] = []
    for layer, name in zip(layers, names, strict=True):
        parts += [layer, Curve(name)]
    return chained(parts, drawing, notes)


def _list(spec: Spec, name: str) -> list[Any]:
    """coefs_, coefs, or coefs_0, coefs_1 …"""
    for key in (f"{name}_", name):
        if isinstance(spec.get(key), list):
            return spec[key]
    keys = (f"{name}_{number}" for number in range(MAX_LAYERS))
    return [spec[key] for key in keys if key in spec]


def _activations(spec: Spec, layers: Sequence[Dense], drawing: Network | None) -> tuple[list[str], list[str]]:
    """The activation of each layer, and what was guessed."""
    sizes = (layers[0].weights.shape[1], *(len(layer.weights) for layer in layers))
    drawn = drawing.activations[1:] if drawing is not None and drawing.sizes == sizes else None
    hidden, output = _activation(spec, "activation"), _activation(spec, "out_activation_")
    notes = []
    if hidden is None and drawn is None and len(layers) > 1:
        notes.append("The file names no activation; ReLU, the usual one of scikit-learn, is taken for hidden layers.")
    if output is None and drawn is None:
        notes.append("The file names no out_activation_; the output is taken as linear: choose another if need be.")
    names = [hidden or "relu"] * (len(layers) - 1) + [output or "linear"]
    if drawn is not None:
        names = [*(drawn[:-1] if hidden is None else names[:-1]), drawn[-1] if output is None else names[-1]]
    return names, notes


def _activation(spec: Spec, key: str) -> str | None:
    name = spec.get(key)
    if name is None:
        return None
    if not isinstance(name, str) or name not in CURVES:
        raise ValueError(f"{key} is {str(name)[:40]!r}; scikit-learn has {', '.join(CURVES)}: use one of these")
    return CURVES[name]
