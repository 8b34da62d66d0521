"""The weights as NumPy's own kind of file."""

import io
import zipfile

import numpy as np

from nncore.export.about import about_text
from nncore.export.format import Format
from nncore.export.model import Model

Array = np.ndarray


def npz_file(model: Model) -> bytes:
    """Arrays for np.load, all of numbers, the same bytes for the same model.

    weight_1, weight_2 …: (units, units read) of each layer that computes; bias_1 …: (units,); center, scale: (inputs,);
    rows: (5, inputs) in the unit of the data; answers: (5, outputs) of this app; about: the UTF-8 bytes of a text, see
    nncore.export.about: json.loads(bytes(file["about"])).
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, array in _arrays(model).items():
            archive.writestr(_member(f"{name}.npy"), _npy(array))
    return file.getvalue()


def _arrays(model: Model) -> dict[str, Array]:
    parameters, arrays = model.parameters, {}
    for layer in range(1, len(model.network.layers)):
        arrays[f"weight_{layer}"] = parameters.weights[layer]
        arrays[f"bias_{layer}"] = parameters.biases[layer]
    arrays |= {"center": model.center, "scale": model.scale, "rows": model.rows, "answers": model.answers}
    return arrays | {"about": np.frombuffer(about_text(model).encode(), np.uint8)}


def _member(name: str) -> zipfile.ZipInfo:
    """A file in the archive with the same date, system and rights wherever it is made."""
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.create_system, member.external_attr = 3, 0o644 << 16
    return member


def _npy(array: Array) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)
    return file.getvalue()


NPZ_FILE = Format(
    "npz", "weights", "Weights (NumPy)", "Weights, biases and the scaler as arrays, for np.load; opens here again.",
    ".npz", "application/zip", npz_file, ("numpy",),
)  # fmt: skip
