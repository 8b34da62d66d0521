"""The run that the article on Pima prints, next to the visitor's own."""

from dataclasses import replace
from typing import Any

import numpy as np

from nncore.experiments import EXPERIMENTS
from ui.core.session import Session

PRINTED = {"first_loss": 0.6776, "first_accuracy": 0.6510, "last_loss": 0.4634, "final_accuracy": 0.7773}
"""What the article prints: loss and accuracy of epoch 1, running loss of epoch 150, accuracy after it."""
EPOCHS = 150


def article(session: Session) -> dict[str, Any] | None:
    """The numbers of both runs, None where ours isn't there yet; None unless ours is the article's, with any seed."""
    ours, theirs = session.experiment, EXPERIMENTS["pima_article"].experiment
    if ours.data.name != "pima" or replace(ours, seed=theirs.seed) != theirs:
        return None
    curves = session.history.curves()
    until = curves.epoch <= session.position
    epochs = curves.epoch[until]

    def at(epoch: int, values: np.ndarray) -> float | None:
        found = np.flatnonzero(epochs == epoch)
        return float(values[until][found[0]]) if len(found) else None

    here = {
        "first_loss": at(1, curves.running_loss),
        "first_accuracy": at(1, curves.train_accuracy),
        "last_loss": at(EPOCHS, curves.running_loss),
        "final_accuracy": at(EPOCHS, curves.train_accuracy),
    }
    return {"progress": min(session.position / EPOCHS, 1.0), "here": here, "printed": PRINTED}
