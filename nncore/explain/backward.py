"""The backward pass explained: the delta of a unit, and the gradient of a weight or bias."""

from collections.abc import Callable

import numpy as np

from nncore.activations import ACTIVATIONS, softmax
from nncore.explain.explanation import Explanation, Term, gathered
from nncore.explain.expressions import (
    Call,
    Expression,
    Number,
    Power,
    Quotient,
    Sum,
    difference,
    evaluate,
    product,
    sum_of,
)
from nncore.explain.lines import Line, settle
from nncore.losses import Loss, loss_for
from nncore.network import Connection, Network, Unit
from nncore.propagation import Pass
from nncore.units import target_of

# -------------------------------------------------------------------- deltas


def explain_delta(pass_: Pass, unit: Unit, sample: int = 0, most: int | None = None) -> Explanation:
    """δ = ∂J/∂z of a unit for one sample (∂J/∂x for an input): the error sent back, times the derivative there.

    most: how many products are written out; the others are gathered into one number.
    """
    delta = Number(float(pass_.gradient.deltas[unit.layer][sample, unit.index]), variable="delta")
    if unit.layer < pass_.network.depth:
        return _hidden_delta(pass_, unit, sample, delta, most)
    activation = ACTIVATIONS[pass_.network.activations[-1]]
    loss = loss_for(pass_.loss, activation.name)
    if loss.cancels == activation.name:
        return _matching_delta(pass_, loss, unit, sample, delta)
    if activation.value is softmax:
        return _softmax_delta(pass_, loss, unit, sample, delta)
    if not activation.elementwise:
        line = Line("δ", Number(delta.value), delta, r"\delta")
        formula = r"\delta = \frac{\partial J}{\partial z}"
        return Explanation(_delta_title(pass_, unit), formula, settle([line]), units=(unit,))
    outer, inner = _loss_derivative(pass_, loss, sample, unit.index), _derivative(pass_, unit, sample)
    step = Line("δ", product(outer.result, inner.result), delta, r"\delta")
    formula = r"\delta = \frac{\partial J}{\partial a} \; f'(z)"
    return Explanation(_delta_title(pass_, unit), formula, settle([outer, inner, step]), units=(unit,))


def _delta_title(pass_: Pass, unit: Unit) -> str:
    return f"δ of {pass_.network.name(unit)}"


def _matching_delta(pass_: Pass, loss: Loss, unit: Unit, sample: int, delta: Number) -> Explanation:
    """Where loss and activation belong together, their derivatives multiply to a − y."""
    activation = ACTIVATIONS[pass_.network.activations[-1]]
    line = Line("δ", _shared(pass_, loss, _error(pass_, sample, unit.index)), delta, r"\delta")
    note = f"{activation.label} with {loss.label.lower()}: the slopes multiply to a − y."
    return Explanation(_delta_title(pass_, unit), r"\delta = a - y", settle([line]), units=(unit,), note=note)


def _softmax_delta(pass_: Pass, loss: Loss, unit: Unit, sample: int, delta: Number) -> Explanation:
    """Every output of softmax depends on every sum: δ = a (s − Σ s a), where s is ∂J/∂a."""
    derivatives = []
    for k in range(pass_.network.sizes[-1]):
        line = _loss_derivative(pass_, loss, sample, k)
        derivatives.append(_named(f"s{k + 1}", line.expression, line.result.value, f"s_{{{k + 1}}}"))
    values = [Number(float(value)) for value in pass_.trace.output[sample]]
    products = [product(line.result, value) for line, value in zip(derivatives, values, strict=True)]
    mean = _named("m", Sum(tuple(products)), sum(map(evaluate, products)))
    own = difference(derivatives[unit.index].result, mean.result)
    step = Line("δ", product(values[unit.index], own), delta, r"\delta")
    note = "With softmax every output depends on every sum, so the slopes of all of them count."
    formula = r"\delta_k = a_k \left(s_k - \sum_j s_j a_j\right), \qquad s = \frac{\partial J}{\partial a}"
    return Explanation(_delta_title(pass_, unit), formula, settle([*derivatives, mean, step]), units=(unit,), note=note)


def _named(symbol: str, expression: Expression, value: float, latex: str = "") -> Line:
    """A line whose result goes by its symbol in the lines of NumPy."""
    return Line(symbol, expression, Number(value, variable=symbol), latex)


def _error(pass_: Pass, sample: int, index: int) -> Sum:
    """a − y of one output."""
    a, y = pass_.trace.output[sample, index], pass_.wanted[sample, index]
    return difference(Number(float(a)), Number(float(y)))


def _loss_derivative(pass_: Pass, loss: Loss, sample: int, index: int) -> Line:
    """∂J/∂a of one output; the number alone for a loss that is not known here."""
    output, targets = pass_.trace.output, pass_.wanted
    value = float(loss.derivative(output, targets)[sample, index] * loss.scale(len(targets)))
    error = _error(pass_, sample, index)
    known = OF_ERROR.get(loss.name)
    expression = _shared(pass_, loss, known(error)) if known else Number(value)
    return Line("∂J/∂a", expression, Number(value, variable="s"), r"\frac{\partial J}{\partial a}")


OF_ERROR: dict[str, Callable[[Sum], Expression]] = {
    "half_mse": lambda error: error,
    "half_sse": lambda error: error,
    "sse": lambda error: product(Number(2.0), error),
    "mse": lambda error: product(Number(2.0), error),
    "mae": lambda error: Call("sign", error),
    "huber": lambda error: error if abs(evaluate(error)) <= 1.0 else Call("sign", error),
}
"""The derivative of one output's loss by its error a − y, before averaging."""


def _shared(pass_: Pass, loss: Loss, error: Expression) -> Expression:
    """An error's part in the cost: divided by the samples and outputs over which the loss is a mean."""
    samples, outputs = pass_.wanted.shape
    shared = (outputs if loss.averaged else 1) * (samples if loss.reduction == "mean" else 1)
    return error if shared == 1 else Quotient(error, Number(float(shared)))


def _derivative(pass_: Pass, unit: Unit, sample: int) -> Line:
    """f′(z) of a unit for one sample: by its value a where FROM_VALUE says how, else by name."""
    activation = ACTIVATIONS[pass_.network.activations[unit.layer]]
    z = pass_.trace.z[unit.layer]
    a = Number(float(pass_.trace.a[unit.layer][sample, unit.index]))
    result = Number(float(activation.derivative(z)[sample, unit.index]), variable="slope")
    if activation.name in FROM_VALUE:
        expression = FROM_VALUE[activation.name](a)
    else:
        expression = Call(f"{activation.name}′", Number(float(z[sample, unit.index])))
    return Line("f′(z)", expression, result, "f'(z)")


FROM_VALUE: dict[str, Callable[[Number], Expression]] = {
    "linear": lambda a: Number(1.0),
    "tanh": lambda a: difference(Number(1.0), Power(a, 2)),
    "sigmoid": lambda a: product(a, difference(Number(1.0), a)),
}
"""Derivatives that are short to write by the activation's value."""


def _hidden_delta(pass_: Pass, unit: Unit, sample: int, delta: Number, most: int | None) -> Explanation:
    network, deltas = pass_.network, pass_.gradient.deltas
    outgoing = tuple(network.outgoing(unit))
    terms = tuple(
        Term(
            network.name(c.target),
            float(pass_.parameters.theta[network.slot(c)]),
            float(deltas[c.target.layer][sample, c.target.index]),
        )
        for c in outgoing
    )
    products: list[Expression] = [product(Number(term.value), Number(term.weight)) for term in terms]
    expression = sum_of(gathered(products, most) or [Number(0.0)])
    if unit.layer == 0:
        line = Line("∂J/∂x", expression, delta, r"\frac{\partial J}{\partial x}")
        formula = r"\frac{\partial J}{\partial x} = \sum_k w_k\, \delta_k"
        title = f"slope of {network.name(unit)}"
        return Explanation(title, formula, settle([line]), units=(unit,), connections=outgoing, terms=terms)
    error = Number(sum(map(evaluate, products)), variable="s")
    derivative = _derivative(pass_, unit, sample)
    lines = [
        Line("∂J/∂a", expression, error, r"\frac{\partial J}{\partial a}"),
        derivative,
        Line("δ", product(error, derivative.result), delta, r"\delta"),
    ]
    return Explanation(
        _delta_title(pass_, unit),
        r"\delta = \left(\sum_k w_k\, \delta_k\right) f'(z)",
        settle(lines),
        units=(unit,),
        connections=outgoing,
        terms=terms,
        note="" if outgoing else "Nothing reads this unit: no error comes back to it.",
    )


# -------------------------------------------------------------------- gradients


def explain_gradient(pass_: Pass, item: Connection | Unit, most: int | None = None) -> Explanation:
    """∂J/∂w = δ × a of a weight (a Connection), or ∂J/∂b = δ of a bias (a Unit), added up over the samples.

    most: how many products are written out; the others are gathered into one number.
    """
    line, terms = gradient_line(pass_, item, most)
    units, connections = place_of(item)
    return Explanation(
        f"gradient of {item_name(pass_.network, item)}",
        gradient_formula(item),
        settle([line]),
        units=units,
        connections=connections,
        terms=terms,
    )


def gradient_line(pass_: Pass, item: Connection | Unit, most: int | None) -> tuple[Line, tuple[Term, ...]]:
    """The sum over the samples, and every product in it."""
    target = target_of(item)
    deltas = pass_.gradient.deltas[target.layer][:, target.index]
    symbol, latex = "∂J/∂b", r"\frac{\partial J}{\partial b}"
    inputs = np.ones(len(deltas))
    if isinstance(item, Connection):
        symbol, latex = "∂J/∂w", r"\frac{\partial J}{\partial w}"
        inputs = pass_.trace.a[item.source.layer][:, item.source.index]
    pairs = enumerate(zip(deltas, inputs, strict=True), start=1)
    terms = tuple(Term(f"sample {n}", float(delta), float(a)) for n, (delta, a) in pairs)
    pieces: list[Expression] = [
        Number(term.value) if item == target else product(Number(term.value), Number(term.weight)) for term in terms
    ]
    result = Number(float(pass_.gradient.theta[pass_.network.slot(item)]), variable="g")
    return Line(symbol, sum_of(gathered(pieces, most)), result, latex), terms


def gradient_formula(item: Connection | Unit) -> str:
    if isinstance(item, Unit):
        return r"\frac{\partial J}{\partial b} = \delta"
    return r"\frac{\partial J}{\partial w} = \delta\, a"


def item_name(network: Network, item: Connection | Unit) -> str:
    """How people call a weight or a bias: x1 → h2, the bias of h2."""
    if isinstance(item, Unit):
        return f"the bias of {network.name(item)}"
    return f"{network.name(item.source)} → {network.name(item.target)}"


def place_of(item: Connection | Unit) -> tuple[tuple[Unit, ...], tuple[Connection, ...]]:
    """The units and connections of the drawing that a weight or a bias belongs to."""
    if isinstance(item, Unit):
        return (item,), ()
    return (item.source, item.target), (item,)
