"""The session: edits, settings, time and undo, without Streamlit around it; then the visitor's own, with it."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from nncore import EDITS, EXPERIMENTS, OPTIMIZERS, PRESETS, Data, Experiment, Training, Unit, dense
from ui.core.links import link_of, opened_from, opened_from_link
from ui.core.session import Session

PLAYGROUND = EXPERIMENTS["playground"].experiment
SMALL = replace(PLAYGROUND, data=Data("circle", samples=40))


@pytest.fixture
def fresh():
    return Session(SMALL)


def shown(session):
    """All that a learner sees, comparable with ==."""
    curves = session.history.curves()
    numbers = [np.nan_to_num(np.stack(curves), nan=-1.0).tolist(), session.snapshot.train_loss]
    return session.experiment, session.position, session.drawing, session.inputs, numbers


def set_weight(value, id="0.0>1.0", **more):
    return {"kind": "set_weight", "id": id, "value": value} | more


# -------------------------------------------------------------------- training and time


def test_a_new_session_shows_epoch_0_with_the_first_weights(fresh):
    assert fresh.position == 0
    assert np.array_equal(fresh.drawing.theta, SMALL.first_theta())
    assert fresh.message == ""
    assert len(fresh.inputs) == 2


def test_advancing_counts_epochs_and_fills_the_curves(fresh):
    assert fresh.advance(epochs=25) == 25
    assert fresh.position == fresh.history.last == 25
    assert fresh.history.curves().train_loss[-1] == fresh.snapshot.train_loss < 0.5


def test_advancing_by_time_trains_at_least_one_epoch_and_ends_soon(fresh):
    assert fresh.advance(seconds=0.0) == 1
    assert fresh.advance(seconds=0.05) >= 2


def test_twenty_times_five_epochs_are_a_hundred(fresh):
    for _ in range(20):
        fresh.advance(epochs=5)
    whole = Session(SMALL)
    whole.advance(epochs=100)
    assert shown(fresh) == shown(whole)


def test_the_timeline_goes_back_and_the_future_comes_out_the_same(fresh):
    fresh.advance(epochs=60)
    end = shown(fresh)
    fresh.seek(20)
    assert fresh.position == 20
    assert fresh.history.last == 60
    fresh.advance(epochs=40)
    assert shown(fresh) == end


def test_seeking_beyond_the_run_ends_at_its_last_epoch(fresh):
    fresh.advance(epochs=5)
    fresh.seek(1000)
    assert fresh.position == 5
    fresh.seek(-3)
    assert fresh.position == 0


def test_a_batch_and_a_sample_at_a_time_arrive_at_the_same_epoch(fresh):
    # 20 training rows in batches of 10: two steps an epoch
    whole = Session(SMALL)
    whole.advance(epochs=1)
    first = fresh.drawing
    fresh.advance(samples=3)
    assert (fresh.sample, fresh.position) == (3, 0)
    assert fresh.drawing == first
    seen = list(fresh.rows)
    fresh.advance(samples=7)
    assert (fresh.sample, fresh.position) == (0, 0)
    assert fresh.drawing != first
    seen += list(fresh.rows)
    assert sorted(seen) == sorted(fresh.dataset.train)
    assert fresh.advance(steps=1) == 1
    assert fresh.position == 1
    assert shown(fresh) == shown(whole)


def test_samples_and_steps_end_with_the_short_last_batch():
    # 23 training rows: batches of 10, 10 and 3
    session = Session(replace(SMALL, data=Data("circle", samples=46)))
    session.advance(samples=23)
    assert (session.position, session.sample) == (1, 0)
    session.advance(samples=15)
    session.advance(steps=1)
    assert (len(session.rows), session.sample) == (3, 0)


def test_a_long_epoch_is_left_in_its_middle_and_gone_on_with_to_the_same_bits(monkeypatch):
    monkeypatch.setattr("ui.core.session.UNDISTURBED", 0.0)
    slow = replace(SMALL, data=Data("circle", samples=5000), training=replace(SMALL.training, batch_size=1))
    session, whole = Session(slow), Session(slow)
    session.advance(epochs=1, halted=lambda: True)
    assert session.position == 0 and 0 < session.progress.batch < 2500
    while not session.position:
        session.advance(epochs=1, halted=lambda: True)
    whole.advance(epochs=1)
    assert session.position == 1
    assert np.array_equal(session.theta, whole.theta)


def test_counts_beyond_all_use_end_with_their_time(fresh):
    fresh.advance(steps=10**9, seconds=0.02)
    fresh.advance(samples=10**9, seconds=0.02)
    assert 0 < fresh.position < 10**6


def test_a_run_that_reaches_a_drawing_that_does_not_fit_stops_there_and_says_why(fresh):
    fresh.advance(epochs=5)
    fresh.edit({"kind": "add_unit", "layer": 0})
    assert fresh.problem
    fresh.seek(3)
    fresh.advance(epochs=10)
    assert fresh.position == 5
    assert "3 inputs" in fresh.message


def test_steps_go_on_from_an_epoch_that_stopped(fresh):
    fresh.configure(training=replace(SMALL.training, stop_epoch=1))
    fresh.advance(epochs=1)
    assert fresh.advance(steps=4) == 2


def test_an_epoch_from_its_middle_on_ends_like_a_whole_one(fresh):
    whole = Session(SMALL)
    whole.advance(epochs=2)
    fresh.advance(steps=1)
    fresh.advance(epochs=2)
    assert shown(fresh) == shown(whole)


def test_reset_brings_the_same_first_weights_back_and_the_same_run(fresh):
    fresh.advance(epochs=30)
    end = shown(fresh)
    fresh.reset()
    assert fresh.position == fresh.history.last == 0
    assert np.array_equal(fresh.drawing.theta, SMALL.first_theta())
    fresh.advance(epochs=30)
    assert shown(fresh) == end


def test_reset_after_a_change_keeps_the_old_curve_and_the_new_settings(fresh):
    fresh.advance(epochs=10)
    fresh.configure(training=Training(learning_rate=0.1))
    fresh.advance(epochs=10)
    fresh.reset()
    assert fresh.experiment.training.learning_rate == 0.1
    assert [old.epoch[-1] for old in fresh.history.old_curves()] == [20]


def test_reseeding_draws_other_weights_and_leaves_the_data(fresh):
    fresh.advance(epochs=3)
    fresh.reseed()
    assert fresh.position == 0
    assert not np.array_equal(fresh.drawing.theta, SMALL.first_theta())
    assert fresh.experiment.data == SMALL.data


# -------------------------------------------------------------------- settings in mid-run


def test_a_setting_changed_in_mid_run_keeps_the_weights_and_marks_the_curve(fresh):
    fresh.advance(epochs=10)
    before = fresh.drawing
    assert fresh.configure(training=replace(SMALL.training, learning_rate=0.1, optimizer="adam")) == ""
    assert fresh.drawing == before
    assert fresh.position == 10
    assert fresh.history.marks == [(10, "optimizer sgd → adam, learning rate 0.03 → 0.1")]
    fresh.advance(epochs=1)
    assert fresh.snapshot.learning_rate == 0.1


def test_a_setting_changed_in_the_past_branches(fresh):
    fresh.advance(epochs=30)
    fresh.seek(10)
    fresh.configure(training=Training(learning_rate=0.3))
    fresh.advance(epochs=5)
    assert fresh.history.last == 15
    assert [old.epoch.tolist() for old in fresh.history.old_curves()] == [list(range(10, 31))]


@pytest.mark.parametrize("setting", [{"noise": 0.3}, {"train_share": 0.8}, {"seed": 4}, {"samples": 60}])
def test_data_changed_in_mid_run_keep_the_weights_and_measure_anew(fresh, setting):
    fresh.advance(epochs=10)
    before, loss = fresh.drawing, fresh.snapshot.train_loss
    fresh.configure(data=replace(SMALL.data, **setting))
    assert fresh.drawing == before
    assert fresh.snapshot.train_loss != loss
    assert fresh.advance(epochs=1) == 1


def test_other_features_in_mid_run_keep_the_weights_of_those_that_stay(fresh):
    fresh.advance(epochs=10)
    before = fresh.drawing.parameters
    fresh.configure(data=replace(SMALL.data, features=("x2", "x1²")))
    after = fresh.drawing.parameters
    assert np.array_equal(after.weights[1][:, 0], before.weights[1][:, 1])
    assert np.array_equal(after.weights[2], before.weights[2])
    assert fresh.experiment.network.input_names == ("x2", "x1²")
    assert fresh.advance(epochs=1) == 1


def test_other_data_bring_their_outputs_and_loss_along(fresh):
    fresh.configure(data=Data("rings"))
    assert fresh.experiment.network.activations[-1] == "softmax"
    assert fresh.experiment.training.loss == "categorical_crossentropy"
    assert fresh.experiment.network.sizes == (2, 4, 2, 3)
    assert fresh.advance(epochs=1) == 1


def test_an_initialiser_chosen_before_training_draws_new_weights(fresh):
    fresh.configure(training=replace(SMALL.training, initializer="zeros"))
    assert not fresh.drawing.theta.any()


def test_a_loss_that_does_not_fit_says_so_and_does_not_train(fresh):
    fresh.configure(training=replace(SMALL.training, loss="binary_crossentropy"))
    assert "needs sigmoid on the output layer, not tanh" in fresh.problem
    assert fresh.advance(epochs=1) == 0
    assert fresh.message == fresh.problem
    fresh.fit()
    assert fresh.problem == ""
    assert fresh.advance(epochs=1) == 1


def test_data_with_a_hole_are_refused_and_everything_stays(fresh):
    fresh.advance(epochs=3)
    before = shown(fresh)
    hole = Data.of_rows(columns=("a", "y"), rows=((None, 1.0), (2.0, 0.0)))
    assert "'a' is empty in row 1" in fresh.configure(data=hole)
    assert shown(fresh) == before


@pytest.mark.parametrize(
    "broken",
    [Data.of_rows(columns=("a", "y"), rows=((None, 1), (2, 0), (3, 1))), Data("points")],
    ids=lambda d: d.name,
)
def test_data_that_make_no_rows_can_be_left_for_others(broken):
    session = Session(replace(SMALL, data=broken))
    assert session.fit() == session.problem != ""
    assert session.configure(data=Data("rings")) == ""
    assert session.advance(epochs=1) == 1


def test_a_hole_in_the_data_of_a_link_can_be_filled_in():
    session = Session(replace(SMALL, data=Data.of_rows(columns=("a", "y"), rows=((None, 1), (2, 0), (3, 1)))))
    assert session.configure(data=replace(session.experiment.data, missing="median")) == ""
    assert session.advance(epochs=1) == 1


def test_revision_tells_widgets_when_settings_changed_without_them(fresh):
    start = fresh.revision
    fresh.configure(training=Training(learning_rate=0.1))
    fresh.edit(set_weight(1.0))
    assert fresh.revision == start
    fresh.undo()
    fresh.undo()
    assert fresh.revision > start


@pytest.mark.parametrize("before", OPTIMIZERS)
@pytest.mark.parametrize("after", OPTIMIZERS)
def test_any_optimiser_takes_over_from_any_other_in_mid_run(fresh, before, after):
    """Momentum's velocity would be a negative sum of squares for AdaGrad."""
    fresh.configure(training=replace(SMALL.training, optimizer=before, learning_rate=0.01))
    fresh.advance(epochs=5)
    fresh.configure(training=replace(SMALL.training, optimizer=after, learning_rate=0.01))
    assert fresh.snapshot.steps == 0 or before == after
    assert fresh.advance(epochs=5) == 5


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_connection_cut_in_mid_run_stays_away_whatever_the_optimiser_remembers(fresh, optimizer):
    fresh.configure(training=replace(SMALL.training, optimizer=optimizer))
    fresh.advance(epochs=5)
    fresh.edit({"kind": "disconnect", "id": "0.0>1.0"})
    assert fresh.snapshot.steps == 10
    fresh.advance(epochs=5)
    assert fresh.theta[0] == 0.0


def test_layers_that_change_places_leave_no_memory_in_the_wrong_place():
    adam = replace(SMALL.training, optimizer="adam")
    session = Session(replace(SMALL, network=dense(2, 3, 3, 1, output="tanh"), training=adam))
    session.advance(epochs=3)
    session.edit({"kind": "move_layer", "layer": 1, "to": 2})
    assert not session.snapshot.state.any()


def test_a_setting_changed_in_mid_epoch_keeps_the_optimisers_memory_of_the_last_step(fresh):
    fresh.configure(training=replace(SMALL.training, optimizer="adam"))
    fresh.advance(steps=1)
    state = fresh.progress.state
    fresh.configure(training=replace(fresh.experiment.training, learning_rate=0.1))
    assert fresh.snapshot.steps == 1
    assert np.array_equal(fresh.snapshot.state, state)


def test_steps_within_the_first_epoch_outlive_every_change_and_a_reload(fresh):
    fresh.advance(steps=1)
    learned = fresh.drawing
    for rate in (0.1, 0.2):
        fresh.configure(training=replace(SMALL.training, learning_rate=rate))
        assert fresh.drawing == learned
        assert reloaded(fresh).drawing == learned
    fresh.configure(training=replace(SMALL.training, initializer="zeros"))
    assert fresh.drawing == learned


def test_a_weight_set_within_the_first_epoch_is_none_of_the_first_weights(fresh):
    fresh.advance(steps=1)
    fresh.edit(set_weight(1.5))
    assert fresh.drawing.theta[0] == 1.5
    fresh.reset()
    assert np.array_equal(fresh.drawing.theta, SMALL.first_theta())


def test_a_reset_within_the_first_epoch_can_be_undone(fresh):
    fresh.advance(steps=1)
    learned = fresh.drawing
    fresh.reset()
    assert fresh.drawing != learned
    fresh.undo()
    assert fresh.drawing == learned


def test_undo_in_mid_epoch_keeps_the_steps_made(fresh):
    fresh.advance(epochs=2)
    fresh.advance(steps=1)
    learned = fresh.drawing
    fresh.edit(set_weight(1.5))
    fresh.undo()
    assert fresh.drawing == learned
    whole = Session(SMALL)
    whole.advance(epochs=3)
    fresh.advance(steps=1)
    assert shown(fresh) == shown(whole)


# -------------------------------------------------------------------- where it ends


def test_a_diverging_run_stops_with_its_cause_and_the_drawing_is_still_there():
    wild = Experiment(SMALL.data, dense(2, 8, 8, 1, hidden="relu", output="linear"), Training(learning_rate=10))
    session = Session(wild)
    session.advance(epochs=500)
    assert session.message.startswith(f"Diverged in epoch {session.position + 1}: ")
    assert np.isfinite(session.drawing.theta).all()
    assert session.advance(epochs=1) == 0
    session.configure(training=Training(learning_rate=0.001, clip=1.0))
    assert session.advance(epochs=3) == 3


def test_a_stop_condition_stops_play_and_says_so(fresh):
    fresh.configure(training=replace(SMALL.training, stop_epoch=8))
    assert fresh.advance(epochs=100) == 8
    assert fresh.message == "Stopped: epoch 8 is reached."
    assert fresh.advance(epochs=2) == 2


# -------------------------------------------------------------------- edits


def test_a_weight_set_before_training_belongs_to_the_first_weights(fresh):
    assert fresh.edit(set_weight(1.5)) == ""
    fresh.advance(epochs=5)
    fresh.reset()
    assert fresh.drawing.theta[0] == 1.5


def test_a_weight_set_in_mid_run_branches_there_and_reset_forgets_it(fresh):
    fresh.advance(epochs=5)
    fresh.edit(set_weight(1.5))
    assert (fresh.position, fresh.drawing.theta[0]) == (5, 1.5)
    assert fresh.history.marks == [(5, "set weight")]
    fresh.reset()
    assert np.array_equal(fresh.drawing.theta, SMALL.first_theta())


def test_a_neuron_added_in_mid_run_keeps_what_was_learned_and_stays_after_reset(fresh):
    fresh.advance(epochs=5)
    before = fresh.drawing.parameters
    fresh.edit({"kind": "add_unit", "layer": 1})
    assert np.array_equal(fresh.drawing.parameters.weights[1][:4], before.weights[1])
    assert fresh.position == 5
    fresh.advance(epochs=2)
    fresh.reset()
    assert fresh.experiment.network.sizes == (2, 5, 2, 1)
    first = Session(SMALL).drawing.parameters
    assert np.array_equal(fresh.drawing.parameters.weights[1][:4], first.weights[1])


def test_an_activation_changed_leaves_the_first_weights_to_the_seed(fresh):
    fresh.edit({"kind": "activate", "layer": 1, "name": "relu"})
    assert fresh.experiment.theta is None


def test_a_drawing_may_leave_its_data_behind_and_be_fitted_again(fresh):
    fresh.edit({"kind": "add_unit", "layer": 0})
    assert "3 inputs and the data 2 features" in fresh.problem
    assert len(fresh.inputs) == 3
    assert fresh.advance(epochs=1) == 0
    fresh.fit()
    assert fresh.experiment.network.sizes == (2, 4, 2, 1)
    assert fresh.advance(epochs=1) == 1


def test_removing_an_input_takes_its_value_along(fresh):
    fresh.edit({"kind": "set_input", "index": 0, "value": 7})
    fresh.edit({"kind": "set_input", "index": 1, "value": 8})
    fresh.edit({"kind": "remove_unit", "id": "0.0"})
    assert fresh.inputs == (8.0,)


@pytest.mark.parametrize("edit", [{"id": "0.0", "ids": [None]}, {"id": "00.0"}])
def test_an_input_however_its_removal_is_written_takes_its_own_value_along(fresh, edit):
    fresh.edit({"kind": "set_input", "index": 1, "value": 8})
    assert fresh.edit({"kind": "remove_unit"} | edit) == ""
    assert fresh.inputs == (8.0,)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_replaces_drawing_and_inputs_and_can_be_undone(fresh, name):
    fresh.advance(epochs=3)
    before = shown(fresh)
    assert fresh.edit({"kind": "preset", "name": name}) == ""
    assert fresh.drawing == PRESETS[name].drawing
    assert fresh.inputs == PRESETS[name].inputs
    fresh.edit({"kind": "undo"})
    assert shown(fresh) == before


HOSTILE = st.fixed_dictionaries(
    {"kind": st.sampled_from([*EDITS, "set_input", "preset", "undo", "redo", "explode", "", None, 3])},
    optional={
        "id": st.sampled_from(["0.0", "1.0", "2.1", "0.0>1.0", "0.1>3.0", "9.9", "x", "0.0>0.0", None, 5, []]),
        "ids": st.sampled_from([[], ["1.0"], ["0.0>1.0", "1.1"], "1.0", [None], None]),
        "index": st.sampled_from([0, 1, 7, -1, "0", None, True]),
        "value": st.sampled_from([0, 1.5, -2, 1e300, math.nan, math.inf, "1", None, [], 10**400]),
        "layer": st.sampled_from([0, 1, 2, 3, 99, -1, "1", None]),
        "at": st.sampled_from([1, 2, 0, 99, None]),
        "to": st.sampled_from([1, 2, 0, 99, None]),
        "size": st.sampled_from([1, 3, 0, -1, 10**9, None]),
        "name": st.sampled_from(["relu", "tanh", "softmax", "playground", "xor", "", "ä" * 99, None, 4, []]),
        "gesture": st.sampled_from([1, 2, None, [], {}]),
        "base": st.sampled_from([10**15, 0, -1, None, "x"]),
    },
)


@given(st.lists(HOSTILE, max_size=12))
@settings(max_examples=100)
def test_hostile_edits_are_refused_or_done_and_leave_a_sound_session(edits):
    session = Session(SMALL)
    for edit in edits:
        before = session.drawing
        if session.edit(edit):
            assert session.drawing == before
        assert np.isfinite(session.drawing.theta).all()
        assert len(session.inputs) == session.experiment.network.sizes[0]
    assert reloaded(session).drawing == session.drawing


@pytest.mark.parametrize("edit", [None, [], "undo", 3, {}])
def test_what_is_no_edit_is_refused(fresh, edit):
    assert "this is no edit" in fresh.edit(edit)


def test_an_edit_for_ids_that_changed_meanwhile_is_refused(fresh):
    base = fresh.version
    fresh.edit({"kind": "add_unit", "layer": 1, "base": base})
    assert fresh.edit(set_weight(1, base=base)) == ""
    fresh.edit({"kind": "remove_unit", "id": "1.0", "base": base})
    assert "changed meanwhile" in fresh.edit(set_weight(2, base=base))
    assert fresh.edit(set_weight(2, base=fresh.version)) == ""
    assert fresh.edit({"kind": "undo", "base": base}) == ""


def test_the_version_counts_drawings_not_numbers(fresh):
    version = fresh.version
    fresh.edit(set_weight(2))
    fresh.advance(epochs=2)
    assert fresh.version == version
    fresh.edit({"kind": "activate", "layer": 1, "name": "relu"})
    assert fresh.version > version
    fresh.seek(0)
    assert fresh.version > version + 1


# -------------------------------------------------------------------- undo and redo


def test_undo_brings_back_drawing_weights_and_run_as_they_were(fresh):
    fresh.advance(epochs=10)
    before = shown(fresh)
    fresh.edit({"kind": "remove_unit", "id": "1.0"})
    fresh.advance(epochs=5)
    after = shown(fresh)
    fresh.undo()
    assert shown(fresh) == before
    fresh.redo()
    assert shown(fresh) == after


EDITS_AND_TRAINING = st.sampled_from(
    [
        {"kind": "add_unit", "layer": 1},
        {"kind": "remove_unit", "id": "1.1"},
        {"kind": "disconnect", "id": "0.0>1.0"},
        {"kind": "connect", "id": "0.0>2.0"},
        {"kind": "add_layer", "at": 1, "size": 2},
        {"kind": "set_bias", "id": "1.0", "value": 3},
        {"kind": "set_input", "index": 0, "value": 4},
        set_weight(2),
        "train",
        "slower",
        "back",
    ]
)


@given(st.lists(EDITS_AND_TRAINING, max_size=12))
@settings(max_examples=60)
def test_undo_to_the_start_and_redo_to_the_end_restore_both_exactly(actions):
    session = Session(SMALL)
    first = session.drawing
    for action in actions:
        if action == "train":
            session.advance(epochs=2)
        elif action == "back":
            session.seek(session.position - 1)
        elif action == "slower":
            rate = session.experiment.training.learning_rate
            session.configure(training=Training(learning_rate=rate / 2))
        else:
            session.edit(action)
    last, undone = shown(session), 0
    while session.can_undo:
        session.undo()
        undone += 1
    if undone:
        assert session.drawing.network == first.network
    session.seek(0)
    assert session.drawing == first
    while session.can_redo:
        session.redo()
    assert shown(session) == last or not undone


def test_the_edits_of_one_drag_are_undone_together(fresh):
    for step in range(50):
        fresh.edit(set_weight(step / 10, gesture=7))
    fresh.edit(set_weight(9, gesture=8))
    fresh.undo()
    assert fresh.drawing.theta[0] == 4.9
    fresh.undo()
    assert np.array_equal(fresh.drawing.theta, SMALL.first_theta())
    assert not fresh.can_undo


def test_an_input_value_can_be_undone(fresh):
    before = fresh.inputs
    fresh.edit({"kind": "set_input", "index": 0, "value": 7, "gesture": 1})
    fresh.edit({"kind": "set_input", "index": 0, "value": 8, "gesture": 1})
    assert fresh.inputs == (8.0, before[1])
    fresh.undo()
    assert fresh.inputs == before


def test_nothing_to_undo_is_said(fresh):
    assert fresh.edit({"kind": "undo"}) == "nothing to undo"
    assert fresh.edit({"kind": "redo"}) == "nothing to redo"


# -------------------------------------------------------------------- links


def reloaded(session):
    """Another visitor's session with a link to this one."""
    made = Session(SMALL)
    made.open(opened_from_link(link_of(session)))
    return made


def test_a_reload_brings_drawing_settings_weights_and_inputs_back(fresh):
    fresh.configure(training=replace(SMALL.training, learning_rate=0.1))
    fresh.advance(epochs=12)
    fresh.edit({"kind": "add_unit", "layer": 1})
    fresh.edit({"kind": "set_input", "index": 1, "value": -0.25})
    again = reloaded(fresh)
    assert again.experiment == fresh.experiment
    assert again.drawing == fresh.drawing
    assert again.position == 12
    assert again.inputs == fresh.inputs
    assert again.snapshot.train_loss == fresh.snapshot.train_loss
    again.reset()
    fresh.reset()
    assert again.drawing == fresh.drawing


def test_a_reloaded_run_of_plain_descent_goes_on_as_before(fresh):
    fresh.advance(epochs=5)
    again = reloaded(fresh)
    fresh.advance(epochs=5)
    again.advance(epochs=5)
    assert again.drawing == fresh.drawing


def test_links_are_short_enough_for_an_address(fresh):
    assert len(link_of(Session(PLAYGROUND))) < 300
    fresh.advance(epochs=1)
    assert len(link_of(fresh)) < 800


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (None, "no saved session"),
        ({}, "no saved session"),
        ({"experiment": PLAYGROUND.to_dict(), "code": 1}, "no saved session"),
        ({"experiment": PLAYGROUND.to_dict(), "epoch": -1}, "epoch is -1"),
        ({"experiment": PLAYGROUND.to_dict(), "epoch": 1e9}, "epoch is"),
        ({"experiment": PLAYGROUND.to_dict(), "inputs": ["a", 1]}, "is no number"),
        ({"experiment": PLAYGROUND.to_dict(), "inputs": 7}, "use a list of numbers"),
        ({"experiment": PLAYGROUND.to_dict(), "weights": [1.0]}, "give one number each"),
    ],
)
def test_a_saved_session_that_makes_no_sense_is_refused(told, says):
    with pytest.raises(ValueError, match=says):
        opened_from(told)


def test_undo_memory_has_an_end():
    session = Session(replace(SMALL, network=dense(2, 100, 100, 1, output="tanh")))
    for value in range(60):
        session.edit({"kind": "set_bias", "id": str(Unit(1, 0)), "value": value})
    kept = 0
    while session.can_undo:
        session.undo()
        kept += 1
    assert 20 < kept < 60


# -------------------------------------------------------------------- the visitor's session


def visit(**query):
    """Run a page that shows the session, as a visitor who came by such an address."""

    def page():
        import streamlit as st

        from ui.streamlit import visitor

        mine = visitor.session()
        st.text(f"{mine.experiment.data.name} {mine.position}")
        visitor.say()

    visitor = AppTest.from_function(page)
    for name, value in query.items():
        visitor.query_params[name] = value
    visitor.run()
    assert not visitor.exception
    return visitor


def test_a_visitor_begins_with_the_playgrounds_default():
    assert visit().text[0].value == "circle 0"


def test_a_visitor_with_a_link_gets_what_it_holds_once():
    saved = Session(EXPERIMENTS["rings"].experiment)
    saved.advance(epochs=3)
    visitor = visit(s=link_of(saved))
    assert visitor.text[0].value == "rings 3"
    visitor.session_state["session"].advance(epochs=2)
    visitor.run()
    assert visitor.text[0].value == "rings 5"


def test_a_visitor_with_a_broken_link_is_told_and_can_begin():
    visitor = visit(s="broken")
    assert visitor.text[0].value == "circle 0"
    assert "copy it whole" in visitor.error[0].value
