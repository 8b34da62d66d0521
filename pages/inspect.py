"""One row of the data in the network: its answer, what it hangs on, and the smallest change that turns it."""

import streamlit as st

from ui.streamlit import inspect, platform
from ui.streamlit.seeding import trouble
from ui.streamlit.visitor import session


@st.fragment
def look_inside() -> None:
    """Everything that moves: row, values, answer, charts."""
    visitor = session()
    trouble(visitor)
    if not visitor.problem:
        inspect.inside(visitor)


platform.through_app()
st.title("Inside", anchor=False)
st.caption(
    "One row at a time: send it through the trained network, change a value, and see what the answer hangs on: "
    "[partial dependence](glossary#partial-dependence) and "
    "[permutation importance](glossary#permutation-importance)."
)
st.html(inspect.STYLE)
look_inside()
