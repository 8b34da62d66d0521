"""The fields of a block, checked: each reader raises ValueError with the remedy."""

from collections.abc import Collection
from typing import Any

from nncore.edits import checked_value

Fields = dict[str, Any]
"""What the lines `name = value` of a block say."""


def check_names(fields: Fields, known: Collection[str]) -> None:
    """ValueError for a field that is not among the known ones."""
    if unknown := sorted(set(fields) - set(known)):
        raise ValueError(f"unknown field {unknown[0]!r}; choose from {', '.join(sorted(known))}")


def text(fields: Fields, name: str, default: str | None = None) -> str:
    """A text; without a default it has to be there and to say something."""
    value = fields.get(name, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise ValueError(f'{name}: give a text, as {name} = "…"')
    return value.strip()


def table(fields: Fields, name: str, example: str) -> Fields:
    """Fields of its own, {} where it is left out."""
    value = fields.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f"{name}: write {example}")
    return value


def entries(fields: Fields, name: str, example: str) -> list[Any]:
    """A list of one entry or more."""
    values = fields.get(name)
    if not isinstance(values, list) or not values:
        raise ValueError(f"{name}: give a list of {example}")
    return values


def numbers(values: Any, count: int, name: str) -> tuple[float, ...]:
    """A list of this many ordinary numbers."""
    if not isinstance(values, list | tuple) or len(values) != count:
        raise ValueError(f"{name}: give a list of {count} numbers, one for each")
    return tuple(checked_value(value) for value in values)


def whole(value: Any, name: str, low: int, high: int) -> int:
    """A whole number from low to high."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name}: give a whole number from {low} to {high}")
    return value
