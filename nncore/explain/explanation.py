"""Every number explained: how a unit, a cost, a delta, a gradient and an update come about.

Each function returns an `Explanation`: str() is the arithmetic as text, latex() as formulas, numpy() as
lines of NumPy that print the same number. What is written can be recomputed to the digits shown.
"""

from dataclasses import dataclass, field

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.explain.expressions import (
    ACTIVATION_CODE,
    Call,
    Expression,
    Half,
    Line,
    Minus,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    WrittenLine,
    difference,
    evaluate,
    product,
    settle,
    total,
)
from nncore.explain.numbers import decimals_for
from nncore.losses import Loss, loss_for
from nncore.network import Connection, Network, Unit
from nncore.optimizers import OPTIMIZERS, update
from nncore.parameters import Parameters
from nncore.propagation import Gradient, Trace, penalty_slope

Array = np.ndarray

FAR = 30.0
"""Beyond this sum, sigmoid and softmax are so close to 0 or 1 that losses are written from z."""


LATEX_SPECIAL = {letter: rf"\{letter}" for letter in "#$%&_{}"} | {
    "\\": r"\textbackslash ",
    "^": r"\textasciicircum ",
    "~": r"\textasciitilde ",
}


@dataclass(frozen=True)
class Term:
    """One product of a sum: what came in, times what it is multiplied by."""

    source: str
    value: float
    weight: float

    @property
    def product(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True)
class Explanation:
    """How one number comes about.

    lines: its steps. formula: the general formula, LaTeX. terms: every product of its sum, the ones that the
    text gathers included. units, connections: the place in the drawing. note: one sentence, or "".
    """

    title: str
    formula: str
    lines: tuple[WrittenLine, ...]
    units: tuple[Unit, ...] = ()
    connections: tuple[Connection, ...] = ()
    terms: tuple[Term, ...] = ()
    note: str = ""
    _code: tuple[str, ...] = field(default=(), repr=False)

    @property
    def value(self) -> float:
        """The engine's number."""
        return self.lines[-1].value

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines))

    def latex(self) -> str:
        """The numbers as an aligned block of LaTeX."""
        rows = (line.latex().replace(" = ", " &= ", 1) for line in self.lines)
        rows = (row if "&=" in row else row.replace(r" \approx ", r" &\approx ", 1) for row in rows)
        return r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}"

    def numpy(self) -> str:
        """Lines of NumPy that print the same number."""
        last = self._code[-1].partition(" = ")[0]
        return "\n".join(("import numpy as np", "", *self._code, f"print({last})"))


def _explanation(title: str, formula: str, lines: list[Line], **place) -> Explanation:
    written = settle(lines)
    return Explanation(title, formula, written, _code=tuple(line.code for line in written), **place)


def _gathered(terms: list[Expression], most: int | None) -> list[Expression]:
    """The first `most` terms, and the others as one number."""
    if most is None or len(terms) <= most + 1:
        return terms
    rest = terms[most:]
    return [*terms[:most], Number(sum(map(evaluate, rest)), note=f"{len(rest)} more")]


# -------------------------------------------------------------------- forward


def explain_unit(
    network: Network,
    parameters: Parameters,
    trace: Trace,
    unit: Unit,
    sample: int = 0,
    most: int | None = None,
    name: str = "",
) -> Explanation:
    """How a unit's value comes about for one sample: its products, their sum with the bias, its activation.

    most: how many products are written out; the others are gathered into one number. name: what to call it.
    """
    name = name or network.name(unit)
    layer, index = unit
    if layer == 0:
        given = Number(float(trace.a[0][sample, index]), variable="a")
        line = Line(name, Number(given.value), given)
        return _explanation(name, r"a = x", [line], units=(unit,), note="An input: given, not computed.")
    activation = network.activations[layer]
    linear = activation == "linear"
    incoming = network.incoming(unit)
    theta = parameters.theta
    terms = tuple(
        Term(
            network.name(c.source),
            float(trace.a[c.source.layer][sample, c.source.index]),
            float(theta[network.slot(c)]),
        )
        for c in incoming
    )
    products: list[Expression] = [product(Number(term.value), Number(term.weight)) for term in terms]
    bias = float(parameters.biases[layer][index])
    shown = _gathered(products, most) + ([Number(bias)] if bias or not products else [])
    z = Number(float(trace.z[layer][sample, index]), variable="z")
    symbol = name if linear else "z"
    lines = [Line(symbol, shown[0] if len(shown) == 1 else Sum(tuple(shown)), z, _latex_name(symbol))]
    if not linear:
        a = Number(float(trace.a[layer][sample, index]), variable="a")
        lines.append(Line("a", _activated(activation, z, trace.z[layer][sample], index), a))
    place = {"units": (unit,), "connections": tuple(incoming), "terms": terms}
    return _explanation(name, unit_formula(activation, bool(bias)), lines, note=_nothing_flows(incoming), **place)


def _value(trace: Trace, unit: Unit, sample: int) -> float:
    return float(trace.a[unit.layer][sample, unit.index])


def _weight(network: Network, parameters: Parameters, connection: Connection) -> float:
    return float(parameters.theta[network.slot(connection)])


def _nothing_flows(incoming: list[Connection]) -> str:
    return "" if incoming else "No connection leads here: its sum is its bias alone."


def unit_formula(activation: str, bias: bool = True) -> str:
    """z = Σ w·a + b and a = f(z), LaTeX."""
    end = " + b" if bias else ""
    value = "z" if activation == "linear" else r"f(z)"
    return rf"z = \sum_i w_i\, a_i{end}, \qquad a = {value}"


def _activated(activation: str, z: Number, sums: Array, index: int) -> Expression:
    """f(z); for softmax over the sums of the layer."""
    if activation != "softmax":
        return Call(activation, z)
    others = [z if i == index else Number(float(value)) for i, value in enumerate(sums)]
    exponents: list[Expression] = list(others)
    if np.abs(sums).max() > FAR:
        top = others[int(np.argmax(sums))]
        exponents = [difference(number, top) for number in others]
    powers = [Call("exp", exponent) for exponent in exponents]
    return Quotient(powers[index], Sum(tuple(powers)))


def _latex_name(name: str) -> str:
    return name if len(name) == 1 and name.isalpha() else rf"\text{{{latex_text(name)}}}"


def latex_text(text: str) -> str:
    """Words as they may stand inside LaTeX's text."""
    return "".join(LATEX_SPECIAL.get(letter, letter) for letter in text)


def forward_code(network: Network, parameters: Parameters, inputs: Array) -> str:
    """The whole forward pass of one sample, inputs (features,), as lines of NumPy that print the output."""
    lines = ["import numpy as np", "", f"a0 = np.array({_listed(inputs)})"]
    for layer in range(1, len(network.layers)):
        start = network.reads(layer).start
        furthest = next(l for l in range(layer) if network.first(l) == start)
        read = ", ".join(f"a{l}" for l in range(furthest, layer))
        read = read if furthest == layer - 1 else f"np.concatenate([{read}])"
        weights = f"np.array({_listed(parameters.weights[layer])})"
        biases = parameters.biases[layer]
        bias = f" + np.array({_listed(biases)})" if np.any(biases) else ""
        activation = network.activations[layer]
        if activation == "linear":
            lines.append(f"a{layer} = {weights} @ {read}{bias}")
        elif activation == "relu":
            lines.append(f"a{layer} = np.maximum({weights} @ {read}{bias}, 0)")
        else:
            lines.append(f"z{layer} = {weights} @ {read}{bias}")
            lines.append(f"a{layer} = " + ACTIVATION_CODE[activation].format(f"z{layer}"))
    return "\n".join((*lines, f"print(a{network.depth})"))


def _listed(values: Array) -> str:
    return repr(np.asarray(values, dtype=float).tolist())


# -------------------------------------------------------------------- cost


def explain_loss(
    network: Network, trace: Trace, targets: Array, loss: str, sample: int | None = None, most: int | None = None
) -> Explanation:
    """The loss of one sample, or with sample=None the cost J of the batch."""
    record = loss_for(loss, network.activations[-1])
    outputs = tuple(Unit(network.depth, index) for index in range(network.sizes[-1]))
    losses = record.per_sample(trace.z[-1], trace.output, targets)
    if sample is not None or len(losses) == 1:
        sample = sample or 0
        value = Number(float(losses[sample]), variable="J")
        expression = _sample_loss(record, trace.z[-1][sample], trace.output[sample], targets[sample])
        line = Line("J", expression, value)
        return _explanation("loss", record.formula, [line], units=outputs, note=record.note)
    terms = _gathered([Number(float(value)) for value in losses], most)
    cost = Number(record.value(trace.z[-1], trace.output, targets), variable="J")
    whole: Expression = Sum(tuple(terms))
    if record.reduction == "mean":
        whole = Quotient(whole, Number(float(len(losses))))
    line = Line("J", whole, cost)
    kind = "mean" if record.reduction == "mean" else "sum"
    note = f"The cost is the {kind} of the losses of the {len(losses)} samples."
    return _explanation("cost", record.formula, [line], units=outputs, note=note)


def _sample_loss(loss: Loss, z: Array, a: Array, y: Array) -> Expression:
    pieces = [_output_loss(loss.name, float(z[k]), float(a[k]), float(y[k])) for k in range(len(a))]
    if loss.name == "categorical_crossentropy":
        return _categorical_loss(z, a, y)
    if loss.name == "binary_crossentropy":
        joined = pieces[0] if len(pieces) == 1 else Sum(tuple(pieces))
        return joined if len(pieces) == 1 else Quotient(joined, Number(float(len(pieces))))
    if loss.name in ("half_mse", "half_sse"):
        return product(Half(), pieces[0] if len(pieces) == 1 else Sum(tuple(pieces)))
    joined = pieces[0] if len(pieces) == 1 else Sum(tuple(pieces))
    return Quotient(joined, Number(float(len(pieces)))) if loss.averaged and len(pieces) > 1 else joined


def _output_loss(name: str, z: float, a: float, y: float) -> Expression:
    """What one output adds, before halving and averaging."""
    output, target = Number(a), Number(y)
    error = difference(output, target)
    if name == "mae":
        return Call("abs", error)
    if name == "huber":
        inside = abs(a - y) <= 1.0
        return product(Half(), Power(error, 2)) if inside else difference(Call("abs", error), Half())
    if name == "binary_crossentropy":
        return _binary_loss(z, a, y)
    return Power(error, 2)


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


def _categorical_loss(z: Array, a: Array, y: Array) -> Expression:
    """−Σ y ln a over the classes asked for; from z where an a has rounded to 0."""
    if np.abs(z - z.max()).max() > FAR:
        top = Number(float(z.max()))
        powers = tuple(Call("exp", difference(Number(float(value)), top)) for value in z)
        wanted = [Minus(product(Number(float(y[k])), Number(float(z[k])))) for k in np.flatnonzero(y)]
        return total(top, Call("ln", Sum(powers)), *wanted)
    logs = {k: Call("ln", Number(float(a[k]))) for k in np.flatnonzero(y)}
    terms = [log if y[k] == 1.0 else product(Number(float(y[k])), log) for k, log in logs.items()]
    if not terms:
        return Number(0.0)
    return Minus(terms[0]) if len(terms) == 1 else Minus(Sum(tuple(terms)))


# -------------------------------------------------------------------- backward


def explain_delta(
    network: Network,
    parameters: Parameters,
    trace: Trace,
    gradient: Gradient,
    targets: Array,
    loss: str,
    unit: Unit,
    sample: int = 0,
    most: int | None = None,
) -> Explanation:
    """δ = ∂J/∂z of a unit for one sample (∂J/∂x for an input): the error sent back, times the slope there."""
    delta = Number(float(gradient.deltas[unit.layer][sample, unit.index]), variable="delta")
    if unit.layer == network.depth:
        return _output_delta(network, trace, targets, loss_for(loss, network.activations[-1]), unit, sample, delta)
    return _hidden_delta(network, parameters, trace, gradient, unit, sample, delta, most)


def _output_delta(
    network: Network, trace: Trace, targets: Array, loss: Loss, unit: Unit, sample: int, delta: Number
) -> Explanation:
    activation = network.activations[-1]
    samples, outputs = targets.shape
    name = network.name(unit)
    if loss.cancels == activation:
        a, y = float(trace.output[sample, unit.index]), float(targets[sample, unit.index])
        shared = (outputs if loss.averaged else 1) * (samples if loss.reduction == "mean" else 1)
        line = Line("δ", _shared(difference(Number(a), Number(y)), shared), delta, r"\delta")
        note = f"{ACTIVATIONS[activation].label} with {loss.label.lower()}: the slopes multiply to a − y."
        return _explanation(f"δ of {name}", r"\delta = a - y", [line], units=(unit,), note=note)
    if activation == "softmax":
        return _softmax_delta(network, trace, targets, loss, unit, sample, delta)
    slope = _loss_slope_line(loss, trace, targets, sample, unit.index)
    bend = slope_line(network, trace, unit, sample)
    step = Line("δ", product(slope.result, bend.result), delta, r"\delta")
    formula = r"\delta = \frac{\partial J}{\partial a} \; f'(z)"
    return _explanation(f"δ of {name}", formula, [slope, bend, step], units=(unit,))


def _softmax_delta(
    network: Network, trace: Trace, targets: Array, loss: Loss, unit: Unit, sample: int, delta: Number
) -> Explanation:
    """Every output of softmax moves with every sum: δ = a (s − Σ s a), where s is ∂J/∂a."""
    slopes = [_loss_slope_line(loss, trace, targets, sample, k) for k in range(network.sizes[-1])]
    slopes = [
        Line(f"s{k + 1}", line.expression, Number(line.result.value, variable=f"s{k + 1}"), f"s_{{{k + 1}}}")
        for k, line in enumerate(slopes)
    ]
    values = [Number(float(value)) for value in trace.output[sample]]
    products = [product(line.result, value) for line, value in zip(slopes, values, strict=True)]
    mean = Number(sum(map(evaluate, products)), variable="m")
    own = slopes[unit.index].result
    lines = [*slopes, Line("m", Sum(tuple(products)), mean)]
    lines.append(Line("δ", product(values[unit.index], difference(own, mean)), delta, r"\delta"))
    note = "With softmax every output depends on every sum, so the slopes of all of them count."
    formula = r"\delta_k = a_k \left(s_k - \sum_j s_j a_j\right), \qquad s = \frac{\partial J}{\partial a}"
    return _explanation(f"δ of {network.name(unit)}", formula, lines, units=(unit,), note=note)


def _loss_slope_line(loss: Loss, trace: Trace, targets: Array, sample: int, index: int) -> Line:
    """∂J/∂a of one output, with the share of the sample in a mean."""
    samples, outputs = targets.shape
    a, y = float(trace.output[sample, index]), float(targets[sample, index])
    error: Expression = difference(Number(a), Number(y))
    if loss.name in ("sse", "mse"):
        error = product(Number(2.0), error)
    elif loss.name == "mae" or (loss.name == "huber" and abs(a - y) > 1.0):
        error = Call("sign", error)
    shared = (outputs if loss.averaged else 1) * (samples if loss.reduction == "mean" else 1)
    value = float(loss.slope(trace.output, targets)[sample, index] * loss.scale(samples))
    return Line("∂J/∂a", _shared(error, shared), Number(value, variable="s"), r"\frac{\partial J}{\partial a}")


def _shared(error: Expression, shared: int) -> Expression:
    return error if shared == 1 else Quotient(error, Number(float(shared)))


def slope_line(network: Network, trace: Trace, unit: Unit, sample: int) -> Line:
    """f′(z) of a unit for one sample: a × (1 − a) for sigmoid, 1 − a² for tanh, by name otherwise."""
    activation = ACTIVATIONS[network.activations[unit.layer]]
    z = float(trace.z[unit.layer][sample, unit.index])
    a = float(trace.a[unit.layer][sample, unit.index])
    result = Number(float(activation.slope(trace.z[unit.layer])[sample, unit.index]), variable="slope")
    expression: Expression = Call(f"{activation.name}′", Number(z))
    if activation.name == "sigmoid":
        output = Number(a)
        expression = product(output, difference(Number(1.0), output))
    elif activation.name == "tanh":
        expression = difference(Number(1.0), Power(Number(a), 2))
    elif activation.name == "linear":
        expression = Number(1.0)
    return Line("f′(z)", expression, result, "f'(z)")


def _hidden_delta(
    network: Network,
    parameters: Parameters,
    trace: Trace,
    gradient: Gradient,
    unit: Unit,
    sample: int,
    delta: Number,
    most: int | None,
) -> Explanation:
    outgoing = network.outgoing(unit)
    terms = tuple(
        Term(
            network.name(c.target),
            _weight(network, parameters, c),
            float(gradient.deltas[c.target.layer][sample, c.target.index]),
        )
        for c in outgoing
    )
    products: list[Expression] = [product(Number(term.value), Number(term.weight)) for term in terms]
    shown = _gathered(products, most) or [Number(0.0)]
    expression = shown[0] if len(shown) == 1 else Sum(tuple(shown))
    place = {"units": (unit,), "connections": tuple(outgoing), "terms": terms}
    if unit.layer == 0:
        line = Line("∂J/∂x", expression, delta, r"\frac{\partial J}{\partial x}")
        formula = r"\frac{\partial J}{\partial x} = \sum_k w_k\, \delta_k"
        return _explanation(f"slope of {network.name(unit)}", formula, [line], **place)
    error = Number(sum(map(evaluate, products)), variable="s")
    bend = slope_line(network, trace, unit, sample)
    lines = [
        Line("∂J/∂a", expression, error, r"\frac{\partial J}{\partial a}"),
        bend,
        Line("δ", product(error, bend.result), delta, r"\delta"),
    ]
    formula = r"\delta = \left(\sum_k w_k\, \delta_k\right) f'(z)"
    note = "" if outgoing else "Nothing reads this unit: no error comes back to it."
    return _explanation(f"δ of {network.name(unit)}", formula, lines, note=note, **place)


# -------------------------------------------------------------------- gradient and update


def explain_gradient(
    network: Network, trace: Trace, gradient: Gradient, item: Connection | Unit, most: int | None = None
) -> Explanation:
    """∂J/∂w = δ × a of a weight (a Connection), or ∂J/∂b = δ of a bias (a Unit), added up over the batch."""
    lines, terms = _gradient_lines(network, trace, gradient, item, most)
    return _explanation(
        f"gradient of {_item_name(network, item)}", _gradient_formula(item), lines, terms=terms, **_place(item)
    )


def explain_weight(
    network: Network,
    parameters: Parameters,
    trace: Trace,
    gradient: Gradient,
    item: Connection | Unit,
    settings,
    state: Array | None = None,
    count: int = 1,
    most: int | None = None,
) -> Explanation:
    """The update of a weight or bias: its gradient, penalty and clipping where on, and the optimiser's step.

    settings: a Training, or any record with its fields. state: the optimiser's memory (slots, size) before
    the step, zeros when left out; count: the number of the step, from 1.
    """
    theta = parameters.theta
    optimizer = OPTIMIZERS[settings.optimizer]
    state = optimizer.start(network.size) if state is None else np.asarray(state)
    slot = network.slot(item)
    full = gradient.theta + penalty_slope(network, theta, settings.l1, settings.l2)
    moved = float(update(network, theta, full, state, count, settings)[0][slot])
    lines, terms = _gradient_lines(network, trace, gradient, item, most)
    letter = "b" if isinstance(item, Unit) else "w"
    title, place = f"update of {_item_name(network, item)}", {"terms": terms, **_place(item)}
    if item in network.pinned:
        note = "Pinned: training leaves it alone."
        return _explanation(title, _gradient_formula(item), lines, note=note, **place)
    w = Number(float(theta[slot]), variable=letter)
    lines += _penalty_lines(lines[-1].result, w, settings, is_weight=letter == "w")
    lines += _clip_lines(lines[-1].result, np.where(network.trainable(), full, 0.0), settings.clip)
    memory = [float(row[slot]) for row in state]
    lines += STEPS[settings.optimizer](w, lines[-1].result, memory, count, settings, moved)
    explanation = _explanation(title, optimizer.formula, lines, **place)
    code = (f"{letter} = {w.value!r}", *explanation._code)
    return Explanation(**{**vars(explanation), "_code": code})


def _item_name(network: Network, item: Connection | Unit) -> str:
    if isinstance(item, Unit):
        return f"the bias of {network.name(item)}"
    return f"{network.name(item.source)} → {network.name(item.target)}"


def _place(item: Connection | Unit) -> dict:
    if isinstance(item, Unit):
        return {"units": (item,)}
    return {"units": (item.source, item.target), "connections": (item,)}


def _gradient_formula(item: Connection | Unit) -> str:
    if isinstance(item, Unit):
        return r"\frac{\partial J}{\partial b} = \delta"
    return r"\frac{\partial J}{\partial w} = \delta\, a"


def _gradient_lines(
    network: Network, trace: Trace, gradient: Gradient, item: Connection | Unit, most: int | None
) -> tuple[list[Line], tuple[Term, ...]]:
    bias = isinstance(item, Unit)
    target = item if bias else item.target
    deltas = gradient.deltas[target.layer][:, target.index]
    inputs = np.ones(len(deltas)) if bias else trace.a[item.source.layer][:, item.source.index]
    terms = tuple(
        Term(f"sample {n + 1}", float(delta), float(a)) for n, (delta, a) in enumerate(zip(deltas, inputs, strict=True))
    )
    pieces: list[Expression] = [
        Number(term.value) if bias else product(Number(term.value), Number(term.weight)) for term in terms
    ]
    shown = _gathered(pieces, most)
    expression = shown[0] if len(shown) == 1 else Sum(tuple(shown))
    result = Number(float(gradient.theta[network.slot(item)]), variable="g")
    symbol, latex = ("∂J/∂b", r"\frac{\partial J}{\partial b}") if bias else ("∂J/∂w", r"\frac{\partial J}{\partial w}")
    return [Line(symbol, expression, result, latex)], terms


def _penalty_lines(g: Number, w: Number, settings, is_weight: bool) -> list[Line]:
    """What L1 and L2 add to the gradient of a weight; biases go free."""
    if not is_weight or not (settings.l1 or settings.l2):
        return []
    pieces: list[Expression] = [g]
    if settings.l1:
        pieces.append(product(Number(settings.l1), Call("sign", w)))
    if settings.l2:
        pieces.append(product(Number(settings.l2), w))
    expression = Sum(tuple(pieces))
    return [_named("g with penalty", expression, "g", r"g_{\text{with penalty}}")]


def _clip_lines(g: Number, full: Array, longest: float) -> list[Line]:
    """The gradient of all weights shortened to its longest allowed length."""
    length = float(np.sqrt(full @ full))
    if not 0 < longest < length:
        return []
    expression = Quotient(product(g, Number(longest)), Number(length))
    return [_named("g clipped", expression, "g", r"g_{\text{clipped}}")]


def _named(symbol: str, expression: Expression, variable: str, latex: str = "") -> Line:
    return Line(symbol, expression, Number(evaluate(expression), variable=variable), latex)


def _step_lines(w: Number, way: Expression, moved: float) -> list[Line]:
    """Δw, and the new weight with enough places for the change to be seen."""
    letter = w.variable
    change = _named(f"Δ{letter}", way, "change", rf"\Delta {letter}")
    places = decimals_for(change.result.value, 2) if change.result.value else None
    seen = min(places, decimals_for(w.value, 12)) if places is not None and w.value else places
    new = Number(moved, variable=letter)
    symbol, latex = f"new {letter}", rf"{letter}_{{\text{{new}}}}"
    return [change, Line(symbol, total(w, change.result), new, latex, seen)]


def _sgd_lines(w, g, memory, count, settings, moved) -> list[Line]:
    return _step_lines(w, Minus(product(Number(settings.learning_rate), g)), moved)


def _momentum_lines(w, g, memory, count, settings, moved) -> list[Line]:
    velocity = _named("u", total(product(Number(settings.momentum), Number(memory[0])), g), "u")
    return [velocity, *_step_lines(w, Minus(product(Number(settings.learning_rate), velocity.result)), moved)]


def _nesterov_lines(w, g, memory, count, settings, moved) -> list[Line]:
    velocity = _named("u", total(product(Number(settings.momentum), Number(memory[0])), g), "u")
    ahead = _named("v", total(g, product(Number(settings.momentum), velocity.result)), "v")
    return [velocity, ahead, *_step_lines(w, Minus(product(Number(settings.learning_rate), ahead.result)), moved)]


def _adagrad_lines(w, g, memory, count, settings, moved) -> list[Line]:
    squares = _named("s", total(Number(memory[0]), Power(g, 2)), "s")
    return [squares, *_step_lines(w, _rooted(g, squares.result, settings), moved)]


def _rmsprop_lines(w, g, memory, count, settings, moved) -> list[Line]:
    squares = _named("s", _average(settings.rho, memory[0], Power(g, 2)), "s")
    return [squares, *_step_lines(w, _rooted(g, squares.result, settings), moved)]


def _adam_lines(w, g, memory, count, settings, moved) -> list[Line]:
    m = _named("m", _average(settings.beta1, memory[0], g), "m")
    v = _named("v", _average(settings.beta2, memory[1], Power(g, 2)), "v")
    m_hat = _named("m̂", Quotient(m.result, _start_corrected(settings.beta1, count)), "m_hat", r"\hat m")
    v_hat = _named("v̂", Quotient(v.result, _start_corrected(settings.beta2, count)), "v_hat", r"\hat v")
    return [m, v, m_hat, v_hat, *_step_lines(w, _rooted(m_hat.result, v_hat.result, settings), moved)]


def _adamw_lines(w, g, memory, count, settings, moved) -> list[Line]:
    kept = difference(Number(1.0), product(Number(settings.learning_rate), Number(settings.weight_decay)))
    decayed = _named(f"decayed {w.variable}", product(w, kept), w.variable, rf"{w.variable}_{{\text{{decayed}}}}")
    return [decayed, *_adam_lines(decayed.result, g, memory, count, settings, moved)]


def _average(share: float, memory: float, new: Expression) -> Expression:
    """share × memory + (1 − share) × new."""
    rate = Number(share)
    return total(product(rate, Number(memory)), Product((difference(Number(1.0), rate), new)))


def _start_corrected(share: float, count: int) -> Expression:
    return difference(Number(1.0), Power(Number(share), count))


def _rooted(top: Number, squares: Number, settings) -> Expression:
    below = total(Call("root", squares), Number(settings.epsilon))
    return Minus(Quotient(product(Number(settings.learning_rate), top), below))


STEPS = {
    "sgd": _sgd_lines,
    "momentum": _momentum_lines,
    "nesterov": _nesterov_lines,
    "adagrad": _adagrad_lines,
    "rmsprop": _rmsprop_lines,
    "adam": _adam_lines,
    "adamw": _adamw_lines,
}
"""How each optimiser's step is written: (w, g, memory, count, settings, the engine's new w) → lines."""
