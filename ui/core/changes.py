"""What differs between two experiments, in a few words."""

from collections.abc import Iterable
from typing import Any

from nncore.experiment import Experiment
from nncore.explain.numbers import ALL_DIGITS, format_number
from nncore.history import Mark

DRAWN = "data"
"""What a change of rows alone is called."""


def marked(marks: Iterable[Mark]) -> list[Mark]:
    """The changes of a run; of points drawn one after another, the first."""
    found: list[Mark] = []
    for mark in marks:
        if not (found and mark.change == found[-1].change == DRAWN):
            found.append(mark)
    return found


def changes(old: Experiment, new: Experiment) -> str:
    """The settings and the seed that differ; \"data\" where only rows do."""
    words = []
    for part in ("training", "data"):
        before, after = getattr(old, part), getattr(new, part)
        for name in before.__dataclass_fields__:
            a, b = getattr(before, name), getattr(after, name)
            if a != b and name not in ("rows", "table"):
                words.append(f"{name.replace('_', ' ')} {_short(a)} → {_short(b)}")
    if old.seed != new.seed:
        words.append(f"seed {old.seed} → {new.seed}")
    return ", ".join(words) or DRAWN


def _short(value: Any) -> str:
    if isinstance(value, float):
        return format_number(value, ALL_DIGITS)
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 30 else text[:29] + "…"
