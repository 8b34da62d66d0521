"""The widgets of the activations page: values at a point, cards, and what each activation does to the drawing."""

import numpy as np
import streamlit as st

from nncore.activations import ACTIVATIONS
from nncore.experiment import misfit
from nncore.explain.numbers import equals, format_number
from nncore.sentences import sentence
from ui.core.session import Session
from ui.explain import gallery
from ui.explain.trial import EPOCHS, boundary_of, trial
from ui.names import markdown
from ui.streamlit import predict
from ui.streamlit.chart import chart, is_dark

SAME, TRAINED = "Same weights", "After training"


def label(name: str) -> str:
    return ACTIVATIONS[name].label


def value_at(name: str, z: float) -> float:
    return float(ACTIVATIONS[name].value(np.array([z]))[0])


def is_asked(name: str, z: float) -> bool:
    """Whether the visitor is to guess this value."""
    return predict.is_hidden("activation", value_at(name, z))


def show_values(chosen: list[str], z: float) -> None:
    """f and its derivative at a point, as numbers; the first may be left to be guessed."""
    first, truth = chosen[0], value_at(chosen[0], z)
    hidden = is_asked(first, z)
    at = format_number(z)
    for name in chosen[1:] if hidden else chosen:
        record, value = ACTIVATIONS[name], value_at(name, z)
        slope = float(record.derivative(np.array([z]))[0])
        st.markdown(
            f"**{record.label}** &nbsp; f({at}) {equals(value)} **{format_number(value)}**, "
            f"slope f′({at}) {equals(slope)} {format_number(slope)}"
        )
    if hidden:
        predict.ask_number("activation", f"What is {label(first)} of {at}?", truth)
    else:
        predict.verdict("activation", truth)


def show_card(name: str) -> None:
    """Formula, derivative, range, use and trouble."""
    record = ACTIVATIONS[name]
    st.markdown(f"**{record.label}**")
    st.latex(record.formula)
    st.latex(record.derivative_formula)
    st.markdown(f"**Range** {record.range_words}\n\n**Use** {record.use}\n\n**Trouble** {record.trouble}")


def show_softmax() -> None:
    """Softmax shares 1 out among a whole layer: shown on an example."""
    sums = np.array(gallery.SUMS)
    shares = ACTIVATIONS["softmax"].value(sums)
    pairs = (f"{format_number(z)} → {format_number(a)}" for z, a in zip(sums, shares, strict=True))
    show_card("softmax")
    st.markdown(f"For example, of three sums: {', '.join(pairs)}.")


def show_trials(visitor: Session, chosen: list[str]) -> None:
    """The boundary of the current drawing with each activation on its hidden layers."""
    experiment = visitor.experiment
    if reason := misfit(experiment):
        st.info(markdown(sentence(reason)), icon=":material/info:")
        return
    if experiment.network.depth == 1:
        st.info("This drawing has no hidden layer. Add one on the Draw page to compare.", icon=":material/info:")
        return
    way = st.segmented_control(
        "With",
        (SAME, TRAINED),
        default=SAME,
        required=True,
        key="activations way",
        label_visibility="collapsed",
        help=f"The drawing's weights as they are, or each one trained for {EPOCHS} epochs from the same first weights",
    )
    with st.spinner("Training …", show_time=False):
        epochs = EPOCHS if way == TRAINED else 0
        trials = [trial(experiment, visitor.theta, name, epochs) for name in chosen]
    compared = way == TRAINED and len(chosen) > 1
    best = max(trials, key=lambda made: made.score).label
    if compared and predict.is_hidden("best activation", best):
        options = [made.label for made in trials]
        predict.ask_choice("best activation", f"Which one does best after {EPOCHS} epochs?", options, best)
        return
    for column, made in zip(st.columns(len(trials)), trials, strict=True):
        with column:
            st.markdown(made.title)
            if (figure := boundary_of(made, is_dark())) is None:
                st.caption("One input: the Train page draws its curve.")
            else:
                chart(figure, f"boundary {made.activation}", made.words, height=300)
    if compared:
        predict.verdict("best activation", best)
