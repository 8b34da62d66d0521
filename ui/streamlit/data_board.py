"""A board on the page of data: points drawn there become the data."""

from dataclasses import replace
from typing import Any

import streamlit as st

from nncore.data import Data
from nncore.experiment import dataset_of
from ui.core import own_data
from ui.core.drawn_points import as_csv, draw, is_plane
from ui.core.session import Session
from ui.live.backdrop import board
from ui.streamlit.chart import is_dark
from ui.streamlit.mount import mount
from ui.streamlit.seeding import attempt, seeded

KEY, DONE = "data_board", "data_strokes_done"
EMPTY = Data("points", rows=((0.0, 0.0, 0),))
"""What the board shows before anything is drawn: its one point is taken away at once."""


def data_board(session: Session) -> None:
    """Draw, spray, move and erase points of up to five classes, or of values."""
    dataset = own_data.dataset_or_none(session)
    drawable = dataset is not None and is_plane(dataset)
    figure, backdrop = board(dataset if dataset and drawable else dataset_of(EMPTY), is_dark())
    data = {"figure": figure, "backdrop": backdrop, "ack": st.session_state.get(DONE, 0), "empty": not drawable}
    with st.container(horizontal=True, key="data_drawing"):
        with st.container(key="data_drawing_board"):
            mount("live/board.js", key=KEY, data=data, on_strokes_change=lambda: carry_out(session))
        with st.container(key="data_drawing_words"):
            beside(session, drawable)


def beside(session: Session, drawable: bool) -> None:
    """What happens with the points, their noise, and a file of them."""
    data = session.experiment.data
    st.markdown(
        "Choose a class and click, drag or spray; with **Values**, a point is a number to predict. "
        "What you draw is the data at once: training goes on with it, also on the page Train."
    )
    if not drawable:
        st.caption("The first point that you draw takes the place of these data; Undo brings them back.")
        return
    if data.name == "points":
        st.slider(
            "Noise",
            0.0,
            0.5,
            step=0.05,
            help="How far each point strays from where it was drawn",
            **seeded("data_noise", data.noise, lambda value: session.configure(data=replace(data, noise=value))),
        )
    st.download_button(
        "Save as CSV",
        lambda: as_csv(session.dataset),
        "points.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        help="Every row with its class or value, and whether it trains",
    )


def carry_out(session: Session) -> None:
    """Do all strokes that are new."""
    strokes = st.session_state[KEY].get("strokes")
    for stroke in strokes if isinstance(strokes, list) else ():
        if not isinstance(stroke, dict) or type(stroke.get("n")) is not int:
            continue
        if stroke["n"] > st.session_state.get(DONE, 0):
            st.session_state[DONE] = stroke["n"]
            attempt(lambda stroke=stroke: act(session, stroke))


def act(session: Session, stroke: dict[str, Any]) -> str:
    if stroke.get("kind") == "undo":
        session.undo()
        return ""
    return draw(session, stroke)
