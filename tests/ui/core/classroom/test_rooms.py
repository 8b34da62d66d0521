"""The classes of a process."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.ui.core.classroom.classes import CHOICE, board
from ui.core.classroom import rooms as module
from ui.core.classroom.codes import TooMany
from ui.core.classroom.room import UNSEEN
from ui.core.classroom.rooms import LINGERING, Rooms
from ui.core.classroom.store import FOLDER


def test_a_class_is_found_by_its_code_however_it_is_typed(rooms):
    room, _ = rooms.start("  Monday\n morning ")
    assert room.title == "Monday morning"
    assert rooms.of(room.code) is room
    assert rooms.of(f" {room.code[:3].lower()} {room.code[3:].lower()} ") is room
    assert rooms.enter(room.code, "here") is room
    for wrong in ("", "AAAAAA", None, 5, room.code + "A", "../etc"):
        assert rooms.of(wrong) is None


def test_a_class_without_a_title_has_one(rooms):
    assert rooms.start()[0].title == rooms.start("")[0].title == "Our class"
    with pytest.raises(ValueError, match="use 1 to 80"):
        rooms.start("x" * 81)


def test_typing_wrong_codes_is_limited_by_address(rooms, clock):
    room, _ = rooms.start("Monday")
    for _ in range(10):
        with pytest.raises(ValueError, match="no class with this code"):
            rooms.enter("AAAAAA", "attacker")
    for code in ("AAAAAA", room.code):
        with pytest.raises(TooMany, match="wait a minute"):
            rooms.enter(code, "attacker")
    assert rooms.enter(room.code, "student") is room
    clock.now += 61
    assert rooms.enter(room.code, "attacker") is room


def test_classes_do_not_mix(rooms):
    (one, teacher), (other, _) = rooms.start("One"), rooms.start("Other")
    seat, secret = one.join("Ann")
    other.join("Bob")
    one.ask(CHOICE)
    one.answer(seat, 1, 1, 1)
    assert not other.is_teacher(teacher) and other.seat_of(secret) is None
    assert other.answers(1, 1) == {} and other.current is None
    one.end()
    assert rooms.of(other.code).nickname(1) == "Bob"


def test_an_ended_class_says_so_for_a_while_and_is_then_unknown(rooms, clock):
    room, _ = rooms.start("Monday")
    room.end()
    clock.now += LINGERING
    rooms.sweep()
    assert rooms.of(room.code) is room and room.ended is not None
    clock.now += 1
    rooms.sweep()
    assert rooms.of(room.code) is None


def test_a_class_is_removed_twelve_hours_after_its_teacher_has_gone(rooms, clock):
    left, stays = rooms.start("Left")[0], rooms.start("Stays")[0]
    asleep = Rooms(rooms._store, clock).start("On the disk alone")[0]
    session = board()
    stays.bring_teacher(session)
    for _ in range(13):
        clock.now += 3600
        rooms.sweep()
    assert left.ended is not None and stays.ended is None
    assert rooms._store.codes() == {stays.code}
    assert rooms.of(asleep.code) is None
    del session
    clock.now += UNSEEN + 1
    rooms.sweep()
    assert stays.ended is not None and rooms._store.codes() == set()


def test_what_the_teacher_does_counts_as_being_here(rooms, clock):
    room, _ = rooms.start("Monday")
    clock.now += UNSEEN - 1
    room.follow(False)
    clock.now += UNSEEN - 1
    rooms.sweep()
    assert room.ended is None


def test_there_is_an_end_to_how_many_classes_go_on(rooms, monkeypatch):
    monkeypatch.setattr(module, "MOST_CLASSES", 2)
    room, _ = rooms.start("One")
    rooms.start("Two")
    with pytest.raises(ValueError, match="2 classes go on here"):
        rooms.start("Three")
    room.end()
    del rooms._rooms[room.code]
    rooms.start("Three")


def test_the_process_has_one_set_of_classes_in_the_folder_that_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))
    module._of_this_process.cache_clear()
    try:
        room, _ = module.rooms().start("Monday")
        with ThreadPoolExecutor(4) as threads:
            assert {*threads.map(lambda _: module.rooms(), range(20))} == {module.rooms()}
        assert module.rooms().of(room.code) is room
        assert (tmp_path / "classes.sqlite3").exists()
    finally:
        module.rooms()._store.close()
        module._of_this_process.cache_clear()
