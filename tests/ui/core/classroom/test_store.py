"""What is kept of a class, and that it stays."""

import math
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ui.core.classroom import store
from ui.core.classroom.questions import Question
from ui.core.classroom.records import Asked, Board, Class, Kept, Seat
from ui.core.classroom.room import Gone
from ui.core.classroom.rooms import Rooms
from ui.core.classroom.store import FILE, FOLDER, Store, usual_folder

ROOT = Path(__file__).resolve().parents[4]
ABOUT = Class("AB2CD3", "Monday", "hash", 1000.0)
NUMBER = Question("number", "Loss?", "loss", 0.1)
CHOICE = Question("choice", "Which <b>?", choices=("a", "b"), right=1)
ALL = Kept(
    replace(ABOUT, following=False, black=True, seen=2000.5),
    (Seat(1, "Ann", "h1", "t1"), Seat(2, "Bob", "h2", removed=True)),
    (
        Asked(1, NUMBER, 2, open=False, shown=False, revealed=True, true=0.25),
        Asked(2, CHOICE, closes=1234.5),
        Asked(3, NUMBER, open=False, revealed=True, true=math.inf),
    ),
    {(1, 1, 1): 0.1 + 0.2, (1, 2, 1): -1e15, (2, 1, 1): 1},
    Board("file", b"\x00{}"),
)


def fill(kept: Kept, into: Store) -> None:
    into.put_class(replace(kept.about, following=True, seen=1.0))
    into.put_class(kept.about)
    for seat in kept.seats:
        into.put_seat(kept.about.code, replace(seat, token="old"))
        into.put_seat(kept.about.code, seat)
    for asked in kept.asked:
        into.put_asked(kept.about.code, asked)
    for (question, round, seat), value in kept.answers.items():
        into.put_answer(kept.about.code, question, round, seat, 0)
        into.put_answer(kept.about.code, question, round, seat, value)
    into.put_board(kept.about.code, Board("link", "old"))
    into.put_board(kept.about.code, kept.board)


def test_all_of_a_class_is_there_again_from_another_store(tmp_path, open_store):
    one = open_store(tmp_path)
    fill(ALL, one)
    one.close()
    read = open_store(tmp_path).read("AB2CD3")
    assert read == ALL
    assert [type(value) for value in read.answers.values()] == [float, float, int]


def test_a_question_that_was_not_revealed_has_no_true_value(tmp_path, open_store):
    one = open_store(tmp_path)
    one.put_class(ABOUT)
    one.put_asked("AB2CD3", Asked(1, NUMBER))
    assert math.isnan(one.read("AB2CD3").asked[0].true)


def test_an_unknown_code_has_nothing(tmp_path, open_store):
    one = open_store(tmp_path)
    assert one.read("AB2CD3") is None
    assert one.read("' OR 1=1 --") is None
    assert one.codes() == set()


def test_a_class_that_is_removed_leaves_nothing_behind(tmp_path, open_store):
    one = open_store(tmp_path)
    fill(ALL, one)
    one.put_class(replace(ABOUT, code="KEEP22"))
    one.remove("AB2CD3")
    assert one.read("AB2CD3") is None
    assert one.codes() == {"KEEP22"}
    one.close()
    file = sqlite3.connect(tmp_path / FILE)
    assert [file.execute(f"SELECT count(*) FROM {table}").fetchone() for table in TABLES] == [(0,)] * 4
    file.close()
    assert b"Which <b>" not in (tmp_path / FILE).read_bytes()


TABLES = ("seats", "questions", "answers", "boards")


def test_classes_are_removed_whose_teacher_is_long_gone(tmp_path, open_store):
    one = open_store(tmp_path)
    one.put_class(ABOUT)
    one.put_class(replace(ABOUT, code="KEEP22", seen=3000.0))
    one.remove_unseen(2999.0)
    assert one.codes() == {"KEEP22"}


def test_a_seat_that_is_removed_takes_its_answers_along(tmp_path, open_store):
    one = open_store(tmp_path)
    fill(ALL, one)
    one.put_answer("AB2CD3", 1, 1, 2, 5.0)
    one.remove_seat("AB2CD3", replace(ALL.seats[0], removed=True))
    read = one.read("AB2CD3")
    assert read.answers == {(1, 1, 2): 5.0}
    assert read.seats[0].removed


def test_writing_for_a_class_that_is_gone_is_refused_in_words(tmp_path, open_store):
    with pytest.raises(ValueError, match=r"can't keep this now.*try again"):
        open_store(tmp_path).put_seat("AB2CD3", ALL.seats[0])


def test_two_stores_may_share_a_file(tmp_path, open_store):
    one, other = open_store(tmp_path), open_store(tmp_path)
    fill(ALL, one)
    other.put_answer("AB2CD3", 2, 1, 2, 0)
    assert one.read("AB2CD3") == other.read("AB2CD3")


def test_only_this_user_may_look(tmp_path, open_store):
    open_store(tmp_path / "deep" / "folder")
    assert stat.S_IMODE((tmp_path / "deep" / "folder").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "deep" / "folder" / FILE).stat().st_mode) == 0o600


def test_the_folder_is_the_one_that_was_named_or_one_of_this_user(tmp_path, monkeypatch, open_store):
    monkeypatch.setenv(FOLDER, str(tmp_path / "named"))
    open_store()
    assert (tmp_path / "named" / FILE).exists()
    monkeypatch.delenv(FOLDER)
    monkeypatch.setattr(store.tempfile, "gettempdir", lambda: str(tmp_path))
    assert usual_folder() == tmp_path / f"netsketch-{os.getuid()}"
    usual_folder().mkdir(mode=0o755)
    open_store()
    assert stat.S_IMODE(usual_folder().stat().st_mode) == 0o700


def test_a_folder_that_somebody_else_has_laid_ready_is_refused(tmp_path, monkeypatch, open_store):
    monkeypatch.delenv(FOLDER, raising=False)
    monkeypatch.setattr(store.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "theirs").mkdir()
    usual_folder().symlink_to(tmp_path / "theirs")
    with pytest.raises(ValueError, match="belongs to somebody else; set NETSKETCH_DATA"):
        open_store()


def test_a_file_that_is_none_of_ours_is_refused_with_what_to_do(tmp_path, open_store):
    (tmp_path / FILE).write_bytes(b"not a database, and long enough to look at " * 50)
    with pytest.raises(ValueError, match=r"can't be read.*move it away, or set NETSKETCH_DATA"):
        open_store(tmp_path)


def test_a_file_of_a_newer_version_is_refused_with_what_to_do(tmp_path, open_store):
    open_store(tmp_path).close()
    file = sqlite3.connect(tmp_path / FILE)
    file.execute("PRAGMA user_version = 99")
    file.close()
    with pytest.raises(ValueError, match="newer version; move it away"):
        open_store(tmp_path)


def test_a_folder_that_is_a_file_is_refused_with_what_to_do(tmp_path, open_store):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="set NETSKETCH_DATA to a folder that can"):
        open_store(tmp_path / "file")


ANSWERING = """
import sys
from pathlib import Path
from ui.core.classroom.rooms import Rooms
from ui.core.classroom.store import Store

room, secret = Rooms(Store(Path(sys.argv[1]))).start("Monday")
room.ask({"kind": "free", "text": "Clear?", "choices": ["yes", "no"]})
print(room.code, secret, flush=True)
for _ in range(20):
    seat, secret = room.join("Ann")
    room.answer(seat, 1, 1, seat % 2)
    if seat % 3 == 0:
        room.remove(seat)
    print(seat, secret, flush=True)
while True:
    room.answer(1, 1, 1, 0)
    room.answer(1, 1, 1, 1)
"""


def test_what_was_answered_stays_when_the_server_is_killed_in_the_middle(tmp_path, open_store):
    script = [sys.executable, "-c", ANSWERING, str(tmp_path)]
    with subprocess.Popen(script, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        code, teacher = server.stdout.readline().split()
        told = [server.stdout.readline().split() for _ in range(20)]
        server.send_signal(signal.SIGKILL)
    assert server.returncode == -signal.SIGKILL
    room = Rooms(open_store(tmp_path)).of(code)
    assert room.is_teacher(teacher)
    answers = room.answers(1, 1)
    assert answers.pop(1) in (0, 1)
    assert answers == {seat: seat % 2 for seat in range(2, 21) if seat % 3}
    for seat, secret in told:
        if int(seat) % 3 == 0:
            with pytest.raises(Gone):
                room.seat_of(secret)
        else:
            assert room.seat_of(secret) == int(seat)
