"""Sheets of Excel: values, not formulas.

An .xlsx file is an archive of XML. It is read event by event, so that no file takes more room than its cells.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from nncore.data.lines import Cells, Lines
from nncore.data.table import MOST_COLUMNS

WORKBOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
CHUNK = 4_000_000
"""Bytes of XML that are read at once; few, large pieces, as an element without end is read anew with each."""
LAST_COLUMN = 16_384
"""Of a sheet, as Excel has it."""
MOST_ELEMENTS, MOST_SETTINGS, MOST_TEXTS, LONGEST_CELL, DEEPEST = 8_000_000, 100_000, 1_000_000, 100_000, 50
"""Elements of all sheets (two a cell), of what they share, texts, characters of a cell, elements inside each other."""
HEAD = 1_000
"""Rows whose widest one decides how wide the sheet is."""
COLUMN = re.compile(r"[A-Z]{1,3}")
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
"""Numbers of Excel's own formats that show a day or a time."""
NO_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What stands in a format for itself."""
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
FIRST_DAY, FIRST_DAY_OF_1904, NO_LEAP_DAY = datetime(1899, 12, 30), datetime(1904, 1, 1), 60
"""Day 60 is the 29th of February 1900, which there was not; days before it count from a day later."""
LAST_DAY = 2_958_466
BROKEN = (expat.ExpatError, zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, RuntimeError)

Attributes = dict[str, str]


class Book(NamedTuple):
    """What the sheets of a workbook share.

    sheets: title and part of the archive. texts: which cells name by number. dates: styles of days and times.
    """

    sheets: list[tuple[str, str]]
    texts: list[str]
    dates: set[str]
    first_day: datetime


def excel_lines(content: bytes) -> Lines:
    """Of the first sheet of an .xlsx file that has cells: values, not formulas."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        book = _book(archive)
        title, rows = next(_full_sheets(archive, book), ("", iter(())))
        head = list(islice(rows, HEAD))
    except BROKEN as error:
        raise _unreadable(error) from None
    if not head:
        raise ValueError("this Excel file has no sheet with cells; bring one with a table")
    width = max(len(row) for _, row in head)
    padded = ((number, [*row, *[""] * (width - len(row))]) for number, row in chain(head, rows))
    others = ", ".join(f"“{other}”" for other, _ in book.sheets[:20] if other != title)
    repairs = (f"sheet “{title}” read; left out: {others}",) if others else ()
    return Lines(padded, "Excel", layout=(("Sheet", title),), repairs=repairs, called="row")


def _unreadable(error: Exception) -> ValueError:
    return ValueError(f"this Excel file can't be read ({type(error).__name__}); save it again, or as CSV")


def _full_sheets(archive: zipfile.ZipFile, book: Book) -> Iterator[tuple[str, Iterator[tuple[int, Cells]]]]:
    """Titles and rows of the sheets that have cells."""
    reader = SheetReader(book)
    for title, part in book.sheets:
        rows = _rows(archive, part, reader)
        if first := next(rows, None):
            yield title, chain([first], rows)


def _rows(archive: zipfile.ZipFile, part: str, reader: "SheetReader") -> Iterator[tuple[int, Cells]]:
    """The rows of a sheet that hold something, with their numbers."""
    reader.number = 0
    try:
        for _ in _events(archive, part, reader.start, reader.end, reader.text):
            yield from reader.finished
            reader.finished.clear()
    except BROKEN as error:
        raise _unreadable(error) from None


class SheetReader:
    """Makes rows of the events of a sheet's XML; `finished` holds those that have ended."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.finished: list[tuple[int, Cells]] = []
        self.elements = self.number = self.column = self.length = 0
        self.cells: dict[int, str] = {}
        self.parts: list[str] = []
        self.type = self.style = ""
        self.inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise ValueError("too many cells in this Excel file; use fewer rows, or save its table as CSV")
        if name == "c":
            self._new_cell(attributes)
        elif name in ("v", "t"):
            self.inside = True
        elif name == "row":
            number = attributes.get("r", "")
            self.number = int(number) if number.isdecimal() and len(number) < 10 else self.number + 1
            self.column = 0

    def _new_cell(self, attributes: Attributes) -> None:
        self.column = _column(attributes.get("r", "")) or self.column + 1
        if self.column > LAST_COLUMN:
            raise ValueError(f"row {self.number} has more than {LAST_COLUMN:,} cells; use at most {MOST_COLUMNS}")
        self.type, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.parts.clear()
        self.length = 0

    def text(self, data: str) -> None:
        if self.inside:
            self.length += len(data)
            if self.length > LONGEST_CELL:
                raise ValueError(
                    f"row {self.number} has a cell of more than {LONGEST_CELL:,} characters; use shorter ones"
                )
            self.parts.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.inside = False
        elif name == "c":
            if self.parts and (cell := self._cell("".join(self.parts))):
                self.cells[self.column] = cell
        elif name == "row" and self.cells:
            width = max(self.cells)
            if width > MOST_COLUMNS:
                raise ValueError(f"row {self.number} has {width:,} columns; use at most {MOST_COLUMNS}")
            self.finished.append((self.number, [self.cells.get(column, "") for column in range(1, width + 1)]))
            self.cells.clear()

    def _cell(self, text: str) -> str:
        """The cell as a text: a number as it is written in the file, a day as 2020-01-31."""
        if self.type == "n":
            return _day(text, self.book.first_day) if self.style in self.book.dates else text.strip()
        if self.type == "s" and text:
            return (
                self.book.texts[int(text)] if text.isdecimal() and int(text) < len(self.book.texts) else _no_text(text)
            )
        if self.type == "b" and text:
            return "TRUE" if text.strip() == "1" else "FALSE"
        return text.strip()


def _no_text(number: str) -> NoReturn:
    raise KeyError(number)


def _column(place: str) -> int:
    """The number of the column in a place such as "B2"; 0 where none is named."""
    letters = COLUMN.match(place)
    number = 0
    for letter in letters[0] if letters else "":
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _day(text: str, first_day: datetime) -> str:
    """A day, a time or both, from the days since the first one."""
    try:
        days = float(text)
    except ValueError:
        return text.strip()
    if not 0 <= days < LAST_DAY:
        return text.strip()
    if first_day == FIRST_DAY and days < NO_LEAP_DAY:
        first_day += timedelta(days=1)
    moment = first_day + timedelta(seconds=round(days * 86_400))
    return moment.time().isoformat() if days < 1 else moment.isoformat().removesuffix("T00:00:00")


# -------------------------------------------------------------------------------- what sheets share


def _book(archive: zipfile.ZipFile) -> Book:
    links = {link["Id"]: link for _, link in _elements(archive, LINKS, {"Relationship"}) if "Id" in link}
    parts = {key: _part(link.get("Target", "")) for key, link in links.items()}
    kinds = {link.get("Type", "").rpartition("/")[2]: parts[key] for key, link in links.items()}
    sheets, first_day = [], FIRST_DAY
    for name, attributes in _elements(archive, WORKBOOK, {"sheet", "workbookPr"}):
        if name == "workbookPr":
            first_day = FIRST_DAY_OF_1904 if attributes.get("date1904") in ("1", "true") else FIRST_DAY
            continue
        key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        if links.get(key, {}).get("Type", "").endswith("/worksheet"):
            sheets.append((attributes.get("name", "")[:80], parts[key]))
    texts = _texts(archive, kinds["sharedStrings"]) if "sharedStrings" in kinds else []
    dates = _date_styles(archive, kinds["styles"]) if "styles" in kinds else set()
    return Book(sheets, texts, dates, first_day)


def _part(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """The texts that cells name by number, without what only tells how to pronounce them."""
    texts: list[str] = []
    parts: list[str] = []
    inside: list[str] = []

    def start(name: str, _: Attributes) -> None:
        inside.append(name)

    def text(data: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside[-3:]:
            parts.append(data)

    def end(_: str) -> None:
        if inside.pop() == "si":
            texts.append("".join(parts).replace("\0", "").strip())
            parts.clear()
            if len(texts) > MOST_TEXTS:
                raise ValueError(f"more than {MOST_TEXTS:,} different texts in this Excel file; save its table as CSV")

    for _ in _events(archive, part, start, end, text):
        pass
    return texts


def _date_styles(archive: zipfile.ZipFile, part: str) -> set[str]:
    """The numbers of the styles that show a number as a day or a time."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    of_cells = False
    for name, attributes in _elements(archive, part, {"numFmt", "cellXfs", "cellStyles", "cellStyleXfs", "dxfs", "xf"}):
        if name == "numFmt":
            formats.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif name == "xf" and of_cells:
            styles.append(attributes.get("numFmtId", ""))
        else:
            of_cells = name == "cellXfs"
    return {str(number) for number, format in enumerate(styles) if _is_date(format, formats)}


def _is_date(format: str, formats: dict[str, str]) -> bool:
    """Whether a format shows a day or a time of day; hours that go on counting, as [h]:mm, are amounts."""
    if format not in formats:
        return format.isdecimal() and int(format) in DATE_FORMATS
    code = formats[format].partition(";")[0][:200]
    return not ELAPSED.search(code) and any(letter in "dmyhs" for letter in NO_LETTERS.sub("", code).lower())


def _elements(archive: zipfile.ZipFile, part: str, wanted: set[str]) -> list[tuple[str, Attributes]]:
    """The elements of these names in a part of the archive, with their attributes."""
    found: list[tuple[str, Attributes]] = []

    def start(name: str, attributes: Attributes) -> None:
        if name in wanted:
            found.append((name, attributes))
            if len(found) > MOST_SETTINGS:
                raise ValueError("this Excel file has too many styles or sheets; save its table as CSV")

    for _ in _events(archive, part, start, lambda _: None, lambda _: None):
        pass
    return found


def _events(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> Iterator[None]:
    """Read a part of the archive piece by piece, calling these for what is in it; names come without their prefix."""
    depth = 0

    def open_element(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValueError("this Excel file is nested too deep; save it again, or as CSV")
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def close_element(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2] if ":" in name else name)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = open_element, close_element
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_definitions
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            parser.Parse(piece)
            yield
        parser.Parse(b"", True)
        yield


def _no_definitions(*_: object) -> NoReturn:
    """Entities can grow without end, and no spreadsheet defines any."""
    raise ValueError("this Excel file defines entities, which none needs; save it again, or as CSV")
