"""Features computed from the columns of the data: TensorFlow Playground's five, and formulas of one's own.

A formula is parsed into a syntax tree and only the nodes named here are ever computed; nothing is evaluated as
Python. It may hold numbers, column names, CONSTANTS, + - * / **, comparisons, `and`, `or`, `not`, parentheses and the
functions of FUNCTIONS. What is true is 1.0 and what is false 0.0; as a condition, every number but 0 is true.
"""

import ast
import keyword
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, reduce
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray

LONGEST_FORMULA, DEEPEST_FORMULA, MOST_NODES = 300, 100, 200
"""Characters of a formula, its levels of nesting (each further term of a sum is one), and its numbers, names and signs
together."""
LARGEST_NUMBER = 1e9
DERIVED = {
    "x1²": "x1**2",
    "x2²": "x2**2",
    "x1x2": "x1*x2",
    "sin x1": "sin(x1)",
    "sin x2": "sin(x2)",
}
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: operator.pow,
    ast.UAdd: np.positive,
    ast.USub: np.negative,
}
COMPARISONS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
}
CONSTANTS = {"pi": np.pi, "e": np.e}
"""Names that stand for a number, unless a column is called so."""


class Function(NamedTuple):
    """What a formula may call, and with how many values."""

    compute: Callable[..., Any]
    values: int = 1


FUNCTIONS = {
    "sin": Function(np.sin),
    "cos": Function(np.cos),
    "tanh": Function(np.tanh),
    "exp": Function(np.exp),
    "log": Function(np.log),
    "sqrt": Function(np.sqrt),
    "abs": Function(np.abs),
    "min": Function(np.minimum, 2),
    "max": Function(np.maximum, 2),
    "sign": Function(np.sign),
    "floor": Function(np.floor),
    "round": Function(np.rint),  # a half to the even number, as Python's
    "step": Function(lambda z: np.heaviside(z, 0.0)),  # 0 at 0, as the activation's
}

_AS_TYPED = {
    "²": "**2", "³": "**3", "₁": "1", "₂": "2", "₃": "3", "·": "*", "×": "*", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=",
}  # fmt: skip
_OTHER_SIGNS = re.compile(r"===|<>|=<|=>|(?<![<>=!])=(?!=)|!(?!=)|[^\w\s.+\-*/(),<>=!]")
_REMEDIES = {
    "^": "write powers as **",
    "=": "write == to compare",
    "===": "write ==",
    "=<": "write <=",
    "=>": "write >=",
    "<>": "write !=",
    "!": "write not, or != to compare",
    "&": "write and",
    "|": "write or",
    "~": "write not",
}
_SIGNS = "numbers, columns, + - * / **, comparisons and parentheses"
_NUMBER_BEFORE_NAME = re.compile(r"(?<![\w.])(\d[\d.]*+(?:[eE][+-]?\d+)?+)([^\W\d]\w*)")


class FormulaError(ValueError):
    """A formula that can't be computed: what is wrong, where, and the remedy.

    text: the formula as typed. position: where in it, from 0; its length where something is missing at the end.
    """

    def __init__(self, wrong: str, text: str, position: int, remedy: str) -> None:
        written = f"formula {text!r}" if len(text) <= LONGEST_FORMULA else "the formula"
        where = f"at character {position + 1}" if position < len(text) else "at the end"
        super().__init__(f"{wrong} {where} of {written}; {remedy}")
        self.text, self.position = text, position

    @property
    def marked(self) -> str:
        """The formula, and below it a caret where it goes wrong; for a font of one width."""
        line = "".join(" " if sign.isspace() else sign for sign in self.text)
        return f"{line}\n{' ' * self.position}^"


def identifier(name: str) -> str:
    """How a column is called inside a formula: "blood pressure" becomes blood_pressure."""
    plain = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", name)).strip("_") or "_"
    if plain[0].isdigit() or keyword.iskeyword(plain) or plain in FUNCTIONS:
        plain = f"_{plain}"
    return plain


def available(names: Sequence[str]) -> tuple[str, ...]:
    """TensorFlow Playground's features that these columns allow, in its order."""
    return tuple(feature for feature, formula in DERIVED.items() if formula_columns(formula) <= set(names))


def formula_columns(text: str) -> set[str]:
    """The identifiers of the columns that a feature reads; pi and e too, since columns may be called so."""
    return {node.id for node in _nodes(_parse(DERIVED.get(text, text)).tree) if isinstance(node, ast.Name)}


def formula_kind(text: str) -> str:
    """The task of learning a formula's value: "classes" where it is true or false, "regression" where it is a number.

    Raises FormulaError where it can't be read.
    """
    match _parse(text).tree:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return "classes"
    return "regression"


def check_formula(text: str, names: Sequence[str]) -> None:
    """Raise FormulaError unless `text` is a formula that can be computed from columns of these names."""
    known = {identifier(name) for name in names}
    formula = _parse(text)
    unknown = [n for n in _nodes(formula.tree) if isinstance(n, ast.Name) and n.id not in known | CONSTANTS.keys()]
    if unknown:
        first = min(unknown, key=formula.position)
        remedy = f"choose from {', '.join(sorted(known))}"
        raise FormulaError(f"unknown column {first.id!r}", text, formula.position(first), remedy)


def check_feature(feature: str, names: Sequence[str]) -> None:
    """Raise ValueError unless `feature` can be computed from columns of these names."""
    if feature not in DERIVED:
        check_formula(feature, names)
    elif missing := sorted(formula_columns(DERIVED[feature]) - {identifier(name) for name in names}):
        raise ValueError(f"feature {feature!r} needs the column {missing[0]!r}; choose from {', '.join(sorted(names))}")


def compute_feature(feature: str, columns: dict[str, Array]) -> Array:
    """Values of a derived feature or formula.

    columns: name → array; all arrays of one shape, which is the result's. Where a formula has no value (the
    logarithm of a negative number, a division by zero) the result is not finite; so is a comparison with it.
    """
    values = CONSTANTS | {identifier(name): array for name, array in columns.items()}
    some = next(iter(columns.values()))
    with np.errstate(all="ignore"):
        result = _compute(_parse(DERIVED.get(feature, feature)).tree, values)
    return np.broadcast_to(result, some.shape)


# -------------------------------------------------------------------- reading


class _Formula(NamedTuple):
    """A formula read and found sound: its text as typed and as Python, and which character came from which."""

    text: str
    plain: str
    origins: tuple[int, ...]
    tree: ast.expr

    def position(self, node: ast.expr) -> int:
        """Where a node stands in the text as typed: its sign, where it has a part on the left, else its beginning."""
        match node:
            case ast.BinOp(left=left) | ast.Compare(left=left) | ast.Attribute(value=left) | ast.IfExp(body=left):
                place = self._character(left.end_col_offset or 0)
                rest = self.plain[place:]
                return self.origins[place + len(rest) - len(rest.lstrip(" )"))]
        return self.origins[self._character(node.col_offset)]

    def _character(self, byte: int) -> int:
        """A syntax tree counts bytes."""
        return len(self.plain.encode()[:byte].decode())


@lru_cache(maxsize=256)
def _parse(text: str) -> _Formula:
    if len(text) > LONGEST_FORMULA:
        remedy = f"shorten it to {LONGEST_FORMULA} characters"
        raise FormulaError("too many characters", text, LONGEST_FORMULA, remedy)
    plain, origins = _as_python(text)
    _check_signs(text, plain, origins)
    _check_brackets(text, plain, origins)
    formula = _Formula(text, plain, origins, _tree(text, plain, origins))
    _check_size(formula)
    for node in _nodes(formula.tree):
        _check_node(node, formula)
    return formula


def _as_python(text: str) -> tuple[str, tuple[int, ...]]:
    """The formula on one line in Python's signs, and for each character, and the end, its position in the text."""
    pieces = [" " if sign.isspace() else _AS_TYPED.get(sign, sign) for sign in text]
    origins = [position for position, piece in enumerate(pieces) for _ in piece]
    joined = "".join(pieces)
    first = len(joined) - len(joined.lstrip())
    plain = joined.strip()
    return plain, (*origins[first : first + len(plain)], len(text))


def _tree(text: str, plain: str, origins: tuple[int, ...]) -> ast.expr:
    try:
        return ast.parse(plain, mode="eval").body
    except SyntaxError as error:  # it counts from 1, and calls the end 0
        place = min((error.offset or len(plain) + 1) - 1, len(plain))
    except (ValueError, RecursionError, MemoryError):
        place = 0
    raise FormulaError("can't read on", text, origins[place], "write something like x1*x2 + sin(x1)")


def _check_signs(text: str, plain: str, origins: tuple[int, ...]) -> None:
    if sign := _OTHER_SIGNS.search(plain):
        remedy = _REMEDIES.get(sign[0], f"use {_SIGNS}")
        raise FormulaError(f"unknown sign {sign[0]!r}", text, origins[sign.start()], remedy)
    if joined := _NUMBER_BEFORE_NAME.search(plain):
        between = " " if keyword.iskeyword(joined[2]) else "*"
        remedy = f"write {joined[1]}{between}{joined[2]}"
        raise FormulaError(f"can't read {joined[0]!r}", text, origins[joined.start()], remedy)


def _check_brackets(text: str, plain: str, origins: tuple[int, ...]) -> None:
    opened: list[int] = []
    for place, sign in enumerate(plain):
        if sign == "(":
            opened.append(place)
            if len(opened) > DEEPEST_FORMULA:
                remedy = f"nest at most {DEEPEST_FORMULA}"
                raise FormulaError("too many brackets in each other", text, origins[place], remedy)
        elif sign == ")" and not opened:
            raise FormulaError("')' without its '('", text, origins[place], "take it out, or open it before")
        elif sign == ")":
            opened.pop()
    if opened:
        raise FormulaError("'(' that is not closed", text, origins[opened[-1]], "add a )")


def _parts(node: ast.expr) -> list[ast.expr]:
    """What a node is computed from: its operands, or the values of a call."""
    match node:
        case ast.Call(args=arguments):
            return arguments
        case _:
            return [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]


def _nodes(tree: ast.expr) -> list[ast.expr]:
    """All nodes, the whole first; of a call not the function's name."""
    found, level = [], [tree]
    while level:
        found += level
        level = [part for node in level for part in _parts(node)]
    return found


def _check_size(formula: _Formula) -> None:
    depth, count, level = 0, 0, [formula.tree]
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > DEEPEST_FORMULA:
            remedy = f"nest at most {DEEPEST_FORMULA} levels"
            raise FormulaError("too deeply nested", formula.text, formula.position(level[0]), remedy)
        if count > MOST_NODES:
            remedy = f"use at most {MOST_NODES} numbers, columns and signs"
            raise FormulaError("too many parts", formula.text, formula.position(level[-1]), remedy)
        level = [part for node in level for part in _parts(node)]


def _check_node(node: ast.expr, formula: _Formula) -> None:
    """Raise FormulaError unless a node is of a kind that is computed; those below it are checked by themselves."""

    def refuse(wrong: str, remedy: str) -> FormulaError:
        return FormulaError(wrong, formula.text, formula.position(node), remedy)

    match node:
        case ast.BinOp(op=op) | ast.UnaryOp(op=op) if type(op) in OPERATORS or isinstance(op, ast.Not):
            return
        case ast.Compare(ops=ops) if all(type(op) in COMPARISONS for op in ops):
            return
        case ast.BoolOp():
            return
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            if len(arguments) != FUNCTIONS[name].values:
                raise refuse(f"{name} of {len(arguments)} value(s)", f"give it {FUNCTIONS[name].values}")
        case ast.Call(func=func):
            raise refuse(f"unknown function {ast.unparse(func)!r}", f"choose from {', '.join(FUNCTIONS)}")
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            if abs(value) > LARGEST_NUMBER:
                raise refuse("too large a number", f"use numbers up to {LARGEST_NUMBER:g}")
        case ast.Name(id=name):
            if name in FUNCTIONS:
                raise refuse(f"{name!r} without values", f"write {name}(…); a column of that name is _{name}")
        case _:
            raise refuse(f"can't use {ast.unparse(node)!r}", f"use {_SIGNS}, and {', '.join(FUNCTIONS)}")


# -------------------------------------------------------------------- computing


def _compute(node: ast.AST, values: dict[str, Any]) -> Any:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return reduce(_both, (_truth(_compute(part, values)) for part in parts))
        case ast.BoolOp(values=parts):
            return reduce(_either, (_truth(_compute(part, values)) for part in parts))
        case ast.Compare(left=left, ops=ops, comparators=others):
            terms = [_compute(part, values) for part in (left, *others)]
            return reduce(_both, _compared(ops, terms))
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](_compute(left, values), _compute(right, values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return 1.0 - _truth(_compute(operand, values))
        case ast.UnaryOp(op=op, operand=operand):
            return OPERATORS[type(op)](_compute(operand, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name].compute(*(_compute(argument, values) for argument in arguments))
        case ast.Constant(value=int() | float() as value):
            return np.float64(value)
        case ast.Name(id=name):
            return values[name]


def _compared(ops: Sequence[ast.cmpop], terms: Sequence[Any]) -> Iterable[Any]:
    """Each comparison of neighbours: 1, 0, or NaN where one of them has no value."""
    for op, left, right in zip(ops, terms, terms[1:], strict=False):
        has_value = np.isfinite(left) & np.isfinite(right)
        yield np.where(has_value, COMPARISONS[type(op)](left, right), np.nan)


def _truth(value: Any) -> Any:
    """1 where a value is not 0, else 0; NaN where there is none."""
    return np.where(np.isfinite(value), np.not_equal(value, 0), np.nan)


def _both(left: Any, right: Any) -> Any:
    """And: what is false on one side is false, even where the other side has no value."""
    return np.where(np.fmin(left, right) == 0, 0.0, np.minimum(left, right))


def _either(left: Any, right: Any) -> Any:
    """Or: what is true on one side is true, even where the other side has no value."""
    return np.where(np.fmax(left, right) == 1, 1.0, np.maximum(left, right))
