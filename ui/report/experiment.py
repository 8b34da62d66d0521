"""What a run is made of: the drawing, the settings, the data."""

from collections.abc import Iterator

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.data import Dataset
from nncore.data.data import MISSING_VALUES, SCALINGS, SPLITS
from nncore.experiment import Experiment
from nncore.explain.numbers import format_number
from nncore.network import Network
from nncore.optimizers import OPTIMIZERS
from nncore.schedules import SCHEDULES
from nncore.sentences import capitalised, sentence
from ui.core import own_data
from ui.core.changes import marked
from ui.core.measured import NAMES
from ui.core.measures import percent
from ui.core.session import Session
from ui.core.setting_names import MIXED, hidden_activation, in_full, setting_name, setting_value
from ui.core.weight_table import weight_table
from ui.pictures.diagram import diagram
from ui.pictures.looks import Style
from ui.pictures.markup import Markup
from ui.report.page import figure, items, pairs, paragraph, section, side_by_side, table

MOST_NUMBERS = 60
"""Weights and biases up to which they are written into the drawing, and listed one by one."""
MOST_ROWS = 20
"""Weights below each other; more stand beside them."""
DIGITS = 6
"""Significant digits of the weights that are listed."""
MOST_CHANGES = 40
MOST_CLASSES = 30
MOST_INPUTS = 60
FIRST = ("optimizer", "learning_rate", "batch_size", "loss")
REGULARISE = ("l1", "l2", "dropout", "clip")
STOP = ("stop_epoch", "stop_loss", "stop_accuracy", "patience")
"""Settings that are off at 0."""


# -------------------------------------------------------------------- the drawing


def numbers_of(network: Network) -> int:
    """How many weights and biases are drawn."""
    return int(network.weight_slots().sum()) + sum(network.sizes[1:])


def drawing_section(session: Session) -> Markup:
    """The network in colour; with its numbers where it is small."""
    network = session.experiment.network
    numbers = numbers_of(network)
    style = Style("colour", transparent=True, numbers=numbers < MOST_NUMBERS)
    weights = int(network.weight_slots().sum())
    caption = (
        f"{weights:,} weights and {numbers - weights:,} biases. Blue is positive, brown-orange and dashed is negative; "
        "the thicker a line, the larger its weight."
    )
    return section("The network", figure(diagram(session.drawing, style), caption))


# -------------------------------------------------------------------- the settings


def settings_section(session: Session) -> Markup:
    changes = marked(session.history.marks)
    parts = [pairs(settings(session.experiment))]
    if changes:
        shown = [f"From epoch {mark.epoch:,}: {mark.change or 'begun again'}" for mark in changes[-MOST_CHANGES:]]
        earlier = len(changes) - len(shown)
        parts += [
            paragraph("These hold now. They were changed while it trained:"),
            items([f"{earlier:,} earlier changes", *shown] if earlier else shown),
        ]
    return section("Settings", *parts)


def settings(experiment: Experiment) -> Iterator[tuple[str, str]]:
    """The names that the Train page gives them, and their values."""
    training, network = experiment.training, experiment.network
    for name in (*FIRST, *OPTIMIZERS[training.optimizer].reads, "schedule", *SCHEDULES[training.schedule].reads):
        yield setting_name(name), setting_value(training, name)
    if network.depth > 1:
        shared = hidden_activation(network)
        yield setting_name("activation"), MIXED if shared == MIXED else ACTIVATIONS[shared].label
    on = [name for name in (*REGULARISE, *STOP) if getattr(training, name)]
    for name in on:
        yield setting_name(name), setting_value(training, name)
    if not set(on) & set(REGULARISE):
        yield "Regularisation", "none"
    yield setting_name("initializer"), by_hand(experiment) or setting_value(training, "initializer")
    yield setting_name("seed"), f"{experiment.seed:,}"


def by_hand(experiment: Experiment) -> str:
    """Of first weights that no seed has drawn."""
    return "set by hand" if experiment.theta is not None else ""


# -------------------------------------------------------------------- the data


def data_section(session: Session) -> Markup:
    data, dataset = session.experiment.data, own_data.dataset_or_none(session)
    if dataset is None:
        return section("Data", paragraph(own_data.summary(session)), paragraph(sentence(session.problem), kind="bad"))
    facts = [
        ("Inputs", named_inputs(dataset)),
        ("Scale inputs", capitalised(SCALINGS[data.scaling])),
        ("Hold out", capitalised(SPLITS[data.split])),
        (setting_name("seed"), f"{data.seed:,}"),
    ]
    if dataset.task == "regression":
        facts.insert(2, ("Scale the value to predict", "yes" if data.scale_target else "no"))
    if data.noise:
        facts.append(("Noise", in_full(data.noise)))
    if data.missing != "keep":
        facts.append(("Missing values", capitalised(MISSING_VALUES[data.missing])))
    repairs = own_data.repair_log(data)
    return section(
        "Data",
        paragraph(own_data.summary(session)),
        pairs(facts),
        parts_table(dataset),
        *([paragraph("Changed on the way from the file:"), items(repairs[:MOST_CHANGES])] if repairs else []),
    )


def named_inputs(dataset: Dataset) -> str:
    names, most = dataset.input_names, MOST_INPUTS
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")


def parts_table(dataset: Dataset) -> Markup:
    """Rows of each part, of each class where there are classes."""
    parts = {key: rows for key in NAMES if len(rows := getattr(dataset, key))}
    head = ("Rows", *(NAMES[key] for key in parts), "All rows")
    lines = [("All" if dataset.classes else "Rows", *(f"{len(rows):,}" for rows in parts.values()),
              f"{len(dataset.labels):,}")]  # fmt: skip
    if dataset.classes and len(dataset.classes) <= MOST_CLASSES:
        counts = [np.bincount(dataset.labels[rows], minlength=len(dataset.classes)) for rows in parts.values()]
        counts.append(np.bincount(dataset.labels, minlength=len(dataset.classes)))
        for number, name in enumerate(dataset.classes):
            lines.append((str(name), *(f"{each[number]:,} · {percent(each[number] / each.sum())}" for each in counts)))
    return table(head, lines, [None, *(["number"] * (len(head) - 1))])


# -------------------------------------------------------------------- the weights


def weights_section(session: Session) -> Markup:
    """Every weight and bias of a small network."""
    listed = weight_table(session.drawing).frame
    rows = [
        (row["into"], row["from"], format_number(row["value"], DIGITS), "pinned" if row["pinned"] else "")
        for row in listed.to_dict("records")
    ]
    pins = any(row[-1] for row in rows)
    columns = (("Into", None), ("From", None), ("Weight", "number"), ("Training", None))[: None if pins else 3]
    head, kinds = zip(*columns, strict=True)
    pieces = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]
    tables = [table(head, [row[: len(head)] for row in piece], kinds) for piece in pieces]
    return section("Weights", side_by_side(*tables))
