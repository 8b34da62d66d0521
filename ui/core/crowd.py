"""Who trains on this server now: each of them gets a share of the time, so that all keep moving."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

BUDGET = 0.034
"""Seconds from one answer to the next for a learner alone; learners who train at the same time share them."""
EACH = 0.0035
"""Seconds for each learner's answer and training: of many, all take turns more slowly, down to SLOWEST."""
SLOWEST = 0.11
AT_ONCE = 1.0
"""Seconds for which a learner counts as training."""


class Crowd:
    def __init__(self) -> None:
        self._last: dict[str, float] = {}
        self._lock = threading.Lock()

    def budget(self, visit: str, now: float) -> float:
        """Seconds of training for the next answer to a visit."""
        with self._lock:
            self._last[visit] = now
            if len(self._last) > 1:
                self._last = {other: last for other, last in self._last.items() if now - last < AT_ONCE}
            return self.pace / len(self._last)

    @property
    def pace(self) -> float:
        """Seconds from one answer to the next."""
        return max(BUDGET, min(EACH * len(self._last), SLOWEST))


class Turn:
    """Small networks are computed one after another.

    The interpreter runs one thread at a time; with several, each of a small network's many calls of NumPy hands it
    over, which costs more than the arithmetic: ten learners trained at a fifth of the speed of one, now at two thirds.
    Large networks spend their time inside NumPy, where threads don't get in each other's way, and take no turns.
    """

    def __init__(self) -> None:
        self._turn, self._count = threading.Lock(), threading.Lock()
        self._waiting = 0

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for it."""
        return self._waiting > 0

    @contextmanager
    def taken(self, large: bool) -> Iterator[None]:
        if large:
            yield
            return
        with self._count:
            self._waiting += 1
        self._turn.acquire()
        with self._count:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turn.release()


CROWD = Crowd()
TURN = Turn()
