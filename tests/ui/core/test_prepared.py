"""Preparations: what travels, what is refused, and how a student gets the whole app back."""

import json
from dataclasses import replace

import pytest

from nncore import Data, Experiment, dense
from nncore.experiments import EXPERIMENTS
from nncore.serialize import from_link, to_link
from ui.core.files import file_of, saved_in
from ui.core.links import link_of, opened_from_link, prepared_link
from ui.core.live import LiveState
from ui.core.parts import HIDDEN, LOCKED, OF_DATA, OF_TRAINING, PARTS, SHOWN, hiding_style
from ui.core.prepared import FRESH, GIVEN, LONGEST_TASK, SEED, Mission, Prepared, prepared_from
from ui.core.saving import opened_from_parts, parts_of
from ui.core.session import Session
from ui.streamlit.training_controls import load

XOR = Mission("run", {"data": "xor", "measure": "test_accuracy", "at_least": 0.9, "within": 200, "most_hidden": 4})
FULL = Prepared(
    frozenset({"optimizer", "layers"}), frozenset({"share", "speed", "page_draw"}), "# Do\n\nLower **it**.", XOR, FRESH
)


def new() -> Session:
    return Session(EXPERIMENTS["playground"].experiment)


def student(prepared: Prepared, teacher: Session | None = None) -> Session:
    """Whoever opens the link."""
    one = new()
    one.open(opened_from_link(prepared_link(teacher or new(), prepared)))
    return one


# -------------------------------------------------------------------- what travels


def test_a_preparation_comes_back_from_json_as_it_was():
    assert prepared_from(json.loads(json.dumps(FULL.to_dict()))) == FULL
    assert prepared_from(None) == prepared_from({}) == Prepared()
    assert Prepared().to_dict() == {}
    assert not Prepared()
    assert FULL


def test_links_files_and_records_carry_it_and_whether_the_mission_is_done():
    one = student(FULL)
    assert one.prepared == replace(FULL, first=GIVEN)
    assert opened_from_link(link_of(one)).prepared == one.prepared
    assert saved_in(file_of(one)).opened.prepared == one.prepared
    one.accomplished = True
    kept = opened_from_parts(*json.loads(json.dumps(parts_of(one))))
    assert (kept.prepared, kept.accomplished) == (one.prepared, True)


@pytest.mark.parametrize(
    "spec",
    [
        [], "x", {"more": 1}, {"locked": "data"}, {"locked": [1]}, {"locked": ["nonsense"]}, {"locked": ["test_curve"]},
        {"hidden": ["weights"]}, {"locked": ["data"], "hidden": ["data"]}, {"hidden": ["page_train", "page_draw"]},
        {"task": 5}, {"task": "a" * (LONGEST_TASK + 1)}, {"first": "worst"}, {"first": []}, {"mission": []},
        {"mission": {}}, {"mission": {"check": []}}, {"mission": {"check": "run"}},
        {"mission": {"check": "run", "data": [], "measure": {}}}, {"mission": {"check": "answers", "rows": "ab"}},
        {"mission": {"check": "answers", "rows": [[1]], "targets": [{}]}}, {"hidden": ["data"] * 1000},
        {"mission": {**XOR.asked, "check": "run", "eval": "1"}},
        {"mission": {"check": "answers", "rows": [[1] * 3000], "targets": [1]}},
    ],
    ids=lambda spec: json.dumps(spec)[:40],
)  # fmt: skip
def test_a_forged_preparation_is_refused_with_a_reason(spec):
    link = to_link({**from_link(link_of(new())), "prepared": spec})
    with pytest.raises(ValueError, match=r"[;:]|can't be|is no number"):
        opened_from_link(link)


# -------------------------------------------------------------------- first weights


def test_given_first_weights_are_the_teachers_and_those_of_the_seed_are_the_same_for_all():
    teacher = new()
    teacher.edit({"kind": "set_weight", "id": "0.0>1.0", "value": 2.5})
    assert (student(Prepared(task="x"), teacher).theta == teacher.theta).all()
    teacher.advance(epochs=2)
    trained = student(Prepared(task="x"), teacher)
    assert (trained.position, trained.theta.tolist()) == (2, teacher.theta.tolist())
    drawn = student(Prepared(first=SEED), teacher)
    assert drawn.position == 0
    assert (drawn.theta == new().theta).all()


def test_fresh_first_weights_differ_from_student_to_student_and_then_stay():
    one, other = student(Prepared(first=FRESH)), student(Prepared(first=FRESH))
    assert (one.theta != other.theta).any()
    assert (opened_from_link(link_of(one)).snapshot.theta == one.theta).all()


# -------------------------------------------------------------------- what is refused


def refused(change) -> str:
    """Why a change is refused, "" where it isn't."""
    try:
        change()
    except ValueError as error:
        return str(error)
    return ""


def changes(one: Session) -> dict[str, object]:
    """Part → a change of it, as a forged request would ask for it."""
    live, experiment = LiveState(one), one.experiment

    def setting(**fields):
        return lambda: one.configure(training=replace(experiment.training, **fields))

    def rows(**fields):
        return lambda: one.configure(data=replace(experiment.data, **fields))

    def act(kind, **fields):
        return lambda: live.carry_out({"kind": kind, "base": one.version, **fields}, lambda: False)

    return {
        "experiment": act("preset", name="xor_relu"),
        "axes": lambda: refused(lambda: live.turn(0, 1)),
        "data": act("points", add=[[1, 1, 0]]),
        "noise": rows(noise=0.3),
        "points": rows(samples=100),
        "new_points": rows(seed=8),
        "share": rows(train_share=0.3),
        "features": rows(features=("x1",)),
        "scaling": rows(scaling="minmax"),
        "learning_rate": setting(learning_rate=0.5),
        "activation": act("activate", layer=1, name="relu"),
        "optimizer": setting(optimizer="adam"),
        "batch_size": setting(batch_size=3),
        "loss": setting(loss="mse"),
        "more": setting(l2=0.1),
        "layers": act("add_unit", layer=1),
        "weights": act("set_weight", id="0.0>1.0", value=3),
        "steps": act("advance", unit="epoch"),
        "reset": act("reset"),
        "new_weights": act("reseed"),
        "timeline": act("seek", epoch=1),
    }


HELD = [(name, state) for name in changes(new()) for state in (LOCKED, HIDDEN) if state in PARTS[name].states]


@pytest.mark.parametrize(("name", "state"), HELD)
def test_a_change_of_a_locked_or_hidden_part_is_refused_in_words_and_without_it_is_done(name, state):
    one = student(Prepared().with_state(name, state))
    one.advance(epochs=2)
    before = one.state
    reason = changes(one)[name]()
    assert "teacher" in reason
    assert PARTS[name].label in reason
    assert one.state[2:] == before[2:]
    assert one.experiment == new().experiment
    one.leave()
    assert not changes(one)[name]()


def test_every_part_that_can_be_locked_is_refused_somewhere_or_lives_in_the_browser_alone():
    lockable = {name for name, part in PARTS.items() if LOCKED in part.states}
    assert lockable - set(changes(new())) == {"speed"}


def test_a_ready_experiment_is_refused_where_they_are_locked():
    one = student(Prepared(locked=frozenset({"experiment"})))
    assert "Ready experiments" in refused(lambda: load(one, "pima"))
    one.leave()
    load(one, "pima")
    assert one.experiment == EXPERIMENTS["pima"].experiment


def test_a_network_or_an_experiment_in_place_of_another_is_refused_where_it_changes_what_is_locked():
    one = student(Prepared(locked=frozenset({"layers"})))
    with pytest.raises(ValueError, match="Layers"):
        one.load(replace(one.experiment, network=dense(2, 9, 1)))
    one.load(replace(one.experiment, training=replace(one.experiment.training, learning_rate=0.5)))
    assert one.experiment.training.learning_rate == 0.5
    assert one.experiment.network == new().experiment.network


def test_what_follows_from_a_free_change_is_not_refused():
    one = student(Prepared(locked=frozenset({"layers", "loss"})))
    assert one.configure(data=one.experiment.data.switch("plane")) == ""
    assert one.configure(data=replace(one.experiment.data, features=("x1", "x2", "x1*x2"))) == ""
    assert one.experiment.network.sizes[0] == 3


def test_training_goes_on_whatever_is_locked():
    one = student(Prepared(locked=frozenset(name for name, part in PARTS.items() if LOCKED in part.states)))
    assert one.advance(epochs=2) == 2


def test_hiding_the_share_for_training_leaves_the_test_loss_alone():
    assert "scores" not in hiding_style({"share"})
    one = student(Prepared(hidden=frozenset({"share"})))
    one.advance(epochs=1)
    assert one.experiment.data.train_share == new().experiment.data.train_share
    assert one.snapshot.test_loss > 0


def test_the_doctor_says_nothing_once_hidden():
    drastic = replace(new().experiment, training=replace(new().experiment.training, learning_rate=50.0))
    for hidden, found in ((frozenset(), True), (frozenset({"doctor"}), False)):
        one = student(Prepared(task="x", hidden=hidden), Session(drastic))
        one.advance(epochs=3)
        live = LiveState(one)
        live.look()
        assert bool(live.finding) == found


# -------------------------------------------------------------------- leaving


def test_leaving_frees_everything_keeps_the_work_and_undo_brings_the_preparation_back():
    one = student(FULL)
    one.advance(epochs=1)
    theta = one.theta
    one.leave()
    assert not one.prepared
    assert (one.theta == theta).all()
    assert one.edit({"kind": "add_unit", "layer": 1}) == ""
    one.undo()
    one.undo()
    assert one.prepared == replace(FULL, first=GIVEN)
    assert "teacher" in one.edit({"kind": "add_unit", "layer": 1})


# -------------------------------------------------------------------- the mission


def test_a_mission_turns_done_and_stays_done():
    asked = {"data": "circle", "measure": "train_loss", "at_most": 0.51, "within": 1}
    one = student(Prepared(mission=Mission("run", asked)))
    assert not one.judged().done
    one.advance(epochs=4)
    assert one.judged().done
    one.reset()
    assert not one.judged().done
    assert one.accomplished


def test_a_mission_of_answers_is_judged_by_the_drawing():
    asked = {"rows": [[0, 0], [1, 1]], "targets": [0, 0], "tolerance": 5}
    assert student(Prepared(mission=Mission("answers", asked)), Session(Experiment(Data(), dense(2, 1)))).judged().done


# -------------------------------------------------------------------- the registry


def test_every_setting_belongs_to_a_part_once():
    claimed = [name for part in PARTS.values() for name in part.data | part.training | part.edits]
    assert len(claimed) == len(set(claimed))
    assert set(OF_DATA) <= set(Data.__dataclass_fields__)
    assert set(OF_TRAINING) <= set(new().experiment.training.__dataclass_fields__)


def test_a_part_that_can_be_hidden_says_how():
    for name, part in PARTS.items():
        assert part.states[0] == SHOWN
        assert part.selectors or name.startswith("page_")
