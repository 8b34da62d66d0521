"""Networks that Keras saved: `.keras` archives of Keras 3, and the older `.h5` files. Code in them is not run."""

from collections import Counter
from typing import Any

from nncore.imports.archive import unpacked
from nncore.imports.chain import chained
from nncore.imports.hdf5 import Hdf5, open_hdf5
from nncore.imports.imported import Imported
from nncore.imports.json_text import MOST_JSON, read_json
from nncore.imports.keras_layers import STORED, Weights, check_kinds, layers_in_order, notes_of, parts_of
from nncore.network import Network

MOST_WEIGHTS = 20_000_000
"""Bytes of the weights in an archive; 150,000 in float64 with Adam's state take 4 MB."""

Spec = dict[str, Any]


def read_keras(content: bytes, drawing: Network | None = None) -> Imported:
    """The network of a `.keras` archive, which has the layers as JSON and the weights as HDF5 inside."""
    config = read_json(unpacked(content, "config.json", MOST_JSON), "config.json in this archive")
    layers = layers_in_order(config)
    weights = open_hdf5(unpacked(content, "model.weights.h5", MOST_WEIGHTS))
    return _network(layers, _numbered(layers, weights), drawing)


def read_h5(content: bytes, drawing: Network | None = None) -> Imported:
    """The network of an `.h5` file, which has the layers as a text and the weights by the layers' names."""
    file = open_hdf5(content)
    if "model_config" not in file.texts:
        raise ValueError('this HDF5 file has weights, but no layers; save the network whole: model.save("model.keras")')
    layers = layers_in_order(read_json(file.texts["model_config"], "the text of the layers in this file"))
    return _network(layers, {_name(layer): _named(file, _name(layer)) for layer in layers}, drawing)


def _network(layers: list[Spec], weights: dict[str, Weights], drawing: Network | None) -> Imported:
    check_kinds(layers)
    parts = [part for layer in layers for part in parts_of(layer, weights.get(_name(layer), {}))]
    return chained(parts, drawing, [note for layer in layers for note in notes_of(layer)])


def _name(layer: Spec) -> str:
    return str(layer["config"].get("name", ""))


def _numbered(layers: list[Spec], file: Hdf5) -> dict[str, Weights]:
    """Name of each layer → its weights. An archive counts layers of one kind: layers/dense, layers/dense_1 …"""
    found: dict[str, Weights] = {}
    seen: Counter[str] = Counter()
    for layer in sorted(layers, key=lambda layer: layer["place"]):
        kind = layer["class_name"]
        if kind in STORED:
            group, names = STORED[kind]
            number = f"_{seen[kind]}" if seen[kind] else ""
            kept = [name for name in names if _has(layer["config"], name)]
            paths = {name: f"layers/{group}{number}/vars/{place}" for place, name in enumerate(kept)}
            found[_name(layer)] = {name: file.array(path) for name, path in paths.items() if path in file.arrays}
            seen[kind] += 1
    return found


FLAGS = {"bias": "use_bias", "gamma": "scale", "beta": "center"}
"""Weights that a layer may be without → the setting that says so."""


def _has(config: Spec, name: str) -> bool:
    return bool(config.get(FLAGS.get(name, ""), True))


def _named(file: Hdf5, layer: str) -> Weights:
    """The weights of a layer in an `.h5` file: model_weights/dense/…/kernel, or kernel:0 in older ones."""
    leaves = {path: path.rsplit("/", 1)[-1].split(":")[0] for path in file.arrays if path.split("/")[1:2] == [layer]}
    return {name: file.array(path) for path, name in leaves.items() if path.startswith("model_weights/")}
