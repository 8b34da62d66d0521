"""What tests of a class can ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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
