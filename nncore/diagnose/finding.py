"""What is wrong with a run, and what can be done about it."""

from dataclasses import dataclass, field, replace
from typing import Any

from nncore.experiment import Experiment
from nncore.network import Unit


@dataclass(frozen=True)
class Remedy:
    """Something to do about it, as a button says it.

    training, data: settings to change. activations: layer → activation. seek: an epoch to go back to.
    restart: whether to begin again with new first weights.
    """

    label: str
    training: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    activations: dict[int, str] = field(default_factory=dict)
    seek: int | None = None
    restart: bool = False

    def apply(self, experiment: Experiment) -> Experiment:
        """The experiment with the remedy's settings."""
        network = experiment.network
        for layer, name in self.activations.items():
            network = network.activate(layer, name)
        return replace(
            experiment,
            network=network,
            training=replace(experiment.training, **self.training),
            data=replace(experiment.data, **self.data),
            theta=None if self.restart else experiment.theta,
        )


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
