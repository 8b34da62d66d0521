"""One answer of the live loop as bytes: a JSON header, then plain arrays.

Layout: header length (uint32, little endian), the header in UTF-8 padded to a multiple of 4, then each array
at a multiple of 4. `header["arrays"]` lists [name, type, shape, offset]; offsets count from the end of the header.
`ui/link/frame.js` reads it.
"""

import json
from typing import Any

import numpy as np

TYPES = {np.dtype(np.float32): "f4", np.dtype(np.uint8): "u1"}


def pack(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> bytes:
    """The bytes of a frame. Arrays are float32 or uint8; numbers in the header that are not finite become null."""
    listed, blocks, offset = [], [], 0
    for name, array in arrays.items():
        block = np.ascontiguousarray(array).tobytes()
        listed.append([name, TYPES[array.dtype], list(array.shape), offset])
        blocks.append(block + bytes(-len(block) % 4))
        offset += len(blocks[-1])
    text = json.dumps(finite(header) | {"arrays": listed}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([len(text).to_bytes(4, "little"), text, *blocks])


def unpack(frame: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header and the arrays of a frame, as `pack` took them."""
    start = 4 + int.from_bytes(frame[:4], "little")
    header = json.loads(frame[4:start])
    arrays = {}
    for name, kind, shape, offset in header.pop("arrays"):
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(frame, kind, count, start + offset).reshape(shape)
    return header, arrays


def finite(value: Any) -> Any:
    """A header's value as JSON has it: NaN and infinity, which JSON lacks, become None."""
    if isinstance(value, dict):
        return {name: finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    if isinstance(value, float):
        return float(value) if np.isfinite(value) else None
    return value
