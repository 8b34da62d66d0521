"""Sheets of Excel: values, not formulas."""

import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from nncore.data.lines import Cells, Lines
from nncore.data.table import MOST_COLUMNS, MOST_ROWS


def excel_lines(content: bytes) -> Lines:
    """Of the first sheet of an .xlsx file that has cells: values, not formulas."""
    import openpyxl  # takes 0.2 s, and most visitors never need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if next(iter(sheet.iter_rows(max_row=50)), None)]
    except Exception as error:  # whatever a broken file makes of a library
        raise ValueError(f"this Excel file can't be read ({type(error).__name__}); save it again, or as CSV") from None
    if not sheets:
        raise ValueError("this Excel file has no sheet with cells; bring one with a table")
    rows = _excel_rows(sheets[0])
    head = list(islice(rows, 1000))
    width = max(len(row) for _, row in head)
    padded = ((number, [*row, *[""] * (width - len(row))]) for number, row in chain(head, rows))
    repairs = (f"first of {len(book.worksheets)} sheets, “{sheets[0].title}”",) if len(book.worksheets) > 1 else ()
    return Lines(padded, "Excel", layout=(("Sheet", sheets[0].title),), repairs=repairs)


def _excel_rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    sheet.reset_dimensions()  # what the file claims may be a lie
    try:
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_excel_text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                raise ValueError(f"row {number} has {len(cells):,} columns; use at most {MOST_COLUMNS}")
            if number > 2 * MOST_ROWS:
                raise ValueError(f"more than {MOST_ROWS:,} rows; use fewer")
            yield number, cells
    except ValueError:
        raise
    except Exception as error:
        raise ValueError(f"this Excel file can't be read ({type(error).__name__}); save it as CSV") from None


def _excel_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).replace("T00:00:00", "")
    return str(value).replace("\0", "").strip()
