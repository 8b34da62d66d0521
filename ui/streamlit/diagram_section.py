"""The network as papers and slides draw it: how it should look, a preview, and the files."""

import streamlit as st

from ui.core.session import Session
from ui.pictures.diagram import diagram
from ui.pictures.looks import LOOKS, Style
from ui.streamlit.mount import mount

GROUNDS = {"Light": (False, False), "Dark": (True, False), "Transparent": (False, True)}
"""Label → whether it is made for a dark ground, and whether the ground is left out."""


def diagram_section(session: Session) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        look = st.segmented_control(
            "Look",
            list(LOOKS),
            default="paper",
            format_func=lambda name: LOOKS[name].label,
            key="diagram look",
            required=True,
            help=". ".join(one.note for one in LOOKS.values()),
        )
        ground = st.segmented_control(
            "Ground", list(GROUNDS), default="Light", key="diagram ground", required=True, help="What is behind it"
        )
        numbers = st.checkbox("Numbers", key="diagram numbers", help="Weights and biases, as far as there is room")
    dark, transparent = GROUNDS[ground]
    with session.lock:
        drawing = session.drawing
    picture = str(diagram(drawing, Style(look, dark, transparent, numbers)))
    title = f"The network {'-'.join(map(str, drawing.network.sizes))} as a diagram"
    data = {"svg": picture, "title": title, "ground": "clear" if transparent else "dark" if dark else "light"}
    mount("share/diagram.js", key="diagram", data=data)
