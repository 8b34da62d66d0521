"""The current drawing with another activation on its hidden layers: its weights, its score, its boundary."""

from dataclasses import dataclass, replace

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from nncore.activations import ACTIVATIONS
from nncore.data import Dataset
from nncore.experiment import Experiment, dataset_of
from nncore.explain.numbers import format_number
from nncore.network import Network
from nncore.propagation import Pass
from ui.explain import gallery
from ui.figures import add_output, plane
from ui.figures.points import value_span

EPOCHS = 100
GRID = 50
MOST_POINTS = 200


@dataclass(frozen=True)
class Trial:
    """How the drawing does with one activation. theta: its weights. score: accuracy or R² on the training rows."""

    activation: str
    network: Network
    theta: NDArray[np.float64]
    score: float
    dataset: Dataset

    @property
    def measure(self) -> str:
        return "R²" if self.dataset.task == "regression" else "accuracy"

    @property
    def label(self) -> str:
        return ACTIVATIONS[self.activation].label

    @property
    def title(self) -> str:
        """Markdown: the activation and its score."""
        return f"**{self.label}** &nbsp; {self.measure} {format_number(self.score, 2)}"

    @property
    def words(self) -> str:
        """What the figure shows, for those who do not see it."""
        return f"Output of the drawing with {self.label}: {self.measure} {format_number(self.score)}"


def trial(experiment: Experiment, theta: NDArray[np.float64], activation: str, epochs: int) -> Trial:
    """The experiment with this activation on all hidden layers: with these weights, or trained from its first ones.

    epochs: 0 keeps the weights `theta` as they are.
    """
    network = gallery.with_hidden(experiment.network, activation)
    changed = gallery.without_stops(replace(experiment, network=network))
    if not epochs:
        changed = replace(changed, theta=tuple(theta.astype(float).tolist()))
    snapshot = gallery.trained(changed, epochs)
    weights = snapshot.theta.astype(float)
    return Trial(activation, network, weights, snapshot.train_accuracy, dataset_of(experiment.data))


def boundary_of(trial: Trial, dark: bool) -> go.Figure | None:
    """What the drawing answers over the plane of two inputs, with training points; None for a single input."""
    dataset, network = trial.dataset, trial.network
    grid = dataset.grid(size=GRID)
    if len(grid.columns) == 1:
        return None
    output = dataset.unscaled(Pass(network, trial.theta, dataset.transform(grid.raw)).trace.output)
    span = ACTIVATIONS[network.activations[-1]].codes
    if dataset.task == "regression":
        span = value_span(dataset)
    figure = plane(dataset, grid.columns, rows=dataset.train[:MOST_POINTS], dark=dark)
    add_output(figure, dataset, grid, output, span, dark)
    figure.update_traces(marker_size=5, selector={"mode": "markers"})
    return figure
