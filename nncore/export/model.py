"""What is taken along: a network with its weights, how inputs are scaled, what answers mean, and five of them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from nncore.data import Dataset
from nncore.experiment import Experiment, dataset_of, misfit
from nncore.metrics.answers import predicted_classes, threshold
from nncore.network import Network
from nncore.parameters import Parameters
from nncore.propagation import forward
from nncore.randomness import EXAMPLES, rng

Array = np.ndarray
Task = Literal["binary", "multiclass", "regression"]

ROWS = 5
"""Rows whose answers go along, so that whoever computes them elsewhere can compare."""


@dataclass(frozen=True, eq=False)
class Model:
    """A network as it is shown, with everything that somebody needs to use it elsewhere.

    experiment: it came from; theta: its weights and biases, shape (network.size,), read-only; epoch: of the run.
    dataset: the rows it is trained on, None where the drawing doesn't fit the data: then nothing is scaled and its
    answers are numbers without a meaning.
    input_names: one a unit of the first layer; inputs are in the unit of the data, formulas already computed.
    center, scale: (inputs,) to take off and to divide by before the network reads them.
    classes: what the classes are called, () for values. target_center, target_scale: what turns an answer for values
    into the unit of the data: answer × scale + center.
    rows: (5, inputs) in the unit of the data, held-out ones where there are any. answers: (5, outputs) of this app.
    """

    experiment: Experiment
    theta: Array
    epoch: int
    dataset: Dataset | None
    input_names: tuple[str, ...]
    center: Array
    scale: Array
    classes: tuple[str, ...]
    target_center: float
    target_scale: float
    rows: Array

    @property
    def network(self) -> Network:
        return self.experiment.network

    @property
    def task(self) -> Task:
        """What its answers are: for two classes, for several, or values."""
        if self.dataset is None or self.dataset.task == "regression":
            return "regression"
        return "binary" if self.dataset.task == "binary" else "multiclass"

    @property
    def output_names(self) -> tuple[str, ...]:
        return self.network.output_names

    @property
    def threshold(self) -> float:
        """Above it, the one output of a network for two classes stands for the second class."""
        return threshold(self.network.activations[-1])

    @cached_property
    def parameters(self) -> Parameters:
        return Parameters(self.network, self.theta)

    @property
    def is_scaled(self) -> bool:
        """Whether inputs are to be scaled."""
        return bool((self.center != 0).any() or (self.scale != 1).any())

    def answers_to(self, rows: Array) -> Array:
        """(rows, outputs) for inputs (rows, inputs) in the unit of the data; values of a regression in theirs."""
        with np.errstate(all="ignore"):
            output = forward(self.network, self.parameters, (rows - self.center) / self.scale).output
        return output * self.target_scale + self.target_center

    @cached_property
    def answers(self) -> Array:
        return self.answers_to(self.rows)

    @property
    def named_answers(self) -> tuple[str, ...]:
        """The class of each of `rows`, () where answers are values."""
        if not self.classes:
            return ()
        return tuple(self.classes[number] for number in predicted_classes(self.answers, self.network.activations[-1]))


def model_of(experiment: Experiment, theta: Array, epoch: int = 0) -> Model:
    """The network of an experiment with the weights theta, shape (network.size,)."""
    theta = np.array(theta, dtype=float)
    theta.flags.writeable = False
    dataset = None if misfit(experiment) else dataset_of(experiment.data)
    network = experiment.network
    if dataset is None:
        inputs = network.sizes[0]
        rows = np.round(rng(experiment.seed, EXAMPLES).normal(size=(ROWS, inputs)), 2)
        nothing = np.zeros(inputs), np.ones(inputs), (), 0.0, 1.0
        return Model(experiment, theta, epoch, None, network.input_names, *nothing, rows)
    shown = np.concatenate([dataset.test, dataset.validation, dataset.train])[:ROWS]
    return Model(
        experiment,
        theta,
        epoch,
        dataset,
        dataset.input_names,
        dataset.center,
        dataset.scale,
        dataset.classes,
        dataset.target_center,
        dataset.target_scale,
        dataset.features[shown],
    )
