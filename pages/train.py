"""Train a network while every part of it is on screen, and go back to any epoch."""

from pathlib import Path

import streamlit as st

from ui.streamlit import data_controls, mission, platform, training_controls
from ui.streamlit.plot_picker import plot_picker
from ui.streamlit.seeding import trouble
from ui.streamlit.studio import live, studio, wait_until_seen, widgets_made

STYLE = Path(__file__).resolve().parent.parent / "ui" / "live" / "page.css"

platform.through_app()
state = live()
session = state.session

st.html(STYLE)
mission.banner()
with st.container(key="train_page", gap="small"):
    settings = st.container(key="settings", horizontal=True, vertical_alignment="bottom", gap="small")
    first_setting = settings.empty()  # with something in them, both containers keep their room
    trouble(session)
    with st.container(key="bench", horizontal=True, gap="medium"):
        data = st.container(key="data", width=210, gap="small")
        first_of_data = data.empty()
        with st.container(key="stage"):
            widgets_made()
            studio()
    wait_until_seen()
    widgets_made()
    with settings:
        with first_setting:
            training_controls.experiment_choice(session)
        training_controls.training_row(session)
    with data:
        with first_of_data:
            data_controls.data_choice(session)
        data_controls.data_column(session)
        if not session.problem:
            data_controls.plane_choice(session, state.columns_of(session.dataset), state.turn)
    plot_picker(state)
