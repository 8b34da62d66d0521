"""The widgets that set data and training. They show what the session holds, and change it through the session.

A widget is seeded from the experiment at each run of the page, before it is made; so an undo, a preset or a link
shows everywhere. What can't be set is said, and the widget goes back to what holds.
"""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from nncore import ACTIVATIONS, DATASETS, INITIALIZERS, LOSSES, OPTIMIZERS
from nncore.data import FEWEST_SAMPLES, Data
from nncore.data.data import SCALINGS, input_columns
from nncore.data.features import FUNCTIONS, FormulaError, available, check_formula, identifier
from nncore.experiments import EXPERIMENTS
from nncore.explain.numbers import ALL_DIGITS, format_number, read_number, read_whole
from nncore.schedules import SCHEDULES
from nncore.sentences import capitalised, sentence
from nncore.settings import SPANS
from ui.core import own_data
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit.third_part import offer_third_part
from ui.streamlit.visitor import widget_key

STALE = 2.0
"""Seconds for which a browser may not have heard of a change."""
SHORT_SCALINGS = {"standard": "Standardise", "minmax": "Min–max", "raw": "As they are"}
TROUBLE, FORMULA_TROUBLE = "settings_trouble", "formula_trouble"
MOST_CALLED = 12
"""Columns that the help of a formula names."""
RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCHES = (1, 2, 5, 10, 20, 30, 50, 100, 250, 0)
PENALTIES = (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
MIXED = "mixed"
MANY_INPUTS = 12
"""Inputs from which on they are chosen in a window of their own."""
USUAL_MOST_SAMPLES, USUAL_LEAST_SHARE = 2000, 10
"""Where the sliders of points and of the training share (in %) end, unless a link asks for more or less."""


def attempt(change: Callable[[], str | None]) -> None:
    """Carry out a change; the reason why it was refused is shown with the settings."""
    try:
        reason = change()
    except ValueError as error:
        reason = str(error)
    if reason:
        st.session_state[TROUBLE] = reason


class Seed(NamedTuple):
    """What a widget shows; what it showed before somebody else changed it, and when that was."""

    value: Any
    before: Any = None
    at: float = -math.inf


def seeded(key: str, value, act: Callable) -> dict:
    """Arguments of a widget that shows `value` and calls `act` with what the visitor chose.

    A browser sends the values of all its widgets along. One that hasn't heard yet that a setting was changed elsewhere,
    as on the drawing, still sends the old value, and a widget made in a run that was broken off sends the one it shows:
    neither is a choice of the visitor.
    """
    key = widget_key(key)
    seeds: dict[str, Seed] = st.session_state.setdefault("seeds", {})
    last = seeds.get(key)
    if last is None:
        seeds[key] = Seed(value)
    elif last.value != value:
        seeds[key] = Seed(value, last.value, time.monotonic())
    st.session_state[key] = value

    def changed() -> None:
        chosen, seed = st.session_state[key], seeds[key]
        if chosen == seed.value or (chosen == seed.before and time.monotonic() - seed.at < STALE):
            return
        seeds[key] = Seed(chosen)
        attempt(lambda: act(chosen))

    return {"key": key, "on_change": changed}


def in_full(value: float) -> str:
    return format_number(value, ALL_DIGITS)


# -------------------------------------------------------------------- training


def set_training(session: Session, **changes) -> str:
    return session.configure(training=replace(session.experiment.training, **changes))


def experiment_choice(session: Session) -> None:
    """Data, drawing and settings that go together."""
    st.selectbox(
        "Experiment",
        ["", *EXPERIMENTS],
        format_func=lambda name: EXPERIMENTS[name].label if name else "Begin with …",
        help="Load data, drawing and settings that go together",
        **seeded("set_experiment", "", lambda name: load(session, name)),
    )


def training_row(session: Session) -> None:
    """The settings one reaches for most, and all others behind them."""
    training = session.experiment.training
    typed(session, "learning_rate", "Learning rate", RATES, "How far each step goes down the slope")
    activation_choice(session)
    choice(session, "optimizer", "Optimiser", OPTIMIZERS, "How a slope becomes a step")
    whole(session, "batch_size", "Batch size", BATCHES, "Rows that are averaged before each step", {0: "all rows"})
    choice(session, "loss", "Loss", LOSSES, LOSSES[training.loss].note)
    with st.container(key="more_box", width="content"), st.popover("More", icon=":material/tune:"):
        more(session)


def load(session: Session, name: str) -> None:
    if name:
        session.load(EXPERIMENTS[name].experiment)


def choice(session: Session, name: str, label: str, entries: dict, help: str) -> None:
    """A setting that is a key of a registry."""
    st.selectbox(
        label,
        list(entries),
        format_func=lambda key: entries[key].label,
        help=help,
        **seeded(
            f"set_{name}",
            getattr(session.experiment.training, name),
            lambda value: set_training(session, **{name: value}),
        ),
    )


def typed(session: Session, name: str, label: str, usual: tuple[float, ...], help: str) -> None:
    """A number that is picked from the usual ones or typed."""
    now = getattr(session.experiment.training, name)
    st.selectbox(
        label,
        [in_full(value) for value in sorted({*usual, now})],
        accept_new_options=True,
        help=f"{help}. Pick a value, or type one",
        **seeded(f"set_{name}", in_full(now), lambda text: set_training(session, **{name: read_number(text)})),
    )


def whole(session: Session, name: str, label: str, usual: tuple[int, ...], help: str, words: dict[int, str]) -> None:
    """A whole number that is picked or typed; `words` names special values."""
    now = getattr(session.experiment.training, name)
    by_word = {word: value for value, word in words.items()}
    texts = [words.get(value, str(value)) for value in sorted({*usual, now}, key=lambda value: value or 1e9)]

    def act(text):
        value = by_word.get(text)
        return set_training(session, **{name: read_whole(text) if value is None else value})

    st.selectbox(
        label, texts, accept_new_options=True, help=help, **seeded(f"set_{name}", words.get(now, str(now)), act)
    )


def activation_choice(session: Session) -> None:
    """One activation for all hidden layers; each has its own on the drawing."""
    layers = session.experiment.network.layers[1:-1]
    used = {layer.activation for layer in layers}
    names = [name for name, record in ACTIVATIONS.items() if record.elementwise]
    now = used.pop() if len(used) == 1 else MIXED
    st.selectbox(
        "Activation",
        names if now != MIXED else [MIXED, *names],
        format_func=lambda name: ACTIVATIONS[name].label if name in ACTIVATIONS else "mixed",
        help="Of all hidden layers; each layer has its own choice on the drawing",
        disabled=not layers,
        **seeded("set_activation", now, lambda name: activate(session, name)),
    )


def activate(session: Session, name: str) -> str | None:
    if name == MIXED:
        return None
    for layer in range(1, session.experiment.network.depth):
        edit = {"kind": "activate", "layer": layer, "name": name, "gesture": ("activate", name)}
        if reason := session.edit(edit):
            return reason
    return None


def amount(session: Session, name: str, label: str, help: str, **limits) -> None:
    """A number field of a setting."""
    st.number_input(
        label,
        help=help,
        **limits,
        **seeded(
            f"set_{name}",
            getattr(session.experiment.training, name),
            lambda value: set_training(session, **{name: value}) if value is not None else None,
        ),
    )


def more(session: Session) -> None:
    """Everything else about training, by theme."""
    training = session.experiment.training
    watched = f"Of the {'validation' if session.experiment.data.validation_share else 'test'} rows"
    tabs = st.tabs(["Regularise", "Schedule", "Stop", "Optimiser", "Start"])
    with tabs[0]:
        typed(session, "l1", "L1 penalty", PENALTIES, "Adds its share of Σ|w| to the loss: pushes weights to zero")
        typed(session, "l2", "L2 penalty", PENALTIES, "Adds its share of ½Σw² to the loss: keeps weights small")
        amount(
            session, "dropout", "Dropout", "Share of hidden neurons left out of each step",
            min_value=0.0, max_value=0.95, step=0.05,
        )  # fmt: skip
        amount(
            session, "clip", "Clip the gradient at", "Longest gradient of a step; 0 leaves it as it is",
            min_value=0.0, step=0.5,
        )  # fmt: skip
    with tabs[1]:
        choice(session, "schedule", "Schedule", SCHEDULES, SCHEDULES[training.schedule].note)
        st.latex(SCHEDULES[training.schedule].formula)
        reads = SCHEDULES[training.schedule].reads
        if "schedule_factor" in reads:
            amount(
                session, "schedule_factor", "Factor", "What the rate is multiplied by", min_value=0.01,
                max_value=1.0, step=0.05,
            )  # fmt: skip
        for name, label in (
            ("schedule_every", "Epochs between drops"),
            ("schedule_epochs", "Epochs until the end"),
            ("warmup_epochs", "Epochs to warm up"),
        ):
            if name in reads:
                amount(session, name, label, "In epochs", min_value=0 if name == "warmup_epochs" else 1, step=10)
    with tabs[2]:
        amount(session, "stop_epoch", "Stop at epoch", "0: go on for ever", min_value=0, step=50)
        amount(
            session, "stop_loss", "Stop when the loss is down to", f"{watched}; 0: never", min_value=0.0,
            step=0.01, format="%.4f",
        )  # fmt: skip
        amount(
            session, "stop_accuracy", "Stop when the accuracy is up to", f"{watched}; 0: never",
            min_value=0.0, max_value=1.0, step=0.05,
        )  # fmt: skip
        amount(
            session, "patience", "Early stopping: patience", f"Epochs without a better loss. {watched}; 0: off",
            min_value=0, step=10,
        )  # fmt: skip
        offer_third_part(session, "stop")
    with tabs[3]:
        optimiser_details(session)
    with tabs[4]:
        choice(
            session, "initializer", "First weights", INITIALIZERS,
            f"{INITIALIZERS[training.initializer].note} Takes hold at the next reset to epoch 0",
        )  # fmt: skip
        st.number_input(
            "Seed",
            min_value=0,
            step=1,
            help="Decides first weights, shuffling and dropout",
            **seeded("set_seed", session.experiment.seed, lambda value: session.configure(seed=value)),
        )


DETAILS = {
    "momentum": ("Momentum", {"step": 0.05}),
    "beta1": ("β₁", {"step": 0.05}),
    "beta2": ("β₂", {"step": 0.01, "format": "%.4f"}),
    "rho": ("ρ", {"step": 0.05}),
    "epsilon": ("ε", {"step": 1e-8, "format": "%.1e"}),
    "weight_decay": ("Weight decay", {"step": 0.01}),
}
"""Setting that an optimiser reads → its name in the formula, and how its field counts."""


def optimiser_details(session: Session) -> None:
    """The formula of the optimiser, and the numbers in it."""
    optimizer = OPTIMIZERS[session.experiment.training.optimizer]
    st.latex(optimizer.formula)
    for name in optimizer.reads:
        label, counting = DETAILS.get(name, (capitalised(name.replace("_", " ")), {}))
        span = SPANS[name]
        amount(
            session, name, label, f"The {label} of the formula",
            min_value=float(span.low), max_value=float(min(span.high, 1e9)), **counting,
        )  # fmt: skip


# -------------------------------------------------------------------- data


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
    with st.popover("Add a formula", icon=":material/function:", width="stretch"):
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


def trouble(session: Session) -> None:
    """Why a setting was refused, once."""
    if reason := st.session_state.pop(TROUBLE, None):
        st.warning(markdown(sentence(reason)), icon=":material/info:")
    elif session.problem:
        st.error(markdown(sentence(session.problem)), icon=":material/error:")
        st.button(
            "Fit the drawing to the data",
            icon=":material/build:",
            on_click=lambda: attempt(session.fit),
            help="Gives it the inputs, outputs and loss that these data need, and keeps the hidden layers",
        )
