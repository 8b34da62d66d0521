"""The demonstration of a visitor and the presenter's line, on every page; ui/present/ shows it and listens to keys.

What the browser sends may be forged: numbers of checkpoints are checked, and what a tab kept is read as data.
"""

from typing import Any

import streamlit as st

from nncore.sentences import sentence
from ui.core.demonstration import (
    Checkpoint,
    Demonstration,
    added,
    checkpoint_of,
    demonstration_from_link,
    demonstration_from_text,
    opened_at,
    text_of,
)
from ui.names import markdown
from ui.streamlit.mount import mount
from ui.streamlit.visitor import go_to, open_views, refuse, session, show_views, tell, widgets_anew

KEY = "presenting"
BEGINS = "presenting begins"
"""How often it was asked for from here."""
HELD, PLACE, PAGE = "demonstration", "demonstration place", "page presented"
COUNT = "demonstration count"
"""Of its changes."""
SHAPE = "demonstration shape"
"""Of changes after which a number may stand for another checkpoint: widgets about one are made anew."""
LESSON = "lesson"
"""Of what is open on the page of lessons: which one."""


def presenter(page: str) -> None:
    """Mount the presenter's line. page: the name of the page around it, "" for the entry."""
    st.session_state[PAGE] = page or "home"
    with st.container(key="presenter"):
        mount("present/presenter.js", key=KEY, data=told(), on_step_change=_step, on_add_change=_add)


def told() -> dict[str, Any]:
    """What the browser shows of the demonstration and keeps. count: of changes. begins: see `present`."""
    held = demonstration()
    return {
        "visit": session().visit,
        "count": st.session_state.get(COUNT, 0),
        "begins": st.session_state.get(BEGINS, 0),
        "title": held.title,
        "checkpoints": [{"title": one.title, "note": one.note} for one in held.checkpoints],
        "place": place(),
        "text": text_of(held),
    }


# -------------------------------------------------------------------- what is held


def demonstration() -> Demonstration:
    return st.session_state.get(HELD, Demonstration())


def holds_any() -> bool:
    """Whether there is a demonstration, so that what the tab has kept isn't wanted."""
    return demonstration() != Demonstration()


def place() -> int:
    """Number of the checkpoint that was gone to last, from 0; -1 before the first."""
    return st.session_state.get(PLACE, -1)


def hold(changed: Demonstration, at: int) -> None:
    """Go on with a changed demonstration. at: the checkpoint that one stands at."""
    rewrite(changed)
    st.session_state[PLACE] = min(at, len(changed.checkpoints) - 1)
    st.session_state[SHAPE] = shape() + 1


def rewrite(changed: Demonstration) -> None:
    """Go on with other titles and notes of the same checkpoints."""
    st.session_state[HELD] = changed
    st.session_state[COUNT] = st.session_state.get(COUNT, 0) + 1


def shape() -> int:
    """See SHAPE."""
    return st.session_state.get(SHAPE, 0)


# -------------------------------------------------------------------- coming in


def begin(opened: Demonstration, name: str) -> None:
    """Go to the first checkpoint of a demonstration that was opened. name: what it was opened from."""
    hold(opened, -1)
    title = f" “{opened.title}”" if opened.title else ""
    count = len(opened.checkpoints)
    words = f"The demonstration{title} of {name} is open: {count} checkpoint{'s' * (count != 1)}. Press P to present."
    tell(markdown(words), ":material/co_present:")
    if opened.checkpoints:
        go(0)


def present() -> None:
    """Have the tab present, as its button does."""
    st.session_state[BEGINS] = st.session_state.get(BEGINS, 0) + 1


def open_link() -> None:
    """Open the demonstration of a link in the address (?d=…), once."""
    link = st.query_params.get("d", "")
    if not link or link == st.session_state.get("demonstration_link"):
        return
    st.session_state["demonstration_link"] = link
    try:
        begin(demonstration_from_link(link), "the link")
    except ValueError as error:
        refuse(f"this demonstration can't be opened: {error}")


def restore(kept: Any) -> None:
    """Take back what a tab has kept, {text, place}, unless there is another one; what makes no sense is left out."""
    if not isinstance(kept, dict) or holds_any():
        return
    try:
        found = demonstration_from_text(kept.get("text"))
    except ValueError:  # forged, or of another version of the app
        return
    at = kept.get("place")
    hold(found, at if type(at) is int and at >= -1 else -1)


# -------------------------------------------------------------------- going and adding


def go(to: int) -> None:
    """Go to a checkpoint; undo leads back."""
    checkpoint = demonstration().checkpoints[to]
    opened = opened_at(checkpoint)
    session().become(opened)
    hold(demonstration(), to)
    view = dict(checkpoint.view)
    go_to(checkpoint.page, view.pop(LESSON, ""))
    show_views(view)
    widgets_anew()
    if opened.awaits:
        tell(markdown(sentence(str(opened.awaits))), ":material/table:")


def current(title: str = "", note: str = "") -> Checkpoint:
    """What is on screen as a checkpoint."""
    view = open_views()
    if lesson := st.query_params.get(LESSON):
        view[LESSON] = lesson
    return checkpoint_of(session(), st.session_state[PAGE], view, title, note)


def add(title: str = "", note: str = "") -> None:
    """Add what is on screen after the checkpoint one stands at. Raises ValueError where there are too many."""
    to = place() + 1 if place() >= 0 else len(demonstration().checkpoints)
    hold(added(demonstration(), current(title, note), to), to)


def _step() -> None:
    to = _sent("step")
    if type(to) is int and 0 <= to < len(demonstration().checkpoints):
        go(to)


def _add() -> None:
    try:
        add()
    except ValueError as error:
        refuse(str(error))


def _sent(name: str) -> Any:
    return (st.session_state.get(KEY) or {}).get(name)
