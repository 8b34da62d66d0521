"""The classes of this process: how they begin, are found and go."""

import time
from functools import lru_cache
from threading import RLock
from typing import Any

from ui.core.classroom.codes import WrongCodes, hashed, new_code, new_secret, read_code
from ui.core.classroom.records import Class, Kept
from ui.core.classroom.room import UNSEEN, Clock, Room
from ui.core.classroom.store import Store
from ui.core.classroom.texts import plain_line

LONGEST_TITLE = 80
UNTITLED = "Our class"
LINGERING = 600.0
"""Seconds for which an ended class still says so, and still gives its summary."""
MOST_CLASSES = 200


class Rooms:
    """The classes of this process."""

    def __init__(self, store: Store, clock: Clock = time.time):
        self._store, self._clock = store, clock
        self._lock = RLock()
        self._rooms: dict[str, Room] = {}
        self._wrong = WrongCodes()

    def start(self, title: Any = "") -> tuple[Room, str]:
        """A new class and its teacher's secret."""
        title = plain_line(title or UNTITLED, "the title", LONGEST_TITLE)
        with self._lock:
            taken = self._store.codes() | set(self._rooms)
            if len(taken) >= MOST_CLASSES:
                raise ValueError(f"{MOST_CLASSES} classes go on here; end one of yours, or try again later")
            secret = new_secret()
            about = Class(new_code(taken), title, hashed(secret), self._clock())
            self._store.put_class(about)
            self._rooms[about.code] = Room(Kept(about), self._store, self._clock)
            return self._rooms[about.code], secret

    def of(self, code: Any) -> Room | None:
        """The class with that code, from the store where this process hasn't had it; None where there is none.

        One that was ended is here for a while and says so.
        """
        code = read_code(code)
        with self._lock:
            if code and code not in self._rooms:
                kept = self._store.read(code)
                if kept:
                    self._rooms[code] = Room(kept, self._store, self._clock)
            return self._rooms.get(code)

    def enter(self, code: Any, address: str) -> Room:
        """The class whose code somebody has typed. Raises TooMany after many wrong codes, else ValueError."""
        now = self._clock()
        self._wrong.check(address, now)
        room = self.of(code)
        if room is None:
            self._wrong.wrong(address, now)
            raise ValueError("there is no class with this code; look at it once more")
        return room

    def seat_of_token(self, token: Any) -> tuple[Room, int] | None:
        """Whose board it is that a session opens with a token of `Room.take`; None for any other text."""
        room = self.of(token.partition(".")[0]) if isinstance(token, str) else None
        seat = room.seat_of_token(token) if room else None
        return (room, seat) if room and seat else None

    def all(self) -> list[Room]:
        """Those that this process has."""
        with self._lock:
            return list(self._rooms.values())

    def sweep(self, now: float | None = None) -> None:
        """Close questions whose time is over, and remove classes that are over; to be called now and then."""
        now = self._clock() if now is None else now
        for room in self.all():
            room.sweep(now)
        with self._lock:
            for room in self.all():
                if room.ended is not None and now - room.ended > LINGERING:
                    del self._rooms[room.code]
            self._store.remove_unseen(now - UNSEEN)


def rooms() -> Rooms:
    """The classes of this process, kept in the usual folder."""
    with _ONE_AT_A_TIME:
        return _of_this_process()


_ONE_AT_A_TIME = RLock()


@lru_cache(maxsize=1)
def _of_this_process() -> Rooms:
    return Rooms(Store())
