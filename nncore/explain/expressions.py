"""Arithmetic that can be shown: small expressions written as text, as LaTeX and as NumPy.

A `Line` says "symbol = expression = result". `settle` decides how many digits its numbers need so that
whoever evaluates what is written arrives at the result that is written.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.explain.numbers import DIGITS, SUPERSCRIPTS, Shown, decimals_for, show_decimals, show_number

MOST_DIGITS = 14
"""More digits than these would show the rounding of the machine."""
MOST_TRIMMED = 40
"""Operands of a line that are tried with fewer digits, one by one."""


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
    terms: tuple


@dataclass(frozen=True)
class Product:
    factors: tuple


@dataclass(frozen=True)
class Minus:
    inner: object


@dataclass(frozen=True)
class Quotient:
    top: object
    bottom: object


@dataclass(frozen=True)
class Power:
    base: object
    exponent: int


@dataclass(frozen=True)
class Call:
    """A function by name: an activation, its slope ("gelu′"), exp, ln, root, abs or sign."""

    name: str
    inner: object


Expression = Number | Half | Sum | Product | Minus | Quotient | Power | Call


def product(*factors) -> Product:
    return Product(tuple(factors))


def total(*terms) -> Sum:
    return Sum(tuple(terms))


def difference(left, right) -> Sum:
    return Sum((left, Minus(right)))


# -------------------------------------------------------------------- the functions of `Call`


@dataclass(frozen=True)
class Function:
    """value: number to number. text, latex, code: how it is written, with {} for its argument."""

    value: Callable[[float], float]
    text: str
    latex: str
    code: str


def _elementwise(function: Callable) -> Callable[[float], float]:
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

# -------------------------------------------------------------------- what an expression says

Read = Callable[[Number], float]
Show = Callable[[Number], Shown]


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


def evaluate(expression: Expression, read: Read = lambda number: number.value) -> float:
    """The value of an expression, its numbers as `read` gives them."""
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
            return evaluate(base, read) ** exponent
        case Call(name, inner):
            return float(FUNCTIONS[name].value(evaluate(inner, read)))
    raise TypeError(expression)


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
            return FUNCTIONS[name].text.format(text)
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


def _inside(expression: Expression, show: Show, wrapped: type) -> str:
    text = write(expression, show)
    return f"({text})" if isinstance(expression, wrapped) else text


def _tight(expression: Expression, show: Show, wrapped: type) -> str:
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
            return FUNCTIONS[name].latex.format(write_latex(inner, show))
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


def _latex_inside(expression: Expression, show: Show, wrapped: type) -> str:
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
            pairs = [term.factors for term in terms if _is_pair(term)]
            if len(pairs) < 2:
                return _code_sum("", terms)
            lists = (", ".join(write_code(pair[side]) for pair in pairs) for side in (0, 1))
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
            return FUNCTIONS[name].code.format(inside)
    raise TypeError(expression)


def _is_pair(term: Expression) -> bool:
    return isinstance(term, Product) and len(term.factors) == 2 and all(isinstance(f, Number) for f in term.factors)


def _code_sum(text: str, terms: Sequence[Expression]) -> str:
    for term in terms:
        taken = isinstance(term, Minus)
        piece = _code_inside(term.inner, Sum | Minus) if taken else _code_inside(term, Sum)
        sign = "-" if taken else "+"
        text = f"{text} {sign} {piece}" if text else f"-{piece}" if taken else piece
    return text


def _code_inside(expression: Expression, wrapped: type) -> str:
    text = write_code(expression)
    if isinstance(expression, Call) and not text.startswith("np."):
        return f"({text})"
    return f"({text})" if isinstance(expression, wrapped) else text


# -------------------------------------------------------------------- lines and their digits


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
    """One step as it is shown: str() is the text; `parts` are symbol, sign, arithmetic, sign, result."""

    symbol: str
    arithmetic: str
    result: str
    value: float
    sure: tuple[bool, bool]
    latex_parts: tuple[str, str, str] = field(repr=False)
    code: str = field(repr=False)

    def __str__(self) -> str:
        return self._join((self.symbol, self.arithmetic, self.result), "=", "≈")

    def latex(self) -> str:
        return self._join(self.latex_parts, "=", r"\approx")

    @property
    def question(self) -> str:
        """The line with its result still open."""
        return f"{self.symbol} {'=' if self.sure[0] else '≈'} {self.arithmetic or '?'}"

    def _join(self, parts: tuple[str, str, str], exact: str, rounded: str) -> str:
        symbol, arithmetic, result = parts
        first, second = (exact if sure else rounded for sure in self.sure)
        return f"{symbol} {first} {arithmetic} {second} {result}" if arithmetic else f"{symbol} {second} {result}"


def settle(lines: Sequence[Line]) -> tuple[WrittenLine, ...]:
    """Write lines with as few digits as do, three or more, so that every line can be recomputed.

    Later lines first: when one needs more digits of an earlier result, the earlier line shows them.
    """
    wanted: dict[int, int] = {}
    written = []
    for line in reversed(lines):
        result, shown = _digits(line, wanted.get(id(line.result), DIGITS))
        for number in numbers(line.expression):
            wanted[id(number)] = max(wanted.get(id(number), DIGITS), shown(number))
        written.append(_written(line, result, lambda number, shown=shown: show_number(number.value, shown(number))))
    return tuple(reversed(written))


def _operand_digits(expression: Expression, count: int) -> Callable[[Number], int]:
    """How many digits each operand gets: `count`, and the small terms of a plain sum as many places as the large."""
    terms = expression.terms if isinstance(expression, Sum) else ()
    if not terms or not all(isinstance(term, Number) for term in terms):
        return lambda number: count
    places = decimals_for(max((term.value for term in terms), key=abs), count)
    return lambda number: max(DIGITS, count - decimals_for(number.value, count) + places)


def _digits(line: Line, digits: int) -> tuple[Shown, Callable[[Number], int]]:
    """How the result is shown, and with how many digits each operand."""
    value = line.result.value
    decimals = max(decimals_for(value, digits), line.decimals if line.decimals is not None else -400)
    operands = [number.value for number in numbers(line.expression)]
    if not all(map(math.isfinite, (value, *operands))):
        return show_number(value), lambda number: DIGITS
    decimals = min(decimals, _sure_decimals(line.expression))
    while True:
        shown = show_decimals(value, decimals)
        for count in range(DIGITS, MOST_DIGITS + 1):
            digits_of = _operand_digits(line.expression, count)
            if _leads_to(line.expression, digits_of, shown):
                return shown, _fewest_digits(line.expression, digits_of, shown)
        if decimals < -300:
            return show_number(value), lambda number: MOST_DIGITS
        decimals -= 1


def _fewest_digits(expression: Expression, digits_of: Callable[[Number], int], shown: Shown) -> Callable[[Number], int]:
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


def _leads_to(expression: Expression, digits_of: Callable[[Number], int], shown: Shown) -> bool:
    """Whether evaluating the numbers as they are written gives what is shown, to its last place."""
    return abs(_again(expression, digits_of) - shown.value) <= 0.5 * shown.unit * (1 + 1e-9)


def _again(expression: Expression, digits_of: Callable[[Number], int]) -> float:
    """What somebody gets who evaluates the numbers as they are written."""
    with np.errstate(all="ignore"):
        return evaluate(expression, lambda number: show_number(number.value, digits_of(number)).value)


def _sure_decimals(expression: Expression) -> int:
    """Places that survive when large terms cancel: 0.1 + 0.2 − 0.3 is 0 and not 5.55 × 10⁻¹⁷."""
    terms = expression.terms if isinstance(expression, Sum) else ()
    largest = max((abs(evaluate(term)) for term in terms), default=0.0)
    return decimals_for(largest, MOST_DIGITS) if largest and math.isfinite(largest) else 400


def _written(line: Line, result: Shown, show: Show) -> WrittenLine:
    sure = all(show(number).exact for number in numbers(line.expression))
    alone = isinstance(line.expression, Number) and not line.expression.variable
    latex = line.latex or line.symbol
    return WrittenLine(
        symbol=line.symbol,
        arithmetic="" if alone else write(line.expression, show),
        result=result.text,
        value=line.result.value,
        sure=(sure, sure and result.exact),
        latex_parts=(latex, "" if alone else write_latex(line.expression, show), latex_number(result.text)),
        code=f"{line.result.variable} = {write_code(line.expression)}",
    )
