"""Cross-validation on the page of metrics: how many folds, how it comes along, what came out."""

import streamlit as st

from nncore.crossvalidation import FEWEST_FOLDS
from nncore.data.data import MOST_FOLDS
from nncore.explain.numbers import format_number
from ui.core.crossvalidated import (
    MOST_EPOCHS,
    MOST_SECONDS,
    CrossValidation,
    caution_of,
    state_of,
    subject,
    summary,
    usual_epochs,
)
from ui.core.crowd import TURN
from ui.core.measures import percent
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit.visitor import session

RUN = "cross-validation"
SLICE = 0.05
"""Seconds of training between two looks at whether to stop."""


@st.fragment
def cross_validation() -> None:
    """Settings, progress and figures."""
    visitor = session()
    st.header("Cross-validation", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="folds controls"):
        count = st.number_input(
            "Folds",
            FEWEST_FOLDS,
            MOST_FOLDS,
            10,
            key="folds",
            width=130,
            help="Into how many parts the rows are dealt; each is held out once",
        )
        epochs = st.number_input(
            "Epochs",
            1,
            MOST_EPOCHS,
            usual_epochs(visitor.experiment, visitor.position),
            key="folds epochs",
            width=130,
            help="How long each network is trained; stop conditions are off, as they would look at the fold held out",
        )
        begin = st.button(
            "Cross-validate",
            icon=":material/play_arrow:",
            key="folds begin",
            help=f"Trains for {MOST_SECONDS:.0f} seconds at most. Your own run is left alone",
        )
        stop = st.empty()
    st.caption(
        f"{count} models, none of which is the one on screen: [each is trained anew](glossary#cross-validation) on all "
        f"rows but one fold, {count - 1} of {count}, and tested on that fold."
    )  # fmt: skip
    if caution := caution_of(visitor.experiment.data):
        st.caption(caution)
    if begin:
        train(visitor, count, epochs, stop)
    run = st.session_state.get(RUN)
    if run and run.subject == subject(visitor.experiment):
        show(run, visitor)


def train(visitor: Session, count: int, epochs: int, stop) -> None:
    """Train slice by slice; a click on Stop, or leaving the page, ends it between two of them."""
    try:
        st.session_state[RUN] = run = CrossValidation(visitor.experiment, count, epochs)
        stop.button("Stop", icon=":material/stop:", key="folds stop", help="Keeps the folds that are done")
        bar = st.progress(0.0, "Training …")
        while run.running:
            with TURN.taken(visitor.large):
                run.go_on(SLICE)
            bar.progress(min(run.share, 1.0), f"{len(run.folds)} of {run.count} folds")
        bar.empty()
    except ValueError as error:
        st.session_state.pop(RUN, None)
        st.warning(markdown(str(error)), icon=":material/info:")
    stop.empty()


def show(run: CrossValidation, visitor: Session) -> None:
    """What came out so far."""
    if run.folds:
        st.markdown(f"**{summary(run, visitor.dataset.task == 'regression')}**")
    if said := state_of(run):
        st.caption(said)
    if run.folds:
        with st.expander("Each fold", icon=":material/table_rows:"):
            st.markdown(table(run, visitor.dataset.task == "regression"))


def table(run: CrossValidation, regression: bool) -> str:
    """A row for each fold, in Markdown."""
    written = format_number if regression else percent
    name = "R²" if regression else "accuracy"
    rows = [
        f"| {fold.number + 1} | {fold.rows} | {written(fold.train_score)} | {written(fold.test_score)} | "
        f"{format_number(fold.test_loss)} |"
        for fold in run.folds
    ]
    head = f"| fold | rows held out | {name}, trained on | {name}, held out | loss, held out |"
    return "\n".join([head, "| --- " * 5 + "|", *rows])
