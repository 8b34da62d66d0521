"""What a view has been sent of pictures and curves, so that the next frame carries only what is new.

A picture changes little from one frame to the next: its difference, compressed on its way, takes a tenth of it. Curves
grow at their end. A view says which frame it stands on; `ui/live/received.js` puts the two together again.
"""

from collections.abc import Iterator

import numpy as np

MOST_KEPT = 4
"""Frames that a view may still stand on: answers to two requests may be on their way at once."""

Array = np.ndarray
State = dict[str, Array]


class Sent:
    """The states of one view by number; a state holds all it knows after a frame."""

    def __init__(self, numbers: Iterator[int]) -> None:
        """numbers: of the frames, shared by the views of a session: one may show what another one has asked for."""
        self._states: dict[int, State] = {}
        self._numbers = numbers

    def difference(self, arrays: State, on: int | None) -> tuple[dict[str, object], State]:
        """What to send of `arrays` to a view that stands on frame `on`, and what the header says of it.

        number: of the state after this frame. on: the state it builds upon, 0 for none. parts: name of each array that
        is sent and what it is: "whole", "added" to the bytes that are there (modulo 256), or the column from which it
        continues the rows that are there. What stays the same is left out.
        """
        before = self._states.get(on, {}) if on else {}
        number = next(self._numbers)
        self._states[number] = before | arrays
        for old in sorted(self._states)[:-MOST_KEPT]:
            del self._states[old]
        parts: dict[str, object] = {}
        sent: State = {}
        for name, array in arrays.items():
            known = before.get(name)
            picture = array.dtype == np.uint8
            if known is None or (known.shape != array.shape if picture else known.shape[:-1] != array.shape[:-1]):
                sent[name], parts[name] = array, "whole"
            elif picture:
                if not np.array_equal(array, known):
                    sent[name], parts[name] = array - known, "added"
            elif (same := _same_columns(known, array)) or not known.size:
                if array.shape != known.shape or same < array.shape[-1]:
                    sent[name], parts[name] = array[..., same:], same
            else:
                sent[name], parts[name] = array, "whole"
        return {"number": number, "on": on if before else 0, "parts": parts}, sent


def _same_columns(known: Array, array: Array) -> int:
    """How many columns two arrays of rows begin with in common; NaN is the same as NaN."""
    width = min(known.shape[-1], array.shape[-1])
    if width == 0:
        return 0
    one, other = known[..., :width], array[..., :width]
    same = ((one == other) | ((one != one) & (other != other))).reshape(-1, width).all(axis=0)
    return width if same.all() else int(same.argmin())


def coarser(picture: Array, step: int) -> Array:
    """Bytes rounded to multiples of `step`, a power of two, so that small changes are none; 128 stays what it is."""
    return (np.minimum(picture, 255 - step // 2) + step // 2) & (256 - step)
