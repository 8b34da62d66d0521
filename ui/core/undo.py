"""What can be undone and redone: places to come back to, as much as memory allows."""

from typing import Any, NamedTuple

MOST_BYTES = 16_000_000


class Remembered(NamedTuple):
    """place: what to come back to. size: about how many bytes it keeps alive."""

    place: Any
    size: int


class UndoStack:
    """Places, the newest last. The edits of one gesture, as of a drag, are undone together."""

    def __init__(self) -> None:
        self.done: list[Remembered] = []
        self.undone: list[Remembered] = []
        self._gesture: Any = None

    def clear(self) -> None:
        self.done, self.undone, self._gesture = [], [], None

    def end_gesture(self) -> None:
        """What comes next is an undo step of its own."""
        self._gesture = None

    def remember(self, place: Any, size: int, gesture: Any = None) -> None:
        """Put a place on the stack, once a gesture; the oldest go when all take too much memory."""
        same, self._gesture = gesture is not None and gesture == self._gesture, gesture
        if same:
            return
        self.done.append(Remembered(place, size))
        self.undone.clear()
        taken = 0
        for index in reversed(range(len(self.done))):
            taken += self.done[index].size
            if taken > MOST_BYTES:
                del self.done[: index + 1]
                break

    def undo(self, here: Any) -> Any:
        """The place before this one, which can be redone; ValueError where there is none."""
        return self._move(self.done, self.undone, here, "nothing to undo")

    def redo(self, here: Any) -> Any:
        """The place that was undone last; ValueError where there is none."""
        return self._move(self.undone, self.done, here, "nothing to redo")

    def _move(self, source: list[Remembered], target: list[Remembered], here: Any, nothing: str) -> Any:
        if not source:
            raise ValueError(nothing)
        self._gesture = None
        place, size = source.pop()
        target.append(Remembered(here, size))
        return place
