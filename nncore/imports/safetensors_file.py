"""Weights from a safetensors file: ours, or a state dict of PyTorch or another framework."""

import json
from typing import Any

import numpy as np

from nncore.export.about import KEY
from nncore.imports.about import as_drawn
from nncore.imports.imported import Imported
from nncore.imports.shapes import MOST_ARRAYS, MOST_BYTES, check_shape, foreign
from nncore.network import Network

MOST_HEADER = 2_500_000
"""Bytes of names, shapes and metadata."""
KINDS = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1",
}  # fmt: skip
"""Types of numbers that NumPy knows as well; BF16 is read besides."""
NOT_ONE = "this is no safetensors file, or a damaged one; save it once more, by safetensors.torch.save_file for example"

Array = np.ndarray


def read_safetensors(content: bytes, drawing: Network | None = None) -> Imported:
    """The network in a file: as it was drawn in one of ours, else on the given drawing or on one made of the shapes.

    Matrices are (units, units read), as PyTorch has them, or else (units read, units). Raises ValueError for
    anything that isn't such a file or doesn't fit on a drawing.
    """
    try:
        import safetensors
    except ImportError:
        raise ValueError("to open safetensors files, install the package: pip install safetensors") from None
    header = _header(content)
    try:
        tensors = safetensors.deserialize(content)  # type: ignore[no-untyped-call]
    except safetensors.SafetensorError:
        raise ValueError(NOT_ONE) from None
    arrays = {name: _array(name, tensor) for name, tensor in tensors}
    metadata = header.get("__metadata__")
    about = metadata.get(KEY) if isinstance(metadata, dict) else None
    if isinstance(about, str):
        return as_drawn(about, arrays, _names)
    return foreign(arrays, drawing)


def _names(layer: int) -> tuple[str, str]:
    return f"layers.{layer - 1}.weight", f"layers.{layer - 1}.bias"


def _header(content: bytes) -> dict[str, Any]:
    """The JSON at the beginning, after its length in 8 bytes. The package checks that it agrees with the numbers."""
    if len(content) > MOST_BYTES:
        raise ValueError(f"a file of {len(content):,} bytes; at most {MOST_BYTES:,} are read: bring a smaller network")
    length = int.from_bytes(content[:8], "little")
    if not 0 < length <= len(content) - 8:
        raise ValueError(NOT_ONE)
    if length > MOST_HEADER:
        raise ValueError(f"names and shapes take {length:,} bytes; at most {MOST_HEADER:,} are read")
    try:
        header = json.loads(content[8 : 8 + length])
    except (ValueError, RecursionError):
        raise ValueError(NOT_ONE) from None
    if not isinstance(header, dict):
        raise ValueError(NOT_ONE)
    if len(header) > MOST_ARRAYS + 1:
        raise ValueError(f"the file has {len(header):,} arrays; at most {MOST_ARRAYS} are read")
    return header


def _array(name: str, tensor: dict[str, Any]) -> Array:
    """A tensor as the package gives it, in float64."""
    check_shape(name, tensor["shape"])
    kind = tensor["dtype"]
    if kind == "BF16":  # the upper half of a float32
        values = (np.frombuffer(tensor["data"], "<u2").astype("<u4") << 16).view("<f4")
    elif kind in KINDS:
        values = np.frombuffer(tensor["data"], KINDS[kind])
    else:
        raise ValueError(f"{name[:40]!r} holds numbers of the kind {kind}; save them as float32")
    with np.errstate(all="ignore"):
        return values.astype(float).reshape(tensor["shape"])
