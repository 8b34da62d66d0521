"""Features computed from the columns of the data: TensorFlow Playground's five, and formulas of one's own.

A formula is parsed into a syntax tree and only the nodes named here are ever computed; nothing is evaluated as
Python. It may hold numbers, column names, + - * / **, parentheses and the functions of FUNCTIONS.
"""

import ast
import keyword
import operator
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

Array = np.ndarray

LONGEST_FORMULA = 200
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
FUNCTIONS: dict[str, np.ufunc] = {
    "sin": np.sin, "cos": np.cos, "tanh": np.tanh, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "abs": np.abs,
    "min": np.minimum, "max": np.maximum,
}  # fmt: skip

_AS_TYPED = str.maketrans({"²": "**2", "³": "**3", "₁": "1", "₂": "2", "₃": "3", "·": "*", "×": "*", "−": "-"})
_OTHER_SIGNS = re.compile(r"[^\w\s.+\-*/(),]")
_NUMBER_BEFORE_NAME = re.compile(r"(?<![\w.])(\d[\d.]*+(?:[eE][+-]?\d+)?+)([^\W\d]\w*)")


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
    """The identifiers of the columns that a formula reads, as a set."""
    names = {node.id for node in ast.walk(_parse(text)) if isinstance(node, ast.Name)}
    return names - FUNCTIONS.keys()


def check_feature(feature: str, names: Sequence[str]) -> None:
    """Raise ValueError unless `feature` can be computed from columns of these names."""
    known = {identifier(name) for name in names}
    for used in sorted(formula_columns(DERIVED.get(feature, feature))):
        if used not in known:
            raise ValueError(f"unknown column {used!r} in feature {feature!r}; choose from {', '.join(sorted(known))}")


def compute_feature(feature: str, columns: dict[str, Array]) -> Array:
    """Values of a derived feature or formula.

    columns: name → array; all arrays of one shape, which is the result's. Where a formula has no value (the
    logarithm of a negative number, a division by zero) the result is not finite.
    """
    values = {identifier(name): array for name, array in columns.items()}
    some = next(iter(values.values()))
    with np.errstate(all="ignore"):
        result = _compute(_parse(DERIVED.get(feature, feature)), values)
    return np.broadcast_to(result, some.shape)


@lru_cache(maxsize=256)
def _parse(text: str) -> ast.expr:
    if len(text) > LONGEST_FORMULA:
        raise ValueError(f"formula of {len(text)} characters; shorten it to {LONGEST_FORMULA}")
    plain = text.translate(_AS_TYPED).strip()
    if sign := _OTHER_SIGNS.search(plain):
        remedy = "write powers as **" if sign[0] == "^" else "use numbers, columns, + - * / ** and parentheses"
        raise ValueError(f"{sign[0]!r} in formula {text!r} is not known; {remedy}")
    if joined := _NUMBER_BEFORE_NAME.search(plain):
        raise ValueError(f"{joined[0]!r} in formula {text!r}; write {joined[1]}*{joined[2]}")
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"can't read formula {text!r}; write something like x1*x2 + sin(x1)") from None
    _check(tree, text)
    return tree


def _check(node: ast.AST, text: str) -> None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            _check(left, text)
            _check(right, text)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            _check(operand, text)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            if len(arguments) != FUNCTIONS[name].nin:
                raise ValueError(f"{name} in formula {text!r} takes {FUNCTIONS[name].nin} value(s)")
            for argument in arguments:
                _check(argument, text)
        case ast.Call(func=ast.Name(id=name)):
            raise ValueError(f"unknown function {name!r} in formula {text!r}; choose from {', '.join(FUNCTIONS)}")
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and abs(value) <= 1e9:
            pass
        case ast.Constant(value=value):
            raise ValueError(f"{ast.unparse(node)} in formula {text!r}; use numbers up to 1e9")
        case ast.Name(id=name) if name not in FUNCTIONS:
            pass
        case _:
            raise ValueError(
                f"can't use {ast.unparse(node)!r} in formula {text!r}; use numbers, columns, + - * / ** and "
                f"{', '.join(FUNCTIONS)}"
            )


def _compute(node: ast.AST, values: dict[str, Array]) -> Any:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](_compute(left, values), _compute(right, values))
        case ast.UnaryOp(op=op, operand=operand):
            return OPERATORS[type(op)](_compute(operand, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name](*(_compute(argument, values) for argument in arguments))
        case ast.Constant(value=int() | float() as value):
            return np.float64(value)
        case ast.Name(id=name):
            return values[name]
