"""What a tab keeps of a session: it goes on as if nothing had happened, and a forged record is refused."""

import copy
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore import EXPERIMENTS, OPTIMIZERS, Data, Experiment, dense
from ui.core import saving
from ui.core.links import link_of, opened_from_link
from ui.core.saving import opened_from_record, record_of
from ui.core.session import Session

PLAYGROUND = EXPERIMENTS["playground"].experiment


def started(**training) -> Session:
    return Session(replace(PLAYGROUND, training=replace(PLAYGROUND.training, **training)))


def again(session: Session) -> Session:
    """Another session that takes back what a tab has kept of this one."""
    record = json.loads(json.dumps(record_of(session)))
    made = started()
    made.open(opened_from_record(record))
    return made


# -------------------------------------------------------------------- what comes back


def test_the_mission_that_a_run_was_set_up_for_comes_back():
    one = started()
    one.load(PLAYGROUND, mission="pima-4")
    one.advance(epochs=1)
    assert again(one).mission == "pima-4"
    one.load(PLAYGROUND)
    assert again(one).mission == ""


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_goes_on_to_the_same_bits(optimizer):
    one = started(optimizer=optimizer)
    one.advance(epochs=7)
    other = again(one)
    for session in (one, other):
        session.advance(epochs=6)
    assert np.array_equal(one.theta, other.theta)


def test_a_run_within_an_epoch_goes_on_from_its_step_and_row():
    one = started(optimizer="adam")
    one.advance(epochs=2)
    one.advance(steps=3)
    one.advance(samples=4)
    other = again(one)
    assert (other.position, other.progress.batch, other.sample) == (2, 3, 4)
    for session in (one, other):
        session.advance(samples=10)
        session.advance(epochs=1)
    assert np.array_equal(one.theta, other.theta)


def test_drawing_data_settings_place_inputs_columns_and_probe_come_back():
    one = Session(EXPERIMENTS["pima"].experiment)
    one.edit({"kind": "add_unit", "layer": 1})
    one.edit({"kind": "set_input", "index": 2, "value": -0.75})
    one.advance(epochs=9)
    one.configure(training=replace(one.experiment.training, learning_rate=0.2))
    one.advance(epochs=4)
    one.seek(5)
    one.columns, one.probe = (3, 1), (2.5, -1.0)
    other = again(one)
    assert (other.position, other.history.last, other.experiment) == (5, 13, one.experiment)
    assert other.drawing == one.drawing
    assert (other.inputs, other.columns, other.probe) == (one.inputs, one.columns, one.probe)
    assert other.history.marks == one.history.marks
    for mine, theirs in zip(one.history.curves(), other.history.curves(), strict=True):
        assert np.array_equal(mine.astype(np.float32), theirs, equal_nan=True)


def test_rows_of_the_visitors_own_come_back():
    rows = [[float(i), float(i % 5), float(i % 2)] for i in range(40)]
    one = Session(Experiment(Data.of_rows(columns=("a", "b", "y"), rows=rows), dense(2, 2, 1)))
    one.advance(epochs=3)
    assert np.array_equal(again(one).dataset.raw, one.dataset.raw)


def test_a_drawing_that_does_not_fit_its_data_comes_back_with_the_reason():
    one = started()
    one.edit({"kind": "add_unit", "layer": 0})
    other = again(one)
    assert other.problem == one.problem != ""
    assert other.drawing == one.drawing


def test_what_came_back_is_work_that_would_be_lost():
    one = started()
    one.advance(epochs=1)
    other = again(one)
    assert not other.fresh
    assert record_of(other) is not None


# -------------------------------------------------------------------- what is told


def test_nothing_is_kept_while_nothing_was_done():
    assert record_of(started()) is None


def test_a_link_that_was_opened_is_kept_though_nothing_was_done_since():
    session = started()
    link = link_of(Session(EXPERIMENTS["rings"].experiment), "train")
    session.open(opened_from_link(link))
    record = record_of(session)
    assert record["fresh"] and record["origin"] == link
    assert opened_from_record(record).origin == link


def test_the_part_that_stands_still_is_sent_once():
    session = started()
    session.advance(epochs=3)
    session.configure(training=replace(session.experiment.training, learning_rate=0.1))
    session.advance(epochs=3)
    record = record_of(session)
    session.advance(epochs=3)
    assert "still" not in record_of(session, record["key"])
    other = started()
    other.open(opened_from_record(record_of(session, record["key"]) | {"still": record["still"]}))
    assert other.position == 9
    session.configure(training=replace(session.experiment.training, learning_rate=0.2))
    assert "still" in record_of(session, record["key"])


def test_an_unchanged_session_is_told_from_memory(monkeypatch):
    session = started()
    session.advance(epochs=3)
    first = record_of(session)
    monkeypatch.setattr(saving, "growing_part", None)
    assert record_of(session) == first


def test_the_moving_part_is_sent_from_where_it_changed():
    session = started()
    session.advance(epochs=700)
    record = record_of(session)
    session.advance(epochs=20)
    more = record_of(session, record["key"], record["number"])
    assert (more["after"], more["number"]) == (record["number"], record["number"] + 1)
    assert len(more["moving"]) < 0.25 * len(record["moving"])
    joined = record | {"moving": record["moving"][: more["shared"]] + more["moving"]}
    assert joined["moving"] == record_of(session)["moving"]
    other = started()
    other.open(opened_from_record(joined))
    assert other.position == 720 and np.array_equal(other.theta, session.theta)
    again = record_of(session, record["key"], more["number"])
    assert again["moving"] == ""
    assert "after" not in record_of(session, record["key"], 99)


def test_the_still_part_is_sent_from_where_it_changed_and_its_data_once():
    session = started()
    session.advance(epochs=3)
    record = record_of(session)
    session.edit({"kind": "set_weight", "id": "0.0>1.0", "value": 0.5, "base": session.version})
    session.advance(epochs=2)
    more = record_of(session, record["key"], record["number"])
    assert more["still_after"] == record["key"] != more["key"]
    still = record["still"][: more["still_shared"]] + more["still"]
    assert still == record_of(session)["still"]
    assert json.loads(still)["data"] == [session.experiment.data.to_dict()]
    assert more["still_shared"] > len(json.dumps(session.experiment.data.to_dict(), separators=(",", ":")))
    other = started()
    other.open(opened_from_record(record_of(session)))
    assert other.position == 5 and np.array_equal(other.theta, session.theta)
    assert "still_after" not in record_of(session, "unknown")


def test_a_run_too_large_for_a_tab_is_kept_without_the_way_there(monkeypatch):
    monkeypatch.setattr(saving, "MOST_TEXT", 3000)
    session = started()
    session.advance(epochs=400)
    record = record_of(session)
    assert len(record["still"]) + len(record["moving"]) <= 3000
    other = started()
    other.open(opened_from_record(record))
    assert (other.position, other.history.first) == (400, 400)
    assert np.array_equal(other.theta, session.theta)


def test_a_long_run_of_the_usual_network_takes_little_room():
    session = started()
    session.advance(epochs=3000)
    record = record_of(session)
    assert len(record["still"]) + len(record["moving"]) < 60_000


# -------------------------------------------------------------------- forged

SESSION = started()
SESSION.advance(epochs=2)
SESSION.advance(steps=2)
RECORD = record_of(SESSION)


@pytest.mark.parametrize(
    "forged",
    [None, 7, "x", [], {}, {"still": 1, "moving": 2, "origin": ""}, RECORD | {"moving": "["}, RECORD | {"origin": 5},
     RECORD | {"moving": "[" * 100_000}, RECORD | {"still": " " * 4_000_000}, RECORD | {"moving": "null"}],
)  # fmt: skip
def test_a_forged_record_is_refused(forged):
    with pytest.raises(ValueError, match=r"\w"):
        opened_from_record(forged)


PART = json.loads(RECORD["moving"])
JUNK = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), st.just([]), st.just({}))


@given(st.sampled_from([*PART, "progress.batch", "progress.losses", "run.last", "run.every"]), JUNK)
def test_whatever_stands_in_a_record_it_is_a_session_or_refused(name, junk):
    part = copy.deepcopy(PART)
    inner, last = part, name
    if "." in name:
        outer, last = name.split(".")
        inner = part[outer]
    inner[last] = junk
    session = started()
    try:
        session.open(opened_from_record(RECORD | {"moving": json.dumps(part)}))
    except ValueError:
        return
    session.advance(epochs=1)
    assert np.isfinite(session.theta).all()
    assert len(session.inputs) == 2
