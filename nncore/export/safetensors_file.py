"""The weights as a safetensors file, the kind that PyTorch's users pass on."""

from collections.abc import Mapping

import numpy as np

from nncore.export.about import KEY, about_text
from nncore.export.format import Format
from nncore.export.model import Model

Array = np.ndarray


def safetensors_file(model: Model) -> bytes:
    """A state dict with PyTorch's names and shapes, in float64, so that nothing is rounded.

    layers.0.weight: (units, units read), layers.0.bias: (units,) and so on, for a ModuleList `layers` of one Linear for
    each layer that computes. The metadata has one text, "netsketch", see nncore.export.about: several would come in
    another order each time.
    """
    parameters, tensors = model.parameters, {}
    for layer in range(1, len(model.network.layers)):
        tensors[f"layers.{layer - 1}.weight"] = parameters.weights[layer]
        tensors[f"layers.{layer - 1}.bias"] = parameters.biases[layer]
    return packed(tensors, {KEY: about_text(model)})


def packed(tensors: Mapping[str, Array], metadata: dict[str, str]) -> bytes:
    """The bytes of a file. The package writes the memory of a view as it lies; so views are copied first."""
    try:
        import safetensors.numpy
    except ImportError:
        raise ValueError("to make safetensors files, install the package: pip install safetensors") from None

    in_order = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    return safetensors.numpy.save(in_order, metadata)


SAFETENSORS_FILE = Format(
    "safetensors", "weights", "Weights (safetensors)", "A state dict for PyTorch and others; opens here again.",
    ".safetensors", "application/octet-stream", safetensors_file, ("safetensors",),
)  # fmt: skip
