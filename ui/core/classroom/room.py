"""A class while it goes on: who is in it, what is asked, what is shown.

Every method may be called from any thread. One that is refused raises ValueError with words for the reader; what
another one changes is in the store when it returns.
"""

import time
import weakref
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from math import ceil, nan
from threading import RLock
from typing import Any, NamedTuple

from ui.core.classroom import states, summary
from ui.core.classroom.boards import board_of, opened_board
from ui.core.classroom.codes import JOINS_A_SECOND, Limit, TooMany, fits, hashed, new_secret
from ui.core.classroom.questions import Spec, Value, checked_answer, question_of
from ui.core.classroom.records import Asked, Board, Kept, Seat
from ui.core.classroom.store import Store
from ui.core.classroom.texts import apart, checked_nickname
from ui.core.classroom.values import has_value, listed_values, value_of
from ui.core.links import link_of
from ui.core.session import Opened, Session, same

MOST_SEATS, MOST_EVER = 100, 1000
"""Seats of a class at once, and with those that were removed."""
MOST_QUESTIONS = 200
LONGEST_COUNTDOWN = 3600
"""Seconds."""
ROUNDS = 2
BOARD_EVERY = 2.0
"""Seconds between two boards that are kept."""
SEEN_EVERY = 60.0
"""Seconds between two notes in the store that the teacher is here."""
UNSEEN = 12 * 3600.0
"""Seconds without the teacher after which a class is removed."""

Clock = Callable[[], float]


class Gone(ValueError):
    """A class that has ended, or a seat that was removed."""


class Sent(NamedTuple):
    """A state that the teacher has sent. seat: to whom, None for all."""

    number: int
    seat: int | None
    link: str


class Room:
    """One class.

    changed: another number after every change of what the pages are told. ended: when the class was ended, or None.
    """

    def __init__(self, kept: Kept, store: Store, clock: Clock = time.time):
        """kept: what the store has of it. clock: as time.time."""
        self._lock = RLock()
        self._store, self._clock = store, clock
        self._about = kept.about
        self._seats = {seat.number: seat for seat in kept.seats}
        self._numbers = {seat.secret: seat.number for seat in kept.seats}
        self._asked = {asked.number: asked for asked in kept.asked}
        self._answers: dict[tuple[int, int], dict[int, Value]] = defaultdict(dict)
        for (question, round, seat), value in kept.answers.items():
            self._answers[question, round][seat] = value
        self._grouped: dict[int, Spec] = {}
        self._prepared: Sequence[Spec] = ()
        self._board = kept.board
        self._board_state: tuple[Any, ...] = ()
        self._board_time = float("-inf")
        self._last: tuple[Board, Session] | None = None
        self._joins = Limit(JOINS_A_SECOND, 1.0)
        self._sockets: Counter[int] = Counter()
        self._sent: list[Sent] = []
        self._shown: int | None = None
        self._teacher: Callable[[], Session | None] = _nobody
        self._own: dict[int, Callable[[], Session | None]] = {}
        self._changes = count(1)
        self.changed = 0
        self.ended: float | None = None

    def _bump(self, *_: object) -> None:
        self.changed = next(self._changes)

    # ---------------------------------------------------------------- what it is

    @property
    def code(self) -> str:
        return self._about.code

    @property
    def title(self) -> str:
        return self._about.title

    @property
    def following(self) -> bool:
        """Whether the students' pages follow the teacher's board."""
        return self._about.following

    @property
    def is_black(self) -> bool:
        """Whether the students' pages are dark, so that everybody looks up."""
        return self._about.black

    @property
    def shown(self) -> int | None:
        """The seat whose board everybody sees."""
        return self._shown if self._shown is not None and self.session_of(self._shown) else None

    @property
    def live(self) -> bool:
        """Whether the teacher's session is in this process."""
        return self.teacher is not None

    @property
    def teacher(self) -> Session | None:
        """The teacher's session."""
        return self._teacher()

    @property
    def seats(self) -> list[Seat]:
        """Those who are in the class, in the order in which they came."""
        with self._lock:
            return [seat for seat in self._seats.values() if not seat.removed]

    def session_of(self, seat: int) -> Session | None:
        """The session of a seat that has taken the board over."""
        return self._own.get(seat, _nobody)()

    # ---------------------------------------------------------------- who it is

    def join(self, nickname: Any) -> tuple[int, str]:
        """A new seat: its number and its secret. Its nickname is in `seats`; it may have got a number behind it."""
        nickname = checked_nickname(nickname)
        with self._lock:
            self._check()
            now = self._clock()
            if self._joins.full(now):
                raise TooMany("many are joining at this moment; try again in a second")
            seats = self.seats
            if len(seats) >= MOST_SEATS or len(self._seats) >= MOST_EVER:
                raise ValueError(f"this class is full: it has {MOST_SEATS} seats; ask the teacher to remove one")
            secret = new_secret()
            name = apart(nickname, (seat.nickname for seat in seats))
            seat = Seat(max(self._seats, default=0) + 1, name, hashed(secret))
            self._put_seat(seat)
            self._joins.count(now)
            self._numbers[seat.secret] = seat.number
            return seat.number, secret

    def seat_of(self, secret: Any) -> int | None:
        """The seat that has this secret, None where nobody has it. Raises Gone where it was removed."""
        if not isinstance(secret, str):
            return None
        with self._lock:
            number = self._numbers.get(hashed(secret))
            if number is not None:
                self._check()
                self._seat(number)
            return number

    def seat_of_token(self, token: Any) -> int | None:
        """The seat that took the board over with this token; see `take`."""
        if not isinstance(token, str):
            return None
        with self._lock:
            kept = hashed(token)
            return next((seat.number for seat in self.seats if seat.token == kept), None)

    def is_teacher(self, secret: Any) -> bool:
        return fits(secret, self._about.teacher)

    def nickname(self, seat: int) -> str:
        with self._lock:
            return self._seat(seat).nickname

    def arrived(self, seat: int) -> None:
        """A page of that seat is connected."""
        with self._lock:
            self._sockets[self._seat(seat).number] += 1
            self._bump()

    def left(self, seat: int) -> None:
        """A page of that seat isn't connected any more."""
        with self._lock:
            self._sockets[seat] -= 1
            self._bump()

    def is_here(self, seat: int) -> bool:
        return self._sockets[seat] > 0

    def remove(self, seat: int) -> None:
        """Send somebody out; the seat's answers go with it."""
        with self._lock:
            self._check()
            gone = replace(self._seat(seat), removed=True, token="")
            self._store.remove_seat(self.code, gone)
            self._seats[seat] = gone
            for answers in self._answers.values():
                answers.pop(seat, None)
            self._grouped.clear()
            self._own.pop(seat, None)
            self._bump()

    def end(self) -> None:
        """End the class: nothing of it stays on the disk."""
        with self._lock:
            if self.ended is None:
                self._store.remove(self.code)
                self.ended = self._clock()
                self._teacher, self._own, self._last, self._board = _nobody, {}, None, None
                self._bump()

    def _check(self) -> None:
        if self.ended is not None:
            raise Gone("this class has ended")

    def _seat(self, seat: Any) -> Seat:
        """A seat of the class. Raises ValueError, Gone where it was removed."""
        found = self._seats.get(seat) if type(seat) is int else None
        if found is None:
            raise ValueError(f"there is no seat {str(seat)[:40]!r} in this class; join once more")
        if found.removed:
            raise Gone("the teacher has removed this seat; you can join once more")
        return found

    def _put_seat(self, seat: Seat) -> None:
        self._store.put_seat(self.code, seat)
        self._seats[seat.number] = seat
        self._bump()

    # ---------------------------------------------------------------- what is shown

    def follow(self, on: Any) -> None:
        """Let the students' pages follow the teacher's board, or leave them alone."""
        self._put_about(following=_is_on(on))

    def black(self, on: Any) -> None:
        """Make the students' pages dark, or light again."""
        self._put_about(black=_is_on(on))

    def _put_about(self, **changes: Any) -> None:
        with self._lock:
            self._check()
            about = replace(self._about, seen=self._clock(), **changes)
            self._store.put_class(about)
            self._about = about
            self._bump()

    def show(self, seat: Any) -> None:
        """Show everybody the board of a seat, or with None the teacher's again."""
        with self._lock:
            self._check()
            if seat is not None and not self.session_of(self._seat(seat).number):
                raise ValueError(f"{self._seat(seat).nickname} has no board at this moment; choose somebody who has")
            self._shown = seat
            self._bump()

    def bring_teacher(self, session: Session) -> None:
        """The session of whoever teaches is in this process: the teacher has come back, or has just begun."""
        with self._lock:
            self._check()
            if self.teacher is session:
                return
            self._teacher = weakref.ref(session, self._bump)
            self._board_state, self._board_time = (), float("-inf")
            self._put_about()
        self.keep_board()

    def prepare(self, questions: Sequence[Spec]) -> None:
        """The questions of the demonstration that is open, for the teacher's page to offer: `prepared_questions`."""
        with self._lock:
            self._check()
            if questions != self._prepared:
                self._prepared = questions
                self._bump()

    @property
    def prepared(self) -> Sequence[Spec]:
        return self._prepared

    def bring_seat(self, seat: int, session: Session) -> None:
        """The session in which a seat has its own board is in this process."""
        with self._lock:
            self._check()
            number = self._seat(seat).number
            if self.session_of(number) is not session:
                self._own[number] = weakref.ref(session, self._bump)
                self._bump()

    def board_session(self) -> Session | None:
        """The session whose board everybody sees now; None where nothing is shown.

        While the teacher isn't back after a restart, the last board that was kept.
        """
        with self._lock:
            if self.is_black or self.ended is not None:
                return None
            shown = None if self._shown is None else self.session_of(self._shown)
            return shown or (self._teacher_or_last() if self.following else None)

    def _teacher_or_last(self) -> Session | None:
        session, board = self.teacher, self._board
        if session is not None or board is None:
            return session
        if self._last is None or self._last[0] is not board:
            try:
                opened = opened_board(board)
            except ValueError:  # kept by another version
                self._board = None
                return None
            last = Session(opened.history.chain[0].experiment)
            last.open(opened)
            self._last = (board, last)
        return self._last[1]

    def keep_board(self) -> None:
        """Keep the teacher's board for after a restart, where it has changed; at most every two seconds.

        To be called again and again while the class goes on.
        """
        session, now = self.teacher, self._clock()
        if session is None or self.ended is not None or now - self._board_time < BOARD_EVERY:
            return
        with session.lock:
            state = session.state
        if same(state, self._board_state):
            return
        self._board_time = now
        board = board_of(session)
        with self._lock:
            if self.teacher is session and self.ended is None:
                self._store.put_board(self.code, board)
                self._board, self._board_state = board, state

    # ---------------------------------------------------------------- boards for students

    def take(self, seat: int) -> tuple[str, str]:
        """The board of this moment for a seat that takes it over: (link, token).

        link: "" where the board is too large for one; then `copy` has it. token: shows, with `seat_of_token`, whose
        board it is that a session opens with it.
        """
        link = self._link()
        token = f"{self.code}.{new_secret()}"
        with self._lock:
            self._check()
            self._put_seat(replace(self._seat(seat), token=hashed(token)))
        return link, token

    def copy(self) -> Opened:
        """The teacher's board of this moment, for a session to open."""
        session = self.teacher
        board = board_of(session) if session else self._board
        if board is None:
            raise ValueError("the teacher's board isn't here, or too large to be taken over; ask the teacher")
        return opened_board(board)

    def _link(self) -> str:
        session, board = self.teacher, self._board
        if session is None and board is None:
            raise ValueError("the teacher's board isn't here yet; try again in a moment")
        if session is None:
            return str(board.content) if board and board.kind == "link" else ""
        try:
            return link_of(session)
        except ValueError:
            return ""

    def send_to(self, seat: Any = None) -> None:
        """Offer the teacher's board of this moment to a seat, by default to all: `sent_to` has it."""
        link = self._link()
        if not link:
            raise ValueError("this board is too large to be sent; let students take it over instead")
        with self._lock:
            self._check()
            number = None if seat is None else self._seat(seat).number
            self._bump()
            others = [sent for sent in self._sent if number is not None and sent.seat != number]
            self._sent = [*others, Sent(self.changed, number, link)]

    def sent_to(self, seat: int) -> tuple[int, str] | None:
        """(number, link) of what was last offered to a seat, None for nothing; a larger number is a newer one."""
        with self._lock:
            found = [sent for sent in self._sent if sent.seat in (None, seat)]
            return max((sent.number, sent.link) for sent in found) if found else None

    # ---------------------------------------------------------------- questions

    @property
    def current(self) -> Asked | None:
        """The question that is on the pages; one whose time is over is closed by now."""
        with self._lock:
            asked = next(reversed(self._asked.values()), None)
            if asked is None or not asked.shown:
                return None
            if asked.open and asked.closes is not None and self._clock() >= asked.closes:
                asked = self._put_asked(replace(asked, open=False))
            return asked

    def _put_asked(self, asked: Asked) -> Asked:
        self._store.put_asked(self.code, asked)
        self._asked[asked.number] = asked
        self._grouped.pop(asked.number, None)
        self._bump()
        return asked

    def _current(self) -> Asked:
        self._check()
        asked = self.current
        if asked is None:
            raise ValueError("no question is being asked; ask one first")
        return asked

    def ask(self, question: Any, seconds: Any = None) -> None:
        """Ask a question, for so many seconds or until it is closed. The one before it is closed."""
        made, session = question_of(question), self.teacher
        if made.value and session and not has_value(session, made.value):
            raise ValueError(f"the board has no {made.value} at this moment; choose another number")
        closes = _countdown(seconds)
        with self._lock:
            self._check()
            if len(self._asked) >= MOST_QUESTIONS:
                raise ValueError(f"{MOST_QUESTIONS} questions were asked in this class; begin another class")
            before = self.current
            if before is not None:
                self._put_asked(replace(before, open=False, shown=False))
            number = max(self._asked, default=0) + 1
            self._put_asked(Asked(number, made, closes=None if closes is None else self._clock() + closes))

    def close(self) -> None:
        """No more answers."""
        with self._lock:
            self._put_asked(replace(self._current(), open=False))

    def reveal(self) -> None:
        """Show everybody how the class has answered, and what is right: a number of the board as it is now."""
        with self._lock:
            asked, session = self._current(), self._teacher_or_last()
        true = nan
        if asked.question.value and session:
            true = value_of(session, asked.question.value)  # may wait for a step of training: not under our lock
        with self._lock:
            now = self._current()
            if (now.number, now.round) == (asked.number, asked.round):
                self._put_asked(replace(now, open=False, revealed=True, true=true))

    def again(self, seconds: Any = None) -> None:
        """Ask the same question once more, after a discussion; `reveal` then shows both rounds."""
        closes = _countdown(seconds)
        with self._lock:
            asked = self._current()
            if asked.round >= ROUNDS:
                raise ValueError("this question was asked twice; ask another one")
            closes = None if closes is None else self._clock() + closes
            self._put_asked(replace(asked, round=asked.round + 1, open=True, closes=closes, revealed=False, true=nan))

    def withdraw(self) -> None:
        """Take the question from the pages; it stays in the summary."""
        with self._lock:
            self._put_asked(replace(self._current(), open=False, shown=False))

    def answer(self, seat: int, question: Any, round: Any, value: Any) -> None:
        """A seat's answer, or another one in place of it while the question is open. Sent twice it counts once."""
        with self._lock:
            self._check()
            number = self._seat(seat).number
            asked = self._asked.get(question) if type(question) is int and type(round) is int else None
            if asked is None:
                raise ValueError("there is no such question; wait for the next one")
            checked = checked_answer(asked.question, value)
            given = self._answers[asked.number, round] if 1 <= round <= asked.round else {}
            if number in given and given[number] == checked:
                return
            current = self.current
            if current is None or current.number != question or current.round != round or not current.open:
                raise ValueError("this question is closed; your answer came too late")
            self._store.put_answer(self.code, asked.number, round, number, checked)
            given[number] = checked
            self._grouped.pop(asked.number, None)
            self._bump()

    def answers(self, question: int, round: int) -> dict[int, Value]:
        """Seat → its answer in a round of a question."""
        with self._lock:
            return dict(self._answers.get((question, round), {}))

    def results(self, asked: Asked) -> Spec:
        """How the class has answered; see `states.results`."""
        with self._lock:
            if asked.number not in self._grouped:
                self._grouped[asked.number] = states.results(self, asked)
            return self._grouped[asked.number]

    # ---------------------------------------------------------------- what the pages are sent

    def seat_state(self, seat: int) -> Spec:
        """What the page of a seat is sent."""
        with self._lock:
            number = self._seat(seat).number
            return states.shared(self) | {"mine": states.mine(self, number)}

    def teacher_state(self) -> Spec:
        """What the teacher's page is sent. Numbers of the board may wait for a step of training."""
        session = self.teacher
        values = listed_values(session) if session else []
        with self._lock:
            return states.of_teacher(self) | {"values": values}

    def seconds_left(self, asked: Asked) -> int | None:
        """Of a countdown; None without one."""
        return None if asked.closes is None else max(0, ceil(asked.closes - self._clock()))

    @property
    def history(self) -> list[Asked]:
        """All questions, the first one first."""
        with self._lock:
            return list(self._asked.values())

    def summary_csv(self) -> str:
        """All answers as a table, one row an answer."""
        return summary.summary_csv(self._results())

    def summary_html(self) -> str:
        """All questions with their answers as a page to print."""
        return summary.summary_html(self.title, len(self.seats), self._results())

    def _results(self) -> list[summary.Result]:
        with self._lock:
            names = {seat.number: seat.nickname for seat in self.seats}
            return [
                summary.Result(
                    asked,
                    [
                        {names[seat]: value for seat, value in self.answers(asked.number, round).items()}
                        for round in range(1, asked.round + 1)
                    ],
                )
                for asked in self.history
            ]

    # ---------------------------------------------------------------- time

    def sweep(self, now: float) -> None:
        """Close what has to be closed by now, note that the teacher is here, and end a class without one."""
        with self._lock:
            if self.ended is not None:
                return
            _ = self.current
            if self.live and now - self._about.seen >= SEEN_EVERY:
                about = replace(self._about, seen=now)
                self._store.put_class(about)
                self._about = about
            elif not self.live and now - self._about.seen > UNSEEN:
                self.end()


def _nobody() -> None:
    """A weak reference to no session."""


def _is_on(on: Any) -> bool:
    if not isinstance(on, bool):
        raise ValueError(f"on is {str(on)[:40]!r}; use true or false")
    return on


def _countdown(seconds: Any) -> float | None:
    if seconds is None:
        return None
    sound = isinstance(seconds, int | float) and not isinstance(seconds, bool) and 1 <= seconds <= LONGEST_COUNTDOWN
    if not sound:
        raise ValueError(f"the countdown is {str(seconds)[:40]!r}; use 1 to {LONGEST_COUNTDOWN:,} seconds, or none")
    return float(seconds)
