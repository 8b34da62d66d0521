"""One frame of the teacher's board for everybody, and small boards."""

import gc
import json
import threading
from dataclasses import replace

import numpy as np
import pytest

from nncore.experiments import EXPERIMENTS
from tests.hostile import sessions
from tests.ui.core.classroom.classes import board
from ui.core.classroom import board_frame
from ui.core.classroom.board_frame import BoardFrames, WallBoard, mini_frame, seat_board, wall_frame
from ui.core.prepared import Mission, Prepared
from ui.core.session import Session
from ui.link.frame import finite, pack, unpack
from ui.live.maps import Maps

USUAL_BYTES = 12_000
MANY_CLASSES = 16_000
"""Of ten classes: a picture each, and their weights."""


def after(session: Session, frames: BoardFrames):
    """What the next frame brings after an epoch."""
    session.advance()
    return unpack(frames.next())


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_frame_holds_all_that_moves_and_is_small(name):
    session = board(name)
    frames = BoardFrames(session)
    full, first = unpack(frames.next())
    session.advance(epochs=250 if name == "transactions" else 5)
    content = frames.next()
    header, arrays = unpack(content)
    network, snapshot, dataset = session.experiment.network, session.snapshot, session.dataset
    assert (full["kind"], full["full"], header["full"]) == ("board", True, False)
    assert len(content) < (MANY_CLASSES if len(dataset.classes) > 4 else USUAL_BYTES)
    assert header["epoch"] == header["last"] == session.position
    assert header["scores"]["loss"] == finite([snapshot.train_loss, snapshot.test_loss])
    assert (header["scores"]["accuracy"] is None) == (dataset.task == "regression")
    assert header["inputs"] == list(session.inputs)
    assert not {"drawing", "backdrop"} & set(header) and not {"points", "labels", "tested"} & set(arrays)
    np.testing.assert_array_equal(arrays["theta"], session.theta.astype(np.float32))
    assert len(arrays["z"]) == len(arrays["a"]) == sum(network.sizes)
    assert len(arrays["curve"]) <= 200
    np.testing.assert_allclose(
        arrays["curve"][-1], [session.position, snapshot.train_loss, snapshot.test_loss], rtol=1e-6
    )
    assert len(full["drawing"]["layers"]) == len(network.sizes)
    assert full["backdrop"]["classes"] == list(dataset.classes)
    assert len(first["points"]) == len(first["labels"]) == len(first["tested"]) <= 500


def test_the_picture_is_the_one_of_the_train_page():
    session = board()
    session.advance(epochs=10)
    _, arrays = unpack(BoardFrames(session).full())
    maps = Maps(session.experiment.network, session.dataset, (0, 1))
    np.testing.assert_array_equal(arrays["field"], maps(session.theta, moving=True)["field"][0])


def test_several_classes_have_levels_and_a_single_column_has_a_line():
    _, arrays = unpack(BoardFrames(board("iris")).full())
    assert arrays["levels"].shape == (3, 32, 32) and "field" not in arrays
    assert np.abs(arrays["levels"].astype(int).sum(axis=0) - 255).max() <= 6
    _, arrays = unpack(BoardFrames(sessions()["one column"]).full())
    assert arrays["line"].shape == (64,) and not {"field", "levels"} & set(arrays)


def test_nothing_is_sent_when_nothing_has_changed():
    session = board()
    frames = BoardFrames(session)
    assert frames.next() is not None
    assert frames.next() is None
    session.advance()
    assert frames.next() is not None
    assert frames.next() is None
    assert frames.generation == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.advance(steps=1),
        lambda session: session.edit({"kind": "set_input", "index": 0, "value": 0.25}),
        lambda session: session.edit({"kind": "set_weight", "id": "0.0>1.0", "value": 0.25}),
        lambda session: session.seek(0),
        lambda session: setattr(session, "probe", (0.5, 0.5)),
        lambda session: session.reseed(),
    ],
)
def test_whatever_moves_on_the_board_is_sent(act):
    session = board()
    session.advance(epochs=2)
    frames = BoardFrames(session)
    before = unpack(frames.next())
    act(session)
    header, arrays = unpack(frames.next())
    assert (header, {k: a.tolist() for k, a in arrays.items()}) != (
        before[0],
        {k: a.tolist() for k, a in before[1].items()},
    )
    assert frames.generation == 1 or header["full"]


def test_the_middle_of_an_epoch_is_named():
    session = board()
    frames = BoardFrames(session)
    assert unpack(frames.next())[0]["part"] is None
    session.advance(steps=2)
    assert unpack(frames.next())[0]["part"] == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.edit({"kind": "add_unit", "layer": 1}),
        lambda session: session.edit({"kind": "preset", "name": "transactions"}),
        lambda session: session.configure(data=EXPERIMENTS["spiral"].experiment.data),
    ],
)
def test_another_drawing_or_other_data_come_in_a_full_frame(act):
    session = board()
    frames = BoardFrames(session)
    before = unpack(frames.next())[0]
    act(session)
    header, arrays = unpack(frames.next())
    assert header["full"] and "drawing" in header and "points" in arrays
    assert frames.generation == 2
    assert (header["version"], header["key"]) != (before["version"], before["key"])
    assert header["drawing"]["version"] == header["version"]


def test_the_frame_is_the_same_for_all_and_made_once(monkeypatch):
    made = []
    monkeypatch.setattr(board_frame, "pack", lambda *parts: made.append(1) or pack(*parts))
    session = board()
    frames = BoardFrames(session)
    first = frames.next()
    assert all(frames.full() is first for _ in range(60))
    session.advance()
    frames.next()
    later = frames.full()
    assert all(frames.full() is later for _ in range(60))
    assert len(made) == 3


def test_who_comes_later_gets_all_of_this_moment():
    session = board()
    frames = BoardFrames(session)
    frames.next()
    after(session, frames)
    header, arrays = unpack(frames.full())
    assert header["full"] and header["epoch"] == 1 and len(arrays["points"])
    assert frames.generation == 1
    assert frames.next() is None


def test_frames_are_made_while_it_trains():
    session = board()
    frames = BoardFrames(session)
    over, failed, epochs = threading.Event(), [], []

    def look():
        try:
            while not over.is_set():
                if content := frames.next():
                    epochs.append(unpack(content)[0]["epoch"])
                frames.full()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(50):
        session.advance()
    over.set()
    for thread in threads:
        thread.join()
    assert failed == [] and len(epochs) > 1
    assert unpack(frames.full())[0]["epoch"] == 50


def test_a_long_curve_is_thinned_and_keeps_its_end():
    curves = board_frame.Curves(*np.tile(np.arange(5001.0), (7, 1)))
    curve = board_frame._curve(curves)
    assert len(curve) <= 200
    assert curve[0, 0] == 0 and curve[-1, 0] == 5000


@pytest.mark.parametrize("special", sessions())
def test_odd_boards_have_frames_too(special):
    session = sessions()[special]
    header, arrays = unpack(BoardFrames(session).full())
    assert len(arrays["theta"]) == session.theta.size
    assert bool(header["problem"]) == (special == "a problem")
    assert ("backdrop" in header) == ("curve" in arrays) == (special != "a problem")
    json.dumps(mini_frame(session)[0])


def test_a_run_that_diverged_has_frames_and_needs_the_teacher():
    session = board("cars")
    session.configure(training=replace(session.experiment.training, optimizer="sgd", learning_rate=100.0))
    session.advance(epochs=20)
    assert session.snapshot.diverged
    header, arrays = unpack(BoardFrames(session).full())
    assert header["epoch"] == session.position and len(arrays["field"]) == 64
    assert mini_frame(session)[0]["need"] == 1


# -------------------------------------------------------------------- small boards


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_small_board_has_a_picture_and_its_figures(name):
    session = board(name)
    session.advance(epochs=3)
    header, arrays = mini_frame(session, mission=True)
    assert arrays["field"].shape == (24, 24) and arrays["field"].dtype == np.uint8
    assert (header["epoch"], header["loss"], header["mission"]) == (3, session.snapshot.train_loss, True)
    assert header["classes"] == (len(session.dataset.classes) if len(session.dataset.classes) > 2 else 0)
    if header["classes"]:
        assert arrays["field"].max() < header["classes"]


def test_a_small_picture_is_the_large_one_at_fewer_points():
    session = board()
    session.advance(epochs=10)
    large = unpack(BoardFrames(session).full())[1]["field"]
    small = mini_frame(session)[1]["field"]
    assert [small[0, 0], small[0, -1], small[-1, 0], small[-1, -1]] == [
        large[0, 0],
        large[0, -1],
        large[-1, 0],
        large[-1, -1],
    ]


def test_the_line_over_a_single_column_is_drawn_from_bottom_to_top():
    picture = board_frame._mini_line(np.linspace(0, 1, 64, dtype=np.float32), 0.0, 1.0)
    assert picture[-1, 0] == picture[0, -1] == 255
    assert (picture == 255).sum() == 24
    assert (board_frame._mini_line(np.full(64, np.nan, np.float32), 0.0, 1.0) == 128).all()


def test_who_needs_the_teacher_most_comes_first():
    started, stuck, done, undone, fresh = (board() for _ in range(5))
    for session in (started, done, undone):
        session.advance(epochs=4)
    stuck.configure(training=replace(stuck.experiment.training, learning_rate=1e-9))
    stuck.advance(epochs=20)
    wall = wall_frame(
        [
            WallBoard(1, "started", started),
            WallBoard(2, "stuck", stuck),
            WallBoard(3, "done", done, True),
            WallBoard(4, "undone", undone, False),
            WallBoard(5, "fresh", fresh),
            WallBoard(6, "absent", None),
            WallBoard(7, "problem", sessions()["a problem"]),
        ]
    )
    header, arrays = unpack(wall)
    assert header["kind"] == "wall"
    assert [(entry["nickname"], entry["need"]) for entry in header["boards"]] == [
        ("absent", 0),
        ("fresh", 0),
        ("problem", 1),
        ("stuck", 1),
        ("undone", 2),
        ("done", 3),
        ("started", 3),
    ]
    assert set(arrays) == {"field_1", "field_3", "field_4", "field_5", "field_6"}
    assert header["boards"][0] | {"nickname": ""} == {
        "seat": 6,
        "nickname": "",
        "epoch": None,
        "loss": None,
        "accuracy": None,
        "mission": None,
        "need": 0,
        "classes": 0,
    }


def test_the_wall_says_whether_a_prepared_mission_is_done():
    session = board()
    assert seat_board(1, "Ada", session).mission is None
    assert seat_board(1, "Ada", None).mission is None
    mission = Mission("run", {"data": "circle", "measure": "train_loss", "at_most": 0.3, "within": 60})
    session.prepared = Prepared(mission=mission)
    assert seat_board(1, "Ada", session).mission is False
    session.advance(epochs=60)
    session.judged()
    assert seat_board(1, "Ada", session).mission is True


def test_a_wall_of_forty_boards_is_small():
    sessions = [board() for _ in range(40)]
    wall = wall_frame([WallBoard(seat, f"Student {seat}", session) for seat, session in enumerate(sessions)])
    assert len(wall) < 40 * 1000


def test_a_small_board_holds_no_session():
    session = board()
    mini_frame(session)
    before = len(board_frame._pictures_of)
    del session
    gc.collect()
    assert len(board_frame._pictures_of) < before
