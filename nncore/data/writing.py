"""A table as the text of a file that reads back as the same table."""

import csv
import io

from nncore.data.table import Cell, Table, number_text


def csv_of(table: Table) -> bytes:
    """The table as CSV: a header, then the rows; numbers in full, nothing where a cell is missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows(zip(*([_written(cell) for cell in column.cells()] for column in table.columns), strict=True))
    return text.getvalue().encode()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return number_text(cell) if isinstance(cell, float) else cell
