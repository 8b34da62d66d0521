"""The smallest change: put in, the answer is another; a little less, and it is not."""

import numpy as np
import pytest

from nncore import Data, Experiment, dense, fitted, make_data, parameters_from, train
from nncore.inspection import Predictor, another_class, moved_by, smallest_change, smallest_changes
from nncore.inspection.change import FINEST
from tests.nncore.inspection.tables import linear

ROWS = [(-2.0, 0.0, 0.25, 0.0), (2.0, 40.0, 0.75, 1.0), (1.0, 10.0, 0.5, 1.0), (-1.0, 30.0, 0.5, 0.0)]


def of(predictor, row, amount=None):
    raw = predictor.dataset.raw[row]
    wanted = another_class(predictor, raw) if amount is None else moved_by(predictor, raw, amount)
    return smallest_changes(predictor, raw, wanted)


def test_of_a_linear_network_it_is_the_one_by_hand():
    """z = u + 0.1 v − 3: for row 3 with u = 1, v = 10 it is −1; either u passes 2 or v passes 20."""
    predictor = linear(ROWS, [1.0, 0.1, 0.0], -3.0, output="sigmoid", scaling="raw")
    by_name = {change.column.name: change for change in of(predictor, 2)}
    assert set(by_name) == {"v"}  # u can't pass 2, which is its largest; w is ignored
    assert (by_name["v"].before, by_name["v"].after) == (10, 21)  # whole numbers stay whole; at 20 it is a draw
    deviation = np.std([0, 40, 10, 30])
    assert by_name["v"].deviations == pytest.approx(11 / deviation)
    assert by_name["v"].raw.tolist() == [1, 21, 0.5]
    assert by_name["v"].output[0] == pytest.approx(1 / (1 + np.exp(-0.1)))


def test_numbers_are_short_and_just_beyond_the_turn():
    predictor = linear(ROWS, [0.0, 0.0, 1.0], -0.6123, output="sigmoid", scaling="raw")
    (change,) = of(predictor, 2)
    assert (change.before, change.after) == (0.5, 0.613)


def test_a_value_is_moved_by_the_amount_in_the_shorter_direction():
    rows = [(float(u), float(u**2), 0.5 + u) for u in range(-5, 6)]
    predictor = linear(rows, [-0.4, 0.0], 2.0, columns=("u", "v"), scaling="raw")
    change = smallest_change(predictor, np.array([3.0, 9.0]), moved_by(predictor, np.array([3.0, 9.0]), 1.0))
    assert (change.column.name, change.before, change.after) == ("u", 3, 0)  # 5.5 is beyond the data
    assert change.output[0] == pytest.approx(2.0)


def test_no_single_change_may_be_enough():
    predictor = linear(ROWS, [1.0, 0.1, 0.0], -300.0, output="sigmoid", scaling="raw")
    raw = predictor.dataset.raw[0]
    assert smallest_change(predictor, raw, another_class(predictor, raw)) is None


def test_categories_are_switched_whole():
    rows = [(float(k % 4), "abc"[k % 3], float(k % 3 == 0)) for k in range(24)]
    predictor = linear(rows, [0.0, 9.0, -9.0, 8.0], 0.0, output="sigmoid", columns=("n", "text"), scaling="raw")
    (change,) = of(predictor, 0)
    assert (change.column.name, change.before, change.after) == ("text", "a", "b")
    assert change.raw.tolist() == [0, 0, 1, 0]
    assert change.deviations == pytest.approx(1 / np.sqrt(2 / 9))  # of a column that is 1 in a third of the rows


def test_of_two_categories_the_other_one_is_tried():
    rows = [(float(k % 4), "yes" if k % 3 else "no", float(k % 3 > 0)) for k in range(24)]
    predictor = linear(rows, [0.0, 9.0], -4.0, output="sigmoid", columns=("n", "text"), scaling="raw")
    (change,) = of(predictor, 0)
    assert (change.column.name, change.before, change.after) == ("text", "no", "yes")
    (change,) = of(predictor, 1)
    assert (change.before, change.after) == ("yes", "no")


def test_a_constant_column_is_left_alone():
    rows = [(1.0, float(k), float(k > 3)) for k in range(8)]
    predictor = linear(rows, [5.0, 1.0], -8.5, output="sigmoid", columns=("one", "k"), scaling="raw")
    assert [change.column.name for change in of(predictor, 0)] == ["k"]


@pytest.fixture(scope="module", params=["pima", "rings", "xor", "bumps", "tanh"])
def trained(request):
    name = {"tanh": "circle"}.get(request.param, request.param)
    data = Data(name) if name == "pima" else Data(name, samples=200)
    output = "tanh" if request.param == "tanh" else "sigmoid"
    experiment = fitted(Experiment(data, dense(2, 8, 1, output=output)))
    dataset = make_data(experiment.data)
    snapshot = next(s for s in train(experiment, dataset) if s.epoch == 40)
    return Predictor(dataset, experiment.network, snapshot.theta)


def test_put_in_it_brings_another_answer_and_a_step_less_does_not(trained):
    found = 0
    for row in trained.dataset.test[:40]:
        raw = trained.dataset.raw[row]
        wanted = another_class(trained, raw)
        if trained.dataset.task == "regression":
            wanted = moved_by(trained, raw, 0.2)
        changes = smallest_changes(trained, raw, wanted)
        assert [change.deviations for change in changes] == sorted(change.deviations for change in changes)
        for change in changes:
            found += 1
            assert wanted(trained.answer(change.raw[None])).all()
            np.testing.assert_allclose(trained.answer(change.raw[None])[0], change.output, rtol=1e-9)
            np.testing.assert_array_equal(change.column.set_in(raw, change.after), change.raw)
            (place,) = change.column.places
            low, high = trained.span[place]
            assert low <= change.after <= high
            step = 1 if trained.whole[place] else FINEST * trained.spread[place]
            if abs(change.after - change.before) > step:
                nearer = change.column.set_in(raw, change.after + step * np.sign(change.before - change.after))
                assert not wanted(trained.answer(nearer[None])).any()
    assert found > 20


def test_a_wide_table_is_searched_at_once():
    columns = tuple(f"c{k}" for k in range(60))
    rng = np.random.default_rng(1)
    rows = [(*row, float(row[0] > 0)) for row in rng.normal(size=(50, 60)).tolist()]
    predictor = linear(rows, [3.0, *[0.0] * 59], 0.0, output="sigmoid", columns=columns, scaling="raw")
    (change,) = of(predictor, 0)
    assert change.column.name == "c0"
    assert abs(change.after) <= 0.01


def test_a_category_that_no_training_row_has_is_not_offered_as_a_change():
    rows = [("a", k % 7, k % 2) for k in range(20)] + [("b", 0, 1), ("b", 1, 0)]
    made = make_data(Data.of_rows(("c", "m", "target"), rows, split="order", train_share=0.9, scaling="raw"))
    network = dense(2, 1, output="sigmoid")
    predictor = Predictor(made, network, parameters_from(network, [[[9.0, 0.0]]], [[-1.0]]).theta)
    raw = np.array([0.0, 1.0])
    assert predictor.classes(predictor.answer(np.array([[0.0, 1.0], [1.0, 1.0]]))).tolist() == [0, 1]
    assert smallest_change(predictor, raw, another_class(predictor, raw)) is None
