"""The demonstration in the Share panel: add checkpoints, put them in order, write notes, save and share."""

from dataclasses import replace

import streamlit as st

from nncore.sentences import sentence
from ui.core.demonstration import (
    EXTENSION,
    LONGEST_NOTE,
    LONGEST_TITLE,
    Demonstration,
    deleted,
    file_of,
    link_of,
    moved,
    named,
    replaced,
    text_of,
    titled,
)
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit import presenter
from ui.streamlit.address import address_of
from ui.streamlit.mount import mount
from ui.streamlit.presenter import add, current, demonstration, go, hold, place, rewrite, shape

LEFT = "demonstration left"
"""Whether one has gone to a checkpoint, so that the panel closes."""
REFUSED = "demonstration refused"
CHOSEN = "demonstration chosen"
NEW_TITLE = "demonstration new title"


def demonstration_section(mine: Session, page: str) -> None:
    """The list, and under it what it leaves as. page: the name of the page around it, "" for the entry."""
    if st.session_state.pop(LEFT, False):
        st.rerun()
    mount("present/told.js", key="demonstration told", data=presenter.told())  # first: the panel may be closed at once
    st.caption(
        "Save what is on screen as checkpoints and step through them in class: P presents, Page Down and Page Up step. "
        "Notes are for you alone; the presenter's line shows them in a second window."
    )
    _adding()
    if reason := st.session_state.pop(REFUSED, ""):
        st.warning(markdown(sentence(reason)), icon=":material/info:")
    held = demonstration()
    if held.checkpoints:
        _list(held)
        _details(held)
        _leaving(held, page)


# -------------------------------------------------------------------- the list


def _adding() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            "Title of the next checkpoint", key=NEW_TITLE, max_chars=LONGEST_TITLE, placeholder="Taken from the state"
        )
        st.button(
            "Add a checkpoint", key="demonstration add", icon=":material/add:", type="primary", on_click=_add,
            help="Saves drawing, weights, data, settings, this page and what is open on it",
        )  # fmt: skip


def _add() -> None:
    try:
        add(st.session_state.get(NEW_TITLE, ""))
    except ValueError as error:
        st.session_state[REFUSED] = str(error)
        return
    st.session_state[NEW_TITLE] = ""
    st.session_state[CHOSEN] = place()


def _list(held: Demonstration) -> None:
    """One checkpoint a line, with what can be done with it."""
    for number, one in enumerate(held.checkpoints):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"checkpoint-{number}"):
            here = "**" * (number == place())
            st.markdown(f"{here}{number + 1}. {markdown(one.title)}{here}", width="stretch")
            for label, (icon, act, words) in ACTS.items():
                st.button(
                    label, key=f"checkpoint {label} {number}", icon=f":material/{icon}:", type="tertiary",
                    on_click=act, args=(number,), help=words.format(title=markdown(one.title)),
                    disabled=label == "Up" and number == 0,
                )  # fmt: skip


def _go(number: int) -> None:
    go(number)
    st.session_state[LEFT] = True


def _edit(number: int) -> None:
    st.session_state[CHOSEN] = number


def _up(number: int) -> None:
    hold(moved(demonstration(), number, number - 1), _following(number, number - 1))
    st.session_state[CHOSEN] = number - 1


def _following(number: int, to: int) -> int:
    """The place one stands at once two neighbours have changed places."""
    return {number: to, to: number}.get(place(), place())


def _replace(number: int) -> None:
    old = demonstration().checkpoints[number]
    new = replace(current(old.title, old.note), questions=old.questions)
    hold(replaced(demonstration(), number, new), number)


def _delete(number: int) -> None:
    hold(deleted(demonstration(), number), place() - (number <= place()))
    st.session_state.pop(CHOSEN, None)


ACTS = {
    "Go": ("play_arrow", _go, "Show “{title}”"),
    "Edit": ("edit_note", _edit, "Title and note of “{title}”"),
    "Up": ("arrow_upward", _up, "Move “{title}” up"),
    "Replace": ("sync", _replace, "Save what is on screen in place of “{title}”"),
    "Delete": ("delete", _delete, "Delete “{title}”"),
}
"""Label of a button → its icon, what it does with a number, and its help."""


# -------------------------------------------------------------------- one of them


def _details(held: Demonstration) -> None:
    """Title and note of the checkpoint that was chosen, and of the whole."""
    number = st.session_state.get(CHOSEN, max(place(), 0))
    if not 0 <= number < len(held.checkpoints):
        return
    one = held.checkpoints[number]
    keys = (f"checkpoint title {number} {shape()}", f"checkpoint note {number} {shape()}")
    st.text_input(
        f"Title of checkpoint {number + 1}", one.title, key=keys[0], max_chars=LONGEST_TITLE,
        on_change=_write, args=(number, keys), help="Stands in the presenter's line",
    )  # fmt: skip
    st.text_area(
        f"Note of checkpoint {number + 1}", one.note, key=keys[1], max_chars=LONGEST_NOTE, height=100,
        on_change=_write, args=(number, keys), help="Only you see it, in the window of notes",
    )  # fmt: skip


def _write(number: int, keys: tuple[str, str]) -> None:
    title, note = (st.session_state[key] for key in keys)
    rewrite(named(demonstration(), number, title, note))


# -------------------------------------------------------------------- leaving


def _leaving(held: Demonstration, page: str) -> None:
    """The whole as a file, and as a link where it is small enough."""
    key = f"demonstration title {shape()}"
    st.text_input(
        "Title of the demonstration", held.title, key=key, max_chars=LONGEST_TITLE,
        on_change=_retitle, args=(key,), help="Whoever opens it reads it",
    )  # fmt: skip
    try:
        content = file_of(held)
    except ValueError as error:
        st.warning(markdown(sentence(str(error))), icon=":material/info:")
        return
    st.download_button(
        "Save the demonstration", content, f"{_stem(held)}{EXTENSION}", "application/json",
        key="demonstration file", icon=":material/save:", on_click="ignore",
        help="A file with all checkpoints and notes; open it here or drop it on the page",
    )  # fmt: skip
    if not text_of(held):
        st.info("This is too large for the tab to keep over a reload: save it as a file.", icon=":material/info:")
    try:
        address = address_of(link_of(held), page).replace("/?s=", "/?d=")
    except ValueError:
        st.caption("It is too large for a link: give the file away.")
        return
    mount("share/link.js", key="demonstration link", data={"address": address, "qr": "", "code": ""})


def _retitle(key: str) -> None:
    rewrite(titled(demonstration(), st.session_state[key]))


def _stem(held: Demonstration) -> str:
    """How the file is called: its title, without what file systems refuse."""
    words = "".join(letter if letter.isalnum() else " " for letter in held.title).split()
    return "-".join(["netsketch", *words])[:80]
