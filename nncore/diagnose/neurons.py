"""Checks of single neurons: those that can't learn, or do no more than others."""

from collections.abc import Callable

import numpy as np

from nncore.activations import ACTIVATIONS, Activation
from nncore.diagnose.finding import Finding, Remedy
from nncore.diagnose.remedies import causes, he_weights, slower, smaller_weights
from nncore.diagnose.run import SATURATED, STEADY_EPOCHS, Array, Run, listed
from nncore.explain.numbers import format_number
from nncore.network import Network, Unit
from nncore.propagation import Trace

MANY = 0.5
"""From this share of a layer on, units that do not work are reported: a few are usual and do no harm."""


def dead(run: Run) -> Finding | None:
    """ReLU neurons whose weighted sum is negative for every row."""
    if not run.is_poor and run.snapshot.epoch >= STEADY_EPOCHS:
        return None

    def silent(layer: int) -> Array:
        return np.asarray((run.trace.z[layer] <= 0).all(axis=0))

    units, layers = _units_where(run, lambda record: record.dies, silent)
    if not units:
        return None
    names = listed(run, units)
    leaky = Remedy("Use leaky ReLU there", activations=dict.fromkeys(layers, "leaky_relu"))
    whole = any(_whole_layer(run, units, layer) for layer in layers)
    return Finding(
        "dead",
        "error" if whole else "warning",
        f"Dead ReLU: {names}" if len(units) == 1 else f"{len(units)} dead ReLUs: {names}",
        "The weighted sum is negative for every training row, so the output and the slope are 0: "
        "no error comes through, and its weights stay as they are. " + _revival(layers),
        (*causes(run), leaky, *he_weights(run)),
        units=tuple(units),
    )


def _revival(layers: list[int]) -> str:
    """What else could wake dead units of these layers up."""
    if min(layers) == 1:
        return "In the first hidden layer nothing else can change that: its inputs stay as they are."
    return "It can wake up only if the layers before it change what they send."


def saturated(run: Run) -> Finding | None:
    """Tanh or sigmoid neurons that are on a flat end of their curve for nearly every row."""
    if not run.is_poor:
        return None

    units, layers = _units_where(
        run, lambda record: record.squashes, lambda layer: _flat(run.network, run.trace, layer)
    )
    if not units:
        return None
    if not causes(run) and not _began_flat(run, units):
        return _driven_out(run, units)
    remedies = [*causes(run), *smaller_weights(run)]
    hidden = [layer for layer in layers if layer < run.network.depth]
    if hidden:
        remedies.append(Remedy("Use ReLU there", activations=dict.fromkeys(hidden, "relu")))
    names = listed(run, units)
    return Finding(
        "saturated",
        "warning",
        f"Saturated: {names}" if len(units) == 1 else f"{len(units)} saturated neurons: {names}",
        "Their sums are so large that they sit on the flat end of the curve for nearly every row. "
        "The slope there is almost 0, so they hardly learn.",
        tuple(remedies),
        units=tuple(units),
    )


def _flat(network: Network, trace: Trace, layer: int) -> Array:
    """Which units of a layer are on a flat end of their curve for nearly every row."""
    activation = ACTIVATIONS[network.activations[layer]]
    steepest = float(activation.derivative(np.zeros(1))[0])
    return np.asarray((activation.derivative(trace.z[layer]) < SATURATED * steepest).mean(axis=0) >= 0.98)


def _began_flat(run: Run, units: list[Unit]) -> bool:
    """Whether at least half of these units were on a flat end before training."""
    first = run.pass_.at(run.experiment.first_theta())
    flat = {layer: _flat(run.network, first.trace, layer) for layer in {unit.layer for unit in units}}
    return sum(bool(flat[unit.layer][unit.index]) for unit in units) >= MANY * len(units)


def _driven_out(run: Run, units: list[Unit]) -> Finding:
    """Saturated by training itself: the steps were too long."""
    rate = format_number(run.training.learning_rate)
    return Finding(
        "saturated",
        "warning",
        f"The learning rate is too large: {listed(run, units)} saturated",
        f"The steps of learning rate {rate} have driven the weighted sums so far out that these neurons sit on the "
        "flat end of the curve for nearly every row. The slope there is almost 0, so they hardly learn any more.",
        slower(run)[:1],
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
        f"Identical neurons: {listed(run, twins)}",
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
