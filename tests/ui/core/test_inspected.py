"""What the page about one row says, for classes, several classes and values."""

import numpy as np
import pytest

from nncore import Data, Experiment, dense, fitted
from nncore.inspection import Change, Column
from ui.core import inspected
from ui.core.session import Session

ROWS = [(float(k % 5), "abc"[k % 3], k / 4, "yes" if k % 3 else "no") for k in range(24)]


def predictor(data, epochs=0):
    session = Session(fitted(Experiment(data, dense(2, 4, 1))))
    if epochs:
        session.advance(epochs=epochs)
    return inspected.predictor_of(session)


TABLE = predictor(Data.of_rows(("blood_count", "type", "dose", "ill"), ROWS), 20)
RINGS, BUMPS = predictor(Data("rings", samples=90), 20), predictor(Data("bumps", samples=90), 20)


@pytest.mark.parametrize("of", [TABLE, RINGS, BUMPS], ids=["table", "rings", "bumps"])
def test_every_way_goes_through_rows_of_the_data(of):
    count = len(of.dataset.labels)
    assert list(inspected.rows_by(of, inspected.ALL)) == list(range(count))
    for way in inspected.ways(of):
        rows = inspected.rows_by(of, way)
        assert len(set(rows)) == len(rows)
        assert set(rows) <= set(range(count))


def test_the_wrong_ones_are_wrong_and_the_others_right():
    wrong = set(inspected.rows_by(RINGS, inspected.WRONG))
    assert wrong
    for row in range(len(RINGS.dataset.labels)):
        output = RINGS.answer(RINGS.dataset.raw[row : row + 1])[0]
        assert inspected.verdict(RINGS, row, output) == ("wrong" if row in wrong else "right")


def test_the_largest_errors_come_first():
    rows = inspected.rows_by(BUMPS, inspected.FAR)
    errors = np.abs(BUMPS.answer(BUMPS.dataset.raw[rows])[:, 0] - BUMPS.dataset.labels[rows])
    assert (np.diff(errors) <= 0).all()


def test_a_class_has_its_own_rows():
    rows = inspected.rows_by(RINGS, "Class: middle")
    assert set(RINGS.dataset.labels[rows]) == {1}
    assert len(rows) == 30


def test_ways_without_held_out_rows_do_not_offer_them():
    assert inspected.HELD_OUT not in inspected.ways(predictor(Data("and")))
    assert inspected.HELD_OUT in inspected.ways(TABLE)


def test_the_column_shown_first_is_one_that_changes():
    digits = Session(fitted(Experiment(Data("digits"), dense(2, 4, 1))))
    assert inspected.first_that_changes(inspected.predictor_of(digits)).name == "pixel_0_1"  # the corner is always 0
    assert inspected.first_that_changes(TABLE).name == "blood_count"


def test_values_that_stand_in_for_missing_ones_are_named():
    holes = [(None if k == 3 else a, None if k in (3, 5) else b, c, d) for k, (a, b, c, d) in enumerate(ROWS)]
    data = Data.of_rows(("blood_count", "type", "dose", "ill"), holes, missing="median", blanks=(("dose", 0.5),))
    session = Session(fitted(Experiment(data, dense(2, 4, 1))))
    of = inspected.predictor_of(session)
    named = {row: inspected.filled_in(session, of, row) for row in range(len(holes))}
    assert {row: names for row, names in named.items() if names} == {
        2: ["dose"],  # 2 / 4, which counts as missing
        3: ["blood count", "type"],
        5: ["type"],
    }


def test_in_rows_that_were_left_out_nothing_is_missing():
    holes = [(None if k == 3 else a, *others) for k, (a, *others) in enumerate(ROWS)]
    session = Session(fitted(Experiment(Data.of_rows(("a", "b", "c", "ill"), holes, missing="drop"), dense(2, 4, 1))))
    of = inspected.predictor_of(session)
    assert not any(inspected.filled_in(session, of, row) for row in range(len(of.dataset.labels)))
    toy = Session(fitted(Experiment(Data("rings", samples=90), dense(2, 4, 1))))
    assert inspected.filled_in(toy, RINGS, 0) == []


def test_a_changed_row_keeps_the_other_values():
    trial = inspected.trial_of(TABLE, 4)
    count, kind, _ = TABLE.columns
    changed = trial.put_in(kind, "c").put_in(count, 2.5)
    lines = inspected.values_table(TABLE, changed)
    assert [line[:3] for line in lines] == [("blood count", "2.5", "4"), ("type", "c", "b"), ("dose", "1", "")]
    assert trial == inspected.trial_of(TABLE, 4)


def test_answers_are_a_class_with_its_output_or_a_value():
    assert inspected.answer_words(RINGS, np.array([0.1, 0.7, 0.2])) == "middle (output 0.7)"
    assert inspected.answer_words(TABLE, np.array([0.25])) == "no (output 0.25)"
    assert inspected.answer_words(BUMPS, np.array([0.125])) == "0.125"
    assert inspected.answer_words(BUMPS, np.array([np.nan])) == "no answer"
    assert inspected.truth_words(TABLE, 0) == "no"
    assert inspected.truth_words(BUMPS, 0) == inspected.shown(float(f"{BUMPS.dataset.labels[0]:.3g}"))


def test_a_change_is_said_with_the_digits_that_decide():
    change = Change(Column("bmi_2", (0,)), 33.61234567, 18.91, 1.234, np.zeros(1), np.zeros(1))
    assert inspected.step_words(change) == "bmi 2 from 33.61 to 18.91"
    assert inspected.size_words(change) == "1.2 standard deviations"
    assert inspected.also_words((change,)) == ""
    assert inspected.also_words((change,) * 9).count(";") == inspected.ALSO - 1


def test_changes_turn_the_answer_or_move_it():
    for of, row in ((TABLE, 0), (RINGS, 2)):
        for change in inspected.changes_for(of, inspected.trial_of(of, row), 0.0):
            assert of.classes(change.output[None]) != of.classes(of.answer(of.dataset.raw[row : row + 1]))
    amount = inspected.usual_amount(BUMPS)
    assert amount == 0.2  # a tenth of −1 to 1
    now = BUMPS.answer(BUMPS.dataset.raw[:1])[0, 0]
    for change in inspected.changes_for(BUMPS, inspected.trial_of(BUMPS, 0), amount):
        assert abs(change.output[0] - now) >= amount


def test_outputs_are_called_after_what_they_say():
    assert inspected.output_names(RINGS) == ("inner", "middle", "outer")
    assert inspected.output_names(TABLE) == ("ill",)
    assert inspected.turning_point(TABLE) == 0.5
    assert inspected.turning_point(RINGS) is None
    assert inspected.turning_point(BUMPS) is None


def test_a_slider_moves_by_one_or_by_a_small_round_part():
    count, _, dose = TABLE.columns
    assert inspected.step_of(TABLE, count) == 1
    assert inspected.step_of(TABLE, dose) == 0.1  # of 0 to 5.75


def test_columns_of_numbers_span_planes():
    count, kind, dose = TABLE.columns
    assert inspected.partners(TABLE, count) == [dose]
    assert inspected.partners(TABLE, kind) == []


def test_the_full_colours_are_those_of_the_targets():
    assert inspected.full_colours(TABLE) == (0, 1)
    low, high = inspected.full_colours(BUMPS)
    assert (low, high) == (-np.abs(BUMPS.dataset.labels).max(), np.abs(BUMPS.dataset.labels).max())
