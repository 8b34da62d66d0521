"""What happens in a class."""

import gc
import json
import math
import threading
from dataclasses import replace
from itertools import pairwise

import pytest

from nncore.data import shelf
from nncore.data.table import Table, number_column, text_column
from tests.ui.core.classroom.classes import CHOICE, LOSS, OPINION, again, board, joined
from ui.core import own_data
from ui.core.classroom import boards
from ui.core.classroom.codes import TooMany
from ui.core.classroom.records import Board
from ui.core.classroom.room import Gone
from ui.core.classroom.values import value_of
from ui.core.links import link_of, opened_from_link
from ui.core.session import Session


def counts(room, seat=1):
    """How often each choice was given, as a seat is shown it."""
    return [bin["count"] for bin in room.seat_state(seat)["question"]["revealed"]["bins"]]


# -------------------------------------------------------------------- who is in it


def test_who_joins_gets_a_seat_with_a_secret_of_its_own(room):
    (first, secret), (second, other) = room.join("Ann"), room.join("ANN")
    assert (room.nickname(first), room.nickname(second)) == ("Ann", "ANN 2")
    assert (room.seat_of(secret), room.seat_of(other)) == (first, second)
    for wrong in ("", secret + "x", None, 5, "x" * 10_000, "\ud800"):
        assert room.seat_of(wrong) is None


def test_the_teacher_is_known_by_the_secret_alone(rooms):
    room, secret = rooms.start("Monday")
    assert room.is_teacher(secret)
    assert not any(room.is_teacher(wrong) for wrong in ("", room.join("Ann")[1], None, rooms.start("Other")[1]))


def test_thirty_may_join_in_a_second_and_the_next_one_later(room, clock):
    joined(room, 30)
    with pytest.raises(TooMany, match="again in a second"):
        room.join("Late")
    clock.now += 1
    room.join("Late")


def test_a_class_has_a_hundred_seats(room, clock):
    for _ in range(4):
        joined(room, 25)
        clock.now += 1
    with pytest.raises(ValueError, match="full: it has 100 seats"):
        room.join("Late")
    room.remove(7)
    room.join("Late")


def test_who_was_removed_can_do_nothing_and_leaves_nothing(room):
    seat, secret = room.join("Ann")
    room.ask(CHOICE)
    room.answer(seat, 1, 1, 1)
    room.remove(seat)
    acts = (
        lambda: room.seat_of(secret),
        lambda: room.answer(seat, 1, 1, 0),
        lambda: room.seat_state(seat),
        lambda: room.take(seat),
        lambda: room.send_to(seat),
        lambda: room.remove(seat),
        lambda: room.bring_seat(seat, board()),
        lambda: room.arrived(seat),
    )
    room.bring_teacher(teacher := board())
    for act in acts:
        with pytest.raises(Gone, match="removed this seat"):
            act()
    assert room.teacher_state()["seats"] == []
    assert room.answers(1, 1) == {}
    assert room.join("Ann")[0] != seat
    del teacher


def test_pages_come_and_go(room):
    seat, _ = room.join("Ann")
    for _ in range(2):
        room.arrived(seat)
    room.left(seat)
    assert room.teacher_state()["seats"][0]["here"]
    room.left(seat)
    assert not room.teacher_state()["seats"][0]["here"]


def test_after_the_end_everything_is_refused_and_nothing_is_on_the_disk(rooms, room):
    seat, secret = room.join("Ann")
    room.ask(CHOICE)
    room.answer(seat, 1, 1, 1)
    room.end()
    room.end()
    for act in (
        lambda: room.join("Bob"),
        lambda: room.seat_of(secret),
        lambda: room.ask(CHOICE),
        lambda: room.answer(seat, 1, 1, 0),
        lambda: room.reveal(),
        lambda: room.follow(True),
        lambda: room.bring_teacher(board()),
    ):
        with pytest.raises(Gone, match="ended"):
            act()
    assert again(rooms, room) is None
    assert "Ann" in room.summary_csv()


# -------------------------------------------------------------------- questions


def test_a_question_is_asked_answered_closed_and_revealed(room):
    one, two, _ = joined(room, 3)
    assert room.seat_state(one)["question"] is None
    room.ask(CHOICE)
    room.answer(one, 1, 1, 1)
    room.answer(two, 1, 1, 2)
    shown = room.seat_state(one)
    assert shown["mine"] == 1 and room.seat_state(two)["mine"] == 2
    assert shown["question"] == {
        "number": 1,
        "round": 1,
        "kind": "choice",
        "text": "Which?",
        "choices": ["a", "b", "c"],
        "unit": "",
        "open": True,
        "closes": None,
        "answered": 2,
        "revealed": None,
    }
    room.close()
    assert room.seat_state(one)["question"]["open"] is False
    room.reveal()
    assert room.seat_state(one)["question"]["revealed"] == {
        "bins": [
            {"label": "a", "count": 0, "right": False},
            {"label": "b", "count": 1, "right": True},
            {"label": "c", "count": 1, "right": False},
        ],
        "before": None,
        "true": "b",
    }


def test_students_are_told_nothing_that_gives_the_answer_away(room):
    seat, _ = room.join("Ann")
    room.bring_teacher(teacher := board())
    for question in (CHOICE, LOSS):
        room.ask(question)
        told = json.dumps(room.seat_state(seat))
        assert not any(name in told for name in ('"right"', '"value"', '"true"', '"tolerance"', "results"))
    del teacher


def test_the_teacher_sees_the_answers_before_they_are_revealed(room):
    seat, _ = room.join("Ann")
    room.ask(CHOICE)
    (question,) = room.teacher_state()["questions"]
    assert [bin["count"] for bin in question["results"]["bins"]] == [0, 0, 0]
    room.answer(seat, 1, 1, 1)
    (question,) = room.teacher_state()["questions"]
    assert [bin["count"] for bin in question["results"]["bins"]] == [0, 1, 0]
    assert question["revealed"] is False and question["right"] == 1
    assert room.teacher_state()["seats"][0]["answered"]


def test_an_answer_can_be_changed_until_the_question_is_closed(room):
    seat, _ = room.join("Ann")
    room.ask(CHOICE)
    room.answer(seat, 1, 1, 1)
    room.answer(seat, 1, 1, 2)
    room.close()
    with pytest.raises(ValueError, match="closed; your answer came too late"):
        room.answer(seat, 1, 1, 0)
    room.reveal()
    assert counts(room) == [0, 0, 1]


def test_an_answer_that_comes_twice_counts_once_even_after_the_end_of_the_question(room):
    seat, _ = room.join("Ann")
    room.ask(CHOICE)
    for _ in range(3):
        room.answer(seat, 1, 1, 1)
    room.close()
    changed = room.changed
    room.answer(seat, 1, 1, 1)
    assert room.changed == changed
    room.ask(OPINION)
    room.answer(seat, 1, 1, 1)
    assert room.answers(1, 1) == {seat: 1}
    assert room.answers(2, 1) == {}


@pytest.mark.parametrize(
    ("question", "round", "value"),
    [
        (2, 1, 1),
        (0, 1, 1),
        (1, 2, 1),
        (1, 0, 1),
        (1, -1, 1),
        (True, True, 1),
        (1.0, 1, 1),
        ("1", 1, 1),
        (None, None, 1),
        ([1], 1, 1),
        (1, 1, "1"),
        (1, 1, 3),
        (1, 1, -1),
        (1, 1, True),
        (1, 1, 1.0),
        (1, 1, math.nan),
        (1, 1, {"a": 1}),
        (1, 1, "x" * 10_000),
    ],
)
def test_what_is_no_answer_to_this_question_is_refused_in_words(room, question, round, value):
    seat, _ = room.join("Ann")
    room.ask(CHOICE)
    with pytest.raises(ValueError, match=r"wait|choose|too late"):
        room.answer(seat, question, round, value)
    assert room.answers(1, 1) == {}


@pytest.mark.parametrize("seat", [0, 99, -1, True, None, "1", [1]])
def test_whoever_has_no_seat_is_refused_in_words(room, seat):
    room.join("Ann")
    room.ask(CHOICE)
    with pytest.raises(ValueError, match="join once more"):
        room.answer(seat, 1, 1, 1)


@pytest.mark.parametrize("act", ["close", "reveal", "again", "withdraw"])
def test_without_a_question_there_is_nothing_to_do(room, act):
    with pytest.raises(ValueError, match="ask one first"):
        getattr(room, act)()
    room.ask(CHOICE)
    room.withdraw()
    with pytest.raises(ValueError, match="ask one first"):
        getattr(room, act)()


def test_a_countdown_closes_the_question(room, clock):
    seat, _ = room.join("Ann")
    room.ask(CHOICE, 30)
    assert room.seat_state(seat)["question"]["closes"] == 30
    clock.now += 29.5
    room.answer(seat, 1, 1, 0)
    assert room.seat_state(seat)["question"]["closes"] == 1
    clock.now += 0.5
    with pytest.raises(ValueError, match="too late"):
        room.answer(seat, 1, 1, 1)
    shown = room.seat_state(seat)["question"]
    assert (shown["open"], shown["closes"], shown["answered"]) == (False, None, 1)


def test_sweeping_closes_the_question_and_tells_the_pages(rooms, room, clock):
    room.ask(CHOICE, 30)
    before = room.changed
    rooms.sweep()
    assert room.changed == before
    clock.now += 31
    rooms.sweep()
    assert room.changed > before
    assert not room.history[0].open


@pytest.mark.parametrize("seconds", [0, -1, 3601, "30", True, math.nan, math.inf, [30]])
def test_a_countdown_that_is_none_is_refused_and_nothing_is_asked(room, seconds):
    with pytest.raises(ValueError, match="use 1 to 3,600 seconds"):
        room.ask(CHOICE, seconds)
    assert room.current is None


def test_the_next_question_closes_the_one_before(room):
    seat, _ = room.join("Ann")
    room.ask(CHOICE)
    room.ask(OPINION)
    with pytest.raises(ValueError, match="too late"):
        room.answer(seat, 1, 1, 1)
    assert room.seat_state(seat)["question"]["text"] == "Clear?"
    assert [asked["open"] for asked in room.teacher_state()["questions"]] == [False, True]


def test_asking_again_shows_both_rounds_in_the_end(room):
    one, two, three = joined(room, 3)
    room.ask(CHOICE)
    for seat in (one, two, three):
        room.answer(seat, 1, 1, 0)
    room.reveal()
    room.again(60)
    shown = room.seat_state(one)
    assert (shown["question"]["round"], shown["question"]["revealed"], shown["mine"]) == (2, None, None)
    assert shown["question"]["closes"] == 60 and shown["question"]["answered"] == 0
    with pytest.raises(ValueError, match="too late"):
        room.answer(one, 1, 1, 1)
    room.answer(one, 1, 2, 1)
    room.answer(two, 1, 2, 1)
    room.reveal()
    revealed = room.seat_state(one)["question"]["revealed"]
    assert [bin["count"] for bin in revealed["before"]] == [3, 0, 0]
    assert [bin["count"] for bin in revealed["bins"]] == [0, 2, 0]
    with pytest.raises(ValueError, match="asked twice"):
        room.again()


def test_a_withdrawn_question_is_gone_from_the_pages_and_stays_in_the_summary(room):
    seat, _ = room.join("Ann")
    room.ask(CHOICE)
    room.answer(seat, 1, 1, 1)
    room.withdraw()
    assert room.seat_state(seat)["question"] is None
    assert room.seat_state(seat)["mine"] is None
    with pytest.raises(ValueError, match="too late"):
        room.answer(seat, 1, 1, 0)
    assert "Which?,1,Ann,b,yes" in room.summary_csv()
    assert "Which?" in room.summary_html()


def test_a_number_of_the_board_is_the_one_when_it_is_revealed(room):
    session = board()
    room.bring_teacher(session)
    one, two = joined(room, 2)
    room.ask(LOSS)
    before = value_of(session, "loss")
    room.answer(one, 1, 1, before)
    session.advance(epochs=30)
    now = value_of(session, "loss")
    assert abs(now - before) > 0.05
    room.answer(two, 1, 1, str(round(now, 3)))
    room.reveal()
    revealed = room.seat_state(one)["question"]["revealed"]
    assert [bin["count"] for bin in revealed["bins"] if bin["right"]] == [1]
    assert abs(float(revealed["true"]) - now) < 0.001
    session.advance(epochs=5)
    assert room.seat_state(one)["question"]["revealed"] == revealed


def test_a_number_that_the_board_does_not_have_cannot_be_asked_for(room):
    session = board("cars")
    room.bring_teacher(session)
    with pytest.raises(ValueError, match="has no accuracy at this moment"):
        room.ask(LOSS | {"value": "accuracy"})


def test_a_number_that_has_gone_from_the_board_is_right_for_nobody(room):
    session = board()
    room.bring_teacher(session)
    seat, _ = room.join("Ann")
    room.ask(LOSS | {"value": "weight:0.1>1.0"})
    room.answer(seat, 1, 1, 0.5)
    assert session.edit({"kind": "disconnect", "id": "0.1>1.0"}) == ""
    room.reveal()
    revealed = room.seat_state(seat)["question"]["revealed"]
    assert revealed["true"] is None
    assert revealed["bins"] == [{"label": "0.5", "count": 1, "right": False}]


def test_sixty_answers_of_sixty_threads_count_once_each(room, clock):
    seats = joined(room, 30)
    clock.now += 1
    seats += joined(room, 30)
    room.ask(CHOICE)
    ready, failed = threading.Barrier(60), []

    def send(seat):
        ready.wait()
        try:
            for _ in range(3):
                room.answer(seat, 1, 1, seat % 3)
                room.seat_state(seat)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=send, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room.reveal()
    assert failed == []
    assert counts(room) == [20, 20, 20]
    assert room.seat_state(1)["question"]["answered"] == 60


# -------------------------------------------------------------------- what is shown


def test_what_everybody_sees(room):
    session, own = board(), board("iris")
    seat, _ = room.join("Ann")
    assert room.board_session() is None and not room.live
    room.bring_teacher(session)
    assert room.board_session() is session and room.live
    room.black(True)
    assert room.board_session() is None and room.seat_state(seat)["black"]
    room.black(False)
    room.follow(False)
    assert room.board_session() is None and not room.seat_state(seat)["following"]
    room.bring_seat(seat, own)
    room.show(seat)
    assert room.board_session() is own and room.seat_state(seat)["shown"] == seat
    room.show(None)
    room.follow(True)
    assert room.board_session() is session


def test_a_board_that_is_shown_ends_with_its_session(room):
    session = board()
    room.bring_teacher(session)
    seat, _ = room.join("Ann")
    with pytest.raises(ValueError, match="Ann has no board at this moment"):
        room.show(seat)
    own = board("iris")
    room.bring_seat(seat, own)
    room.show(seat)
    assert room.teacher_state()["seats"][0]["own"]
    before = room.changed
    del own
    gc.collect()
    assert room.changed > before
    assert room.board_session() is session
    assert room.shown is None and not room.teacher_state()["seats"][0]["own"]


@pytest.mark.parametrize("on", [None, 1, "true", []])
def test_a_switch_is_on_or_off(room, on):
    for act in (room.follow, room.black):
        with pytest.raises(ValueError, match="use true or false"):
            act(on)


def test_the_teacher_has_the_numbers_that_can_be_asked_for(room):
    assert room.teacher_state()["values"] == []
    session = board()
    room.bring_teacher(session)
    names = [value["name"] for value in room.teacher_state()["values"]]
    assert {"output:0", "loss", "held_out_accuracy", "weight:0.0>1.0"} <= set(names)


def test_states_are_json_and_change_with_every_act(room):
    session = board()
    states = [json.dumps(room.teacher_state())]
    changes = [room.changed]
    for act in (
        lambda: room.join("Ann"),
        lambda: room.bring_teacher(session),
        lambda: room.ask(LOSS),
        lambda: room.answer(1, 1, 1, "0.5"),
        lambda: room.close(),
        lambda: room.reveal(),
        lambda: room.again(),
        lambda: room.withdraw(),
        lambda: room.black(True),
        lambda: room.follow(False),
        lambda: room.arrived(1),
    ):
        act()
        states.append(json.dumps(room.teacher_state(), allow_nan=False))
        json.dumps(room.seat_state(1), allow_nan=False)
        changes.append(room.changed)
    assert all(before < after for before, after in pairwise(changes))
    assert len(set(states)) == len(states)


# -------------------------------------------------------------------- boards of one's own


def test_taking_the_board_over_gives_this_very_moment(rooms, room):
    session = board()
    room.bring_teacher(session)
    seat, _ = room.join("Ann")
    session.advance(epochs=2)
    link, token = room.take(seat)
    taken = board("iris")
    taken.open(opened_from_link(link))
    assert taken.position == 2 and (taken.theta == session.theta).all()
    assert rooms.seat_of_token(token) == (room, seat)
    assert again(rooms, room).seat_of_token(token) == seat


def test_a_token_is_good_until_the_next_one_and_for_nobody_else(rooms, room):
    session = board()
    room.bring_teacher(session)
    one, two = joined(room, 2)
    first, second, other = room.take(one)[1], room.take(one)[1], room.take(two)[1]
    assert [rooms.seat_of_token(token) for token in (first, second, other)] == [None, (room, one), (room, two)]
    for wrong in ("", None, "x.y", room.code, f"{room.code}.", f"{room.code}.x", 5):
        assert rooms.seat_of_token(wrong) is None
    room.remove(two)
    assert rooms.seat_of_token(other) is None


def test_a_board_too_large_for_a_link_is_copied(room, monkeypatch):
    def too_large(session):
        raise ValueError("too long")

    monkeypatch.setattr("ui.core.classroom.room.link_of", too_large)
    monkeypatch.setattr(boards, "link_of", too_large)
    session = board()
    session.advance(epochs=2)
    room.bring_teacher(session)
    seat, _ = room.join("Ann")
    assert room.take(seat)[0] == ""
    copy = board("iris")
    copy.open(room.copy())
    assert copy.position == 2 and (copy.theta == session.theta).all()
    with pytest.raises(ValueError, match="too large to be sent"):
        room.send_to()


def test_without_a_board_there_is_nothing_to_take(room):
    seat, _ = room.join("Ann")
    for act in (lambda: room.take(seat), room.copy, room.send_to):
        with pytest.raises(ValueError, match="board isn't here"):
            act()


def test_the_teacher_sends_a_state_to_one_or_to_all(room):
    session = board()
    room.bring_teacher(session)
    one, two = joined(room, 2)
    assert room.sent_to(one) is None
    room.send_to(one)
    number, link = room.sent_to(one)
    assert link == link_of(session) and room.sent_to(two) is None
    session.advance()
    room.send_to(None)
    assert room.sent_to(one) == room.sent_to(two)
    assert room.sent_to(one)[0] > number and room.sent_to(one)[1] == link_of(session)


# -------------------------------------------------------------------- after a restart


def test_after_a_restart_the_class_is_as_it_was(rooms, clock):
    room, teacher = rooms.start("Mon <day>")
    session = board()
    room.bring_teacher(session)
    (ann, secret), (bob, _) = room.join("Ann"), room.join("Bob")
    room.ask(LOSS)
    room.answer(ann, 1, 1, 0.3)
    room.reveal()
    room.ask(CHOICE, 100)
    room.answer(ann, 2, 1, 1)
    room.answer(bob, 2, 1, 0)
    room.follow(False)
    before = room.teacher_state()
    later = again(rooms, room)
    assert later.teacher_state() == before | {"live": False, "values": []}
    assert later.seat_state(ann) == room.seat_state(ann) | {"live": False}
    assert later.is_teacher(teacher) and later.seat_of(secret) == ann
    assert later.summary_csv() == room.summary_csv()
    later.answer(ann, 2, 1, 2)
    clock.now += 100
    assert later.seat_state(ann)["question"]["open"] is False
    later.bring_teacher(session)
    assert later.live


def test_after_a_restart_the_last_board_is_there_until_the_teacher_is(rooms, room, clock):
    session = board()
    room.bring_teacher(session)
    session.advance(epochs=3)
    clock.now += 2
    room.keep_board()
    seat, _ = room.join("Ann")
    later = again(rooms, room)
    last = later.board_session()
    assert not later.live
    assert last.position == 3 and (last.theta == session.theta).all()
    assert later.board_session() is last
    assert opened_from_link(later.take(seat)[0]).snapshot.epoch == 3
    later.ask(LOSS)
    later.reveal()
    assert float(later.seat_state(seat)["question"]["revealed"]["true"]) == pytest.approx(
        session.snapshot.train_loss, abs=0.001
    )
    later.bring_teacher(session)
    assert later.board_session() is session


def test_a_board_is_kept_every_two_seconds_at_the_most_and_only_when_it_has_changed(room, clock, monkeypatch):
    written = []
    monkeypatch.setattr(room._store, "put_board", lambda code, board: written.append(board))
    session = board()
    room.bring_teacher(session)
    assert len(written) == 1
    for _ in range(5):
        session.advance()
        clock.now += 0.5
        room.keep_board()
    assert len(written) == 2
    clock.now += 10
    room.keep_board()
    assert len(written) == 3 and opened_from_link(written[-1].content).snapshot.epoch == 5
    clock.now += 10
    room.keep_board()
    assert len(written) == 3


def test_a_board_too_large_for_a_link_is_kept_as_a_file_and_one_still_larger_not_at_all(
    rooms, room, clock, monkeypatch
):
    def too_large(session):
        raise ValueError("too long")

    monkeypatch.setattr(boards, "link_of", too_large)
    session = board()
    session.advance(epochs=3)
    room.bring_teacher(session)
    later = again(rooms, room)
    assert later.board_session().position == 3
    monkeypatch.setattr(boards, "MOST_BYTES", 100)
    session.advance()
    clock.now += 2
    room.keep_board()
    assert again(rooms, room).board_session() is None


def test_a_board_that_the_teacher_brings_is_kept_at_once(rooms, room):
    first, second = board(), board("iris")
    room.bring_teacher(first)
    room.bring_teacher(second)
    assert again(rooms, room).board_session().experiment == second.experiment


def test_a_large_table_is_kept_with_the_board(rooms, room, monkeypatch):
    for name, kind in (("_tables", shelf.OrderedDict), ("_in_use", shelf.WeakValueDictionary)):
        monkeypatch.setattr(shelf, name, kind())
    rows = range(10_001)
    columns = (
        number_column("a", [float(row % 97) for row in rows]),
        number_column("b", [float(row % 89) for row in rows]),
        text_column("y", ["yes" if row % 2 else "no" for row in rows]),
    )
    session = board()
    assert own_data.bring_table(session, Table(columns, "t.csv")) == ""
    room.bring_teacher(session)
    for name, kind in (("_tables", shelf.OrderedDict), ("_in_use", shelf.WeakValueDictionary)):
        monkeypatch.setattr(shelf, name, kind())
    last = again(rooms, room).board_session()
    assert last.problem == "" and len(last.dataset.raw) == 10_001


def test_a_board_of_another_version_that_cannot_be_opened_is_none(rooms, room):
    room._store.put_board(room.code, Board("link", "no link at all"))
    later = again(rooms, room)
    assert later.board_session() is None
    later.ask(LOSS)
    later.reveal()
    assert later.history[0].revealed


def test_what_could_not_be_kept_is_not_counted(room, monkeypatch):
    seat, _ = room.join("Ann")
    room.ask(CHOICE)

    def fails(*_):
        raise ValueError("the server can't keep this now; try again in a moment")

    monkeypatch.setattr(room._store, "put_answer", fails)
    with pytest.raises(ValueError, match="try again"):
        room.answer(seat, 1, 1, 1)
    assert room.answers(1, 1) == {}
    monkeypatch.undo()
    room.answer(seat, 1, 1, 1)
    assert room.answers(1, 1) == {seat: 1}


# -------------------------------------------------------------------- words


def test_nothing_that_is_typed_is_changed_or_read_as_markup(room):
    evil = "<script>alert('1')</script> **bold** {{x}} =1+1"
    seat, _ = room.join("Ann")
    room.ask(OPINION | {"text": evil, "choices": [evil, "b"]})
    room.answer(seat, 1, 1, 0)
    shown = room.seat_state(seat)["question"]
    assert (shown["text"], shown["choices"][0]) == (evil, evil)
    assert "<script>" not in room.summary_html()


def test_two_hundred_questions_are_enough(room):
    room.ask(OPINION)
    asked = room.history[0]
    room._asked = {number: replace(asked, number=number, open=False, shown=False) for number in range(1, 201)}
    with pytest.raises(ValueError, match="200 questions"):
        room.ask(OPINION)


def test_a_session_is_not_held(room):
    session: Session | None = board()
    room.bring_teacher(session)
    assert room.live
    session = None
    gc.collect()
    assert not room.live
