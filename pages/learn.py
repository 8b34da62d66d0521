"""The article in lessons: read, predict, try, and missions that check themselves."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nncore.sentences import sentence
from ui.lessons.blocks import Lesson
from ui.lessons.own import NAME
from ui.lessons.reading import load_lessons
from ui.names import markdown
from ui.streamlit import platform
from ui.streamlit.lesson import show_lesson
from ui.streamlit.lesson_editor import read, show_own
from ui.streamlit.mission import LEFT, judge_run
from ui.streamlit.mount import mount
from ui.streamlit.progress import own_lesson, summary
from ui.streamlit.visitor import LESSON_CAME


def show_contents(lessons: list[Lesson], problems: list[str]) -> None:
    st.title("Learn", anchor=False)
    st.markdown(
        "From one neuron to a real data set. In each lesson you read a little, predict a number before you "
        "see it, and carry out a mission on a drawing or a run of your own."
    )
    st.markdown(f"**{summary(lessons)}**")
    for problem in problems:
        st.error(f"A lesson could not be read: {markdown(problem)}", icon=":material/error:")
    for lesson in lessons:
        with st.container(border=True, key=f"entry-{lesson.name}"):
            words, score, way = st.columns([0.55, 0.25, 0.2], vertical_alignment="center")
            words.markdown(f"**{lesson.order}. {lesson.title}**  \n{lesson.summary}")
            score.caption(summary([lesson]))
            way.button(
                f"Open lesson {lesson.order}", key=f"open-{lesson.name}", width="stretch",
                on_click=go, args=(lesson.name,), help=lesson.summary,
            )  # fmt: skip

    with st.container(border=True, key="entry-own", horizontal=True, vertical_alignment="center"):
        st.markdown("**A lesson of your own**  \nMarkdown with live drawings, predictions and missions")
        if own_lesson():
            st.button("Open your lesson", key="open-own", on_click=go, args=(NAME,), help="As it is now")
        if st.button("Write a lesson", key="write-own", icon=":material/edit_note:", help="With a live preview"):
            st.switch_page("pages/write.py")


def show_one(lesson: Lesson, lessons: list[Lesson]) -> None:
    st.button("All lessons", icon=":material/arrow_back:", type="tertiary", on_click=go, help="Back to the contents")
    st.title(f"{lesson.order}. {lesson.title}", anchor=False)
    st.caption(summary([lesson]))
    show_lesson(lesson)
    place = lessons.index(lesson)
    before, _, after = st.columns([0.4, 0.2, 0.4])
    if place > 0:
        _neighbour(before, lessons[place - 1], "arrow_back")
    if place + 1 < len(lessons):
        _neighbour(after, lessons[place + 1], "arrow_forward")


def _neighbour(column: DeltaGenerator, lesson: Lesson, icon: str) -> None:
    column.button(
        f"{lesson.order}. {lesson.title}", key=f"to-{lesson.name}", icon=f":material/{icon}:",
        width="stretch", on_click=go, args=(lesson.name,), help=lesson.summary,
    )  # fmt: skip


def go(name: str = "") -> None:
    """Open a lesson; without a name, the contents."""
    st.session_state.pop(LEFT, None)
    if name:
        st.query_params["lesson"] = name
    else:
        st.query_params.pop("lesson", None)


def show_given() -> None:
    """The lesson that came by a link, or was written here."""
    st.button("All lessons", icon=":material/arrow_back:", type="tertiary", on_click=go, help="Back to the contents")
    try:
        show_own(read(own_lesson()))
    except ValueError as error:
        st.error(markdown(sentence(str(error))), icon=":material/error:")


platform.through_app()
st.html(
    "<style>.st-key-lessons { max-width: 62rem; margin: 0 auto; } "
    ".st-key-lessons .stMarkdown p { max-width: 46rem; }</style>"
)
lessons, problems = load_lessons()
judge_run(lessons)
if left := st.session_state.pop(LEFT, None):  # the browser's Back loses the name of the lesson
    st.query_params.setdefault("lesson", left)
if st.session_state.pop(LESSON_CAME, False):
    go(NAME)
chosen = next((lesson for lesson in lessons if lesson.name == st.query_params.get("lesson")), None)
with st.container(key="lessons"):
    mount("lessons/top.js", key="top", data=st.query_params.get("lesson", ""))
    if st.query_params.get("lesson") == NAME and own_lesson():
        show_given()
    elif chosen:
        show_one(chosen, lessons)
    else:
        show_contents(lessons, problems)
