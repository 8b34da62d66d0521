"""The page of data through Streamlit's own test harness: bring data, look at them, decide, train."""

import pytest
from explaining import APP, texts
from streamlit.testing.v1 import AppTest

from nncore import Data, Experiment, dense, fitted
from nncore.data.reading import read_table
from nncore.data.table_rows import ready_table
from nncore.experiments import EXPERIMENTS
from ui.core import own_data
from ui.core.session import Session

MESSY = "id;day;heat;kind;ill\n" + "\n".join(
    f"{k + 1};{1 + k % 28:02}.03.2021;{'?' if k % 9 == 0 else f'{k * 7 % 30 + 3},25'};{'abc'[k % 3]};"
    f"{'yes' if k * 7 % 30 > 15 else 'no'}"
    for k in range(60)
)


def opened(experiment=EXPERIMENTS["playground"].experiment) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=60)
    page.session_state["session"], page.session_state["session_link"] = Session(experiment), ""
    page.switch_page("pages/data.py").run()
    return sound(page)


def sound(page: AppTest) -> AppTest:
    assert not page.exception, [found.value for found in page.exception]
    return page


def session(page) -> Session:
    return page.session_state["session"]


def data(page) -> Data:
    return session(page).experiment.data


def choose(page, group, option):
    """Press one of a row of buttons: where data come from, or what to look at."""
    found = next(one for one in page.button_group if one.key.startswith(group))
    return sound(found.set_value(option).run())


@pytest.mark.parametrize(
    ("made", "way"),
    [
        (Data("points", rows=((0.0, 1.0, 0), (1.0, 0.0, 1))), "Draw"),
        (Data("formula", formula="x1 > x2"), "Formula"),
        (Data("circle"), "File"),
    ],
)
def test_data_made_by_hand_open_where_they_were_made(made, way):
    page = opened(fitted(Experiment(made, dense(2, 3, 1))))
    assert next(one for one in page.button_group if one.key == "data_from").value == way


def press(page, key):
    return sound(page.button(key=key).click().run())


def box(page, label):
    return next(box for box in page.selectbox if box.label.startswith(label))


def slider(page, label):
    return next(one for one in page.slider if one.label == label)


def number(page, label):
    return next(one for one in page.number_input if one.label == label)


def pasted(text=MESSY) -> AppTest:
    page = choose(opened(), "data_from", "Paste")
    page.text_area[0].set_value(text)
    return press(page, "data_read")


def test_the_page_begins_with_a_file_to_choose_and_what_is_in_use():
    page = opened()
    assert page.button_group[0].value == "File"
    assert "Circle: 500 rows, 2 inputs; predicts 2 classes" in texts(page)
    assert page.button(key="data_undo").disabled


@pytest.mark.parametrize(
    "name", ["circle", "rings", "sine", "bumps", "pima", "iris", "penguins", "cars", "digits", "xor"]
)
def test_every_view_of_every_set_can_be_looked_at(name):
    page = opened(fitted(Experiment(Data(name), dense(2, 2, 1))))
    views = next(group for group in page.button_group if group.key == "data_view")
    for view in list(views.options):
        choose(page, "data_view", view)
    assert not page.error


def test_pasted_rows_are_read_and_can_be_trained_on_at_once():
    page = pasted()
    assert data(page).target == "ill"
    assert data(page).features == ("heat", "kind")
    assert "pasted rows: 60 rows, 4 inputs; predicts ill, 2 classes" in texts(page)
    assert session(page).advance(epochs=1) == 1


def test_what_was_changed_in_reading_is_listed():
    assert "- heat: 7 cells “?” → missing" in texts(pasted())


def test_the_decimal_sign_is_a_guess_that_can_be_changed_and_undone_and_changed_again():
    page = pasted()
    sound(box(page, "Decimal sign").set_value(".").run())
    assert data(page).table["heat"].kind != "number"
    press(page, "data_undo")
    assert data(page).table["heat"].kind == "number"
    assert box(page, "Decimal sign").value == ","
    sound(box(page, "First line").set_value(False).run())
    assert data(page).table.names[0] != "id"


@pytest.mark.parametrize(("text", "message"), [
    ("a,b\n1,2\n3", "line 3 has 1 cell"),
    ("hello", "no table"),
    ("a,b\n1,1\n1,1", "no column of this table can be predicted"),
])  # fmt: skip
def test_what_can_not_be_read_is_said_and_nothing_is_lost(text, message):
    page = pasted()
    before = session(page).experiment
    page.text_area[0].set_value(text)
    press(page, "data_read")
    assert session(page).experiment is before
    assert page.error[0].value.startswith("pasted rows: ")
    assert "The data below are as they were." in page.error[0].value
    assert page.text_area[0].value == text


def test_nothing_pasted_says_what_to_do():
    page = choose(opened(), "data_from", "Paste")
    press(page, "data_read")
    assert page.info[0].value.startswith("Nothing was pasted yet.")


def test_pasted_text_and_a_formula_outlive_a_look_at_other_ways_and_pages():
    page = choose(opened(), "data_from", "Paste")
    page.text_area[0].set_value("a,b").run()
    choose(page, "data_from", "Formula")
    page.text_input[0].set_value("x1 > ").run()
    choose(page, "data_from", "Paste")
    assert page.text_area[0].value == "a,b"
    page.switch_page("pages/draw.py").run()
    page.switch_page("pages/data.py").run()
    assert page.text_area[0].value == "a,b"
    choose(page, "data_from", "Formula")
    assert page.text_input[0].value == "x1 > "


def test_a_typed_table_without_cells_says_what_to_do():
    page = choose(opened(), "data_from", "Type")
    press(page, "data_use_typed")
    assert page.info[0].value.startswith("Nothing was typed yet.")


def test_the_rows_in_use_can_be_taken_over_typed_and_used_again():
    page = choose(pasted(), "data_from", "Type")
    sound(next(button for button in page.button if button.label == "Start from the data in use").click().run())
    assert page.text_input[0].value == "id, day, heat, kind, ill"
    press(page, "data_use_typed")
    assert data(page).table.name == "typed table"
    assert data(page).features == ("heat", "kind")


def test_a_formula_is_used_once_it_is_pressed_and_then_at_each_change():
    page = choose(opened(), "data_from", "Formula")
    page.text_input[0].set_value("x1 * x2 > 1").run()
    assert data(page).name == "circle"
    press(page, "data_use_formula")
    assert (data(page).name, data(page).formula) == ("formula", "x1 * x2 > 1")
    sound(page.text_input[0].set_value("sin(x1) * x2").run())
    assert session(page).dataset.task == "regression"
    press(page, "data_undo")
    assert page.text_input[0].value == "x1 * x2 > 1"


def test_an_error_in_a_formula_is_marked_and_nothing_changes():
    page = choose(opened(), "data_from", "Formula")
    page.text_input[0].set_value("sin(x1")
    press(page, "data_use_formula")
    assert len(page.error) == len(page.code) == 1
    assert data(page).name == "circle"
    assert page.text_input[0].value == "sin(x1"


def test_a_ready_set_becomes_a_table_of_ones_own_to_change_its_columns():
    page = choose(opened(), "data_from", "Ready sets")
    sound(box(page, "Ready set").set_value("cars").run())
    assert data(page).name == "cars"
    assert any(toggle.label == "Scale the value to predict" and toggle.value for toggle in page.toggle)
    sound(next(button for button in page.button if button.label == "Change columns").click().run())
    assert data(page).table is not None
    sound(box(page, "Predict").set_value("origin").run())
    assert session(page).dataset.classes == ("Europe", "Japan", "USA")
    assert not page.error


def test_values_that_may_stand_for_missing_are_chosen_and_then_filled():
    page = choose(opened(), "data_from", "Paste")
    pima = ready_table("pima")
    rows = [pima.names, *(["0" if cell is None else cell for cell in row] for row in pima.rows())]
    page.text_area[0].set_value("\n".join(",".join(map(str, row)) for row in rows))
    press(page, "data_read")
    pills = next(group for group in page.button_group if group.key.startswith("data_blanks"))
    assert "insulin = 0 (374)" in pills.options
    sound(pills.set_value([("insulin", 0.0), ("bmi", 0.0)]).run())
    assert data(page).blanks == (("insulin", 0.0), ("bmi", 0.0))
    assert data(page).missing == "median"
    assert "- insulin: 374 cells “0” → missing" in texts(page)
    assert any(select.label == "Missing values: 385 cells" for select in page.selectbox)
    sound(box(page, "Missing values").set_value("drop").run())
    assert len(session(page).dataset.labels) < 768


@pytest.mark.parametrize("way", ["stratified", "random", "order", "fold", "column"])
def test_every_way_to_hold_rows_out_says_how_many_there_are(way):
    page = pasted()
    sound(box(page, "Hold out").set_value(way).run())
    assert data(page).split == way
    dataset = session(page).dataset
    assert f"Rows: {len(dataset.train)} for training, {len(dataset.test)} for test." in texts(page)
    sound(slider(page, "Validation rows, %").set_value(45).run())
    dataset = session(page).dataset
    assert f"{len(dataset.validation)} for validation" in texts(page)
    assert not page.warning and not page.error


def test_training_and_validation_share_the_rows():
    page = pasted()
    sound(slider(page, "Validation rows, %").set_value(30).run())
    assert (slider(page, "Training rows, %").value, slider(page, "Validation rows, %").value) == (70, 30)
    sound(slider(page, "Training rows, %").set_value(85).run())
    assert (slider(page, "Training rows, %").value, slider(page, "Validation rows, %").value) == (85, 15)
    assert not page.warning


def test_the_fold_and_the_seed_are_chosen():
    page = pasted()
    sound(box(page, "Hold out").set_value("fold").run())
    sound(number(page, "Folds").set_value(5).run())
    sound(number(page, "Held-out fold").set_value(5).run())
    assert (data(page).folds, data(page).fold, len(session(page).dataset.test)) == (5, 4, 12)
    sound(number(page, "Folds").set_value(3).run())
    assert (data(page).folds, data(page).fold) == (3, 2)
    sound(number(page, "Seed").set_value(7).run())
    assert data(page).seed == 7


def test_a_column_that_gives_the_target_away_is_said_with_a_remedy():
    text = "a,b,leak,y\n" + "\n".join(f"{k * 7 % 20},{k * 3 % 11},{k % 2},{k % 2}" for k in range(40))
    page = pasted(text)
    assert "**leak gives the target away.**" in texts(page)
    press(page, "data_remedy given_away 0")
    assert data(page).features == ("a", "b")
    assert "gives the target away" not in texts(page)


def test_undo_brings_back_what_was_there_before():
    page = pasted()
    press(page, "data_undo")
    assert data(page) == EXPERIMENTS["playground"].experiment.data
    assert "Circle: 500 rows" in texts(page)


def test_the_train_page_follows_a_table_of_ones_own():
    page = pasted()
    press(page, "data_train")
    inputs = next(group for group in page.button_group if group.label == "Inputs")
    assert (inputs.options, inputs.value) == (["id", "heat", "kind"], ["heat", "kind"])
    assert box(page, "Data").options[0] == "pasted rows"
    sound(inputs.set_value(["heat"]).run())
    assert data(page).features == ("heat",)


def test_many_inputs_are_chosen_in_a_window_of_their_own():
    page = opened(fitted(Experiment(Data("digits"), dense(2, 2, 1))))
    page.switch_page("pages/train.py").run()
    assert len(sound(page).multiselect[0].options) == 64


def test_on_the_train_page_more_training_rows_leave_fewer_for_validation():
    page = opened(fitted(Experiment(Data("iris", train_share=0.6, validation_share=0.2), dense(2, 2, 1))))
    page.switch_page("pages/train.py").run()
    sound(slider(page, "Share for training, %").set_value(90).run())
    assert (data(page).train_share, data(page).validation_share) == (0.9, pytest.approx(0.1))
    assert not page.warning


def test_a_large_table_is_described_without_sending_all_of_it():
    text = "a,b,y\n" + "\n".join(f"{k % 97}.5,{k * 7 % 31},{k % 2}" for k in range(30_000))
    found = Session(EXPERIMENTS["playground"].experiment)
    assert own_data.bring_table(found, read_table(text.encode(), "big.csv")) == ""
    page = opened(found.experiment)
    choose(page, "data_view", "Rows")
    assert "The first 500 of 30,000 rows." in texts(page)
