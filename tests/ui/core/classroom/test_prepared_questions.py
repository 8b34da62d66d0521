"""Questions that a room offers to the teacher's page."""

import pytest

from ui.core.classroom.room import Gone

OFFERED = [{"title": "One", "here": True, "question": {"kind": "free", "text": "Clear?", "choices": ["yes", "no"]}}]


def test_what_is_prepared_reaches_the_teacher_and_no_seat(room):
    seat, _ = room.join("Ada")
    room.prepare(OFFERED)
    assert room.teacher_state()["prepared"] == OFFERED
    assert "prepared" not in room.seat_state(seat)


def test_pages_hear_of_other_questions_only_when_they_are_others(room):
    before = room.changed
    room.prepare(OFFERED)
    assert room.changed != before
    told = room.changed
    room.prepare([dict(one) for one in OFFERED])
    assert room.changed == told
    room.prepare([])
    assert room.changed != told
    assert room.teacher_state()["prepared"] == []


def test_nothing_is_prepared_for_a_class_that_has_ended(room):
    room.end()
    with pytest.raises(Gone):
        room.prepare(OFFERED)
