"""The entry page: what this is, and three ways in."""

import streamlit as st

from ui.streamlit import platform
from ui.streamlit.mount import mount

ENTRIES = [
    (
        "train",
        "Watch a network learn",
        "Pick data, press play, and see every weight, every neuron and the decision boundary move. "
        "Drag the timeline to go back to any epoch.",
    ),
    (
        "draw",
        "Draw a network",
        "Add neurons, connect them as you like, touch every number, and see the output follow your hand.",
    ),
    (
        "learn",
        "Learn step by step",
        "Six short lessons from a single neuron to back-propagation, each with a prediction and a mission.",
    ),
]
"""Page, what its link says, and what awaits there."""

platform.through_app()

words, picture = st.columns([5, 6], gap="large", vertical_alignment="center")
with words:
    st.title("Neural networks you can take apart", anchor=False)
    st.markdown(
        "Netsketch is a drawing board for neural networks: draw one, train it while you watch, and rewind. "
        "Every number on the screen can be opened to see the arithmetic it came from. With data of your own, a file, "
        "a table or points drawn by hand, see how far its answers can be trusted, one row at a time."
    )
with picture, st.container(key="network_picture"):
    mount("home/picture.js", key="picture")

with st.container(key="entries"):
    for column, (name, label, description) in zip(st.columns(len(ENTRIES)), ENTRIES, strict=True):
        with column.container(border=True, height="stretch", key=f"entry-{name}"):
            st.page_link(f"pages/{name}.py", label=label, icon=":material/arrow_forward:")
            st.markdown(description)
