import io
import zipfile

import pytest

from nncore.imports.archive import names_in, unpacked


def zipped(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_an_entry_is_unpacked_up_to_its_bound():
    content = zipped(a=b"x" * 1_000, b=b"")
    assert names_in(content) == ("a", "b")
    assert unpacked(content, "a", 1_000) == b"x" * 1_000
    with pytest.raises(ValueError, match="a in this archive unpacks to more than 999 bytes"):
        unpacked(content, "a", 999)


def test_an_archive_that_lies_about_its_sizes_is_refused():
    content = zipped(a=b"x" * 1_000_000)
    size = (1_000_000).to_bytes(4, "little")
    lying = content.replace(size, (10).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(ValueError, match="missing or damaged"):
        unpacked(lying, "a", 1_000)


def test_a_missing_entry_and_a_damaged_archive_are_refused():
    with pytest.raises(ValueError, match="b in this archive is missing"):
        unpacked(zipped(a=b"x"), "b", 10)
    with pytest.raises(ValueError, match="this archive is damaged"):
        names_in(b"PK\x03\x04" + b"x" * 100)
