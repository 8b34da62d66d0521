"""Widgets that show what the session holds, and change it: what is common to all of them.

A widget is seeded from the experiment at each run of the page, before it is made; so an undo, a preset or a link
shows everywhere. What can't be set is said, and the widget goes back to what holds.
"""

import math
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from nncore.sentences import sentence
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit.visitor import widget_key

STALE = 2.0
"""Seconds for which a browser may not have heard of a change."""
TROUBLE = "settings_trouble"


def attempt(change: Callable[[], str | None]) -> None:
    """Carry out a change; the reason why it was refused is shown with the settings."""
    try:
        reason = change()
    except ValueError as error:
        reason = str(error)
    if reason:
        st.session_state[TROUBLE] = reason


class Seed(NamedTuple):
    """What a widget shows; what it showed before somebody else changed it, and when that was."""

    value: Any
    before: Any = None
    at: float = -math.inf


def seeded(key: str, value, act: Callable) -> dict:
    """Arguments of a widget that shows `value` and calls `act` with what the visitor chose.

    A browser sends the values of all its widgets along. One that hasn't heard yet that a setting was changed elsewhere,
    as on the drawing, still sends the old value, and a widget made in a run that was broken off sends the one it shows:
    neither is a choice of the visitor.
    """
    key = widget_key(key)
    seeds: dict[str, Seed] = st.session_state.setdefault("seeds", {})
    last = seeds.get(key)
    if last is None:
        seeds[key] = Seed(value)
    elif last.value != value:
        seeds[key] = Seed(value, last.value, time.monotonic())
    st.session_state[key] = value

    def changed() -> None:
        chosen, seed = st.session_state[key], seeds[key]
        if chosen == seed.value or (chosen == seed.before and time.monotonic() - seed.at < STALE):
            return
        seeds[key] = Seed(chosen)
        attempt(lambda: act(chosen))

    return {"key": key, "on_change": changed}


def trouble(session: Session) -> None:
    """Why a setting was refused, once."""
    if reason := st.session_state.pop(TROUBLE, None):
        st.warning(markdown(sentence(reason)), icon=":material/info:")
    elif session.problem:
        st.error(markdown(sentence(session.problem)), icon=":material/error:")
        st.button(
            "Fit the drawing to the data",
            icon=":material/build:",
            on_click=lambda: attempt(session.fit),
            help="Gives it the inputs, outputs and loss that these data need, and keeps the hidden layers",
        )
