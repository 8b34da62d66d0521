"""Sheets of Excel: values, not formulas; openpyxl reads them, within bounds."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from nncore.data.lines import Cells, Lines
from nncore.data.table import MOST_COLUMNS, MOST_ROWS

MOST_CELLS, LAST_COLUMN, LONGEST_CELL = 2_200_000, 16_384, 100_000
"""Cells of all sheets together, of which openpyxl reads about 150,000 a second; of one row; characters of one."""
CHUNK = 1_000_000
ELEMENT = re.compile(rb"<(?:\w+:)?(row|c(?![a-z])|[^/!?])")
"""A row, a cell, or the first letter of any other element."""
HEAD = 1_000
"""Rows whose widest one decides how wide the sheet is."""


def excel_lines(content: bytes) -> Lines:
    """Of the first sheet of an .xlsx file that has cells: values, not formulas."""
    _check_size(content)
    sheets = _sheets(content)
    full = ((sheet, rows) for sheet in sheets if (rows := _rows_if_any(sheet)))
    sheet, rows = next(full, (None, iter(())))
    head = list(islice(rows, HEAD))
    if sheet is None or not head:
        raise ValueError("this Excel file has no sheet with cells; bring one with a table")
    width = max(len(row) for _, row in head)
    padded = ((number, [*row, *[""] * (width - len(row))]) for number, row in chain(head, rows))
    others = ", ".join(f"“{other.title}”" for other in sheets[:20] if other is not sheet)
    repairs = (f"sheet “{sheet.title}” read; left out: {others}",) if others else ()
    return Lines(padded, "Excel", layout=(("Sheet", str(sheet.title)),), repairs=repairs, called="row")


def _sheets(content: bytes) -> list[Any]:
    import openpyxl  # takes 0.2 s, and most visitors never need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return list(book.worksheets)
    except Exception as error:  # whatever a broken file makes of a library
        raise _unreadable(error) from None


def _unreadable(error: Exception) -> ValueError:
    return ValueError(f"this Excel file can't be read ({type(error).__name__}); save it again, or as CSV")


def _check_size(content: bytes) -> None:
    """Raise where a workbook holds more than openpyxl gets through: it would read on and on, within one row even."""
    cells = of_row = 0
    for elements, name in enumerate(_names(content)):
        if name == b"row":
            of_row = 0
        elif name == b"c":
            cells, of_row = cells + 1, of_row + 1
        if of_row > LAST_COLUMN:
            raise ValueError(f"a row has more than {LAST_COLUMN:,} cells; use at most {MOST_COLUMNS} columns")
        if cells > MOST_CELLS or elements > 4 * MOST_CELLS:
            raise ValueError("too many cells in this Excel file; use fewer rows, or save its table as CSV")


def _names(content: bytes) -> Iterator[bytes]:
    """The elements that begin in the parts of an archive: row, c, or a letter of any other name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                rest = b""
                with archive.open(entry) as stream:
                    while piece := stream.read(CHUNK):
                        if b"<!ENTITY" in rest + piece:  # they can grow without end
                            raise ValueError("this Excel file defines entities, which none needs; save it again")
                        whole, sign, rest = (rest + piece).rpartition(b"<")
                        rest = (sign + rest)[:100]  # what goes on in the next piece
                        yield from ELEMENT.findall(whole)
                yield from ELEMENT.findall(rest)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise _unreadable(error) from None


def _rows_if_any(sheet: Any) -> Iterator[tuple[int, Cells]] | None:
    """The rows of a sheet, None where none of them holds anything."""
    rows = _rows(sheet)
    first = next(rows, None)
    return None if first is None else chain([first], rows)


def _rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    """Number and cells of the rows that hold something."""
    full = 0
    for number, row in enumerate(_values(sheet), 1):
        texts = [_text(value, number) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise ValueError(f"row {number} has {len(texts):,} columns; use at most {MOST_COLUMNS}")
        if texts:
            full += 1
            yield number, texts
        if full > MOST_ROWS + HEAD:
            raise ValueError(f"more than {MOST_ROWS:,} rows; use fewer")


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    try:
        sheet.reset_dimensions()  # what the file claims may be a lie
        yield from sheet.iter_rows(values_only=True)
    except Exception as error:  # whatever a broken sheet makes of a library
        raise _unreadable(error) from None


def _text(value: Any, row: int) -> str:
    """A cell as a text: a number as short as it can be, a day as 2020-01-31."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    text = str(value).replace("\0", "").strip()
    if len(text) > LONGEST_CELL:
        raise ValueError(f"row {row} has a cell of more than {LONGEST_CELL:,} characters; use shorter ones")
    return text
