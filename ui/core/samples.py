"""What is explained: the current drawing, the samples that go through it, and what is wanted of it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nncore.data import targets_for
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.parameters import Parameters
from nncore.propagation import Gradient, Trace, backward, cost, forward
from ui.core.session import Session

DRAWING, TRAINING, TEST = "Values on the drawing", "A training row", "A test row"
MOST_BATCH = 200

Array = np.ndarray


@dataclass(frozen=True)
class Scene:
    """A drawing with samples. inputs: (samples, features); targets: (samples, outputs); names of the samples."""

    network: Network
    theta: Array
    inputs: Array
    targets: Array
    loss: str
    names: tuple[str, ...]

    @cached_property
    def parameters(self) -> Parameters:
        return Parameters(self.network, np.asarray(self.theta, dtype=float))

    @cached_property
    def trace(self) -> Trace:
        return forward(self.network, self.parameters, self.inputs)

    @cached_property
    def gradient(self) -> Gradient:
        return backward(self.network, self.parameters, self.trace, self.targets, self.loss)

    @property
    def cost(self) -> float:
        return cost(self.network, self.trace, self.targets, self.loss)

    def cost_at(self, theta: Array) -> float:
        """The cost with other weights."""
        trace = forward(self.network, Parameters(self.network, theta), self.inputs)
        return cost(self.network, trace, self.targets, self.loss)


def sources(session: Session) -> list[str]:
    """Where samples can come from."""
    if session.problem:
        return [DRAWING]
    return [DRAWING, TRAINING] + ([TEST] if len(session.dataset.test) else [])


def rows_of(session: Session, source: str) -> Array:
    """Row numbers of a source, none for the drawing's own values."""
    if source == DRAWING:
        return np.zeros(0, dtype=int)
    return session.dataset.train if source == TRAINING else session.dataset.test


def fitting_loss(session: Session) -> str:
    """The loss of the settings, or one that goes with the drawing's output."""
    loss, output = session.experiment.training.loss, session.experiment.network.activations[-1]
    if LOSSES[loss].outputs and output not in LOSSES[loss].outputs:
        return "half_sse"
    return loss


def own_scene(session: Session, targets: tuple[float, ...] | None = None) -> Scene:
    """The values that stand on the drawing, as one sample; targets are 0 where none are given."""
    network = session.experiment.network
    wanted = np.zeros(network.sizes[-1]) if targets is None else np.array(targets, dtype=float)
    inputs = np.array([session.inputs], dtype=float)
    return Scene(network, session.theta, inputs, wanted[None], fitting_loss(session), ("the drawing's values",))


def rows_scene(session: Session, rows: Array) -> Scene:
    """Rows of the data set as a batch."""
    network, dataset = session.experiment.network, session.dataset
    rows = np.asarray(rows)[:MOST_BATCH]
    targets = targets_for(dataset, network.activations[-1])[rows]
    names = tuple(f"row {row + 1}" for row in rows)
    return Scene(network, session.theta, dataset.inputs[rows], targets, fitting_loss(session), names)


def row_label(session: Session, row: int) -> str:
    """What a row's target says, in words."""
    dataset = session.dataset
    if dataset.task == "regression":
        return ", ".join(f"{value:.3g}" for value in dataset.targets[row])
    return dataset.classes[int(dataset.labels[row])]
