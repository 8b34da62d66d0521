"""Lines of arithmetic, "symbol = expression = result", and how many digits their numbers are shown with.

`settle` takes as few digits as will do, three or more, so that whoever evaluates what is written arrives at the
result that is written.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from nncore.explain.expressions import Expression, Number, Sum, evaluate, numbers
from nncore.explain.numbers import DIGITS, Shown, decimals_for, show_decimals, show_number
from nncore.explain.writing import latex_number, write, write_code, write_latex

MOST_DIGITS = 14
"""More digits than these would show the rounding of the machine."""
MOST_TRIMMED = 40
"""Operands of a line that are tried with fewer digits, one by one."""

Digits = Callable[[Number], int]
"""How many significant digits each number of an expression is shown with."""


@dataclass(frozen=True)
class Line:
    """One step of a calculation, before it is decided how its numbers are written.

    result: the engine's number. decimals: places the result needs at least. latex: the symbol in LaTeX.
    """

    symbol: str
    expression: Expression
    result: Number
    latex: str = ""
    decimals: int | None = None


@dataclass(frozen=True)
class WrittenLine:
    """One step as it is shown; str() is its text.

    value: the engine's number. exact: whether symbol and arithmetic, arithmetic and result are joined by "=" instead of
    "≈". latex_parts: symbol, arithmetic and result in LaTeX. code: a line of NumPy.
    """

    symbol: str
    arithmetic: str
    result: str
    value: float
    exact: tuple[bool, bool]
    latex_parts: tuple[str, str, str] = field(repr=False)
    code: str = field(repr=False)

    def __str__(self) -> str:
        return self._join((self.symbol, self.arithmetic, self.result), "=", "≈")

    def latex(self) -> str:
        return self._join(self.latex_parts, "=", r"\approx")

    def _join(self, parts: tuple[str, str, str], equal: str, rounded: str) -> str:
        symbol, arithmetic, result = parts
        first, second = (equal if is_exact else rounded for is_exact in self.exact)
        return f"{symbol} {first} {arithmetic} {second} {result}" if arithmetic else f"{symbol} {second} {result}"


def settle(lines: Sequence[Line]) -> tuple[WrittenLine, ...]:
    """Write lines with as few digits as will do, three or more, so that every line can be recomputed.

    Later lines first: when one needs more digits of an earlier result, the earlier line shows them.
    """
    wanted: dict[int, int] = {}
    written = []
    for line in reversed(lines):
        result, digits_of = _digits(line, wanted.get(id(line.result), DIGITS))
        for number in numbers(line.expression):
            wanted[id(number)] = max(wanted.get(id(number), DIGITS), digits_of(number))
        written.append(_written(line, result, digits_of))
    return tuple(reversed(written))


def _operand_digits(expression: Expression, count: int) -> Digits:
    """How many digits each operand gets: `count`, and the small terms of a plain sum as many places as the large."""
    terms = expression.terms if isinstance(expression, Sum) else ()
    values = [term.value for term in terms if isinstance(term, Number)]
    if not terms or len(values) < len(terms):
        return lambda number: count
    places = decimals_for(max(values, key=abs), count)
    return lambda number: max(DIGITS, count - decimals_for(number.value, count) + places)


def _digits(line: Line, digits: int) -> tuple[Shown, Digits]:
    """How the result is shown, and with how many digits each operand."""
    value = line.result.value
    decimals = max(decimals_for(value, digits), line.decimals if line.decimals is not None else -400)
    operands = [number.value for number in numbers(line.expression)]
    if not all(map(math.isfinite, (value, *operands))):
        return show_number(value), lambda number: DIGITS
    decimals = min(decimals, _lasting_decimals(line.expression))
    while True:
        shown = show_decimals(value, decimals)
        for count in range(DIGITS, MOST_DIGITS + 1):
            digits_of = _operand_digits(line.expression, count)
            if _leads_to(line.expression, digits_of, shown):
                return shown, _fewest_digits(line.expression, digits_of, shown)
        if decimals < -300:
            return show_number(value), lambda number: MOST_DIGITS
        decimals -= 1


def _fewest_digits(expression: Expression, digits_of: Digits, shown: Shown) -> Digits:
    """Take digits off one operand after the other, as long as the result stays."""
    operands = list(dict.fromkeys(numbers(expression)))
    chosen = {number: digits_of(number) for number in operands}
    for number in operands[:MOST_TRIMMED]:
        for count in range(DIGITS, chosen[number]):
            fewer = chosen | {number: count}
            if _leads_to(expression, fewer.__getitem__, shown):
                chosen = fewer
                break
    return chosen.__getitem__


def _leads_to(expression: Expression, digits_of: Digits, shown: Shown) -> bool:
    """Whether evaluating the numbers as they are written gives what is shown, to its last place."""
    return abs(_again(expression, digits_of) - shown.value) <= 0.5 * shown.unit * (1 + 1e-9)


def _again(expression: Expression, digits_of: Digits) -> float:
    """What somebody gets who evaluates the numbers as they are written."""
    with np.errstate(all="ignore"):
        return evaluate(expression, lambda number: show_number(number.value, digits_of(number)).value)


def _lasting_decimals(expression: Expression) -> int:
    """Places that survive when large terms cancel: 0.1 + 0.2 − 0.3 is 0 and not 5.55 × 10⁻¹⁷."""
    terms = expression.terms if isinstance(expression, Sum) else ()
    largest = max((abs(evaluate(term)) for term in terms), default=0.0)
    return decimals_for(largest, MOST_DIGITS) if largest and math.isfinite(largest) else 400


def _written(line: Line, result: Shown, digits_of: Digits) -> WrittenLine:
    def show(number: Number) -> Shown:
        return show_number(number.value, digits_of(number))

    exact = all(show(number).exact for number in numbers(line.expression))
    alone = isinstance(line.expression, Number) and not line.expression.variable
    latex = line.latex or line.symbol
    return WrittenLine(
        symbol=line.symbol,
        arithmetic="" if alone else write(line.expression, show),
        result=result.text,
        value=line.result.value,
        exact=(exact, exact and result.exact),
        latex_parts=(latex, "" if alone else write_latex(line.expression, show), latex_number(result.text)),
        code=f"{line.result.variable} = {write_code(line.expression)}",
    )
