"""Records networks of other frameworks, and their answers, for tests/nncore/imports/test_frameworks.py.

Needs torch, safetensors, onnxscript, keras with JAX, scikit-learn and skl2onnx; writes into
tests/nncore/imports/files.
"""

import json
import os
import warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import onnx
import torch
from safetensors.torch import save_file
from skl2onnx import to_onnx
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FILES = Path(__file__).resolve().parent.parent / "nncore" / "imports" / "files"
ROWS = np.array([[0.5, -1.0, 2.0], [-1.5, 0.25, 0.0], [3.0, 1.0, -2.0], [0.0, 0.0, 0.0]], dtype=np.float32)
ANSWERS: dict[str, dict] = {}


def keep(name: str, answers, **about) -> None:
    """What a network answers to ROWS, (rows, outputs), and what else is known about its file."""
    answers = np.asarray(answers, dtype=float)
    ANSWERS[name] = {"answers": answers.reshape(len(ROWS), -1).tolist(), **about}


# -------------------------------------------------------------------- PyTorch


def torch_networks() -> dict[str, torch.nn.Module]:
    nn = torch.nn
    return {
        "plain": nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2), nn.Softmax(dim=1)),
        "curves": nn.Sequential(
            nn.Linear(3, 4), nn.SiLU(), nn.Linear(4, 4), nn.GELU(approximate="tanh"), nn.Linear(4, 4), nn.LeakyReLU(),
            nn.Linear(4, 4), nn.ELU(), nn.Linear(4, 3), nn.SELU(), nn.Linear(3, 3), nn.Softplus(), nn.Linear(3, 1),
        ),
        "gelu": nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.Linear(4, 1), nn.Sigmoid()),
        "normalised": nn.Sequential(
            nn.Flatten(), nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Dropout(0.5), nn.Linear(4, 2)
        ),
        "normalised later": nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.BatchNorm1d(4), nn.Linear(4, 1, bias=False)),
        "convolution": nn.Sequential(nn.Unflatten(1, (1, 3)), nn.Conv1d(1, 1, 2), nn.Flatten(), nn.Linear(2, 1)),
    }  # fmt: skip


def record_torch() -> None:
    torch.manual_seed(1)
    rows = torch.from_numpy(ROWS)
    for name, network in torch_networks().items():
        network(torch.randn(50, 3) * 2 + 1)  # gives the normalising layers something to remember
        network.eval()
        answers = network(rows).detach().numpy()
        for exporter, dynamo in (("", True), (" old exporter", False)):
            file = f"torch {name}{exporter}.onnx"
            torch.onnx.export(network, (rows,), FILES / file, dynamo=dynamo, external_data=False, verbose=False)
            without_places(FILES / file)
            keep(file, answers)
        if name == "plain":
            save_file(network.state_dict(), FILES / "torch plain.safetensors")
            keep("torch plain.safetensors", answers, activations=["linear", "tanh", "softmax"])
    torch.save(network.state_dict(), FILES / "torch.pt")


def without_places(path: Path) -> None:
    """Take out where in this script, and in which folder, each node was made."""
    model = onnx.load(path)
    for part in (model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output):
        del part.metadata_props[:]
        part.doc_string = ""
    onnx.save(model, path)


# -------------------------------------------------------------------- Keras


twice = lambda x: x * 2  # noqa: E731, a function with a name is kept by its name alone
twice.__code__ = twice.__code__.replace(co_filename="model.py")


def keras_networks() -> dict[str, keras.Model]:
    layers = keras.layers
    start = keras.Input((3,), name="columns")
    hidden = layers.Activation("silu")(layers.Dense(4)(start))
    chain = keras.Model(
        start, layers.Dense(3, activation="softmax", name="answer")(layers.ReLU()(layers.Dense(4)(hidden)))
    )
    joined = layers.Concatenate()([start, layers.Dense(2)(start)])
    adapted = layers.Normalization()
    adapted.adapt(ROWS)
    return {
        "sequential": keras.Sequential(
            [
                keras.Input((3,)), layers.Normalization(mean=[1.0, 2.0, 3.0], variance=[4.0, 9.0, 16.0]),
                layers.Dense(4, activation="tanh", use_bias=False), layers.BatchNormalization(), layers.Dropout(0.2),
                layers.Dense(4), layers.LeakyReLU(negative_slope=0.01), layers.Dense(1, activation="sigmoid"),
            ]
        ),
        "functional": chain,
        "adapted": keras.Sequential(
            [keras.Input((3,)), adapted, layers.Rescaling(0.5, offset=1.0), layers.Dense(2, activation="elu")]
        ),
        "gelu": keras.Sequential([keras.Input((3,)), layers.Dense(3, activation="gelu"), layers.Dense(1)]),
        "branches": keras.Model(start, layers.Dense(1)(joined)),
        "lambda": keras.Sequential([keras.Input((3,)), layers.Lambda(twice), layers.Dense(1)]),
        "convolution": keras.Sequential(
            [keras.Input((3,)), layers.Reshape((3, 1)), layers.Conv1D(1, 2), layers.Flatten(), layers.Dense(1)]
        ),
    }  # fmt: skip


def record_keras() -> None:
    keras.utils.set_random_seed(2)
    drawn = np.random.default_rng(2)
    for name, network in keras_networks().items():
        for array in network.trainable_weights:
            array.assign(drawn.normal(size=array.shape))
        for ending in ("keras", "h5"):
            if (name, ending) == ("adapted", "h5"):
                continue  # Keras can't open that one itself
            network.save(FILES / f"keras {name}.{ending}")
            keep(f"keras {name}.{ending}", network.predict(ROWS, verbose=0))


# -------------------------------------------------------------------- scikit-learn


def record_scikit() -> None:
    drawn = np.random.default_rng(3)
    inputs = drawn.normal(2.0, 3.0, (80, 3)).astype(np.float32)
    score = inputs @ [1.0, -1.0, 0.5]
    settings = {"hidden_layer_sizes": (5, 4), "random_state": 3, "max_iter": 40}
    networks = {
        "binary": (MLPClassifier(activation="logistic", **settings), score > score.mean()),
        "classes": (MLPClassifier(activation="relu", **settings), np.digitize(score, np.quantile(score, [0.3, 0.6]))),
        "values": (MLPRegressor(activation="tanh", **settings), score),
    }
    for name, (network, targets) in networks.items():
        network.fit(inputs, targets)
        if name == "values":
            answers = network.predict(ROWS)
        else:
            answers = network.predict_proba(ROWS)
            answers = answers[:, 1:] if name == "binary" else answers
        spec = {
            "coefs_": [array.tolist() for array in network.coefs_],
            "intercepts_": [array.tolist() for array in network.intercepts_],
            "activation": network.activation,
            "out_activation_": network.out_activation_,
        }
        (FILES / f"scikit {name}.json").write_text(json.dumps(spec))
        keep(f"scikit {name}.json", answers)
        pipeline = make_pipeline(StandardScaler(), network).fit(inputs, targets)
        for ending, options in (("", None), (" no map", {"zipmap": False})):
            if options is not None and name == "values":
                continue
            file = f"scikit {name}{ending}.onnx"
            options = options and {id(network): options}
            (FILES / file).write_bytes(to_onnx(pipeline, inputs[:1], options=options).SerializeToString())
            scaled = pipeline.predict(ROWS) if name == "values" else pipeline.predict_proba(ROWS)
            keep(file, scaled[:, 1:] if name == "binary" else scaled)
    arrays = {f"coefs_{i}": array for i, array in enumerate(network.coefs_)}
    arrays |= {f"intercepts_{i}": array for i, array in enumerate(network.intercepts_)}
    np.savez(FILES / "scikit values.npz", **arrays)
    network = networks["values"][0]
    keep("scikit values.npz", network.predict(ROWS), activations=["linear", "tanh", "tanh", "linear"])


if __name__ == "__main__":
    FILES.mkdir(exist_ok=True)
    warnings.simplefilter("ignore")
    for record in (record_torch, record_keras, record_scikit):
        record()
    spec = {"rows": ROWS.tolist(), "files": ANSWERS}
    (FILES / "answers.json").write_text(json.dumps(spec, indent=1) + "\n", encoding="utf-8")
