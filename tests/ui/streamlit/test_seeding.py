"""What counts as a choice of the visitor, of all that a browser sends."""

import pytest
import streamlit as st

from ui.streamlit import seeding


@pytest.fixture
def state(monkeypatch):
    held = {}
    monkeypatch.setattr(st, "session_state", held)
    return held


def sent(state, arguments, value):
    """The browser sends a value, and Streamlit takes it for a change."""
    state[arguments["key"]] = value
    arguments["on_change"]()


def test_another_value_is_a_choice_and_the_one_shown_is_none(state):
    chosen = []
    widget = seeding.seeded("rate", 0.1, chosen.append)
    sent(state, widget, 0.1)  # as a widget of a run that was broken off does
    assert chosen == []
    sent(state, widget, 0.3)
    assert chosen == [0.3]
    sent(state, seeding.seeded("rate", 0.3, chosen.append), 0.1)
    assert chosen == [0.3, 0.1]


def test_a_value_from_before_a_change_made_elsewhere_is_none_for_a_while(state, monkeypatch):
    chosen = []
    seeding.seeded("rate", 0.1, chosen.append)
    widget = seeding.seeded("rate", 0.5, chosen.append)  # changed on the drawing
    sent(state, widget, 0.1)
    assert chosen == []
    monkeypatch.setattr(seeding, "STALE", 0.0)
    sent(state, widget, 0.1)
    assert chosen == [0.1]
