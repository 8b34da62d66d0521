"""One training step of a weight or bias explained: gradient, penalty, clipping, and the optimiser's rule."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nncore.activations import Array
from nncore.explain.backward import gradient_formula, gradient_line, item_name, place_of
from nncore.explain.explanation import Explanation
from nncore.explain.expressions import (
    Call,
    Expression,
    Minus,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    difference,
    evaluate,
    product,
    total,
)
from nncore.explain.lines import Line, settle
from nncore.explain.numbers import decimals_for
from nncore.network import Connection, Unit
from nncore.optimizers import OPTIMIZERS, update
from nncore.propagation import Pass, penalty_gradient
from nncore.settings import Training


def explain_weight(
    pass_: Pass,
    item: Connection | Unit,
    training: Training,
    state: Array | None = None,
    count: int = 1,
    most: int | None = None,
) -> Explanation:
    """The update of a weight or bias: its gradient, penalty and clipping where on, and the optimiser's step.

    state: of the optimiser before the step, shape (slots, size), zeros when left out. count: the number of the step,
    from 1. most: how many samples' parts in the gradient are written out.
    """
    network, theta = pass_.network, pass_.parameters.theta
    optimizer = OPTIMIZERS[training.optimizer]
    state = optimizer.start(network.size) if state is None else np.asarray(state)
    slot = network.slot(item)
    line, terms = gradient_line(pass_, item, most)
    lines, letter = [line], "w" if isinstance(item, Connection) else "b"
    w = Number(float(theta[slot]), variable=letter)
    formula, note, given = optimizer.formula, "", f"{letter} = {w.value!r}"
    if item in network.pinned:
        formula, note, given = gradient_formula(item), "Pinned: training leaves it alone.", ""
    else:
        full = pass_.gradient.theta + penalty_gradient(network, theta, training.l1, training.l2)
        moved = float(update(network, theta, full, state, count, training)[0][slot])
        if isinstance(item, Connection):
            lines += _penalty_lines(lines[-1].result, w, training)
        lines += _clip_lines(lines[-1].result, np.where(network.trainable(), full, 0.0), training.clip)
        kept = tuple(float(row[slot]) for row in state)
        step = Step(w, lines[-1].result, kept, count, training, moved)
        lines += STEPS.get(training.optimizer, _unknown)(step)
    units, connections = place_of(item)
    return Explanation(
        f"update of {item_name(network, item)}",
        formula,
        settle(lines),
        units=units,
        connections=connections,
        terms=terms,
        note=note,
        given=given,
    )


def _penalty_lines(g: Number, w: Number, training: Training) -> list[Line]:
    """What L1 and L2 add to the gradient of a weight; biases are not penalised."""
    pieces: list[Expression] = [g]
    if training.l1:
        pieces.append(product(Number(training.l1), Call("sign", w)))
    if training.l2:
        pieces.append(product(Number(training.l2), w))
    if len(pieces) == 1:
        return []
    return [_named("g with penalty", Sum(tuple(pieces)), "g", r"g_{\text{with penalty}}")]


def _clip_lines(g: Number, full: Array, longest: float) -> list[Line]:
    """The gradient of all weights shortened to its longest allowed length."""
    length = float(np.sqrt(full @ full))
    if not 0 < longest < length:
        return []
    expression = Quotient(product(g, Number(longest)), Number(length))
    return [_named("g clipped", expression, "g", r"g_{\text{clipped}}")]


def _named(symbol: str, expression: Expression, variable: str = "", latex: str = "") -> Line:
    """A line of which the engine keeps no result: it is computed here. variable: its name in NumPy."""
    return Line(symbol, expression, Number(evaluate(expression), variable=variable or symbol), latex)


# -------------------------------------------------------------------- the optimisers' rules


@dataclass(frozen=True)
class Step:
    """One step of an optimiser on one weight.

    w, g: the weight and its gradient. state: what the optimiser keeps for this weight. count: the number of the step.
    moved: the engine's new weight.
    """

    w: Number
    g: Number
    state: tuple[float, ...]
    count: int
    training: Training
    moved: float

    @property
    def rate(self) -> Number:
        return Number(self.training.learning_rate)


def _moved(step: Step, change: Expression) -> list[Line]:
    """Δw, and the new weight with enough places for the change to be seen."""
    w, letter = step.w, step.w.variable
    line = _named(f"Δ{letter}", change, "change", rf"\Delta {letter}")
    places = decimals_for(line.result.value, 2) if line.result.value else None
    seen = min(places, decimals_for(w.value, 12)) if places is not None and w.value else places
    new = Number(step.moved, variable=letter)
    symbol, latex = f"new {letter}", rf"{letter}_{{\text{{new}}}}"
    return [line, Line(symbol, total(w, line.result), new, latex, seen)]


def _sgd(step: Step) -> list[Line]:
    return _moved(step, Minus(product(step.rate, step.g)))


def _momentum(step: Step) -> list[Line]:
    velocity = _velocity(step)
    return [velocity, *_sgd(replace(step, g=velocity.result))]


def _nesterov(step: Step) -> list[Line]:
    velocity = _velocity(step)
    ahead = _named("v", total(step.g, product(Number(step.training.momentum), velocity.result)))
    return [velocity, ahead, *_sgd(replace(step, g=ahead.result))]


def _velocity(step: Step) -> Line:
    return _named("u", total(product(Number(step.training.momentum), Number(step.state[0])), step.g))


def _adagrad(step: Step) -> list[Line]:
    squares = _named("s", total(Number(step.state[0]), Power(step.g, 2)))
    return [squares, *_over_root(step, step.g, squares.result)]


def _rmsprop(step: Step) -> list[Line]:
    squares = _named("s", _average(step.training.rho, step.state[0], Power(step.g, 2)))
    return [squares, *_over_root(step, step.g, squares.result)]


def _adam(step: Step) -> list[Line]:
    beta1, beta2 = step.training.beta1, step.training.beta2
    m = _named("m", _average(beta1, step.state[0], step.g))
    v = _named("v", _average(beta2, step.state[1], Power(step.g, 2)))
    m_hat = _named("m̂", Quotient(m.result, _start_corrected(beta1, step.count)), "m_hat", r"\hat m")
    v_hat = _named("v̂", Quotient(v.result, _start_corrected(beta2, step.count)), "v_hat", r"\hat v")
    return [m, v, m_hat, v_hat, *_over_root(step, m_hat.result, v_hat.result)]


def _adamw(step: Step) -> list[Line]:
    letter = step.w.variable
    kept = difference(Number(1.0), product(step.rate, Number(step.training.weight_decay)))
    decayed = _named(f"decayed {letter}", product(step.w, kept), letter, rf"{letter}_{{\text{{decayed}}}}")
    return [decayed, *_adam(replace(step, w=decayed.result))]


def _unknown(step: Step) -> list[Line]:
    """An optimiser without an entry in STEPS: what it did, not how."""
    return _moved(step, Number(step.moved - step.w.value))


def _average(share: float, kept: float, new: Expression) -> Expression:
    """A running average: share × what was kept + (1 − share) × new."""
    rate = Number(share)
    return total(product(rate, Number(kept)), Product((difference(Number(1.0), rate), new)))


def _start_corrected(share: float, count: int) -> Expression:
    """1 − shareᵗ: what a running average that began at 0 is divided by."""
    return difference(Number(1.0), Power(Number(share), count))


def _over_root(step: Step, top: Number, squares: Number) -> list[Line]:
    """Δw = −η · top / (√squares + ε)."""
    below = total(Call("root", squares), Number(step.training.epsilon))
    return _moved(step, Minus(Quotient(product(step.rate, top), below)))


STEPS: dict[str, Callable[[Step], list[Line]]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adamw,
}
"""How each optimiser's step is written."""
