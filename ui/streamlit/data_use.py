"""How the data are used: what is predicted, missing values, scaling, and which rows are held out."""

from dataclasses import replace

import streamlit as st

from nncore.data import DATASETS
from nncore.data.data import MISSING_VALUES, MOST_FOLDS, SCALINGS, SPLITS, Data
from nncore.data.roles import Suspect, can_be_target, suspects
from nncore.data.split import held_out_value
from ui.core import own_data
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit.data_controls import USUAL_LEAST_SHARE
from ui.streamlit.seeding import seeded


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
    if data.table is not None:
        found = {(one.column, one.value): one for one in suspects(data.table)}
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
                + markdown("; ".join(f"{one.column}: {one.reason}" for one in offered.values())),
                **seeded("data_blanks", chosen, lambda pairs: blank(session, tuple(pairs))),
            )
    elif data.name == "pima":
        st.caption(
            "The zeros of glucose, blood pressure, skin fold, insulin and BMI were not measured: "
            "choose below to leave those rows out or fill them in."
        )
    holes = sum(int(column.missing.sum()) for column in own_data.columns_of(session))
    st.selectbox(
        f"Missing values: {holes:,} cell{'' if holes == 1 else 's'}" if holes else "Missing values: none",
        list(MISSING_VALUES),
        format_func=lambda key: MISSING_VALUES[key].capitalize(),
        **seeded("data_missing", data.missing, lambda value: set_data(session, missing=value)),
    )


def suspect_words(one: Suspect) -> str:
    return markdown(f"{one.column} = {own_data.shown(one.value)} ({one.cells:,})")


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
    dataset = own_data.dataset_or_none(session)
    if dataset and dataset.task == "regression":
        st.toggle(
            "Scale the value to predict",
            help="Mean 0 and deviation 1 on the training rows, so that one learning rate suits any unit; "
            "undone in everything that is shown",
            **seeded("data_scale_target", data.scale_target, lambda value: set_data(session, scale_target=value)),
        )


def split(session: Session, data: Data) -> None:
    """Which rows are held out."""
    ways = [name for name in SPLITS if name != "column" or data.table is not None]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Hold out",
            ways,
            format_func=lambda key: SPLITS[key].capitalize(),
            help="Rows that the network never trains on, to see how good it is on new ones. “Each class in its share” "
            "is called stratified",
            **seeded("data_split", data.split, lambda way: own_data.change(session, own_data.with_split(data, way))),
        )
        st.number_input(
            "Seed",
            min_value=0,
            step=1,
            width=140,
            help="Another number deals the rows anew",
            **seeded(
                "data_seed", data.seed, lambda value: set_data(session, seed=value) if value is not None else None
            ),
        )
    if data.split == "column":
        by_column(session, data)
    elif data.split == "fold":
        by_fold(session, data)
    with st.container(horizontal=True, key="data_shares"):
        if data.split not in ("column", "fold"):
            train_share(session, data)
        validation_share(session, data)
    parts(session)


def train_share(session: Session, data: Data) -> None:
    share = round(100 * data.train_share)
    st.slider(
        "Training rows, %",
        min(USUAL_LEAST_SHARE, share),
        100,
        step=5,
        help="The other rows are held out, to test with",
        **seeded(
            "data_share", share,
            lambda value: own_data.change(session, own_data.with_train_share(data, value / 100)),
        ),
    )  # fmt: skip


def validation_share(session: Session, data: Data) -> None:
    share = round(100 * data.validation_share)
    st.slider(
        "Validation rows, %",
        0,
        max(50, share),
        step=5,
        help="A third part: watched while it trains and for early stopping, so that the test rows stay untouched",
        **seeded(
            "data_validation", share,
            lambda value: own_data.change(session, own_data.with_validation_share(data, value / 100)),
        ),
    )  # fmt: skip


def by_fold(session: Session, data: Data) -> None:
    with st.container(horizontal=True):
        st.number_input(
            "Folds", 2, MOST_FOLDS, help="Rows are dealt to so many parts; each row is in one of them",
            **seeded("data_folds", data.folds, lambda k: k and set_data(session, folds=k, fold=min(data.fold, k - 1))),
        )  # fmt: skip
        st.number_input(
            "Held-out fold", 1, data.folds, help="The part to test with; all others train",
            **seeded("data_fold", data.fold + 1, lambda fold: fold and set_data(session, fold=fold - 1)),
        )  # fmt: skip


def by_column(session: Session, data: Data) -> None:
    assert data.table is not None and data.split_column is not None, "checked by Data"
    names = dict.fromkeys([data.split_column, *own_data.split_columns(data)])
    value = held_out_value(data) if data.split_value is None else data.split_value
    with st.container(horizontal=True):
        st.selectbox(
            "Column",
            help="Its values say which rows are held out",
            options=[name for name in data.table.names if name in names],
            **seeded(
                "data_split_column", data.split_column,
                lambda name: own_data.change(session, own_data.with_split(data, "column", name)),
            ),
        )  # fmt: skip
        st.selectbox(
            "Test rows have",
            help="Rows with this value are held out, all others train",
            options=list(dict.fromkeys([*own_data.values_of(data.table[data.split_column]), value])),
            format_func=own_data.shown,
            **seeded("data_split_value", value, lambda value: set_data(session, split_value=value)),
        )


def parts(session: Session) -> None:
    """How many rows that makes."""
    dataset = own_data.dataset_or_none(session)
    if dataset is None:
        return
    counts = {"training": dataset.train, "validation": dataset.validation, "test": dataset.test}
    words = [f"{len(rows):,} for {word}" for word, rows in counts.items() if len(rows) or word != "validation"]
    st.caption(f"Rows: {', '.join(words)}.")
