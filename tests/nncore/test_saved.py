"""A saved run goes on as if it had never been put away; whatever else comes in its place is refused."""

import copy
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore import OPTIMIZERS, Data, Experiment, Training, dense
from nncore.history import History
from nncore.saved import array_text, growing_part, history_from, snapshot_from, snapshot_spec, still_part, text_size

DATA = Data("moons", samples=40)
TRAINING = Training(learning_rate=0.05, batch_size=7)


def trained(epochs=12, **training) -> History:
    history = History(Experiment(DATA, dense(2, 3, 1), replace(TRAINING, **training), 3))
    return longer(history, epochs)


def longer(history: History, epochs: int) -> History:
    snapshot = history.chain[-1].last
    for _ in range(epochs):
        snapshot = history.after(snapshot)
    return history


def told(history: History) -> tuple[dict, dict]:
    """Both parts, as a browser keeps them."""
    return json.loads(json.dumps([still_part(history), growing_part(history)]))


def saved_and_read(history: History) -> History:
    return history_from(*told(history))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_goes_on_to_the_same_bits(optimizer):
    one = trained(optimizer=optimizer)
    other = saved_and_read(one)
    assert other.last == one.last
    longer(one, 9)
    longer(other, 9)
    assert np.array_equal(other.chain[-1].last.theta, one.chain[-1].last.theta)
    assert np.array_equal(other.chain[-1].last.state, one.chain[-1].last.state)


def test_the_patience_of_a_stop_condition_is_kept():
    one = trained(0, patience=4, learning_rate=2.0)
    while one.chain[-1].last.epoch - one.chain[-1].last.best_epoch < 3:
        longer(one, 1)
    other = saved_and_read(one)
    for history in (one, other):
        while not history.chain[-1].last.cause:
            longer(history, 1)
    assert other.chain[-1].last.cause == one.chain[-1].last.cause


def test_every_epoch_can_be_shown_again_with_its_numbers():
    one = trained(60)
    other = saved_and_read(one)
    for epoch in (0, 1, 17, 59, 60):
        assert np.array_equal(other.at(epoch).theta, one.at(epoch).theta)


def test_curves_marks_and_branches_left_behind_come_back():
    one = trained(20)
    first = one.chain[0].experiment
    warm = replace(first, training=replace(first.training, learning_rate=0.2))
    one.fork(warm, one.begin(warm, one.at(8).theta, 8, one.at(8)), "learning rate 0.05 → 0.2")
    longer(one, 5)
    other = saved_and_read(one)
    for mine, theirs in zip(one.curves(), other.curves(), strict=True):
        assert np.array_equal(mine.astype(np.float32), theirs, equal_nan=True)
    assert other.marks == one.marks
    [(mine, theirs)] = zip(one.old_curves(), other.old_curves(), strict=True)
    assert np.array_equal(mine.train_loss.astype(np.float32), theirs.train_loss)
    assert [branch.experiment for branch in other.chain] == [branch.experiment for branch in one.chain]


def test_a_table_is_told_once_however_many_branches_learn_from_it():
    table = Data.of_rows(columns=("a", "b", "y"), rows=[[i, i % 3, float(i % 2)] for i in range(60)])
    one = History(Experiment(table, dense(2, 2, 1), TRAINING, 1))
    for rate in (0.1, 0.2, 0.3):
        longer(one, 1)
        changed = replace(one.chain[-1].experiment, training=replace(TRAINING, learning_rate=rate))
        one.fork(changed, one.begin(changed, one.chain[-1].last.theta, one.last))
    still, growing = told(one)
    assert len(still["data"]) == 1
    assert len(saved_and_read(one).chain) == len(one.chain)
    assert "rows" not in json.dumps([still["branches"], growing])


def test_what_stands_still_does_not_change_while_it_trains():
    one = trained(10)
    changed = replace(one.chain[0].experiment, seed=9)
    one.fork(changed, one.begin(changed, one.at(10).theta, 10))
    longer(one, 5)
    before = still_part(one)
    longer(one, 5)
    assert still_part(one) == before


def test_numbers_come_back_to_the_bit_and_short_ones_take_half_the_room():
    rng = np.random.default_rng(1)
    exact = rng.normal(size=500)
    assert len(array_text(exact.astype(np.float32).astype(float))) < 0.7 * len(array_text(exact))
    branch = trained(3).chain[-1]
    snapshot = branch.last
    again = snapshot_from(json.loads(json.dumps(snapshot_spec(snapshot, branch.experiment))), branch.experiment)
    assert again.theta.tobytes() == snapshot.theta.astype(float).tobytes()
    assert (again.epoch, again.train_loss, again.steps) == (snapshot.epoch, snapshot.train_loss, snapshot.steps)


def test_a_diverged_run_comes_back_with_its_cause():
    one = trained(30, learning_rate=300.0, optimizer="momentum", precision="float64")
    one = longer(one, 30)
    other = saved_and_read(one)
    assert other.chain[-1].last.cause == one.chain[-1].last.cause
    assert np.array_equal(other.chain[-1].last.theta, one.chain[-1].last.theta)


# -------------------------------------------------------------------- forged

PARTS = told(trained(4))


@pytest.mark.parametrize("still", [None, 3, [], {}, {"data": []}])
def test_what_has_another_shape_is_no_saved_run(still):
    with pytest.raises(ValueError, match="saved run"):
        history_from(still, PARTS[1])


def test_an_array_that_unpacks_to_more_than_it_may_is_refused():
    still, growing = copy.deepcopy(PARTS)
    growing["last"]["theta"] = array_text(np.zeros(20_000_000))
    assert len(growing["last"]["theta"]) < 500_000
    with pytest.raises(ValueError, match="saved run"):
        history_from(still, growing)


def test_branches_that_would_fill_the_memory_are_refused():
    still, growing = copy.deepcopy(PARTS)
    wide = Experiment(DATA, dense(2, 350, 350, 1), TRAINING, 1)
    branch = {**growing, "experiment": {**wide.to_dict(), "data": 0}}
    still["branches"] = [branch] * 30
    with pytest.raises(ValueError, match="too much memory"):
        history_from(still, growing)


def places(value, here=()):
    """The way to every value inside nested JSON."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield (*here, name)
        yield from places(item, (*here, name))


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]), st.just({}), st.just([[]])
)


@given(st.sampled_from(list(places(list(PARTS)))), JUNK)
def test_whatever_stands_in_a_part_it_is_a_run_or_refused(way, junk):
    parts = copy.deepcopy(list(PARTS))
    inner = parts
    for name in way[:-1]:
        inner = inner[name]
    inner[way[-1]] = junk
    try:
        history = history_from(*parts)
    except ValueError as error:
        assert str(error)
    else:
        assert history.first <= history.last
        assert np.isfinite(history.chain[-1].last.theta).all()
        longer(history, 1)


def test_the_size_of_the_text_is_known_before_it_is_made():
    history = trained(4)
    arrays = sum(len(text) for text in _texts(list(told(history))))
    assert 0.2 * arrays <= text_size(history) <= 1.2 * arrays


def _texts(value) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []
