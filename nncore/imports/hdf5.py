"""HDF5 files as h5py writes them for Keras, read with bounds: names, arrays of floats and texts of the root.

The HDF5 library itself is not used: some damaged files make it crash, and the app with it. Read is the layout that h5py
writes unless told otherwise: superblock 0 or 1, groups with symbol tables, arrays in one piece. The rest is refused.
Source: HDF5 File Format Specification, version 3.0, sections II to IV.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from nncore.imports.chain import check_size
from nncore.network import MAX_PARAMETERS

SIGNATURE = b"\x89HDF\r\n\x1a\n"
MOST_STEPS = 20_000
"""Structures that are looked at in one file; a network of Keras with 64 layers has about 5,000."""
MOST_CUT = 100_000_000
"""Bytes that are looked at, those that are looked at twice counted twice."""
MOST_NUMBERS = 4 * MAX_PARAMETERS
LONGEST_NAME = 256
DEEPEST = 16
DATASPACE, DATATYPE, LINK_INFO, LINK, LAYOUT, ATTRIBUTE, CONTINUATION, SYMBOLS = 1, 3, 2, 6, 8, 12, 16, 17
"""Kinds of messages in the header of an object."""
SHARED = 2
"""Flag of a message that stands elsewhere."""
FLOATS = {(2, 5, 10): "f2", (4, 8, 23): "f4", (8, 11, 52): "f8"}
"""(bytes, bits of the exponent, bits of the mantissa) → NumPy's name."""
DAMAGED = "this HDF5 file is damaged or in a layout that isn't read here; save the network again with Keras"
LINKED = "this HDF5 file has links to other places; save the network again with Keras"

Array = np.ndarray
Message = tuple[int, bytes]


@dataclass(frozen=True)
class Hdf5:
    """What a file has: arrays, path as "layers/dense/vars/0" → address; texts, the root's attributes that are texts."""

    arrays: dict[str, int]
    texts: dict[str, str]
    _file: "_Bytes" = field(repr=False)

    def array(self, path: str) -> Array:
        """The numbers of an array as float64. Raises ValueError where they are damaged, too many or no floats."""
        if path not in self.arrays:
            raise ValueError(f"the file has no array {path[:80]}; save the network again with Keras")
        return _array(self._file, dict(_messages(self._file, self.arrays[path])), path)


def open_hdf5(content: bytes) -> Hdf5:
    """What is in an HDF5 file; arrays are read when asked for. Raises ValueError for what isn't read here."""
    file = _Bytes(content)
    if not content.startswith(SIGNATURE) or content[8:9] not in (b"\0", b"\1") or content[13:15] != b"\x08\x08":
        raise ValueError(DAMAGED)
    root = file.number(64 + 4 * content[8], 8)
    arrays: dict[str, int] = {}
    for path, address in _objects(file, root, "", DEEPEST):
        arrays[path] = address
    return Hdf5(arrays, dict(_texts(file, root)), file)


class _Bytes:
    """The bytes of a file, and how much more of it is looked at."""

    def __init__(self, content: bytes) -> None:
        self.content, self.steps, self.bytes, self.numbers = content, MOST_STEPS, MOST_CUT, MOST_NUMBERS

    def spend(self, length: int = 0, numbers: int = 0) -> None:
        """Count one structure of so many bytes and numbers. Raises ValueError where it is one too many."""
        self.steps, self.bytes, self.numbers = self.steps - 1, self.bytes - length, self.numbers - numbers
        if min(self.steps, self.bytes, self.numbers) < 0:
            raise ValueError("this HDF5 file has more in it than a drawing holds; bring a smaller network")

    def cut(self, start: int, length: int) -> bytes:
        if not 0 <= start <= start + length <= len(self.content):
            raise ValueError(DAMAGED)
        self.spend(length)
        return self.content[start : start + length]

    def number(self, start: int, length: int) -> int:
        return int.from_bytes(self.cut(start, length), "little")

    def signed(self, start: int, signature: bytes, length: int) -> bytes:
        """A structure that begins with its signature."""
        if not (cut := self.cut(start, length)).startswith(signature):
            raise ValueError(DAMAGED)
        return cut


# -------------------------------------------------------------------- groups


def _objects(file: _Bytes, address: int, path: str, deep: int) -> Iterator[tuple[str, int]]:
    """Path and address of every array below a group."""
    if deep == 0:
        raise ValueError(DAMAGED)
    messages = list(_messages(file, address))
    kinds = {kind for kind, _ in messages}
    if kinds & {LINK, LINK_INFO}:
        raise ValueError(LINKED)
    if SYMBOLS not in kinds:
        yield path, address
        return
    tree, heap = struct.unpack_from("<QQ", _padded(dict(messages)[SYMBOLS], 16))
    names = _heap(file, heap)
    for name, child in _entries(file, tree, names, deep):
        yield from _objects(file, child, f"{path}/{name}" if path else name, deep - 1)


def _heap(file: _Bytes, address: int) -> bytes:
    size, _, start = struct.unpack_from("<QQQ", file.signed(address, b"HEAP", 32), 8)
    return file.cut(start, size)


def _entries(file: _Bytes, address: int, names: bytes, deep: int) -> Iterator[tuple[str, int]]:
    """Name and address of each object in a group, in the order of its tree."""
    if deep == 0:
        raise ValueError(DAMAGED)
    head = file.signed(address, b"TREE", 24)
    kind, level, used = struct.unpack_from("<BBH", head, 4)
    if kind != 0:
        raise ValueError(DAMAGED)
    for number in range(used):
        child = file.number(address + 24 + 16 * number + 8, 8)
        if level:
            yield from _entries(file, child, names, deep - 1)
        else:
            yield from _symbols(file, child, names)


def _symbols(file: _Bytes, address: int, names: bytes) -> Iterator[tuple[str, int]]:
    [count] = struct.unpack_from("<H", file.signed(address, b"SNOD", 8), 6)
    for number in range(count):
        name, header, cached = struct.unpack_from("<QQI", file.cut(address + 8 + 40 * number, 40))
        if cached == 2:
            raise ValueError(LINKED)
        end = names.find(b"\0", name, name + LONGEST_NAME)
        if end <= name:
            raise ValueError(DAMAGED)
        yield _text(names[name:end]), header


# -------------------------------------------------------------------- headers


def _messages(file: _Bytes, address: int) -> Iterator[Message]:
    """Kind and content of what the header of an object says."""
    version, _, _, _, size = struct.unpack_from("<BBHII", file.cut(address, 16))
    if version != 1:
        raise ValueError(DAMAGED)
    blocks = [(address + 16, size)]
    while blocks:
        start, size = blocks.pop()
        block, at = file.cut(start, size), 0
        while at + 8 <= size:
            kind, length, flags = struct.unpack_from("<HHB", block, at)
            file.spend()
            content, at = block[at + 8 : at + 8 + length], at + 8 + length
            if kind == CONTINUATION:
                blocks.append(struct.unpack_from("<QQ", _padded(content, 16)))
            elif flags & SHARED and kind in (DATASPACE, DATATYPE, LAYOUT):
                raise ValueError(DAMAGED)
            else:
                yield kind, content


def _shape(message: bytes) -> tuple[int, ...]:
    version, sides = struct.unpack_from("<BB", _padded(message, 4))
    start = {1: 8, 2: 4}.get(version)
    if start is None or len(message) < start + 8 * sides:
        raise ValueError(DAMAGED)
    return struct.unpack_from(f"<{sides}Q", message, start)


def _array(file: _Bytes, messages: dict[int, bytes], path: str) -> Array:
    if not {DATASPACE, DATATYPE, LAYOUT} <= messages.keys():
        raise ValueError(DAMAGED)
    shape, dtype = _shape(messages[DATASPACE]), _float(messages[DATATYPE], path)
    count = check_size(shape, f"the array {path[:80]}")
    file.spend(numbers=count)
    size = count * dtype.itemsize
    layout = _padded(messages[LAYOUT], 18)
    version, kind = layout[:2]
    if version not in (3, 4) or kind not in (0, 1):
        raise ValueError(f"the array {path[:80]} is packed in pieces; save the network again without compression")
    if kind == 0:
        content = messages[LAYOUT][4 : 4 + size]
    else:
        content = file.cut(struct.unpack_from("<Q", layout, 2)[0], size) if size else b""
    if len(content) != size:
        raise ValueError(DAMAGED)
    return np.frombuffer(content, dtype).reshape(shape).astype(float)


def _float(message: bytes, path: str) -> np.dtype:
    message = _padded(message, 20)
    size, exponent, mantissa = int.from_bytes(message[4:8], "little"), message[13], message[15]
    name = FLOATS.get((size, exponent, mantissa))
    if message[0] & 15 != 1 or name is None:
        raise ValueError(f"the array {path[:80]} holds no floats of 16, 32 or 64 bits; save it with such numbers")
    return np.dtype((">" if message[1] & 1 else "<") + name)


# -------------------------------------------------------------------- texts


def _texts(file: _Bytes, address: int) -> Iterator[tuple[str, str]]:
    """Name and text of the attributes of an object that are one text."""
    for kind, message in _messages(file, address):
        if kind == ATTRIBUTE:
            name, datatype, dataspace, value = _attribute(message)
            if _shape(dataspace) == () and (text := _value(file, datatype, value)) is not None:
                yield name, text


def _attribute(message: bytes) -> tuple[str, bytes, bytes, bytes]:
    """Name, datatype, dataspace and value."""
    version, flags, *sizes = struct.unpack_from("<BBHHH", _padded(message, 8))
    if version not in (1, 2, 3) or (version > 1 and flags):
        raise ValueError(DAMAGED)
    at, cuts = 9 if version == 3 else 8, []
    for size in sizes:
        cuts.append(message[at : at + size])
        at += size if version > 1 else -(-size // 8) * 8
    return _text(cuts[0].split(b"\0")[0]), cuts[1], cuts[2], message[at:]


def _value(file: _Bytes, datatype: bytes, value: bytes) -> str | None:
    """A text of fixed length, or one that stands in the heap; None where it is no text."""
    datatype = _padded(datatype, 8)
    kind = datatype[0] & 15
    if kind == 3:
        return _text(value[: int.from_bytes(datatype[4:8], "little")].split(b"\0")[0])
    if kind == 9 and datatype[1] & 15 == 1:
        length, heap, number = struct.unpack_from("<IQI", _padded(value, 16))
        return _text(_from_heap(file, heap, number)[:length])
    return None


def _from_heap(file: _Bytes, address: int, wanted: int) -> bytes:
    [size] = struct.unpack_from("<Q", file.signed(address, b"GCOL", 16), 8)
    at = address + 16
    while at + 16 <= address + size:
        number, _, _, length = struct.unpack_from("<HHIQ", file.cut(at, 16))
        if number in (0, wanted):
            return file.cut(at + 16, length) if number else b""
        at += 16 + -(-length // 8) * 8
    raise ValueError(DAMAGED)


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise ValueError(DAMAGED) from None


def _padded(content: bytes, length: int) -> bytes:
    """With zeros behind what is too short: they stand for nothing that is accepted."""
    return content.ljust(length, b"\0")
