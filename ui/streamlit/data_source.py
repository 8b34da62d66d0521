"""Where data come from: a ready set, a file, text that is pasted, a small table that is typed, a formula."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from nncore.data import DATASETS, Data
from nncore.data.features import FUNCTIONS, FormulaError
from nncore.data.layout import read_sheet
from nncore.data.reading import DECIMALS, table_from
from nncore.data.ready import READY
from nncore.data.recognise import ENCODINGS, LARGEST_FILE
from nncore.data.separated import SEPARATORS
from nncore.data.table import MOST_COLUMNS, MOST_ROWS
from nncore.sentences import sentence
from ui.core import own_data
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit import controls
from ui.streamlit.data_board import data_board
from ui.streamlit.visitor import widget_key, widgets_anew

REFUSED = "data_refused"
SHEET = "data_sheet"
EXAMPLE = "size, weight, kind\n1.5, 20, cat\n2.5, 30, dog\n1.2, 18, cat"
TYPED_COLUMNS = ("x1", "x2", "y")
TYPED_ROWS = 6
MOST_TYPED = 2_000
"""Rows that a table to type into may grow to."""


@dataclass(frozen=True)
class Brought:
    """A file as it was read last: its name, what parts its cells, and what was chosen about reading it."""

    name: str
    content: bytes
    separator: str
    choices: dict[str, Any]


def source(session: Session) -> None:
    """Choose where data come from, and bring them."""
    options = {
        "Ready sets": ready_sets,
        "File": file,
        "Paste": paste,
        "Type": type_in,
        "Draw": data_board,
        "Formula": formula,
    }
    st.session_state.setdefault("data_from", "Ready sets")
    chosen = st.segmented_control("Where the data come from", list(options), key="data_from", required=True)
    options[chosen or "Ready sets"](session)
    if reason := st.session_state.pop(REFUSED, None):
        st.error(markdown(sentence(reason)), icon=":material/error:")


def refuse(reason: str) -> None:
    st.session_state[REFUSED] = reason


def ready_sets(session: Session) -> None:
    """Toy sets and tables that come with the app."""
    name = session.experiment.data.name
    names = [key for key, kind in DATASETS.items() if kind.group]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Ready set",
            names if name in names else [None, *names],
            format_func=lambda key: f"{DATASETS[key].label}: {DATASETS[key].description}" if key else "Choose one …",
            **controls.seeded(
                "data_ready", name if name in names else None, lambda key: key and bring(session, Data(key))
            ),
        )
        if name in READY:
            st.button(
                "Change columns",
                icon=":material/edit:",
                help="Make it a table of your own, so that you can predict another column or change kinds",
                on_click=lambda: bring(session, own_data.own_table(session.experiment.data)),
            )
    if name in READY:
        ready = READY[name]
        st.caption(f"Source: [{ready.source}]({ready.url}). Licence: {ready.licence}.")


def bring(session: Session, data: Data) -> None:
    if reason := own_data.bring(session, data):
        refuse(reason)
        return
    st.session_state.pop(SHEET, None)
    widgets_anew()


def file(session: Session) -> None:
    """Upload or drop a file; it is read once."""
    uploaded = st.file_uploader(
        "Drop a file here or browse: CSV, TSV, text, Excel, JSON, also packed by gzip",
        key="data_file",
        help=f"At most {LARGEST_FILE / 1e6:.0f} MB, {MOST_ROWS:,} rows and {MOST_COLUMNS} columns. "
        "It stays on this server only while you use it",
    )
    if uploaded is None:
        return
    seen = getattr(uploaded, "file_id", uploaded.name)
    if st.session_state.get("data_seen") != seen:
        st.session_state["data_seen"] = seen
        with st.spinner(f"Reading {markdown(uploaded.name)} …"):
            read(session, uploaded.getvalue(), uploaded.name)
    elif REFUSED not in st.session_state and SHEET not in st.session_state:
        st.caption("Choose another file, or this one again, to go back to it.")


def paste(session: Session) -> None:
    """Text that was copied from a spreadsheet or a page."""
    text = st.text_area(
        "Paste rows, for instance from a spreadsheet",
        key="data_text",
        height=140,
        placeholder=EXAMPLE,
        help="One row a line, cells parted by commas, semicolons, tabs, bars or blanks",
    )
    if st.button("Read it", icon=":material/content_paste:", type="primary", key="data_read"):
        if text.strip():
            read(session, text.encode(), "pasted rows")
        else:
            st.info("Nothing was pasted yet. Copy some rows, click into the field, and paste them.")


def type_in(session: Session) -> None:
    """A small table, typed cell by cell."""
    data = session.experiment.data
    if "data_typed" not in st.session_state:
        names: tuple[str, ...] = TYPED_COLUMNS
        rows: list[Any] = [[None] * len(names)] * TYPED_ROWS
        if data.table is not None and len(data.table) <= MOST_TYPED:
            names, rows = data.table.names, [list(row) for row in data.table.rows()]
        st.session_state["data_typed"] = pd.DataFrame(rows, columns=list(names), dtype=object)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        headings = st.text_input(
            "Columns",
            value=", ".join(st.session_state["data_typed"].columns),
            key="data_headings",
            help="Names of the columns, parted by commas; the last one is predicted unless you choose another",
        )
    wanted = list(dict.fromkeys(name.strip()[:200] for name in headings.split(",") if name.strip()))[:MOST_COLUMNS]
    frame = st.session_state["data_typed"]
    if wanted and wanted != list(frame.columns):
        cells = frame.to_numpy(dtype=object).tolist()
        width = len(wanted)
        frame = pd.DataFrame([[*row, *[None] * width][:width] for row in cells], columns=wanted, dtype=object)
        st.session_state["data_typed"] = frame
    typed = st.data_editor(
        frame.astype("string"),
        key=f"data_cells {len(frame.columns)} {hash(tuple(frame.columns))}",
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        height=260,
    )
    if st.button("Use this table", icon=":material/check:", type="primary", key="data_use_typed"):
        rows = [row for row in typed.astype(object).where(typed.notna(), "").to_numpy().tolist() if any(row)]
        lines = [[str(cell).replace('"', '""') for cell in row] for row in [list(typed.columns), *rows[:MOST_TYPED]]]
        text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
        read(session, text.encode(), "typed table", header=True, separator=",")
        st.rerun()


def formula(session: Session) -> None:
    """Points of the plane labelled by a formula."""
    data = session.experiment.data
    now = data.formula if data.name == "formula" else DATASETS["formula"].formula
    text = st.text_input(
        "Formula of x1 and x2",
        value=now,
        key=widget_key("data_formula"),
        help=f"Compare for two classes, as in x1**2 + x2**2 < 9, or compute a value, as in sin(x1) * x2. "
        f"Functions: {', '.join(FUNCTIONS)}. It is read as a formula and never run as a program",
    )
    if not text.strip() or (data.name == "formula" and text == data.formula):
        st.caption("Both inputs go from −6 to 6. A comparison makes two classes, anything else a value to predict.")
        if data.name == "formula":
            return
    if data.name != "formula" and not st.button("Use this formula", type="primary", key="data_use_formula"):
        return
    try:
        settings = {"noise": data.noise, "samples": data.samples} if data.samples else {}
        new = Data("formula", formula=text, seed=data.seed, **settings)
    except FormulaError as error:
        st.error(markdown(sentence(str(error))), icon=":material/error:")
        st.code(error.marked, language=None)
        return
    except ValueError as error:
        refuse(str(error))
        return
    bring(session, new)
    if REFUSED not in st.session_state:
        st.rerun()


# -------------------------------------------------------------------- reading


def read(session: Session, content: bytes, name: str, **choices: Any) -> None:
    """Read a file and begin with it; where that fails, what was there stays."""
    try:
        with own_data.READING:
            sheet = read_sheet(content, **choices)
            table = table_from(sheet, name[:80])
    except ValueError as error:
        refuse(f"{name}: {error}")
        return
    if reason := own_data.bring_table(session, table):
        refuse(f"{name}: {reason}")
        return
    st.session_state[SHEET] = Brought(name, content, sheet.separator, choices)
    widgets_anew()


def reading_choices(session: Session) -> None:
    """How the file was read, each guess with a control to change it."""
    data, brought = session.experiment.data, st.session_state.get(SHEET)
    if data.table is None or data.table.guesses is None:
        return
    guesses = data.table.guesses
    with st.expander("How it was read", icon=":material/description:"):
        st.caption(" · ".join(f"{what}: {value}" for what, value in guesses.layout))
        for line in repair_log(data):
            st.markdown(f"- {markdown(line)}")
        if not repair_log(data):
            st.caption("Nothing had to be changed to read it.")
        if brought is None or guesses.format not in ("CSV", "TSV", "text"):
            return
        with st.container(horizontal=True):
            choice(session, "header", "First line", {True: "names the columns", False: "is a row"}, guesses.header)
            choice(session, "separator", "Cells end at", SEPARATORS, brought.separator)
            choice(session, "decimal", "Decimal sign", DECIMALS, guesses.decimal)
            written = dict(guesses.layout).get("Encoding", "UTF-8")
            names = {key: label for key, label in ENCODINGS.items() if key in ("utf-8", "utf-16", "cp1252", "latin-1")}
            now = next((key for key, label in ENCODINGS.items() if label == written), "utf-8")
            choice(session, "encoding", "Encoding", names if now in names else {now: written, **names}, now)


def choice(session: Session, name: str, label: str, options: dict, now: Any) -> None:
    st.selectbox(
        label,
        list(options),
        format_func=lambda key: options.get(key, str(key)),
        width=190,
        **controls.seeded(f"data_{name}", now, lambda value: anew(session, name, value)),
    )


def anew(session: Session, name: str, value: Any) -> None:
    """Read the file again with another choice."""
    brought: Brought = st.session_state[SHEET]
    choices = {**brought.choices, name: value}
    of_layout = {key: choices[key] for key in choices if key in ("header", "separator", "encoding", "above")}
    of_cells = {key: choices[key] for key in choices if key in ("decimal",)}
    try:
        with own_data.READING:
            sheet = read_sheet(brought.content, **of_layout)
            data = own_data.read_anew(session.experiment.data, sheet, **of_cells)
    except ValueError as error:
        refuse(str(error))
        return
    if reason := own_data.bring(session, data):
        refuse(reason)
        return
    st.session_state[SHEET] = replace(brought, separator=sheet.separator, choices=choices)
    widgets_anew()


def repair_log(data: Data) -> list[str]:
    """What was changed on the way from the file to the rows, a line each."""
    table = data.table
    if table is None:
        return []
    lines = list(table.guesses.repairs) if table.guesses else []
    for guess in table.guesses.columns if table.guesses else ():
        lines += [f"{guess.name}: {repair}" for repair in guess.repairs]
    for name, value in data.blanks:
        count = sum(cell == value for cell in table[name].cells())
        shown = f"{value:g}" if isinstance(value, float) else value
        lines.append(f"{name}: {count:,} cells {shown} → missing")
    return lines
