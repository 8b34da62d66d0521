"""Write a lesson of your own: Markdown with live drawings, predictions and missions."""

import streamlit as st

from ui.streamlit import platform
from ui.streamlit.lesson_editor import lesson_editor

platform.through_app()
title, way = st.columns([0.7, 0.3], vertical_alignment="center")
title.title("Write a lesson", anchor=False)
if way.button("To all lessons", icon=":material/school:", type="tertiary", key="own_learn", help="The page Learn"):
    st.switch_page("pages/learn.py")
lesson_editor()
