"""The one value that decides a run: data, drawing, training settings and seed.

An experiment is always a sound drawing with sound settings. Whether they go together, so that the drawing can be
trained on the data, is asked with `misfit`, and `fitted` makes them go together.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.cost import too_much
from nncore.data import Data, Dataset, make_data, targets_for
from nncore.drawing import carry
from nncore.explain.numbers import format_number
from nncore.layer import MAX_NAME
from nncore.losses import LOSSES, loss_for, loss_that_cancels
from nncore.network import Layer, Network, Unit
from nncore.parameters import initialize, undrawn_to_zero
from nncore.randomness import WEIGHTS, rng
from nncore.relocation import Relocation
from nncore.serialize import network_from_dict, network_to_dict
from nncore.settings import Training

MOST_SEED = 2**53
MOST_WEIGHT = 1e15
"""Weights beyond it can't be meant; a run that reaches it has diverged."""

Array = np.ndarray


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a run down to the bit. Raises ValueError with the remedy.

    seed: of first weights, shuffling and dropout; the rows have their own in `data`.
    theta: the first weights where they were set by hand, else None: drawn by training.initializer.
    """

    data: Data
    network: Network
    training: Training = field(default_factory=Training)
    seed: int = 0
    theta: tuple[float, ...] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for name, kind in (("data", Data), ("network", Network), ("training", Training)):
            if not isinstance(getattr(self, name), kind):
                raise ValueError(f"{name} is {str(getattr(self, name))[:40]!r}; use a {kind.__name__}")
        if type(self.seed) is not int or not 0 <= self.seed < MOST_SEED:
            raise ValueError(f"seed is {str(self.seed)[:40]}; use a whole number from 0")
        if self.theta is not None:
            object.__setattr__(self, "theta", _checked_theta(self.network, self.theta))

    def first_theta(self) -> Array:
        """The weights and biases before training, shape (network.size,)."""
        if self.theta is not None:
            return np.array(self.theta)
        return initialize(self.network, self.training.initializer, rng(self.seed, WEIGHTS)).theta

    def to_dict(self) -> dict[str, Any]:
        """The experiment as JSON values; what has its default is left out."""
        spec = {"data": self.data.to_dict(), "network": network_to_dict(self.network), "seed": self.seed}
        spec |= {"training": self.training.to_dict()} if self.training.to_dict() else {}
        return spec | ({} if self.theta is None else {"theta": list(self.theta)})

    @classmethod
    def from_dict(cls, spec: Any) -> "Experiment":
        """The experiment that to_dict gives; ValueError for anything else."""
        if not isinstance(spec, dict) or not {"data", "network"} <= set(spec):
            raise ValueError(f"experiment is {str(spec)[:40]!r}; use an object with data and network")
        if unknown := sorted(map(str, set(spec) - {"data", "network", "training", "seed", "theta"})):
            raise ValueError(f"unknown part {unknown[0][:40]!r} of an experiment; take it out")
        data, training = Data.from_dict(spec["data"]), Training.from_dict(spec.get("training", {}))
        return cls(data, network_from_dict(spec["network"]), training, spec.get("seed", 0), spec.get("theta"))


def _checked_theta(network: Network, theta: Any) -> tuple[float, ...]:
    if not isinstance(theta, list | tuple) or len(theta) != network.size:
        count = len(theta) if isinstance(theta, list | tuple) else str(theta)[:40]
        raise ValueError(f"weights: {count} for a drawing of {network.size}; give one number each")
    if not {type(value) for value in theta} <= {int, float}:
        raise ValueError("the weights hold something that is no number; give ordinary numbers")
    if not all(abs(value) <= MOST_WEIGHT for value in theta):  # false for NaN as well
        most = format_number(MOST_WEIGHT)
        raise ValueError(f"the weights hold a number that is not within ±{most}; give ordinary numbers")
    return tuple(undrawn_to_zero(network, np.array(theta, dtype=float)).tolist())


# Rows, kept so that an edit of the drawing doesn't make them again

FEW, MOST_BYTES = 8, 500_000_000
_made: deque[tuple[Data, Dataset]] = deque()
_in_use: WeakValueDictionary[Data, Dataset] = WeakValueDictionary()
"""Those that somebody holds anyway, as whoever trains on them does."""


def dataset_of(data: Data) -> Dataset:
    """The rows of a Data; the last few are kept, more of them where they are small."""
    for kept, dataset in tuple(_made):
        if kept is data or kept == data:
            return dataset
    dataset = _in_use.get(data) or make_data(data)
    _in_use[data] = dataset
    _made.append((data, dataset))
    while len(_made) > 1 and (len(_made) > 8 * FEW or sum(_bytes(one) for _, one in tuple(_made)) > MOST_BYTES):
        _made.popleft()
    return dataset


def _bytes(dataset: Dataset) -> int:
    return 2 * (dataset.raw.nbytes + dataset.inputs.nbytes)


def make_dataset(experiment: Experiment) -> Dataset:
    """The rows an experiment trains on. Raises ValueError where drawing, data and loss don't go together."""
    if reason := misfit(experiment):
        raise ValueError(reason)
    return dataset_of(experiment.data)


# Do the parts go together?


def misfit(experiment: Experiment) -> str:
    """Why this drawing can't be trained on this data with this loss, with the remedy; "" when it can."""
    network, loss = experiment.network, experiment.training.loss
    try:
        dataset = dataset_of(experiment.data)
        loss_for(loss, network.activations[-1])
    except ValueError as error:
        return str(error)
    inputs, outputs = len(dataset.input_names), _outputs(dataset, network.activations[-1])
    if network.sizes[0] != inputs:
        names = ", ".join(dataset.input_names[:4]) + (" …" if inputs > 4 else "")
        return (
            f"the drawing has {_count(network.sizes[0], 'input')} and the data {_count(inputs, 'feature')} ({names}); "
            "add or remove inputs, or choose other features"
        )
    if network.sizes[-1] != outputs:
        return (
            f"the drawing has {_count(network.sizes[-1], 'output')} and the data need {outputs}"
            f"{_for_what(dataset, network)}; add or remove outputs"
        )
    if dataset.task == "regression" and LOSSES[loss].for_classes:
        return f"{LOSSES[loss].label.lower()} is for classes and the data are values; choose a squared error"
    return too_much(network, experiment.training, len(dataset.train), len(dataset.inputs))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _for_what(dataset: Dataset, network: Network) -> str:
    if dataset.task == "regression":
        return ""
    return f" for {len(dataset.classes)} classes with {network.activations[-1]}"


def _outputs(dataset: Dataset, activation: str) -> int:
    return int(targets_for(dataset, activation).shape[1])


# Making them go together


def with_data(experiment: Experiment, data: Data) -> Experiment:
    """The experiment on other data; its drawing and loss are fitted to them where they must be."""
    new, now = replace(experiment, data=data), dataset_of(data)
    try:
        before = dataset_of(experiment.data)
    except ValueError:  # data that make no rows are left behind
        return fitted(new)
    alike = (before.task, before.input_names) == (now.task, now.input_names)
    return new if alike and not misfit(new) else fitted(new)


def fitted(experiment: Experiment) -> Experiment:
    """The experiment with inputs, outputs, output activation and loss as the data need them.

    Hidden layers stay, and so do weights set by hand whose ends stay; inputs are known by their names.
    """
    network, relocate = fitted_network(experiment)
    task, activation = dataset_of(experiment.data).task, network.activations[-1]
    training = replace(experiment.training, loss=fitting_loss(task, activation, experiment.training.loss))
    theta = experiment.theta
    if theta is not None:
        fresh = initialize(network, training.initializer, rng(experiment.seed, WEIGHTS)).theta
        theta = tuple(carry(experiment.network, np.array(theta), network, relocate, fresh).tolist())
    return replace(experiment, network=network, training=training, theta=theta)


def fitted_network(experiment: Experiment) -> tuple[Network, Relocation]:
    """The drawing with the inputs and outputs that the data need, and where its units went."""
    old, dataset = experiment.network, dataset_of(experiment.data)
    activation = _fitting_activation(dataset.task, old.layers[-1], experiment.training.loss)
    outputs = targets_for(dataset, activation).shape[1]
    layers = (Layer(len(dataset.input_names)), *old.layers[1:-1], Layer(outputs, activation))
    inputs = _short_names(dataset.input_names)
    places = {name: index for index, name in enumerate(inputs)}
    if not places.keys() & set(old.input_names):
        places = dict(zip(old.input_names, range(len(inputs)), strict=False))

    def relocate(unit: Unit) -> Unit | None:
        if unit.layer == 0:
            index = places.get(old.input_names[unit.index])
            return None if index is None else Unit(0, index)
        return None if unit.layer == old.depth and unit.index >= outputs else unit

    names = dataset.classes if outputs > 1 and dataset.task != "regression" else dataset.output_names
    network = replace(old, inputs=(), outputs=()).rebuilt(layers, relocate)
    named = _unless(network.input_names, inputs), _unless(network.output_names, _short_names(names))
    return network.rename(*named), relocate


def _unless(usual: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, () where they are the usual ones."""
    return () if names == usual else names


def _short_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that a drawing takes, each one different."""
    short = []
    for name in names:
        text = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
        number = 1
        while text in short:
            number += 1
            text = f"{name[: MAX_NAME - 6]} {number}"
        short.append(text)
    return tuple(short)


def _fitting_activation(task: str, output: Layer, loss: str) -> str:
    """The activation of the output layer, the drawing's own where it suits the task and the loss that was chosen."""
    own, wanted = ACTIVATIONS[output.activation], LOSSES[loss].outputs
    if task == "multiclass":
        return "softmax" if own.elementwise else own.name
    if task == "binary" and own.elementwise and wanted and own.name not in wanted:
        return wanted[0]
    if task == "regression":
        return "linear" if own.bounded else own.name
    if not own.elementwise:
        return own.name if output.size == 2 else "sigmoid"
    return own.name if own.squashes else "tanh"


def fitting_loss(task: str, activation: str, loss: str) -> str:
    """The loss, or where it doesn't fit the usual one for the output activation."""
    pair = loss_that_cancels(activation)
    if pair and not ACTIVATIONS[activation].elementwise:
        return pair.name
    fits = not LOSSES[loss].outputs or activation in LOSSES[loss].outputs
    if fits and not (task == "regression" and LOSSES[loss].for_classes):
        return loss
    return pair.name if pair and task != "regression" else "half_mse"
