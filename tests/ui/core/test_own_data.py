"""Data that a visitor brings: what is guessed, and what changes when one decides otherwise."""

from dataclasses import replace

import numpy as np
import pytest

from nncore import Data, Experiment, dense
from nncore.data.layout import read_sheet
from nncore.data.reading import read_table
from nncore.data.table import Column, table_of
from nncore.experiments import EXPERIMENTS
from ui.core import own_data
from ui.core.session import Session

CSV = b"id;day;heat;kind;heat;part;ill\n" + b"".join(
    b"%d;%02d.03.2021;%s;%s;%d,5;%s;%s\n"
    % (k + 1, 1 + k % 28, b"?" if k % 9 == 0 else b"%d,25" % (k * 7 % 30), b"abc"[k % 3 :][:1], k % 5,
       (b"train", b"test")[k % 5 == 0], (b"no", b"yes")[k * 7 % 30 > 15])
    for k in range(60)
)  # fmt: skip


@pytest.fixture
def session():
    found = Session(EXPERIMENTS["playground"].experiment)
    assert own_data.bring_table(found, read_table(CSV, "ward.csv")) == ""
    return found


def data_of(session):
    return session.experiment.data


def test_a_table_is_ready_to_train_with_what_was_guessed(session):
    data = data_of(session)
    assert (data.target, data.features, data.missing) == ("ill", ("heat", "kind", "heat 2", "part"), "median")
    assert (session.experiment.training.optimizer, session.experiment.training.learning_rate) == ("adam", 0.01)
    assert not session.problem
    assert session.advance(epochs=1) == 1
    session.undo()
    assert data_of(session) == EXPERIMENTS["playground"].experiment.data


def test_the_page_says_in_a_line_what_the_data_are(session):
    assert own_data.summary(session) == "ward.csv: 60 rows, 6 inputs; predicts ill, 2 classes"


@pytest.mark.parametrize(("rows", "message"), [
    ([(1.0, 1.0), (1.0, 1.0)], "no column of this table can be predicted"),
    ([("2024-01-01", 1.0), ("2024-01-02", 2.0), ("2024-01-03", 1.0)], "no column of this table is left as an input"),
])  # fmt: skip
def test_a_table_nothing_can_be_learned_from_is_refused_and_what_was_there_stays(rows, message):
    session = Session(EXPERIMENTS["pima"].experiment)
    assert message in own_data.bring_table(session, table_of(("a", "b"), tuple(rows)))
    assert session.experiment == EXPERIMENTS["pima"].experiment
    assert not session.can_undo


def test_every_column_says_why_it_is_used_as_it_is(session):
    assert own_data.why(data_of(session)) == {
        "id": "counts the rows: an id, not a property; every cell is a number",
        "day": "days or times such as 01.03.2021; not used, as a network needs numbers",
        "heat": "every cell is a number",
        "kind": "3 different texts",
        "heat 2": "every cell is a number",
        "part": "2 different texts",
        "ill": "the last column; holds no and yes",
    }


def test_what_the_visitor_decides_is_said_to_be_their_choice(session):
    data = own_data.with_roles(data_of(session), {"id": "input", "kind": "target"})
    words = own_data.why(data)
    assert words["id"].startswith("your choice")
    assert words["kind"].startswith("your choice")
    assert "your choice" not in words["heat"]


def test_after_a_reload_every_column_still_has_a_reason(session):
    again = Data.from_dict(data_of(session).to_dict())
    assert all(own_data.why(again).values())


def test_a_new_target_takes_the_place_of_the_old_one_which_becomes_an_input(session):
    data = own_data.with_roles(data_of(session), {"heat": "target"})
    assert data.target == "heat"
    assert own_data.roles_of(data)["ill"] == "input"
    assert own_data.roles_of(data)["id"] == "ignore"


@pytest.mark.parametrize(("roles", "message"), [
    ({"ill": "ignore"}, "one column has to be predicted"),
    ({name: "ignore" for name in ("heat", "kind", "heat 2", "part")}, "a network needs an input"),
    ({"day": "input"}, "'day' can't be an input"),
])  # fmt: skip
def test_roles_that_leave_nothing_to_learn_are_refused_with_the_remedy(session, roles, message):
    with pytest.raises(ValueError, match=message):
        own_data.with_roles(data_of(session), roles)


def test_a_number_taken_as_a_category_makes_an_input_a_value(session):
    data = own_data.with_kind(data_of(session), "heat 2", "category")
    assert data.table["heat 2"].kind == "category"
    assert own_data.why(data)["heat 2"] == "your choice"
    assert own_data.change(session, data) == ""
    assert "heat 2 = 0.5" in session.dataset.input_names
    back = own_data.with_kind(data_of(session), "heat 2", "number")
    np.testing.assert_array_equal(back.table["heat 2"].numbers, [k % 5 + 0.5 for k in range(60)])


def test_a_column_taken_as_text_is_an_input_no_more(session):
    assert "kind" not in own_data.with_kind(data_of(session), "kind", "text").features


def test_texts_are_no_numbers(session):
    with pytest.raises(ValueError, match="'kind' holds no numbers; take it as a category"):
        own_data.with_kind(data_of(session), "kind", "number")


def test_what_is_decided_before_training_keeps_the_settings_that_were_chosen(session):
    session.configure(training=replace(session.experiment.training, optimizer="momentum", learning_rate=0.1))
    own_data.change(session, own_data.with_roles(data_of(session), {"kind": "ignore"}))
    training = session.experiment.training
    assert (training.optimizer, training.learning_rate) == ("momentum", 0.1)
    assert session.shows_first_weights


def test_what_is_decided_after_training_goes_on_from_there(session):
    session.advance(epochs=3)
    assert own_data.change(session, own_data.with_roles(data_of(session), {"kind": "ignore"})) == ""
    assert session.position == 3
    assert not session.problem
    session.undo()
    assert "kind" in data_of(session).features


def test_another_target_after_training_fits_the_drawing_to_it(session):
    session.advance(epochs=2)
    assert own_data.change(session, own_data.with_roles(data_of(session), {"heat": "target"})) == ""
    assert session.dataset.task == "regression"
    assert not session.problem
    assert session.advance(epochs=1) == 1


@pytest.mark.parametrize(("share", "validation"), [(0.9, 0.1), (1.0, 0.0), (0.5, 0.2)])
def test_more_training_rows_leave_fewer_for_validation(session, share, validation):
    data = replace(data_of(session), train_share=0.6, validation_share=0.2)
    new = own_data.with_train_share(data, share)
    assert (new.train_share, new.validation_share) == (share, pytest.approx(validation))


def test_more_validation_rows_take_from_training_where_nothing_else_is_left(session):
    new = own_data.with_validation_share(data_of(session), 0.3)
    assert (new.train_share, new.validation_share) == (0.7, 0.3)
    assert own_data.with_validation_share(replace(data_of(session), split="fold"), 0.5).validation_share == 0.5


def test_the_column_that_rows_are_split_by_is_no_input(session):
    data = own_data.with_split(data_of(session), "column", "part")
    assert (data.split_column, "part" in data.features) == ("part", False)
    assert own_data.change(session, data) == ""
    assert len(session.dataset.test) == 12


def test_a_table_without_a_column_to_split_by_says_so():
    rows = tuple((k + 0.5, k % 2 + 0.0) for k in range(300))
    data = Data.of_rows(("a", "y"), rows)
    with pytest.raises(ValueError, match="no column has a few different values to split by; choose another way"):
        own_data.with_split(data, "column")


def test_the_log_says_what_was_changed_on_the_way_from_the_file(session):
    data = replace(data_of(session), blanks=(("heat 2", 0.5),))
    assert own_data.repair_log(data) == [
        "column 5, “heat”, is called “heat 2”, as another one has its name",
        "heat: 7 cells “?” → missing",
        "heat: 53 decimal commas, as in “7,25”",
        "heat 2: 60 decimal commas, as in “0,5”",
        "heat 2: 12 cells “0.5” → missing",
    ]


def test_the_summary_of_a_column_agrees_with_numpy(session):
    heat = own_data.described(own_data.columns_of(session))[2]
    values = np.array([k * 7 % 30 + 0.25 for k in range(60) if k % 9])
    assert (heat["Column"], heat["Missing"]) == ("heat", 7)
    assert (heat["Mean"], heat["Median"]) == (pytest.approx(values.mean()), pytest.approx(np.median(values)))
    assert heat["Deviation"] == pytest.approx(values.std())


def test_values_that_stand_for_missing_are_no_part_of_the_summary(session):
    own_data.change(session, replace(data_of(session), blanks=(("heat 2", 0.5),)))
    found = own_data.described(own_data.columns_of(session))[4]
    assert (found["Missing"], found["Least"]) == (12, 1.5)


def test_an_empty_column_has_no_figures():
    column = Column("a", np.full(4, np.nan))
    assert own_data.described([column])[0]["Mean"] is None


def test_a_ready_set_and_points_are_described_too():
    assert [one["Column"] for one in own_data.described(own_data.columns_of(Session(Experiment(Data(), dense(2, 1)))))]
    pima = Session(EXPERIMENTS["pima"].experiment)
    assert own_data.described(own_data.columns_of(pima))[-1]["Column"] == "diabetes"


def test_a_file_read_otherwise_keeps_what_was_decided_where_its_columns_are_the_same(session):
    decided = own_data.with_roles(data_of(session), {"kind": "ignore"})
    again = own_data.read_anew(decided, read_sheet(CSV), decimal=",")
    assert "kind" not in again.features
    other = own_data.read_anew(decided, read_sheet(CSV, header=False))
    assert other.table.names != decided.table.names
