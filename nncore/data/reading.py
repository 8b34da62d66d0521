"""A file that somebody brings, as a table: what is guessed is said, and can be chosen instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from nncore.data.cells import decimal_of, read_column
from nncore.data.layout import Sheet, read_sheet
from nncore.data.table import Guesses, Table

DECIMALS = {".": "1.5", ",": "1,5"}
SAMPLE = 500
"""Cells of a column that are looked at to tell a decimal comma from a decimal point."""


def read_table(content: bytes, name: str = "", **choices: Any) -> Table:
    """The table in the bytes of a file; what was guessed on the way stands in its `guesses`.

    Reads CSV and its relatives, gzip of them, JSON records and the first sheet of .xlsx files. Raises ValueError for
    what is too large, ragged or no table, naming line and column where it can.
    choices: header, separator, encoding, above (see read_sheet), decimal, missing, kinds (see table_from).
    """
    of_cells = {key: choices.pop(key) for key in ("decimal", "missing", "kinds") if key in choices}
    return table_from(read_sheet(content, **choices), name, **of_cells)


def table_from(
    sheet: Sheet,
    name: str = "",
    *,
    decimal: str | None = None,
    missing: Sequence[str] = (),
    kinds: Mapping[str, str] | None = None,
) -> Table:
    """The table of a sheet.

    decimal: a key of DECIMALS. missing: further texts that stand for nothing. kinds: name of a column → what to take
    it as (nncore.data.cells.CHOSEN).
    """
    if decimal is not None and decimal not in DECIMALS:
        raise ValueError(f"decimal sign {decimal[:10]!r}; choose from {', '.join(DECIMALS)}")
    numbers = range(len(sheet.names))
    decimal = decimal or decimal_of([_some(sheet.cells(number)) for number in numbers], sheet.separator)
    kinds = kinds or {}
    read = [
        read_column(column, sheet.cells(number), decimal, missing, kinds.get(column))
        for number, column in enumerate(sheet.names)
    ]
    layout = (("Format", sheet.format), *sheet.layout, ("Decimals", DECIMALS[decimal]))
    guesses = Guesses(sheet.format, layout, sheet.header, decimal, tuple(guess for _, guess in read), sheet.repairs)
    return Table(tuple(column for column, _ in read), name, guesses)


def _some(cells: list[str]) -> list[str]:
    """Cells from all over the column."""
    return cells[:: max(1, len(cells) // SAMPLE)]
