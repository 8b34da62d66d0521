"""Numbers of the teacher's board that can be asked for."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from nncore.explain.numbers import format_number
from nncore.network import Connection, Unit
from nncore.units import parse_item
from ui.core.samples import own_values
from ui.core.session import Session

MOST_LISTED = 60
"""Numbers of one kind that are offered; a larger drawing has more weights than anybody reads."""
LONGEST_NAME = 40


@dataclass(frozen=True)
class BoardValue:
    """A kind of number.

    which: the texts that tell apart what a board has of it, [""] for a single number, [] for none. label: its words.
    of: the number itself, NaN where there is none.
    """

    which: Callable[[Session], list[str]]
    label: Callable[[Session, str], str]
    of: Callable[[Session, str], float]
    unit: str = ""


def _has_classes(session: Session) -> list[str]:
    return [""] if not session.problem and session.dataset.task != "regression" else []


def _holds_out(session: Session) -> bool:
    return not session.problem and len(session.dataset.watched) > 0


def _outputs(session: Session) -> list[str]:
    return [str(index) for index in range(session.experiment.network.sizes[-1])]


def _output_label(session: Session, which: str) -> str:
    return f"Output {session.experiment.network.output_names[int(which)]} for the inputs on the drawing"


def _output(session: Session, which: str) -> float:
    with np.errstate(all="ignore"):
        return float(own_values(session).trace.output[0, int(which)])


def _weights(session: Session) -> list[str]:
    """The connections that each neuron reads, then the neuron, whose bias is meant."""
    return [str(item) for item in islice(_items(session), MOST_LISTED)]


def _items(session: Session) -> Iterator[Connection | Unit]:
    network = session.experiment.network
    for unit in network.units():
        if unit.layer:
            yield from network.incoming(unit)
            yield unit


def _weight_label(session: Session, which: str) -> str:
    network, item = session.experiment.network, parse_item(which)
    if isinstance(item, Unit):
        return f"Bias of {network.name(item)}"
    return f"Weight from {network.name(item.source)} to {network.name(item.target)}"


def _weight(session: Session, which: str) -> float:
    return float(session.theta[session.experiment.network.slot(parse_item(which))])


def _single(words: str) -> Callable[[Session, str], str]:
    return lambda session, which: words


VALUES: dict[str, BoardValue] = {
    "output": BoardValue(_outputs, _output_label, _output),
    "loss": BoardValue(
        lambda session: [""], _single("Loss, training rows"), lambda session, which: session.snapshot.train_loss
    ),
    "held_out_loss": BoardValue(
        lambda session: [""] if _holds_out(session) else [],
        _single("Loss, held-out rows"),
        lambda session, which: session.snapshot.test_loss,
    ),
    "accuracy": BoardValue(
        _has_classes,
        _single("Accuracy, training rows"),
        lambda session, which: 100 * session.snapshot.train_accuracy,
        "%",
    ),
    "held_out_accuracy": BoardValue(
        lambda session: _has_classes(session) if _holds_out(session) else [],
        _single("Accuracy, held-out rows"),
        lambda session, which: 100 * session.snapshot.test_accuracy,
        "%",
    ),
    "epoch": BoardValue(lambda session: [""], _single("Epoch"), lambda session, which: float(session.position)),
    "weight": BoardValue(_weights, _weight_label, _weight),
}
"""A name is a kind, with ":" and which one where there are several: "loss", "output:0", "weight:0.1>1.0"."""


def listed_values(session: Session) -> list[dict[str, Any]]:
    """All that can be asked of a board: name, label, value as text, unit."""
    with session.lock:
        return [
            {
                "name": f"{kind}:{which}" if which else kind,
                "label": value.label(session, which),
                "value": format_number(value.of(session, which)),
                "unit": value.unit,
            }
            for kind, value in VALUES.items()
            for which in value.which(session)[:MOST_LISTED]
        ]


def checked_name(name: Any) -> str:
    """The name of a number of the board; ValueError for anything else."""
    if not isinstance(name, str) or len(name) > LONGEST_NAME or name.partition(":")[0] not in VALUES:
        raise ValueError(f"unknown number {str(name)[:LONGEST_NAME]!r}; choose from {', '.join(VALUES)}")
    return name


def value_of(session: Session, name: str) -> float:
    """That number of the board now; NaN where the board has none, as its drawing has changed since it was asked for."""
    kind, _, which = name.partition(":")
    with session.lock:
        return VALUES[kind].of(session, which) if has_value(session, name) else math.nan


def has_value(session: Session, name: str) -> bool:
    """Whether the board has that number."""
    kind, _, which = name.partition(":")
    with session.lock:
        return which in VALUES[kind].which(session)[:MOST_LISTED]


def unit_of(name: str) -> str:
    return VALUES[name.partition(":")[0]].unit
