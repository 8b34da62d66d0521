"""What tests of a class can ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui.core.classroom.classes import Clock
from ui.core.classroom.room import Room
from ui.core.classroom.rooms import Rooms
from ui.core.classroom.store import Store


@pytest.fixture
def open_store() -> Iterator[Callable[..., Store]]:
    """Opens stores and closes them when the test ends."""
    opened = []

    def open_one(folder: Path | None = None) -> Store:
        opened.append(Store(folder))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(tmp_path, open_store, clock) -> Rooms:
    return Rooms(open_store(tmp_path), clock)


@pytest.fixture
def room(rooms) -> Room:
    return rooms.start("Monday")[0]
