"""The widgets of the page about one row: choose it, change it, and see what the network makes of it."""

import html
from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from nncore.inspection import Change, Column, Importance, Predictor, partial_dependence, permutation_importance
from nncore.inspection.dependence import answers_over
from nncore.propagation import Pass
from ui import figures
from ui.core import inspected
from ui.core.inspected import Trial
from ui.core.plots import picture_side
from ui.core.session import Session, same
from ui.figures.importance import MOST_BARS
from ui.names import markdown
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.picture import picture

TRIAL, COLUMN, COMPUTED = "inspect trial", "inspect column", "inspect computed"
ROOM, CURVE, PICTURE, ROW_HEIGHT, AROUND, FEWEST_ROWS = 560, 240, 200, 21, 66, 4
"""Pixels of the window left to what is around the network; of a chart over a column; of a row shown as a picture;
of a bar; and around the bars; and for how many there is room at least."""
ALONE = "alone: partial dependence"
SLICE = 50
"""Points of a slice along each side."""

STYLE = """<style>
.stMain h2 { font-size: 1.25rem; padding: 0.5rem 0 0.25rem; }
.ns-row { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
.ns-row :is(th, td) { padding: 0.1875rem 0.5rem; text-align: right; }
.ns-row :is(th, td) { border: 0; border-bottom: 1px solid var(--ns-line); }
.ns-row :is(th:first-child, td:first-child) { text-align: left; padding-left: 0; overflow-wrap: anywhere; }
.ns-row th { font-weight: 400; color: var(--ns-muted); font-size: 0.875rem; }
.ns-row td strong { color: var(--ns-accent); }
.ns-row s { color: var(--ns-muted); }
.ns-row tr[aria-current] td { background: var(--ns-surface); }
.ns-scroll { max-height: 24rem; overflow-y: auto; }
.ns-answer { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; font-size: 0.875rem; }
.ns-answer div { min-width: 5rem; }
.ns-answer span { display: block; min-height: 1.25rem; color: var(--ns-muted); }
.ns-answer strong { font-size: 1.25rem; font-weight: 600; overflow-wrap: anywhere; }
.ns-answer .right strong { color: var(--ns-good); }
.ns-answer .wrong strong { color: var(--ns-bad); }
</style>"""


def inside(session: Session) -> None:
    """The whole page for a drawing that fits its data."""
    predictor = inspected.predictor_of(session)
    if session.shows_first_weights and session.experiment.theta is None:
        st.info("This network is not trained yet: what it answers is chance.", icon=":material/info:")
        st.page_link("pages/train.py", label="Train it", icon=":material/play_circle:")
    left, middle, right = st.columns([0.27, 0.37, 0.36], gap="medium")
    with left:
        trial = choose_trial(predictor)
        if trial is None:
            return
        show_values(session, predictor, trial)
    column = chosen_column(predictor)
    with middle:
        show_answer(predictor, trial)
        show_flow(session, predictor, trial)
        show_smallest_change(predictor, trial)
    with right:
        change_value(predictor, trial)
        show_column(predictor, trial, column)
        show_importance(session, predictor, column)


# -------------------------------------------------------------------- which row, and its values


def choose_trial(predictor: Predictor) -> Trial | None:
    """The row to look at, with what was changed in it; None where there is no such row."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="inspect controls"):
        way = st.selectbox(
            "Go through",
            inspected.ways(predictor),
            key="inspect way",
            width=180,
            help="All rows, those that are classified wrongly or are furthest off, or those of one class",
        )
        rows = inspected.rows_by(predictor, way)
        if not len(rows):
            st.info("No such row: choose another way to go through them.", icon=":material/info:")
            return None
        number = st.number_input(
            f"Row, of {len(rows):,}",
            1,
            len(rows),
            key=f"inspect number {way} {len(rows)}",
            width=130,
            help="One after the other with + and −",
        )
    row = int(rows[number - 1])
    kept = st.session_state.get(TRIAL)
    if kept is None or kept[0] != predictor.dataset.data or kept[1].row != row:
        keep(predictor, inspected.trial_of(predictor, row))
    trial: Trial = st.session_state[TRIAL][1]
    return trial


def keep(predictor: Predictor, trial: Trial) -> None:
    """Make this the row with its changed values."""
    st.session_state[TRIAL] = (predictor.dataset.data, trial)


def show_values(session: Session, predictor: Predictor, trial: Trial) -> None:
    """All columns of the row, and the way back to its own values."""
    dataset, chosen = predictor.dataset, chosen_column(predictor)
    number = int(dataset.source[trial.row]) + 1
    st.caption(f"Row {number:,} of the data, {inspected.part_words(predictor, trial.row)}.")
    if missing := inspected.filled_in(session, predictor, trial.row):
        st.caption(f"Missing in this row: {markdown(', '.join(missing))}. The typical value stands in.")
    show_picture(predictor, trial)
    lines = inspected.values_table(predictor, trial)
    current = [column is chosen for column in predictor.columns]
    body = "".join(_line_html(*line, marked) for line, marked in zip(lines, current, strict=True))
    st.html(
        '<div class="ns-scroll" tabindex="0" role="region" aria-label="Values of the row"><table class="ns-row">'
        f"<thead><tr><th>column</th><th>this row</th><th>typical</th></tr></thead><tbody>{body}</tbody></table></div>"
    )
    own = inspected.trial_of(predictor, trial.row)
    st.button(
        "Its own values again",
        icon=":material/undo:",
        key="inspect back",
        disabled=trial == own,
        on_click=keep,
        args=(predictor, own),
        help="Takes back what you have changed in this row",
    )


def show_picture(predictor: Predictor, trial: Trial) -> None:
    """The row as a picture where its columns are pixels, with the values as they are now."""
    side = picture_side(predictor.dataset)
    if side is None:
        return
    span = float(predictor.span.min()), float(predictor.span.max())
    figure = figures.row_picture(trial.values, side, "", span=span, dark=is_dark())
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    text = f"The row as a picture of {side} × {side} pixels; the data say {inspected.truth_words(predictor, trial.row)}"
    chart(figure, "inspect row picture", text, height=PICTURE)


def _line_html(name: str, now: str, before: str, typical: str, marked: bool) -> str:
    name, now, before, typical = map(html.escape, (name, now, before, typical))
    value = f"<s>{before}</s> <strong>{now}</strong>" if before else now
    current = ' aria-current="true"' if marked else ""
    return f"<tr{current}><td>{name}</td><td>{value}</td><td>{typical}</td></tr>"


# -------------------------------------------------------------------- the answer


def show_answer(predictor: Predictor, trial: Trial) -> None:
    """Answer, truth and verdict, and the answer to the row's own values where some were changed."""
    output = predictor.answer(trial.values[None])[0]
    own = inspected.trial_of(predictor, trial.row)
    tiles = [
        _tile_html("Answer", *inspected.answer_parts(predictor, output)),
        _tile_html("The data say", inspected.truth_words(predictor, trial.row)),
    ]
    if trial == own:
        verdict = inspected.verdict(predictor, trial.row, output)
        tiles.append(_tile_html("So it is", verdict, kind=verdict if verdict in ("right", "wrong") else ""))
    else:
        before = predictor.answer(own.values[None])[0]
        tiles.append(_tile_html("Before your change", *inspected.answer_parts(predictor, before)))
    st.html(f'<div class="ns-answer" role="status">{"".join(tiles)}</div>')


def _tile_html(label: str, words: str, note: str = "", kind: str = "") -> str:
    label, words, note = map(html.escape, (label, words, note))
    return f'<div class="{kind}"><span>{label}</span><strong>{words}</strong><span>{note}</span></div>'


def show_flow(session: Session, predictor: Predictor, trial: Trial) -> None:
    """The row on its way through the network."""
    inputs = predictor.dataset.transform(trial.values[None])
    if not np.isfinite(inputs).all():
        st.warning("With these values the network has no answer. Change one back.", icon=":material/info:")
        return
    trace = Pass(predictor.network, predictor.theta, inputs).trace
    label = "Network with this row's values in every neuron, standardised as it reads them"
    picture("inspect picture", predictor.network, session.theta, trace, label=label, room=ROOM)


def show_smallest_change(predictor: Predictor, trial: Trial) -> None:
    """The smallest change of one value that brings another answer, in words, and a button that makes it."""
    st.header("The smallest change", anchor=False)
    amount = choose_amount(predictor)
    changes = inspected.changes_for(predictor, trial, amount)
    if not changes:
        reach = "moves the answer that far" if predictor.dataset.task == "regression" else "brings another class"
        st.markdown(f"No single value, changed within the range of the data, {reach}.")
        return
    smallest = changes[0]
    answer = markdown(inspected.answer_words(predictor, smallest.output))
    st.markdown(
        f"Change **{markdown(inspected.step_words(smallest))}** ({inspected.size_words(smallest)}), and the answer "
        f"becomes **{answer}**."
    )
    st.button(
        "Put it in",
        icon=":material/keyboard_double_arrow_right:",
        type="primary",
        key="inspect put in",
        on_click=put_in,
        args=(predictor, trial, smallest),
        help="Changes this value in the row, so that you see the answer turn",
    )
    if also := inspected.also_words(changes):
        st.caption(f"Others that do it by themselves, by larger steps: {markdown(also)}.")


def choose_amount(predictor: Predictor) -> float:
    """How far the answer of a regression is to move; of no account for classes."""
    usual = inspected.usual_amount(predictor)
    if predictor.dataset.task != "regression":
        return usual
    return st.number_input(
        "Move the answer by",
        min_value=usual / 100,
        value=usual,
        step=usual / 2,
        format="%g",
        key=f"inspect amount {usual:g}",
        width=180,
        help="Up or down, in the units of the target",
    )


def put_in(predictor: Predictor, trial: Trial, change: Change) -> None:
    """Make a change, and have its column on show."""
    keep(predictor, trial.put_in(change.column, change.after))
    st.session_state[COLUMN] = change.column.name


# -------------------------------------------------------------------- one column


def chosen_column(predictor: Predictor) -> Column:
    """The column on show; the first one that changes to begin with."""
    by_name = {column.name: column for column in predictor.columns}
    if st.session_state.get(COLUMN) not in by_name:
        st.session_state[COLUMN] = inspected.first_that_changes(predictor).name
    return by_name[st.session_state[COLUMN]]


def change_value(predictor: Predictor, trial: Trial) -> None:
    """The choice of a column and a slider, or the categories, for its value."""
    choice, place = st.columns([0.42, 0.58], gap="medium")
    with choice:
        st.selectbox(
            "Column",
            [column.name for column in predictor.columns],
            format_func=lambda name: name.replace("_", " "),
            key=COLUMN,
            help="The column to change and to draw below",
        )
    with place:
        value_field(predictor, trial, chosen_column(predictor))


def value_field(predictor: Predictor, trial: Trial, column: Column) -> None:
    """A slider for a number, a menu for a category."""
    key = f"inspect value {column.name} {column.places}"
    now = column.value_in(trial.values)
    if st.session_state.get(key) != now:  # else a slider that is still being dragged would jump back
        st.session_state[key] = now

    def changed() -> None:
        keep(predictor, trial.put_in(column, st.session_state[key]))

    label, help = markdown(inspected.name_of(column)), "Move it, and the answer follows"
    if column.categories:
        st.selectbox(label, column.categories, key=key, on_change=changed, help=help)
        return
    low, high = predictor.span[column.places[0]].tolist()
    if low == high:
        st.caption("It is the same in all rows.")
        return
    step = inspected.step_of(predictor, column)
    decimals = max(0, round(-np.log10(step)))
    st.slider(label, low, high, step=step, format=f"%.{decimals}f", key=key, on_change=changed, help=help)


def show_column(predictor: Predictor, trial: Trial, column: Column) -> None:
    """The answer over the column, alone or together with another one."""
    partner = choose_partner(predictor, column)
    if partner is None:
        show_dependence(predictor, trial, column)
    else:
        show_slice(predictor, trial, column, partner)


def choose_partner(predictor: Predictor, column: Column) -> Column | None:
    """Another column that spans a plane with this one, None for this one alone."""
    partners = {f"together with {partner.name}": partner for partner in inspected.partners(predictor, column)}
    if not partners:
        return None
    chosen = st.selectbox(
        "Draw it",
        [ALONE, *partners],
        key=f"inspect partner {column.name}",
        label_visibility="collapsed",
        help="Alone, on average and for this row; or a slice through this row over two columns",
    )
    return partners.get(chosen)


def show_slice(predictor: Predictor, trial: Trial, column: Column, partner: Column) -> None:
    """The answer over two columns, all else as in this row."""
    places = (column.places[0], partner.places[0])
    grid = predictor.dataset.grid(places, SLICE, trial.values)
    names = inspected.name_of(column), inspected.name_of(partner)
    figure = figures.slice_through(
        predictor.dataset,
        grid,
        predictor.answer(grid.raw),
        names=names,
        at=(trial.raw[places[0]], trial.raw[places[1]]),
        span=inspected.full_colours(predictor),
        dark=is_dark(),
    )
    text = f"Answer over {names[0]} and {names[1]}, all other values as in this row, which is marked"
    chart(figure, "inspect slice", text, height=CURVE)


def show_dependence(predictor: Predictor, trial: Trial, column: Column) -> None:
    """The answer over the column, on average and for this row."""
    names = inspected.output_names(predictor)
    output = 0
    if len(names) > 1:
        output = st.selectbox(
            "Output",
            range(len(names)),
            format_func=lambda number: names[number],
            key=f"inspect output {len(names)}",
            help="The class whose output is drawn",
        )
    found = remembered(f"inspect dependence {column.name}", predictor, lambda: partial_dependence(predictor, column))
    own = answers_over(predictor, column, trial.values[None], found.values)[0, :, output]
    value = column.value_in(trial.values)
    place = float(column.categories.index(value)) if column.categories else value
    answer = float(predictor.answer(trial.values[None])[0, output])
    name = inspected.name_of(column)
    figure = figures.partial_dependence(
        found.values,
        found.lines[:, :, output],
        own,
        name=name,
        output=f"output {names[output]}",
        at=(place, answer),
        turn=inspected.turning_point(predictor),
        categories=column.categories,
        dark=is_dark(),
    )
    text = f"Output over {name}, on average and for this row, which is at {inspected.shown(value)}"
    chart(figure, "inspect curve", text, height=CURVE)


def show_importance(session: Session, predictor: Predictor, column: Column) -> None:
    """How much each column matters to the network."""
    st.header("What the network relies on", anchor=False)
    test = predictor.dataset.test
    rows = test if len(test) > 1 else predictor.dataset.train
    with st.spinner("Shuffling one column after the other …"):
        found: Importance = remembered(
            "inspect importance",
            predictor,
            lambda: permutation_importance(predictor, rows, inspected.shuffles(session)),
        )
    measure = "R²" if predictor.dataset.task == "regression" else "accuracy"
    names = [inspected.name_of(one) for one in predictor.columns]
    chosen = predictor.columns.index(column)
    figure = figures.importance(names, found.mean, found.spread, lost=f"{measure} lost", chosen=chosen, dark=is_dark())
    shown = max(FEWEST_ROWS, min(len(names), MOST_BARS))
    chart(figure, "inspect importance", inspected.importance_words(found, names), height=AROUND + ROW_HEIGHT * shown)
    which = "held-out" if len(test) > 1 else "training"
    st.caption(
        f"What is lost where one column is shuffled among {found.rows:,} {which} rows, and its spread over "
        f"{found.drops.shape[1]} shuffles. Columns that say the same share it."
    )


def remembered(key: str, predictor: Predictor, compute: Callable[[], Any]) -> Any:
    """What was computed for this network and these data; all such things are forgotten with another one."""
    data, marks = predictor.dataset.data, (predictor.network, predictor.theta)  # equal rows may have been made anew
    kept_data, kept_marks, found = st.session_state.get(COMPUTED, (None, (), {}))
    if kept_data != data or not same(kept_marks, marks):
        found = {}
    st.session_state[COMPUTED] = (data, marks, found)
    if key not in found:
        found[key] = compute()
    return found[key]
