"""What stands beside a training run, below loss and accuracy, for those who open it."""

from typing import Any

import numpy as np

from nncore import metrics
from nncore.explain.numbers import format_number
from nncore.propagation import penalty
from ui.core.measured import Part, class_counts, parts_of
from ui.core.session import Session

WATCHED = {True: ("train", "validation"), False: ("train", "test")}
"""Whether there are validation rows → the parts of the two columns."""


def live_scores(session: Session) -> list[dict[str, Any]]:
    """Rows of a table: name, unit ("%", "text" or ""), and values of the training and of the watched rows, or None."""
    parts = {part.key: part for part in parts_of(session)}
    shown = [parts.get(key) for key in WATCHED["validation" in parts]]
    if session.dataset.task == "regression":
        rows = [_row("Mean error", "", [None if part is None else _mean_error(part) for part in shown])]
    else:
        rows = _of_classes(session, shown)
    return [*rows, *_penalty(session)]


def _of_classes(session: Session, shown: list[Part | None]) -> list[dict[str, Any]]:
    dataset, activation = session.dataset, session.experiment.network.activations[-1]
    counts = [None if part is None else class_counts(dataset, part, activation) for part in shown]
    balanced = _row("Balanced accuracy", "%", [None if c is None else metrics.balanced_accuracy(c) for c in counts])
    if len(dataset.classes) == 2:
        rates = [None if c is None else metrics.class_rates(c, 1) for c in counts]
        name = dataset.classes[1]
        rows = [
            balanced,
            _row(f"Precision, “{name}”", "%", [rate and rate.precision for rate in rates]),
            _row(f"Recall, “{name}”", "%", [rate and rate.recall for rate in rates]),
            _row(f"F1, “{name}”", "%", [rate and rate.f1 for rate in rates]),
        ]
    else:
        macro = [None if c is None else metrics.AVERAGES["macro"](c) for c in counts]
        rows = [balanced, _row("F1, macro", "%", [rate and rate.f1 for rate in macro])]
    return [*rows, *_interval(counts[1])]


def _interval(counts: np.ndarray | None) -> list[dict[str, Any]]:
    """From where to where the accuracy on the watched rows may lie."""
    if counts is None or not counts.sum():
        return []
    low, high = metrics.wilson(float(np.trace(counts)), int(counts.sum()))
    words = f"{format_number(100 * low, 3)} – {format_number(100 * high, 3)} %"
    return [{"name": "Accuracy, 95 % sure", "unit": "text", "values": [None, words]}]


def _mean_error(part: Part) -> float:
    return metrics.mean_error(part.output, part.targets)


def _penalty(session: Session) -> list[dict[str, Any]]:
    """What regularisation adds to the loss of the training rows, where it is on."""
    training = session.experiment.training
    if not training.l1 and not training.l2:
        return []
    added = penalty(session.experiment.network, session.theta, training.l1, training.l2)
    return [_row("Penalty beside the loss", "", [added, None])]


def _row(name: str, unit: str, values: list[float | None]) -> dict[str, Any]:
    sound = [None if value is None or not np.isfinite(value) else float(value) for value in values]
    return {"name": name, "unit": unit, "values": sound}
