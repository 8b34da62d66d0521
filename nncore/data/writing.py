"""A table as the text of a file that reads back as the same table."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from nncore.data.table import Cell, Table, number_text


def csv_of(table: Table) -> bytes:
    """The table as CSV: a header, then the rows; numbers in full, nothing where a cell is missing."""
    rows = zip(*([_written(cell) for cell in column.cells()] for column in table.columns), strict=True)
    return csv_text(table.names, rows).encode()


def csv_text(names: Iterable[Any], rows: Iterable[Iterable[Any]], quoting: Any = csv.QUOTE_MINIMAL) -> str:
    """A header and rows of cells as CSV. quoting: csv's, of which cells stand between quotation marks."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=quoting)
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return number_text(cell) if isinstance(cell, float) else cell
