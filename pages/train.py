"""Train a network while every part of it is on screen, and go back to any epoch."""

from pathlib import Path

import streamlit as st

from ui.streamlit import controls, platform
from ui.streamlit.plot_picker import plot_picker
from ui.streamlit.studio import live, studio, widgets_made

STYLE = Path(__file__).resolve().parent.parent / "ui" / "live" / "page.css"

platform.through_app()
state = live()
session = state.session

st.html(STYLE)
with st.container(key="train_page", gap="small"):
    with st.container(key="settings", horizontal=True, vertical_alignment="bottom", gap="small"):
        controls.training_row(session)
    controls.trouble(session)
    with st.container(key="bench", horizontal=True, gap="medium"):
        with st.container(key="data", width=210, gap="small"):
            controls.data_column(session)
            if not session.problem:
                controls.plane_choice(session, state.columns_of(session.dataset), state.turn)
        widgets_made()
        with st.container(key="stage"):
            studio()
    plot_picker(state)
