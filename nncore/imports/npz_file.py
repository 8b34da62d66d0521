"""Weights from NumPy's .npz: ours, or one that np.savez made of matrices and biases. Nothing in it is unpickled."""

import io
import math
import re
import struct
import zipfile
import zlib

import numpy as np

from nncore.imports.about import as_drawn
from nncore.imports.imported import Imported
from nncore.imports.shapes import MOST_ARRAYS, MOST_BYTES, check_shape, foreign
from nncore.network import Network

NOT_ONE = "this is no .npz file, or a damaged one; save it once more with np.savez"
DAMAGES = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, LookupError, ArithmeticError,
    ValueError,
)  # fmt: skip
"""What zipfile raises for bytes that it can't make sense of."""
BESIDES = ("rows", "answers")
"""Arrays of ours that aren't weights."""
LONGEST_HEADER = 1_000
MAGIC = b"\x93NUMPY"
LENGTHS = {1: "<H", 2: "<I", 3: "<I"}
"""Version of a .npy → how the length of its header is written."""
HEADER = re.compile(
    rb"\{\s*'descr':\s*'([<>|=]?)([A-Za-z])(\d*)',\s*'fortran_order':\s*(True|False),\s*"
    rb"'shape':\s*\(([\d,\s]*)\),?\s*\}\s*"
)
"""What NumPy writes for an array of plain numbers. It isn't evaluated, so that nothing else can be in it."""
BYTES = {"f": ("2", "4", "8"), "i": ("1", "2", "4", "8"), "u": ("1", "2", "4", "8")}
"""Kind of number → the sizes that are read."""

Array = np.ndarray


def read_npz(content: bytes, drawing: Network | None = None) -> Imported:
    """The network in a file: as it was drawn in one of ours, else on the given drawing or on one made of the shapes.

    Matrices are (units, units read), or else (units read, units); arrays `center` and `scale` are the scaler. Raises
    ValueError for anything that isn't such a file or doesn't fit on a drawing.
    """
    arrays = {name: _array(name, npy) for name, npy in _members(content).items()}
    about = arrays.pop("about", None)
    if about is not None and about.dtype == np.uint8:
        return as_drawn(about.tobytes(), _floats(arrays), lambda layer: (f"weight_{layer}", f"bias_{layer}"))
    numbers = _floats({name: array for name, array in arrays.items() if name not in BESIDES})
    center, scale = numbers.pop("center", None), numbers.pop("scale", None)
    return foreign(numbers, drawing, center, scale)


def _floats(arrays: dict[str, Array]) -> dict[str, Array]:
    with np.errstate(all="ignore"):
        return {name: array.astype(float) for name, array in arrays.items()}


# -------------------------------------------------------------------- the archive


def _members(content: bytes) -> dict[str, bytes]:
    """Name → bytes of each .npy in the archive, as long as they are few, small and harmless."""
    if len(content) > MOST_BYTES:
        raise ValueError(f"a file of {len(content):,} bytes; at most {MOST_BYTES:,} are read: bring a smaller network")
    if content.count(b"PK\x01\x02") > 5 * MOST_ARRAYS:  # each member has one; zipfile would list millions
        raise ValueError(f"the file has too many arrays; at most {MOST_ARRAYS} are read")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGES:
        raise ValueError(NOT_ONE) from None
    members = archive.infolist()
    _check(members)
    return {member.filename.removesuffix(".npy"): _unpacked(archive, member) for member in members}


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """As many bytes as the archive says: `read` without a number would first unpack all there are."""
    try:
        with archive.open(member) as stream:
            content = stream.read(member.file_size)
    except DAMAGES:
        raise ValueError(NOT_ONE) from None
    if len(content) < member.file_size:
        raise ValueError(NOT_ONE)
    return content


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Raise ValueError unless they can be unpacked."""
    names = [member.filename for member in members]
    size = sum(member.file_size for member in members)
    if len(members) > MOST_ARRAYS:
        raise ValueError(f"the file has {len(members)} arrays; at most {MOST_ARRAYS} are read")
    if size > MOST_BYTES:
        raise ValueError(f"the file unpacks to {size:,} bytes; at most {MOST_BYTES:,} are read")
    if len(set(names)) < len(names):
        raise ValueError("two arrays have one name; save them once more, each by a name of its own")
    if odd := [name for name in names if not name.endswith(".npy") or set(name) & set("/\\:")]:
        raise ValueError(f"{odd[0][:40]!r} in the file is no array; save the arrays alone, with np.savez")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise ValueError("the file is packed in a way that isn't read; save it with np.savez or np.savez_compressed")


# -------------------------------------------------------------------- one array


def _array(name: str, npy: bytes) -> Array:
    """The array in a .npy. Source: the format's description in numpy.lib.format."""
    if npy[:6] != MAGIC or len(npy) < 12 or npy[6] not in LENGTHS:
        raise ValueError(f"{name[:40]!r} in the file is no array; save it once more with np.savez")
    form = LENGTHS[npy[6]]
    start = 8 + struct.calcsize(form)
    end = start + struct.unpack(form, npy[8:start])[0]
    found = HEADER.fullmatch(npy[start:end]) if end <= min(len(npy), LONGEST_HEADER) else None
    if found is None:
        raise ValueError(f"{name[:40]!r} isn't an array of plain numbers; save matrices and biases only")
    order, kind, width, by_columns, dimensions = (part.decode() for part in found.groups())
    if width not in BYTES.get(kind, ()):
        objects = "Python objects, which are never unpickled" if kind == "O" else f"cells of the kind {kind}{width}"
        raise ValueError(f"{name[:40]!r} holds {objects}; save arrays of float64")
    shape = tuple(int(size) for size in re.findall(r"\d+", dimensions))
    check_shape(name, shape)
    if math.prod(shape) * int(width) != len(npy) - end:
        raise ValueError(f"{name[:40]!r} has another number of cells than its shape says; save it once more")
    values = np.frombuffer(npy, f"{order.replace('|', '')}{kind}{width}", offset=end)
    return values.reshape(shape, order="F" if by_columns == "True" else "C")
