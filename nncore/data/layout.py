"""From a file to columns of texts: which line names them, what stands above them, how wide the table is."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from nncore.data.excel import excel_lines
from nncore.data.features import identifier
from nncore.data.json_records import json_lines
from nncore.data.lines import Cells, Lines, counted, may_be_number
from nncore.data.recognise import (
    ENCODINGS,
    check_is_no_other_text,
    check_is_table,
    check_size,
    decoded,
    is_excel,
    unpacked,
    without_marks,
)
from nncore.data.separated import SAMPLE, SEPARATORS, separated_lines
from nncore.data.table import LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS

MOST_ABOVE = 20
"""Lines above the table that can be titles."""
CHUNK = 5_000
YEAR = re.compile(r"(18|19|20|21)\d\d")


@dataclass(frozen=True, eq=False)
class Sheet:
    """Rows of texts, by column.

    names: of the columns, each different. texts: of each column, its cells joined by NUL, which no cell holds.
    format, layout, header, repairs: see nncore.data.table.Guesses.
    """

    format: str
    names: tuple[str, ...]
    texts: tuple[str, ...]
    rows: int
    header: bool
    separator: str = ""
    layout: tuple[tuple[str, str], ...] = ()
    repairs: tuple[str, ...] = ()

    def cells(self, column: int) -> list[str]:
        return self.texts[column].split("\0") if self.rows else []


def read_sheet(
    content: bytes,
    *,
    header: bool | None = None,
    separator: str | None = None,
    encoding: str | None = None,
    above: int | None = None,
) -> Sheet:
    """The rows of a file. What isn't chosen is found out. Raises ValueError, naming line and remedy.

    header: whether the first line names the columns. separator: a key of SEPARATORS. encoding: a key of ENCODINGS.
    above: lines above the table, to be left out.
    """
    check_size(content)
    if separator is not None and separator not in SEPARATORS:
        raise ValueError(f"unknown separator {separator[:10]!r}; choose from {', '.join(SEPARATORS.values())}")
    content, packed = unpacked(content)
    check_is_table(content)
    if is_excel(content):
        lines = excel_lines(content)
    else:
        text, written = decoded(content, encoding)
        text, repairs = without_marks(text)
        check_is_no_other_text(text)
        lines = json_lines(text) or separated_lines(text, separator)
        lines = lines._replace(
            layout=(*lines.layout, ("Encoding", ENCODINGS[written])), repairs=(*repairs, *lines.repairs)
        )
    if packed:
        lines = lines._replace(layout=(*lines.layout, ("Packed", "gzip")))
    return _sheet(lines, header, above)


# -------------------------------------------------------------------- from lines to columns


def _sheet(lines: Lines, header: bool | None, above: int | None) -> Sheet:
    repairs = list(lines.repairs)
    rows = ((number, row) for number, row in lines.rows if any(row))
    head = list(islice(rows, SAMPLE))
    skipped = _above([row for _, row in head]) if above is None else min(above, len(head))
    if skipped:
        repairs.append(counted(skipped, lines.called, "above the table left out"))
    head = head[skipped:]
    if not head:
        raise ValueError("no rows in this file; bring a table with one row a line")
    width = max(Counter(len(row) for _, row in head).items(), key=lambda item: (item[1], item[0]))[0]
    has_header = header if header is not None else lines.header
    named = _has_header([row for _, row in head], width) if has_header is None else has_header
    body = head[1:] if named else head
    names = _header(head[0], body, width, lines.called, repairs) if named else [""] * width
    columns, count = _by_column(chain(body, rows), width, lines.called)
    if not count:
        raise ValueError("no rows below the header; bring a table with one row a line")
    columns, names = _without_nothing(columns, names, repairs)
    layout = (("Header", "first line" if named else "none"), *lines.layout)
    return Sheet(
        lines.format, _column_names(names, repairs if named else []), tuple(columns), count, named,
        lines.separator, layout, tuple(repairs),
    )  # fmt: skip


def _header(
    line: tuple[int, Cells], body: list[tuple[int, Cells]], width: int, called: str, repairs: list[str]
) -> list[str]:
    """The names in the header, one for each column, "" where it has none."""
    number, names = line[0], list(line[1])
    if len(names) == width - 1 and any(len(_trimmed(row)) == width for _, row in body):
        repairs.append("the header has one name less than the rows have cells; the first column is called “row names”")
        return ["row names", *names]
    if len(names) < width:
        return [*names, *[""] * (width - len(names))]
    return list(_row(number, names, width, called))


def _trimmed(row: Cells) -> Cells:
    """Without empty cells at the end."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _above(head: list[Cells]) -> int:
    """How many lines at the top are titles: few cells in them, many in those that follow."""
    usual = Counter(len(_trimmed(row)) for row in head).most_common(1)[0][0] if head else 0
    for number, row in enumerate(head[: MOST_ABOVE + 1]):
        filled = sum(map(bool, row))
        few = filled <= max(1, usual // 3) and not any(map(may_be_number, row))
        if usual < 2 or not few or len(head) - number < 3:
            return number if usual > 1 else 0
    return 0


def _has_header(head: list[Cells], width: int) -> bool:
    """Whether the first line names the columns: it holds no numbers where the others do, or only years."""
    first, body = [*head[0], *[""] * width][:width], head[1:]
    numbers = [may_be_number(cell) for cell in first]
    if not body:
        return not any(numbers)
    below = [[row[i] for row in body if i < len(row) and row[i]] for i in range(width)]
    if any(numbers):
        years = [cell for cell, number in zip(first, numbers, strict=True) if number]
        named = len(set(years)) == len(years) > 1 and all(YEAR.fullmatch(year) for year in years)
        others = any(cell and not YEAR.fullmatch(cell) for cells in below for cell in cells)
        return named and others and not all(numbers)
    if any(cells and all(map(may_be_number, cells)) for cells in below):
        return True
    filled = [cell for cell in first if cell]
    apart = all(cell not in cells for cell, cells in zip(first, below, strict=True) if cell)
    return len(filled) == len(set(filled)) and len(filled) > width // 2 and apart


def _by_column(rows: Iterable[tuple[int, Cells]], width: int, called: str) -> tuple[list[str], int]:
    """The cells of each column, joined by NUL, and how many there are.

    Joined, a column takes little more than it takes in the file; as a list of texts it would take sixty bytes a cell.
    """
    if width > MOST_COLUMNS:
        raise ValueError(f"{width:,} columns; use at most {MOST_COLUMNS}")
    parts: list[list[str]] = [[] for _ in range(width)]
    count, rows = 0, iter(rows)
    while chunk := [_row(number, row, width, called) for number, row in islice(rows, CHUNK)]:
        count += len(chunk)
        if count > MOST_ROWS:
            raise ValueError(f"more than {MOST_ROWS:,} rows; use fewer, for instance every second one")
        for part, cells in zip(parts, zip(*chunk, strict=True), strict=True):
            part.append("\0".join(cells))
    return ["\0".join(part) for part in parts], count


def _row(number: int, row: Cells, width: int, called: str) -> Cells:
    if len(row) == width:
        return row
    if len(row) > width and not any(row[width:]):
        return row[:width]
    raise ValueError(
        f"{called} {number} has {counted(len(row), 'cell')} and the others {width}; make them equal, with nothing "
        "between two separators where a value is missing"
    )


def _without_nothing(columns: list[str], names: list[str], repairs: list[str]) -> tuple[list[str], list[str]]:
    """Without columns that have neither a name nor a cell, as separators at the end of each line make them."""
    kept = [i for i, (text, name) in enumerate(zip(columns, names, strict=True)) if name or text.strip("\0")]
    if len(kept) < len(columns):
        repairs.append(counted(len(columns) - len(kept), "column", "without name and cells left out"))
    return [columns[i] for i in kept], [names[i] for i in kept]


def _column_names(header: Sequence[str], repairs: list[str]) -> tuple[str, ...]:
    """Names that are all there, and different also as they are called in formulas."""
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(header, 1):
        written = " ".join(cell.split())
        plain = written[:LONGEST_TEXT]
        if written != plain:
            repairs.append(f"the name of column {position} cut at {LONGEST_TEXT} characters")
        name = wanted = plain or f"column {position}"
        repeat = 1
        while identifier(name) in taken:
            repeat += 1
            name = f"{wanted[: LONGEST_TEXT - 6]} {repeat}"
        if plain and name != wanted:
            repairs.append(f"column {position}, “{wanted}”, is called “{name}”, as another one has its name")
        elif not plain:
            repairs.append(f"column {position} has no name; it is called “{name}”")
        taken.add(identifier(name))
        names.append(name)
    return tuple(names)
