"""What files of weights say about the network beside its numbers: one text of JSON, the same in every kind of file.

nncore.imports.about reads it again.

app, version      "Netsketch", 1
drawing           nncore.serialize.network_to_dict: layers as [units, activation], inputs first; cut connections,
                  skips and pins as "0.1>1.0" (from input 1 to neuron 0 of layer 1) or "1.0" (its bias); names
reads             for each layer that computes, the numbers of the layers it reads: the columns of its weights are
                  their units, in this order. [[0], [0, 1]]: layer 2 reads the inputs and layer 1, by skips.
                  A weight whose connection isn't drawn is 0.
inputs, outputs   what they are called
task, classes     "binary", "multiclass" or "regression"; what the classes are called, [] for values
threshold         above it, a single output stands for the second class
center, scale     one number an input: the network reads (input − center) / scale
target_center, target_scale    a value is output × target_scale + target_center
epoch             of the training run
"""

import json
from typing import Any

from nncore.export.model import Model
from nncore.serialize import network_to_dict

APP, VERSION = "Netsketch", 1
KEY = "netsketch"
"""Its name in the metadata of a file."""


def about(model: Model) -> dict[str, Any]:
    """JSON values as described above."""
    network = model.network
    return {
        "app": APP,
        "version": VERSION,
        "drawing": network_to_dict(network),
        "reads": [list(network.layers_read(layer)) for layer in range(1, len(network.layers))],
        "inputs": list(model.input_names),
        "outputs": list(model.output_names),
        "task": model.task,
        "classes": list(model.classes),
        "threshold": model.threshold,
        "center": model.center.tolist(),
        "scale": model.scale.tolist(),
        "target_center": model.target_center,
        "target_scale": model.target_scale,
        "epoch": model.epoch,
    }


def about_text(model: Model) -> str:
    """The same as JSON in plain ASCII."""
    return json.dumps(about(model), allow_nan=False)
