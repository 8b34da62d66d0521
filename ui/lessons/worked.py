"""Numbers that a lesson names, such as "unit 1.0" or "gradient 0.0>1.0", computed with their arithmetic."""

import re
from collections.abc import Callable

import numpy as np

from nncore.data import Data
from nncore.experiment import dataset_of
from nncore.explain import (
    Explanation,
    explain_delta,
    explain_gradient,
    explain_loss,
    explain_unit,
    explain_weight,
)
from nncore.explain.expressions import Number, Quotient
from nncore.explain.lines import Line, settle
from nncore.explain.numbers import format_number
from nncore.network import Unit
from nncore.units import parse_item
from ui.lessons.setting import NO_DRAWING, Setting

IN_BRACKETS = re.compile(r"\[\[(.+?)\]\]")

OF_SETTING: dict[str, Callable[..., Explanation]] = {
    "unit": lambda setting, id: explain_unit(setting.pass_, Unit.parse(id)),
    "loss": lambda setting: explain_loss(setting.pass_),
    "delta": lambda setting, id: explain_delta(setting.pass_, Unit.parse(id)),
    "gradient": lambda setting, id: explain_gradient(setting.pass_, parse_item(id)),
    "update": lambda setting, id: explain_weight(setting.pass_, parse_item(id), setting.training),
}
"""First word of a number's name → how it comes about, given the setting and the words that follow."""


def majority(name: str) -> Explanation:
    """The share of a data set's rows that its most frequent class has."""
    dataset = dataset_of(Data(name))
    if dataset.task == "regression":
        raise ValueError(f"{name} holds values, not classes; choose a data set of classes")
    counts = np.bincount(dataset.labels)
    answer = dataset.classes[counts.argmax()]
    return share(int(counts.max()), len(dataset.labels), f"always answering “{answer}”")


def share(part: int, rows: int, title: str = "share of rows") -> Explanation:
    """A part of all rows as a decimal of four places."""
    fraction = Quotient(Number(float(part)), Number(float(rows)))
    line = Line("share", fraction, Number(part / rows, variable="share"), decimals=4)
    formula = r"\text{share} = \frac{\text{rows classified correctly}}{\text{all rows}}"
    return Explanation(title, formula, settle([line]))


WITHOUT_SETTING: dict[str, Callable[..., Explanation]] = {
    "majority": majority,
    "share": lambda part, rows: share(int(part), int(rows)),
}
"""Numbers that need no drawing, given the words that follow."""


def worked(name: str, setting: Setting | None) -> Explanation:
    """The number of this name, with its arithmetic. Raises ValueError, with the remedy, for a name of none."""
    kind, *words = str(name).split() or [""]
    try:
        if kind in WITHOUT_SETTING:
            return WITHOUT_SETTING[kind](*words)
        if kind not in OF_SETTING:
            known = ", ".join((*OF_SETTING, *WITHOUT_SETTING))
            raise ValueError(f"unknown number {str(name)[:40]!r}; begin with one of {known}")
        if setting is None:
            raise ValueError(NO_DRAWING)
        return OF_SETTING[kind](setting, *words)
    except (TypeError, IndexError, ZeroDivisionError):
        raise ValueError(f"{str(name)[:40]!r} names nothing in this drawing") from None


def filled(text: str, setting: Setting | None) -> str:
    """Markdown in which every [[unit 2.0]] has become the number it names."""
    return IN_BRACKETS.sub(lambda found: format_number(worked(found[1], setting).value), text)
