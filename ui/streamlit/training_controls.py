"""The widgets that set training."""

from dataclasses import replace
from typing import Any

import streamlit as st

from nncore import ACTIVATIONS, INITIALIZERS, LOSSES, OPTIMIZERS
from nncore.experiments import EXPERIMENTS
from nncore.explain.numbers import read_number, read_whole
from nncore.schedules import SCHEDULES
from nncore.settings import SPANS
from ui.core.session import Session
from ui.core.setting_names import ALL_ROWS, MIXED, hidden_activation, in_full, setting_name
from ui.streamlit.seeding import seeded
from ui.streamlit.third_part import offer_third_part

RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCHES = (1, 2, 5, 10, 20, 30, 50, 100, 250, 0)
TAKEN = {"mean": "averaged", "sum": "added up"}
"""How a loss takes the rows of a batch together → in words."""
PENALTIES = (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


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
    typed(session, "learning_rate", RATES, "How far each step goes down the slope")
    activation_choice(session)
    choice(session, "optimizer", OPTIMIZERS, "How a slope becomes a step")
    taken = TAKEN[LOSSES[training.loss].reduction]
    whole(session, "batch_size", BATCHES, f"Rows whose slopes are {taken} before each step", {0: ALL_ROWS})
    choice(session, "loss", LOSSES, LOSSES[training.loss].note)
    with st.container(key="more_box", width="content"), st.popover("More", icon=":material/tune:"):
        more(session)


def load(session: Session, name: str) -> None:
    if name:
        session.permit({"experiment"})
        session.load(EXPERIMENTS[name].experiment)


def choice(session: Session, name: str, entries: dict, help: str) -> None:
    """A setting that is a key of a registry."""
    st.selectbox(
        setting_name(name),
        list(entries),
        format_func=lambda key: entries[key].label,
        help=help,
        **seeded(
            f"set_{name}",
            getattr(session.experiment.training, name),
            lambda value: set_training(session, **{name: value}),
        ),
    )


def typed(session: Session, name: str, usual: tuple[float, ...], help: str) -> None:
    """A number that is picked from the usual ones or typed."""
    now = getattr(session.experiment.training, name)
    st.selectbox(
        setting_name(name),
        [in_full(value) for value in sorted({*usual, now})],
        accept_new_options=True,
        help=f"{help}. Pick a value, or type one",
        **seeded(f"set_{name}", in_full(now), lambda text: set_training(session, **{name: read_number(text)})),
    )


def whole(session: Session, name: str, usual: tuple[int, ...], help: str, words: dict[int, str]) -> None:
    """A whole number that is picked or typed; `words` names special values."""
    now = getattr(session.experiment.training, name)
    by_word = {word: value for value, word in words.items()}
    texts = [words.get(value, str(value)) for value in sorted({*usual, now}, key=lambda value: value or 1e9)]

    def act(text):
        value = by_word.get(text)
        return set_training(session, **{name: read_whole(text) if value is None else value})

    st.selectbox(
        setting_name(name),
        texts,
        accept_new_options=True,
        help=help,
        **seeded(f"set_{name}", words.get(now, str(now)), act),
    )


def activation_choice(session: Session) -> None:
    """One activation for all hidden layers; each has its own on the drawing."""
    network = session.experiment.network
    names = [name for name, record in ACTIVATIONS.items() if record.elementwise]
    now = hidden_activation(network)
    st.selectbox(
        setting_name("activation"),
        names if now != MIXED else [MIXED, *names],
        format_func=lambda name: ACTIVATIONS[name].label if name in ACTIVATIONS else name,
        help="Of all hidden layers; each layer has its own choice on the drawing",
        disabled=network.depth == 1,
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


def amount(session: Session, name: str, help: str, **limits) -> None:
    """A number field of a setting."""
    st.number_input(
        setting_name(name),
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
        typed(session, "l1", PENALTIES, "Adds its share of Σ|w| to the loss: pushes weights to zero")
        typed(session, "l2", PENALTIES, "Adds its share of ½Σw² to the loss: keeps weights small")
        amount(
            session, "dropout", "Share of hidden neurons left out of each step",
            min_value=0.0, max_value=0.95, step=0.05,
        )  # fmt: skip
        amount(
            session, "clip", "Longest gradient of a step; 0 leaves it as it is",
            min_value=0.0, step=0.5,
        )  # fmt: skip
    with tabs[1]:
        choice(session, "schedule", SCHEDULES, SCHEDULES[training.schedule].note)
        st.latex(SCHEDULES[training.schedule].formula)
        reads = SCHEDULES[training.schedule].reads
        if "schedule_factor" in reads:
            amount(
                session, "schedule_factor", "What the rate is multiplied by", min_value=0.01,
                max_value=1.0, step=0.05,
            )  # fmt: skip
        for name in ("schedule_every", "schedule_epochs", "warmup_epochs"):
            if name in reads:
                amount(session, name, "In epochs", min_value=0 if name == "warmup_epochs" else 1, step=10)
    with tabs[2]:
        amount(session, "stop_epoch", "0: go on for ever", min_value=0, step=50)
        amount(
            session, "stop_loss", f"{watched}; 0: never", min_value=0.0,
            step=0.01, format="%.4f",
        )  # fmt: skip
        amount(
            session, "stop_accuracy", f"{watched}; 0: never",
            min_value=0.0, max_value=1.0, step=0.05,
        )  # fmt: skip
        amount(
            session, "patience", f"Epochs without a better loss. {watched}; 0: off",
            min_value=0, step=10,
        )  # fmt: skip
        offer_third_part(session, "stop")
    with tabs[3]:
        optimiser_details(session)
    with tabs[4]:
        choice(
            session, "initializer", INITIALIZERS,
            f"{INITIALIZERS[training.initializer].note} Takes hold at the next reset to epoch 0",
        )  # fmt: skip
        st.number_input(
            setting_name("seed"),
            min_value=0,
            step=1,
            help="Decides first weights, shuffling and dropout",
            **seeded("set_seed", session.experiment.seed, lambda value: session.configure(seed=value)),
        )


COUNTING: dict[str, dict[str, Any]] = {
    "momentum": {"step": 0.05},
    "beta1": {"step": 0.05},
    "beta2": {"step": 0.01, "format": "%.4f"},
    "rho": {"step": 0.05},
    "epsilon": {"step": 1e-8, "format": "%.1e"},
    "weight_decay": {"step": 0.01},
}
"""Setting that an optimiser reads → how its field counts."""


def optimiser_details(session: Session) -> None:
    """The formula of the optimiser, and the numbers in it."""
    optimizer = OPTIMIZERS[session.experiment.training.optimizer]
    st.latex(optimizer.formula)
    for name in optimizer.reads:
        span = SPANS[name]
        amount(
            session, name, f"The {setting_name(name)} of the formula",
            min_value=float(span.low), max_value=float(min(span.high, 1e9)), **COUNTING.get(name, {}),
        )  # fmt: skip
