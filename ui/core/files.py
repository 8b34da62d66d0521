"""Sessions as files: the whole run with its time machine, its tables however large, and how far the lessons are.

A file is JSON (.netsketch.json). It may be forged: it is checked field by field, and its size first.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nncore.data import packed, shelf
from nncore.data.table import Table
from nncore.saved import text_size
from nncore.serialize import parsed
from ui.core.links import VERSION, linked, newer, opened_from, version_of
from ui.core.saving import opened_from_parts, parts_of
from ui.core.session import Opened, Session
from ui.link.tables import MOST_HELD, PACKING

Spec = dict[str, Any]

EXTENSION = ".netsketch.json"
MOST_FILE = 40_000_000
"""Bytes of a file that is written or read."""
MOST_RUN = 20_000_000
"""Characters of a run; of a longer one the place shown is saved, without the way there."""
NO_FILE = f"this is no file of Netsketch; open one that was saved here, which ends in {EXTENSION}"


@dataclass(frozen=True)
class Saved:
    """What a file holds. opened: where the session goes on. lessons: how far they are, unchecked, or None."""

    opened: Opened
    lessons: Any


def file_of(session: Session, lessons: Any = None) -> bytes:
    """A session as a file. Raises ValueError where it would be too large, with the remedy."""
    with session.lock:
        awaits = session.awaits
        spec: Spec = {"netsketch": VERSION}
        if awaits or text_size(session.history) > MOST_RUN:
            spec["link"] = linked(session)
        else:
            spec["still"], spec["moving"] = parts_of(session)
        tables = session.large_tables
    spec |= {"lessons": lessons} if lessons else {}
    spec |= {"tables": packed_tables(tables)} if tables else {}
    content = json.dumps(spec, separators=(",", ":"), allow_nan=False).encode()
    return writable(content, MOST_FILE, "save the table as CSV and the weights by themselves")


def saved_in(content: bytes) -> Saved:
    """What a file holds that `file_of` made; ValueError for anything else."""
    spec = parsed(readable(content, MOST_FILE))
    if spec is None or "netsketch" not in spec:
        raise ValueError(NO_FILE)
    version = version_of(spec["netsketch"])
    try:
        held = unpacked_tables(spec.get("tables", {}))  # named here so that they stay until the run has them
        opened = _opened(spec)
    except ValueError as error:
        raise ValueError(f"{newer(version)}{error}") from None
    del held
    return Saved(opened, spec.get("lessons"))


def writable(content: bytes, most: int, remedy: str) -> bytes:
    """A file of at most so many bytes; ValueError with the remedy for a larger one."""
    if len(content) > most:
        raise ValueError(
            f"the file would take {len(content) / 1e6:.0f} MB and at most {most / 1e6:.0f} can be opened; {remedy}"
        )
    return content


def readable(content: bytes, most: int) -> bytes:
    """The same before a file is read: its size comes before anything in it."""
    if len(content) > most:
        raise ValueError(f"the file takes {len(content) / 1e6:.0f} MB; at most {most / 1e6:.0f} can be opened")
    return content


def _opened(spec: Spec) -> Opened:
    if "link" in spec:
        return opened_from(spec["link"])
    if "still" not in spec or "moving" not in spec:
        raise ValueError(NO_FILE)
    return opened_from_parts(spec["still"], spec["moving"])


def packed_tables(tables: Mapping[str, Table]) -> dict[str, str]:
    """Large tables, by their keys, as texts for a file."""
    return {key: _packed(table) for key, table in tables.items()}


def _packed(table: Table) -> str:
    with PACKING:
        return base64.b64encode(packed.pack(table)).decode()


def unpacked_tables(spec: Any) -> list[Table]:
    """The tables of a file, put where links and records look for them."""
    if not isinstance(spec, dict) or len(spec) > MOST_HELD:
        raise ValueError(NO_FILE)
    tables = []
    for key, text in spec.items():
        try:
            content = base64.b64decode(text, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise ValueError(NO_FILE) from None
        with PACKING:
            tables.append(packed.unpack(content, key))
        shelf.put(tables[-1])
    return tables
