"""Missions on their lesson's page and, where one is carried out on the training page, at the top of that page."""

from collections.abc import Sequence

import streamlit as st

from nncore.crossvalidation import Fold
from nncore.experiment import Experiment
from ui.core.crossvalidated import MOST_SECONDS, CrossValidation, subject
from ui.core.crowd import TURN
from ui.lessons.blocks import Lesson, Mission
from ui.lessons.missions import Verdict, Work, judged_experiment
from ui.lessons.reading import load_lessons
from ui.streamlit.boards import mount_board
from ui.streamlit.mount import mount
from ui.streamlit.progress import is_done, judge
from ui.streamlit.visitor import refuse, session

JUDGED = "judged settings"
"""Session key: mission → the experiment that was judged on several splits, and what came out."""
LEFT = "lesson left for a mission"
"""Session key: the lesson to come back to from the training page."""
LOOK_EVERY = 2.0
"""Seconds between two looks at a run that a mission waits for."""
SLICE = 0.05
"""Seconds of training between two looks at whether the visitor has left."""


# -------------------------------------------------------------------- what is judged


def work_of_run(mission: Mission) -> Work:
    """The run of the session, where this mission has started it."""
    mine = session()
    with mine.lock:
        run = mine.history.stretches() if mine.mission == mission.id else []
    return Work(start=mission.experiment, run=run, folds=_folds(mission, run[-1].experiment) if run else ())


def _folds(mission: Mission, experiment: Experiment) -> Sequence[Fold]:
    """What came out when these settings were judged; () where they weren't."""
    judged, folds = st.session_state.get(JUDGED, {}).get(mission.id, (None, ()))
    return folds if judged == subject(experiment) else ()


def mission_of_session(lessons: Sequence[Lesson]) -> tuple[Lesson, Mission] | None:
    """The mission that started the session's run, and its lesson."""
    pairs = ((lesson, mission) for lesson in lessons for mission in lesson.of(Mission))
    return next((pair for pair in pairs if pair[1].id == session().mission), None)


def judge_run(lessons: Sequence[Lesson]) -> None:
    """Look at the session's run for the mission that started it; the others are none of its business."""
    if found := mission_of_session(lessons):
        judge(found[1], work_of_run(found[1]))


# -------------------------------------------------------------------- in its lesson


def show_mission(mission: Mission) -> None:
    with st.container(border=True, key=f"mission-{mission.id}"):
        st.markdown(f":material/flag: **Mission: {mission.title}**")
        st.markdown(mission.task)
        if mission.begin:
            _mission_board(mission)
        else:
            _show_verdict(mission, judge(mission, work_of_run(mission)))
        if mission.experiment:
            _set_up_button(mission)
            _judge_button(mission)
        if mission.hint:
            with st.expander("Hint"):
                st.markdown(mission.hint)


@st.fragment
def _mission_board(mission: Mission) -> None:
    """A board to work on; the verdict follows each change."""
    board = mount_board(mission.id, mission.begin)
    _show_verdict(mission, judge(mission, Work(board.session.drawing)))


def _show_verdict(mission: Mission, verdict: Verdict) -> None:
    if is_done(mission):
        st.success(f"Mission accomplished. {verdict.text if verdict.done else ''}", icon=":material/flag:")
    else:
        st.info(verdict.text, icon=":material/hourglass_empty:")


def _set_up_button(mission: Mission) -> None:
    going_on = session().mission == mission.id
    with st.container(horizontal=True):
        if going_on and st.button(
            "Go on with it", key=f"continue-{mission.id}", icon=":material/play_circle:",
            help="Opens the training page with the run as you left it",
        ):  # fmt: skip
            _go_to_training()
        st.button(
            "Set it up anew" if going_on else "Set it up on the training page", key=f"start-{mission.id}",
            icon=":material/restart_alt:" if going_on else ":material/play_circle:",
            on_click=_set_up, args=(mission,),
            help="Loads data and network, and takes the task along; Undo there brings yours back",
        )  # fmt: skip
    if st.session_state.pop("go_to_training", False):
        _go_to_training()


def _go_to_training() -> None:
    st.session_state[LEFT] = st.query_params.get("lesson", "")
    st.switch_page("pages/train.py")


def _set_up(mission: Mission) -> None:
    try:
        session().load(mission.experiment, mission=mission.id)
    except ValueError as error:
        refuse(str(error))
        return
    st.session_state["go_to_training"] = True


# -------------------------------------------------------------------- on the training page


def banner() -> None:
    """Task, hint, verdict and the way back, while the run on the training page is that of a mission."""
    if found := mission_of_session(load_lessons()[0]):
        lesson, mission = found
        waits = LOOK_EVERY if not is_done(mission) else None
        with st.container(key="mission_banner", border=True):
            mount("lessons/top.js", key="top", data=mission.id)
            st.fragment(_banner, run_every=waits)(lesson, mission)


def _banner(lesson: Lesson, mission: Mission) -> None:
    was_done = is_done(mission)
    verdict = judge(mission, work_of_run(mission))
    if is_done(mission) and not was_done:
        st.rerun()  # no more need to look again and again, and the tab keeps that it is done
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/flag: **{mission.title}**", width="content")
        done = "Mission accomplished. " if is_done(mission) else ""
        st.markdown(done + (verdict.text if verdict.done or not done else ""), width="stretch")
        _judge_button(mission)
        with st.popover("Task", icon=":material/assignment:"):
            st.markdown(mission.task)
        if mission.hint:
            with st.popover("Hint", icon=":material/lightbulb:"):
                st.markdown(mission.hint)
        st.page_link(
            "pages/learn.py", label=f"Back to lesson {lesson.order}", icon=":material/arrow_back:",
            query_params={"lesson": lesson.name}, width="content",
        )  # fmt: skip


# -------------------------------------------------------------------- judged on several splits


def _judge_button(mission: Mission) -> None:
    """For a mission that is judged on several splits: train on each of them, once asked to."""
    folds = mission.fields.get("folds")
    run = work_of_run(mission).run
    if not folds or not run or not 1 <= run[-1].experiment.training.stop_epoch <= mission.fields["most_epochs"]:
        return
    if st.button(
        f"Judge on {folds} splits", key=f"judge-{mission.id}", icon=":material/balance:",
        help=f"Deals the rows into {folds} parts and trains {folds} fresh networks with your settings, up to the epoch "
        "you chose; each is asked about the part it has not seen. Your own run is left alone",
    ):  # fmt: skip
        _judge_on_splits(mission, run[-1].experiment)
        st.rerun()


def _judge_on_splits(mission: Mission, experiment: Experiment) -> None:
    """Train on each split and keep what came out."""
    judged = judged_experiment(experiment, mission.experiment or experiment)
    bar = st.progress(0.0, "Training …")
    try:
        validation = CrossValidation(judged, mission.fields["folds"], experiment.training.stop_epoch)
        while validation.running:
            with TURN.taken(session().large):
                validation.go_on(SLICE)
            bar.progress(min(validation.share, 1.0), f"{len(validation.folds)} of {validation.count} splits")
    except ValueError as error:
        refuse(str(error))
        return
    if validation.finished:
        kept = st.session_state.setdefault(JUDGED, {})
        kept[mission.id] = (subject(experiment), tuple(validation.folds))
    else:
        refuse(f"{MOST_SECONDS:.0f} seconds of training were over before all splits were done: use a smaller network")
