"""What is kept of a class. Records never change: a change is a new record in the place of the old one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ui.core.classroom.questions import Question, Value


@dataclass(frozen=True)
class Class:
    """teacher: hash of the teacher's secret. seen: when the teacher was last here, in seconds as time.time() has it."""

    code: str
    title: str
    teacher: str
    seen: float
    following: bool = True
    black: bool = False


@dataclass(frozen=True)
class Seat:
    """A student's place. secret, token: hashes of what its browser and its own board show; token may be ""."""

    number: int
    nickname: str
    secret: str
    token: str = ""
    removed: bool = False


@dataclass(frozen=True)
class Asked:
    """A question that was asked, and how far it is.

    round: 1, or 2 once it was asked again. shown: until it is withdrawn. closes: when the countdown ends, as
    time.time() has it, or None. true: the number of the board when it was revealed, NaN before that and where there
    is none.
    """

    number: int
    question: Question
    round: int = 1
    open: bool = True
    shown: bool = True
    closes: float | None = None
    revealed: bool = False
    true: float = math.nan


@dataclass(frozen=True)
class Board:
    """The teacher's board. kind: "link", with the text of a link, or "file", with the bytes of a session's file."""

    kind: str
    content: str | bytes


@dataclass(frozen=True)
class Kept:
    """All of a class. answers: (question, round, seat) → value."""

    about: Class
    seats: Sequence[Seat] = ()
    asked: Sequence[Asked] = ()
    answers: dict[tuple[int, int, int], Value] = field(default_factory=dict)
    board: Board | None = None
