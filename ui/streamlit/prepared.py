"""What students see of a preparation: the page with parts hidden and locked, the task beside it, and the way out."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ui.core.parts import HIDDEN, LOCKED, PARTS, hiding_style, selectors_of
from ui.core.prepared import NOTHING, Prepared
from ui.core.session import Session
from ui.names import prose
from ui.streamlit.mount import mount
from ui.streamlit.visitor import session, tell, widgets_anew

PREPARED = ":material/school: **Prepared by your teacher**"
WIDTH = 264
"""Pixels of the task beside the board; on a narrow screen it stands above."""
REASON = "Your teacher has locked this"
SHOWN_AROUND = "prepared shown"
STYLE = """
.st-key-prepared_page { flex-wrap: nowrap; }
.st-key-prepared_board { flex: 1 1 0; min-width: 0; }
.st-key-prepared { padding-right: 1rem; border-right: 1px solid var(--ns-line); }
.st-key-prepared.st-key-prepared :is(h1, h2, h3) { padding: 0.25rem 0; font-size: 1.125rem; }
.st-key-prepared_line { align-items: center; }
@media (max-width: 1150px) {
  .st-key-prepared_page { flex-direction: column; }
  .st-key-prepared_page > *, .st-key-prepared, .st-key-prepared_board { flex: none; width: 100%; max-width: none; }
  .st-key-prepared { padding: 0 0 0.75rem; border-right: 0; border-bottom: 1px solid var(--ns-line); }
}
@media (max-width: 1150px) and (min-width: 761px) {
  .st-key-prepared { flex-direction: row; gap: 1.5rem; }
  .st-key-prepared > :has(> .st-key-prepared_task) { flex: 2 1 0; }
  .st-key-prepared > :has(> .st-key-prepared_way) { flex: 1 1 0; }
}
"""


@contextmanager
def board(page: str) -> Iterator[bool]:
    """Around a page: what is prepared beside it. Yields whether the page may be shown."""
    mine = session()
    prepared = st.session_state[SHOWN_AROUND] = mine.prepared
    if not prepared:
        yield True
        return
    show_parts(prepared)
    beside = bool(prepared.task or prepared.mission)
    with st.container(key="prepared_page", horizontal=beside, gap="small"):
        if beside:
            with st.container(key="prepared", width=WIDTH):
                task_panel(mine, prepared)
        else:
            with st.container(key="prepared_line", horizontal=True):
                st.markdown(PREPARED)
                leave_button()
        with st.container(key="prepared_board"):
            if not (shown := prepared.shows_page(page)):
                st.info(f"This page is not part of what your teacher prepared. {way_on(prepared)}")
            yield shown


def follow_undo() -> None:
    """Within a fragment: make the page anew where undo has brought a preparation back, or redo has taken it away."""
    if st.session_state.get(SHOWN_AROUND, NOTHING) != session().prepared:
        st.rerun()


def show_parts(prepared: Prepared) -> None:
    """Hide and lock; the style is on the page before our modules are."""
    css = hiding_style([name for name in PARTS if prepared.state(name) == HIDDEN])
    locked = selectors_of([name for name in PARTS if prepared.state(name) == LOCKED])
    with st.container(key="prepared_parts"):
        st.html(f"<style>{STYLE}{css}</style>")
        mount("prepare/parts.js", key="prepared parts", data={"css": css, "locked": locked, "reason": REASON})


def task_panel(mine: Session, prepared: Prepared) -> None:
    with st.container(key="prepared_task"):
        st.markdown(PREPARED)
        if prepared.task:
            show_task(prepared.task)
    with st.container(key="prepared_way"):
        if verdict := mine.judged():
            data = {"done": mine.accomplished, "text": verdict.text}
            mount("prepare/verdict.js", key="prepared verdict", data=data)
        leave_button()


def leave_button() -> None:
    if st.button(
        "Leave the preparation", key="prepared_leave", type="tertiary", icon=":material/logout:",
        help="Gives you the whole app, with your work as it is",
    ):  # fmt: skip
        leaving()


def show_task(task: str) -> None:
    """A task as Markdown that nothing from elsewhere can get into."""
    st.markdown(prose(task))


def way_on(prepared: Prepared) -> str:
    shown = [PARTS[f"page_{name}"].label for name in ("train", "draw") if prepared.shows_page(name)]
    return f"Go on with {' or '.join(shown)} in the navigation above."


@st.dialog("Leave the preparation?")
def leaving() -> None:
    st.markdown(
        "The task goes away, and all parts of the app are shown and free. Your network stays as it is. "
        "**Undo** on Draw or Train brings the preparation back."
    )
    stay, leave = st.columns(2)
    if stay.button("Stay", key="prepared_stay", width="stretch", type="primary"):
        st.rerun()
    if leave.button("Leave it", key="prepared_left", width="stretch"):
        session().leave()
        widgets_anew()
        tell("The whole app is yours now.", ":material/lock_open:")
        st.rerun()
