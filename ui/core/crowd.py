"""Who trains on this server now: each of them gets a share of the time, so that all keep moving."""

import threading

BUDGET = 0.034
"""Seconds of training for an answer; learners who train at the same time on one server share it."""
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
            return BUDGET / len(self._last)

    @property
    def alone(self) -> bool:
        """Whether one learner at most trains."""
        return len(self._last) <= 1


CROWD = Crowd()
