"""The way of large tables between a browser's tab and the server: packed, one at a time, known by a secret.

A tab keeps the tables that its session needs (ui/link/tables.js), and gives them back to a server that lacks them, as
after a restart. ui/streamlit/table_route.py serves this.
"""

import secrets
from threading import Lock
from typing import Protocol
from weakref import WeakKeyDictionary, WeakValueDictionary, ref

from nncore.data import packed, shelf
from nncore.data.table import Table

PACKING = Lock()
"""One table at a time: it keeps a processor busy."""
MOST_HELD = 2
"""Tables that a session is handed back: a run on two."""


class Owner(Protocol):
    """Whose tables they are."""

    @property
    def large_tables(self) -> dict[str, Table]:
        """Those that the session needs, by their keys."""


class Desk:
    """What one session may fetch and bring. brought: tables that came back and that nobody has opened yet."""

    def __init__(self, owner: Owner):
        self._owner = ref(owner)
        self.brought: dict[str, Table] = {}

    def table(self, key: str) -> Table | None:
        """A table that the session needs."""
        owner = self._owner()
        return owner.large_tables.get(key) if owner is not None else None


_DESKS: WeakKeyDictionary[Owner, tuple[str, Desk]] = WeakKeyDictionary()
_BY_SECRET: WeakValueDictionary[str, Desk] = WeakValueDictionary()


def register(owner: Owner) -> str:
    """The secret by which the tab of a session reaches its tables, for as long as the session lasts."""
    if owner not in _DESKS:
        desk = Desk(owner)
        _DESKS[owner] = (secrets.token_urlsafe(24), desk)
        _BY_SECRET[_DESKS[owner][0]] = desk
    return _DESKS[owner][0]


def desk_of(secret: str) -> Desk | None:
    """Whose secret it is; None for one that isn't known (any more)."""
    return _BY_SECRET.get(secret)


def fetched(desk: Desk, key: str) -> bytes | None:
    """A table of the session as bytes; None where it is none of them, or too large to be kept."""
    table = desk.table(key)
    if table is None:
        return None
    try:
        with PACKING:
            return packed.pack(table)
    except ValueError:
        return None


def bring(desk: Desk, key: str, content: bytes) -> None:
    """Take a table back that a tab has kept. Raises ValueError for bytes that are not that table."""
    with PACKING:
        table = packed.unpack(content, key)
    shelf.put(table)
    desk.brought[key] = table  # so that it stays until the session is opened, even where the shelf is full
    for oldest in list(desk.brought)[:-MOST_HELD]:
        del desk.brought[oldest]
