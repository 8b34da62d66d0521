"""The page about one row, as a visitor uses it."""

import json
import re

import pytest
from explaining import APP, press, texts
from streamlit.testing.v1 import AppTest

from nncore import Data, Experiment, dense, fitted
from nncore.experiment import _made
from nncore.experiments import EXPERIMENTS
from ui.core.session import Session

OWN = [(float(20 + k * 7 % 50), "abc"[k % 3], "yes" if k * 7 % 50 + 15 * (k % 3) > 30 else "no") for k in range(90)]
TABLE = fitted(Experiment(Data.of_rows(("age", "blood_type", "ill"), OWN), dense(3, 4, 1)))


def at(experiment, epochs=30):
    session = Session(EXPERIMENTS[experiment].experiment if isinstance(experiment, str) else experiment)
    if epochs:
        session.advance(epochs=epochs)
    page = AppTest.from_file(APP, default_timeout=60)
    page.session_state["session"], page.session_state["session_link"] = session, ""
    page.switch_page("pages/inspect.py").run()
    assert not page.exception, [found.value for found in page.exception]
    return page


def html(page, name):
    """The text of the page's own block of this class."""
    found = next(element.proto.body for element in page.get("html") if f'class="{name}"' in element.proto.body)
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", found)).strip()


def answer(page):
    return html(page, "ns-answer")


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_every_experiment_can_be_looked_into(name):
    page = at(name, epochs=2)
    assert answer(page).startswith("Answer")
    assert "What is lost where one column is shuffled" in texts(page)


def test_a_moved_slider_moves_the_answer():
    page = at("pima")
    before = answer(page)
    page.selectbox(key="inspect column").set_value("glucose").run()
    page.slider[0].set_value(199).run()
    assert "Before your change" in answer(page)
    assert answer(page).split("The data")[0] != before.split("The data")[0]
    assert "148 199" in html(page, "ns-row")
    press(page, "inspect back")
    assert answer(page) == before
    assert page.slider[0].value == 148


def test_the_smallest_change_put_in_turns_the_answer():
    page = at("pima")
    now = answer(page).split()[1:3]
    change = re.search(r"Change \*\*(.*) from .* to (.*)\*\* \(", texts(page))
    press(page, "inspect put in")
    assert answer(page).split()[1:3] != now
    assert page.selectbox(key="inspect column").value.replace("_", " ") == change[1]
    assert page.slider[0].value == float(change[2])


def test_the_categories_of_a_column_are_chosen_from_a_menu():
    page = at(TABLE, 60)
    page.selectbox(key="inspect column").set_value("blood_type").run()
    menu = next(box for box in page.selectbox if box.label == "blood type")
    assert (menu.options, menu.value) == (["a", "b", "c"], "a")
    menu.set_value("c").run()
    assert not page.exception
    assert "a c" in html(page, "ns-row")
    assert "Before your change" in answer(page)


def test_the_rows_are_gone_through_in_the_way_chosen():
    page = at("pima")
    page.selectbox(key="inspect way").set_value("Wrong ones").run()
    assert answer(page).endswith("So it is wrong")
    first = page.caption[1].value
    page.number_input[0].increment().run()
    assert page.caption[1].value != first
    assert answer(page).endswith("So it is wrong")
    page.selectbox(key="inspect way").set_value("Class: diabetes").run()
    assert "The data say diabetes" in answer(page)


def test_a_row_changed_by_hand_is_left_behind_with_the_next_one():
    page = at("pima")
    page.slider[0].set_value(17).run()
    page.number_input[0].increment().run()
    assert "So it is" in answer(page)
    assert page.button(key="inspect back").disabled


def test_a_change_outlives_the_rows_that_are_kept_for_all_visitors():
    page = at("pima")
    page.slider[0].set_value(17).run()
    computed = page.session_state["inspect computed"][2]["inspect importance"]
    _made.clear()
    page.selectbox(key="inspect column").set_value("bmi").run()
    assert "Before your change" in answer(page)
    assert page.session_state["inspect computed"][2]["inspect importance"] is computed


def test_where_no_row_is_wrong_the_page_says_so():
    rows = [(float(k), float(k > 5)) for k in range(12)]
    data = Data.of_rows(("a", "ill"), rows, scaling="raw")
    page = at(Experiment(data, dense(1, 1), theta=(10.0, -55.0)), 0)
    page.selectbox(key="inspect way").set_value("Wrong ones").run()
    assert not page.exception
    assert [found.value for found in page.info] == ["No such row: choose another way to go through them."]


def test_a_value_is_moved_by_the_amount_that_is_typed():
    page = at("bumps", 40)
    amount = next(field for field in page.number_input if field.label == "Move the answer by")
    assert amount.value == 0.2
    amount.set_value(0.05).run()
    assert "Change **x" in texts(page)
    amount = next(field for field in page.number_input if field.label == "Move the answer by")
    amount.set_value(50.0).run()
    assert "No single value, changed within the range of the data, moves the answer that far." in texts(page)


def test_of_several_classes_one_output_is_drawn():
    page = at("rings")
    box = next(box for box in page.selectbox if box.label == "Output")
    assert box.options == ["inner", "middle", "outer"]
    box.select_index(2).run()
    assert not page.exception


def charts(page):
    """What the charts say to those who do not see them."""
    return [json.loads(element.proto.json).get("label") for element in page.main if is_chart(element)]


def test_a_row_of_pixels_is_shown_as_the_picture_that_it_is():
    digits = at(fitted(Experiment(Data("digits"), dense(2, 4, 1))), 1)
    assert "The row as a picture of 8 × 8 pixels; the data say 0" in charts(digits)
    assert not any("picture" in label for label in charts(at("pima", 1)))


def test_a_missing_value_is_said_to_be_filled_in():
    rows = [(None, *others) if k == 0 else (age, *others) for k, (age, *others) in enumerate(OWN)]
    data = Data.of_rows(("age", "blood_type", "ill"), rows, missing="median")
    assert "Missing in this row: age. The typical value stands in." in texts(
        at(fitted(Experiment(data, dense(3, 4, 1))), 1)
    )


def test_an_untrained_network_says_that_its_answers_are_chance():
    assert "is not trained yet" in at("pima", 0).info[0].value
    assert not at("pima", 1).info


def test_a_drawing_that_does_not_fit_the_data_says_what_to_do():
    page = at(Experiment(Data("pima"), dense(2, 3, 1)), 0)
    assert "inputs" in page.error[0].value
    next(button for button in page.button if button.label.startswith("Fit the drawing")).click().run()
    assert not page.error
    assert answer(page).startswith("Answer")


def test_with_values_that_have_no_answer_the_page_stays():
    rows = [(1.0 + k, float(k % 2 * 2 - 1), k % 2) for k in range(12)]
    data = Data.of_rows(("a", "b", "ill"), rows, features=("a", "log(b*b)"))
    page = at(fitted(Experiment(data, dense(2, 2, 1))), 2)
    page.selectbox(key="inspect column").set_value("b").run()
    page.slider[0].set_value(0).run()
    assert not page.exception
    assert "no answer" in answer(page)
    assert "the network has no answer" in page.warning[0].value


@pytest.mark.parametrize("name", ["pima", "rings", "bumps"])
def test_two_columns_are_drawn_as_a_slice_through_the_row(name):
    page = at(name, 5)
    box = next(box for box in page.selectbox if box.label == "Draw it")
    assert box.value == "alone: partial dependence"
    box.select_index(1).run()
    assert not page.exception
    assert any("all other values as in this row" in label for label in charts(page))


def is_chart(element):
    return getattr(getattr(element, "proto", None), "component_name", "").endswith(".chart")
