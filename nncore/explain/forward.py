"""The forward pass explained: the value of one unit, and the whole pass as NumPy."""

import re

import numpy as np

from nncore.activations import ACTIVATIONS, Activation, Array, softmax
from nncore.explain.explanation import Explanation, Term, gathered
from nncore.explain.expressions import (
    Call,
    Expression,
    Number,
    Quotient,
    Sum,
    difference,
    product,
    sum_of,
)
from nncore.explain.lines import Line, settle
from nncore.network import Network, Unit
from nncore.parameters import Parameters
from nncore.propagation import Pass

FAR = 30.0
"""Beyond this sum, sigmoid and softmax are so close to 0 or 1 that digits are lost in a; z is used instead."""

LATEX_SPECIAL = {letter: rf"\{letter}" for letter in "#$%&_{}"} | {
    "\\": r"\textbackslash ",
    "^": r"\textasciicircum ",
    "~": r"\textasciitilde ",
}


def explain_unit(pass_: Pass, unit: Unit, sample: int = 0, most: int | None = None, name: str = "") -> Explanation:
    """How a unit's value comes about for one sample: its products, their sum with the bias, its activation.

    most: how many products are written out; the others are gathered into one number. name: to call it another name.
    """
    network, trace = pass_.network, pass_.trace
    name = name or network.name(unit)
    layer, index = unit
    if layer == 0:
        given = Number(float(trace.a[0][sample, index]), variable="a")
        line = Line(name, Number(given.value), given)
        return Explanation(name, r"a = x", settle([line]), units=(unit,), note="An input: given, not computed.")
    incoming = network.incoming(unit)
    terms = tuple(
        Term(
            network.name(c.source),
            float(trace.a[c.source.layer][sample, c.source.index]),
            float(pass_.parameters.theta[network.slot(c)]),
        )
        for c in incoming
    )
    products: list[Expression] = [product(Number(term.value), Number(term.weight)) for term in terms]
    bias = float(pass_.parameters.biases[layer][index])
    shown = gathered(products, most) + ([Number(bias)] if bias or not products else [])
    activation = ACTIVATIONS[network.activations[layer]]
    symbol = name if activation.is_identity else "z"
    z = Number(float(trace.z[layer][sample, index]), variable="z")
    lines = [Line(symbol, sum_of(shown), z, _latex_name(symbol))]
    if not activation.is_identity:
        a = Number(float(trace.a[layer][sample, index]), variable="a")
        lines.append(Line("a", _activated(activation, z, trace.z[layer][sample], index, a.value), a))
    return Explanation(
        name,
        unit_formula(activation, bool(bias)),
        settle(lines),
        units=(unit,),
        connections=tuple(incoming),
        terms=terms,
        note="" if incoming else "No connection leads here: its sum is its bias alone.",
    )


def unit_formula(activation: Activation, bias: bool = True) -> str:
    """z = Σ w·a + b and a = f(z), LaTeX."""
    end = " + b" if bias else ""
    value = "z" if activation.is_identity else r"f(z)"
    return rf"z = \sum_i w_i\, a_i{end}, \qquad a = {value}"


def _activated(activation: Activation, z: Number, sums: Array, index: int, a: float) -> Expression:
    """f(z); for softmax over all sums of the layer, less the largest where their powers would grow too large.

    The value a alone for another activation that works on a whole layer.
    """
    if activation.elementwise:
        return Call(activation.name, z)
    if activation.value is not softmax:
        return Number(a)
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


ALONE = re.compile(r"^{}$|\w\({}[,)]")
"""Code that takes a whole expression for its sum: nothing else stands around it, and it stands there once."""


def forward_code(network: Network, parameters: Parameters, inputs: Array) -> str:
    """The whole forward pass of one sample, inputs (features,), as lines of NumPy that print the output."""
    lines = ["import numpy as np", "", f"a0 = np.array({_listed(inputs)})"]
    for layer in range(1, len(network.layers)):
        layers = network.layers_read(layer)
        read = ", ".join(f"a{l}" for l in layers)
        read = read if len(layers) == 1 else f"np.concatenate([{read}])"
        biases = parameters.biases[layer]
        bias = f" + np.array({_listed(biases)})" if np.any(biases) else ""
        z = f"np.array({_listed(parameters.weights[layer])}) @ {read}{bias}"
        activation = ACTIVATIONS[network.activations[layer]]
        if ALONE.search(activation.code):
            lines.append(f"a{layer} = {activation.code.format(z)}")
        else:
            lines += [f"z{layer} = {z}", f"a{layer} = {activation.code.format(f'z{layer}')}"]
    return "\n".join((*lines, f"print(a{network.depth})"))


def _listed(values: Array) -> str:
    return repr(np.asarray(values, dtype=float).tolist())
