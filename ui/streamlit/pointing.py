"""Choosing parts by pointing at them on the page, and the teacher's draft of a preparation."""

from typing import Any

import streamlit as st

from ui.core.parts import PARTS, SHOWN
from ui.core.prepared import NOTHING, Prepared
from ui.streamlit.mount import mount
from ui.streamlit.share_button import FOR_STUDENTS, share_again

KEY, DRAFT = "pointing", "preparing"


def draft() -> Prepared:
    """What is being prepared for students; the board here stays free."""
    return st.session_state.get(DRAFT, NOTHING)


def set_draft(prepared: Prepared) -> None:
    st.session_state[DRAFT] = prepared


def point() -> None:
    """Point at parts from the next run on."""
    st.session_state[KEY] = True


def pointing() -> None:
    """The layer over the page while one points at its parts."""
    if not st.session_state.get(KEY):
        return
    parts = [
        {"name": name, "label": part.label, "states": part.states, "selectors": part.selectors}
        for name, part in PARTS.items()
        if part.selectors and part.group != "Pages"
    ]
    states = {name: draft().state(name) for name in PARTS if draft().state(name) != SHOWN}
    with st.container(key="prepared_pointer"):
        mount("prepare/pointer.js", key="pointer", data={"parts": parts, "states": states}, on_chosen_change=_chosen)


def _chosen() -> None:
    """Take the states that were chosen, and go on where pointing began."""
    chosen: Any = st.session_state.get("pointer", {}).get("chosen")
    st.session_state[KEY] = False
    share_again(FOR_STUDENTS)
    if not isinstance(chosen, dict):
        return
    for name, state in chosen.items():
        if name in PARTS and state in PARTS[name].states:
            set_draft(draft().with_state(name, state))
