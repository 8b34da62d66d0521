"""The button to share, in the frame of every page."""

import streamlit as st


@st.fragment
def share_button(page: str) -> None:
    """The button that opens the panel; page: the name of the one around it, "" for the entry."""
    with st.container(key="share"):
        if st.button(
            "Share",
            icon=":material/ios_share:",
            key="share_open",
            help="A link, files, code, pictures and a report of what is here; open a file",
        ):
            from ui.streamlit.share_panel import share_panel  # with all kinds of files: the app starts without them

            share_panel(page)
