"""Walking downhill on one weight or two, the others held still: costs, slopes, paths, and how the walk goes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nncore.network import Connection, dense
from nncore.optimizers import OPTIMIZERS
from nncore.parameters import parameters_from
from nncore.propagation import backward, forward
from nncore.settings import Training
from ui.core.samples import Scene

STEPS = 30
RATES = (*(float(f"{digit}e{power}") for power in range(-3, 3) for digit in (1, 1.5, 2, 3, 5, 7)), 1000.0)
"""Learning rates to drag through, from too small to diverging."""
HUGE = 1e9

Array = np.ndarray


class Walk(NamedTuple):
    """Where a walk has been. weights: (steps + 1, weights walked on). costs, and slopes likewise; it ends where
    numbers grow beyond HUGE."""

    weights: Array
    costs: Array
    slopes: Array


def article_neuron(weights: Sequence[float] = (0.0, 2.0, 1.0)) -> Scene:
    """The article's linear neuron: inputs 1, 2, 3, target 0, squared error without the ½."""
    network = dense(3, 1, output="linear")
    theta = parameters_from(network, [[list(weights)]]).theta
    return Scene(network, theta, np.array([[1.0, 2.0, 3.0]]), np.array([[0.0]]), "sse", ("the article's sample",))


def moved(scene: Scene, slots: Sequence[int], weights: Sequence[float]) -> Scene:
    """The scene with other values for some of its weights."""
    theta = np.array(scene.theta, dtype=float)
    theta[list(slots)] = weights
    return replace(scene, theta=theta)


def costs_along(scene: Scene, slot: int, weights: Array) -> Array:
    """The cost at each value of one weight."""
    return np.array([cost_and_slopes(scene, [slot], [weight])[0] for weight in weights])


def costs_over(scene: Scene, slots: tuple[int, int], x: Array, y: Array) -> Array:
    """The cost over two weights, shape (len(y), len(x))."""
    theta = np.array(scene.theta, dtype=float)
    costs = np.empty((len(y), len(x)))
    for row, second in enumerate(y):
        for column, first in enumerate(x):
            theta[list(slots)] = first, second
            costs[row, column] = scene.cost_at(theta)
    return costs


def cost_and_slopes(scene: Scene, slots: Sequence[int], weights: Sequence[float]) -> tuple[float, Array]:
    here = moved(scene, slots, weights)
    with np.errstate(all="ignore"):
        trace = forward(here.network, here.parameters, here.inputs)
        gradient = backward(here.network, here.parameters, trace, here.targets, here.loss)
        return here.cost, gradient.theta[list(slots)]


def walk(scene: Scene, slots: Sequence[int], start: Sequence[float], training: Training, steps: int) -> Walk:
    """Steps of an optimiser on some weights, from `start`, over all samples of the scene at once."""
    optimizer = OPTIMIZERS[training.optimizer]
    weights, state = np.array(start, dtype=float), optimizer.start(len(slots))
    cost, slopes = cost_and_slopes(scene, slots, weights)
    places = [(weights, cost, slopes)]
    for count in range(1, steps + 1):
        weights, state = optimizer.step(weights, slopes, state, count, training)
        if not np.isfinite(weights).all() or np.abs(weights).max() > HUGE:
            break
        cost, slopes = cost_and_slopes(scene, slots, weights)
        if not np.isfinite(cost):
            break
        places.append((weights, cost, slopes))
    return Walk(*(np.array(column) for column in zip(*places, strict=True)))


TOO_SMALL, DOWN, OVERSHOOTS, DIVERGES, FLAT = "too small", "down", "overshoots", "diverges", "flat"
VERDICTS = {
    TOO_SMALL: "Too small: after {steps} steps most of the way down is still ahead.",
    DOWN: "Good: the steps get shorter by themselves as the slope gets flatter.",
    OVERSHOOTS: "Large: each step jumps over the minimum to the other side, yet the cost still falls.",
    DIVERGES: "Too large: the steps jump over the minimum and do not come down. It diverges.",
    FLAT: "The curve is flat here: without a slope there is no step.",
}


def verdict(path: Walk, lowest: float, steps: int = STEPS) -> str:
    """How a walk on one weight goes: a key of VERDICTS. lowest: the lowest cost on the curve."""
    costs, slopes = path.costs, path.slopes[:, 0]
    if abs(slopes[0]) < 1e-9:
        return FLAT
    if len(costs) <= steps or not costs[-1] < costs[0] * (1 - 1e-9):
        return DIVERGES
    if costs[0] - costs[-1] < 0.5 * (costs[0] - min(lowest, costs[-1])):
        return TOO_SMALL
    turns = np.sign(slopes[1:6]) != np.sign(slopes[:5])
    return OVERSHOOTS if turns.sum() >= 2 else DOWN


def around(path: Walk, column: int = 0, widest: float = 12.0) -> tuple[float, float]:
    """A stretch of a weight's axis that holds the walk, and room on both sides of its start."""
    start = path.weights[0, column]
    kept = path.weights[np.abs(path.weights[:, column] - start) <= widest, column]
    reach = max(2.0, 1.3 * float(np.abs(kept - start).max()))
    return start - reach, start + reach


def weight_names(scene: Scene) -> dict[str, Connection]:
    """Every drawn weight by a name people read: x1 → h2."""
    network = scene.network
    return {f"{network.name(c.source)} → {network.name(c.target)}": c for c in network.connections()}
