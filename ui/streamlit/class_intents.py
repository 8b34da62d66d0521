"""What seats and teachers may say, and what is done then. All of this runs in workers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nncore.sentences import sentence
from ui.core.classroom.room import Gone, Room
from ui.core.classroom.values import listed_values
from ui.link.channel import parsed

Said = dict[str, Any]
LONGEST_ID = 60
"""Of an answer, as its browser calls it."""


@dataclass(frozen=True)
class Seat:
    """A seat that speaks."""

    room: Room
    number: int

    def answer(self, said: Said) -> Said:
        self.room.answer(self.number, said.get("question"), said.get("round"), said.get("value"))
        return {"kind": "ack", "id": name_of(said)}

    def take(self, said: Said) -> Said:
        link, token = self.room.take(self.number)
        return {"kind": "taken", "link": link, "token": token}

    def leave(self, said: Said) -> None:
        """Give the place up, unless it has answered something: that stays in the summary."""
        room = self.room
        rounds = [(asked.number, round) for asked in room.history for round in range(1, asked.round + 1)]
        if not any(self.number in room.answers(number, round) for number, round in rounds):
            room.remove(self.number)


@dataclass(frozen=True)
class Teacher:
    """The teacher who speaks. look: turns the wall on or off."""

    room: Room
    look: Callable[[bool], None]

    def follow(self, said: Said) -> None:
        self.room.follow(said.get("on"))

    def black(self, said: Said) -> None:
        self.room.black(said.get("on"))

    def ask(self, said: Said) -> None:
        self.room.ask(said.get("question"), said.get("seconds"))

    def close(self, said: Said) -> None:
        self.room.close()

    def reveal(self, said: Said) -> None:
        self.room.reveal()

    def again(self, said: Said) -> None:
        self.room.again(said.get("seconds"))

    def withdraw(self, said: Said) -> None:
        self.room.withdraw()

    def remove(self, said: Said) -> None:
        self.room.remove(said.get("seat"))

    def wall(self, said: Said) -> None:
        self.look(said.get("on") is True)

    def show(self, said: Said) -> None:
        self.room.show(said.get("seat"))

    def send(self, said: Said) -> None:
        self.room.send_to(said.get("seat"))

    def values(self, said: Said) -> Said:
        session = self.room.teacher
        return {"kind": "values", "values": listed_values(session) if session else []}

    def summary(self, said: Said) -> Said:
        return {"kind": "summary", "csv": self.room.summary_csv(), "html": self.room.summary_html()}

    def end(self, said: Said) -> None:
        self.room.end()


SEAT: dict[str, Callable[[Seat, Said], Said | None]] = {"answer": Seat.answer, "take": Seat.take, "leave": Seat.leave}
TEACHER: dict[str, Callable[[Teacher, Said], Said | None]] = {
    "follow": Teacher.follow,
    "black": Teacher.black,
    "ask": Teacher.ask,
    "close": Teacher.close,
    "reveal": Teacher.reveal,
    "again": Teacher.again,
    "withdraw": Teacher.withdraw,
    "remove": Teacher.remove,
    "wall": Teacher.wall,
    "show": Teacher.show,
    "send": Teacher.send,
    "values": Teacher.values,
    "summary": Teacher.summary,
    "end": Teacher.end,
}
"""Kind of message → what it does and replies."""


def of_seat(seat: Seat, text: str) -> Said | None:
    """What a seat's message is answered with. Raises Gone where the seat or the class is over."""
    return _answered(SEAT, seat, text)


def of_teacher(teacher: Teacher, text: str) -> Said | None:
    """What the teacher's message is answered with."""
    return _answered(TEACHER, teacher, text)


def joined(room: Room, text: str) -> "tuple[int | None, Said]":
    """The seat that a newcomer has got, None where the name was refused; and the reply."""
    said = said_in(text)
    if said.get("kind") != "join":
        return None, {"kind": "refused", "text": "Join the class first: say a nickname."}
    try:
        number, secret = room.join(said.get("nickname"))
    except Gone:
        raise
    except ValueError as error:
        return None, {"kind": "refused", "text": sentence(str(error))}
    return number, welcome(room, number, secret)


def welcome(room: Room, number: int, secret: str) -> Said:
    about = {"seat": number, "secret": secret, "nickname": room.nickname(number), "title": room.title}
    return {"kind": "welcome"} | about


def said_in(text: str) -> Said:
    """A message; {} for what is none."""
    said = parsed(text)
    return said if isinstance(said, dict) else {}


def name_of(said: Said) -> str:
    """How its browser calls a message."""
    return str(said.get("id", ""))[:LONGEST_ID]


def _answered(acts: Mapping[str, Callable[[Any, Said], Said | None]], who: Any, text: str) -> Said | None:
    said = said_in(text)
    kind = said.get("kind")
    act = acts.get(kind) if isinstance(kind, str) else None
    if act is None:
        return {"kind": "refused", "text": f"A page like this one can't say {str(kind)[:20]!r}; reload it."}
    try:
        return act(who, said)
    except Gone:
        raise
    except ValueError as error:
        return {"kind": "refused", "text": sentence(str(error)), "id": name_of(said)}
