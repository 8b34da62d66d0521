"""Samples to send through the current drawing: the values that stand on it, or rows of the data set."""

import numpy as np
from numpy.typing import NDArray

from nncore.data import targets_for
from nncore.explain.numbers import format_number
from nncore.losses import LOSSES
from nncore.propagation import Pass
from ui.core.session import Session

DRAWING, TRAINING, TEST = "Values on the drawing", "A training row", "A test row"
MOST_BATCH = 200


def sources(session: Session) -> list[str]:
    """Where samples can come from."""
    if session.problem:
        return [DRAWING]
    return [DRAWING, TRAINING] + ([TEST] if len(session.dataset.test) else [])


def rows_of(session: Session, source: str) -> NDArray[np.int_]:
    """Row numbers of a source, none for the drawing's own values."""
    if source == DRAWING:
        return np.zeros(0, dtype=int)
    rows: NDArray[np.int_] = session.dataset.train if source == TRAINING else session.dataset.test
    return rows


def fitting_loss(session: Session) -> str:
    """The loss of the settings, or one that goes with the drawing's output."""
    loss: str = session.experiment.training.loss
    outputs = LOSSES[loss].outputs
    return "half_sse" if outputs and session.experiment.network.activations[-1] not in outputs else loss


def own_values(session: Session, targets: tuple[float, ...] | None = None) -> Pass:
    """The values that stand on the drawing, as one sample; targets are 0 where none are given."""
    network = session.experiment.network
    wanted = np.zeros(network.sizes[-1]) if targets is None else np.array(targets, dtype=float)
    inputs = np.array([session.inputs], dtype=float)
    return Pass(network, session.theta, inputs, wanted[None], fitting_loss(session))


def rows_of_data(session: Session, rows: NDArray[np.int_]) -> Pass:
    """Rows of the data set as a batch of at most MOST_BATCH samples."""
    network, dataset = session.experiment.network, session.dataset
    rows = np.asarray(rows)[:MOST_BATCH]
    targets = targets_for(dataset, network.activations[-1])[rows]
    return Pass(network, session.theta, dataset.inputs[rows], targets, fitting_loss(session))


def row_label(session: Session, row: int) -> str:
    """What a row's target says, in words."""
    dataset = session.dataset
    if dataset.task == "regression":
        return format_number(dataset.labels[row])
    return str(dataset.classes[int(dataset.labels[row])])
