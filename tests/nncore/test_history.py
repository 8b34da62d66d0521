"""Any epoch comes back to the bit, old ways stay beside the new one, and memory has an end."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

import nncore as nn
from nncore import Data, Experiment, History, Snapshot, dense, history

SMALL = Experiment(Data("circle", samples=40), dense(2, 3, 1, output="tanh"))
FASTER = replace(SMALL, training=replace(SMALL.training, optimizer="adam", learning_rate=0.1))


def trained(epochs, experiment=SMALL):
    """A history of so many epochs, and the snapshots that went by."""
    run = History(experiment)
    seen = [run.near(0)]
    for _ in range(epochs):
        seen.append(run.after(seen[-1]))
    return run, seen


def same(a: Snapshot, b: Snapshot) -> bool:
    pairs = [(getattr(a, name), getattr(b, name)) for name in Snapshot.__slots__]
    return all(np.array_equal(x, y, equal_nan=not isinstance(x, str)) for x, y in pairs)


def turned(run, epoch, experiment=FASTER, change="learning rate"):
    """Go on with other settings from an epoch."""
    start = run.begin(experiment, run.at(epoch).theta, epoch, run.at(epoch))
    run.fork(experiment, start, change)
    return start


def play(run, snapshot, epochs):
    for _ in range(epochs):
        snapshot = run.after(snapshot)
    return snapshot


@pytest.fixture
def scarce(monkeypatch):
    """Room for about twenty snapshots and thirty points."""
    monkeypatch.setattr(history, "MOST_BYTES", 20_000)
    monkeypatch.setattr(history, "MOST_POINTS", 30)


def test_the_curves_hold_every_epoch():
    run, seen = trained(20)
    curves = run.curves()
    assert curves.epoch.tolist() == list(range(21))
    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "running_loss", "learning_rate"):
        expected = [getattr(snapshot, name) for snapshot in seen]
        assert np.array_equal(getattr(curves, name), expected, equal_nan=True)


@pytest.mark.parametrize("experiment", [SMALL, FASTER], ids=["sgd", "adam"])
def test_an_epoch_that_was_thinned_away_is_computed_again_to_the_bit(scarce, experiment):
    run, seen = trained(300, experiment)
    assert len(run.chain[0].kept) <= 25
    for epoch in (0, 1, 77, 150, 299, 300):
        assert same(run.at(epoch), seen[epoch])


def test_the_nearest_kept_epoch_is_there_at_once(scarce, monkeypatch):
    run, seen = trained(300)
    monkeypatch.setattr(run, "trainer", None)  # nothing is computed
    near = run.near(123)
    assert same(near, seen[near.epoch])
    assert 100 < near.epoch <= 123
    assert run.near(10_000).epoch == 300


def test_memory_stays_bounded_and_the_newest_point_is_always_there(scarce):
    run, seen = trained(1000)
    curves = run.curves()
    assert len(curves.epoch) <= 30 + history.LOOK_EVERY
    assert curves.epoch[0] == 0
    assert curves.epoch[-1] == 1000
    assert curves.train_loss[-1] == seen[-1].train_loss
    assert (np.diff(curves.epoch) > 0).all()
    assert run.chain[0].snapshot_bytes <= 20_000 + 1_000 * history.LOOK_EVERY


def test_a_large_network_keeps_enough_to_go_back_soon(monkeypatch):
    monkeypatch.setattr(history, "USUAL_BYTES", 3_000)
    monkeypatch.setattr(history, "LEAST_KEPT", 40)
    run, _ = trained(300)
    assert 20 <= len(run.chain[0].kept) <= 40 + history.LOOK_EVERY


def test_playing_on_from_the_past_recomputes_the_same_future():
    run, seen = trained(30)
    assert same(play(run, run.at(10), 20), seen[30])
    assert run.last == 30
    assert run.old_curves() == []


def test_a_change_in_the_past_branches_and_keeps_the_old_curve():
    run, seen = trained(30)
    start = turned(run, 10)
    end = play(run, start, 5)
    assert end.epoch == run.last == 15
    assert run.marks == [(10, "learning rate")]
    assert run.curves().epoch.tolist() == list(range(16))
    (old,) = run.old_curves()
    assert old.epoch.tolist() == list(range(10, 31))
    assert old.train_loss[-1] == seen[30].train_loss
    assert run.curves().train_loss[-1] == end.train_loss != seen[15].train_loss


def test_a_change_at_the_end_leaves_no_old_curve():
    run, _ = trained(30)
    turned(run, 30)
    assert run.old_curves() == []
    assert run.marks == [(30, "learning rate")]


def test_the_past_before_a_change_has_its_old_settings():
    run, seen = trained(30)
    end = play(run, turned(run, 20), 10)
    assert run.experiment_at(19) is SMALL
    assert run.experiment_at(20) is FASTER
    assert same(run.at(19), seen[19])
    assert same(play(run, run.at(5), 25), end)


def test_the_optimisers_memory_goes_on_when_only_the_rate_changes():
    run, seen = trained(10, FASTER)
    slower = replace(FASTER, training=replace(FASTER.training, learning_rate=0.01))
    start = turned(run, 10, slower)
    assert start.steps == seen[10].steps == 20
    assert np.array_equal(start.state, seen[10].state)
    assert turned(run, 10, SMALL).steps == 0


def test_two_changes_at_one_epoch_are_one():
    run, _ = trained(10)
    turned(run, 10, change="first")
    turned(run, 10, change="second")
    assert run.marks == [(10, "second")]
    assert len(run.chain) == 2


def test_going_back_to_a_place_takes_up_its_timeline_again():
    run, seen = trained(30)
    place = run.place(30)
    play(run, turned(run, 10), 5)
    run.go(place)
    assert run.last == 30
    assert run.marks == []
    assert same(run.at(25), seen[25])
    (other,) = run.old_curves()
    assert other.epoch.tolist() == list(range(10, 16))


def test_going_back_to_other_data_leaves_no_old_curves():
    run, _ = trained(5)
    place = run.place(5)
    other = replace(SMALL, data=Data("xor", samples=40))
    run.restart(other, run.begin(other))
    play(run, run.near(0), 5)
    run.go(place)
    assert run.old_curves() == []


def test_only_so_many_old_timelines_stay():
    run, _ = trained(3)
    for number in range(history.MOST_OLD + 5):
        play(run, turned(run, 1, replace(FASTER, seed=number)), 3)
    assert len(run.old_curves()) == history.MOST_OLD


def test_a_run_that_diverges_ends_with_its_cause_and_can_be_left_there():
    wild = replace(SMALL, network=dense(2, 8, 8, 1, hidden="relu", output="linear"))
    wild = replace(wild, training=replace(wild.training, learning_rate=10.0))
    run = History(wild)
    snapshot = run.near(0)
    while not snapshot.cause:
        snapshot = run.after(snapshot)
    assert snapshot.diverged
    assert run.last == snapshot.epoch
    assert run.curves().epoch[-1] == snapshot.epoch
    assert same(run.after(snapshot), snapshot)
    calm = replace(wild, training=replace(wild.training, learning_rate=1e-3, clip=1.0))
    assert play(run, turned(run, snapshot.epoch, calm), 3).cause == ""


def test_a_drawing_that_does_not_fit_the_data_has_a_place_without_losses():
    run = History(replace(SMALL, network=dense(3, 1)))
    start = run.near(0)
    assert np.isnan(start.train_loss)
    assert "3 inputs and the data 2 features" in start.cause
    assert run.after(start) is run.step(start) is run.at(9) is start


def test_playing_into_a_change_after_which_the_drawing_does_not_fit_ends_there():
    # train 5 epochs, add an input, go back to 3 and play
    run, seen = trained(5)
    wider = replace(SMALL, network=SMALL.network.add_unit(0))
    start = run.begin(wider, np.zeros(wider.network.size), 5)
    run.fork(wider, start, "add unit")
    for advance in (run.after, run.step):
        snapshot, passed = run.at(3), []
        while not getattr(snapshot, "cause", ""):
            snapshot = advance(snapshot)
            passed.append(snapshot)
        assert passed[-1] is start
        assert same(passed[-2] if advance is run.after else seen[4], seen[4])
        assert advance(start) is start


def test_an_epoch_that_was_halted_goes_on_from_where_it_was():
    run, seen = trained(5)
    shown = seen[5]
    while not isinstance(shown, Snapshot) or shown.epoch < 7:
        shown = run.step(shown)
    whole, _ = trained(7)
    assert run.last == 7
    assert same(run.near(7), whole.near(7))


def test_going_back_ends_with_the_furthest_epoch_reached_when_halted(scarce):
    run, seen = trained(300)
    start = run.near(123)
    asked = []

    def halted():
        asked.append(None)
        return len(asked) == 3

    near = run.at(123, halted)
    assert near.epoch == start.epoch + 3 < 123
    assert same(near, seen[near.epoch])


def test_many_changes_of_a_large_network_stay_within_the_bound(monkeypatch):
    # room for ten snapshots: each change would keep some of its own, and leave others on old timelines
    monkeypatch.setattr(history, "MOST_BYTES", 10_000)
    run, _ = trained(5)
    for number in range(30):
        play(run, turned(run, max(run.first, run.last - number % 3), replace(FASTER, seed=number)), 4)
        chains = (run.chain, *(old.chain for old in run.left_behind))
        kept = {
            id(snapshot) for chain in chains for branch in chain for snapshot in (*branch.kept.values(), branch.last)
        }
        assert len(kept) <= 10
        assert run.near(run.last).epoch == run.last


def test_memory_no_longer_grows_once_its_bounds_are_reached():
    # Appended without the training in between: the default network, twice as far as its snapshots all fit.
    run, seen = trained(1, nn.EXPERIMENTS["playground"].experiment)
    taken = []
    tracemalloc.start()
    for end in (30_000, 60_000):
        for epoch in range(run.last + 1, end):
            run.add(replace(seen[-1], epoch=epoch, theta=seen[-1].theta.copy()))
        taken.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert max(taken) < 25e6
    assert taken[1] < 1.2 * taken[0]


def test_a_copy_goes_its_own_way():
    run, _ = trained(12)
    turned(run, 8)
    play(run, run.near(8), 4)
    epochs, kept = run.curves().epoch.tolist(), [dict(branch.kept) for branch in run.chain]
    copy = run.copy()
    assert [same(copy.at(epoch), run.at(epoch)) for epoch in range(13)] == [True] * 13
    assert copy.curves().train_loss.tolist() == run.curves().train_loss.tolist()
    play(copy, copy.near(12), 30)
    turned(copy, 4)
    assert run.curves().epoch.tolist() == epochs and run.last == 12
    assert [branch.kept for branch in run.chain] == kept
    play(run, run.near(12), 5)
    assert (run.last, copy.last) == (17, 4)


def test_a_copy_trains_in_arrays_of_its_own():
    run, _ = trained(3)
    copy = run.copy()
    halfway = copy.step(copy.near(3))
    play(run, run.near(3), 2)
    assert same(copy.after(halfway), run.at(4))
    assert copy.trainer(SMALL)._program is not run.trainer(SMALL)._program
