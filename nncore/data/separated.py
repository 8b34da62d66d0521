"""CSV and its relatives: text in which a sign parts the cells of a line."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from nncore.data.lines import Cells, Lines, counted, may_be_number
from nncore.data.table import MOST_COLUMNS

SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", " ": "blanks", "  ": "two blanks or more"}
"""Separator → its name on screen; of two that would do, the earlier is likelier the one that is meant."""
SAMPLE, MOST_ABOVE = 100, 20
"""Lines that are looked at to find the separator, and how many more may stand above the table."""
SAMPLE_SIZE = 1_000_000
"""Characters after which no further line is looked at."""
LONGEST_LINE, MOST_LINES, MOST_CELLS = 1_000_000, 1_000_000, 100 * MOST_COLUMNS
"""Characters of a line, lines of a file, and cells of a line, also of empty ones: beyond them nothing is read."""
LINE = re.compile(r"[^\r\n]+(?:\r\n?|\n)?|\r\n?|\n")
COMMENT = re.compile(r"#(?!(?:n/a|na|div/0!|value!|ref!|num!|name\?|null!)(?:\W|$))", re.IGNORECASE)
"""How a line begins that is a note: by #, unless it is an error of a spreadsheet."""
DECIMAL_COMMA = re.compile(r"[+-]?\d{1,20},\d{1,20}")
END = "\0"
"""A line behind the last one, to see whether a quotation mark is still open there. No text holds it."""


def separated_lines(text: str, separator: str | None) -> Lines:
    """Of CSV and its relatives. separator: a key of SEPARATORS, where somebody has chosen one."""
    chosen = separator is not None
    lines = _numbered(text)
    if declared := _declared_separator(text):
        next(lines)
    separator = separator or (declared if declared in SEPARATORS else _separator(_sample(text, declared)))
    comments, header = _comments(text, separator, _sample(text, declared))
    done = "with # above" if header else "beginning with # left out"
    repairs = [counted(len(comments), "line", done)] if comments else []
    kept = ((number, line) for number, line in lines if number not in comments)
    rows, unwrapped = _cells(chain(header, kept), separator), ""
    if not chosen:
        rows, unwrapped = _unwrapped(rows)
    if unwrapped:
        separator = unwrapped
        repairs.append("quotation marks around whole lines taken off")
    format = "TSV" if separator == "\t" else "CSV" if separator in (",", ";") else "text"
    layout = (("Separator", SEPARATORS[separator]),)
    return Lines(rows, format, separator, layout, tuple(repairs), True if header else None)


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Lines as csv counts them: ended by \\n, \\r or both, and by nothing else. Raises ValueError for too long ones."""
    for number, match in enumerate(LINE.finditer(text), 1):
        if match.end() - match.start() > LONGEST_LINE:
            raise ValueError(
                f"line {number} has {match.end() - match.start():,} characters; use at most {LONGEST_LINE:,}, "
                "and a line for each row"
            )
        if number > MOST_LINES:
            raise ValueError(f"more than {MOST_LINES:,} lines; use fewer rows, and no empty lines")
        yield number, match[0]


def _declared_separator(text: str) -> str:
    """The sign in a first line such as "sep=;", as Excel writes it; "" where there is none."""
    first = LINE.match(text)
    declared = re.fullmatch(r'"?sep=(.)"?', first[0].strip("\r\n"), re.IGNORECASE) if first else None
    return declared[1] if declared else ""


def _sample(text: str, declared: str) -> list[str]:
    """The first lines, without the empty ones."""
    sample: list[str] = []
    size = 0
    for _, line in islice(_numbered(text), 1 if declared else 0, SAMPLE + MOST_ABOVE):
        size += len(line)
        if sample and size > SAMPLE_SIZE:
            break
        if line.strip():
            sample.append(line)
    return sample


def _comments(text: str, separator: str, sample: list[str]) -> tuple[set[int], list[tuple[int, str]]]:
    """The numbers of the lines that are notes; and the last one above the table, where it names the columns.

    A line that begins with # and has as many cells as the others is a row, unless a blank follows the #.
    """
    if not (text.startswith("#") or "\n#" in text or "\r#" in text):
        return set(), []
    width = _usual(len(_split(line, separator)) for line in sample if not COMMENT.match(line))
    found: set[int] = set()
    header: list[tuple[int, str]] = []
    above = True
    for number, line in _numbered(text):
        if not COMMENT.match(line):
            above = above and not line.strip()
            continue
        names = _split(line[1:].strip(), separator)
        as_wide = len(names) == width > 1
        if as_wide and (not names[0].strip() or not (above or line[1:2].isspace())):
            above = False
            continue
        if above:  # as numpy.savetxt writes a header
            header = [(number, line[1:].lstrip())] if as_wide else []
        found.add(number)
    return found, header


def _usual(counts: Iterable[int]) -> int:
    """The count that occurs most often, of several the largest; 0 where there is none."""
    return max(Counter(counts).items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]


def _cells(lines: Iterable[tuple[int, str]], separator: str) -> Iterator[tuple[int, Cells]]:
    """Stripped cells by line; a quoted cell may go on over several lines."""
    number = 0

    def texts() -> Iterator[str]:
        nonlocal number
        for now, line in lines:
            number = now
            yield _marked(line, separator)
        yield "\n"
        yield END

    reader = csv.reader(texts(), delimiter=_delimiter(separator), skipinitialspace=True)
    while True:
        before = number + 1
        try:
            row = next(reader)
        except csv.Error:
            raise ValueError(
                f"line {before} can't be read: a quotation mark is opened and not closed, or a cell has more than "
                f"{csv.field_size_limit():,} characters; mend it, or save the file as CSV again"
            ) from None
        if row and row[-1].endswith(END):
            if row == [END]:
                return
            raise ValueError(
                f"line {before} can't be read: a quotation mark is opened and not closed; close it, or write it twice"
            )
        if len(row) > MOST_CELLS:
            raise ValueError(f"line {number} has {len(row):,} cells; use at most {MOST_COLUMNS} columns")
        yield number, list(map(str.strip, row))


def _marked(line: str, separator: str) -> str:
    """The line with one sign between its cells, where blanks part them."""
    if separator == " ":
        return " ".join(line.split()) + "\n"
    return re.sub(r"  +", "\t", line.strip()) + "\n" if separator == "  " else line


def _delimiter(separator: str) -> str:
    return "\t" if separator == "  " else separator


def _unwrapped(rows: Iterator[tuple[int, Cells]]) -> tuple[Iterator[tuple[int, Cells]], str]:
    """Lines that were put into quotation marks as a whole, taken apart; and their separator, "" for other lines."""
    head = list(islice(rows, SAMPLE))
    rows = chain(head, rows)
    texts = [row[0] for _, row in head if any(row)]
    if len(texts) > 1 and all(len(row) == 1 for _, row in head if any(row)):
        separator = _separator(texts)
        if separator in (",", ";", "\t") and len(_split(texts[0], separator)) > 1:
            return ((n, list(map(str.strip, _split(row[0], separator))) if row else row) for n, row in rows), separator
    return rows, ""


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([_marked(line, separator)], delimiter=_delimiter(separator), skipinitialspace=True), [])
    except csv.Error:
        return []


def _separator(sample: list[str]) -> str:
    """The separator by which the most lines have the same number of cells, two at least."""
    lines = [line for line in sample if not COMMENT.match(line)][:SAMPLE]
    if _is_one_column_of_decimal_commas(lines):
        return ";"
    best, most = ",", 0.0
    for separator in SEPARATORS:
        blanks = separator in (" ", "  ")
        if blanks and most > 0.5:
            continue
        share = _share([row for row in (_split(line, separator) for line in lines) if row], blanks)
        if share > most + 0.001:
            best, most = separator, share
    return best


def _share(rows: list[list[str]], blanks: bool) -> float:
    """Share of the lines that have the usual number of cells, two at least; 0 where blanks part words, not cells."""
    counts = Counter(len(row) for row in rows if len(row) > 1)
    share = max(counts.values(), default=0) / max(1, len(rows))
    if blanks and not (share == 1 and len(rows) > 1 and any(may_be_number(cell) for row in rows[1:] for cell in row)):
        return 0.0
    return share


def _is_one_column_of_decimal_commas(lines: list[str]) -> bool:
    """Whether a name stands above numbers such as 1,5 alone, so that the comma parts no cells."""
    first, *others = [line.strip().strip('"') for line in lines] or [""]
    return bool(others) and "," not in first and all(DECIMAL_COMMA.fullmatch(line) for line in others)
