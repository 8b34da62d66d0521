"""The activations: what each looks like, where it is used, what goes wrong with it, and what it does here."""

import streamlit as st

from nncore.activations import ACTIVATIONS
from ui.explain import gallery
from ui.explain.curves import curves
from ui.streamlit import activations, platform, predict
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.visitor import session

USUAL = ["relu", "tanh", "sigmoid"]
MOST_COMPARED = 4


@st.fragment
def compare() -> None:
    """The chosen activations side by side, and a point that slides along them."""
    chosen = st.pills(
        "Compare",
        [name for name, record in ACTIVATIONS.items() if record.elementwise],
        selection_mode="multi",
        default=USUAL,
        format_func=activations.label,
        key="activations chosen",
        help="Drawn over each other and tried on the current drawing, up to four at a time",
    )
    if len(chosen) > MOST_COMPARED:
        st.caption(f"The first {MOST_COMPARED} of them are compared; take one away to see another.")
    chosen = chosen[:MOST_COMPARED]
    with st.container(horizontal=True, vertical_alignment="bottom", key="activation controls"):
        derivative = st.toggle(
            "Derivatives", key="activations slopes", help="Draws f′(z), the slope that back-propagation multiplies by"
        )
        predict.switch()
    st.html(gallery.STYLE + gallery.gallery_html(set(chosen), is_dark()))
    if not chosen:
        st.info("Choose an activation to see its formula and what it does here.", icon=":material/touch_app:")
        return
    left, right = st.columns([0.55, 0.45], gap="medium")
    with left:
        z = st.slider(
            "Weighted sum z", -6.0, 6.0, 1.0, 0.25, key="activations z", help="Slides a point along the curves"
        )
        hidden = chosen[0] if not derivative and activations.is_asked(chosen[0], z) else ""
        text = f"{', '.join(map(activations.label, chosen))} at z = {z}"
        chart(curves(chosen, z, derivative, hidden, is_dark()), "activation curves", text, height=360)
    with right:
        activations.show_values(chosen, z)
    for column, name in zip(st.columns(len(chosen)), chosen, strict=True):
        with column.container(border=True, height="stretch", key=f"card {name}"):
            activations.show_card(name)
    with st.expander("Softmax, for the outputs of several classes", icon=":material/bar_chart:"):
        activations.show_softmax()
    st.header("What it does here", anchor=False)
    activations.show_trials(session(), chosen)


platform.through_app()
st.title("Activations", anchor=False)
st.caption(
    "What a neuron does with its [weighted sum](glossary#weighted-sum). Solid: the value f(z). "
    "Dashed: the [slope](glossary#slope) f′(z), by which [back-propagation](glossary#back-propagation) multiplies."
)
compare()
