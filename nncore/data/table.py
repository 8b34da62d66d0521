"""A table: named columns of numbers or texts, as a file holds them and a data set is made of them."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

MOST_ROWS, MOST_COLUMNS = 100_000, 200
LONGEST_TEXT, LARGEST_NUMBER = 200, 1e15
MOST_CATEGORIES = 30
"""Different texts up to which a column can be an input."""

YES, NO = {"yes", "true", "y", "t", "ja", "oui", "si", "sí", "1"}, {"no", "false", "n", "f", "nein", "non", "0"}
DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?Z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}( \d{1,2}:\d{2}(:\d{2})?)?|\d{4}/\d{1,2}/\d{1,2}"
    r"|\d{1,2}:\d{2}(:\d{2})?( ?[AaPp]\.?[Mm]\.?)?"
    r"|\d{1,2}[ -][A-Za-zéû]{3,9}\.?[ -]\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
)
"""A day, a time, or both, in the ways that spreadsheets write them."""

PLAIN_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d*)?")

Array = np.ndarray
Cell = float | str | None


@dataclass(frozen=True, eq=False)
class Column:
    """One column: numbers, NaN where missing, or codes of texts, −1 where missing. Arrays are read-only, (rows,)."""

    name: str
    numbers: Array | None = None
    codes: Array | None = None
    texts: tuple[str, ...] = ()
    taken_as: str = ""
    """A key of KINDS that somebody has chosen, "" where the cells decide."""

    @cached_property
    def kind(self) -> str:
        """A key of KINDS: what the cells are."""
        if self.taken_as:
            return self.taken_as
        if self.missing.all():
            return "empty"
        if self.numbers is not None:
            return "number"
        lower = {text.lower() for text in self.texts}
        if len(lower) == 2 and lower & YES and lower & NO:
            return "yes/no"
        if all(DATE.fullmatch(text) for text in self.texts):
            return "date"
        return "category" if len(self.texts) <= MOST_CATEGORIES else "text"

    @cached_property
    def missing(self) -> Array:
        """(rows,) where nothing is written."""
        return _frozen(np.isnan(self.numbers) if self.numbers is not None else self._codes < 0)

    @property
    def _codes(self) -> Array:
        assert self.codes is not None, "a column of texts has codes"
        return self.codes

    def __len__(self) -> int:
        return len(self.numbers if self.numbers is not None else self._codes)

    def cells(self, rows: slice = slice(None)) -> list[Cell]:
        """The cells: floats, texts, None where missing."""
        if self.numbers is not None:
            return [None if value != value else value for value in self.numbers[rows].tolist()]
        return [None if code < 0 else self.texts[code] for code in self._codes[rows].tolist()]

    def without(self, value: float | str) -> "Column":
        """The column with every cell of that value missing; of the kind it was as long as a text is left."""
        if self.numbers is not None:
            numbers = _frozen(np.where(self.numbers == value, np.nan, self.numbers))
            return Column(self.name, numbers, taken_as=self.kind)
        if value not in self.texts:
            return self
        gone = self.texts.index(str(value))
        texts = (*self.texts[:gone], *self.texts[gone + 1 :])
        codes = np.where(self._codes == gone, -1, self._codes - (self._codes > gone))
        kind = "category" if self.kind == "yes/no" else self.kind
        return Column(self.name, None, _frozen(codes.astype(np.int32)), texts, kind if texts else "empty")


KINDS = {
    "number": "number",
    "yes/no": "yes or no",
    "category": "category",
    "date": "date",
    "text": "text",
    "empty": "empty",
}
"""Kind of a column → its name on screen."""
USABLE = ("number", "yes/no", "category")
"""Kinds of columns that can be inputs."""


@dataclass(frozen=True)
class ColumnGuess:
    """How a column was read: its kind, why, and what was changed in its cells."""

    name: str
    kind: str
    reason: str
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guesses:
    """How a file was read, as a person would say it.

    format: "CSV", "Excel", "JSON". layout: what was found out about the file as a whole, as (what, value) pairs.
    header: whether the first line names the columns. decimal: "." or ",". columns: of each column.
    repairs: what was changed that concerns no single column.
    """

    format: str
    layout: tuple[tuple[str, str], ...]
    header: bool
    decimal: str
    columns: tuple[ColumnGuess, ...]
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of one length and of different names. Equal where their contents are; raises ValueError.

    name: of the file it came from, or "". guesses: how the file was read, None where it came from no file.
    """

    columns: tuple[Column, ...]
    name: str = field(default="", repr=False)
    guesses: "Guesses | None" = field(default=None, repr=False)

    def __post_init__(self) -> None:
        _check(self.columns)
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def __getitem__(self, name: str) -> Column:
        found: Column = self._by_name[name]  # type: ignore[attr-defined]
        return found

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def without(self, blanks: Iterable[tuple[str, float | str]]) -> "Table":
        """The table with the cells missing that hold these (column, value) pairs."""
        columns = dict(self._by_name)  # type: ignore[attr-defined]
        for name, value in blanks:
            columns[name] = columns[name].without(value)
        return replace(self, columns=tuple(columns.values()))

    @property
    def cells(self) -> int:
        return len(self) * len(self.columns)

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[Cell, ...]]:
        """The rows from `start` to before `stop`, as cells."""
        return zip(*(column.cells(slice(start, stop)) for column in self.columns), strict=True)

    @cached_property
    def key(self) -> str:
        """Names the contents: another table has another key."""
        digest = hashlib.sha256()
        for column in self.columns:
            digest.update(
                repr((column.name, len(column), column.texts, column.numbers is None, column.taken_as)).encode()
            )
            digest.update((column.numbers if column.numbers is not None else column._codes).tobytes())
        return digest.hexdigest()[:32]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and (self is other or self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)


def table_of(
    names: Sequence[str], rows: Iterable[Sequence[Any]], name: str = "", kinds: Mapping[str, str] | None = None
) -> Table:
    """A table of rows of cells: numbers, texts, or None where missing. Raises ValueError for anything else.

    kinds: name of a column → a key of KINDS that it is taken as.
    """
    listed = [tuple(row) for row in rows]
    for number, row in enumerate(listed, 1):
        if len(row) != len(names):
            raise ValueError(f"row {number} has {len(row)} cells and the header {len(names)}; make them equal")
    columns = zip(*listed, strict=True) if listed else [()] * len(names)
    table = Table(tuple(column_of(name, cells) for name, cells in zip(names, columns, strict=True)), name)
    return table if not kinds else _taken_as(table, kinds)


def _taken_as(table: Table, kinds: Any) -> Table:
    if not isinstance(kinds, Mapping) or not all(kind in tuple(KINDS) for kind in kinds.values()):
        raise ValueError(f"kinds is {str(kinds)[:40]!r}; use names of columns and {', '.join(KINDS)}")
    return replace(table, columns=tuple(replace(c, taken_as=kinds.get(c.name, "")) for c in table.columns))


def column_of(name: str, cells: Sequence[Any]) -> Column:
    """A column of cells: of texts once one cell is a text, else of numbers. Raises ValueError."""
    for number, cell in enumerate(cells, 1):
        if cell is None or (isinstance(cell, str) and len(cell) <= LONGEST_TEXT):
            continue
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            raise ValueError(f"{name!r} in row {number} is {str(cell)[:40]!r}; use a number or a short text")
        check_number(name, number, cell)
    if any(isinstance(cell, str) for cell in cells):
        return text_column(name, [None if cell is None else _written(cell) for cell in cells])
    return number_column(name, np.array([np.nan if cell is None else cell for cell in cells], dtype=float))


def check_number(name: str, row: int, value: float) -> None:
    """Raise ValueError unless it can be computed with."""
    if not abs(value) <= LARGEST_NUMBER:
        raise ValueError(
            f"{name!r} in row {row} is {str(value)[:40]}; write a number up to {LARGEST_NUMBER:g} or leave it empty"
        )


def number_column(name: str, numbers: Array) -> Column:
    return Column(name, _frozen(numbers))


def text_column(name: str, cells: Sequence[str | None]) -> Column:
    texts = tuple(sorted({cell for cell in cells if cell is not None}, key=in_order))
    codes = {text: code for code, text in enumerate(texts)}
    return Column(name, None, _frozen(np.array([-1 if c is None else codes[c] for c in cells], dtype=np.int32)), texts)


def in_order(text: str) -> tuple[bool, float, bool, str]:
    """Sorts "no" before "yes" and "9" before "10", everything else by the alphabet."""
    number = float(text) if PLAIN_NUMBER.fullmatch(text) else None
    return number is None, number or 0.0, text.lower() in YES, text


def _written(cell: Any) -> str:
    return cell if isinstance(cell, str) else number_text(float(cell))


def number_text(number: float) -> str:
    """The number in full, so that no two numbers have the same text."""
    return f"{number:.0f}" if number.is_integer() and abs(number) < LARGEST_NUMBER else repr(number)


def _check(columns: tuple[Column, ...]) -> None:
    rows = len(columns[0]) if columns else 0
    if len(columns) > MOST_COLUMNS or rows > MOST_ROWS:
        raise ValueError(
            f"{rows:,} rows of {len(columns):,} columns; use at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns"
        )
    for column in columns:
        if not isinstance(column.name, str) or not 0 < len(column.name) <= LONGEST_TEXT:
            raise ValueError(f"{str(column.name)[:40]!r} names a column; use 1 to {LONGEST_TEXT} characters")
        if not _fits(column):
            raise ValueError(f"{column.name[:40]!r} can't be taken as {column.taken_as}; take it as something else")
    if len({column.name for column in columns}) < len(columns):
        raise ValueError("two columns have one name; give each its own")


def _fits(column: Column) -> bool:
    """Whether what it is taken as agrees with its cells."""
    if column.taken_as in ("", "date", "text", "empty"):
        return True
    texts = len(column.texts) if column.numbers is None else 0
    most = {"category": range(1, MOST_CATEGORIES + 1), "yes/no": range(2, 3), "number": range(0, 1)}
    return texts in most[column.taken_as]


def _frozen(array: Array) -> Array:
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
