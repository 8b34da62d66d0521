"""The line of text in a frame."""

import math

from nncore.explain.numbers import format_number
from nncore.training import Snapshot
from ui.core.measures import percent


def words(snapshot: Snapshot, regression: bool) -> str:
    """epoch 120 · training loss 0.12 · held-out loss 0.15 · accuracy 94 %.

    The accuracy, for values R², is that of the held-out rows, or of the training rows where none are held out.
    What has no number yet is left out.
    """
    held_out = not math.isnan(snapshot.test_accuracy)
    score = snapshot.test_accuracy if held_out else snapshot.train_accuracy
    parts = [f"epoch {snapshot.epoch:,}"]
    if not math.isnan(snapshot.train_loss):
        parts.append(f"training loss {format_number(snapshot.train_loss)}")
    if not math.isnan(snapshot.test_loss):
        parts.append(f"held-out loss {format_number(snapshot.test_loss)}")
    if not math.isnan(score):
        parts.append(f"R² {format_number(score)}" if regression else f"accuracy {percent(score)}")
    return " · ".join(parts)
