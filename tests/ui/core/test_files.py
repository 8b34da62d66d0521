"""A session saved as a file opens as it was, on a server that has never seen it; a damaged file is refused."""

import json

import numpy as np
import pytest

from nncore.data import Data, shelf
from nncore.experiments import EXPERIMENTS
from tests.ui.core.test_large_tables import an_empty_shelf, forget, new, table, trained  # noqa: F401
from ui.core import files, own_data
from ui.core.files import file_of, saved_in
from ui.core.session import Session

LESSONS = {"done": ["1-neuron/a"], "runs": {}, "guesses": {}}


def opened(content: bytes) -> Session:
    session = new()
    session.become(saved_in(content).opened)
    return session


def test_a_whole_run_comes_back_to_the_bit_with_every_epoch():
    one = Session(EXPERIMENTS["pima"].experiment)
    one.edit({"kind": "add_unit", "layer": 1})
    one.advance(epochs=12)
    one.columns, one.probe = (3, 1), (2.5, -1.0)
    one.seek(7)
    other = opened(file_of(one))
    assert (other.position, other.history.last, other.experiment) == (7, 12, one.experiment)
    assert (other.inputs, other.columns, other.probe) == (one.inputs, one.columns, one.probe)
    for session in (one, other):
        session.seek(12)
        session.advance(epochs=3)
    assert one.theta.tobytes() == other.theta.tobytes()


def test_points_drawn_by_hand_come_back():
    points = Data("points", rows=((1.0, 2.0, 0), (-1.5, 0.25, 1)) * 6)
    one = new()
    assert own_data.bring(one, points) == ""
    assert opened(file_of(one)).experiment.data == points


def test_a_table_too_large_for_links_is_in_the_file():
    one = trained()
    content = file_of(one)
    expected = one.theta.tobytes()
    del one
    forget()
    other = opened(content)
    assert other.awaits is None and other.position == 2
    assert other.experiment.data.table == table() and other.theta.tobytes() == expected


def test_progress_in_the_lessons_comes_along():
    assert saved_in(file_of(new(), LESSONS)).lessons == LESSONS
    assert saved_in(file_of(new())).lessons is None


def test_opening_a_file_can_be_undone():
    one, mine = new(), new()
    one.advance(epochs=5)
    mine.advance(epochs=2)
    mine.edit({"kind": "add_unit", "layer": 1})
    before = mine.experiment, mine.theta.tobytes()
    mine.become(saved_in(file_of(one)).opened)
    assert mine.experiment == one.experiment and mine.position == 5
    mine.undo()
    assert (mine.experiment, mine.theta.tobytes()) == before
    mine.redo()
    assert mine.theta.tobytes() == one.theta.tobytes()


def test_a_run_too_long_is_saved_without_the_way_there(monkeypatch):
    monkeypatch.setattr(files, "MOST_RUN", 10)
    one = new()
    one.advance(epochs=4)
    other = opened(file_of(one))
    assert other.position == 4 and other.history.first == 4
    assert other.theta.tobytes() == one.theta.tobytes()


def test_a_session_makes_the_same_file_each_time():
    one = new()
    one.advance(epochs=2)
    assert file_of(one) == file_of(one)


def test_what_is_too_large_is_not_written_but_said(monkeypatch):
    monkeypatch.setattr(files, "MOST_FILE", 100)
    with pytest.raises(ValueError, match="save the table as CSV"):
        file_of(new())
    with pytest.raises(ValueError, match="at most 0 can be opened"):
        saved_in(b"{" + b" " * 100)


FILE = json.loads(file_of(trained(), LESSONS))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ""),
        ({"netsketch": 2, "tables": {"a": "b", "c": "d", "e": "f"}}, "made by a newer version of Netsketch"),
        ({"netsketch": "1"}, "no saved session"),
        ({"still": None}, "no saved run"),
        ({"moving": {"link": {"experiment": {}}}}, "experiment is"),
        ({"moving": []}, "no saved run"),
        ({"tables": {"k": "!"}}, "no file of Netsketch"),
        ({"tables": {"k": "AAAA"}}, "packed table"),
        ({"tables": [1]}, "no file of Netsketch"),
        ({"link": 3}, "no saved session"),
    ],
)
def test_a_forged_file_is_refused_with_the_reason(changed, words):
    content = json.dumps(FILE | changed).encode()
    if not words:
        assert saved_in(content).opened
        return
    with pytest.raises(ValueError, match=words):
        saved_in(content)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"netsketch": 1e999}'])
def test_what_is_no_file_of_ours_is_refused(content):
    with pytest.raises(ValueError, match=r"\.netsketch\.json"):
        saved_in(content)


def test_damaged_files_are_refused_or_open_sound():
    content = file_of(trained())
    rng = np.random.default_rng(0)
    for _ in range(150):
        damaged = bytearray(content)
        for place in rng.integers(0, len(content), size=rng.integers(1, 6)):
            damaged[place] = rng.integers(32, 127)
        damaged = damaged[: rng.integers(1, len(content))] if rng.random() < 0.3 else damaged
        try:
            saved_in(bytes(damaged))
        except ValueError as error:
            assert str(error)
    assert shelf.has(table().key)
