"""Where data come from: a ready set, a file, text that is pasted, a small table that is typed, a formula."""

import csv
from collections.abc import Callable
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
from nncore.data.table import MOST_COLUMNS, MOST_ROWS, Table
from nncore.data.writing import csv_text
from nncore.sentences import sentence
from ui.core import own_data
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit.data_board import data_board
from ui.streamlit.seeding import seeded
from ui.streamlit.visitor import widgets_anew

FROM = "data_from"
REFUSED = "data_refused"
BROUGHT = "data_brought"
EXAMPLE = "size, weight, kind\n1.5, 20, cat\n2.5, 30, dog\n1.2, 18, cat"
TYPED = "data_typed"
TYPED_COLUMNS = ("x1", "x2", "y")
TYPED_ROWS = 6
MOST_TYPED = 2_000
"""Rows that a table to type into may grow to."""


@dataclass(frozen=True)
class Brought:
    """The file that was brought last, and every way in which it was read so far."""

    content: bytes
    readings: tuple["Reading", ...]

    def reading(self, table: Table | None) -> "Reading | None":
        """The reading that a table came from; None where it came from elsewhere."""
        layout = table.guesses.layout if table and table.guesses else None
        return next((one for one in self.readings if one.layout is layout), None)


@dataclass(frozen=True)
class Reading:
    """One way to read a file: what was chosen, where cells were found to end, and the layout it led to."""

    choices: dict[str, Any]
    separator: str
    layout: tuple[tuple[str, str], ...]


def source(session: Session) -> None:
    """Choose where data come from, and bring them."""
    outlive(FROM, first_shown(session))
    with st.container(horizontal=True, key="data_bring"):
        with st.container(key="data_ways", width="content"):
            chosen = st.segmented_control("Where the data come from", list(SOURCES), key=FROM, required=True)
        with st.container(key="data_way"):
            SOURCES[remember(FROM, chosen)](session)
    if found := st.session_state.pop(REFUSED, None):
        name, reason = found
        words = f"{name}: {reason}. The data below are as they were." if name else sentence(reason)
        st.error(markdown(words), icon=":material/error:")


def first_shown(session: Session) -> str:
    """The way that is shown before one is chosen: where the data in use were made by hand, that one."""
    return {"points": "Draw", "formula": "Formula"}.get(session.experiment.data.name, "File")


def refuse(reason: str, name: str = "") -> None:
    """Say it with the next run. name: of the file that was refused."""
    st.session_state[REFUSED] = (name, reason)


def outlive(key: str, otherwise: Any) -> None:
    """Before a widget is made: what it held when it was last shown, as Streamlit forgets what isn't on the page."""
    st.session_state.setdefault(key, st.session_state.get(f"{key} kept", otherwise))


def remember(key: str, value: Any) -> Any:
    """After a widget was made: keep what it holds."""
    st.session_state[f"{key} kept"] = value
    return value


def ready_sets(session: Session) -> None:
    """Toy sets and tables that come with the app."""
    name = session.experiment.data.name
    names = [key for key, kind in DATASETS.items() if kind.group]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Ready set",
            names if name in names else ["", *names],
            format_func=lambda key: f"{DATASETS[key].label}: {DATASETS[key].description}" if key else "Choose one …",
            help="Toy sets of the plane, and tables with their source and licence",
            **seeded("data_ready", name if name in names else "", lambda key: ready_set(session, key)),
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


def ready_set(session: Session, name: str) -> None:
    if name:
        bring(session, Data(name))


def bring(session: Session, data: Data) -> None:
    if reason := own_data.bring(session, data):
        refuse(reason)
    else:
        widgets_anew()


def file(session: Session) -> None:
    """Upload or drop a file; it is read once."""
    uploaded = st.file_uploader(
        "Drop a file here, or browse: CSV, TSV, text, Excel, JSON, also packed by gzip",
        key="data_file",
        max_upload_size=LARGEST_FILE // 1_000_000,
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


def paste(session: Session) -> None:
    """Text that was copied from a spreadsheet or a page."""
    outlive("data_text", "")
    text = st.text_area(
        "Paste rows, for instance from a spreadsheet",
        key="data_text",
        height=120,
        placeholder=EXAMPLE,
        help="One row a line, cells parted by commas, semicolons, tabs, bars or blanks",
    )
    remember("data_text", text)
    if st.button("Read it", icon=":material/content_paste:", key="data_read"):
        if text.strip():
            read(session, text.encode(), "pasted rows")
        else:
            st.info("Nothing was pasted yet. Copy some rows, click into the field, and paste them.")


def type_in(session: Session) -> None:
    """A small table, typed cell by cell or pasted into it."""
    outlive("data_headings", ", ".join(TYPED_COLUMNS))
    left, right = st.columns([1, 2.2], gap="medium")
    with left:
        headings = st.text_input(
            "Columns",
            key="data_headings",
            help="Names of the columns, parted by commas; the last one is predicted unless you choose another",
        )
        names = heading_names(remember("data_headings", headings)) or list(TYPED_COLUMNS)
        used = st.button("Use this table", icon=":material/check:", key="data_use_typed")
        if small_table(session):
            st.button(
                "Start from the data in use",
                icon=":material/table_edit:",
                help="Put their rows here, to change them",
                on_click=copy_table,
                args=(session,),
            )
    with right:
        typed = typed_cells(names)
    if used:
        use_typed(session, typed)


def heading_names(headings: str) -> list[str]:
    """The names in a list parted by commas, each once."""
    return list(dict.fromkeys(name.strip()[:200] for name in headings.split(",") if name.strip()))[:MOST_COLUMNS]


def typed_cells(names: list[str]) -> pd.DataFrame:
    """A table to type into. What was typed stays when columns are renamed, and while another way is shown."""
    cells = st.session_state.get(TYPED) or [[None] * len(names)] * TYPED_ROWS
    key = f"data_cells {st.session_state.get('data_copied', 0)} {names}"
    base, width = f"{key} base", len(names)
    if key not in st.session_state:  # an editor that is made anew begins with what was typed
        for old in [old for old in st.session_state if str(old).startswith("data_cells") and str(old) != key]:
            del st.session_state[old]
        rows = [[*row, *[None] * width][:width] for row in cells]
        st.session_state[base] = pd.DataFrame(rows, columns=names, dtype="string")
    typed = st.data_editor(
        st.session_state[base],
        key=key,
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        height=230,
        placeholder="",
    )
    st.session_state[TYPED] = typed.astype(object).where(typed.notna(), None).to_numpy().tolist()
    return typed


def small_table(session: Session) -> Table | None:
    """The visitor's own table where it is small enough to be typed into."""
    table = session.experiment.data.table
    return table if table is not None and len(table) <= MOST_TYPED else None


def copy_table(session: Session) -> None:
    """Put the rows of the data into the table to type into."""
    if table := small_table(session):
        st.session_state[TYPED] = [list(row) for row in zip(*map(own_data.written, table.columns), strict=True)]
        names = ", ".join(name.replace(",", " ") for name in table.names)
        st.session_state["data_headings"] = st.session_state["data_headings kept"] = names
        st.session_state["data_copied"] = st.session_state.get("data_copied", 0) + 1


def use_typed(session: Session, typed: pd.DataFrame) -> None:
    """Begin with the rows that have something in them."""
    rows = [row for row in typed.astype(object).where(typed.notna(), "").to_numpy().tolist() if any(row)]
    if not rows:
        st.info("Nothing was typed yet. Click into a cell, type, and go on with the Tab key.")
        return
    text = csv_text(typed.columns, rows[:MOST_TYPED], csv.QUOTE_ALL)
    read(session, text.encode(), "typed table", header=True, separator=",")
    st.rerun()


def formula(session: Session) -> None:
    """Points of the plane labelled by a formula."""
    data = session.experiment.data
    now = data.formula if data.name == "formula" else DATASETS["formula"].formula
    if st.session_state.get("data_formula of") != now:  # another one than was shown: by an undo, or a link
        st.session_state["data_formula of"] = st.session_state["data_formula"] = now
    outlive("data_formula", now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Formula of x1 and x2",
            key="data_formula",
            help=f"Compare for two classes, as in x1**2 + x2**2 < 9, or compute a value, as in sin(x1) * x2. "
            f"Functions: {', '.join(FUNCTIONS)}. It is read as a formula and never run as a program",
        )
        remember("data_formula", text)
        used = st.button("Use this formula", icon=":material/check:", key="data_use_formula")
    st.caption("Both inputs go from −6 to 6. A comparison makes two classes, anything else a value to predict.")
    in_use = data.name == "formula" and text == data.formula
    if in_use or not text.strip() or not (used or data.name == "formula"):
        return
    settings = {"noise": data.noise, "samples": data.samples} if data.samples else {}
    try:
        new = Data("formula", formula=text, seed=data.seed, **settings)
    except FormulaError as error:
        st.error(markdown(sentence(str(error))), icon=":material/error:")
        st.code(error.marked, language=None)
    except ValueError as error:
        st.error(markdown(sentence(str(error))), icon=":material/error:")
    else:
        bring(session, new)
        st.rerun()


SOURCES: dict[str, Callable[[Session], None]] = {
    "File": file,
    "Ready sets": ready_sets,
    "Paste": paste,
    "Type": type_in,
    "Draw": data_board,
    "Formula": formula,
}
"""Where data come from, as the page offers it → what brings them."""


# -------------------------------------------------------------------- reading


def read(session: Session, content: bytes, name: str, **choices: Any) -> None:
    """Read a file and begin with it; where that fails, what was there stays."""
    try:
        with own_data.READING:
            sheet = read_sheet(content, **choices)
            table = table_from(sheet, name[:80])
    except ValueError as error:
        refuse(str(error), name)
        return
    if reason := own_data.bring_table(session, table):
        refuse(reason, name)
        return
    assert table.guesses is not None, "a file's table says how it was read"
    st.session_state[BROUGHT] = Brought(content, (Reading(choices, sheet.separator, table.guesses.layout),))
    widgets_anew()


def reading_choices(session: Session) -> None:
    """How the file was read, each guess with a control to change it."""
    table, brought = session.experiment.data.table, st.session_state.get(BROUGHT)
    if table is None or table.guesses is None:
        return
    guesses, repairs = table.guesses, own_data.repair_log(session.experiment.data)
    changed = f"{len(repairs)} change{'' if len(repairs) == 1 else 's'}" if repairs else "nothing changed"
    with st.expander(f"How it was read: {guesses.format}, {changed}", icon=":material/description:"):
        st.caption(" · ".join(f"{what}: {value}" for what, value in guesses.layout))
        st.markdown("\n".join(f"- {markdown(line)}" for line in repairs) or "Nothing had to be changed to read it.")
        reading = brought.reading(table) if brought else None
        if reading is None or guesses.format not in ("CSV", "TSV", "text"):
            return
        with st.container(horizontal=True):
            choice(session, "header", "First line", {True: "names the columns", False: "is a row"}, guesses.header)
            choice(session, "separator", "Cells end at", SEPARATORS, reading.separator)
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
        help="As it was guessed; with another choice the file is read again",
        **seeded(f"data_{name}", now, lambda value: anew(session, name, value)),
    )


def anew(session: Session, name: str, value: Any) -> None:
    """Read the file again with another choice."""
    data, brought = session.experiment.data, st.session_state[BROUGHT]
    reading = brought.reading(data.table)
    choices = {**reading.choices, name: value}
    of_cells = {key: choices[key] for key in choices if key == "decimal"}
    of_layout = {key: choices[key] for key in choices if key not in of_cells}
    try:
        with own_data.READING:
            sheet = read_sheet(brought.content, **of_layout)
            new = own_data.read_anew(data, sheet, **of_cells)
    except ValueError as error:
        refuse(str(error))
        return
    if reason := own_data.bring(session, new):
        refuse(reason)
        return
    assert new.table is not None and new.table.guesses is not None, "it was read from a file"
    this = Reading(choices, sheet.separator, new.table.guesses.layout)
    st.session_state[BROUGHT] = replace(brought, readings=(*brought.readings[-9:], this))
    widgets_anew()
