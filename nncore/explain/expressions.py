"""Arithmetic as a value: an expression is a small tree of numbers, sums, products and functions."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nncore.activations import ACTIVATIONS, Activation


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


FUNCTIONS: dict[str, Function] = {
    "exp": Function(np.exp, "e^({})", "e^{{{}}}", "np.exp({})"),
    "ln": Function(np.log, "ln({})", r"\ln\left({}\right)", "np.log({})"),
    "root": Function(np.sqrt, "√({})", r"\sqrt{{{}}}", "np.sqrt({})"),
    "abs": Function(abs, "|{}|", r"\left|{}\right|", "np.abs({})"),
    "sign": Function(np.sign, "sign({})", r"\operatorname{{sign}}\left({}\right)", "np.sign({})"),
}


def function_named(name: str) -> Function:
    """One of FUNCTIONS, an activation, or with a prime behind its name the derivative of one."""
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    return _of_activation(ACTIVATIONS[name.removesuffix("′")], name.endswith("′"))


@lru_cache(maxsize=64)
def _of_activation(record: Activation, is_derivative: bool) -> Function:
    function, code = record.value, record.code
    if is_derivative:
        function, code = record.derivative, record.derivative_code
    symbol = record.symbol or rf"\operatorname{{{record.name.replace('_', ' ')}}}"
    symbol, prime = symbol.replace("{", "{{").replace("}", "}}"), "'" * is_derivative
    return Function(
        lambda z: float(function(np.array([z]))[0]),
        f"{record.name}{'′' * is_derivative}({{}})",
        rf"{symbol}{prime}\left({{}}\right)",
        code,
    )


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
            return float(function_named(name).value(evaluate(inner, read)))
    raise TypeError(expression)
