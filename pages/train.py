"""Train a network while every part of it is on screen, and go back to any epoch."""

from pathlib import Path

import streamlit as st

from ui.core.live import settings
from ui.streamlit import controls, platform
from ui.streamlit.plot_picker import plot_picker
from ui.streamlit.studio import live, studio

STYLE = Path(__file__).resolve().parent.parent / "ui" / "live" / "page.css"

platform.through_app()
loop = live()
session = loop.session


def turn(axis: int, column: int) -> None:
    """Lay another column along an axis of the plane; the two axes never show the same one."""
    chosen = list(loop.columns_of(session.dataset))
    if column == chosen[1 - axis]:
        chosen.reverse()
    chosen[axis] = column
    loop.columns, loop.probe = tuple(chosen), None


st.html(STYLE)
with st.container(key="train_page", gap="small"):
    with st.container(key="settings", horizontal=True, vertical_alignment="bottom", gap="small"):
        controls.training_row(session)
    controls.trouble(session)
    with st.container(key="bench", horizontal=True, gap="medium"):
        with st.container(key="data", width=210, gap="small"):
            controls.data_column(session)
            if not session.problem:
                controls.plane_choice(session, loop.columns_of(session.dataset), turn)
        loop.shown = settings(loop)
        with st.container(key="stage"):
            studio()
    plot_picker(loop)
