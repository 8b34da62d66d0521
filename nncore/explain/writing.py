"""Expressions written out: as text, as LaTeX, and as NumPy."""

import math
from collections.abc import Callable, Sequence
from types import UnionType
from typing import TypeGuard

from nncore.explain.expressions import (
    Call,
    Expression,
    Half,
    Minus,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    function_named,
)
from nncore.explain.numbers import SUPERSCRIPTS, Shown

Show = Callable[[Number], Shown]
"""How a number is shown: with how many digits is decided elsewhere."""


def write(expression: Expression, show: Show) -> str:
    """An expression as text: (2 × 1) + (3 × −1) − 0.5."""
    match expression:
        case Number(note=note):
            text = show(expression).text
            return f"[{note}: {text}]" if note else text
        case Half():
            return "½"
        case Sum(terms):
            return _joined([(_sign(term, show), _term(term, show)) for term in terms])
        case Product(factors):
            return " × ".join(_inside(factor, show, Sum | Quotient | Minus) for factor in factors)
        case Minus(inner):
            return f"−{_inside(inner, show, Sum | Product | Minus | Quotient)}"
        case Quotient(top, bottom):
            below = _tight(bottom, show, Sum | Product | Quotient | Minus)
            return f"{_inside(top, show, Sum | Minus)} / {below}"
        case Power(base, exponent):
            raised = _tight(base, show, Sum | Product | Quotient | Minus | Power)
            raised = f"({raised})" if raised.startswith("−") else raised
            return raised + str(exponent).translate(SUPERSCRIPTS)
        case Call(name, inner):
            text = write(inner, show)
            if name == "root" and isinstance(inner, Number) and _is_plain(text):
                return f"√{text}"
            return function_named(name).text.format(text)
    raise TypeError(expression)


def _joined(parts: list[tuple[str, str]]) -> str:
    (sign, text), *rest = parts
    return (sign.strip() and "−") + text + "".join(f" {sign or '+'} {text}" for sign, text in rest)


def _sign(term: Expression, show: Show) -> str:
    """ "−" for what is taken away, which is then written without its sign."""
    if isinstance(term, Minus):
        return "−"
    return "−" if isinstance(term, Number) and not term.note and show(term).text.startswith("−") else ""


def _term(term: Expression, show: Show) -> str:
    if isinstance(term, Minus):
        text = _inside(term.inner, show, Sum | Product | Quotient | Minus)
        return f"({text})" if text.startswith("−") else text
    if isinstance(term, Number):
        text = write(term, show)
        return text if term.note else text.removeprefix("−")
    return _inside(term, show, Product | Quotient)


def _inside(expression: Expression, show: Show, wrapped: type | UnionType) -> str:
    text = write(expression, show)
    return f"({text})" if isinstance(expression, wrapped) else text


def _tight(expression: Expression, show: Show, wrapped: type | UnionType) -> str:
    """As `_inside`, and a power of ten in brackets too: a / (2 × 10⁻⁷)."""
    text = write(expression, show)
    tight = isinstance(expression, wrapped) or (isinstance(expression, Number) and not _is_plain(text))
    return f"({text})" if tight else text


def _is_plain(text: str) -> bool:
    return text.replace(".", "").isascii() and text.replace(".", "").isdigit()


def write_latex(expression: Expression, show: Show) -> str:
    """An expression as LaTeX, with the numbers of the text."""
    match expression:
        case Number(note=note):
            number = latex_number(show(expression).text)
            return rf"\underbrace{{{number}}}_{{\text{{{note}}}}}" if note else number
        case Half():
            return r"\tfrac{1}{2}"
        case Sum(terms):
            return _joined([(_sign(term, show), _latex_term(term, show)) for term in terms]).replace("−", "-")
        case Product(factors):
            return r" \times ".join(_latex_factor(factor, show, first=not i) for i, factor in enumerate(factors))
        case Minus(inner):
            return f"-{_latex_inside(inner, show, Sum | Product | Minus)}"
        case Quotient(top, bottom):
            return rf"\frac{{{write_latex(top, show)}}}{{{write_latex(bottom, show)}}}"
        case Power(base, exponent):
            raised = _latex_inside(base, show, Sum | Product | Quotient | Minus | Power)
            raised = rf"\left({raised}\right)" if raised[0] in "-−" or "10^" in raised else raised
            return f"{raised}^{{{exponent}}}"
        case Call(name, inner):
            return function_named(name).latex.format(write_latex(inner, show))
    raise TypeError(expression)


def latex_number(text: str) -> str:
    """A written number as LaTeX."""
    for index, letter in enumerate(text):
        if letter in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻":
            power = text[index:].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
            text = f"{text[:index]}^{{{power}}}"
            break
    text = text.replace("−", "-").replace("×", r"\times").replace("∞", r"\infty")
    return text.replace("NaN", r"\text{NaN}")


def _latex_term(term: Expression, show: Show) -> str:
    if isinstance(term, Minus):
        return _latex_inside(term.inner, show, Sum | Product | Minus)
    if isinstance(term, Number):
        text = write_latex(term, show)
        return text if term.note else text.removeprefix("-")
    return _latex_inside(term, show, Product)


def _latex_factor(factor: Expression, show: Show, first: bool) -> str:
    text = _latex_inside(factor, show, Sum | Minus)
    return rf"\left({text}\right)" if text.startswith("-") and not first else text


def _latex_inside(expression: Expression, show: Show, wrapped: type | UnionType) -> str:
    text = write_latex(expression, show)
    return rf"\left({text}\right)" if isinstance(expression, wrapped) else text


def write_code(expression: Expression) -> str:
    """An expression as NumPy, every number in full."""
    match expression:
        case Number(value=value, variable=variable):
            return variable or repr(value) if math.isfinite(value) else f"float('{value}')"
        case Half():
            return "0.5"
        case Sum(terms):
            pairs = [term for term in terms if _is_pair(term)]
            if len(pairs) < 2:
                return _code_sum("", terms)
            lists = (", ".join(write_code(pair.factors[side]) for pair in pairs) for side in (0, 1))
            return _code_sum("np.dot([{}], [{}])".format(*lists), [t for t in terms if not _is_pair(t)])
        case Product(factors):
            return " * ".join(_code_inside(factor, Sum | Quotient | Minus) for factor in factors)
        case Minus(inner):
            return f"-{_code_inside(inner, Sum | Product | Quotient | Minus)}"
        case Quotient(top, bottom):
            below = _code_inside(bottom, Sum | Product | Quotient | Minus)
            return f"{_code_inside(top, Sum | Minus)} / {below}"
        case Power(base, exponent):
            raised = _code_inside(base, Sum | Product | Quotient | Minus | Power)
            return f"({raised}) ** {exponent}" if raised.startswith("-") else f"{raised} ** {exponent}"
        case Call(name, inner):
            argument = write_code(inner)
            simple = argument.isidentifier() or argument.startswith("np.")
            inside = argument if simple else f"({argument})"
            return function_named(name).code.format(inside)
    raise TypeError(expression)


def _is_pair(term: Expression) -> TypeGuard[Product]:
    return isinstance(term, Product) and len(term.factors) == 2 and all(isinstance(f, Number) for f in term.factors)


def _code_sum(text: str, terms: Sequence[Expression]) -> str:
    for term in terms:
        sign, piece = "+", _code_inside(term, Sum)
        if isinstance(term, Minus):
            sign, piece = "-", _code_inside(term.inner, Sum | Minus)
        text = f"{text} {sign} {piece}" if text else f"{sign.strip('+')}{piece}"
    return text


def _code_inside(expression: Expression, wrapped: type | UnionType) -> str:
    text = write_code(expression)
    if isinstance(expression, Call) and not text.startswith("np."):
        return f"({text})"
    return f"({text})" if isinstance(expression, wrapped) else text
