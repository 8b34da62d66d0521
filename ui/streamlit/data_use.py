"""How the data are used: what is predicted, missing values, scaling, and which rows are held out."""

from dataclasses import replace

import numpy as np
import streamlit as st

from nncore.data import DATASETS
from nncore.data.data import MISSING_VALUES, MOST_FOLDS, SCALINGS, SPLITS, Data
from nncore.data.kinds import ready_table
from nncore.data.roles import Suspect, can_be_target, suspects
from nncore.data.split import held_out_value
from ui.core import own_data
from ui.core.session import Session
from ui.streamlit import controls
from ui.streamlit.controls import seeded

MOST_VALUES = 200
"""Different values of a column that are offered to split by."""


def use(session: Session) -> None:
    """The decisions, from the target to the seed."""
    data = session.experiment.data
    if data.table is not None:
        target(session, data)
    if DATASETS[data.name].is_table:
        missing(session, data)
    scaling(session, data)
    split(session, data)


def set_data(session: Session, **changes: object) -> str:
    return own_data.change(session, replace(session.experiment.data, **changes))  # type: ignore[arg-type]


def target(session: Session, data: Data) -> None:
    """What to predict, and how it is taken."""
    assert data.table is not None, "own tables alone come here"
    names = [column.name for column in data.table.columns if can_be_target(column) or column.name == data.target]
    task = data.task if data.task != "auto" else own_data.default_task(data)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Predict",
            names,
            help="The column that the network learns to answer",
            **seeded(
                "data_target",
                data.target,
                lambda name: own_data.change(session, own_data.with_roles(data, {name: "target"})),
            ),
        )
        if data.table[str(data.target)].numbers is not None:
            tasks = {"classes": "as classes", "regression": "as a value"}
            st.selectbox(
                "Taken",
                list(tasks),
                format_func=tasks.__getitem__,
                help="Numbers can name classes, as 0 and 1, or be amounts",
                **seeded("data_task", task, lambda task: set_data(session, task=task)),
            )


def missing(session: Session, data: Data) -> None:
    """What stands for missing, and what is done about it."""
    table = data.table if data.table is not None else ready_table(data.name)
    if data.table is not None:
        found = {(one.column, one.value): one for one in suspects(table)}
        offered = {pair: one for pair, one in found.items() if one.column == data.target or one.column in data.features}
        chosen = [pair for pair in data.blanks if pair in found]
        offered |= {pair: found[pair] for pair in chosen}
        if offered:
            st.pills(
                "These may stand for “missing”; choose those that do",
                list(offered),
                selection_mode="multi",
                format_func=lambda pair: suspect_words(found[pair]),
                help="In brackets how many cells. "
                + "; ".join(f"{one.column}: {one.reason}" for one in found.values()),
                **seeded("data_blanks", chosen, lambda pairs: blank(session, tuple(pairs))),
            )
    elif data.name == "pima":
        st.caption(
            "The zeros of glucose, blood pressure, skin fold, insulin and BMI were not measured: "
            "choose below to leave those rows out or fill them in."
        )
    holes = sum(int(column.missing.sum()) for column in table.columns)
    st.selectbox(
        f"Missing values ({holes:,} empty cells)" if holes else "Missing values",
        list(MISSING_VALUES),
        format_func=lambda key: MISSING_VALUES[key].capitalize(),
        **seeded("data_missing", data.missing, lambda value: set_data(session, missing=value)),
    )


def suspect_words(one: Suspect) -> str:
    return f"{one.column} = {one.value:g} ({one.cells:,})"


def blank(session: Session, pairs: tuple[tuple[str, float], ...]) -> str:
    """Take these cells for missing; holes then need filling."""
    data = session.experiment.data
    fill = "median" if pairs and data.missing == "keep" else data.missing
    return own_data.change(session, replace(data, blanks=pairs, missing=fill))


def scaling(session: Session, data: Data) -> None:
    st.selectbox(
        "Scale inputs",
        list(SCALINGS),
        format_func=lambda key: SCALINGS[key].capitalize(),
        help="With numbers from the training rows alone; they stand beside each column",
        **seeded("data_scaling", data.scaling, lambda value: set_data(session, scaling=value)),
    )
    if task_of(session) == "regression":
        st.toggle(
            "Scale the value to predict",
            help="Mean 0 and deviation 1 on the training rows, so that one learning rate suits any unit; "
            "undone in everything that is shown",
            **seeded("data_scale_target", data.scale_target, lambda value: set_data(session, scale_target=value)),
        )


def task_of(session: Session) -> str:
    try:
        return session.dataset.task
    except ValueError:
        return ""


def split(session: Session, data: Data) -> None:
    """Which rows are held out."""
    ways = [name for name in SPLITS if name != "column" or data.table is not None]
    st.selectbox(
        "Hold out",
        ways,
        format_func=lambda key: SPLITS[key].capitalize(),
        help="Rows that the network never trains on, to see how good it is on new ones",
        **seeded("data_split", data.split, lambda way: split_by(session, way)),
    )
    if data.split == "column":
        by_column(session, data)
    elif data.split == "fold":
        with st.container(horizontal=True):
            st.number_input(
                "Folds", 2, MOST_FOLDS, width=120,
                **seeded("data_folds", data.folds, lambda k: set_data(session, folds=k, fold=min(data.fold, k - 1))),
            )  # fmt: skip
            st.number_input(
                "Held-out fold", 1, data.folds, width=140,
                **seeded("data_fold", data.fold + 1, lambda fold: set_data(session, fold=fold - 1)),
            )  # fmt: skip
    else:
        share = round(100 * data.train_share)
        st.slider(
            "Share for training, %",
            min(controls.USUAL_LEAST_SHARE, share),
            100,
            step=5,
            help="The other rows are held out, to test with",
            **seeded("data_share", share, lambda value: share_for(session, value / 100)),
        )
    shown = round(100 * data.validation_share)
    st.slider(
        "Share for validation, %",
        0,
        max(50, shown),
        step=5,
        help="A third part: watched while it trains and for early stopping, so that the test rows stay untouched",
        **seeded("data_validation", shown, lambda value: validation(session, value / 100)),
    )
    st.number_input(
        "Seed",
        min_value=0,
        step=1,
        help="Another number deals the rows anew",
        **seeded("data_seed", data.seed, lambda value: set_data(session, seed=value) if value is not None else None),
    )
    parts(session)


def share_for(session: Session, share: float) -> str:
    room = max(0.0, 1 - share)
    return set_data(session, train_share=share, validation_share=min(session.experiment.data.validation_share, room))


def validation(session: Session, share: float) -> str:
    """A part for validation; where training leaves no room, training gives of its own."""
    data = session.experiment.data
    if data.split in ("column", "fold"):
        return set_data(session, validation_share=share)
    return set_data(session, validation_share=share, train_share=min(data.train_share, round(1 - share, 2)))


def split_by(session: Session, way: str) -> str:
    data = session.experiment.data
    if way != "column":
        return set_data(session, split=way)
    assert data.table is not None, "offered for own tables alone"
    few = [c for c in data.table.columns if c.name != data.target and 2 <= different(c.cells()) <= MOST_VALUES]
    if not few:
        return "no column has a few different values to split by; choose another way"
    best = next((column for column in few if column.name not in data.features), few[0])
    features = tuple(name for name in data.features if name != best.name)
    if not features:
        return "the only input can't also decide which rows are held out; choose another way"
    return set_data(session, split=way, split_column=best.name, split_value=None, features=features)


def different(cells: list) -> int:
    return len({cell for cell in cells if cell is not None})


def by_column(session: Session, data: Data) -> None:
    assert data.table is not None and data.split_column is not None, "checked by Data"
    names = [
        column.name for column in data.table.columns
        if column.name != data.target and 2 <= different(column.cells()) <= MOST_VALUES
    ]  # fmt: skip

    def act(name: str) -> str:
        features = tuple(feature for feature in data.features if feature != name)
        if not features:
            return "the only input can't also decide which rows are held out; choose another column"
        return set_data(session, split_column=name, split_value=None, features=features)

    with st.container(horizontal=True):
        st.selectbox("Column", names, **seeded("data_split_column", data.split_column, act))
        values = sorted({cell for cell in data.table[data.split_column].cells() if cell is not None}, key=str)
        st.selectbox(
            "Test rows have",
            values,
            format_func=lambda value: f"{value:g}" if isinstance(value, float) else str(value),
            **seeded(
                "data_split_value",
                held_out_value(data) if data.split_value is None else data.split_value,
                lambda value: set_data(session, split_value=value),
            ),
        )


def parts(session: Session) -> None:
    """How many rows that makes, and whether they are enough to say something."""
    try:
        dataset = session.dataset
    except ValueError:
        return
    counts = {"training": dataset.train, "validation": dataset.validation, "test": dataset.test}
    words = ", ".join(f"{len(rows):,} for {word}" for word, rows in counts.items() if len(rows) or word != "validation")
    st.caption(f"{words}.")
    for word, rows in counts.items():
        if dataset.classes and len(rows) and len(gone := absent(dataset.labels[rows], len(dataset.classes))):
            names = ", ".join(f"“{dataset.classes[number]}”" for number in gone[:3])
            st.warning(f"No {word} row is of the class {names}. Hold out at random in shares, or another part.")


def absent(labels: np.ndarray, classes: int) -> np.ndarray:
    return np.flatnonzero(np.bincount(labels, minlength=classes) == 0)
