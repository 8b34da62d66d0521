"""The steps of a walk through a network: forward, and back again."""

from dataclasses import dataclass

from nncore.network import Connection, Network, Unit
from nncore.units import target_of
from ui.core.layer_names import layer_phrase

FORWARD, LOSS, DELTA, GRADIENT, UPDATE = "forward", "loss", "delta", "gradient", "update"
PHASES = {
    FORWARD: "Forward",
    LOSS: "Loss",
    DELTA: "Deltas",
    GRADIENT: "Gradients",
    UPDATE: "Update",
}
"""What the five parts of one training step are called."""


@dataclass(frozen=True)
class Step:
    """One step of a walk: its phase, a title, and the units, weights and biases it computes."""

    phase: str
    title: str
    items: tuple[Unit | Connection, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The neurons this step is about."""
        return tuple(dict.fromkeys(map(target_of, self.items)))


def next_step(steps: list[Step], unit: Unit, here: int) -> int:
    """The next step about a unit after this one, from the last on to the first; this one where there is none."""
    order = [*range(here + 1, len(steps)), *range(here + 1)]
    return next((number for number in order if unit in steps[number].units), here)


def layer_units(network: Network, layer: int) -> tuple[Unit, ...]:
    return tuple(Unit(layer, index) for index in range(network.sizes[layer]))


def incoming_numbers(network: Network, unit: Unit) -> tuple[Connection | Unit, ...]:
    """The weights into a neuron, then its bias."""
    return (*network.incoming(unit), unit)


def forward_steps(network: Network, by_layer: bool) -> list[Step]:
    """The inputs, then neuron by neuron or layer by layer to the outputs."""
    steps = [Step(FORWARD, "The inputs", layer_units(network, 0))]
    for layer in range(1, network.depth + 1):
        steps += _layer_steps(network, FORWARD, layer, by_layer, "Forward: {}")
    return steps


def training_steps(network: Network, by_layer: bool) -> list[Step]:
    """One whole training step: forward, loss, deltas from the output back, gradients, updates."""
    outputs = layer_units(network, network.depth)
    backwards = range(network.depth, 0, -1)
    steps = []
    for layer in range(1, network.depth + 1):
        steps += _layer_steps(network, FORWARD, layer, True, "Forward: {}")
    steps.append(Step(LOSS, "The loss", outputs))
    for layer in backwards:
        steps += _layer_steps(network, DELTA, layer, by_layer, "Delta: {}")
    for phase, title in ((GRADIENT, "Gradients into {}"), (UPDATE, "Update of {}")):
        for layer in backwards:
            for step in _layer_steps(network, phase, layer, by_layer, title):
                numbers = (number for unit in step.units for number in incoming_numbers(network, unit))
                steps.append(Step(phase, step.title, tuple(numbers)))
    return steps


def _layer_steps(network: Network, phase: str, layer: int, by_layer: bool, title: str) -> list[Step]:
    units = layer_units(network, layer)
    if by_layer:
        return [Step(phase, title.format(layer_phrase(network, layer)), units)]
    return [Step(phase, title.format(network.name(unit)), (unit,)) for unit in units]


def not_yet_known(network: Network, steps: list[Step], position: int, hide_last: bool) -> tuple[Unit, ...]:
    """Units whose value the walk has not computed by this step; where it is to be guessed, the step's last as well."""
    known = {item for step in steps[: position + 1] if step.phase == FORWARD for item in step.items}
    if hide_last:
        known.discard(steps[position].items[-1])
    return tuple(unit for unit in network.units() if unit.layer and unit not in known)
