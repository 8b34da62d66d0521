"""The conversation between views and Python, whatever they show: edits are done once, in order, and answered."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from nncore.experiments import EXPERIMENTS
from ui.core import conversation
from ui.core.canvas import CanvasState
from ui.core.conversation import MOST_CLIENTS, Conversation
from ui.core.live import LiveState
from ui.core.request import MOST_EDITS
from ui.core.session import Session
from ui.link.frame import unpack

STATES = pytest.mark.parametrize("state", [CanvasState, LiveState])
PLAYGROUND = EXPERIMENTS["playground"].experiment


def started(state=LiveState, **training) -> Conversation:
    return Conversation(state(Session(replace(PLAYGROUND, training=replace(PLAYGROUND.training, **training)))))


class View:
    """A view as Python hears it: it numbers its edits, and sends them until they are acknowledged."""

    def __init__(self, talk: Conversation, client: str = "view"):
        self.talk, self.client = talk, client
        self.id = self.count = 0
        self.edits: list[dict] = []

    def push(self, *edits: dict, **more) -> dict:
        for edit in edits:
            self.count += 1
            self.edits.append({"n": self.count, **edit})
        return self.ask(**more)

    def ask(self, **more) -> dict:
        self.id += 1
        frame = self.talk.hear({"id": self.id, "client": self.client, "edits": self.edits, **more})
        self.header, self.arrays = unpack(frame)
        self.edits = [edit for edit in self.edits if edit["n"] > self.header["ack"]]
        return self.header


def weight(value: float, **more) -> dict:
    return {"kind": "set_weight", "id": "0.0>1.0", "value": value, **more}


def shown(talk: Conversation) -> float:
    return float(talk.session.drawing.parameters.weights[1][0, 0])


# -------------------------------------------------------------------- edits


@STATES
def test_an_edit_that_comes_again_is_not_done_again(state):
    talk = started(state)
    told = {"id": 1, "client": "view", "edits": [{"n": 1, "kind": "add_unit", "layer": 1}]}
    for _ in range(3):
        header, _ = unpack(talk.hear(told))
    assert talk.session.experiment.network.sizes == (2, 5, 2, 1)
    assert (header["ack"], header["reply"]) == (1, 1)


@STATES
def test_views_are_acknowledged_apart_and_the_oldest_are_forgotten(state):
    talk = started(state)
    View(talk, "one").push({"kind": "add_unit", "layer": 1})
    header = View(talk, "other").push({"kind": "add_unit", "layer": 1})
    assert (header["client"], header["ack"]) == ("other", 1)
    assert talk.session.experiment.network.sizes[1] == 6
    for number in range(2 * MOST_CLIENTS):
        View(talk, f"view {number}").ask()
    assert len(talk.clients) == MOST_CLIENTS


@STATES
def test_drags_of_two_views_are_undone_one_by_one(state):
    talk = started(state)
    first = shown(talk)
    View(talk, "one").push(weight(2.0, gesture=1), weight(2.5, gesture=1))
    View(talk, "other").push(weight(3.0, gesture=1))
    talk.session.undo()
    assert shown(talk) == 2.5
    talk.session.undo()
    assert shown(talk) == first


@STATES
def test_each_refusal_of_a_request_is_told_until_the_next_edits(state):
    view = View(started(state))
    header = view.push({"kind": "explode"}, {"kind": "add_unit", "layer": 1}, {"kind": "implode"})
    assert [refused["n"] for refused in header["refused"]] == [1, 3]
    assert header["refused"][0]["text"].startswith("Unknown edit 'explode'")
    assert view.ask()["refused"] == header["refused"]
    assert view.push({"kind": "add_unit", "layer": 1})["refused"] == []


@STATES
def test_a_value_that_another_one_of_the_same_drag_follows_is_left_out(state, monkeypatch):
    talk = started(state)
    done = []
    edit = talk.session.edit
    monkeypatch.setattr(talk.session, "edit", lambda told: done.append(told["value"]) or edit(told))
    header = View(talk).push(*(weight(float(value), gesture=4) for value in range(50)), weight(9.0, gesture=5))
    assert done == [49.0, 9.0]
    assert header["ack"] == 51


@STATES
def test_of_too_many_edits_the_rest_comes_with_the_next_requests(state, monkeypatch):
    monkeypatch.setattr(conversation, "SECONDS", 600.0)  # on a machine of any speed
    view = View(started(state))
    header = view.push(*(weight(float(value)) for value in range(MOST_EDITS + 20)))
    assert header["ack"] == MOST_EDITS
    assert view.ask()["ack"] == MOST_EDITS + 20


def test_edits_that_take_too_long_are_gone_on_with_by_the_next_request(monkeypatch):
    monkeypatch.setattr(conversation, "SECONDS", 0.05)
    talk = started()
    talk.session.reset = lambda: time.sleep(0.04)
    view = View(talk)
    header = view.push(*[{"kind": "reset"}] * 6)
    assert 0 < header["ack"] < 6
    for _ in range(6):
        header = view.ask()
    assert header["ack"] == 6


def test_a_way_back_that_takes_long_is_gone_on_with_until_it_is_there(monkeypatch):
    monkeypatch.setattr(conversation, "SECONDS", 0.0)
    monkeypatch.setattr("ui.core.session.UNDISTURBED", 0.0)
    talk = started()
    talk.session.advance(epochs=300)
    expected = talk.session.history.at(211).theta
    history = talk.session.history
    for branch in history.chain:  # only both ends are known, as after a reload
        for epoch in list(branch.kept)[1:-1]:
            del branch.kept[epoch]
    view = View(talk)
    header, asked = view.push({"kind": "seek", "epoch": 211}), 1
    while view.edits and asked < 400:
        header, asked = view.ask(), asked + 1
    assert asked > 1
    assert header["epoch"] == 211
    assert np.array_equal(talk.session.theta, expected)


# -------------------------------------------------------------------- sessions


@STATES
def test_what_was_meant_for_a_session_that_is_gone_is_not_done_here(state):
    view = View(started(state))
    header = view.push({"kind": "add_unit", "layer": 1}, visit="another one", play={"unit": "epoch", "count": 3})
    assert view.talk.session.fresh
    assert (header["ack"], header["reply"], header["visit"]) == (0, 1, view.talk.session.visit)
    assert view.ask(visit=header["visit"])["ack"] == 1


@STATES
def test_a_frame_that_answers_no_request_brings_the_record(state):
    talk = started(state)
    header, _ = unpack(talk.hear(None))
    assert header["record"] is None
    talk.session.edit({"kind": "add_unit", "layer": 1})
    header, _ = unpack(talk.hear(None))
    assert header["record"]["visit"] == talk.session.visit
    assert "record" not in View(talk).ask()
    assert View(talk).ask(want={"record": True})["record"]["key"] == header["record"]["key"]


@STATES
def test_frames_are_numbered_and_say_when_the_widgets_around_are_stale(state):
    talk = started(state)
    view = View(talk)
    before = view.ask()["frame"]
    talk.widgets_made()
    assert not view.ask()["stale"]
    edit = {"kind": "set_input", "index": 0, "value": 0.5} if state is CanvasState else {"kind": "reseed"}
    header = view.push(edit)
    assert header["stale"] and header["frame"] == before + 2
    talk.widgets_made()
    assert not view.ask()["stale"]


# -------------------------------------------------------------------- waiting for a view


def test_widgets_wait_for_a_view_on_the_screen_and_no_longer():
    talk = started()
    begun = time.monotonic()
    waiting = threading.Thread(target=talk.wait_until_seen, args=(20.0,))
    waiting.start()
    talk.met(1)
    waiting.join(5)  # it asks for nothing, so that only the moment for a first hand goes by
    assert not waiting.is_alive() and time.monotonic() - begun < 5
    assert talk.awaited


def test_where_no_socket_gets_through_they_wait_a_moment_once():
    talk = started()
    talk.wait_until_seen(0.01)
    assert talk.awaited
    talk.met(1)
    talk.met(-1)
    assert not talk.awaited  # another visit of the page may wait again
