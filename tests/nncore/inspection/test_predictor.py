"""Raw rows in, answers out, and columns as a reader of the table knows them."""

import numpy as np
import pytest

from nncore import Data, dense, make_data, parameters_from
from nncore.inspection import Column, Predictor, columns_of
from tests.nncore.inspection.tables import linear

PEOPLE = [(1.0, "f", 30.0, 0.0), (2.0, "m", 40.0, 1.0), (3.0, "x", 50.0, 0.0), (5.0, "f", 70.0, 1.0)]
TABLE = make_data(Data.of_rows(("a", "sex", "b", "ill"), PEOPLE, train_share=1.0))


def test_a_column_of_texts_is_one_column():
    assert columns_of(TABLE) == (
        Column("a", (0,)),
        Column("sex", (1, 2, 3), ("f", "m", "x")),
        Column("b", (4,)),
    )


def test_columns_of_a_set_of_points_are_its_own():
    assert columns_of(make_data(Data("circle"))) == (Column("x1", (0,)), Column("x2", (1,)))


def test_values_are_read_and_put_in_without_touching_the_row():
    a, sex, _ = columns_of(TABLE)
    row = TABLE.raw[1]
    assert (a.value_in(row), sex.value_in(row)) == (2.0, "m")
    assert sex.set_in(row, "x").tolist() == [2, 0, 0, 1, 40]
    assert a.set_in(row, 7.5).tolist() == [7.5, 0, 1, 0, 40]
    assert row.tolist() == [2, 0, 1, 0, 40]


@pytest.mark.parametrize("scaling", ["raw", "standard"])
def test_answers_to_the_rows_are_those_to_the_inputs(scaling):
    dataset = make_data(Data("pima", scaling=scaling))
    network = dense(8, 3, 1)
    weights = np.linspace(-0.1, 0.1, 24).reshape(3, 8), [[0.5, -0.5, 1]]
    parameters = parameters_from(network, weights)
    predictor = Predictor(dataset, network, parameters.theta)
    by_hand = np.tanh(dataset.inputs @ parameters.weights[1].T) @ parameters.weights[2].T
    np.testing.assert_allclose(predictor.answer(dataset.raw), 1 / (1 + np.exp(-by_hand)), rtol=1e-12)


def test_where_a_formula_has_no_value_there_is_no_answer():
    rows = [(1.0, 0.0), (2.0, 1.0), (3.0, 0.0)]
    data = Data.of_rows(("a", "ill"), rows, features=("a", "log(a)"), train_share=1.0)
    network = dense(2, 1)
    predictor = Predictor(make_data(data), network, np.ones(network.size))
    output = predictor.answer(np.array([[1.0], [-1.0]]))
    assert np.isnan(output[:, 0]).tolist() == [False, True]
    assert predictor.classes(output)[1] == -1


def test_two_categories_share_a_place():
    rows = [(1.0, "no", 0.0), (2.0, "yes", 1.0), (3.0, "no", 1.0)]
    dataset = make_data(Data.of_rows(("a", "smokes", "ill"), rows, train_share=1.0))
    _, smokes = columns_of(dataset)
    assert smokes == Column("smokes", (1,), ("no", "yes"))
    assert [smokes.value_in(row) for row in dataset.raw] == ["no", "yes", "no"]
    assert smokes.set_in(dataset.raw[0], "yes").tolist() == [1, 1]
    assert smokes.set_in(dataset.raw[1], "no").tolist() == [2, 0]


def test_a_column_that_is_no_input_is_left_out():
    rows = [(1.0, "f", 0.0), (2.0, "m", 1.0), (3.0, "x", 1.0)]
    data = Data.of_rows(("a", "sex", "ill"), rows, train_share=1.0, features=("a",))
    assert columns_of(make_data(data)) == (Column("a", (0,)),)


def test_answers_are_in_the_unit_of_the_labels():
    rows = [(1.0, 100.0), (2.0, 300.0), (3.0, 500.0)]
    data = Data.of_rows(("a", "price"), rows, train_share=1.0, task="regression", scale_target=True)
    network = dense(1, 1, output="linear")
    predictor = Predictor(make_data(data), network, parameters_from(network, [[[1.0]]]).theta)
    np.testing.assert_allclose(predictor.answer(predictor.dataset.raw)[:, 0], [100, 300, 500])


def test_categories_of_a_ready_set_are_named_after_its_inputs():
    dataset = make_data(Data("penguins", features=("bill_depth", "island", "sex"), missing="drop"))
    island, _, sex = columns_of(dataset)
    assert (island.name, island.categories) == ("island", ("Biscoe", "Dream", "Torgersen"))
    assert (sex.name, sex.categories) == ("sex", ("not male", "male"))
    assert {sex.value_in(row) for row in dataset.raw} == {"not male", "male"}


def test_a_text_that_stands_for_missing_is_no_category():
    rows = [("abc"[place % 3], place % 7, place % 2) for place in range(40)]
    made = make_data(Data.of_rows(("c", "m", "y"), rows, blanks=(("c", "a"),), missing="median"))
    assert columns_of(made)[0] == Column("c", (0,), ("b", "c"))


def test_a_column_that_never_changes_has_no_spread_although_its_mean_is_rounded():
    predictor = linear([(0.1, k % 7, k % 5, k % 3) for k in range(40)], [1.0, 1.0, 1.0], 0.0)
    assert predictor.spread[0] == 0 < predictor.spread[1]
