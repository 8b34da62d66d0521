"""A table as few bytes, and back: what a browser keeps of one that is too large for a link.

Four bytes say how long the header is, a JSON value; the columns follow, each compressed by itself. Numbers are whole
numbers of a power of ten where that loses nothing, as most numbers of a file are, else float32 or float64. What is read
back may be forged: it is checked field by field, its size before it is unpacked, and nothing in it is run.
"""

import json
import struct
import zlib
from typing import Any

import numpy as np

from nncore.data.table import LARGEST_NUMBER, LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS, Column, Table

MOST_PACKED = 60_000_000
"""Bytes of a packed table that are kept or read at the most."""
MOST_HEADER = 8_000_000
MOST_UNPACKED = 8 * 20_000_000
"""Bytes of all columns together; a table of 100,000 rows of 200 columns takes as many."""
WIDTHS = {"i2": 2, "i4": 4, "f4": 4, "f8": 8}
"""How numbers are written → bytes of each."""
DIGITS = range(7)
"""Decimal places of numbers that are written as whole ones."""
NO_TABLE = "this is no packed table; open the file that it came from on the Data page"

Array = np.ndarray
Spec = dict[str, Any]


def pack(table: Table) -> bytes:
    """The table as bytes, without how its file was read. Raises ValueError where they would be too many to unpack."""
    packed = [_packed(column) for column in table.columns]
    columns = [spec | {"bytes": len(content)} for spec, content in packed]
    header = json.dumps({"name": table.name, "rows": len(table), "columns": columns}).encode()
    if len(header) > MOST_HEADER:
        raise ValueError(f"the table's texts take {len(header):,} bytes; at most {MOST_HEADER:,} are kept")
    content = b"".join([struct.pack("<I", len(header)), header, *(content for _, content in packed)])
    if len(content) > MOST_PACKED:
        raise ValueError(f"the table takes {len(content):,} bytes; at most {MOST_PACKED:,} are kept")
    return content


def unpack(content: bytes, key: str) -> Table:
    """The table that `pack` made bytes of; ValueError for anything else, and where its key is another one."""
    if not 4 <= len(content) <= MOST_PACKED:
        raise ValueError(NO_TABLE)
    try:
        table = _table(content)
    except (KeyError, TypeError, AttributeError, UnicodeError, RecursionError, zlib.error, json.JSONDecodeError):
        raise ValueError(NO_TABLE) from None
    if table.key != key:
        raise ValueError("this is another table than the one that was asked for; open its file on the Data page")
    return table


# -------------------------------------------------------------------- packing


def _packed(column: Column) -> tuple[Spec, bytes]:
    spec: Spec = {"name": column.name} | ({"taken_as": column.taken_as} if column.taken_as else {})
    if column.numbers is None:
        codes = np.asarray(column.codes, "<i4")
        return spec | {"as": "i4", "texts": list(column.texts)}, zlib.compress(codes.tobytes(), 1)
    written, digits, numbers = _written(column.numbers)
    return spec | {"as": written, "digits": digits}, zlib.compress(numbers.tobytes(), 1)


def _written(numbers: Array) -> tuple[str, int, Array]:
    """How numbers are written without a loss, their decimal places, and what is written."""
    holes = np.isnan(numbers)
    for digits in DIGITS:
        for name in ("i2", "i4"):
            most = np.iinfo(name).max
            scaled = np.round(np.where(holes, 0.0, numbers) * 10.0**digits)
            if not np.abs(scaled).max(initial=0) < most:
                continue
            whole = np.where(holes, -most - 1, scaled).astype("<" + name)
            if _same(_read(whole, name, digits), numbers):
                return name, digits, whole
    with np.errstate(over="ignore"):
        short = numbers.astype("<f4")
    return ("f4", 0, short) if _same(short.astype(float), numbers) else ("f8", 0, numbers.astype("<f8"))


def _read(values: Array, name: str, digits: int) -> Array:
    if name[0] == "f":
        return values.astype(float)
    missing = np.iinfo(name).min
    return np.where(values == missing, np.nan, values / 10.0**digits)


def _same(one: Array, other: Array) -> bool:
    """To the bit: a zero keeps its sign."""
    return one.tobytes() == other.tobytes()


# -------------------------------------------------------------------- reading


def _table(content: bytes) -> Table:
    [length] = struct.unpack_from("<I", content)
    start = 4 + length
    if length > MOST_HEADER or start > len(content):
        raise ValueError(NO_TABLE)
    header = json.loads(content[4:start])
    rows, name, specs = header["rows"], header["name"], header["columns"]
    sound = type(rows) is int and 0 < rows <= MOST_ROWS and isinstance(name, str) and len(name) <= LONGEST_TEXT
    if not sound or not isinstance(specs, list) or not 0 < len(specs) <= MOST_COLUMNS:
        raise ValueError(NO_TABLE)
    if rows * sum(WIDTHS[spec["as"]] for spec in specs) > MOST_UNPACKED:
        raise ValueError(NO_TABLE)
    columns = []
    for spec in specs:
        size = spec["bytes"]
        if type(size) is not int or not 0 < size <= len(content) - start:
            raise ValueError(NO_TABLE)
        columns.append(_column(spec, content[start : start + size], rows))
        start += size
    if start != len(content):
        raise ValueError(NO_TABLE)
    return Table(tuple(columns), name)


def _column(spec: Spec, packed: bytes, rows: int) -> Column:
    written, size = spec["as"], rows * WIDTHS[spec["as"]]
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(packed, size + 1)
    taken_as = spec.get("taken_as", "")
    if len(plain) != size or not unpacker.eof or unpacker.unused_data or not isinstance(taken_as, str):
        raise ValueError(NO_TABLE)
    values = np.frombuffer(plain, "<" + written)
    if "texts" in spec:
        return Column(spec["name"], None, _codes(values, spec["texts"]), tuple(spec["texts"]), taken_as)
    digits = spec["digits"]
    if type(digits) is not int or digits not in DIGITS:
        raise ValueError(NO_TABLE)
    numbers = _read(values, written, digits)
    if (np.abs(numbers) > LARGEST_NUMBER).any():  # false for NaN, which is missing
        raise ValueError(NO_TABLE)
    return Column(spec["name"], _frozen(numbers), None, (), taken_as)


def _codes(values: Array, texts: Any) -> Array:
    """Codes that name one of the texts, or −1."""
    sound = isinstance(texts, list) and all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in texts)
    if not sound or len(set(texts)) < len(texts) or values.dtype.kind != "i" or values.dtype.itemsize != 4:
        raise ValueError(NO_TABLE)
    if len(values) and not (values.min() >= -1 and values.max() < len(texts)):
        raise ValueError(NO_TABLE)
    return _frozen(values.astype(np.int32))


def _frozen(array: Array) -> Array:
    array.setflags(write=False)
    return array
