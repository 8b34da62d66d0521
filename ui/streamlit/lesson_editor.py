"""The editor of an own lesson: its Markdown on the left, and on the right what becomes of it."""

from functools import lru_cache

import streamlit as st

from nncore.sentences import sentence
from ui.core.links import lesson_link
from ui.lessons.blocks import Lesson
from ui.lessons.own import BEGINNING, FILE, LONGEST_OWN, read_own
from ui.names import markdown
from ui.streamlit.address import address_of
from ui.streamlit.boards import forget_boards
from ui.streamlit.lesson import show_lesson
from ui.streamlit.link_field import show_link
from ui.streamlit.progress import own_lesson, set_own_lesson
from ui.streamlit.visitor import session

TEXT = "own_lesson_text"
HEIGHT = 620
"""Pixels of the text."""

read = lru_cache(maxsize=64)(read_own)


def lesson_editor() -> None:
    words, preview = st.columns(2, gap="large")
    with words:
        write()
    with preview, st.container(key="own_lesson"):
        show()


def write() -> None:
    text = own_lesson() or BEGINNING
    st.session_state[TEXT] = text
    st.text_area(
        "The lesson, in Markdown",
        key=TEXT,
        height=HEIGHT,
        max_chars=LONGEST_OWN,
        on_change=lambda: set_own_lesson(st.session_state[TEXT]),
        help="Press Ctrl+Enter, and it is shown beside; Blocks lists what can stand between three backticks",
    )
    with st.container(horizontal=True):
        st.download_button(
            "Save as a file", text, FILE, "text/markdown", icon=":material/save:", key="own_save", on_click="ignore",
            help="A Markdown file; open it here again by dropping it on the page",
        )  # fmt: skip
        with st.popover("Share", icon=":material/link:", key="own_share"):
            share(text)
        with st.popover("Blocks", icon=":material/help:", key="own_help"):
            st.markdown(HELP)
    uploaded = st.file_uploader("Open a lesson from a file", type=["md"], key="own_open", max_upload_size=1)
    if uploaded is not None and uploaded.file_id != st.session_state.get("own opened"):
        st.session_state["own opened"] = uploaded.file_id
        set_own_lesson(uploaded.getvalue().decode("utf-8", "replace")[: LONGEST_OWN + 1])
        st.rerun()


def share(text: str) -> None:
    """The link of the lesson, where it can be read and is short enough."""
    try:
        read(text)
        address = address_of(lesson_link(session(), text), "write")
    except ValueError as error:
        st.info(markdown(sentence(str(error))), icon=":material/info:")
        return
    st.caption("Opens the lesson on Learn, with the board as it is here.")
    show_link(address, "lesson link")


def show() -> None:
    """The lesson, or where it goes wrong."""
    text = own_lesson() or BEGINNING
    try:
        lesson = read(text)
    except ValueError as error:
        st.error(markdown(sentence(str(error))), icon=":material/error:")
        if line := line_of(str(error), text):
            st.code(line, language=None)
        return
    show_own(lesson)


def show_own(lesson: Lesson) -> None:
    forget_boards(lesson.name)
    st.header(lesson.title, anchor=False)
    st.caption(lesson.summary)
    show_lesson(lesson)


def line_of(reason: str, text: str) -> str:
    """The line that an error names."""
    number = reason.removeprefix("line ").partition(":")[0]
    lines = text.splitlines()
    at = int(number) if number.isdecimal() else 0
    return f"{at}  {lines[at - 1]}" if 0 < at <= len(lines) else ""


HELP = """
A block begins with three backticks and a word, and ends with three backticks. Inside are lines `name = value`.

- `drawing`: a live drawing: `preset` or `network`, `weights`, `inputs`
- `step`: a worked number: `show = "unit 1.0"`
- `answers`: answers to several rows: `rows = [[3, 5], [1, -1]]`
- `descent`: the cost after updates: `count = 20`
- `predict`: `question`, and `answer = "unit 1.0"`, or `choices` with the `right` one
- `run`: a training at the press of a button: `title`, `rows`, `experiment`
- `mission`: `title`, `task`, and `check = "answers"` with `rows` and `targets`, or `check = "run"` with `data`,
  `measure` and `at_least`

A number in double brackets is computed: `[[unit 1.0]]`.
"""
