"""For teachers: classes that are ready, a live class, and how to go about it."""

import streamlit as st

from ui.streamlit import platform, teach

platform.through_app()
st.html(teach.STYLE)
with st.container(key="teach"):
    st.title("Teach", anchor=False)
    teach.parts()
