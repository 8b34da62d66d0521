"""Mounts the studio on a page: one component in one fragment, fed by its conversation."""

import streamlit as st

from ui.core.conversation import Conversation
from ui.core.live import LiveState
from ui.streamlit.mount import mount
from ui.streamlit.visitor import session

KEY = "studio"


def live() -> LiveState:
    """The visitor's run, as the studio shows it."""
    return _conversation().state


def widgets_made() -> None:
    """The widgets around the studio are being made, from what holds now."""
    _conversation().widgets_made()


def _conversation() -> Conversation[LiveState]:
    if "studio conversation" not in st.session_state:
        st.session_state["studio conversation"] = Conversation(LiveState(session()))
    return st.session_state["studio conversation"]


@st.fragment
def studio() -> None:
    """Everything on the training page that moves, in one component."""
    conversation = _conversation()
    asked = (st.session_state.get(KEY) or {}).get("request")
    with conversation.session.lock:
        frame = conversation.hear(asked)
        if conversation.stale:
            st.rerun()  # the widgets around show what is set now
    mount("live/studio.js", key=KEY, data=frame, on_request_change=lambda: None)
    conversation.state.train_ahead()
