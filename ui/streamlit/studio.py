"""Mounts the studio on a page: one component in one fragment, fed by `answer`."""

import streamlit as st

from ui.core.live import Live, answer, settings
from ui.streamlit.mount import mount
from ui.streamlit.visitor import session

KEY = "studio"


def live() -> Live:
    """The visitor's loop, on the visitor's session."""
    found = st.session_state.get("live")
    if found is None:
        found = st.session_state["live"] = Live(session())
    if found.session is not session():  # a link was opened
        found.session, found.probe = session(), None
    return found


@st.fragment
def studio() -> None:
    """Everything on the training page that moves, in one component."""
    loop = live()
    state = st.session_state.get(KEY) or {}
    with loop.session.lock:
        frame = answer(state.get("request"), loop)
        if settings(loop) != loop.shown:
            st.rerun()  # the widgets around show what is set now
    mount("live/studio.js", key=KEY, data=frame, on_request_change=lambda: None)
    loop.train_ahead()
