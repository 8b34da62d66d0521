"""CSV and its relatives: text in which a sign parts the cells of a line."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from nncore.data.lines import NUMBER, Cells, Lines, counted

SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", " ": "blanks"}
"""Separator → its name on screen; of two that would do, the earlier is likelier the one that is meant."""
SAMPLE, MOST_ABOVE = 100, 20
"""Lines that are looked at to find the separator, and how many more may stand above the table."""


def separated_lines(text: str, separator: str | None) -> Lines:
    """Of CSV and its relatives."""
    repairs: list[str] = []
    chosen = separator is not None
    lines = _numbered(text)
    first = next(((n, line) for n, line in _numbered(text) if line.strip()), (1, ""))[1].strip().strip('"')
    if re.fullmatch(r"sep=.", first, re.IGNORECASE):  # Excel's own
        lines = ((n, line) for n, line in lines if not line.lower().lstrip('"').startswith("sep="))
        separator = separator or first[-1]
    sample = [line for _, line in islice(_numbered(text), SAMPLE + MOST_ABOVE)]
    comments = _comments(sample)
    if separator is None or separator not in SEPARATORS:
        separator = _separator([line for line in sample if line.strip() and not line.startswith("#")][:SAMPLE])
    named = ""
    if comments:
        last = comments[-1].lstrip("# ").strip()
        body = next((line for line in sample if line.strip() and not line.startswith("#")), "")
        if len(_split(last, separator)) == len(_split(body, separator)) > 1:
            named = last  # as numpy.savetxt writes a header
        repairs.append(counted(len(comments), "line", "beginning with # left out" if not named else "with # above"))
    kept = ((n, line) for n, line in lines if not (n <= len(sample) and line.startswith("#")))
    header = [(len(comments), named + "\n")] if named else []
    rows, unwrapped = _cells(chain(header, kept), separator), ""
    if not chosen:
        rows, unwrapped = _unwrapped(rows)
    if unwrapped:
        separator = unwrapped
        repairs.append("quotation marks around whole lines taken off")
    format = "TSV" if separator == "\t" else "CSV" if separator in (",", ";") else "text"
    layout = (("Separator", SEPARATORS[separator]),)
    return Lines(rows, format, separator, layout, tuple(repairs), True if named else None)


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Lines as csv counts them: ended by \\n, \\r or both, and by nothing else."""
    for number, match in enumerate(re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text), 1):
        yield number, match[0]


def _comments(sample: list[str]) -> list[str]:
    return [line for line in sample if line.startswith("#")]


def _cells(lines: Iterable[tuple[int, str]], separator: str) -> Iterator[tuple[int, Cells]]:
    """Stripped cells by line; a quoted cell may go on over several lines."""
    number = 0

    def texts() -> Iterator[str]:
        nonlocal number
        for now, line in lines:
            number = now
            yield " ".join(line.split()) + "\n" if separator == " " else line

    reader = csv.reader(texts(), delimiter=separator, skipinitialspace=True)
    while True:
        before = number + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            why = "a quotation mark is opened and not closed" if "limit" in str(error) else str(error)
            raise ValueError(f"line {before} can't be read: {why}; mend it, or save the file as CSV again") from None
        if row is None:
            return
        yield number, [cell.strip() for cell in row]


def _unwrapped(rows: Iterator[tuple[int, Cells]]) -> tuple[Iterator[tuple[int, Cells]], str]:
    """Lines that were put into quotation marks as a whole, taken apart; and their separator, "" for other lines."""
    head = list(islice(rows, SAMPLE))
    rows = chain(head, rows)
    if head and all(len(row) == 1 for _, row in head if any(row)):
        texts = [row[0] for _, row in head if any(row)]
        separator = _separator(texts) if len(texts) > 1 else ""
        if separator in (",", ";", "\t") and len(_split(texts[0], separator)) > 1:
            return (
                (n, [cell.strip() for cell in _split(row[0], separator)] if row else row) for n, row in rows
            ), separator
    return rows, ""


def _split(line: str, separator: str) -> list[str]:
    if separator == " ":
        line = " ".join(line.split())
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return []


def _separator(sample: list[str]) -> str:
    """The separator by which the most lines have the same number of cells, two at least."""
    best, most = ",", 0.0
    for separator in SEPARATORS:
        if separator == " " and most > 0.5:
            continue
        counts = Counter(count for count in (len(_split(line, separator)) for line in sample) if count)
        if not counts:
            continue
        usual, lines = max(counts.items(), key=lambda item: (item[1], item[0]))
        share = lines / sum(counts.values())
        if usual < 2 and (several := {count: lines for count, lines in counts.items() if count > 1}):
            usual, lines = max(several.items(), key=lambda item: item[1])  # the others may be titles
            share = lines / sum(counts.values())
        numbers = any(NUMBER.fullmatch(cell) for line in sample[1:] for cell in _split(line, separator))
        if separator == " " and not (share == 1 and len(sample) > 1 and numbers):
            continue
        if usual > 1 and share > most + 0.001:
            best, most = separator, share
    return best
