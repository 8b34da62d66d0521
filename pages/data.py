"""Bring data, look at them, and decide how they are used."""

from pathlib import Path

import streamlit as st

from ui.core import own_data
from ui.names import markdown
from ui.streamlit import data_columns, data_findings, data_look, data_source, data_use, platform
from ui.streamlit.seeding import trouble
from ui.streamlit.visitor import session

STYLE = Path(__file__).resolve().parent.parent / "ui" / "streamlit" / "data.css"

platform.through_app()
mine = session()

st.html(STYLE)
with st.container(key="data_page", gap="small"):
    with st.container(key="data_source", border=True):
        data_source.source(mine)
    with st.container(key="data_summary", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{markdown(own_data.summary(mine))}**")
        st.button(
            "Undo",
            icon=":material/undo:",
            key="data_undo",
            disabled=not mine.can_undo,
            help="Everything as it was before the last change of data, drawing or settings",
            on_click=mine.undo,
        )
        if st.button("Train on these data", icon=":material/play_circle:", type="primary", key="data_train"):
            st.switch_page(Path(__file__).with_name("train.py"))
    trouble(mine)
    if not mine.awaits:  # else there is nothing to look at or to decide until its file is here
        data_findings.findings(mine)
        left, right = st.columns([1.9, 1], gap="medium")
        with left:
            data_columns.columns(mine)
            data_source.reading_choices(mine)
            data_look.look(mine)
        with right, st.container(key="data_use", gap="small"):
            data_use.use(mine)
