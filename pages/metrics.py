"""How good the network is: its figures on the rows it has seen and on those held out, and what a threshold does."""

import streamlit as st

from ui.streamlit import metrics, platform
from ui.streamlit.visitor import session

platform.through_app()
visitor = session()
st.title("Metrics", anchor=False)
st.caption(
    f"How good the weights of epoch {visitor.position:,} are: on the rows the network was trained on, and on "
    "[test rows](glossary#test-rows), where some were held out. Where the two part, it is "
    "[overfitting](glossary#overfitting)."
)
st.html(metrics.STYLE)
metrics.show(visitor)
