"""Classes to test with."""

from dataclasses import dataclass

from nncore.experiments import EXPERIMENTS
from ui.core.classroom.room import Room
from ui.core.classroom.rooms import Rooms
from ui.core.session import Session

CHOICE = {"kind": "choice", "text": "Which?", "choices": ["a", "b", "c"], "right": 1}
LOSS = {"kind": "number", "text": "What is the loss?", "value": "loss", "tolerance": 0.01}
OPINION = {"kind": "free", "text": "Clear?", "choices": ["yes", "no"]}


@dataclass
class Clock:
    """A time that passes when a test says so."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def board(name: str = "playground") -> Session:
    return Session(EXPERIMENTS[name].experiment)


def joined(room: Room, count: int) -> list[int]:
    """Seats of so many students."""
    return [room.join(f"Student {number}")[0] for number in range(count)]


def again(rooms: Rooms, room: Room) -> Room:
    """The class after a restart of the server."""
    return Rooms(rooms._store, rooms._clock).of(room.code)
