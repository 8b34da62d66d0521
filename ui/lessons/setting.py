"""What a block of a lesson computes with, and the numbers that follow from it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from nncore.data import Data
from nncore.drawing import Drawing
from nncore.edits import apply_edit, checked_value
from nncore.experiment import dataset_of
from nncore.explain import (
    Explanation,
    explain_delta,
    explain_gradient,
    explain_loss,
    explain_unit,
    explain_weight,
)
from nncore.explain.expressions import Line, Number, Quotient, settle
from nncore.network import Connection, Unit
from nncore.optimizers import OPTIMIZERS, update
from nncore.presets import PRESETS
from nncore.propagation import Gradient, Trace, backward, cost, forward
from nncore.serialize import network_from_dict
from nncore.settings import Training

Array = np.ndarray
Fields = dict[str, Any]

MOST_UPDATES = 1000


@dataclass(frozen=True, eq=False)
class Setting:
    """A drawing, one row of inputs with its targets, and how it learns.

    inputs: (features,). targets: (outputs,), () where nothing is to be learned.
    """

    drawing: Drawing
    inputs: tuple[float, ...]
    targets: tuple[float, ...] = ()
    training: Training = field(default_factory=lambda: Training(loss="half_sse", learning_rate=0.01))

    @cached_property
    def trace(self) -> Trace:
        return forward(self.drawing.network, self.drawing.parameters, np.array([self.inputs]))

    @property
    def wanted(self) -> Array:
        """The targets as (1, outputs). Raises ValueError where there are none."""
        if not self.targets:
            raise ValueError("nothing to learn: give targets, one for each output")
        return np.array([self.targets])

    @cached_property
    def gradient(self) -> Gradient:
        network, parameters = self.drawing.network, self.drawing.parameters
        return backward(network, parameters, self.trace, self.wanted, self.training.loss)

    @property
    def cost(self) -> float:
        return cost(self.drawing.network, self.trace, self.wanted, self.training.loss)

    def updated(self, times: int) -> list["Setting"]:
        """This setting and what follows it, one update of all weights after the other."""
        course, network = [self], self.drawing.network
        state = OPTIMIZERS[self.training.optimizer].start(network.size)
        for count in range(1, times + 1):
            now = course[-1]
            theta, state = update(
                network, now.drawing.theta.copy(), now.gradient.theta, state, count, self.training
            )
            course.append(replace(now, drawing=Drawing(network, theta)))
        return course

    def answers(self, rows: tuple[tuple[float, ...], ...]) -> Array:
        """What the network answers to each row, shape (rows, outputs)."""
        return forward(self.drawing.network, self.drawing.parameters, np.array(rows)).output


SETTING_FIELDS = {
    "preset", "network", "weights", "activations", "inputs", "targets", "loss", "optimizer",
    "learning_rate", "updates",
}  # fmt: skip


def read_setting(fields: Fields, before: Setting | None) -> Setting:
    """The setting of a block: what its fields say, and of the rest what the block before it had.

    preset or network: another drawing. weights: {id: value} of connections and, by unit, of biases.
    activations: {layer: name}. updates: how many steps of the optimiser to take first.
    """
    setting = _base(fields, before)
    drawing = setting.drawing
    for layer, name in _table(fields, "activations").items():
        drawing = apply_edit(drawing, {"kind": "activate", "layer": int(layer), "name": name})
    for id, value in _table(fields, "weights").items():
        kind = "set_weight" if ">" in id else "set_bias"
        drawing = apply_edit(drawing, {"kind": kind, "id": id, "value": value})
    training = {name: fields[name] for name in ("loss", "optimizer", "learning_rate") if name in fields}
    setting = Setting(
        drawing,
        numbers(fields.get("inputs", setting.inputs), drawing.network.sizes[0], "inputs"),
        _targets(fields, setting),
        replace(setting.training, **training),
    )
    times = whole(fields.get("updates", 0), "updates", 0, MOST_UPDATES)
    return setting.updated(times)[-1]


def _base(fields: Fields, before: Setting | None) -> Setting:
    if "preset" in fields:
        if fields["preset"] not in PRESETS:
            raise ValueError(f"unknown preset {fields['preset']!r}; choose from {', '.join(PRESETS)}")
        preset = PRESETS[fields["preset"]]
        return Setting(preset.drawing, preset.inputs)
    if "network" in fields:
        network = network_from_dict(fields["network"])
        return Setting(Drawing(network, np.zeros(network.size)), (0.0,) * network.sizes[0])
    if before is None:
        raise ValueError("no drawing yet: give a preset or a network, or put a drawing block before")
    return before


def _table(fields: Fields, name: str) -> dict[str, Any]:
    value = fields.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f'{name}: write {{"1.0" = …}}, one entry for each')
    return value


def _targets(fields: Fields, setting: Setting) -> tuple[float, ...]:
    if "targets" not in fields:
        return setting.targets
    return numbers(fields["targets"], setting.drawing.network.sizes[-1], "targets")


def numbers(values: Any, count: int, name: str) -> tuple[float, ...]:
    """So many ordinary numbers, else ValueError."""
    if not isinstance(values, list | tuple) or len(values) != count:
        raise ValueError(f"{name}: give a list of {count} numbers, one for each")
    return tuple(checked_value(value) for value in values)


def whole(value: Any, name: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name}: give a whole number from {low} to {high}")
    return value


# -------------------------------------------------------------------- the numbers a lesson may show


def _unit(setting: Setting, id: str) -> Explanation:
    drawing = setting.drawing
    return explain_unit(drawing.network, drawing.parameters, setting.trace, Unit.parse(id))


def _loss(setting: Setting) -> Explanation:
    return explain_loss(setting.drawing.network, setting.trace, setting.wanted, setting.training.loss)


def _delta(setting: Setting, id: str) -> Explanation:
    drawing, training = setting.drawing, setting.training
    return explain_delta(
        drawing.network, drawing.parameters, setting.trace, setting.gradient, setting.wanted, training.loss,
        Unit.parse(id),
    )  # fmt: skip


def _gradient(setting: Setting, id: str) -> Explanation:
    return explain_gradient(setting.drawing.network, setting.trace, setting.gradient, _item(id))


def _update(setting: Setting, id: str) -> Explanation:
    drawing = setting.drawing
    return explain_weight(
        drawing.network, drawing.parameters, setting.trace, setting.gradient, _item(id), setting.training
    )


def _item(id: str) -> Connection | Unit:
    return Connection.parse(id) if ">" in id else Unit.parse(id)


def _majority(setting: Setting | None, name: str) -> Explanation:
    dataset = dataset_of(Data(name))
    if dataset.task == "regression":
        raise ValueError(f"{name} holds values, not classes; choose a data set of classes")
    counts = np.bincount(dataset.labels)
    answer = dataset.classes[counts.argmax()]
    return share(int(counts.max()), len(dataset.labels), f"always answering “{answer}”")


def _share(setting: Setting | None, part: str, rows: str) -> Explanation:
    return share(int(part), int(rows), "share of rows")


def share(part: int, rows: int, title: str) -> Explanation:
    """A part of all rows as a decimal of four places."""
    fraction = Quotient(Number(float(part)), Number(float(rows)))
    lines = settle([Line("share", fraction, Number(part / rows, variable="share"), decimals=4)])
    formula = r"\text{share} = \frac{\text{rows told right}}{\text{all rows}}"
    return Explanation(title, formula, lines, _code=tuple(line.code for line in lines))


SHOWS: dict[str, Callable[..., Explanation]] = {
    "unit": _unit,
    "loss": _loss,
    "delta": _delta,
    "gradient": _gradient,
    "update": _update,
    "majority": _majority,
    "share": _share,
}
"""First word of what is shown → how it comes about, given the setting and the words that follow."""

SETTING_FREE = {"majority", "share"}


def show(text: str, setting: Setting | None) -> Explanation:
    """The number that a text like "unit 1.0" or "gradient 0.0>1.0" names, with its arithmetic.

    Raises ValueError, with the remedy, for a text that names none.
    """
    name, *words = str(text).split()
    if name not in SHOWS:
        raise ValueError(f"unknown number {str(text)[:40]!r}; begin with one of {', '.join(SHOWS)}")
    if setting is None and name not in SETTING_FREE:
        raise ValueError("no drawing yet: give a preset or a network, or put a drawing block before")
    try:
        return SHOWS[name](setting, *words)
    except (TypeError, IndexError, ZeroDivisionError):
        raise ValueError(f"{str(text)[:40]!r} names nothing in this drawing") from None
