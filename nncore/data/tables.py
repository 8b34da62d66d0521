"""Tables of data: the Pima women, and any CSV that a user brings.

A table's cells are numbers, texts, or None where nothing is written.
"""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LARGEST_FILE = 1_000_000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 200, 500_000
LONGEST_TEXT, LARGEST_NUMBER = 200, 1e15
MISSING_WORDS = {"", "?", "-", "na", "n/a", "nan", "null", "none"}

PIMA_FILE = Path(__file__).with_name("pima-indians-diabetes.csv")
PIMA_COLUMNS = (
    "pregnancies", "glucose", "blood_pressure", "skin_thickness", "insulin", "bmi", "pedigree", "age", "diabetes",
)  # fmt: skip
PIMA_ZERO_IS_MISSING = ("glucose", "blood_pressure", "skin_thickness", "insulin", "bmi")


@dataclass(frozen=True)
class Table:
    """Named columns and rows of cells: float, str, or None where missing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[float | str | None, ...], ...]


@cache
def read_pima() -> Table:
    """The 768 Pima women; the last column, diabetes, is 1 or 0."""
    return read_csv(PIMA_FILE.read_bytes())


def read_csv(content: bytes) -> Table:
    """Read the bytes of a CSV file, with or without a header line.

    Takes commas, semicolons or tabs between cells, and a decimal comma where cells aren't split by commas. A column
    in which every written cell is a number holds floats, any other holds texts. Raises ValueError for what is too
    large, ragged or not a table.
    """
    if len(content) > LARGEST_FILE:
        raise ValueError(f"file of {len(content):,} bytes; use at most {LARGEST_FILE:,}, for instance fewer rows")
    text = _decode(content)
    separator = _separator(text)
    lines = _lines(text, separator)
    if not lines:
        raise ValueError("no rows in this file; use a CSV with one row a line")
    decimal = "." if separator == "," else ","
    numbers = [[_number(cell, decimal) for cell in line] for line in lines]
    has_header = len(lines) > 1 and not any(isinstance(cell, float) for cell in numbers[0])
    columns = _column_names(lines[0]) if has_header else tuple(f"column {i}" for i in range(1, len(lines[0]) + 1))
    texts, numbers = lines[has_header:], numbers[has_header:]
    cells = [_column([row[i] for row in texts], [row[i] for row in numbers]) for i in range(len(columns))]
    rows = tuple(zip(*cells, strict=True))
    check_rows(columns, rows)
    return Table(columns, rows)


def check_rows(columns: Sequence[Any], rows: Sequence[Any]) -> None:
    """Raise ValueError unless these are the columns and rows of a Table within the size limits."""
    if len(columns) > MOST_COLUMNS or len(rows) > MOST_ROWS or len(columns) * len(rows) > MOST_CELLS:
        raise ValueError(
            f"{len(rows):,} rows of {len(columns):,} columns; use at most {MOST_ROWS:,} rows, {MOST_COLUMNS} columns "
            f"and {MOST_CELLS:,} cells"
        )
    for name in columns:
        if not 0 < len(name) <= LONGEST_TEXT:
            raise ValueError(f"{name[:40]!r} names a column; use 1 to {LONGEST_TEXT} characters")
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            raise ValueError(f"row {number} has {len(row)} cells and the header {len(columns)}; make them equal")
        for column, cell in zip(columns, row, strict=True):
            if cell is None or (isinstance(cell, str) and len(cell) <= LONGEST_TEXT):
                continue
            if isinstance(cell, bool) or not isinstance(cell, int | float):
                raise ValueError(f"{column!r} in row {number} is {str(cell)[:40]!r}; use a number or a short text")
            if not abs(cell) <= LARGEST_NUMBER:
                raise ValueError(
                    f"{column!r} in row {number} is {str(cell)[:40]}; write a number up to {LARGEST_NUMBER:g} "
                    "or leave it empty"
                )


def _decode(content: bytes) -> str:
    if b"\x00" in content:
        raise ValueError("this is not a text file; save it as CSV (UTF-8)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _separator(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _lines(text: str, separator: str) -> list[list[str]]:
    """Stripped cells of all lines that aren't empty; every line is as long as the first."""
    lines: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            line = [cell.strip() for cell in cells]
            if not any(line):
                continue
            if lines and len(line) != len(lines[0]):
                raise ValueError(
                    f"line {reader.line_num} has {len(line)} cells and the first {len(lines[0])}; make them equal"
                )
            if len(line) > MOST_COLUMNS or len(lines) > MOST_ROWS:
                raise ValueError(f"too large at line {reader.line_num}; use {MOST_ROWS:,} rows, {MOST_COLUMNS} columns")
            lines.append(line)
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} can't be read ({error}); save the file as CSV again") from None
    return lines


def _number(cell: str, decimal: str) -> float | str | None:
    """The cell as a float, None where missing, or the text itself."""
    if cell.lower() in MISSING_WORDS:
        return None
    try:
        value = float(cell.replace(decimal, ".") if cell.count(decimal) == 1 else cell)
    except ValueError:
        return cell
    return value if math.isfinite(value) else cell


def _column(texts: list[str], numbers: list[float | str | None]) -> list[Any]:
    if any(isinstance(cell, str) for cell in numbers):
        return [text[:LONGEST_TEXT] if text.lower() not in MISSING_WORDS else None for text in texts]
    return numbers


def _column_names(header: list[str]) -> tuple[str, ...]:
    """Names that are all there and all different."""
    names: list[str] = []
    for position, cell in enumerate(header, 1):
        name = wanted = cell[:LONGEST_TEXT] or f"column {position}"
        repeat = 1
        while name in names:
            repeat += 1
            name = f"{wanted} {repeat}"
        names.append(name)
    return tuple(names)
