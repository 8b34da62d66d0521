"""What a block of a lesson computes with: a drawing, one sample, and how it learns."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nncore.drawing import Drawing
from nncore.edits import apply_edit
from nncore.network import Connection
from nncore.optimizers import OPTIMIZERS, update
from nncore.presets import PRESETS
from nncore.propagation import Pass
from nncore.serialize import network_from_dict
from nncore.settings import Training
from nncore.units import parse_item
from ui.lessons.fields import Fields, numbers, table, whole

MOST_UPDATES = 1000
MOST_WEIGHTS = 2_000
NO_DRAWING = "no drawing yet: give a preset or a network, or put a drawing block before"


@dataclass(frozen=True, eq=False)
class Setting:
    """A drawing, one sample with its targets, and how it learns.

    inputs: (features,). targets: (outputs,), () where nothing is to be learned.
    """

    drawing: Drawing
    inputs: tuple[float, ...]
    targets: tuple[float, ...] = ()
    training: Training = field(default_factory=lambda: Training(loss="half_sse", learning_rate=0.01))

    @cached_property
    def pass_(self) -> Pass:
        """The sample, sent through the drawing."""
        targets = np.array([self.targets]) if self.targets else None
        network, theta = self.drawing.network, self.drawing.theta
        return Pass(network, theta, np.array([self.inputs]), targets, self.training.loss)

    def updated(self, times: int) -> list["Setting"]:
        """This setting and what follows it, one update of all weights after the other."""
        settings, network = [self], self.drawing.network
        state = OPTIMIZERS[self.training.optimizer].start(network.size)
        for count in range(1, times + 1):
            now = settings[-1]
            theta = now.drawing.theta.copy()
            theta, state = update(network, theta, now.pass_.gradient.theta, state, count, self.training)
            settings.append(replace(now, drawing=Drawing(network, theta)))
        return settings

    def answers(self, rows: tuple[tuple[float, ...], ...]) -> NDArray[np.float64]:
        """What the network answers to each row, shape (rows, outputs)."""
        return Pass(self.drawing.network, self.drawing.theta, np.array(rows)).trace.output


SETTING_FIELDS = frozenset(
    {
        "preset", "network", "weights", "activations", "inputs", "targets", "loss", "optimizer", "learning_rate",
        "updates",
    }
)  # fmt: skip


def read_setting(fields: Fields, before: Setting | None) -> Setting:
    """The setting of a block: what its fields say, and of the rest what the block before it had.

    preset or network: another drawing. weights: {id: value} of connections and, by unit, of biases.
    activations: {layer: name}. updates: how many steps of the optimiser to take first.
    """
    setting = _base(fields, before)
    drawing = setting.drawing
    one_each = '{"1.0" = …}, one entry for each'
    for layer, name in table(fields, "activations", one_each).items():
        drawing = apply_edit(drawing, {"kind": "activate", "layer": int(layer), "name": name})
    for id, value in table(fields, "weights", one_each).items():
        kind = "set_weight" if isinstance(parse_item(id), Connection) else "set_bias"
        drawing = apply_edit(drawing, {"kind": kind, "id": id, "value": value})
    training = {name: fields[name] for name in ("loss", "optimizer", "learning_rate") if name in fields}
    sizes, targets = drawing.network.sizes, setting.targets
    setting = Setting(
        drawing,
        numbers(fields.get("inputs", setting.inputs), sizes[0], "inputs"),
        numbers(fields["targets"], sizes[-1], "targets") if "targets" in fields else targets,
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
        if network.size > MOST_WEIGHTS:
            raise ValueError(f"network: {network.size:,} weights; a lesson's drawing has at most {MOST_WEIGHTS:,}")
        return Setting(Drawing(network, np.zeros(network.size)), (0.0,) * network.sizes[0])
    if before is None:
        raise ValueError(NO_DRAWING)
    return before
