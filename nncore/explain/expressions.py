"""Arithmetic as a value: an expression is a small tree of numbers, sums, products and functions."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from nncore.activations import ACTIVATIONS, Array


@dataclass(frozen=True, eq=False)
class Number:
    """A number of the calculation; the same object stands wherever it is used again.

    note: what it gathers, for instance "12 more". variable: its name in NumPy, "" to write it out.
    """

    value: float
    note: str = ""
    variable: str = ""


@dataclass(frozen=True)
class Half:
    """The ½ of the squared error."""


@dataclass(frozen=True)
class Sum:
    terms: tuple["Expression", ...]


@dataclass(frozen=True)
class Product:
    factors: tuple["Expression", ...]


@dataclass(frozen=True)
class Minus:
    inner: "Expression"


@dataclass(frozen=True)
class Quotient:
    top: "Expression"
    bottom: "Expression"


@dataclass(frozen=True)
class Power:
    base: "Expression"
    exponent: int


@dataclass(frozen=True)
class Call:
    """A function by name: an activation, its derivative ("gelu′"), exp, ln, root, abs or sign."""

    name: str
    inner: "Expression"


Expression = Number | Half | Sum | Product | Minus | Quotient | Power | Call


def product(*factors: Expression) -> Product:
    return Product(factors)


def total(*terms: Expression) -> Sum:
    return Sum(terms)


def difference(left: Expression, right: Expression) -> Sum:
    return Sum((left, Minus(right)))


def sum_of(terms: Iterable[Expression]) -> Expression:
    """The sum of one term or more; a single one stands alone."""
    first, *rest = terms
    return Sum((first, *rest)) if rest else first


# -------------------------------------------------------------------- the functions of `Call`


@dataclass(frozen=True)
class Function:
    """value: number to number. text, latex, code: how it is written, with {} for its argument."""

    value: Callable[[float], float]
    text: str
    latex: str
    code: str


def _elementwise(function: Callable[[Array], Array]) -> Callable[[float], float]:
    return lambda z: float(function(np.array([z]))[0])


ACTIVATION_CODE = {
    "linear": "{}",
    "relu": "np.maximum({}, 0)",
    "leaky_relu": "np.where({0} > 0, {0}, 0.01 * {0})",
    "elu": "np.where({0} > 0, {0}, np.expm1(np.minimum({0}, 0)))",
    "selu": "1.0507009873554805 * np.where({0} > 0, {0}, 1.6732632423543772 * np.expm1(np.minimum({0}, 0)))",
    "gelu": "0.5 * {0} * (1 + np.tanh(np.sqrt(2 / np.pi) * ({0} + 0.044715 * {0} ** 3)))",
    "silu": "{0} / (1 + np.exp(-{0}))",
    "softplus": "np.logaddexp(0, {})",
    "tanh": "np.tanh({})",
    "sigmoid": "1 / (1 + np.exp(-{}))",
    "step": "np.where({} > 0, 1.0, 0.0)",
    "softmax": "np.exp({0} - {0}.max()) / np.exp({0} - {0}.max()).sum()",
}
"""Each activation in NumPy; {} is the name of the weighted sum."""

SLOPE_CODE = {
    "linear": "1.0",
    "relu": "np.where({} > 0, 1.0, 0.0)",
    "leaky_relu": "np.where({} > 0, 1.0, 0.01)",
    "elu": "np.where({0} > 0, 1.0, np.exp(np.minimum({0}, 0)))",
    "selu": "1.0507009873554805 * np.where({0} > 0, 1.0, 1.6732632423543772 * np.exp(np.minimum({0}, 0)))",
    "gelu": "0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * ({0} + 0.044715 * {0} ** 3)))"
    " + 0.5 * {0} * (1 - np.tanh(np.sqrt(2 / np.pi) * ({0} + 0.044715 * {0} ** 3)) ** 2)"
    " * np.sqrt(2 / np.pi) * (1 + 0.134145 * {0} ** 2)",
    "silu": "1 / (1 + np.exp(-{0})) * (1 + {0} * (1 - 1 / (1 + np.exp(-{0}))))",
    "softplus": "1 / (1 + np.exp(-{}))",
    "tanh": "1 - np.tanh({}) ** 2",
    "sigmoid": "1 / (1 + np.exp(-{0})) * (1 - 1 / (1 + np.exp(-{0})))",
    "step": "0.0",
}
"""Each activation's slope in NumPy."""


def _latex_name(name: str) -> str:
    if name in ("tanh", "sigmoid"):
        return r"\tanh" if name == "tanh" else r"\sigma"
    return rf"\operatorname{{{name.replace('_', ' ')}}}"


FUNCTIONS: dict[str, Function] = {
    "exp": Function(np.exp, "e^({})", "e^{{{}}}", "np.exp({})"),
    "ln": Function(np.log, "ln({})", r"\ln\left({}\right)", "np.log({})"),
    "root": Function(np.sqrt, "√({})", r"\sqrt{{{}}}", "np.sqrt({})"),
    "abs": Function(abs, "|{}|", r"\left|{}\right|", "np.abs({})"),
    "sign": Function(np.sign, "sign({})", r"\operatorname{{sign}}\left({}\right)", "np.sign({})"),
    **{
        name: Function(
            _elementwise(record.value),
            f"{name}({{}})",
            rf"{_latex_name(name).replace('{', '{{').replace('}', '}}')}\left({{}}\right)",
            ACTIVATION_CODE[name],
        )
        for name, record in ACTIVATIONS.items()
        if name != "softmax"
    },
    **{
        f"{name}′": Function(
            _elementwise(record.slope),
            f"{name}′({{}})",
            rf"{_latex_name(name).replace('{', '{{').replace('}', '}}')}'\left({{}}\right)",
            SLOPE_CODE[name],
        )
        for name, record in ACTIVATIONS.items()
        if name != "softmax"
    },
}

# -------------------------------------------------------------------- the numbers of an expression, and its value


def numbers(expression: Expression) -> Iterator[Number]:
    """Every number in an expression, from left to right."""
    match expression:
        case Number():
            yield expression
        case Sum(terms) | Product(terms):
            for term in terms:
                yield from numbers(term)
        case Quotient(top, bottom):
            yield from numbers(top)
            yield from numbers(bottom)
        case Minus(inner) | Power(inner, _) | Call(_, inner):
            yield from numbers(inner)


def evaluate(expression: Expression, read: Callable[[Number], float] = lambda number: number.value) -> float:
    """The value of an expression; `read` says what to take for each of its numbers, usually the number itself."""
    match expression:
        case Number():
            return read(expression)
        case Half():
            return 0.5
        case Sum(terms):
            return sum(evaluate(term, read) for term in terms)
        case Product(factors):
            return math.prod(evaluate(factor, read) for factor in factors)
        case Minus(inner):
            return -evaluate(inner, read)
        case Quotient(top, bottom):
            below = evaluate(bottom, read)
            return evaluate(top, read) / below if below else math.nan
        case Power(base, exponent):
            return float(evaluate(base, read) ** exponent)
        case Call(name, inner):
            return float(FUNCTIONS[name].value(evaluate(inner, read)))
    raise TypeError(expression)
