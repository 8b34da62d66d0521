"""Tables that are too large for a link, found by their keys: of everybody who uses this server, the last used first.

A key is a fingerprint of a table's contents, so that knowing one takes having the table.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from nncore.data.table import KINDS, LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS, Table

MOST_BYTES = 500_000_000
LONGEST_KEY = 64
KNOWN = {"key", "name", "rows", "columns", "kinds"}
"""What a link says of a table."""

_tables: OrderedDict[str, Table] = OrderedDict()
_in_use: WeakValueDictionary[str, Table] = WeakValueDictionary()
"""Tables that somebody works with, whether or not there is room for them here."""
_lock = Lock()


@dataclass(frozen=True)
class Named:
    """What a link says of a table that isn't in it; name: of its file, or "". kinds: (column, kind) pairs chosen."""

    key: str
    name: str = ""
    rows: int = 0
    columns: int = 0
    kinds: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        if not self.rows:
            return "the table it is about"
        return f"{self.name or 'a table'} ({self.rows:,} rows of {self.columns} columns)"


class MissingTable(ValueError):
    """A table that isn't on this server. named: what is known of it."""

    def __init__(self, named: Named):
        super().__init__(f"{named} isn't on this server; open its file on the Data page, and then this again")
        self.named = named


def put(table: Table) -> str:
    """Keep a table for as long as there is room, and return its key."""
    key = table.key  # takes a while for a large table: others needn't wait for it
    with _lock:
        _tables[key] = _in_use[key] = table
        _tables.move_to_end(key)
        while len(_tables) > 1 and sum(map(_size, _tables.values())) > MOST_BYTES:
            _tables.popitem(last=False)
    return key


def named(table: Table) -> dict[str, Any]:
    """Keep a table, and what a link says of it, as JSON values."""
    spec = {"key": put(table), "name": table.name, "rows": len(table), "columns": len(table.columns)}
    kinds = {column.name: column.taken_as for column in table.columns if column.taken_as}
    return spec | ({"kinds": kinds} if kinds else {})


def has(key: object) -> bool:
    """Whether a table of this key is here."""
    with _lock:
        return isinstance(key, str) and (key in _tables or key in _in_use)


def table_of(spec: object) -> Table:
    """The table that `named` told of, or the one of a key; MissingTable where it isn't here, with the remedy."""
    wanted = _named(spec)
    with _lock:
        found = _tables.get(wanted.key) or _in_use.get(wanted.key)
        if wanted.key in _tables:
            _tables.move_to_end(wanted.key)
    if found is None:
        raise MissingTable(wanted)
    return found


def _named(spec: object) -> Named:
    """What a link says of a table, checked; ValueError for anything else."""
    spec = {"key": spec} if isinstance(spec, str) else spec
    if not isinstance(spec, dict) or not {"key"} <= set(spec) <= KNOWN:
        raise ValueError(f"table is {str(spec)[:40]!r}; use the key of one")
    key, name = spec["key"], spec.get("name", "")
    if not isinstance(key, str) or not isinstance(name, str) or len(key) > LONGEST_KEY or len(name) > LONGEST_TEXT:
        raise ValueError(f"table is {str(spec)[:40]!r}; use the key of one")
    rows, columns = spec.get("rows", 0), spec.get("columns", 0)
    if not (type(rows) is int and 0 <= rows <= MOST_ROWS and type(columns) is int and 0 <= columns <= MOST_COLUMNS):
        raise ValueError(f"table has {str(rows)[:20]} rows of {str(columns)[:20]} columns; use its own numbers")
    kinds = spec.get("kinds", {})
    if (
        not isinstance(kinds, dict)
        or len(kinds) > MOST_COLUMNS
        or not all(kind in tuple(KINDS) for kind in kinds.values())
    ):
        raise ValueError(f"kinds is {str(kinds)[:40]!r}; use names of columns and {', '.join(KINDS)}")
    return Named(key, name, rows, columns, tuple(kinds.items()))


def _size(table: Table) -> int:
    return sum(8 * len(column) if column.numbers is not None else 4 * len(column) for column in table.columns)
