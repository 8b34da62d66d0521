"""Gradient descent: one weight on its cost curve, two weights on a contour, and the article's example."""

import streamlit as st

from ui.streamlit import arithmetic, descent, platform, predict

VIEWS = {
    "One weight": descent.one_weight,
    "Two weights": descent.two_weights,
    "The article's example": descent.article,
}


@st.fragment
def explore() -> None:
    """A choice of views, and the one that is chosen."""
    with st.container(horizontal=True, vertical_alignment="center", key="descent views"):
        view = st.segmented_control(
            "View",
            list(VIEWS),
            default="One weight",
            required=True,
            key="descent view",
            label_visibility="collapsed",
            help="The cost as one weight changes, over two weights, or the article's worked example",
        )
        predict.switch()
    VIEWS[view]()


platform.through_app()
st.title("Gradient descent", anchor=False)
st.caption(
    "The [slope](glossary#slope) says which way is down: each step takes the weight against it, Δw = −η · ∂J/∂w, "
    "with the [learning rate](glossary#learning-rate) η. The aim is a small [cost](glossary#cost) J."
)
st.html(arithmetic.STYLE)
explore()
