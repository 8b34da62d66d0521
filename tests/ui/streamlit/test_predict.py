from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.streamlit.predict import is_right

ROOT = Path(__file__).resolve().parents[3]


def asking_page():
    import streamlit as st

    from ui.streamlit import predict

    predict.switch()
    truth = st.session_state.get("truth", 5.0)
    if predict.is_hidden("z", truth):
        predict.ask_number("z", "What is z?", truth)
    else:
        st.text(f"z = {truth}")
        predict.verdict("z", truth)
    if predict.is_hidden("way", "down"):
        predict.ask_choice("way", "Which way?", ["up", "down"], "down")
    else:
        predict.verdict("way", "down")


@pytest.fixture
def page():
    return AppTest.from_function(asking_page, default_timeout=20).run()


def predicting(page):
    return page.toggle[0].set_value(True).run()


def reveal(page, number=0):
    return next(b for b in page.button if b.key == ("reveal z", "reveal way")[number]).click().run()


def test_nothing_is_hidden_until_the_switch_is_on(page):
    assert page.text[0].value == "z = 5.0"
    assert not predicting(page).text


def test_a_right_guess_reveals_the_outcome_and_scores(page):
    predicting(page).text_input[0].set_value("5")
    reveal(page)
    assert page.text[0].value == "z = 5.0"
    assert page.success[0].value == "Your guess 5, the answer 5: right. 1 of 1 right in this visit."


def test_a_wrong_guess_reveals_both_and_a_choice_counts_too(page):
    predicting(page).text_input[0].set_value("−3,5")
    reveal(page)
    assert page.info[0].value == "Your guess −3.5, the answer 5. 0 of 1 right in this visit."
    page.radio[0].set_value("down")
    reveal(page, 1)
    assert page.success[0].value == "Your guess down, the answer down: right. 1 of 2 right in this visit."


def test_what_is_no_number_is_asked_again_with_the_remedy(page):
    predicting(page).text_input[0].set_value("many")
    reveal(page)
    assert "write it like" in page.caption[0].value
    assert not page.text


def test_a_calculator_computes_and_says_what_it_cannot_read(page):
    predicting(page).text_input(key="calculator z").set_value("tanh(−1.28)").run()
    assert "**≈ −0.856485**" in [m.value for m in page.markdown]
    page.text_input(key="calculator z").set_value("import os").run()
    assert any("Can't read on" in caption.value for caption in page.caption)
    assert not page.text


def test_an_outcome_can_be_shown_without_counting(page):
    predicting(page)
    next(b for b in page.button if b.key == "show z").click().run()
    assert page.text[0].value == "z = 5.0"
    assert not page.success and not page.info


def test_another_truth_is_asked_again(page):
    predicting(page).text_input[0].set_value("5")
    reveal(page)
    page.session_state["truth"] = 6.0
    assert not page.run().text


@pytest.mark.parametrize(
    "said, truth, right",
    [(0.51, 0.505, True), (102.0, 100.0, True), (103.0, 100.0, False), (-5.0, 5.0, False), ("up", "down", False)],
)
def test_numbers_count_when_they_are_near(said, truth, right):
    assert is_right(said, truth) is right
