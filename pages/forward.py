"""The forward pass, step by step: products, sum, bias, activation, as text, formula and NumPy."""

import streamlit as st

from nncore.explain import explain_unit, forward_code
from nncore.network import Unit
from nncore.propagation import Pass
from ui.core.samples import DRAWING, own_values, sources
from ui.core.session import Session
from ui.explain.curves import curve_of_step
from ui.explain.walk import Step, forward_steps, next_step, not_yet_known
from ui.names import markdown
from ui.streamlit import arithmetic, platform, predict, stepper
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.picture import newly_selected, picture
from ui.streamlit.sample_picker import choose_by_layer, choose_row
from ui.streamlit.visitor import session

STEP, PICTURE = "forward step", "forward picture"
MOST_PRODUCTS = 10


@st.fragment
def walk_through() -> None:
    """Everything that moves: sample, step, picture, arithmetic, curve."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="forward controls"):
        pass_ = choose_sample(session())
        by_layer = choose_by_layer("forward by")
        predict.switch()
    network = pass_.network
    steps = forward_steps(network, by_layer)
    here = stepper.position(STEP, len(steps))
    if (chosen := newly_selected(PICTURE)) is not None:
        stepper.go(STEP, here := next_step(steps, chosen, here))
    step = steps[here]
    asked = asked_for(pass_, step)
    left, right = st.columns([0.58, 0.42], gap="medium")
    with left:
        connections = [c for unit in step.units for c in network.incoming(unit)]
        picture(
            PICTURE,
            network,
            pass_.theta,
            pass_.trace,
            units=[*step.units, *(c.source for c in connections)],
            connections=connections,
            unknown=not_yet_known(network, steps, here, hide_last=asked is not None),
            label="Network, the current step lit up. Select a neuron to go to its step.",
        )
    with right:
        stepper.stepper(STEP, len(steps))
        show_step(pass_, step, asked)
        if (curve := curve_of_step(pass_, step, asked is not None, is_dark())) is not None:
            figure, text = curve
            chart(figure, "forward curve", text, height=280)
    with st.expander("The whole forward pass as NumPy", icon=":material/code:"):
        arithmetic.show_code(forward_code(network, pass_.parameters, pass_.inputs[0]))
        st.caption("Paste it into Python: it prints the output of this network for this sample.")


def choose_sample(visitor: Session) -> Pass:
    """The sample that goes through the network."""
    source = st.selectbox(
        "Sample",
        sources(visitor),
        key="forward source",
        width=210,
        help="Which values go into the network: those that stand on the drawing, or a row of the data",
    )
    if source == DRAWING:
        return own_values(visitor)
    return choose_row(visitor, source, "forward", 130, "One sample after another: which row of these")


def value_of(pass_: Pass, unit: Unit) -> float:
    return float(pass_.trace.a[unit.layer][0, unit.index])


def asked_for(pass_: Pass, step: Step) -> Unit | None:
    """The unit whose value the visitor is to guess: with the switch on, the last one of the step."""
    unit = step.units[-1]
    return unit if unit.layer and predict.is_hidden(f"forward {unit}", value_of(pass_, unit)) else None


def show_step(pass_: Pass, step: Step, asked: Unit | None) -> None:
    """Title, arithmetic in the chosen notation, and the question where it is still open."""
    st.header(markdown(step.title), anchor=False)
    notation = arithmetic.choose_notation("forward look")
    most = arithmetic.most_terms("forward look", MOST_PRODUCTS)
    explained = [explain_unit(pass_, unit, 0, most) for unit in step.units]
    last = step.units[-1]
    if asked is None:
        arithmetic.show(explained, notation)
        if last.layer:
            predict.verdict(f"forward {last}", value_of(pass_, last))
        return
    arithmetic.show_but_last(explained, notation)
    question = f"What comes out of {markdown(pass_.network.name(last))}?"
    predict.ask_number(f"forward {last}", question, value_of(pass_, last))


platform.through_app()
st.title("Forward pass", anchor=False)
st.caption(
    "Each neuron multiplies what comes in by its [weights](glossary#weight), adds a [bias](glossary#bias), and sends "
    "the [weighted sum](glossary#weighted-sum) through its [activation](glossary#activation)."
)
st.html(arithmetic.STYLE)
walk_through()
