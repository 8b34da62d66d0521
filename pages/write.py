"""Write a lesson of your own: Markdown with live drawings, predictions and missions."""

import streamlit as st

from ui.streamlit import platform
from ui.streamlit.lesson_editor import lesson_editor

platform.through_app()
title, way = st.columns([0.7, 0.3], vertical_alignment="center")
title.title("Write a lesson", anchor=False)
way.page_link("pages/learn.py", label="To all lessons", icon=":material/school:")
lesson_editor()
