import csv
import io

import numpy as np
import pytest

import nncore as nn
from nncore.data import Data, make_data
from nncore.experiment import dataset_of
from ui.core.drawn_points import EMPTY, MOST_AT_ONCE, as_csv, drawn, is_plane
from ui.core.live import LiveState
from ui.core.session import Session

SET = Data("points", rows=((1.0, 1.0, 0), (-1.0, 1.0, 1), (0.0, -2.0, 1)))


def test_a_point_joins_the_others_in_its_place():
    data = drawn(SET, {"add": [[2.0, -3.12349, 2]]})
    assert data.rows == (*SET.rows, (2.0, -3.123, 2))
    assert dataset_of(data).task == "multiclass"


def test_a_toy_set_becomes_points_that_keep_their_classes():
    toy = Data("circle", samples=20, train_share=0.7)
    data = drawn(toy, {"add": [[0.0, 0.0, 2]]})
    assert len(data.rows) == 21 and data.train_share == 0.7
    before = make_data(toy)
    np.testing.assert_allclose([row[:2] for row in data.rows[:20]], before.raw, atol=0.0006)
    assert [row[2] for row in data.rows[:20]] == before.labels.tolist()


def test_the_eraser_takes_what_is_within_its_reach_and_never_the_last_point():
    assert drawn(SET, {"erase": [1.0, 1.2, 0.4]}).rows == SET.rows[1:]
    with pytest.raises(ValueError, match=EMPTY):
        drawn(SET, {"erase": [0.0, 0.0, 9.0]})


def test_the_nearest_point_is_moved_and_stays_on_the_plane():
    assert drawn(SET, {"move": [0.9, 1.1, 3.0, 99.0]}).rows[0] == (3.0, 6.0, 0)
    assert drawn(SET, {"move": [5.0, 5.0, 0.0, 0.0]}).rows == SET.rows


def test_a_new_set_of_values_is_a_regression():
    data = drawn(SET, {"fresh": True, "values": True, "add": [[0.0, 0.0, -2.5], [1.0, 1.0, 7.0]]})
    assert data.rows == ((0.0, 0.0, -2.5), (1.0, 1.0, 7.0))
    assert dataset_of(data).task == "regression"
    assert dataset_of(drawn(data, {"add": [[2.0, 2.0, 0.5]]})).labels.tolist() == [-2.5, 7.0, 0.5]


@pytest.mark.parametrize(
    ("stroke", "message"),
    [
        ({"add": "x"}, "a stroke is a list of at most"),
        ({"add": [[0.0, 0.0, 1]] * (MOST_AT_ONCE + 1)}, "draw less at once"),
        ({"add": [[0.0, 0.0]]}, "use 3 numbers"),
        ({"add": [[0.0, float("nan"), 1]]}, "use ordinary numbers"),
        ({"add": [[0.0, 0.0, 1.5]]}, "draw classes 0 to 4"),
        ({"add": [[0.0, 0.0, 5]]}, "draw classes 0 to 4"),
        ({"erase": [0.0, True, 1]}, "use ordinary numbers"),
        ({"move": [0.0] * 3}, "use 4 numbers"),
    ],
)
def test_a_stroke_that_makes_no_sense_is_refused(stroke, message):
    with pytest.raises(ValueError, match=message):
        drawn(SET, stroke)


def test_no_more_points_than_a_set_may_have():
    full = Data("points", rows=((0.0, 0.0, 0),) * 4_999)
    with pytest.raises(ValueError, match="5001 points; draw at most 5000"):
        drawn(full, {"add": [[1.0, 1.0, 1]] * 2})


def test_tables_have_no_plane_to_draw_on():
    assert is_plane(dataset_of(Data("circle"))) and not is_plane(dataset_of(Data("pima")))
    assert not is_plane(dataset_of(Data("sine"))) and not is_plane(dataset_of(Data("xor table")))
    with pytest.raises(ValueError, match="choose “Your points” on the Data page"):
        drawn(Data("pima"), {"add": [[0.0, 0.0, 1]]})
    assert len(drawn(Data("pima"), {"fresh": True, "add": [[0.0, 0.0, 1]]}).rows) == 1


def test_every_other_point_keeps_its_part_when_one_comes_or_goes():
    rows = tuple((float(x), float(y), (x + y) % 2) for x in range(-5, 6) for y in range(-5, 6))
    sets = [make_data(Data("points", rows=some)) for some in (rows, rows[:40] + rows[41:], (*rows, (0.5, 0.5, 1)))]
    trains = [{tuple(row) for row in one.raw[one.train].tolist()} for one in sets]
    assert trains[0] - trains[1] <= {rows[40][:2]}
    assert trains[2] - trains[0] <= {(0.5, 0.5)} and trains[0] <= trains[2]
    assert 0.7 < len(sets[0].train) / len(rows) < 0.9


def test_strokes_of_one_gesture_go_on_with_the_run_and_are_undone_together():
    state = LiveState(Session(nn.EXPERIMENTS["playground"].experiment))
    session = state.session
    session.advance(epochs=2)
    before = session.experiment.data
    for x in (1.0, 2.0, 3.0):
        assert state.carry_out({"kind": "points", "add": [[x, 5.0, 2]], "stroke": "g"}, lambda: False) == ""
    assert session.position == 2 and session.experiment.network.sizes[-1] == 3
    assert len(session.experiment.data.rows) == 503
    session.advance(epochs=1)
    assert not session.snapshot.diverged
    session.undo()
    assert session.experiment.data == before


def test_a_stroke_that_is_refused_changes_nothing():
    state = LiveState(Session(nn.EXPERIMENTS["pima"].experiment))
    before = state.session.experiment
    assert "points are drawn on the plane" in state.carry_out({"kind": "points", "add": [[0, 0, 1]]}, lambda: False)
    assert state.session.experiment is before


def test_the_file_of_rows_has_columns_classes_and_parts():
    dataset = dataset_of(SET)
    lines = list(csv.reader(io.StringIO(as_csv(dataset))))
    assert lines[0] == ["x1", "x2", "y", "part"]
    assert [line[:3] for line in lines[1:]] == [
        ["1.0", "1.0", "negative"], ["-1.0", "1.0", "positive"], ["0.0", "-2.0", "positive"],
    ]  # fmt: skip
    assert {line[3] for line in lines[1:]} <= {"training", "test"}


def test_a_text_that_a_spreadsheet_would_run_is_only_a_text():
    dataset = make_data(Data.of_rows(("a", "y"), [[1.0, "=1+1"], [2.0, "no"]] * 4))
    assert "'=1+1" in as_csv(dataset)
