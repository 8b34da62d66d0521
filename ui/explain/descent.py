"""Gradient descent on one weight or two, all others held still: costs, slopes, the way it takes, and how that goes."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nncore.explain import Explanation, explain_loss, explain_unit, explain_weight
from nncore.explain.backward import item_name
from nncore.explain.numbers import format_number
from nncore.network import Connection, Unit, dense
from nncore.optimizers import OPTIMIZERS
from nncore.parameters import parameters_from
from nncore.propagation import Pass
from nncore.settings import Training

Array = NDArray[np.float64]

STEPS = 30
RATES = (*(float(f"{digit}e{power}") for power in range(-3, 3) for digit in (1, 1.5, 2, 3, 5, 7)), 1000.0)
"""Learning rates to drag through, from too small to diverging."""
HUGE = 1e9
CURVE_POINTS, GRID = 161, 49
SHALLOW = 1e-3
"""Below this share of the highest cost a contour is drawn as level."""


class Walk(NamedTuple):
    """The way that descent takes, up to where numbers grow beyond HUGE.

    weights, slopes: (steps + 1, weights that move). costs: (steps + 1,).
    """

    weights: Array
    costs: Array
    slopes: Array

    def final_cost(self, steps: int) -> float:
        """The cost after this many steps, ∞ where the walk ended before them."""
        return float(self.costs[-1]) if len(self.costs) > steps else np.inf


def moved(pass_: Pass, slots: Sequence[int], weights: Sequence[float] | Array) -> Pass:
    """The pass with other values for some of its weights."""
    theta = np.array(pass_.theta, dtype=float)
    theta[list(slots)] = weights
    return pass_.at(theta)


def costs_along(pass_: Pass, slot: int, weights: Array) -> Array:
    """The cost at each value of one weight."""
    return np.array([moved(pass_, [slot], [weight]).cost for weight in weights])


def costs_over(pass_: Pass, slots: Sequence[int], x: Array, y: Array) -> Array:
    """The cost over two weights, shape (len(y), len(x))."""
    theta = np.array(pass_.theta, dtype=float)
    costs = np.empty((len(y), len(x)))
    for row, second in enumerate(y):
        for column, first in enumerate(x):
            theta[list(slots)] = first, second
            costs[row, column] = pass_.cost_at(theta)
    return costs


def walk(pass_: Pass, slots: Sequence[int], start: Sequence[float], training: Training, steps: int) -> Walk:
    """Steps of an optimiser on some weights, from `start`, each over all samples at once."""
    optimizer = OPTIMIZERS[training.optimizer]
    weights, state = np.array(start, dtype=float), optimizer.start(len(slots))
    here = moved(pass_, slots, weights)
    places = [(weights, here.cost, here.gradient.theta[list(slots)])]
    for count in range(1, steps + 1):
        weights, state = optimizer.step(weights, places[-1][2], state, count, training)
        if not np.isfinite(weights).all() or np.abs(weights).max() > HUGE:
            break
        here = moved(pass_, slots, weights)
        if not np.isfinite(here.cost):
            break
        places.append((weights, here.cost, here.gradient.theta[list(slots)]))
    return Walk(*(np.array(column) for column in zip(*places, strict=True)))


def around(path: Walk, column: int = 0, widest: float = 12.0) -> tuple[float, float]:
    """From where to where to draw a weight's axis: all of the walk within `widest` of its start, and some room."""
    start = path.weights[0, column]
    kept = path.weights[np.abs(path.weights[:, column] - start) <= widest, column]
    reach = max(2.0, 1.3 * float(np.abs(kept - start).max()))
    return start - reach, start + reach


def curve_around(pass_: Pass, slot: int, path: Walk) -> tuple[Array, Array]:
    """Values of the weight around a walk, and the cost at each."""
    weights = np.linspace(*around(path), CURVE_POINTS)
    return weights, costs_along(pass_, slot, weights)


def contour_around(pass_: Pass, slots: Sequence[int], walks: Sequence[Walk]) -> tuple[Array, Array, Array]:
    """Values of two weights around the start that some walks share, x and y, and the cost over them."""
    spans = [around(path, column, widest=6.0) for path in walks for column in (0, 1)]
    reach = max([(high - low) / 2 for low, high in spans], default=2.0)
    start = [float(pass_.theta[slot]) for slot in slots]
    x, y = (np.linspace(middle - reach, middle + reach, GRID) for middle in start)
    costs = costs_over(pass_, slots, x, y)
    return x, y, np.maximum(costs, SHALLOW * np.nanmax(costs))


def weight_names(pass_: Pass) -> dict[str, Connection]:
    """Every drawn weight by a name people read: x1 → h2."""
    return {item_name(pass_.network, connection): connection for connection in pass_.network.connections()}


# -------------------------------------------------------------------- how a walk goes

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


def ending(path: Walk, steps: int) -> str:
    """Where a walk has come to after this many steps, in words."""
    cost = path.final_cost(steps)
    return f"cost {format_number(cost)} after {steps} steps" if np.isfinite(cost) else "diverged"


def formula_parts(optimizer: str) -> list[str]:
    """An optimiser's rule, LaTeX, in pieces short enough for a narrow column."""
    return re.split(r",\s*\\q+uad", OPTIMIZERS[optimizer].formula)


# -------------------------------------------------------------------- the article's example

FIRST_WEIGHTS = (0.0, 2.0, 1.0)
UPDATES = 20
ARTICLES_WEIGHTS = (-0.49929916, 1.00140168, -0.49789747)
"""Where the article's curve of twenty updates begins: where twenty updates from the first weights end."""
ARTICLE_TRAINING = Training(optimizer="sgd", learning_rate=0.01, loss="sse")


def article_neuron(weights: Sequence[float] = FIRST_WEIGHTS) -> Pass:
    """The article's linear neuron: inputs 1, 2, 3, target 0, squared error without the ½."""
    network = dense(3, 1, output="linear")
    theta = parameters_from(network, [[list(weights)]]).theta
    return Pass(network, theta, np.array([[1.0, 2.0, 3.0]]), np.array([[0.0]]), "sse")


def article_step() -> tuple[list[Explanation], list[Explanation], Explanation]:
    """The article's first step: its answer and cost, the update of each weight, and the error after it."""
    pass_ = article_neuron()
    updates = [explain_weight(pass_, connection, ARTICLE_TRAINING) for connection in pass_.network.connections()]
    after = pass_.at(np.array([*(update.value for update in updates), 0.0]))
    before = [explain_unit(pass_, Unit(1, 0), name="prediction"), explain_loss(pass_)]
    return before, updates, explain_unit(after, Unit(1, 0), name="new error")


def twenty_updates(weights: Sequence[float] = FIRST_WEIGHTS) -> Walk:
    """Twenty updates of all three weights."""
    pass_ = article_neuron(weights)
    slots = [pass_.network.slot(connection) for connection in pass_.network.connections()]
    return walk(pass_, slots, weights, ARTICLE_TRAINING, UPDATES)
