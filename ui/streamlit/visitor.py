"""The visitor's session, kept by Streamlit."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import streamlit as st

from nncore.experiments import EXPERIMENTS
from nncore.sentences import capitalised, sentence
from ui.core.links import opened_from_link
from ui.core.session import Session
from ui.names import markdown

DEFAULT = "playground"


def undisturbed() -> AbstractContextManager:
    """While a run of the visitor's script reads the session: a view that is about to go changes nothing meanwhile."""
    found = st.session_state.get("session")
    return found.lock if found else nullcontext()


@contextmanager
def interrupted() -> Iterator[None]:
    """Within `undisturbed`: views may go on for a while."""
    lock = session().lock
    lock.release()
    try:
        yield
    finally:
        lock.acquire()


def session() -> Session:
    """The visitor's session; a link in the address (?s=…) is opened in it, once."""
    if "session" not in st.session_state:
        st.session_state["session"] = Session(EXPERIMENTS[DEFAULT].experiment)
    found, link = st.session_state["session"], st.query_params.get("s", "")
    if link and link != st.session_state.get("session_link"):
        st.session_state["session_link"] = link
        _open(found, link)
    return found


def _open(found: Session, link: str) -> None:
    """Open a link; one that can't be read changes nothing and says so."""
    try:
        opened = opened_from_link(link)
    except ValueError as error:
        refuse(f"this link can't be opened: {error}")
        return
    found.open(opened)
    go_to(opened.page)
    show_views(opened.view)
    if opened.lesson:
        st.session_state[LESSON], st.session_state[LESSON_CAME] = opened.lesson, True
    if opened.awaits:
        tell(markdown(sentence(str(opened.awaits))), ":material/table:")
        return
    words = f"epoch {opened.snapshot.epoch:,} of its run" if opened.snapshot.epoch else "not trained yet"
    note = f" {markdown(sentence(opened.note))}" if opened.note else ""
    tell(f"A network was loaded from the link: {words}.{note}", ":material/link:")


LESSON, LESSON_CAME = "own lesson", "lesson came"
"""Keys of an own lesson's Markdown, and of whether a link has just brought it."""
VIEWS = ("view", "beside", "descent network")
"""Keys of the widgets that choose what is open on Train, Draw and Gradient descent, as links have them."""


def open_views() -> dict[str, str]:
    """What is open on the pages, for a link."""
    return {key: st.session_state[key] for key in VIEWS if isinstance(st.session_state.get(key), str)}


def show_views(view: dict[str, str]) -> None:
    """Open what a link says."""
    st.session_state.update({key: view[key] for key in VIEWS if key in view})


def forget_unknown(key: str, options: Iterable[str]) -> None:
    """Before a widget is made: let a choice go that isn't on offer, as one that a link named may not be."""
    if st.session_state.get(key) not in (None, *options):
        del st.session_state[key]


def go_to(page: str, lesson: str = "") -> None:
    """Go to a page of this name with the next run; "" stays. lesson: on the page of lessons, which one; "" for all."""
    st.session_state["page_of_link"] = page
    st.session_state["lesson_of_link"] = lesson


def tell(text: str, icon: str) -> None:
    """Say something with the next run. text: Markdown."""
    st.session_state["said"] = (text, icon)


def widgets_anew() -> None:
    """Have all widgets that show settings made anew: a browser that is still drawing them misses other values."""
    st.session_state["widgets"] = st.session_state.get("widgets", 0) + 1


def widget_key(name: str) -> str:
    """The key of a widget that shows a setting."""
    generation = st.session_state.get("widgets", 0)
    return f"{name} {generation}" if generation else name


def page_of_link() -> str:
    """The page that a link just opened was made on, once; else ""."""
    return st.session_state.pop("page_of_link", "")


def lesson_of_link() -> dict[str, str]:
    """The same of the lesson, as its page has it in the address; empty where there is none."""
    lesson = st.session_state.pop("lesson_of_link", "")
    return {"lesson": lesson} if lesson else {}


def refuse(reason: str) -> None:
    """Say with the next run, above the page, why something can't be done. reason: a plain text."""
    st.session_state["refused"] = reason


def say() -> None:
    """Say once what opening a link or a file, or what the tab has kept, has led to."""
    if "refused" in st.session_state:  # in full: a toast would cut it
        st.error(markdown(sentence(st.session_state.pop("refused"))), icon=":material/error:")
    if "said" in st.session_state:
        text, icon = st.session_state.pop("said")
        st.toast(capitalised(text), icon=icon, duration="long")
