"""What is wrong with a run, and what can be done about it."""

from dataclasses import dataclass, field, replace
from typing import Any

from nncore.experiment import Experiment, with_data
from nncore.network import Layer, Network, Unit


@dataclass(frozen=True)
class Remedy:
    """Something to do about it, as a button says it.

    training, data: settings to change; inputs and outputs of the drawing follow the data.
    activations: layer → activation. hidden: sizes of the hidden layers; () keeps them.
    seed: of new first weights. seek: an epoch to go back to. restart: whether to begin again with new first weights.
    """

    label: str
    training: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    activations: dict[int, str] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()
    seed: int | None = None
    seek: int | None = None
    restart: bool = False

    def apply(self, experiment: Experiment) -> Experiment:
        """The experiment with the remedy's settings. Raises ValueError where these can't be."""
        network = experiment.network
        for layer, name in self.activations.items():
            network = network.activate(layer, name)
        changed = replace(
            experiment,
            network=with_hidden(network, self.hidden) if self.hidden else network,
            training=replace(experiment.training, **self.training),
            seed=experiment.seed if self.seed is None else self.seed,
            theta=None if self.restart else experiment.theta,
        )
        return with_data(changed, replace(experiment.data, **self.data)) if self.data else changed


def together(*remedies: Remedy) -> Remedy:
    """Several remedies at once, as one; a later one has the last word."""
    first, *others = remedies
    for other in others:
        first = Remedy(
            _joined(first.label, other.label),
            {**first.training, **other.training},
            {**first.data, **other.data},
            {**first.activations, **other.activations},
            other.hidden or first.hidden,
            first.seed if other.seed is None else other.seed,
            restart=first.restart or other.restart,
        )
    return first


def _joined(one: str, other: str) -> str:
    again = "Start again with "
    if one.startswith(again) and other.startswith(again):
        return f"{one} and {other.removeprefix(again)}"
    return f"{one} and {other[0].lower()}{other[1:]}"


def with_hidden(network: Network, sizes: tuple[int, ...]) -> Network:
    """The drawing with hidden layers of these sizes; new ones come last and take the activation before them."""
    for layer in range(network.depth, len(sizes) + 1):
        before = network.activations[layer - 1] if layer > 1 else "tanh"
        network = network.insert(layer, Layer(sizes[layer - 1], before))
    for layer, size in enumerate(sizes, start=1):
        network = network.resize(layer, size)
    return network


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a run.

    name: of the check. severity: "error" where nothing is learned any more, "warning", or "hint".
    units: the neurons it is about. since: the epoch it began in, where that is known.
    """

    name: str
    severity: str
    title: str
    explanation: str
    remedies: tuple[Remedy, ...] = ()
    units: tuple[Unit, ...] = ()
    since: int | None = None
