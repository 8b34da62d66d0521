"""The widgets beside a training run that set its data."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from nncore import DATASETS
from nncore.data import FEWEST_SAMPLES, Data
from nncore.data.data import SCALINGS, input_columns
from nncore.data.features import FUNCTIONS, FormulaError, available, check_formula, identifier
from nncore.sentences import sentence
from ui.core import own_data
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit.seeding import attempt, seeded
from ui.streamlit.visitor import widget_key

SHORT_SCALINGS = {"standard": "Standardise", "minmax": "Min–max", "raw": "As they are"}
FORMULA_TROUBLE = "formula_trouble"
MOST_CALLED = 12
"""Columns that the help of a formula names."""
MANY_INPUTS = 12
"""Inputs from which on they are chosen in a window of their own."""
USUAL_MOST_SAMPLES, USUAL_LEAST_SHARE = 2000, 10
"""Where the sliders of points and of the training share (in %) end, unless a link asks for more or less."""


def set_data(session: Session, **changes) -> str:
    return session.configure(data=replace(session.experiment.data, **changes))


def data_choice(session: Session) -> None:
    """What to learn from."""
    data = session.experiment.data
    kind = DATASETS[data.name]
    names = [name for name, listed in DATASETS.items() if listed.group]
    st.selectbox(
        "Data",
        names if data.name in names else [data.name, *names],
        format_func=lambda name: (
            data.table.name if name == "table" and data.table and data.table.name else DATASETS[name].label
        ),
        help=kind.description,
        **seeded("set_data", data.name, lambda name: session.configure(data=data.switch(name))),
    )


def data_column(session: Session) -> None:
    """How the data are made, split and shown to the network."""
    data = session.experiment.data
    kind = DATASETS[data.name]
    if st.button(
        "Change the data",
        icon=":material/table_edit:",
        key="change_data",
        width="stretch",
        help="Bring a file or a table of your own; choose columns, missing values, and which rows are held out",
    ):
        st.switch_page("pages/data.py")
    if kind.noisy:
        st.slider(
            "Noise",
            0.0,
            0.5,
            step=0.05,
            help="How far points stray from the rule",
            **seeded("set_noise", data.noise, lambda value: set_data(session, noise=value)),
        )
    if kind.samples:
        st.slider(
            "Points",
            FEWEST_SAMPLES,
            max(USUAL_MOST_SAMPLES, data.samples),
            step=10,
            help="Training and test points together",
            **seeded("set_samples", data.samples, lambda value: set_data(session, samples=value)),
        )
    if data.split not in ("column", "fold"):
        train_share(session, data)
    feature_choice(session, data)
    own_input(session, data)
    st.selectbox(
        "Scale inputs",
        list(SCALINGS),
        format_func=SHORT_SCALINGS.__getitem__,
        help="How numbers of unlike size are made alike, measured on the training rows alone: "
        "standardise to mean 0 and deviation 1, min–max to 0…1",
        **seeded("set_scaling", data.scaling, lambda value: set_data(session, scaling=value)),
    )
    if kind.samples:
        st.button(
            "New points",
            icon=":material/refresh:",
            help="Draw the points again, with the next seed",
            key="new_points",
            width="stretch",
            on_click=lambda: attempt(lambda: set_data(session, seed=data.seed + 1)),
        )


def train_share(session: Session, data: Data) -> None:
    """How many rows train; those that are watched for validation give way."""
    share = round(100 * data.train_share)
    st.slider(
        "Share for training, %",
        min(USUAL_LEAST_SHARE, share),
        100,
        step=5,
        help="The other rows are held out, to test with",
        **seeded(
            "set_share", share, lambda value: session.configure(data=own_data.with_train_share(data, value / 100))
        ),
    )


def feature_choice(session: Session, data: Data) -> None:
    """Which inputs the network reads."""
    columns = tuple(input_columns(data))
    offered = dict.fromkeys([*columns, *available(columns), *data.features])

    def act(chosen):
        if not chosen:
            return "a network needs an input; choose at least one feature"
        return set_data(session, features=tuple(name for name in offered if name in chosen))

    arguments = seeded("set_features", list(data.features), act)
    if len(offered) > MANY_INPUTS:
        with st.popover(f"{len(data.features)} of {len(offered)} inputs", icon=":material/input:", width="stretch"):
            st.multiselect("Inputs", list(offered), help="What the network reads", **arguments)
    elif len(offered) > 8 or any(len(name) > 8 for name in offered):
        st.multiselect("Inputs", list(offered), help="What the network reads", **arguments)
    else:
        st.pills(
            "Inputs",
            list(offered),
            selection_mode="multi",
            format_func=markdown,
            help="What the network reads",
            **arguments,
        )


def own_input(session: Session, data: Data) -> None:
    """A formula of the columns as one more input."""
    columns = [name for name, is_number in input_columns(data).items() if is_number]
    if not columns:
        return
    key = widget_key("own_input")
    with st.container(key="own_input_box"), st.popover("Add a formula", icon=":material/function:", width="stretch"):
        called = ", ".join(identifier(name) for name in columns[:MOST_CALLED])
        st.text_input(
            "Input of your own",
            key=key,
            placeholder=f"{identifier(columns[0])}**2",
            help=f"Computed from {called}{' …' if len(columns) > MOST_CALLED else ''} with {', '.join(FUNCTIONS)}; "
            "a comparison gives 1 or 0. It is read as a formula and never run as a program",
            on_change=lambda: add_input(session, columns, key),
        )
        if wrong := st.session_state.pop(FORMULA_TROUBLE, None):
            st.error(markdown(sentence(str(wrong))), icon=":material/error:")
            if isinstance(wrong, FormulaError):
                st.code(wrong.marked, language=None)
        else:
            st.caption("Press Enter to add it; take it away again among the inputs.")


def add_input(session: Session, columns: list[str], key: str) -> None:
    """Take up a formula as an input; one that can't be read stays in its field, with the place where it goes wrong."""
    text = st.session_state[key].strip()
    if not text:
        return
    try:
        check_formula(text, columns)
        features = dict.fromkeys([*session.experiment.data.features, text])
        if reason := set_data(session, features=tuple(features)):
            raise ValueError(reason)
    except ValueError as error:
        st.session_state[FORMULA_TROUBLE] = error
        return
    st.session_state[key] = ""


def plane_choice(session: Session, columns: tuple[int, int], choose: Callable[[int, int], None]) -> None:
    """The two columns over which the answer is drawn, where the data have more."""
    names = session.dataset.raw_names
    if len(names) <= 2:
        return
    for axis, label in enumerate(("Across", "Upwards")):
        st.selectbox(
            label,
            range(len(names)),
            format_func=lambda column: names[column].replace("_", " "),
            help="An axis of the plane; columns that aren't shown stay at their median",
            **seeded(f"set_axis{axis}", columns[axis], lambda column, axis=axis: choose(axis, column)),
        )
