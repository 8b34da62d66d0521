"""Back-propagation in slow motion: forward, loss, deltas, gradients, update, each with its numbers and its place."""

import streamlit as st

from ui.core.session import Session
from ui.explain.training_step import explain_step, rule_of_run
from ui.explain.walk import FORWARD, LOSS, UPDATE, next_step, training_steps
from ui.streamlit import arithmetic, backprop, platform, predict, stepper
from ui.streamlit.picture import newly_selected
from ui.streamlit.sample_picker import choose_by_layer
from ui.streamlit.visitor import session

STEP = "backprop step"
MOST_TERMS = 6


@st.fragment
def slow_motion() -> None:
    """Everything that moves: samples, step, picture, arithmetic, check."""
    visitor = session()
    with st.container(horizontal=True, vertical_alignment="bottom", key="backprop controls"):
        pass_ = backprop.choose_samples(visitor)
        training = backprop.choose_optimizer(visitor, pass_.loss)
        by_layer = choose_by_layer("backprop by")
        predict.switch()
    steps = training_steps(pass_.network, by_layer)
    here = stepper.position(STEP, len(steps))
    if (chosen := newly_selected(backprop.PICTURE)) is not None:
        stepper.go(STEP, here := next_step(steps, chosen, here))
    step = steps[here]
    most = arithmetic.most_terms("backprop look", MOST_TERMS)
    explained = explain_step(pass_, step, rule_of_run(visitor, training), arithmetic.MOST + 1, most)
    key = f"backprop {step.phase} {step.items[-1]}"
    hidden = predict.is_hidden(key, explained[-1].value)
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left:
        backprop.show_phases(step)
        backprop.show_picture(pass_, steps, here, explained, hidden)
    with right:
        stepper.stepper(STEP, len(steps))
        backprop.show_step(step, explained, key, hidden, len(pass_.inputs))
        if step.phase not in (FORWARD, LOSS) and not hidden:
            backprop.show_check(pass_, step)
        if step.phase == UPDATE and here == len(steps) - 1 and not visitor.problem:
            offer_the_step(visitor)


def offer_the_step(visitor: Session) -> None:
    """Do what was explained, on the whole next batch, and begin again."""
    st.button(
        "Take this step with the next batch",
        icon=":material/directions_walk:",
        on_click=lambda: (visitor.advance(steps=1), stepper.go(STEP, 0)),
        help="Trains one batch with the settings of the Train page, and starts over with the new weights",
    )


platform.through_app()
st.title("Back-propagation", anchor=False)
st.caption(
    "One training step in slow motion: [forward](glossary#forward-pass), [loss](glossary#loss), "
    "[deltas](glossary#delta) from the output back, the [gradient](glossary#gradient) of every weight, the update."
)
st.html(arithmetic.STYLE)
slow_motion()
