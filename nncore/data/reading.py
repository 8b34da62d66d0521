"""A file that somebody brings, as a table: what is guessed is said, and can be chosen instead."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nncore.data.cells import decimal_of, decimal_sign, read_column
from nncore.data.layout import Sheet, read_sheet
from nncore.data.table import Column, ColumnGuess, Guesses, Table

DECIMALS = {".": "1.5", ",": "1,5"}
MOST_DIFFERENT = 1_000_000
"""Different texts in all columns together, numbers with anything around them among these: each takes microseconds."""
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
    signs = [decimal or decimal_sign(_some(sheet.cells(number))) for number in range(len(sheet.names))]
    usual = decimal or decimal_of(signs, sheet.separator)
    kinds = kinds or {}
    columns, guesses = [], []
    different = 0
    for number, (column, sign) in enumerate(zip(sheet.names, signs, strict=True)):
        own = sign if sign in DECIMALS else usual
        read, guess = read_column(column, sheet.cells(number), own, missing, kinds.get(column))
        different += _different(read, guess)
        if different > MOST_DIFFERENT:
            raise ValueError(f"more than {MOST_DIFFERENT:,} different texts; use fewer rows, or fewer columns of texts")
        columns.append(read)
        guesses.append(guess if own == usual else _unlike_others(guess, own))
    layout = (("Format", sheet.format), *sheet.layout, ("Decimals", DECIMALS[usual]))
    return Table(
        tuple(columns), name, Guesses(sheet.format, layout, sheet.header, usual, tuple(guesses), sheet.repairs)
    )


def _different(column: Column, guess: ColumnGuess) -> int:
    """How many texts were looked at one by one to read it."""
    if column.numbers is None:
        return len(column.texts)
    return len(np.unique(column.numbers)) if guess.repairs else 0


def _unlike_others(guess: ColumnGuess, sign: str) -> ColumnGuess:
    """Saying that this column is written with another decimal sign than the file."""
    said = f"numbers are written as {DECIMALS[sign]} in this column alone"
    return replace(guess, repairs=(*guess.repairs, said)) if guess.kind == "number" else guess


def _some(cells: list[str]) -> list[str]:
    """Cells from all over the column."""
    return cells[:: max(1, len(cells) // SAMPLE)]
