"""Demonstrations: a list that changes, files and links that come back to the bit, and forged ones that are refused."""

import json
from dataclasses import replace

import pytest

from nncore import Data, Experiment, dense
from nncore.data import shelf
from nncore.experiments import EXPERIMENTS
from nncore.serialize import from_link, to_link
from tests.hostile import sessions as hostile_sessions
from tests.ui.core.test_large_tables import trained as with_large_table
from ui.core import demonstration as subject
from ui.core.demonstration import (
    MOST_CHECKPOINTS,
    MOST_KEPT,
    Demonstration,
    added,
    checkpoint_of,
    deleted,
    demonstration_from_link,
    demonstration_from_text,
    demonstration_in,
    file_of,
    link_of,
    moved,
    named,
    opened_at,
    prepared_questions,
    replaced,
    text_of,
    titled,
)
from ui.core.links import linked
from ui.core.opening import kind_of
from ui.core.session import Session


def trained(epochs: int = 3, name: str = "playground") -> Session:
    session = Session(EXPERIMENTS[name].experiment)
    if epochs:
        session.advance(epochs=epochs)
    return session


def demonstration(*epochs: int) -> Demonstration:
    points = [checkpoint_of(trained(one), "train", {"view": "Loss"}, f"After {one}", f"Say {one}") for one in epochs]
    return Demonstration("Circles", tuple(points))


def titles(one: Demonstration) -> list[str]:
    return [point.title for point in one.checkpoints]


# -------------------------------------------------------------------- checkpoints


def test_a_checkpoint_opens_with_the_same_weights_epoch_page_and_view():
    session = trained(5)
    point = checkpoint_of(session, "train", {"view": "Hidden space"}, "Five", "Look at the corner")
    opened = opened_at(point)
    assert opened.snapshot.theta.tobytes() == session.theta.tobytes()
    assert (opened.snapshot.epoch, point.page, dict(point.view)) == (5, "train", {"view": "Hidden space"})


def test_a_checkpoint_has_the_way_there_with_its_learning_curves():
    session = trained(6)
    session.seek(4)
    found = demonstration_in(file_of(Demonstration("", (checkpoint_of(session, "train", {}),))))
    other = trained(0)
    other.become(opened_at(found.checkpoints[0]))
    assert (other.position, other.history.first, other.history.last) == (4, 0, 6)
    other.seek(6)
    assert other.theta.tobytes() == trained(6).theta.tobytes()


def test_a_long_run_is_left_at_the_place_shown(monkeypatch):
    monkeypatch.setattr(subject, "MOST_RUN", 100)
    opened = opened_at(checkpoint_of(trained(6), "train", {}))
    assert (opened.history.first, opened.snapshot.epoch) == (6, 6)
    assert opened.snapshot.theta.tobytes() == trained(6).theta.tobytes()


def test_a_link_too_long_for_whole_runs_has_the_places(monkeypatch):
    one = demonstration(2, 5)
    monkeypatch.setattr("nncore.serialize.LONGEST_LINK", len(link_of(one)) - 1)
    opened = [opened_at(point) for point in demonstration_from_link(link_of(one)).checkpoints]
    assert [each.history.first for each in opened] == [2, 5]
    assert opened[1].snapshot.theta.tobytes() == trained(5).theta.tobytes()


def test_going_to_a_checkpoint_is_undone_with_the_whole_run():
    session = trained(6)
    before = session.theta.tobytes()
    session.become(opened_at(demonstration(2).checkpoints[0]))
    assert session.position == 2
    session.undo()
    assert (session.position, session.history.last) == (6, 6)
    assert session.theta.tobytes() == before


def test_training_on_from_a_checkpoint_leaves_it_as_it_was():
    point = demonstration(2).checkpoints[0]
    session = trained(0)
    session.become(opened_at(point))
    session.advance(epochs=3)
    session.become(opened_at(point))
    assert session.theta.tobytes() == trained(2).theta.tobytes()


def test_a_checkpoint_without_a_title_is_called_after_its_state():
    assert checkpoint_of(trained(3), "", {}).title == "circle, epoch 3"
    assert checkpoint_of(trained(0), "train", {}, "  ").title == "circle, not trained yet"


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_comes_back_from_a_file(name):
    session = trained(1, name)
    found = demonstration_in(file_of(Demonstration("", (checkpoint_of(session, "train", {}),))))
    assert opened_at(found.checkpoints[0]).snapshot.theta.tobytes() == session.theta.tobytes()


@pytest.mark.parametrize("special", hostile_sessions())
def test_names_that_want_to_be_markup_come_back_as_they_are(special):
    session = hostile_sessions()[special]
    one = Demonstration("<b>", (checkpoint_of(session, "draw", {}, "<script>", "$x$"),))
    assert demonstration_in(file_of(one)) == one


# -------------------------------------------------------------------- the list


def test_checkpoints_are_added_moved_named_replaced_and_deleted():
    one = demonstration(1, 2, 3)
    extra = checkpoint_of(trained(4), "train", {}, "After 4")
    assert titles(added(one, extra, 1)) == ["After 1", "After 4", "After 2", "After 3"]
    assert titles(moved(one, 2, 0)) == ["After 3", "After 1", "After 2"]
    assert titles(deleted(one, 1)) == ["After 1", "After 3"]
    assert replaced(one, 1, extra).checkpoints == (one.checkpoints[0], extra, one.checkpoints[2])
    changed = named(one, 0, " New\n title ", "note\nof two lines").checkpoints[0]
    assert (changed.title, changed.note, changed.state) == (
        "New title", "note\nof two lines", one.checkpoints[0].state,
    )  # fmt: skip
    assert named(one, 0, " ", "").checkpoints[0].title == "After 1"
    assert titled(one, "Another").title == "Another"


def test_too_many_checkpoints_are_refused():
    point = demonstration(1).checkpoints[0]
    full = Demonstration("", (point,) * MOST_CHECKPOINTS)
    with pytest.raises(ValueError, match="at most 60 checkpoints; delete one"):
        added(full, point, 0)


# -------------------------------------------------------------------- files, links, and what a tab keeps


def test_files_links_and_tabs_give_back_the_same_to_the_bit():
    one = demonstration(0, 1, 5)
    assert demonstration_in(file_of(one)) == one
    assert demonstration_from_link(link_of(one)) == one
    assert demonstration_from_text(text_of(one)) == one
    assert file_of(demonstration_in(file_of(one))) == file_of(one)


def test_a_file_is_known_by_its_name_and_by_how_it_begins():
    content = file_of(demonstration(1))
    assert kind_of("x.json", content) == "demonstration"
    assert kind_of("x.netsketch-demo.json", b"") == "demonstration"
    assert kind_of("x.json", b'{"netsketch":1}') == "session"


def test_a_network_too_large_for_a_link_is_saved_as_a_file():
    session = Session(Experiment(Data("pima"), dense(8, 700, 10, 1)))
    session.advance(epochs=1)
    one = Demonstration("", (checkpoint_of(session, "train", {}),))
    with pytest.raises(ValueError, match="save a file"):
        link_of(one)
    found = demonstration_in(file_of(one))
    assert opened_at(found.checkpoints[0]).snapshot.theta.tobytes() == session.theta.tobytes()


def test_what_is_too_large_for_a_tab_and_what_is_empty_is_not_kept():
    point = demonstration(1).checkpoints[0]
    assert len(text_of(Demonstration("", (replace(point, note="n" * 2_000),)))) > 2_000
    assert text_of(Demonstration()) == ""
    many = Demonstration("", (replace(point, state=json.dumps({"still": {"x": "y" * MOST_KEPT}, "moving": {}})),))
    assert text_of(many) == ""


def test_a_file_takes_its_large_table_along(monkeypatch):
    session = with_large_table()
    content = file_of(Demonstration("", (checkpoint_of(session, "train", {}),)))
    [key] = json.loads(content)["tables"]
    monkeypatch.setattr(shelf, "_tables", type(shelf._tables)())
    monkeypatch.setattr(shelf, "_in_use", type(shelf._in_use)())
    [point] = demonstration_in(content).checkpoints
    opened = opened_at(point)
    assert opened.awaits is None
    assert opened.history.experiment_at(opened.snapshot.epoch).data.table.key == key


# -------------------------------------------------------------------- questions

QUESTION = {"kind": "choice", "text": "Which one?", "choices": ["this", "that"], "right": 1}
NUMBER = {"kind": "number", "text": "How much?", "value": "loss"}
OPINION = {"kind": "free", "text": "Clear?", "choices": ["yes", "no"]}


def with_questions() -> Demonstration:
    return demonstration_in(with_point(questions=[QUESTION, NUMBER, OPINION]))


def test_questions_of_a_checkpoint_come_back_from_file_link_and_tab():
    held = with_questions()
    assert [question.kind for question in held.checkpoints[1].questions] == ["choice", "number", "free"]
    assert held == demonstration_in(file_of(held)) == demonstration_from_link(link_of(held))
    assert held == demonstration_from_text(text_of(held))


def test_a_checkpoint_without_questions_is_written_as_before():
    assert "questions" not in spec()["checkpoints"][0]


def test_questions_are_offered_in_order_with_the_title_of_their_checkpoint():
    assert prepared_questions(with_questions(), 1) == [
        {"title": "After 2", "here": True, "question": QUESTION},
        {"title": "After 2", "here": True, "question": NUMBER},
        {"title": "After 2", "here": True, "question": OPINION},
    ]
    assert {one["here"] for one in prepared_questions(with_questions(), -1)} == {False}
    assert prepared_questions(Demonstration(), -1) == []


# -------------------------------------------------------------------- forged


def spec() -> dict:
    return json.loads(file_of(demonstration(1, 2)))


def forged(**parts) -> bytes:
    return json.dumps(spec() | parts).encode()


def with_point(**parts) -> bytes:
    one = spec()
    one["checkpoints"][1] |= parts
    return json.dumps(one).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no demonstration"),
        (b"[]", "no demonstration"),
        (b'{"netsketch":1}', "no demonstration"),
        (b'{"netsketch_demo":1' + b"[" * 100_000, "no demonstration"),
        (b'{"netsketch_demo":1,"title":1e999}', "no demonstration"),
        (forged(netsketch_demo=True), "no demonstration"),
        (forged(netsketch_demo=0), "no demonstration"),
        (forged(netsketch_demo="1"), "no demonstration"),
        (forged(netsketch_demo=2), "newer version of Netsketch \\(2; this one reads up to 1\\)"),
        (forged(script="x"), "unknown part 'script'"),
        (forged(title=7), "title is '7'"),
        (forged(title="x" * 81), "title is .*at most 80 characters"),
        (forged(checkpoints={}), "checkpoints are"),
        (forged(checkpoints=None), "checkpoints are"),
        (forged(checkpoints=[{}] * 61), "list of at most 60"),
        (forged(checkpoints=[7]), "checkpoint 1: it is '7'"),
        (forged(tables=[]), "no file"),
        (forged(tables={"a": "b"}), "no file"),
        (with_point(title=""), "checkpoint 2: it has no title"),
        (with_point(title=["x"]), "checkpoint 2: title is"),
        (with_point(note="x" * 2_001), "checkpoint 2: note is .*2,000 characters"),
        (with_point(note=None), "checkpoint 2: note is"),
        (with_point(page="admin"), "checkpoint 2: unknown page 'admin'"),
        (with_point(page=["train"]), "checkpoint 2: unknown page"),
        (with_point(view={"view": 3}), "checkpoint 2: view is"),
        (with_point(view=[["a", "b"]]), "checkpoint 2: view is"),
        (with_point(state=None), "checkpoint 2: its state is 'None'"),
        (with_point(state={"still": {}, "moving": {}}), "checkpoint 2: "),
        (with_point(state={"still": 7, "moving": []}), "checkpoint 2: "),
        (with_point(state={"still": {}, "moving": {"link": {"experiment": 7}}}), "checkpoint 2: "),
        (with_point(state={"run": 7}), "checkpoint 2: unknown part 'run' of a state"),
        (with_point(extra=1), "checkpoint 2: unknown part 'extra'"),
        (with_point(questions={}), "checkpoint 2: questions are"),
        (with_point(questions=None), "checkpoint 2: questions are"),
        (with_point(questions=[QUESTION] * 11), "checkpoint 2: questions are .*at most 10"),
        (with_point(questions=[7]), "checkpoint 2: this is no question"),
        (with_point(questions=[QUESTION | {"answer": 1}]), "checkpoint 2: unknown part 'answer' of a question"),
        (with_point(questions=[QUESTION | {"kind": "essay"}]), "checkpoint 2: unknown kind of question 'essay'"),
        (with_point(questions=[QUESTION | {"text": "x" * 301}]), "checkpoint 2: the question has 301 characters"),
        (with_point(questions=[QUESTION | {"choices": ["a"]}]), "checkpoint 2: a question with choices has 2 to 6"),
        (with_point(questions=[QUESTION | {"right": 2}]), "checkpoint 2: the right choice is '2'"),
        (with_point(questions=[NUMBER | {"value": "__class__"}]), "checkpoint 2: unknown number"),
        (with_point(questions=[NUMBER | {"tolerance": -1}]), "checkpoint 2: the tolerance is '-1'"),
    ],
)
def test_a_forged_file_is_refused_with_the_place_and_the_reason(content, words):
    with pytest.raises(ValueError, match=words):
        demonstration_in(content)


def test_a_state_with_weights_that_do_not_fit_is_refused():
    one = spec()
    one["checkpoints"][0]["state"] = {"still": {}, "moving": {"link": linked(trained(1)) | {"weights": [1.0]}}}
    with pytest.raises(ValueError, match="checkpoint 1: "):
        demonstration_in(json.dumps(one).encode())


def test_a_file_that_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(subject, "MOST_FILE", 100)
    with pytest.raises(ValueError, match="at most"):
        demonstration_in(b" " * 101)
    with pytest.raises(ValueError, match="delete checkpoints"):
        file_of(demonstration(1))


@pytest.mark.parametrize("text", [None, 7, "", "{", "\ud800", " " * (MOST_KEPT + 1), '{"netsketch_demo":1}'])
def test_what_a_tab_did_not_keep_is_refused(text):
    with pytest.raises(ValueError):
        demonstration_from_text(text)


def test_a_link_brings_no_tables():
    with pytest.raises(ValueError, match="no demonstration"):
        demonstration_from_link(to_link(from_link(link_of(demonstration(1))) | {"tables": {"a": ""}}))


def test_a_run_with_changes_and_branches_left_behind_comes_back():
    session = hostile_sessions()["classes"]
    session.advance(epochs=2)
    training = session.experiment.training
    session.configure(training=replace(training, learning_rate=0.5))
    session.advance(epochs=2)
    session.seek(1)
    session.configure(training=replace(training, learning_rate=0.2))
    session.advance(epochs=1)
    one = Demonstration("", (checkpoint_of(session, "train", {}),))
    assert demonstration_in(file_of(one)) == one
    assert opened_at(one.checkpoints[0]).history.last == 2
