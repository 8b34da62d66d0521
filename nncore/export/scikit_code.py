"""The network as scikit-learn code: an MLPClassifier or MLPRegressor that holds the weights, behind a StandardScaler."""

from typing import NamedTuple

import numpy as np

from nncore.export.format import Format
from nncore.export.framework import data_and_weights, head, joined
from nncore.export.model import Model
from nncore.export.writing import check, in_unit, predict

PACKAGES = ("scikit-learn", "numpy")
NAME = "scikit-learn"

HIDDEN = {"linear": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}
"""Activation → what scikit-learn calls it in hidden layers."""

SOLVERS = {
    "sgd": 'solver="sgd", momentum=0.0',
    "momentum": 'solver="sgd", momentum={momentum!r}, nesterovs_momentum=False',
    "nesterov": 'solver="sgd", momentum={momentum!r}, nesterovs_momentum=True',
    "adam": 'solver="adam", beta_1={beta1!r}, beta_2={beta2!r}, epsilon={epsilon!r}',
}
"""Optimiser → the solver; scikit-learn has no others that the app has."""


class _Kind(NamedTuple):
    """How scikit-learn answers. class_name, output: its activation; answer: the outputs, an expression of rows."""

    class_name: str
    output: str
    answer: str


BINARY = _Kind("MLPClassifier", "logistic", "model.predict_proba(rows)[:, 1:]")
PAIR = _Kind("MLPClassifier", "logistic", "model.predict_proba(rows)")
SEVERAL = _Kind("MLPClassifier", "softmax", "model.predict_proba(rows)")
VALUES = _Kind("MLPRegressor", "identity", "model.predict(rows).reshape(len(rows), -1)")

KINDS = {
    ("binary", "sigmoid"): BINARY,
    ("binary", "softmax"): PAIR,
    ("multiclass", "softmax"): SEVERAL,
    ("regression", "linear"): VALUES,
}
"""Task and output activation → how scikit-learn answers; it has no other pairs."""

BINARIZER = """\
network.classes_ = np.array(CLASSES, dtype=object)
network._label_binarizer = LabelBinarizer().fit(range(len(CLASSES)))
network._label_binarizer.classes_ = network.classes_
"""

CLASS_OF_EACH = '''\
def predict(rows):
    """The class of each row in the unit of the data."""
    return model.predict(rows).tolist()
'''


def scikit_code(model: Model) -> bytes:
    """A Python file for scikit-learn. Raises ValueError for what it can't express, with the remedy."""
    activation, kind = _hidden_activation(model), _kind(model)
    weights, biases = _weights(model, kind)
    binarizer = "LabelBinarizer, " if model.classes else ""
    return joined(
        head(
            model,
            NAME,
            PACKAGES,
            "\n".join(_notes(model)),
            f"import numpy as np\nfrom sklearn.neural_network import {kind.class_name}\n"
            "from sklearn.pipeline import make_pipeline\n"
            f"from sklearn.preprocessing import {binarizer}StandardScaler\n",
        ),
        data_and_weights(model, weights, biases),
        _network(model, kind, activation) + "\n" + _pipeline(),
        "def answer(rows):\n"
        '    """The outputs (rows, outputs) for rows (rows, inputs), both in the unit of the data."""\n'
        f"    return {in_unit(model, kind.answer)}\n",
        CLASS_OF_EACH if model.classes else predict(model),
        check(model),
    )


# -------------------------------------------------------------------- what can be expressed


def _hidden_activation(model: Model) -> str:
    """scikit-learn's name for the one activation of all hidden layers; ValueError where it has none."""
    network = model.network
    if network.skips:
        raise ValueError(
            "scikit-learn has no connections that reach over a layer: remove the skips, or take PyTorch or Keras"
        )
    used = tuple(dict.fromkeys(network.activations[1:-1]))
    if len(used) > 1:
        raise ValueError(
            f"scikit-learn has one activation for all hidden layers; this drawing has {', '.join(used[:-1])} and "
            f"{used[-1]}: set them alike, or take PyTorch or Keras"
        )
    if used and used[0] not in HIDDEN:
        raise ValueError(
            f"scikit-learn has no {used[0]} in hidden layers: choose {', '.join(HIDDEN)}, or take PyTorch or Keras"
        )
    return HIDDEN[used[0]] if used else "identity"


def _kind(model: Model) -> _Kind:
    """How scikit-learn answers; ValueError where it has no such output."""
    output = model.network.activations[-1]
    if (model.task, output) not in KINDS:
        wanted = " or ".join(own for task, own in KINDS if task == model.task)
        what = "values" if model.task == "regression" else f"{len(model.classes)} classes"
        raise ValueError(
            f"scikit-learn answers {what} with {wanted} on the output layer, not {output}: change the output's "
            "activation, or take PyTorch or Keras"
        )
    return KINDS[model.task, output]


# -------------------------------------------------------------------- the parts of the file


def _weights(model: Model, kind: _Kind) -> tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...]]:
    """Weights and biases of each layer; a softmax of two outputs is the logistic function of their difference."""
    weights, biases = model.parameters.weights, model.parameters.biases
    if kind is PAIR:
        return (*weights[:-1], np.diff(weights[-1], axis=0)), (*biases[:-1], np.diff(biases[-1]))
    return weights, biases


def _notes(model: Model) -> list[str]:
    """What the file offers, and what scikit-learn does otherwise than the app."""
    notes = ["`model` is a pipeline that predicts with these weights; its fit(rows, targets) would begin anew."]
    if model.network.cut:
        notes.append("Cut connections are weights of 0 here; partial_fit would revive them.")
    if model.network.pinned:
        notes.append("scikit-learn pins no weights; partial_fit would change all of them.")
    if model.experiment.training.optimizer not in SOLVERS:
        notes.append("It hasn't got the app's optimiser, so that its solver is Adam here.")
    return notes


def _network(model: Model, kind: _Kind, activation: str) -> str:
    training, sizes = model.experiment.training, model.network.sizes
    solver = SOLVERS.get(training.optimizer, 'solver="adam"').format(**vars(training))
    classes = BINARIZER if model.classes else ""
    return (
        f"network = {kind.class_name}(\n"
        f'    hidden_layer_sizes={list(sizes[1:-1])}, activation="{activation}",\n'
        f"    {solver}, learning_rate_init={training.learning_rate!r},\n"
        f"    batch_size={training.batch_size or repr('auto')},\n"
        ")\n"
        "network.coefs_ = [np.array(weights).T for weights in WEIGHTS]\n"
        "network.intercepts_ = [np.array(biases) for biases in BIASES]\n"
        "network.n_features_in_, network.n_layers_ = len(INPUTS), len(WEIGHTS) + 1\n"
        f'network.n_outputs_, network.out_activation_ = len(BIASES[-1]), "{kind.output}"\n' + classes
    )


def _pipeline() -> str:
    return (
        "scaler = StandardScaler()\n"
        "scaler.mean_, scaler.scale_, scaler.var_, scaler.n_features_in_ = CENTER, SCALE, SCALE**2, len(INPUTS)\n"
        "model = make_pipeline(scaler, network)\n"
    )


SCIKIT_LEARN = Format(
    "scikit_learn", "code", "scikit-learn (Python file)", "An MLPClassifier or MLPRegressor with these weights.",
    ".py", "text/x-python", scikit_code, PACKAGES,
)  # fmt: skip
