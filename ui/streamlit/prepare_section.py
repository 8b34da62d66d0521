"""For students: what they see and may change, a task, a mission and first weights, and the link that carries it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from nncore.explain.numbers import read_number
from nncore.sentences import sentence
from ui.core.links import PAGES, left_out, prepared_link
from ui.core.parts import HIDDEN, LOCKED, PARTS, STATES
from ui.core.prepared import FIRST_WEIGHTS, GIVEN, LONGEST_TASK, Mission
from ui.core.session import Session
from ui.lessons.missions import CHECKS, MEASURES
from ui.names import markdown
from ui.streamlit.address import address_of
from ui.streamlit.link_field import show_link
from ui.streamlit.pointing import draft, point, set_draft
from ui.streamlit.prepared import show_task
from ui.streamlit.visitor import open_views

NO_MISSION = ""
NO_LIMIT = 1024
"""Hidden neurons from which on a limit is none."""


def prepare_section(mine: Session, page: str) -> None:
    if mine.prepared:
        st.info(
            "This board is prepared already: the section Link shares it as it is. To prepare another one, choose "
            "Leave the preparation first.",
            icon=":material/school:",
        )
        return
    st.caption(
        "Prepare this board for students: what they see and may change, what they are to do, and where they begin. "
        "One link carries it; your own board stays free."
    )
    for tab, show in zip(st.tabs(list(STEPS)), STEPS.values(), strict=True):
        with tab:
            show(mine, page)
    student_link(mine, page)


def student_link(mine: Session, page: str) -> None:
    """The link of it, once there is something to carry."""
    if not draft():
        st.info("Choose something above, and the link for students stands here.", icon=":material/link:")
        return
    start = page if page in PAGES and draft().shows_page(page) else "train" if draft().shows_page("train") else "draw"
    try:
        address = address_of(prepared_link(mine, draft(), start, open_views()), page)
    except ValueError:
        st.warning("This network is too large for a link. Draw a smaller one for students.", icon=":material/info:")
        return
    st.markdown(f"**The link for students** opens {PARTS[f'page_{start}'].label} with all of this.")
    show_link(address, "student link")
    if table := left_out(mine):
        st.warning(
            f"{markdown(table.name or 'The table')}, {len(table):,} rows, is too large for a link, which opens while "
            "this server has the table.",
            icon=":material/table:",
        )


# -------------------------------------------------------------------- parts


def parts_step(mine: Session, page: str) -> None:
    if st.button(
        "Point at parts on the page", icon=":material/ads_click:", key="prepare_point",
        help="Click the parts themselves: shown, locked, hidden",
    ):  # fmt: skip
        point()
        st.rerun()
    for state in (HIDDEN, LOCKED):
        _states(state)
    others = [name for name in PARTS if name.startswith("page_") and name != f"page_{page or 'home'}"]
    st.button(
        "Hide all other pages", icon=":material/tab_close:", key="prepare_pages", on_click=_hide, args=(others,),
        disabled=page not in ("train", "draw"), help="Students stay on this page; for Train and Draw",
    )  # fmt: skip


def _states(state: str) -> None:
    """All parts that are locked, or hidden, in one field."""
    key, held = f"prepare_{state}", draft().locked if state == LOCKED else draft().hidden
    st.session_state[key] = [name for name in PARTS if name in held]

    def change() -> None:
        chosen = set(st.session_state[key])
        for name in chosen ^ held:
            set_draft(draft().with_state(name, state if name in chosen else PARTS[name].states[0]))

    st.multiselect(
        STATES[state],
        [name for name, part in PARTS.items() if state in part.states],
        format_func=lambda name: f"{PARTS[name].group}: {PARTS[name].label}",
        key=key,
        placeholder="Choose parts",
        on_change=_attempt(change),
        help="A hidden part stays what it is set to",
    )


def _hide(names: list[str]) -> None:
    for name in names:
        set_draft(draft().with_state(name, HIDDEN))


# -------------------------------------------------------------------- task, mission, first weights


def task_step(mine: Session, page: str) -> None:
    st.session_state["prepare_task"] = draft().task
    st.text_area(
        "Task, in Markdown",
        key="prepare_task",
        max_chars=LONGEST_TASK,
        height=160,
        placeholder="## Bend the line\n\nWith **one** hidden neuron the line stays straight. How many bend it?",
        on_change=_attempt(lambda: set_draft(replace(draft(), task=st.session_state["prepare_task"].strip()))),
        help="Headings, bold, lists, code and formulas between $ signs; images and links to other places don't load",
    )
    if draft().task:
        with st.container(border=True):
            show_task(draft().task)


def mission_step(mine: Session, page: str) -> None:
    now = draft().mission
    kind = st.selectbox(
        "Mission that checks itself",
        [NO_MISSION, *FORMS],
        index=[NO_MISSION, *FORMS].index(now.check if now else NO_MISSION),
        format_func=lambda name: CHECKS[name].note if name else "None",
        key="prepare_check",
        help="As the missions of the lessons; its verdict stands beside the task and follows each change",
    )
    if not kind:
        set_draft(replace(draft(), mission=None))
        return
    asked = now.asked if now and now.check == kind else {}
    try:
        set_draft(replace(draft(), mission=Mission(kind, FORMS[kind](mine, asked))))
    except ValueError as error:
        set_draft(replace(draft(), mission=None))
        st.warning(markdown(sentence(str(error))), icon=":material/info:")
        return
    if (mission := draft().mission) and (verdict := mine.verdict(mission)):
        st.caption(f"On your board now: {markdown(verdict.text)}")


def run_form(mine: Session, asked: Any) -> dict[str, Any]:
    """What a run is to reach."""
    measure, bound = st.columns(2)
    names = list(MEASURES)
    chosen = measure.selectbox(
        "What it reaches", names, index=names.index(asked.get("measure", "test_accuracy")),
        format_func=lambda name: MEASURES[name].capitalize(), key="prepare_measure", help="Of the run, in any epoch",
    )  # fmt: skip
    share = chosen.endswith("accuracy")
    value = bound.number_input(
        "At least" if share else "At most", 0.0, 1.0 if share else 1e6, float(_bound(asked, share)),
        step=0.05 if share else 0.01, key=f"prepare_bound_{share}", help="Between 0 and 1" if share else "The loss",
    )  # fmt: skip
    within = st.number_input(
        "Within so many epochs", 0, 1_000_000, asked.get("within", 0), step=50, key="prepare_within",
        help="0: as many as one likes",
    )  # fmt: skip
    fields = {"data": mine.experiment.data.name, "measure": chosen, "at_least" if share else "at_most": value}
    return fields | ({"within": within} if within else {}) | most_hidden(asked)


def _bound(asked: Any, share: bool) -> float:
    return asked.get("at_least", 0.9) if share else asked.get("at_most", 0.1)


def answers_form(mine: Session, asked: Any) -> dict[str, Any]:
    """Rows that a drawing is to answer, one a line."""
    network = mine.experiment.network
    usual = "0, 0 = 0\n0, 1 = 1\n1, 0 = 1\n1, 1 = 0" if network.sizes[0] == 2 else ""
    lines = zip(asked.get("rows", []), asked.get("targets", []), strict=False)
    text = "\n".join(f"{', '.join(map(str, row))} = {', '.join(map(str, target))}" for row, target in lines)
    written = st.text_area(
        "Rows and their answers", text or usual, key="prepare_rows", height=130,
        help="One row a line: inputs, an equals sign, outputs, as 0, 1 = 1",
    )  # fmt: skip
    tolerance = st.number_input(
        "How far off is still right", 0.0, 1000.0, float(asked.get("tolerance", 0.1)), step=0.05,
        key="prepare_tolerance", help="Of each output",
    )  # fmt: skip
    rows = [_row(line, number) for number, line in enumerate(written.splitlines(), 1) if line.strip()]
    fields = {"rows": [row for row, _ in rows], "targets": [target for _, target in rows], "tolerance": tolerance}
    return fields | most_hidden(asked)


def _row(line: str, number: int) -> tuple[list[float], list[float]]:
    inputs, equals, outputs = line.partition("=")
    if not equals:
        raise ValueError(f"line {number} has no equals sign; write it as 0, 1 = 1")
    return [read_number(text) for text in inputs.split(",")], [read_number(text) for text in outputs.split(",")]


def most_hidden(asked: Any) -> dict[str, Any]:
    most = st.number_input(
        "Hidden neurons at the most", 0, NO_LIMIT, asked.get("most_hidden", NO_LIMIT), key="prepare_most",
        help=f"{NO_LIMIT}: no limit",
    )  # fmt: skip
    return {"most_hidden": most} if most < NO_LIMIT else {}


def first_step(mine: Session, page: str) -> None:
    st.session_state["prepare_first"] = draft().first
    st.radio(
        "First weights",
        list(FIRST_WEIGHTS),
        format_func=FIRST_WEIGHTS.__getitem__,
        key="prepare_first",
        on_change=_attempt(lambda: set_draft(replace(draft(), first=st.session_state["prepare_first"]))),
        help="Where each student begins",
    )
    if draft().first == GIVEN and mine.position:
        st.caption(f"Your board is trained: students begin with the weights of epoch {mine.position:,}.")


def _attempt(change: Callable[[], None]) -> Callable[[], None]:
    """A change of the draft; one that can't be is said with the next run."""

    def run() -> None:
        try:
            change()
        except ValueError as error:
            st.toast(markdown(sentence(str(error))), icon=":material/info:")

    return run


FORMS: dict[str, Callable[[Session, Any], dict[str, Any]]] = {"run": run_form, "answers": answers_form}
"""Kind of mission → the fields that a teacher fills in."""
STEPS: dict[str, Callable[[Session, str], None]] = {
    "Parts": parts_step,
    "Task": task_step,
    "Mission": mission_step,
    "First weights": first_step,
}
