"""One file out of a zip archive, unpacked within bounds and never onto a disk."""

import io
import struct
import zipfile
import zlib

MOST_ENTRIES = 1_000
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, KeyError, struct.error)
"""What a damaged archive, or one with a password, makes of zipfile."""


def is_zip(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def names_in(content: bytes) -> tuple[str, ...]:
    """What the entries of an archive are called; nothing is unpacked. Raises ValueError for a damaged one."""
    with _opened(content) as archive:
        return tuple(archive.namelist())


def unpacked(content: bytes, name: str, most: int) -> bytes:
    """The entry of that name. Raises ValueError where it is missing, damaged or larger than `most` bytes."""
    with _opened(content) as archive:
        try:
            with archive.open(name) as stream:
                inside = stream.read(most + 1)  # what the archive says about sizes may be a lie
        except BROKEN:
            raise ValueError(f"{name} in this archive is missing or damaged; save the file again") from None
    if len(inside) > most:
        raise ValueError(f"{name} in this archive unpacks to more than {most:,} bytes; bring a smaller network")
    return inside


def _opened(content: bytes) -> zipfile.ZipFile:
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:  # each entry has one; zipfile would list millions
        raise ValueError(f"this archive has more than {MOST_ENTRIES:,} entries; bring the file of one network")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (*BROKEN, ValueError):
        raise ValueError("this archive is damaged; save the file again") from None
