"""The loss of a sample and the cost of a batch, explained."""

from collections.abc import Callable

import numpy as np

from nncore.activations import Array
from nncore.explain.explanation import Explanation, gathered
from nncore.explain.expressions import (
    Call,
    Expression,
    Half,
    Minus,
    Number,
    Power,
    Quotient,
    Sum,
    difference,
    product,
    sum_of,
    total,
)
from nncore.explain.forward import FAR
from nncore.explain.lines import Line, settle
from nncore.losses import Loss, loss_for
from nncore.network import Unit
from nncore.propagation import Pass


def explain_loss(pass_: Pass, sample: int | None = None, most: int | None = None) -> Explanation:
    """The loss of one sample, or with sample=None the cost J of the batch.

    most: how many samples' losses are written out; the others are gathered into one number.
    """
    network, trace, targets = pass_.network, pass_.trace, pass_.wanted
    record = loss_for(pass_.loss, network.activations[-1])
    outputs = tuple(Unit(network.depth, index) for index in range(network.sizes[-1]))
    losses = record.per_sample(trace.z[-1], trace.output, targets)
    if sample is not None or len(losses) == 1:
        sample = sample or 0
        value = Number(float(losses[sample]), variable="J")
        expression = _sample_loss(record, trace.z[-1][sample], trace.output[sample], targets[sample], value)
        line = Line("J", expression, value)
        return Explanation("loss", record.formula, settle([line]), units=outputs, note=record.note)
    whole = sum_of(gathered([Number(float(value)) for value in losses], most))
    if record.reduction == "mean":
        whole = Quotient(whole, Number(float(len(losses))))
    line = Line("J", whole, Number(pass_.cost, variable="J"))
    note = f"The cost is the {record.reduction} of the losses of the {len(losses)} samples."
    return Explanation("cost", record.formula, settle([line]), units=outputs, note=note)


def _sample_loss(loss: Loss, z: Array, a: Array, y: Array, value: Number) -> Expression:
    """How the outputs of one sample make up its loss; the value itself for a loss without an entry here."""
    if loss.name == "categorical_crossentropy":
        return _categorical_loss(z, a, y)
    if loss.name not in OUTPUT_LOSSES:
        return Number(value.value)
    output_loss = OUTPUT_LOSSES[loss.name]
    pieces = sum_of(output_loss(*map(float, numbers)) for numbers in zip(z, a, y, strict=True))
    if loss.name in HALVED:
        return product(Half(), pieces)
    return Quotient(pieces, Number(float(len(a)))) if loss.averaged and len(a) > 1 else pieces


def _square(z: float, a: float, y: float) -> Expression:
    return Power(difference(Number(a), Number(y)), 2)


def _absolute(z: float, a: float, y: float) -> Expression:
    return Call("abs", difference(Number(a), Number(y)))


def _huber(z: float, a: float, y: float) -> Expression:
    return product(Half(), _square(z, a, y)) if abs(a - y) <= 1.0 else difference(_absolute(z, a, y), Half())


def _binary_loss(z: float, a: float, y: float) -> Expression:
    """−ln a for a yes, −ln(1 − a) for a no; from z where a has rounded to 0 or 1."""
    output, target = Number(a), Number(y)
    if abs(z) > FAR:
        return difference(Call("softplus", Number(z)), product(target, Number(z)))
    if y == 1.0:
        return Minus(Call("ln", output))
    no = Call("ln", difference(Number(1.0), output))
    if y == 0.0:
        return Minus(no)
    yes = product(target, Call("ln", output))
    return Minus(total(yes, product(difference(Number(1.0), target), no)))


OUTPUT_LOSSES: dict[str, Callable[[float, float, float], Expression]] = {
    "half_mse": _square,
    "half_sse": _square,
    "sse": _square,
    "mse": _square,
    "mae": _absolute,
    "huber": _huber,
    "binary_crossentropy": _binary_loss,
}
"""What one output adds to the loss of its sample, before halving and averaging: (z, a, y) → expression."""
HALVED = ("half_mse", "half_sse")


def _categorical_loss(z: Array, a: Array, y: Array) -> Expression:
    """−Σ y ln a over the classes asked for; from z where an a has rounded to 0."""
    if np.abs(z - z.max()).max() > FAR:
        top = Number(float(z.max()))
        powers = tuple(Call("exp", difference(Number(float(value)), top)) for value in z)
        wanted = [Minus(product(Number(float(y[k])), Number(float(z[k])))) for k in np.flatnonzero(y)]
        return total(top, Call("ln", Sum(powers)), *wanted)
    logs = {k: Call("ln", Number(float(a[k]))) for k in np.flatnonzero(y)}
    terms = [log if y[k] == 1.0 else product(Number(float(y[k])), log) for k, log in logs.items()]
    return Minus(sum_of(terms)) if terms else Number(0.0)
