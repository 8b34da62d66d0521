"""What the columns of the data are: their roles and kinds, each with its reason; changed in place."""

import pandas as pd
import streamlit as st

from nncore.data import Dataset
from nncore.data.cells import CHOSEN
from nncore.data.data import Data
from nncore.data.ready import READY
from nncore.data.roles import ROLES
from nncore.data.table import KINDS, Table
from nncore.data.table_rows import ready_table
from nncore.explain.numbers import format_number
from ui.core import own_data
from ui.core.session import Session
from ui.streamlit.seeding import attempt

HEIGHT = 322
NARROW, MIDDLE, WIDE = 84, 130, 260
"""Widths of columns, in pixels."""
BY_ROLE = {label: role for role, label in ROLES.items()}
BY_KIND = {label: kind for kind, label in KINDS.items()}


def columns(session: Session) -> None:
    """A row for each column: editable for a table of one's own, with meaning and unit for a ready set."""
    data = session.experiment.data
    if data.table is not None:
        own_columns(session, data)
    elif data.name in READY:
        st.dataframe(ready_frame(session), hide_index=True, width="stretch", height=HEIGHT)


def own_columns(session: Session, data: Data) -> None:
    table = data.table
    assert table is not None, "own tables alone come here"
    frame = own_frame(session, table)
    key = editor_key(data)
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        width="stretch",
        height=min(HEIGHT, 38 + 36 * len(frame)),
        disabled=["Column", "Why", "Missing", "Cells", "Scaled"],
        column_config={
            "Column": st.column_config.TextColumn("Column", pinned=True, width=MIDDLE),
            "Use": st.column_config.SelectboxColumn(
                "Use", options=list(BY_ROLE), required=True, width=100, help="What the column is for: click to change"
            ),
            "Type": st.column_config.SelectboxColumn(
                "Type", options=[KINDS[kind] for kind in (*CHOSEN, "empty")], required=True, width=100,
                help="What its cells are: click to change. Dates and free texts can't be inputs",
            ),
            "Why": st.column_config.TextColumn("Why", width=WIDE, help="Why it was guessed so"),
            "Missing": st.column_config.NumberColumn("Missing", format="%d", width=NARROW),
            "Cells": st.column_config.TextColumn(
                "Cells", width=MIDDLE, help="From where to where, or the most frequent texts"
            ),
            "Scaled": st.column_config.TextColumn(
                "Scaled", width=WIDE - NARROW, help="How the network sees it, by the training rows"
            ),
        },
        on_change=edited,
        args=(session, key),
    )  # fmt: skip


def own_frame(session: Session, table: Table) -> pd.DataFrame:
    """Use, kind, reason, missing cells and contents of every column."""
    data = session.experiment.data
    roles = own_data.roles_of(data)
    reasons, scaled = own_data.why(data), scaling_words(own_data.dataset_or_none(session))
    rows = [
        [
            column.name, ROLES[roles[column.name]], KINDS[column.kind], int(column.missing.sum()),
            own_data.cells_of(column), scaled.get(column.name, ""), reasons[column.name],
        ]
        for column in own_data.columns_of(session)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Column", "Use", "Type", "Missing", "Cells", "Scaled", "Why"])


def ready_frame(session: Session) -> pd.DataFrame:
    """Meaning, unit, missing cells and contents of a ready set's columns."""
    ready = READY[session.experiment.data.name]
    table = ready_table(ready.name)
    scaled = scaling_words(own_data.dataset_or_none(session))
    rows = [
        [
            column.name, column.meaning, column.unit, int(table[column.name].missing.sum()),
            own_data.cells_of(table[column.name]), scaled.get(column.name, ""),
        ]
        for column in ready.columns
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Column", "Meaning", "Unit", "Missing", "Cells", "Scaled"])


def scaling_words(dataset: Dataset | None) -> dict[str, str]:
    """Input → what is done to it: "(x − 120.9) / 31.97"; the target of a regression too, where it is scaled."""
    if dataset is None:
        return {}
    words = {}
    if dataset.data.scaling != "raw":
        for name, center, scale in zip(dataset.input_names, dataset.center, dataset.scale, strict=True):
            words[name] = scaled_word("x", center, scale)
    if dataset.target_scale != 1.0 and dataset.output_names:
        words[dataset.output_names[0]] = scaled_word("y", dataset.target_center, dataset.target_scale)
    return words


def scaled_word(name: str, center: float, scale: float) -> str:
    """What is done to a value: "(x − 120.9) / 31.97"."""
    sign = "+" if center < 0 else "−"
    shifted = f"({name} {sign} {format_number(abs(center), 4)})" if center else name
    return f"{shifted} / {format_number(scale, 4)}"


def editor_key(data: Data) -> str:
    """The editor's key: another one whenever what it shows was changed, since an editor keeps what was typed."""
    key, seen = st.session_state.get("data_columns_seen", ("data_columns.0", None))
    if seen != data:
        key = f"data_columns.{int(key.partition('.')[2]) + 1}"
    st.session_state["data_columns_seen"] = (key, data)
    return key


def edited(session: Session, key: str) -> None:
    """Carry out what was changed in the table: kinds first, as a column's role may hang on it."""
    data = session.experiment.data
    if data.table is None:
        return
    names = data.table.names
    changes = {names[row]: change for row, change in st.session_state[key]["edited_rows"].items() if row < len(names)}

    def act() -> str:
        new = data
        for name, change in changes.items():
            if "Type" in change:
                new = own_data.with_kind(new, name, BY_KIND.get(change["Type"], "text"))
        roles = {name: BY_ROLE[change["Use"]] for name, change in changes.items() if change.get("Use") in BY_ROLE}
        return own_data.change(session, own_data.with_roles(new, roles) if roles else new)

    attempt(act)
    st.session_state["data_columns_seen"] = (key, None)  # made anew, whether or not it was done
