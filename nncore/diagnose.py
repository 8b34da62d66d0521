"""The doctor: looks at a run, says in plain words what is wrong with it, and knows a remedy.

Each check is a function of a `Run` that gives a `Finding` or None. It is silent when all is well.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from nncore.activations import ACTIVATIONS, Activation
from nncore.data import Dataset, targets_for
from nncore.experiment import Experiment, dataset_of, fitted, misfit
from nncore.explain.numbers import format_number
from nncore.history import Curves
from nncore.losses import LOSSES, loss_that_cancels
from nncore.metrics import majority_share, predicted_classes
from nncore.network import Unit
from nncore.propagation import Pass, Trace
from nncore.sentences import sentence
from nncore.training import Snapshot, Trainer

Array = np.ndarray

MOST_ROWS = 2000
"""So many training rows are looked at."""
MOST_WORK = 2_000_000
"""Weights × rows up to which the doctor trains a few epochs on the side to compare learning rates."""

STEADY_EPOCHS = 20
"""Before this epoch nothing is said about how the learning goes."""
GOOD = 0.9
"""Share of rows told right (or R²) from which on a run counts as going well."""
MANY = 0.5
"""From this share of a layer on, units that do not work are reported: a few are usual and do no harm."""
UNLIKE_SCALES = 25.0
"""How many times wider than another an input may spread."""
LARGE_INPUT = 100.0
SATURATED = 0.02
"""A slope below this share of the steepest one counts as flat."""


@dataclass(frozen=True)
class Remedy:
    """Something to do about it, as a button says it.

    training, data: settings to change. activations: layer → activation. seek: an epoch to go back to.
    restart: whether to begin again with new first weights.
    """

    label: str
    training: dict = field(default_factory=dict)
    data: dict = field(default_factory=dict)
    activations: dict = field(default_factory=dict)
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


@dataclass(frozen=True)
class Run:
    """What the doctor looks at: an experiment, a snapshot of it, and the curves up to there."""

    experiment: Experiment
    snapshot: Snapshot
    curves: Curves

    @cached_property
    def dataset(self) -> Dataset:
        return dataset_of(self.experiment.data)

    @cached_property
    def rows(self) -> Array:
        return self.dataset.train[:MOST_ROWS]

    @cached_property
    def pass_(self) -> Pass:
        """These rows, sent through the network with the snapshot's weights."""
        inputs, targets = self.dataset.inputs[self.rows], targets_for(self.dataset, self.network.activations[-1])
        return Pass(self.network, self.snapshot.theta, inputs, targets[self.rows], self.training.loss)

    @property
    def trace(self) -> Trace:
        return self.pass_.trace

    @property
    def score(self) -> float:
        return self.snapshot.train_accuracy

    @property
    def is_poor(self) -> bool:
        return not self.score >= GOOD

    @property
    def classifies(self) -> bool:
        return self.dataset.task != "regression"

    @property
    def network(self):
        return self.experiment.network

    @property
    def training(self):
        return self.experiment.training

    def loss_before(self, epochs: int) -> float:
        """The training loss that many epochs ago, NaN before the beginning."""
        earlier = self.curves.epoch <= self.snapshot.epoch - epochs
        return float(self.curves.train_loss[earlier][-1]) if earlier.any() else math.nan


def diagnose(experiment: Experiment, snapshot: Snapshot | None = None, curves: Curves | None = None) -> list[Finding]:
    """What is wrong with a run at a snapshot, the worst first; without one, with the experiment itself.

    curves: the losses by epoch, as History.curves() gives them; later epochs than the snapshot's are left out.
    """
    if reason := misfit(experiment):
        return [_misfit_finding(experiment, reason)]
    if snapshot is None or curves is None:
        return []
    seen = curves.epoch <= snapshot.epoch
    run = Run(experiment, snapshot, Curves(*(values[seen] for values in curves)))
    findings = [finding for check in CHECKS if (finding := check(run)) is not None]
    return _without_consequences(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


SEVERITIES = ("error", "warning", "hint")


def _without_consequences(findings: list[Finding]) -> list[Finding]:
    """Guessing the majority and a small learning rate are left out where another finding explains them."""
    causes = {f.name for f in findings} & {"diverged", "too_fast", "symmetry", "dead", "step", "saturated", "misfit"}
    if not causes:
        return findings
    return [f for f in findings if f.name not in ("majority", "too_slow")]


# -------------------------------------------------------------------- the checks


def diverged(run: Run) -> Finding | None:
    """The numbers overflowed."""
    if not run.snapshot.diverged:
        return None
    epoch = int(re.search(r"epoch (\d+)", run.snapshot.cause)[1])
    rate = run.snapshot.learning_rate if run.snapshot.epoch else run.training.learning_rate
    why = "Each step overshot the minimum by more than the one before, until the numbers no longer fit."
    if _unlike(run.dataset) is not None:
        why += " Large input values make the slopes large as well."
    return Finding(
        "diverged",
        "error",
        f"Diverged in epoch {epoch}",
        why,
        (*_slower(run, rate), *_standardised(run)),
        since=epoch,
    )


def too_fast(run: Run) -> Finding | None:
    """The loss has grown far above where it began."""
    losses = run.curves.train_loss
    if run.snapshot.diverged or len(losses) < 3 or not losses[-1] > 2.0 * max(losses[0], losses.min() * 2.0):
        return None
    since = int(run.curves.epoch[int(np.argmin(losses))])
    now, first = format_number(float(losses[-1])), format_number(float(losses[0]))
    return Finding(
        "too_fast",
        "error",
        "The learning rate is too large",
        f"The training loss is {now}, higher than the {first} it began with: the steps jump over the minimum.",
        (*_slower(run, run.snapshot.learning_rate), *_standardised(run)),
        since=since,
    )


def dead(run: Run) -> Finding | None:
    """ReLU neurons whose weighted sum is negative for every row."""
    if not run.is_poor and run.snapshot.epoch >= STEADY_EPOCHS:
        return None
    units, layers = _units_where(run, lambda record: record.dies, lambda layer: (run.trace.z[layer] <= 0).all(axis=0))
    if not units:
        return None
    names = _listed(run, units)
    remedies = [Remedy("Use leaky ReLU there", activations=dict.fromkeys(layers, "leaky_relu"))]
    if run.training.initializer != "he_normal":
        remedies.append(Remedy("Start again with He weights", training={"initializer": "he_normal"}, restart=True))
    whole = any(_whole_layer(run, units, layer) for layer in layers)
    return Finding(
        "dead",
        "error" if whole else "warning",
        f"Dead ReLU: {names}" if len(units) == 1 else f"{len(units)} dead ReLUs: {names}",
        "The weighted sum is negative for every training row, so the output and the slope are 0: "
        "no error comes through, and the weights never change again.",
        (*remedies, *_standardised(run)),
        units=tuple(units),
    )


def saturated(run: Run) -> Finding | None:
    """Tanh or sigmoid neurons that are on a flat end of their curve for nearly every row."""
    if not run.is_poor:
        return None

    def flat(layer: int) -> Array:
        activation = ACTIVATIONS[run.network.activations[layer]]
        steepest = float(activation.derivative(np.zeros(1))[0])
        return (activation.derivative(run.trace.z[layer]) < SATURATED * steepest).mean(axis=0) >= 0.98

    units, layers = _units_where(run, lambda record: record.squashes, flat)
    if not units:
        return None
    remedies = list(_standardised(run))
    if run.training.initializer != "glorot_uniform" or run.experiment.theta is not None:
        smaller = {"initializer": "glorot_uniform"}
        remedies.append(Remedy("Start again with smaller weights", training=smaller, restart=True))
    hidden = [layer for layer in layers if layer < run.network.depth]
    if hidden:
        remedies.append(Remedy("Use ReLU there", activations=dict.fromkeys(hidden, "relu")))
    names = _listed(run, units)
    return Finding(
        "saturated",
        "warning",
        f"Saturated: {names}" if len(units) == 1 else f"{len(units)} saturated neurons: {names}",
        "Their sums are so large that they sit on the flat end of the curve for nearly every row. "
        "The slope there is almost 0, so they hardly learn.",
        tuple(remedies),
        units=tuple(units),
    )


def symmetry(run: Run) -> Finding | None:
    """Hidden neurons that are copies of each other, and will stay so."""
    network = run.network
    twins: list[Unit] = []
    for layer in range(1, network.depth):
        columns = _twins(run, layer)
        if len(columns) >= max(2, 0.5 * network.sizes[layer]):
            twins += [Unit(layer, int(index)) for index in columns]
    if not twins:
        return None
    scheme = ACTIVATIONS[network.activations[twins[0].layer]].initializer
    from_zeros = run.training.initializer == "zeros" and run.experiment.theta is None
    why = "All weights began at zero, so" if from_zeros else "Their weights are the same, so"
    return Finding(
        "symmetry",
        "error",
        f"Identical neurons: {_listed(run, twins)}",
        f"{why} these neurons compute the same value, get the same gradient and stay copies of each other. "
        "Together they can do no more than one neuron.",
        (Remedy("Start again with random weights", training={"initializer": scheme}, restart=True),),
        units=tuple(twins),
    )


def step_activation(run: Run) -> Finding | None:
    """A step activation on the way: no gradient comes through."""
    names = enumerate(run.network.activations)
    layers = [layer for layer, name in names if layer and not ACTIVATIONS[name].trains]
    if not layers or run.score == 1.0:
        return None
    smooth = {layer: "sigmoid" if layer == run.network.depth else "tanh" for layer in layers}
    return Finding(
        "step",
        "error",
        "The step activation cannot learn",
        "Its slope is 0 everywhere, so gradient descent sees no way down: "
        "the weights of these neurons and of all before them stay as they are.",
        (Remedy("Use a smooth activation", activations=smooth),),
        units=tuple(Unit(layer, index) for layer in layers for index in range(run.network.sizes[layer])),
    )


def unlike_scales(run: Run) -> Finding | None:
    """Inputs of very different size, not standardised."""
    found = _unlike(run.dataset)
    if found is None:
        return None
    wide, narrow = found
    names, spread = run.dataset.input_names, _spreads(run.dataset)
    text = f"{names[wide]} spreads over {format_number(spread[wide], 2)}"
    if wide != narrow:
        text += f", {names[narrow]} over {format_number(spread[narrow], 2)}"
    return Finding(
        "scales",
        "warning" if run.is_poor else "hint",
        "Inputs on unlike scales" if wide != narrow else "Very large inputs",
        f"{text} (standard deviation). The largest input decides nearly everything, "
        "and one learning rate cannot suit them all.",
        _standardised(run),
    )


def majority(run: Run) -> Finding | None:
    """The same answer for every row."""
    if not run.classifies or run.snapshot.epoch < STEADY_EPOCHS or _is_falling(run):
        return None
    answers = predicted_classes(run.trace.output, run.network.activations[-1])
    labels = run.dataset.labels[run.rows]
    if len(np.unique(answers)) > 1 or len(np.unique(labels)) < 2:
        return None
    share = f"{majority_share(labels):.1%}".replace(".0%", "%").replace("%", " %")
    name = run.dataset.classes[int(answers[0])]
    remedies = list(_standardised(run))
    if run.training.optimizer != "adam":
        changed = {"optimizer": "adam", "learning_rate": 0.01}
        remedies.append(Remedy("Start again with Adam", training=changed, restart=True))
    return Finding(
        "majority",
        "warning",
        "It gives every row the same answer",
        f"Every training row is answered with “{name}”. Always saying the most frequent class is right for "
        f"{share} of the rows: nothing has been learned from the inputs yet.",
        tuple(remedies),
    )


def too_slow(run: Run) -> Finding | None:
    """Larger steps would do much better: found out by trying a few epochs of them."""
    losses = run.curves.train_loss
    if run.snapshot.epoch < STEADY_EPOCHS or not run.is_poor or run.snapshot.diverged:
        return None
    fallen = 1.0 - losses[-1] / losses[0] if losses[0] > 0 else 1.0
    if not 0.0 <= fallen < 0.1 or run.network.size * len(run.dataset.train) > MOST_WORK:
        return None
    rate = run.training.rate(run.snapshot.epoch)
    drop = losses[-1] - _tried(run, rate)
    for factor in TRIAL_FACTORS:
        better = losses[-1] - _tried(run, factor * rate)
        if drop < 0.01 * losses[-1] and better > max(0.03 * losses[-1], 8.0 * drop):
            return _slow_finding(run, fallen, factor, drop / losses[-1], better / losses[-1])
    return None


TRIAL_EPOCHS = 8
TRIAL_FACTORS = (10, 100, 1000)


def _slow_finding(run: Run, fallen: float, factor: int, drop: float, better: float) -> Finding:
    faster = factor * run.training.learning_rate
    return Finding(
        "too_slow",
        "warning",
        "The learning rate is very small",
        f"In {run.snapshot.epoch} epochs the loss has fallen by {format_number(100 * fallen, 2)} %. "
        f"The next {TRIAL_EPOCHS} would take off {format_number(100 * drop, 2)} %, "
        f"and {format_number(100 * better, 2)} % with steps {factor} times as large.",
        (Remedy(f"Use a learning rate of {format_number(faster, 2)}", training={"learning_rate": faster}),),
    )


def _tried(run: Run, rate: float) -> float:
    """The training loss after a few more epochs with another learning rate."""
    training = replace(run.training, learning_rate=rate, schedule="constant")
    trainer = Trainer(replace(run.experiment, training=training), run.dataset)
    snapshot = run.snapshot
    for _ in range(TRIAL_EPOCHS):
        snapshot = trainer.epoch(snapshot)
        if snapshot.diverged:
            return math.inf
    return snapshot.train_loss


def overfitting(run: Run) -> Finding | None:
    """The test loss has been rising while the training loss went on falling."""
    test, train, epochs = run.curves.test_loss, run.curves.train_loss, run.curves.epoch
    if run.snapshot.epoch < STEADY_EPOCHS or not np.isfinite(test).all():
        return None
    best = int(np.argmin(test))
    recent = slice(max(best + 1, len(test) - 5), None)
    if run.snapshot.epoch - epochs[best] < 10 or not len(test[recent]):
        return None
    lowest, level = float(test[best]), float(np.median(test[recent]))
    rose = level > 1.1 * lowest and level - lowest > 0.03 * float(test[0])
    if not rose or not train[-1] < 0.97 * train[best]:
        return None
    since = int(epochs[best])
    stronger = max(0.01, 3.0 * run.training.l2)
    return Finding(
        "overfitting",
        "warning",
        f"Overfitting since epoch {since}",
        f"The test loss was lowest there, {format_number(lowest)}, and is {format_number(level)} now, "
        f"while the training loss still falls. The network learns the training rows by heart.",
        (
            Remedy(f"Go back to epoch {since}", seek=since),
            Remedy(
                f"Start again with L2 {format_number(stronger)}",
                training={"l2": stronger},
                restart=True,
            ),
        ),
        since=since,
    )


def out_of_reach(run: Run) -> Finding | None:
    """Targets that the output activation cannot reach, or a squared error stuck on its flat end."""
    output = run.network.activations[-1]
    low, high = ACTIVATIONS[output].range
    if not run.classifies:
        targets = run.pass_.wanted
        beyond = (targets < low - 0.05) | (targets > high + 0.05)
        if not beyond.any():
            return None
        return Finding(
            "misfit",
            "error",
            f"{ACTIVATIONS[output].label} cannot reach the targets",
            f"The output lies between {format_number(low)} and {format_number(high)}, "
            f"the targets between {format_number(targets.min())} and {format_number(targets.max())}.",
            (Remedy("Use a linear output", activations={run.network.depth: "linear"}),),
        )
    return _stuck_output(run, output)


def _stuck_output(run: Run, output: str) -> Finding | None:
    """Wrong answers given with full confidence: under a squared error their slope is almost 0."""
    pair = loss_that_cancels(output)
    if pair is None or run.training.loss == pair.name or run.snapshot.epoch < STEADY_EPOCHS or _is_falling(run):
        return None
    answers = predicted_classes(run.trace.output, output)
    wrong = answers != run.dataset.labels[run.rows]
    slope = ACTIVATIONS[output].derivative(run.trace.z[-1])[wrong]
    if wrong.mean() < 0.2 or (slope.max(axis=1) < SATURATED * 0.25).mean() < 0.8:
        return None
    return Finding(
        "misfit",
        "error",
        "The loss does not fit the output",
        f"Rows are answered wrongly with full confidence. {ACTIVATIONS[output].label} is flat there, "
        f"and with {LOSSES[run.training.loss].label.lower()} almost no slope is left to learn from.",
        (Remedy(f"Use {pair.label.lower()}", training={"loss": pair.name}),),
    )


CHECKS: tuple[Callable[[Run], Finding | None], ...] = (
    diverged,
    too_fast,
    step_activation,
    symmetry,
    dead,
    out_of_reach,
    saturated,
    unlike_scales,
    majority,
    too_slow,
    overfitting,
)


# -------------------------------------------------------------------- helpers


def _misfit_finding(experiment: Experiment, reason: str) -> Finding:
    """The parts of the experiment do not go together: the reason is the engine's."""
    remedies = ()
    try:
        suited = fitted(experiment)
    except ValueError:
        suited = None
    if suited is not None and suited.network.layers == experiment.network.layers:
        label = f"Use {LOSSES[suited.training.loss].label.lower()}"
        remedies = (Remedy(label, training={"loss": suited.training.loss}),)
    title = "The loss does not fit the output" if remedies else "Drawing and data do not go together"
    return Finding("misfit", "error", title, sentence(reason), remedies)


def _slower(run: Run, rate: float) -> tuple[Remedy, ...]:
    slower = run.training.learning_rate / 10
    shown = format_number(slower, 2)
    return (Remedy(f"Start again with learning rate {shown}", training={"learning_rate": slower}, restart=True),)


def _standardised(run: Run) -> tuple[Remedy, ...]:
    if run.experiment.data.standardize or _unlike(run.dataset) is None:
        return ()
    return (Remedy("Standardise the inputs", data={"standardize": True}, restart=True),)


def _spreads(dataset: Dataset) -> Array:
    return dataset.inputs[dataset.train].std(axis=0)


def _unlike(dataset: Dataset) -> tuple[int, int] | None:
    """The widest and the narrowest input where they are too far apart, or the one that is too large."""
    spreads = _spreads(dataset)
    varying = np.flatnonzero(spreads > 0)
    if dataset.data.standardize or not len(varying):
        return None
    wide, narrow = varying[np.argmax(spreads[varying])], varying[np.argmin(spreads[varying])]
    if spreads[wide] > UNLIKE_SCALES * spreads[narrow]:
        return int(wide), int(narrow)
    return (int(wide), int(wide)) if np.abs(dataset.inputs[dataset.train]).max() > LARGE_INPUT else None


def _units_where(
    run: Run, concerns: Callable[[Activation], bool], test: Callable[[int], Array]
) -> tuple[list[Unit], list[int]]:
    """Units of the layers whose activation it concerns that the test finds, where they are not just a few."""
    units: list[Unit] = []
    for layer in range(1, run.network.depth + 1):
        if not concerns(ACTIVATIONS[run.network.activations[layer]]):
            continue
        found = np.flatnonzero(test(layer))
        if len(found) and len(found) >= MANY * run.network.sizes[layer]:
            units += [Unit(layer, int(index)) for index in found]
    return units, sorted({unit.layer for unit in units})


def _whole_layer(run: Run, units: list[Unit], layer: int) -> bool:
    return sum(unit.layer == layer for unit in units) == run.network.sizes[layer]


def _twins(run: Run, layer: int) -> Array:
    """Units of a layer that have the same weights in and out as the first one of their kind has, and others."""
    parameters = run.pass_.parameters
    into = np.column_stack([parameters.weights[layer], parameters.biases[layer]])
    following = parameters.weights[layer + 1]
    start = run.network.first(layer) - run.network.reads(layer + 1).start
    out = following[:, start : start + run.network.sizes[layer]].T
    both = np.round(np.column_stack([into, out]), 9)
    kinds, counts = np.unique(both, axis=0, return_inverse=True, return_counts=True)[1:]
    return np.flatnonzero(counts[kinds.ravel()] > 1)


def _listed(run: Run, units: list[Unit], most: int = 4) -> str:
    names = [run.network.name(unit) for unit in units]
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _is_falling(run: Run) -> bool:
    """Whether the training loss still goes down by 3 % in ten epochs."""
    before = run.loss_before(10)
    return bool(run.snapshot.train_loss < 0.97 * before)
