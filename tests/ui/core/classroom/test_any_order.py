"""A class in any order of events, compared with the simplest account of it."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.ui.core.classroom.classes import CHOICE, Clock
from ui.core.classroom.room import Gone
from ui.core.classroom.rooms import Rooms
from ui.core.classroom.store import Store

NAMES = ["Ann", "ann", "Bob"]
seats = st.integers(1, 6)
places = st.integers(-1, 3)


class AnyOrder(RuleBasedStateMachine):
    """seats: number → secret; removed: numbers. question: [number, round, open, shown, revealed], as last asked.
    answers: (question, round) → {seat: place}. closes: when the countdown ends."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.seats, self.removed, self.answers = {}, set(), {}
        self.question, self.closes = None, None

    @initialize()
    def start(self):
        self.store = Store(Path(self.folder.name))
        self.room, self.teacher = Rooms(self.store, self.clock).start("Monday")

    def teardown(self):
        self.store.close()
        self.folder.cleanup()

    @rule()
    def restart(self):
        code = self.room.code
        self.store.close()
        self.store = Store(Path(self.folder.name))
        self.room = Rooms(self.store, self.clock).of(code)

    @rule(name=st.sampled_from(NAMES))
    def join(self, name):
        self.clock.now += 1
        seat, secret = self.room.join(name)
        assert seat == len(self.seats) + 1
        self.seats[seat] = secret

    @rule(seat=seats)
    def remove(self, seat):
        if seat in self.seats and seat not in self.removed:
            self.room.remove(seat)
            self.removed.add(seat)
            for answers in self.answers.values():
                answers.pop(seat, None)
        else:
            with pytest.raises(ValueError):
                self.room.remove(seat)

    @rule(seconds=st.none() | st.integers(1, 60))
    def ask(self, seconds):
        self.room.ask(CHOICE, seconds)
        number = self.question[0] + 1 if self.question else 1
        self.question, self.closes = [number, 1, True, True, False], seconds and self.clock.now + seconds
        self.answers[number, 1] = {}

    @rule(seconds=st.integers(0, 60))
    def wait(self, seconds):
        self.clock.now += seconds
        self.pass_time()

    def pass_time(self):
        if self.question and self.closes is not None and self.clock.now >= self.closes:
            self.question[2] = False

    @rule(seat=seats, back=st.integers(0, 1), round=st.integers(1, 2), place=places, times=st.integers(1, 2))
    def answer(self, seat, back, round, place, times):
        self.pass_time()
        number = (self.question[0] if self.question else 1) - back
        given = self.answers.get((number, round), {})
        known = seat in self.seats and seat not in self.removed
        is_open = bool(self.question) and self.question[:4] == [number, round, True, True]
        for _ in range(times):
            if known and 0 <= place < 3 and (is_open or given.get(seat) == place):
                self.room.answer(seat, number, round, place)
                given[seat] = place
            else:
                with pytest.raises(ValueError):
                    self.room.answer(seat, number, round, place)

    @precondition(lambda self: self.question and self.question[3])
    @rule()
    def close(self):
        self.room.close()
        self.question[2] = False

    @precondition(lambda self: self.question and self.question[3])
    @rule()
    def reveal(self):
        self.room.reveal()
        self.question[2], self.question[4] = False, True

    @precondition(lambda self: self.question and self.question[3])
    @rule()
    def withdraw(self):
        self.room.withdraw()
        self.question[2:4] = [False, False]

    @precondition(lambda self: self.question and self.question[3])
    @rule()
    def again(self):
        if self.question[1] == 1:
            self.room.again()
            self.question[1:] = [2, True, True, False]
            self.closes = None
            self.answers[self.question[0], 2] = {}
        else:
            with pytest.raises(ValueError, match="asked twice"):
                self.room.again()

    # ---------------------------------------------------------------- what must hold

    @invariant()
    def secrets_hold(self):
        assert self.room.is_teacher(self.teacher)
        for seat, secret in self.seats.items():
            if seat in self.removed:
                with pytest.raises(Gone):
                    self.room.seat_of(secret)
            else:
                assert self.room.seat_of(secret) == seat

    @invariant()
    def nobody_is_alike(self):
        names = [seat.nickname.casefold() for seat in self.room.seats]
        assert len(names) == len(set(names)) == len(self.seats) - len(self.removed)

    @invariant()
    def answers_are_counted_once(self):
        self.pass_time()
        for (question, round), answers in self.answers.items():
            assert self.room.answers(question, round) == answers

    @invariant()
    def pages_show_it(self):
        self.pass_time()
        for seat in set(self.seats) - self.removed:
            state = self.room.seat_state(seat)
            shown = state["question"]
            if not self.question or not self.question[3]:
                assert shown is None
                continue
            number, round, is_open, _, revealed = self.question
            assert (shown["number"], shown["round"], shown["open"]) == (number, round, is_open)
            answers = self.answers[number, round]
            assert (shown["answered"], state["mine"]) == (len(answers), answers.get(seat))
            assert (shown["revealed"] is not None) == revealed
            if revealed:
                counts = [bin["count"] for bin in shown["revealed"]["bins"]]
                assert counts == [list(answers.values()).count(place) for place in range(3)]
                assert (shown["revealed"]["before"] is None) == (round == 1)


AnyOrder.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestAnyOrder = AnyOrder.TestCase
