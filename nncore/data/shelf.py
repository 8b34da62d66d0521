"""Tables that are too large for a link, found by their keys: of everybody who uses this server, the last used first.

A key is a fingerprint of a table's contents, so that knowing one takes having the table.
"""

from collections import OrderedDict
from threading import Lock

from nncore.data.table import Table

MOST_BYTES = 500_000_000

_tables: OrderedDict[str, Table] = OrderedDict()
_lock = Lock()


def put(table: Table) -> str:
    """Keep a table for as long as there is room, and return its key."""
    with _lock:
        _tables[table.key] = table
        _tables.move_to_end(table.key)
        while len(_tables) > 1 and sum(map(_size, _tables.values())) > MOST_BYTES:
            _tables.popitem(last=False)
    return table.key


def table_of_key(key: object) -> Table:
    """The table of this key; ValueError where it isn't here any more, with the remedy."""
    with _lock:
        found = _tables.get(key) if isinstance(key, str) else None
        if found is not None:
            _tables.move_to_end(found.key)
    if found is None:
        raise ValueError(
            "the table it is about isn't on this server; open its file on the Data page, and then this again"
        )
    return found


def _size(table: Table) -> int:
    return sum(8 * len(column) if column.numbers is not None else 4 * len(column) for column in table.columns)
