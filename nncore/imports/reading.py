"""A file that somebody brings, as a network: its kind is told by its first bytes, then by its name."""

import struct
import zipfile
import zlib
from collections.abc import Callable

from nncore.imports.archive import is_zip, names_in
from nncore.imports.hdf5 import SIGNATURE
from nncore.imports.imported import Imported
from nncore.imports.keras_file import read_h5, read_keras
from nncore.imports.npz_file import read_npz
from nncore.imports.onnx_file import is_onnx, read_onnx
from nncore.imports.refused import is_pickle, refuse_pickle, refuse_unknown
from nncore.imports.safetensors_file import read_safetensors
from nncore.imports.scikit_file import read_scikit
from nncore.network import Network

LARGEST = 50_000_000
"""Bytes of a file."""
DAMAGES = (
    ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, NotImplementedError, OSError, RecursionError,
    TypeError, UnicodeError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What damaged bytes make of Python, NumPy and the packages that read them, beside ValueError."""

Reader = Callable[[bytes, Network | None], Imported]


def read_network(name: str, content: bytes, drawing: Network | None = None) -> Imported:
    """The network in a file. Nothing in it is run or unpickled.

    name: of the file, "" where there is none. drawing: the one on screen; its activations and names are kept where the
    file has none and as many units in each layer. Raises ValueError, with the remedy, for everything else.
    """
    if len(content) > LARGEST:
        raise ValueError(
            f"a file of {len(content) / 1e6:,.0f} MB is too large; at most {LARGEST // 10**6} MB are read: "
            "save the network without the state of its training"
        )
    reader = _reader(name, content)
    try:
        return reader(content, drawing)
    except DAMAGES as error:
        raise ValueError(f"this file is damaged ({type(error).__name__}); save the network again") from None


def _reader(name: str, content: bytes) -> Reader:
    """Who reads a file that begins like this. Raises ValueError where nobody does."""
    if content[8:9] == b"{" and int.from_bytes(content[:8], "little") <= len(content):
        return read_safetensors  # its length can look like the beginning of a pickle
    if is_pickle(name, content):
        raise refuse_pickle()
    if is_zip(content):
        return read_keras if "config.json" in names_in(content) else read_npz
    if content.startswith(SIGNATURE):
        return read_h5
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return read_scikit
    if name.lower().endswith(".onnx") or is_onnx(content):
        return read_onnx
    raise refuse_unknown(name)
