"""Choosing, making and saving an animation."""

from io import BytesIO

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from nncore import Data, Experiment, dense
from ui.animation import MAKING, Look
from ui.core.session import Session
from ui.streamlit import animation_section as section

CIRCLE = Experiment(Data("circle", samples=60), dense(2, 3, 1, output="tanh"))


def animation_page():
    import streamlit as st

    from ui.streamlit.animation_section import animation_section

    animation_section(st.session_state["session"])


def page_of(session: Session) -> AppTest:
    page = AppTest.from_function(animation_page, default_timeout=30)
    page.session_state["session"] = session
    return page.run()


@pytest.fixture
def session() -> Session:
    found = Session(CIRCLE)
    found.advance(epochs=8)
    return found


def press(page: AppTest) -> AppTest:
    page.button(key="animation make").click().run()
    assert not page.exception
    return page


def test_before_training_it_says_what_to_do():
    page = page_of(Session(CIRCLE))
    assert "Press *Play*" in page.info[0].value and not page.button


def test_the_button_makes_a_gif_of_the_chosen_epochs_and_offers_it(session):
    page = page_of(session)
    page.slider[0].set_value((2, 6)).run()
    page.number_input[0].set_value(3)
    press(page)
    made = page.session_state[section.MADE]
    assert Image.open(BytesIO(made.gif)).n_frames == 3
    assert made.name == "netsketch-circle-epochs-2-6.gif"
    assert page.caption[-1].value == "3 frames, epochs 2 to 6."
    saved = page.get("download_button")[0].proto
    assert saved.label == f"Save as GIF, {len(made.gif) / 1e6:.1f} MB"


def test_what_was_chosen_stays_while_the_run_grows_and_its_end_moves_on(session):
    page = page_of(session)
    page.slider[0].set_value((3, 8)).run()
    session.advance(epochs=4)
    assert page.run().slider[0].value == (3, 12)
    page.slider[0].set_value((3, 9)).run()
    session.advance(epochs=4)
    assert page.run().slider[0].value == (3, 9)


def test_a_single_epoch_is_refused_in_words(session):
    page = page_of(session)
    page.slider[0].set_value((5, 5)).run()
    assert "choose a later last epoch" in press(page).warning[0].value


def test_the_animation_of_another_run_is_not_shown(session):
    page = press(page_of(session))
    assert page.get("download_button")
    session.load(CIRCLE)
    session.advance(epochs=2)
    assert not page.run().get("download_button")


def test_one_animation_is_made_at_a_time(session, monkeypatch):
    monkeypatch.setattr(section, "PATIENCE", 0.01)
    monkeypatch.setattr(section, "LONGEST_WAIT", 0.02)
    page = page_of(session)
    with MAKING:
        assert "try again in a minute" in press(page).warning[0].value
    assert not press(page).warning
    assert not MAKING.locked()


def test_when_time_is_over_it_says_what_is_missing(session):
    animation = section.Animation(section.recording_of(session), range(9), Look(size=(320, 200)), 10)
    for _ in range(3):
        animation.go_on(1.0)
    animation._seconds = section.MOST_SECONDS
    assert section.said_of(animation) == (
        "3 frames, epochs 0 to 2. 20 seconds of computing were over after 3 of 9 frames: choose fewer epochs to see "
        "all of them."
    )


def test_the_file_has_a_name_that_every_system_takes():
    assert section.file_name("Größe: a/b*", [0, 20]) == "netsketch-gr-e-a-b-epochs-0-20.gif"
    assert section.file_name("データ", [0, 20]) == "netsketch-data-epochs-0-20.gif"


def test_the_font_of_the_page_has_the_letters_that_are_needed():
    letters = section.font(section.font_file(), 20)
    missing = bytes(letters.getmask("\uffff"))
    assert section.font_file() and all(bytes(letters.getmask(letter)) != missing for letter in "·η−²…×∞öñПλ")
