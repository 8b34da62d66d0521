"""The widgets of the page of metrics: the class that is looked for, what the figures say, and the board of them."""

from typing import Any

import streamlit as st

from ui.core.measured import Part, class_counts, parts_of, usual_positive
from ui.core.metrics_board import class_board, value_board
from ui.core.session import Session
from ui.core.verdicts import article_note, verdict
from ui.figures import confusion
from ui.names import markdown
from ui.streamlit import crossvalidation
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.mount import mount
from ui.streamlit.third_part import offer_third_part

STYLE = """<style>
.stMain h2 { font-size: 1.375rem; }
.st-key-metrics-controls > :has(> .st-key-metrics-verdict) { flex: 1 1 280px; }
.st-key-metrics-caveat > :first-child { flex: 1 1 280px; }
.st-key-metrics-verdict { gap: 0.25rem; }
</style>"""


def show(session: Session) -> None:
    """All figures of the weights on screen."""
    if session.problem:
        st.info(f"No figures yet: {markdown(session.problem)}.", icon=":material/info:")
        return
    if session.shows_first_weights and session.experiment.theta is None:
        st.info("This network is not trained yet: its figures are chance.", icon=":material/info:")
    parts = parts_of(session)
    with st.container(horizontal=True, vertical_alignment="bottom", key="metrics controls"):
        positive = choose_positive(session)
        with st.container(key="metrics verdict", width="stretch"):
            st.markdown(f"**{markdown(verdict(session, parts))}**")
            if note := article_note(session, parts):
                st.caption(note)
    offer_third_part(session, "metrics")
    dark = is_dark()
    board = value_board(session, parts, dark) if positive is None else class_board(session, parts, positive, dark)
    mount("metrics/board.js", key="metrics board", data=board)
    if positive is not None and len(session.dataset.classes) > 2:
        show_all_classes(session, parts)
    crossvalidation.cross_validation()
    with st.expander("What each figure says", icon=":material/help:"):
        st.markdown("\n".join(explained(board)))


def explained(board: dict[str, Any]) -> list[str]:
    """Each figure of a board with its line of help, once."""
    lines = {line["name"]: line["help"] for section in board["sections"] for line in section["lines"]}
    return [f"- **{markdown(name)}**: {markdown(words)}." for name, words in lines.items()]


def choose_positive(session: Session) -> int | None:
    """The class that counts as positive: the second of two, the first of several, unless another is chosen."""
    classes = session.dataset.classes
    if session.dataset.task == "regression":
        return None
    return st.selectbox(
        "Positive class",
        range(len(classes)),
        index=usual_positive(session.dataset),
        format_func=lambda number: str(classes[number]),
        key=f"positive {classes}",
        width=210,
        help="The class that is looked for. Precision, recall, F1 and the curves are about this one against the rest",
    )


def show_all_classes(session: Session, parts: list[Part]) -> None:
    """Which classes are taken for which, where the largest output decides."""
    activation, classes = session.experiment.network.activations[-1], session.dataset.classes
    for column, part in zip(st.columns(len(parts)), parts, strict=True):
        with column:
            figure = confusion(class_counts(session.dataset, part, activation), classes, dark=is_dark())
            figure.update_layout(title=f"All classes, {part.name.lower()}")
            label = f"Confusion of all classes, {part.name.lower()}: true class in rows, predicted class in columns"
            chart(figure, f"metrics confusion {part.key}", label, height=140 + 44 * len(classes))
