"""The button to share, in the frame of every page."""

import streamlit as st

SECTION, FOR_STUDENTS = "share_section", "For students"
AGAIN = "share again"


def share_again(section: str) -> None:
    """Open the panel with the next run, at one of its sections."""
    st.session_state[AGAIN], st.session_state[SECTION] = True, section


@st.fragment
def share_button(page: str) -> None:
    """The button that opens the panel; page: the name of the one around it, "" for the entry."""
    with st.container(key="share"):
        pressed = st.button(
            "Share",
            icon=":material/ios_share:",
            key="share_open",
            help="A link, files, code, pictures and a report of what is here; open a file",
        )
        if pressed or st.session_state.pop(AGAIN, False):
            from ui.streamlit.share_panel import share_panel  # with all kinds of files: the app starts without them

            share_panel(page)
