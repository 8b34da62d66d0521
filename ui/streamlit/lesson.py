"""A lesson on the page: its blocks one after the other."""

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

import streamlit as st

from nncore.drawing import Drawing
from nncore.explain import Explanation, explain_unit
from nncore.explain.numbers import format_number, show_decimals
from ui.core.canvas import selected_unit
from ui.core.samples import own_values
from ui.figures.cost_steps import cost_steps
from ui.lessons.blocks import Board, Descent, Lesson, Mission, Prediction, Run, Step, Table, Text
from ui.lessons.measuring import measure
from ui.lessons.missions import Work
from ui.names import markdown
from ui.streamlit import predict
from ui.streamlit.boards import mount_board, put_back
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.progress import is_done, judge, runs
from ui.streamlit.visitor import refuse, session

MOST_PRODUCTS = 8
"""Products that the arithmetic next to a drawing writes out."""


def show_lesson(lesson: Lesson) -> None:
    """All blocks of a lesson; worked steps that follow one another are shown side by side."""
    for is_step, blocks in groupby(lesson.blocks, key=lambda block: isinstance(block, Step)):
        if is_step:
            show_steps(list(blocks))
        else:
            for block in blocks:
                SHOWN[type(block)](block)


def show_text(text: Text) -> None:
    st.markdown(text.markdown)


# -------------------------------------------------------------------- drawings to try things on


@st.fragment
def show_board(board: Board) -> None:
    """A live drawing, and the arithmetic of the selected neuron."""
    if board.title:
        st.markdown(f"**{board.title}**")
    canvas, words = st.columns([0.68, 0.32], gap="small")
    with canvas:
        state = mount_board(board.id, board.setting).state
    with words:
        shown = state.session
        drawing, sample = shown.drawing, own_values(shown)
        explained = explain_unit(sample, selected_unit(drawing.network, state.selected), most=MOST_PRODUCTS)
        st.caption("Live: the output" if state.selected is None else "Live: what is selected")
        show_arithmetic(explained)
        if board.setting.targets and drawing.network.sizes[-1] == len(board.setting.targets):
            now = replace(board.setting, drawing=drawing, inputs=shown.inputs)
            st.caption(f"Cost, with target {_listed(board.setting.targets)}")
            st.code(f"J = {format_number(now.pass_.cost)}", language=None)
        st.caption("Change any weight or input on the drawing; select a neuron to read its arithmetic.")
        st.button(
            "As it was", key=f"reset-{board.id}", icon=":material/restart_alt:",
            on_click=put_back, args=(board.id, board.setting),
            help="Put the lesson's own numbers back on this drawing",
        )  # fmt: skip


def _listed(values: tuple[float, ...]) -> str:
    return ", ".join(map(format_number, values))


# -------------------------------------------------------------------- worked numbers


def show_arithmetic(explanation: Explanation) -> None:
    st.code(str(explanation), language=None, wrap_lines=True)


def show_steps(steps: list[Step]) -> None:
    """Worked numbers side by side, with their formulas and NumPy underneath."""
    width = 3 if len(steps) % 3 == 0 else 2
    for start in range(0, len(steps), width):
        for column, step in zip(st.columns(width), steps[start : start + width], strict=False):
            with column:
                st.caption(step.title)
                show_arithmetic(step.explanation)
    with st.expander("Formulas and NumPy"):
        for step in steps:
            st.caption(step.title)
            st.latex(step.explanation.formula)
            st.code(step.explanation.numpy(), language="python")


def show_table(table: Table) -> None:
    """What a network answers to several rows."""
    if table.title:
        st.caption(table.title)
    columns = [*table.inputs, *(f"{name} (answer)" for name in table.outputs)]
    numbers = [(*row, *given) for row, given in zip(table.rows, table.answers, strict=True)]
    show_cells(columns, [[format_number(value) for value in row] for row in numbers])


def show_cells(header: list[str], rows: list[list[str]]) -> None:
    """A small table of texts."""
    lines = [f"| {' | '.join(map(markdown, cells))} |" for cells in (header, *rows)]
    st.markdown("\n".join([lines[0], "| --- " * len(header) + "|", *lines[1:]]))


def show_descent(descent: Descent) -> None:
    """The cost after each update: a curve, and its first and last numbers."""
    key = f"descent {descent.title} {descent.costs[0]!r} {descent.costs[-1]!r}"
    chart(cost_steps(descent.costs, dark=is_dark()), key, f"{descent.title}: the cost after each update", height=260)
    st.caption(
        f"{descent.title}: the cost falls from {format_number(descent.costs[0])} over "
        f"{format_number(descent.costs[1])} and {format_number(descent.costs[2])} to "
        f"{format_number(descent.costs[-1])}."
    )


def show_run(run: Run) -> None:
    """A training on request: what it measured, and the printed figures."""
    results = runs()
    with st.container(border=True):
        st.markdown(f"**{run.title}**")
        epochs = max(row.epoch for row in run.rows)
        if len(results.get(run.id, [])) != len(run.rows):
            results.pop(run.id, None)  # of another version of the lesson
        if run.id not in results and st.button(
            f"Train {epochs} epochs now", key=f"run-{run.id}", icon=":material/play_arrow:",
            help="Trains on this page; your own run on the training page is left alone",
        ):  # fmt: skip
            results[run.id] = measure(run, st.progress(0.0, "Training …").progress)
            st.rerun()
        measured = results.get(run.id)
        rows = [
            [
                row.label,
                row.printed or "–",
                "–" if measured is None else show_decimals(measured[index], 4).text,
            ]
            for index, row in enumerate(run.rows)
        ]
        show_cells(["measured", run.heading, "here, now"], rows)


# -------------------------------------------------------------------- predictions


def show_prediction(prediction: Prediction) -> None:
    """A question; its answer shows once a guess is committed."""
    with st.container(border=True, key=f"predict-{prediction.id}"):
        st.markdown(f":material/help: **Predict:** {prediction.question}")
        guess = predict.guess(prediction.id, prediction.right)
        if guess is not None:
            _reveal(prediction, guess)
        elif prediction.choices:
            predict.ask_choice(prediction.id, "Your guess", list(prediction.choices), prediction.right)
        else:
            predict.ask_number(prediction.id, "Your guess", prediction.right, prediction.tolerance)


def _reveal(prediction: Prediction, guess: predict.Guess) -> None:
    answer = prediction.right_text
    if guess.right:
        st.success(f"Right: {answer}", icon=":material/check_circle:")
    elif guess.answer is None:
        st.info(f"The answer: {answer}", icon=":material/target:")
    else:
        guessed = guess.answer if isinstance(guess.answer, str) else format_number(guess.answer)
        st.info(f"You said {guessed}; the answer is {answer}", icon=":material/target:")
    if prediction.why:
        st.markdown(prediction.why)
    if prediction.explanation:
        show_arithmetic(prediction.explanation)


# -------------------------------------------------------------------- missions


def work(*drawings: Drawing) -> Work:
    """What the visitor has made: these drawings, and the drawing and run of the session."""
    mine = session()
    return Work((*drawings, mine.drawing), mine.experiment, mine.snapshot)


def show_mission(mission: Mission) -> None:
    with st.container(border=True, key=f"mission-{mission.id}"):
        st.markdown(f":material/flag: **Mission: {mission.title}**")
        st.markdown(mission.task)
        if mission.begin:
            _mission_board(mission)
        else:
            _show_verdict(mission, work())
        if mission.experiment:
            st.button(
                "Set it up on the training page", key=f"start-{mission.id}", icon=":material/play_circle:",
                on_click=_set_up, args=(mission,),
                help="Loads data and network; Undo there brings yours back",
            )  # fmt: skip
            if st.session_state.pop("go_to_training", False):
                st.switch_page("pages/train.py")
        if mission.hint:
            with st.expander("Hint"):
                st.markdown(mission.hint)


@st.fragment
def _mission_board(mission: Mission) -> None:
    """A board to work on; the verdict follows each change."""
    board = mount_board(mission.id, mission.begin)
    _show_verdict(mission, work(board.session.drawing))


def _show_verdict(mission: Mission, done_so_far: Work) -> None:
    verdict = judge(mission, done_so_far)
    if is_done(mission):
        st.success(f"Mission accomplished. {verdict.text if verdict.done else ''}", icon=":material/flag:")
    else:
        st.info(verdict.text, icon=":material/hourglass_empty:")


def _set_up(mission: Mission) -> None:
    try:
        session().load(mission.experiment)
    except ValueError as error:
        refuse(str(error))
        return
    st.session_state["go_to_training"] = True


SHOWN: dict[type, Callable] = {
    Text: show_text,
    Board: show_board,
    Table: show_table,
    Descent: show_descent,
    Run: show_run,
    Prediction: show_prediction,
    Mission: show_mission,
}
