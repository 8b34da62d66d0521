"""Draw a network by hand and see every number follow."""

import streamlit as st

from nncore.presets import PRESETS
from nncore.sentences import capitalised
from ui.core.canvas import CanvasState
from ui.core.conversation import Conversation
from ui.core.weight_table import table_edits, weight_table
from ui.names import markdown
from ui.streamlit import platform
from ui.streamlit.mount import mount
from ui.streamlit.prepared import follow_undo
from ui.streamlit.visitor import forget_unknown, session

BESIDE = ("Numbers", "Table")
"""What stands beside the drawing."""
FEW_INPUTS = 4
"""Fields that stand one below the other; more stand in two columns."""
MOST_INPUTS = 12
"""Inputs that get a number field of their own; any input can be edited on the canvas."""


def conversation() -> Conversation[CanvasState]:
    """The canvas's conversation about the visitor's session."""
    if "canvas conversation" not in st.session_state:
        st.session_state["canvas conversation"] = Conversation(CanvasState(session()))
    return st.session_state["canvas conversation"]


def attempt(edit: dict) -> None:
    """Do an edit that a widget asked for; a refusal is shown on the page."""
    if reason := session().edit(edit):
        st.session_state["refusal"] = reason


def load_preset() -> None:
    if st.session_state["preset"]:
        attempt({"kind": "preset", "name": st.session_state["preset"]})


def set_input(index: int, key: str) -> None:
    if fields()[index][0] != key:
        return  # a field that has been replaced: a browser that hasn't heard of it yet still sends its old value
    value = st.session_state[key]
    if value is not None:
        attempt({"kind": "set_input", "index": index, "value": value})
    fields()[index] = (key, session().inputs[index])


def fields() -> dict[int, tuple[str, float]]:
    """Of each input's field: its key and the value it shows."""
    return st.session_state.setdefault("input_fields", {})


def field_key(index: int, value: float) -> str:
    """The field's key: another one when the value was changed elsewhere, as on the canvas.

    A browser sends the values of all its fields along; one that it has not brought up to date yet would undo the hand.
    """
    key, shown = fields().get(index, (f"input{index}.0", value))
    if shown != value:
        key = f"input{index}.{int(key.partition('.')[2]) + 1}"
    fields()[index] = (key, value)
    return key


@st.fragment
def drawing_board() -> None:
    """The canvas and everything that moves with it."""
    talk = conversation()
    state = talk.state
    state.table = st.session_state.get("beside") == "Table"
    with state.session.lock:
        asked = (st.session_state.get("canvas") or {}).get("request")
        talk.shown = None  # the widgets follow
        frame = talk.hear(asked)
        talk.widgets_made()
        follow_undo()
        canvas, words = st.columns([0.72, 0.28], gap="small")
        with canvas:
            mount("canvas/draw.js", key="canvas", data=frame, on_request_change=lambda: None)
        with words:
            show_refusal()
            forget_unknown("beside", BESIDE)
            st.segmented_control(
                "Beside the drawing",
                BESIDE,
                default=BESIDE[0],
                key="beside",
                label_visibility="collapsed",
                help="The arithmetic of the selected neuron, or every weight in a table",
            )
            if state.table:
                show_table()
            else:
                mount("canvas/arithmetic.js", key="arithmetic", data={"words": state.words()})
                show_inputs()


def show_refusal() -> None:
    if reason := st.session_state.pop("refusal", None):
        st.warning(markdown(capitalised(reason)), icon=":material/info:")


def show_inputs() -> None:
    names = session().drawing.network.input_names
    columns = st.columns(2 if len(names) > FEW_INPUTS else 1)
    for index, name in enumerate(names[:MOST_INPUTS]):
        value = session().inputs[index]
        key = field_key(index, value)
        columns[index % len(columns)].number_input(
            markdown(name),
            value=value,
            key=key,
            format="%g",
            step=0.1,
            min_value=-1e6,
            max_value=1e6,
            on_change=set_input,
            args=(index, key),
            help="The value of this input; on the canvas, drag the number sideways",
        )
    if len(names) > MOST_INPUTS:
        st.caption(f"{len(names) - MOST_INPUTS} more inputs: edit them on the drawing.")


def show_table() -> None:
    """Every weight and bias as a row, edited in place."""
    shown = weight_table(session().drawing)
    key = table_key()
    st.data_editor(
        shown.frame,
        key=key,
        hide_index=True,
        height=560,
        disabled=["into", "from"],
        column_config={
            "into": st.column_config.TextColumn("Into", help="The neuron that reads"),
            "from": st.column_config.TextColumn("From", help="Where the value comes from; “bias” adds a constant"),
            "value": st.column_config.NumberColumn("Weight", format="%.6g", required=True, help="Type a number"),
            "pinned": st.column_config.CheckboxColumn("Pin", help="Training leaves a pinned number alone"),
        },
        on_change=table_edited,
        args=(key, shown.ids),
    )
    if shown.left_out:
        st.caption(f"{shown.left_out:,} more weights: edit them on the drawing.")


def table_key() -> str:
    """The table's key: another one when the drawing was changed elsewhere, since an editor keeps what was typed."""
    key, seen = st.session_state.get("table_seen", ("table.0", None))
    if seen != session().drawing:
        key = f"table.{int(key.partition('.')[2]) + 1}"
    st.session_state["table_seen"] = (key, session().drawing)
    return key


def table_edited(key: str, ids: list[str]) -> None:
    for edit in table_edits(ids, st.session_state[key]["edited_rows"], session().drawing):
        attempt(edit)
    st.session_state["table_seen"] = (key, session().drawing)


platform.through_app()
title, picker, note = st.columns([0.16, 0.28, 0.56], vertical_alignment="center")
with title:
    st.title("Draw", anchor=False)
with picker:
    st.selectbox(
        "Begin with",
        list(PRESETS),
        index=None,
        key="preset",
        format_func=lambda name: PRESETS[name].label,
        on_change=load_preset,
        placeholder="Begin with a ready drawing, or an empty board",
        label_visibility="collapsed",
        help="Replaces the drawing; Undo brings it back",
    )
with note:
    if chosen := st.session_state.get("preset"):
        st.caption(PRESETS[chosen].note)
    else:
        st.caption("Click a number to edit it, drag it sideways to change it, drag from a neuron's port to connect.")
drawing_board()
