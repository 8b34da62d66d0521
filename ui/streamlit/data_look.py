"""A look at the data: rows, points, histograms, correlations, classes."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nncore.data import Dataset
from nncore.data.ready import READY
from nncore.data.table_rows import ready_table
from nncore.explain.numbers import format_number
from ui.core import own_data
from ui.core.session import Session
from ui.figures.class_balance import class_balance
from ui.figures.correlation import correlation
from ui.figures.histogram import histogram
from ui.figures.missing_cells import missing_cells
from ui.figures.plane import plane
from ui.names import markdown
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.data_source import FROM

MOST_SHOWN = 500
"""Rows of the table that are sent to the browser."""
MOST_COUNTED = 20_000
"""Rows that a chart looks at; an even selection of more."""
MOST_TOGETHER = 40
"""Columns that a chart of correlations holds."""
HEIGHT = 380


def look(session: Session) -> None:
    """One of the views, chosen above it."""
    dataset = own_data.dataset_or_none(session)
    if dataset is None:
        rows(session, None)
        return
    views: dict[str, Callable[[Session, Dataset], None]] = {"Rows": rows}
    if len(dataset.raw_names) == 2 and st.session_state.get(FROM) != "Draw":  # the board shows them already
        views = {"Points": points} | views
    views |= {"Summary": summary, "Histogram": histograms}
    if any(column.missing.any() for column in own_data.columns_of(session)):
        views |= {"Missing": missing}
    if len(dataset.raw_names) > 1:
        views |= {"Correlations": correlations}
    if dataset.classes:
        views |= {"Classes": balance}
    if st.session_state.get("data_view") not in views:
        st.session_state["data_view"] = next(iter(views))
    chosen = st.segmented_control("Look at", list(views), key="data_view", label_visibility="collapsed", required=True)
    views[chosen or next(iter(views))](session, dataset)


def rows(session: Session, dataset: Dataset | None) -> None:
    """The first rows as they came, or as they are made."""
    data = session.experiment.data
    table = data.table if data.table is not None else ready_table(data.name) if data.name in READY else None
    if table is not None:
        frame = pd.DataFrame({column.name: column.cells(slice(0, MOST_SHOWN)) for column in table.columns})
        count = len(table)
    elif dataset is not None:
        shown = slice(0, MOST_SHOWN)
        frame = pd.DataFrame(dataset.raw[shown], columns=list(dataset.raw_names))
        names = np.array(dataset.classes, dtype=object)
        frame[dataset.output_names[0] if dataset.task != "multiclass" else "class"] = (
            names[dataset.labels[shown]] if dataset.classes else dataset.labels[shown]
        )
        count = len(dataset.labels)
    else:
        st.info("No rows yet. Bring data above.")
        return
    st.dataframe(frame, hide_index=True, width="stretch", height=HEIGHT, placeholder="")
    if count > MOST_SHOWN:
        st.caption(f"The first {MOST_SHOWN} of {count:,} rows.")


def points(session: Session, dataset: Dataset) -> None:
    figure = plane(dataset, (0, 1), dark=is_dark())
    with st.container(horizontal=True):
        with st.container(width=HEIGHT, key="data_plane", gap="small"):
            chart(figure, "data_points", "The rows as points of a plane", HEIGHT)
            st.caption("Points with a rim are held out.")
        with st.container(key="data_beside"):
            answers(session, dataset)


def answers(session: Session, dataset: Dataset) -> None:
    """Beside the plane: how often each class comes, or how the values to predict are spread."""
    if dataset.classes:
        balance(session, dataset)
    else:
        name = dataset.output_names[0]
        figure = histogram(dataset.labels[even(len(dataset.labels))], name.replace("_", " "), dark=is_dark())
        chart(figure, "data_values", f"How the values of {name} are spread", HEIGHT)


def summary(session: Session, dataset: Dataset) -> None:
    """A line of figures for each column."""
    frame = pd.DataFrame(own_data.described(own_data.columns_of(session)))
    for name in ("Least", "Median", "Mean", "Most", "Deviation"):
        frame[name] = frame[name].map(lambda value: "" if pd.isna(value) else format_number(value, 4))
    config = {"Column": st.column_config.TextColumn(pinned=True)}
    st.dataframe(frame, hide_index=True, width="stretch", height=HEIGHT, column_config=config)
    if data_has_blanks(session):
        st.caption("Values that stand for “missing” are left out here.")


def data_has_blanks(session: Session) -> bool:
    return bool(session.experiment.data.blanks)


def missing(session: Session, dataset: Dataset) -> None:
    """How many cells of each column are missing."""
    columns = own_data.columns_of(session)
    counts = {column.name: int(column.missing.sum()) for column in columns}
    figure = missing_cells(counts, len(columns[0]), dark=is_dark())
    chart(figure, "data_holes", "Cells that are missing, column by column", 120 + 32 * len(figure.data[0].y))
    rows = int(np.any([column.missing for column in columns], axis=0).sum())
    st.caption(f"{rows:,} of {len(columns[0]):,} rows miss something.")


def histograms(session: Session, dataset: Dataset) -> None:
    names = [*dataset.raw_names, *([dataset.output_names[0]] if not dataset.classes else [])]
    name = st.selectbox(
        "Column", names, key=f"data_histogram {hash(tuple(names))}", format_func=lambda name: name.replace("_", " ")
    )
    some = even(len(dataset.labels))
    values = dataset.raw[some, names.index(name)] if name in dataset.raw_names else dataset.labels[some]
    labels = dataset.labels[some] if dataset.classes else None
    figure = histogram(values, name.replace("_", " "), labels, dataset.classes, dark=is_dark())
    chart(figure, "data_bars", f"How the values of {name} are spread, class by class", HEIGHT)


def correlations(session: Session, dataset: Dataset) -> None:
    some = even(len(dataset.labels))
    names, values = list(dataset.raw_names)[:MOST_TOGETHER], dataset.raw[some, :MOST_TOGETHER]
    if dataset.task != "multiclass":
        names, values = [*names, dataset.output_names[0]], np.column_stack([values, dataset.labels[some]])
    chart(together(values, names), "data_pairs", "How the columns go together, two by two: Pearson's r", HEIGHT)
    if len(dataset.raw_names) > MOST_TOGETHER:
        st.caption(f"The first {MOST_TOGETHER} of {len(dataset.raw_names)} columns.")


def together(values: np.ndarray, names: list[str]) -> go.Figure:
    return correlation(values, [name.replace("_", " ") for name in names], dark=is_dark())


def balance(session: Session, dataset: Dataset) -> None:
    chart(class_balance(dataset, dark=is_dark()), "data_classes", "Rows of each class, by what they are for", HEIGHT)
    counts = np.bincount(dataset.labels, minlength=len(dataset.classes))
    most = int(counts.argmax())
    share = 100 * counts[most] / counts.sum()
    st.caption(
        f"Always answering “{markdown(dataset.classes[most])}” is right for {format_number(share)} % of the rows: "
        "an accuracy means something only above that."
    )


def even(count: int) -> slice:
    return slice(None, None, max(1, -(-count // MOST_COUNTED)))
