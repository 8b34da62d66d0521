"""Tables as bytes: exact, small, and read back only where they are what they claim."""

import json
import struct
import zlib

import numpy as np
import pytest

from nncore.data import packed
from nncore.data.packed import pack, unpack
from nncore.data.reading import read_table
from nncore.data.table import Table, number_column, table_of, text_column


def mixed() -> Table:
    rows = [(1.25, 7, "cat", 1e-9), (None, -3, None, 0.1), (-0.5, 9, "dog", 1e14)]
    return table_of(("size", "count", "kind", "odd"), rows, "mixed.csv", kinds={"kind": "text"})


def parts(content: bytes) -> tuple[dict, bytes]:
    [length] = struct.unpack_from("<I", content)
    return json.loads(content[4 : 4 + length]), content[4 + length :]


def joined(header, columns: bytes) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<I", len(text)) + text + columns


def test_a_table_comes_back_with_its_key_its_name_and_every_bit():
    table = mixed()
    again = unpack(pack(table), table.key)
    assert again == table and again.name == "mixed.csv"
    assert [list(column.cells()) for column in again.columns] == [list(column.cells()) for column in table.columns]
    assert again["kind"].taken_as == "text"
    assert not again["size"].numbers.flags.writeable


@pytest.mark.parametrize(
    ("numbers", "written"),
    [([1, 2, 300], "i2"), ([0.25, -1.5, 100.75], "i2"), ([123456.7, 0.1], "i4"), ([0.1 + 0.2], "f8"),
     ([float(np.float32(1.1)) * 2**-40], "f4"), ([-0.0, 1.0], "f4"), ([np.nan, 3.5], "i2")],
)  # fmt: skip
def test_numbers_are_written_as_short_as_loses_nothing(numbers, written):
    table = Table((number_column("x", np.array(numbers, float)),))
    content = pack(table)
    assert parts(content)[0]["columns"][0]["as"] == written
    assert unpack(content, table.key)["x"].numbers.tobytes() == np.array(numbers, float).tobytes()


def test_a_table_as_a_file_holds_it_takes_less_than_the_file():
    rng = np.random.default_rng(0)
    lines = ["a,b,y"] + [
        f"{a:.3f},{b},yes" for a, b in zip(rng.normal(size=2000), rng.integers(9, size=2000), strict=True)
    ]
    file = "\n".join(lines).encode()
    assert len(pack(read_table(file, "some.csv"))) < len(file) / 2


def test_another_table_than_the_one_asked_for_is_refused():
    with pytest.raises(ValueError, match="another table"):
        unpack(pack(mixed()), "0" * 32)


def changed(**changes) -> bytes:
    header, columns = parts(pack(mixed()))
    return joined(header | changes, columns)


def with_column(index: int, **changes) -> bytes:
    header, columns = parts(pack(mixed()))
    header["columns"][index] |= changes
    return joined(header, columns)


HOSTILE = {
    "nothing": b"",
    "no header": b"\xff\xff\xff\xff" + b"{}",
    "no JSON": struct.pack("<I", 3) + b"{,}",
    "a list": joined([], b""),
    "deep": struct.pack("<I", 100_000) + b"[" * 100_000,
    "other rows": changed(rows=4),
    "rows beyond all bounds": changed(rows=10**12),
    "rows that are no number": changed(rows=True),
    "a name that is no text": changed(name=5),
    "no columns": changed(columns=[]),
    "columns that are no list": changed(columns={"a": 1}),
    "more columns than there may be": changed(columns=[{"as": "f8"}] * 201),
    "an unknown kind": with_column(0, **{"as": "O8"}),
    "another kind": with_column(0, **{"as": "f8"}),
    "a length beyond the end": with_column(0, bytes=10**9),
    "a negative length": with_column(0, bytes=-1),
    "digits beyond bounds": with_column(0, digits=400),
    "digits that are no number": with_column(0, digits="1"),
    "codes beyond the texts": with_column(2, texts=["cat"]),
    "texts that are none": with_column(2, texts=[1, 2]),
    "texts twice": with_column(2, texts=["cat", "cat"]),
    "a kind nobody knows": with_column(2, taken_as="secret"),
    "a kind that is a list": with_column(2, taken_as=["text"]),
    "a name twice": with_column(1, name="size"),
    "a name that is a number": with_column(1, name=3),
    "more than it says": pack(mixed()) + b"x",
    "cut off": pack(mixed())[:-1],
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_bytes_that_are_no_table_are_refused(content):
    with pytest.raises(ValueError, match=r"open|use|take|give"):
        unpack(content, mixed().key)


def test_a_column_that_unpacks_to_more_than_it_says_is_refused():
    bomb = zlib.compress(bytes(50_000_000), 9)
    column = {"name": "x", "as": "f8", "digits": 0, "bytes": len(bomb)}
    with pytest.raises(ValueError, match="no packed table"):
        unpack(joined({"name": "", "rows": 3, "columns": [column]}, bomb), "0" * 32)


def test_numbers_that_can_not_be_computed_with_are_refused():
    numbers = zlib.compress(np.array([np.inf, 1.0]).tobytes())
    column = {"name": "x", "as": "f8", "digits": 0, "bytes": len(numbers)}
    with pytest.raises(ValueError, match="no packed table"):
        unpack(joined({"name": "", "rows": 2, "columns": [column]}, numbers), "0" * 32)


def test_what_would_take_too_much_is_not_packed(monkeypatch):
    monkeypatch.setattr(packed, "MOST_PACKED", 50)
    with pytest.raises(ValueError, match="at most 50"):
        pack(mixed())


def test_a_column_of_texts_keeps_their_order():
    table = Table((text_column("size", ["10", "9", None, "no", "yes"]),))
    assert unpack(pack(table), table.key)["size"].texts == table["size"].texts


def test_a_table_that_could_not_be_unpacked_is_not_packed(monkeypatch):
    monkeypatch.setattr("nncore.data.packed.MOST_HEADER", 1000)
    with pytest.raises(ValueError, match="at most 1,000 are kept"):
        pack(table_of(("a", "b"), [("x" * 100 + str(row), row) for row in range(10)]))
