"""What the figures of a run say, in sentences: the gap between seen and held-out rows, and how honest it is."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nncore import metrics
from nncore.data import Data
from nncore.explain.numbers import format_number
from ui.core.measured import Part, majority_of
from ui.core.measures import majority_name, percent
from ui.core.session import Session

FEW = 100
"""Held-out rows below which the page says what so few can tell."""
OPEN_ACCURACY = 0.005
"""A gap of accuracy from which on it is named: half a percentage point."""
OPEN_R2 = 0.05
"""A difference of R² from which a gap is named."""
PRINTED = "77.73 %"
"""The article's accuracy on Pima, and of always answering "no diabetes"."""
ALWAYS_NO = "65.1 %"
CUT = ("random", "stratified", "order")
"""Splits that cut the rows by shares; the others say themselves which rows test."""
FROM_TRAINING = 0.15
NO_HELD_OUT = (
    "All rows are used for training, so these figures say how well the network knows its own rows, not what it is "
    "worth on others. Hold some back on the Train page, with the share for training."
)
STOPS = {"patience": "patience", "stop_loss": "a loss to stop at", "stop_accuracy": "an accuracy to stop at"}
"""Setting that looks at the test rows → its words."""

Array = np.ndarray


def verdict(session: Session, parts: Sequence[Part]) -> str:
    """How much better the network is on the rows it was trained on, and whether that can be chance."""
    if len(parts) < 2:
        return NO_HELD_OUT
    seen, held_out = parts[0], parts[-1]
    if session.dataset.task == "regression":
        return gap_of_values(metrics.r2(seen.output, seen.targets), metrics.r2(held_out.output, held_out.targets))
    right, rows = right_of(session, held_out), len(held_out.labels)
    sentences = [gap_of_classes(right_of(session, seen), right, rows), few_rows(right, rows)]
    return " ".join(filter(None, [*sentences, against_base(session, held_out, right)]))


def right_of(session: Session, part: Part) -> float:
    """The accuracy on a part, decided as in training."""
    return metrics.accuracy(part.output, part.labels, session.experiment.network.activations[-1])


def gap_of_classes(seen: float, held_out: float, rows: int) -> str:
    """seen, held_out: accuracies. rows: how many are held out."""
    points = f"{format_number(100 * (seen - held_out), 2)} percentage points"
    if seen > held_out and seen > metrics.wilson(round(held_out * rows), rows).high:
        return f"{points} better on the rows it has seen: part of what the network knows holds for those rows alone."
    if seen - held_out >= OPEN_ACCURACY:
        return f"{points} better on the rows it has seen. With {rows} held-out rows, such a gap can be chance."
    better = "Hardly" if seen > held_out else "No"
    return f"{better} better on the rows it has seen than on those held out: no sign of overfitting."


def few_rows(held_out: float, rows: int) -> str:
    """What few rows can tell; "" where they are many."""
    if rows >= FEW:
        return ""
    low, high = metrics.wilson(round(held_out * rows), rows)
    return f"{rows} held-out rows are few: the true accuracy may be anything from {percent(low)} to {percent(high)}."


def gap_of_values(seen: float, held_out: float) -> str:
    """seen, held_out: R²."""
    if np.isnan([seen, held_out]).any():
        return ""
    if seen - held_out > OPEN_R2:
        gap = format_number(seen - held_out, 2)
        return f"R² is {gap} better on the rows it has seen: part of what the network knows holds for those rows alone."
    return "Hardly better on the rows it has seen than on those held out: no sign of overfitting."


def against_base(session: Session, held_out: Part, right: float) -> str:
    """Whether the network knows more than the most frequent class; "" where it does."""
    base = float(np.mean(held_out.labels == majority_of(session.dataset)))
    if right > base:
        return ""
    name = majority_name(session.dataset)
    return f"No better than always saying “{name}”, which is right for {percent(base)} of the held-out rows."


def reads_held_out(session: Session) -> str:
    """Which settings let the test rows have a say in when training stops; "" where none does."""
    dataset = session.dataset
    if not len(dataset.test) or len(dataset.validation):
        return ""
    return " and ".join(words for name, words in STOPS.items() if getattr(session.experiment.training, name))


def not_honest(settings: str) -> str:
    """The caveat where settings read the test rows."""
    return (
        f"The test rows decide when training stops ({settings}), so their figures are no longer honest. Set a third "
        "part aside for validation: it then decides when to stop, and the test rows are only looked at in the end."
    )


def with_third_part(data: Data) -> tuple[Data, str]:
    """The data with a part for validation, and where its rows come from."""
    if data.split in CUT and data.train_share < 1:
        return replace(data, validation_share=(1 - data.train_share) / 2), "half of the test rows"
    return replace(data, validation_share=FROM_TRAINING), f"{100 * FROM_TRAINING:.0f} % of the other rows"


def article_note(session: Session, parts: Sequence[Part]) -> str:
    """How these figures compare with what the article prints for Pima; "" for other data."""
    if session.experiment.data.name != "pima":
        return ""
    here = [f"{percent(right_of(session, part))} of the {part.name.split(',')[0].lower()}" for part in parts]
    return (
        f"The article prints {PRINTED}: its accuracy on the very women it was trained on, 597 of 768, none held back. "
        f"Here the network is right for {' and '.join(here)}. On women it has not seen about 74 % is usual, and always "
        f"“no diabetes” is right for {ALWAYS_NO}. A network can learn its own rows by heart; only held-out rows tell "
        "what it is worth."
    )
