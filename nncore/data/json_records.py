"""Tables written as JSON: records, one a line or in a list, or an object of lists."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from nncore.data.lines import Cells, Lines
from nncore.data.table import MOST_COLUMNS

LONGEST_JSON = 20_000_000
MOST_NESTED = 1_000_000
"""Objects and lists: each takes up to two hundred bytes once it is read."""
LONGEST_WHOLE = 300
"""Digits of a whole number; a longer one is taken as a text."""
UNWRITABLE = re.compile("[\\0\ud800-\udfff]")
"""NUL, and halves of letters: signs that no text may hold."""
TOO_DEEP = "this JSON is nested too deep; use a list of objects, one a row"
NO_TABLE = "this JSON holds no table; use a list of objects, one a row"

Record = dict[str, Any]


def json_lines(text: str) -> Lines | None:
    """Of JSON: records, one a line or in a list, or an object of lists; None where it is no JSON."""
    head = text[:1000].lstrip()
    if not head.startswith(("{", "[")):
        return None
    if len(text) > LONGEST_JSON:
        raise ValueError(f"JSON of {len(text):,} characters; use at most {LONGEST_JSON:,}, or save it as CSV")
    if (nested := text.count("{") + text.count("[")) > MOST_NESTED:
        raise ValueError(f"JSON of {nested:,} objects and lists; use fewer records, or save it as CSV")
    try:
        spec = _parsed(text)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except json.JSONDecodeError as error:
        if not re.match(r"\{\s*\"|\[\s*[\[{\"]", head):
            return None
        where = f"line {error.lineno}, character {error.colno}"
        raise ValueError(f"this looks like JSON and can't be read in {where}; mend it, or save it as CSV") from None
    records, repairs = _rows_of(spec)
    if records and all(isinstance(row, list) for row in records):
        return Lines(_of_lists(records), "JSON", repairs=repairs, called="record")
    if not all(isinstance(record, dict) for record in records):
        raise ValueError(NO_TABLE)
    return _of_records(records, repairs)


def _parsed(text: str) -> Any:
    """The value of a JSON text; a list of values where there is one in each line."""
    try:
        return json.loads(text, parse_int=_whole)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise
    lines = [(number, line) for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1) if line.strip()]
    return [_of_line(number, line) for number, line in lines]


def _of_line(number: int, line: str) -> Any:
    try:
        return json.loads(line, parse_int=_whole)
    except json.JSONDecodeError as error:
        error.lineno = number
        raise


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_WHOLE else digits


def _rows_of(spec: Any) -> tuple[list[Any], tuple[str, ...]]:
    """The records or lists in a JSON value, and what was left out on the way to them."""
    if not isinstance(spec, dict):
        return (spec, ()) if isinstance(spec, list) else ([spec], ())
    values = list(spec.values())
    if not values or not any(isinstance(value, list | dict) for value in values):
        return [spec], ()
    if all(isinstance(value, list) for value in values):
        return _of_columns(spec), ()
    if all(isinstance(value, dict) for value in values):  # as pandas writes it
        rows = list(dict.fromkeys(key for value in values for key in value))
        return [{name: value.get(row) for name, value in spec.items()} for row in rows], ()
    inside = {name: value for name, value in spec.items() if isinstance(value, list) and value}
    if len(inside) != 1 or not all(isinstance(record, dict) for value in inside.values() for record in value):
        raise ValueError(NO_TABLE)
    [(name, records)] = inside.items()
    others = ", ".join(f"“{other[:40]}”" for other in list(spec)[:6] if other != name)
    return records, (f"records of “{name[:40]}”; left out: {others}",)


def _of_columns(spec: dict[str, list[Any]]) -> list[Any]:
    if len(spec) == 1 and all(isinstance(row, dict | list) for row in next(iter(spec.values()))):
        return next(iter(spec.values()))
    (first, column), *others = spec.items()
    for name, values in others:
        if len(values) != len(column):
            raise ValueError(
                f"in this JSON “{first[:40]}” has {len(column):,} values and “{name[:40]}” {len(values):,}; "
                "make them equal, with null where a value is missing"
            )
    return [dict(zip(spec, row, strict=True)) for row in zip(*spec.values(), strict=True)]


def _of_lists(rows: list[list[Any]]) -> Iterator[tuple[int, Cells]]:
    return ((number, [_text(cell) for cell in row]) for number, row in enumerate(rows, 1))


def _of_records(records: list[Record], repairs: tuple[str, ...]) -> Lines:
    names = list(dict.fromkeys(name for record in records for name in record))
    if not names:
        raise ValueError("this JSON holds no records; use a list of objects, one a row")
    if len(names) > MOST_COLUMNS:
        raise ValueError(f"records of {len(names):,} names; use at most {MOST_COLUMNS} columns")
    rows = ((number, [_text(record.get(name)) for name in names]) for number, record in enumerate(records, 1))
    header = (0, [_text(name) for name in names])
    return Lines(chain([header], rows), "JSON", repairs=repairs, header=True, called="record")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return UNWRITABLE.sub(lambda sign: "" if sign[0] == "\0" else "\ufffd", value).strip()
    try:
        return json.dumps(value)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
