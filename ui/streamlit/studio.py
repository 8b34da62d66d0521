"""Mounts the studio on a page: one component in one fragment, fed by its conversation."""

import streamlit as st

from ui.core.conversation import Conversation
from ui.core.live import LiveState
from ui.link import channel
from ui.streamlit.mount import mount
from ui.streamlit.visitor import interrupted, session

KEY = "studio"
MOMENT = 1.0
"""Seconds for which widgets wait at the most."""


def live() -> LiveState:
    """The visitor's run, as the studio shows it."""
    return _conversation().state


def widgets_made() -> None:
    """The widgets around the studio are being made, from what holds now."""
    _conversation().widgets_made()


def wait_until_seen() -> None:
    """Let the network come to the screen before the widgets around it are made, which takes a slow browser longer."""
    conversation = _conversation()
    if channel.served() and not conversation.awaited:
        with interrupted():
            conversation.wait_until_seen(MOMENT)


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
