"""The window for the report: a name, what is inside, and a file that is made when it is asked for."""

import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import nncore as nn
from ui.core.guesses import outcome
from ui.core.links import opened_from_link
from ui.core.session import Session
from ui.lessons.blocks import Prediction
from ui.lessons.reading import load_lessons
from ui.streamlit.report_section import whole_link


def reporting_page():
    import streamlit as st

    from ui.streamlit.report_section import report_section

    report_section(st.session_state["session"])


@pytest.fixture
def offered(monkeypatch):
    """What the download button is given, as the page makes it."""
    buttons = []
    button = st.download_button
    monkeypatch.setattr(st, "download_button", lambda *given, **named: buttons.append(given) or button(*given, **named))
    return buttons


def opened(session):
    page = AppTest.from_function(reporting_page, default_timeout=20)
    page.session_state["session"] = session
    return page


def test_the_file_is_made_of_what_is_on_screen_when_it_is_asked_for(offered):
    session = Session(nn.EXPERIMENTS["iris"].experiment)
    page = opened(session).run()
    assert not page.exception and "learning curves" in page.caption[0].value and not offered
    session.advance(epochs=3)
    page.button[0].click().run()
    _, made, name, media_type = offered[-1]
    text = made.decode()
    assert (name, media_type) == ("netsketch-report.html", "text/html")
    assert "<b>3</b><span>epochs trained</span>" in text


def test_the_name_that_is_typed_stands_in_the_report(offered):
    page = opened(Session(nn.EXPERIMENTS["iris"].experiment)).run()
    page.text_input[0].set_value("Ada <Lovelace>")
    page.button[0].click().run()
    assert "Ada &lt;Lovelace&gt; · " in offered[-1][1].decode()


def test_predictions_of_this_visit_stand_in_the_report(offered):
    from ui.streamlit.predict import Guess

    page = opened(Session(nn.EXPERIMENTS["iris"].experiment))
    first = load_lessons()[0][0].of(Prediction)[0]
    page.session_state["guesses"] = {outcome(first.id, first.right): Guess(3.0, False)}
    page.run().button[0].click().run()
    text = offered[-1][1].decode()
    assert first.question in text and ">wrong<" in text


def test_the_link_in_the_report_opens_what_is_on_screen(offered, monkeypatch):
    monkeypatch.setattr("ui.streamlit.address.here", lambda: "https://school.example/app/")
    session = Session(nn.EXPERIMENTS["iris"].experiment)
    session.advance(epochs=2)
    opened(session).run().button[0].click().run()
    link = re.search(r'<p class="link">https://school.example/app/\?s=([\w-]+)</p>', offered[-1][1].decode())[1]
    assert opened_from_link(link).snapshot.epoch == 2


def test_a_network_too_large_for_a_link_has_none():
    large = Session(nn.Experiment(nn.Data("circle"), nn.dense(2, 300, 100, 1)))
    large.advance(epochs=1)
    assert whole_link(large, "https://school.example/?s=") == ""
