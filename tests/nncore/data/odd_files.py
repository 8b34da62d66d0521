"""Odd and hostile files by kind, and what becomes of each: a table, described in one line, or a refusal.

`test_odd_files.py` reads them all, `ODD_FILES.md` lists them. To add one, add a line to its kind.
"""

import gzip
import io
import json
import pickle
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, partial
from pathlib import Path

import numpy as np
import openpyxl

from nncore.data.reading import read_table

LIST = Path(__file__).with_name("ODD_FILES.md")
SHOWN = 3
"""Rows of which the description shows the cells."""


@dataclass(frozen=True)
class OddFile:
    """A file and what becomes of it.

    content: its bytes, or the function that makes them where they are many. becomes: a description of the table
    (`described`), or what the refusal says. said: a part of each line that says what was changed or left out.
    layout: what is found out about the file as a whole, as far as this file is about it.
    """

    what: str
    content: bytes | Callable[[], bytes]
    becomes: str
    said: tuple[str, ...] = ()
    layout: tuple[tuple[str, str], ...] = ()
    refused: bool = False

    @property
    def bytes(self) -> bytes:
        return self.content() if callable(self.content) else self.content


def read(what, content, becomes, *said, **layout) -> OddFile:
    content = content.encode() if isinstance(content, str) else content
    return OddFile(what, content, becomes, said, tuple(layout.items()))


def refused(what, content, message) -> OddFile:
    content = content.encode() if isinstance(content, str) else content
    return OddFile(what, content, message, refused=True)


def described(table) -> str:
    """A table in one line: of each column its name, its kind and its first cells."""
    return " | ".join(
        f"{column.name}: {column.kind} {', '.join(map(written, column.cells(slice(0, SHOWN))))}".replace("\n", "\\n")
        for column in table.columns
    )


def written(cell) -> str:
    if cell is None:
        return "∅"
    return cell if isinstance(cell, str) else f"{cell:.12g}"


def all_said(table) -> list[str]:
    """Every line that says what was changed."""
    return [*table.guesses.repairs, *(line for guess in table.guesses.columns for line in guess.repairs)]


# ------------------------------------------------------------------------------------------- how files are made


def sheets(**rows) -> bytes:
    """An .xlsx file of sheets of these names."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in rows.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    return saved(book)


def saved(book) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def merged() -> bytes:
    book = openpyxl.Workbook()
    for row in (("Cats and dogs", None), ("size", "kind"), (1, "cat"), (2, None), (3, "dog")):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("B3:B4")
    return saved(book)


def archive(**files) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


def raw_sheet(rows: str, before: str = "", shared: str = "", first: str = "") -> bytes:
    """An .xlsx file with these elements in its only sheet, as no spreadsheet would write it."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheets(Sheet=[(1,)]))) as good, zipfile.ZipFile(content, "w", 8) as odd:
        for entry in good.infolist():
            inside = good.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                sheet = f'{first}<worksheet xmlns="{SPREADSHEET}">{before}<sheetData>{rows}</sheetData></worksheet>'
                inside = sheet.encode()
            elif entry.filename == "xl/_rels/workbook.xml.rels" and shared:
                inside = inside.replace(b"</Relationships>", LINK_TO_TEXTS + b"</Relationships>")
            odd.writestr(entry.filename, inside)
        if shared:
            odd.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SPREADSHEET}">{shared}</sst>')
    return content.getvalue()


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK_TO_TEXTS = (
    b'<Relationship Id="texts" Target="sharedStrings.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)


def dated(*numbers: float) -> bytes:
    """A sheet of numbers that are shown as days."""
    book = openpyxl.Workbook()
    for row in ["a", *numbers]:
        book.active.append([row])
    for row in range(2, len(numbers) + 2):
        book.active.cell(row, 1).number_format = "dd/mm/yyyy"
    return saved(book)


def without_sheet() -> bytes:
    """An .xlsx file whose sheet has been taken out."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheets(Sheet=[("a",), (1,)]))) as good, zipfile.ZipFile(content, "w") as odd:
        for entry in good.infolist():
            if "sheet1" not in entry.filename:
                odd.writestr(entry.filename, good.read(entry))
    return content.getvalue()


def numpy_file() -> bytes:
    content = io.BytesIO()
    np.save(content, np.eye(2))
    return content.getvalue()


def database() -> bytes:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table t (a)")
        content = connection.serialize()
    connection.close()
    return content


def rows(*cells, separator=",") -> str:
    """Lines of cells; a cell is a word."""
    return "".join(separator.join(line.split()) + "\n" for line in cells)


def column(*cells, name="a") -> str:
    """A file of two columns, of which the second counts."""
    return f"{name};n\n" + "".join(f"{cell};{number * number}\n" for number, cell in enumerate(cells))


def one(what, cells, becomes, *said, **layout) -> OddFile:
    """A column `a` of these cells beside one of squares."""
    squares = ", ".join(str(n * n) for n in range(min(SHOWN, len(cells))))
    return read(what, column(*cells), f"a: {becomes} | n: number {squares}", *said, **layout)


def outcomes() -> str:
    """What becomes of every file, as a table in Markdown."""
    parts = [HEAD.format(count=sum(map(len, FILES.values())))]
    for kind, files in FILES.items():
        lines = [f"| {_cell(file.what)} | {_cell(outcome(file))} |" for file in files]
        parts.append("\n".join([f"## {kind}", "", "| file | what becomes of it |", "| --- | --- |", *lines]))
    return "\n\n".join(parts) + "\n"


HEAD = """# Odd files, and what becomes of them

{count} files that people bring, or that somebody made to do harm. Each becomes a table, of which the columns are
listed with their kinds and first cells, or is refused with a reason and a remedy. What was changed on the way is said.
∅ is a missing cell. Made by `python -m tests.nncore.data.odd_files` from the files in `odd_files.py`."""
LONGEST_CELL = 300


@cache
def outcome(file: OddFile) -> str:
    """What becomes of a file, in one line."""
    try:
        table = read_table(file.bytes)
    except ValueError as error:
        return f"refused: {error}"
    return "; ".join([described(table), *all_said(table)])


def _cell(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
    shown = shown if len(shown) <= LONGEST_CELL else f"{shown[: LONGEST_CELL - 1]}…"
    return shown.translate({ord(sign): f"\\{sign}" for sign in "\\|<*_`["})


# ------------------------------------------------------------------------------------------- the files

CATS = "size: number 1.5, 2 | kind: category cat, dög"
PLAIN = ("size kind", "1.5 cat", "2 dög")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-8 with a byte order mark": "utf-8-sig",
    "UTF-16, little end first, with a mark": "utf-16",
    "UTF-16, big end first, with a mark": "",
    "UTF-16, little end first": "utf-16-le",
    "UTF-16, big end first": "utf-16-be",
    "UTF-32": "utf-32",
    "Windows-1252": "cp1252",
    "Latin-1": "latin-1",
}
LINE_ENDS = {"\\n": "\n", "\\r\\n": "\r\n", "\\r": "\r"}


def encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding) if encoding else b"\xfe\xff" + text.encode("utf-16-be")


def separated() -> list[OddFile]:
    """Each separator in each encoding, each separator with each line end, quoted and without a header."""
    files = [
        read(f"{name}, {spoken}", encoded(rows(*PLAIN, separator=sign), encoding), CATS, Separator=name)
        for name, sign in SEPARATORS.items()
        for spoken, encoding in ENCODINGS.items()
    ]
    for name, sign in SEPARATORS.items():
        plain = rows(*PLAIN, separator=sign)
        for spoken, end in LINE_ENDS.items():
            files.append(read(f"{name}, lines ended by {spoken}", plain.replace("\n", end), CATS))
        quoted = rows('"size" "kind"', '"1.5" "cat"', '"2" "dög"', separator=sign)
        files += [
            read(f"{name}, every cell quoted", quoted, CATS),
            read(f"{name}, no end of the last line", plain.rstrip("\n"), CATS),
            read(f"{name}, blanks around it", plain.replace(sign, f" {sign} "), CATS),
            read(f"{name}, empty lines", plain.replace("\n", "\n\n"), CATS),
            read(
                f"{name}, no header",
                rows("1.5 cat", "2 dog", "3 cat", separator=sign),
                "column 1: number 1.5, 2, 3 | column 2: category cat, dog, cat",
                Header="none",
            ),
            read(
                f"{name}, separators at the end of each row and of the header",
                plain.replace("\n", f"{sign}\n"),
                CATS,
                "1 column without name and cells left out",
            ),
            read(
                f"{name}, separators at the end of each row",
                rows("size kind", separator=sign) + rows("1.5 cat", "2 dög", separator=sign).replace("\n", f"{sign}\n"),
                CATS,
                "1 column without name and cells left out",
            ),
            read(f"{name}, a separator at the end of the header", plain.replace("\n", f"{sign}\n", 1), CATS),
            read(f"{name}, sep= line", f"sep={sign}\n{plain}", CATS, Separator=name),
        ]
    return files


FILES: dict[str, list[OddFile]] = {
    "Separators and encodings": separated(),
    "Layout": [
        read("blanks", "x y\n1 2\n3 4\n", "x: number 1, 3 | y: number 2, 4", Separator="blanks"),
        read("several blanks, as printed", "  x   y\n  1   2\n 10  20\n", "x: number 1, 10 | y: number 2, 20"),
        read(
            "a fixed-width table",
            "size  weight\n 1.50     3.0\n12.25    40.5\n",
            "size: number 1.5, 12.25 | weight: number 3, 40.5",
        ),
        read(
            "a fixed-width table of words with blanks",
            "name        size\nTom Cat       12\nRex            7\n",
            "name: category Tom Cat, Rex | size: number 12, 7",
            Separator="two blanks or more",
        ),
        read("tabs and blanks mixed", "x\t y\n1\t 2\n3\t 4\n", "x: number 1, 3 | y: number 2, 4"),
        read("mixed line ends", "a,b\r\n1,2\n3,4\r5,6\n", "a: number 1, 3, 5 | b: number 2, 4, 6"),
        read("a sep= line for another separator", "sep=:\na,b\n1,2\n", "a: number 1 | b: number 2"),
        read("a quoted sep= line", '"sep=;"\na;b\n1;2\n', "a: number 1 | b: number 2"),
        read(
            "a title above",
            "Results of 2020\na,b\n1,2\n3,4\n",
            "a: number 1, 3 | b: number 2, 4",
            "1 line above the table left out",
        ),
        read(
            "titles and an empty line above",
            "Results\nof 2020\n\na,b,c\n1,2,3\n3,4,5\n",
            "a: number 1, 3 | b: number 2, 4 | c: number 3, 5",
            "2 lines above the table left out",
        ),
        read(
            "a title with separators above",
            "Results,,\na,b,c\n1,2,3\n3,4,5\n",
            "a: number 1, 3 | b: number 2, 4 | c: number 3, 5",
            "1 line above the table left out",
        ),
        read(
            "# lines above",
            "# made by us\n# today\na,b\n1,2\n",
            "a: number 1 | b: number 2",
            "2 lines beginning with # left out",
        ),
        read(
            "a header behind #, as NumPy writes it",
            "# a,b\n1,2\n3,4\n",
            "a: number 1, 3 | b: number 2, 4",
            "1 line with # above",
        ),
        read(
            "a # line in the middle",
            "a,b\n1,2\n# note\n3,4\n",
            "a: number 1, 3 | b: number 2, 4",
            "1 line beginning with # left out",
        ),
        read("a first name that begins with #", "#,b\n1,5\n2,7\n", "#: number 1, 2 | b: number 5, 7"),
        read(
            "whole lines quoted",
            '"a,b"\n"1,x"\n"2,y"\n',
            "a: number 1, 2 | b: category x, y",
            "quotation marks around whole lines",
        ),
        read(
            "whole lines quoted, cells too",
            '"a,""b, c"""\n"1,""x, y"""\n"2,""z"""\n',
            "a: number 1, 2 | b, c: category x, y, z".replace("x, y, z", "x, y, z"),
            "quotation marks around",
        ),
        read(
            "R's row names",
            '"a","b"\n"r1",1,2\n"r2",3,4\n',
            "row names: category r1, r2 | a: number 1, 3 | b: number 2, 4",
            "the header has one name less",
        ),
        read(
            "pandas' index",
            ",a,b\n0,1,2\n1,3,5\n",
            "column 1: number 0, 1 | a: number 1, 3 | b: number 2, 5",
            "column 1 has no name",
        ),
        read("a comma in a quoted name", '"size, cm",b\n1,2\n', "size, cm: number 1 | b: number 2"),
        read("a comma in a quoted cell", 'a,b\n"x, y",2\nz,3\n', "a: category x, y, z | b: number 2, 3"),
        read("a line break in a quoted cell", 'a,b\n"x\ny",2\nz,3\n', "a: category x\\ny, z | b: number 2, 3"),
        read("a line break in a quoted name", '"size\n(cm)",b\n1,2\n', "size (cm): number 1 | b: number 2"),
        read("quotation marks in a quoted cell", 'a,b\n"5"" wide",2\nz,3\n', 'a: category 5" wide, z | b: number 2, 3'),
        read("a quotation mark for inches", 'a,b\n5",2\n6",3\n', 'a: category 5", 6" | b: number 2, 3'),
        read("single quotation marks", "a,b\n'x',2\n'y',3\n", "a: category 'x', 'y' | b: number 2, 3"),
        read("curly quotation marks", "a,b\n“x”,2\n“y”,3\n", "a: category “x”, “y” | b: number 2, 3"),
        read(
            "curly quotation marks in Windows-1252",
            "a,b\n“x”,2\n€,3\n".encode("cp1252"),
            "a: category “x”, € | b: number 2, 3",
            Encoding="Windows-1252",
        ),
        read("one column", "a\n1\n2\n3\n", "a: number 1, 2, 3"),
        read("one column without a header", "1\n2\n3\n", "column 1: number 1, 2, 3"),
        read("one column of decimal commas", "a\n1,5\n2,5\n", "a: number 1.5, 2.5", "2 decimal commas"),
        read("one column of words", "colour\nred\nblue\nred\n", "colour: category red, blue, red"),
        read("one row below a header", "a,b\n1,x\n", "a: number 1 | b: category x"),
        read("one row without a header", "1,2\n", "column 1: number 1 | column 2: number 2"),
        read("one cell", "7\n", "column 1: number 7"),
        read("a column that is always the same", "a,b\n1,x\n1,x\n", "a: number 1, 1 | b: category x, x"),
        read("an empty column", "a,b,c\n1,,2\n3,,4\n", "a: number 1, 3 | b: empty ∅, ∅ | c: number 2, 4"),
        read("a name alone and nothing below", "a,b\n1,\n2,\n", "a: number 1, 2 | b: empty ∅, ∅"),
        read(
            "200 columns",
            lambda: ("1" + ",2" * 199 + "\n").encode() * 2,
            " | ".join(["column 1: number 1, 1", *(f"column {n}: number 2, 2" for n in range(2, 201))]),
        ),
        read("100,000 rows", lambda: b"a,b\n" + b"1,2\n" * 100_000, "a: number 1, 1, 1 | b: number 2, 2, 2"),
        read("rows of separators alone", "a,b\n,\n1,2\n,\n", "a: number 1 | b: number 2"),
        read("numbers behind a blank line and blanks", "\n \n\na,b\n1,2\n", "a: number 1 | b: number 2"),
        read(
            "text columns alone",
            "name,town\nAnn,Rome\nBob,Oslo\n",
            "name: category Ann, Bob | town: category Rome, Oslo",
        ),
        read("a total below the table", "a,b\n1,2\n3,4\nTotal,6\n", "a: category 1, 3, Total | b: number 2, 4, 6"),
        refused("only a header", "a,b\n", "no rows"),
        refused("nothing", b"", "the file is empty; bring one"),
        refused("nothing but blanks", b" \n\t\n", "the file is empty; bring one"),
        refused("nothing but a byte order mark", b"\xef\xbb\xbf", "no rows"),
        refused("nothing but separators", ",,,\n,,,\n", "no rows"),
        refused("nothing but # lines", "# a\n# b\n", "no rows"),
        refused("a row with a cell less", "a,b\n1,2\n3\n5,6\n", "line 3 has 1 cell and the others 2"),
        refused("a row with a cell more", "a,b\n1,2\n3,4,5\n", "line 3 has 3 cells and the others 2"),
        refused("a row with a cell more, after a cell of two lines", 'a,b\n"x\ny",2\n3,4,5\n', "line 4 has 3 cells"),
        refused("a row with a cell more, below a title", "Title\na,b\n1,2\n3,4,5\n5,6\n", "line 4 has 3 cells"),
        refused("201 columns", "1" + ",2" * 200 + "\n", "201 columns; use at most 200"),
        refused(
            "201 columns of a header",
            ",".join(f"c{n}" for n in range(201)) + "\n" + "1," * 200 + "1\n",
            "201 columns; use at most 200",
        ),
        refused("100,001 rows", lambda: b"a,b\n" + b"1,2\n" * 100_001, "more than 100,000 rows; use fewer"),
        refused(
            "a quotation mark that isn't closed", 'a,b\n1,"x\n2,y\n3,z\n', "a quotation mark is opened and not closed"
        ),
        refused("a quotation mark that isn't closed, long", lambda: b'a,b\n1,"' + b"2,y\n" * 90_000, "line 2"),
        refused(
            "a quotation mark inside a cell that isn't closed", 'a,b\n1,"x" y"\n2,"z\n', "a quotation mark is opened"
        ),
    ],
    "Names": [
        read(
            "years",
            "country,2019,2020\nA,1,2\nB,3,4\n",
            "country: category A, B | 2019: number 1, 3 | 2020: number 2, 4",
        ),
        read(
            "years alone are rows",
            "2019,2020\n2021,2022\n",
            "column 1: number 2019, 2021 | column 2: number 2020, 2022",
        ),
        read("numbers in words", "1st,2nd\n1,2\n", "1st: number 1 | 2nd: number 2"),
        read("the same name twice", "a,a\n1,2\n", "a: number 1 | a 2: number 2", "column 2, “a”, is called “a 2”"),
        read(
            "the same name thrice, one taken",
            "a,a,a 2\n1,2,3\n",
            "a: number 1 | a 2: number 2 | a 2 2: number 3",
            "column 2",
            "column 3",
        ),
        read(
            "one name in a formula", "a b,a_b\n1,2\n", "a b: number 1 | a_b 2: number 2", "column 2, “a_b”, is called"
        ),
        read(
            "one name but for a sign",
            "size (cm),size [cm]\n1,2\n",
            "size (cm): number 1 | size [cm] 2: number 2",
            "column 2",
        ),
        read("capitals alone apart", "Size,size\n1,2\n", "Size: number 1 | size: number 2"),
        read("no name", "a,,c\n1,2,3\n", "a: number 1 | column 2: number 2 | c: number 3", "column 2 has no name"),
        read(
            "no name, and one called like it",
            "column 2,,c\n1,2,3\n",
            "column 2: number 1 | column 2 2: number 2 | c: number 3",
            "column 2 has no name",
        ),
        read("a name of signs", "%,$\n1,2\n", "%: number 1 | $ 2: number 2", "column 2"),
        read("emoji", "😀,b\n1,2\n", "😀: number 1 | b: number 2"),
        read("right to left", "עיר,גיל\nתל אביב,5\nחיפה,6\n", "עיר: category תל אביב, חיפה | גיל: number 5, 6"),
        read("Chinese", "城市,人口\n北京,5\n上海,6\n", "城市: category 北京, 上海 | 人口: number 5, 6"),
        read("a word of Python", "class,lambda\n1,2\n", "class: number 1 | lambda: number 2"),
        read("a formula", "=A1,b\n1,2\n", "=A1: number 1 | b: number 2"),
        read("markup", "<b>a</b>,b\n1,2\n", "<b>a</b>: number 1 | b: number 2"),
        read(
            "300 characters", "x" * 300 + ",b\n1,2\n", f"{'x' * 200}: number 1 | b: number 2", "cut at 200 characters"
        ),
        read(
            "300 characters twice",
            f"{'x' * 300},{'x' * 300}\n1,2\n",
            f"{'x' * 200}: number 1 | {'x' * 194} 2: number 2",
            "cut at 200",
            "cut at 200",
            "is called",
        ),
        read("blanks inside", "a   b,\tc \n1,2\n", "a b: number 1 | c: number 2"),
        read("Windows' line between quoted names", '"a\r\nb",c\r\n1,2\r\n', "a b: number 1 | c: number 2"),
        read("missing words", "na,null\n1,2\n", "na: number 1 | null: number 2"),
        refused("more names than cells", "a,b,c\n1,2\n3,4\n", "line 1 has 3 cells and the others 2"),
        read(
            "fewer names than cells",
            "a,b\n1,2,3,4\n5,6,7,8\n",
            "a: number 1, 5 | b: number 2, 6 | column 3: number 3, 7 | column 4: number 4, 8",
            "column 3 has no name",
            "column 4 has no name",
        ),
        read(
            "one name above three cells, as a title",
            "a\n1,2,3\n4,5,6\n",
            "column 1: number 1, 4 | column 2: number 2, 5 | column 3: number 3, 6",
            "1 line above the table left out",
        ),
    ],
    "Numbers": [
        one("decimal points", ("1.5", "2.25"), "number 1.5, 2.25", Decimals="1.5"),
        one("decimal commas", ("1,5", "2,25"), "number 1.5, 2.25", "2 decimal commas", Decimals="1,5"),
        one(
            "thousands by points, decimal commas",
            ("1.234,5", "1.000.000,25"),
            "number 1234.5, 1000000.25",
            "2 numbers with marks between thousands",
            "2 decimal commas",
        ),
        one(
            "thousands by commas, decimal points",
            ("1,234.5", "1,000,000.25"),
            "number 1234.5, 1000000.25",
            "2 numbers with marks between thousands",
        ),
        one("thousands by blanks", ("1 234", "1 000 000"), "number 1234, 1000000", "2 numbers with spaces or '"),
        one(
            "thousands by narrow blanks",
            ("1\u202f234", "1\u00a0000\u00a0000"),
            "number 1234, 1000000",
            "2 numbers with",
        ),
        one("thousands by apostrophes, as in Switzerland", ("1'234", "1’000’000"), "number 1234, 1000000", "2 numbers"),
        one("three places behind a comma, after semicolons", ("1,234", "5,678"), "number 1.234, 5.678", "2 decimal"),
        read(
            "three places behind a comma, quoted",
            'a,b\n"1,234",1\n"5,678",2\n',
            "a: number 1234, 5678 | b: number 1, 2",
            "2 numbers with marks between thousands",
        ),
        read(
            "decimal commas, quoted",
            'a,b\n"1,5",1\n"2,75",2\n',
            "a: number 1.5, 2.75 | b: number 1, 2",
            "2 decimal commas",
        ),
        one("a column of both", ("1,5", "2.5", "x"), "category 1,5, 2.5, x"),
        one("percent", ("5%", "12.5 %"), "number 5, 12.5", "2 percent signs taken off"),
        one("per mille", ("5‰", "12‰"), "number 5, 12", "2 per mille signs taken off"),
        one("dollars", ("$5", "-$1.50"), "number 5, -1.5", "2 currency signs taken off"),
        one("euros", ("5,20 €", "7,00 €"), "number 5.2, 7", "2 currency signs", "2 decimal commas"),
        one("currency by name", ("EUR 5", "7 EUR"), "number 5, 7", "2 currency"),
        one("accounting brackets", ("(5)", "7"), "number -5, 7", "1 brackets read as minus"),
        one("accounting brackets and dollars", ("($5.50)", "$7"), "number -5.5, 7", "2 currency", "1 brackets"),
        one("accounting brackets and percent", ("(5%)", "7%"), "number -5, 7", "2 percent", "1 brackets"),
        one("a minus sign of print", ("−5", "7"), "number -5, 7", "1 minus signs of print"),
        one("a dash for minus", ("–5", "7"), "number -5, 7", "1 minus signs of print"),
        one("a minus sign behind", ("5-", "7-"), "category 5-, 7-"),
        one("plus", ("+5", "+7"), "number 5, 7"),
        one("scientific", ("1e3", "2.5E-3"), "number 1000, 0.0025"),
        one("scientific, decimal comma", ("1,5e3", "2,5E-3"), "number 1500, 0.0025", "2 decimal commas"),
        one("Fortran's exponents", ("1D3", "2D3"), "category 1D3, 2D3"),
        one("an exponent alone", ("1e", "2e"), "category 1e, 2e"),
        one("hex", ("0x1F", "0xFF"), "category 0x1F, 0xFF"),
        one("underlines, as in Python", ("1_000", "2_000"), "category 1_000, 2_000"),
        one("points alone", (".5", "5."), "number 0.5, 5"),
        one("infinities", ("inf", "1", "-Infinity"), "number ∅, 1, ∅", "“inf” → missing", "“-Infinity” → missing"),
        one("∞", ("∞", "1", "2"), "number ∅, 1, 2", "“∞” → missing"),
        one("1e400", ("1e400", "1"), "text 1e400, 1"),
        one("beyond 1e15", ("1e16", "1"), "text 1e16, 1"),
        one("-1e400", ("-1e400", "1"), "text -1e400, 1"),
        one("1e-400", ("1e-400", "1"), "number 0, 1"),
        one("NaN", ("NaN", "1"), "number ∅, 1", "“NaN” → missing"),
        one("Arabic digits", ("١٢", "٣"), "number 12, 3", "2 numbers in digits of another script"),
        one("full-width digits", ("１２", "３"), "number 12, 3", "2 numbers in digits of another script"),
        one("fractions", ("½", "¼"), "category ½, ¼"),
        one("superscripts", ("2²", "3²"), "category 2², 3²"),
        one("units", ("5 kg", "7 kg"), "category 5 kg, 7 kg"),
        one("ranges", ("10-20", "20-30"), "category 10-20, 20-30"),
        one("lower than", ("<5", "7", ">90"), "category <5, 7, >90"),
        one("complex numbers", ("1+2j", "3j"), "category 1+2j, 3j"),
        one("versions", ("1.2.3", "1.2.4"), "category 1.2.3, 1.2.4"),
        one("addresses", ("192.168.0.1", "10.0.0.1"), "category 192.168.0.1, 10.0.0.1"),
        one("many digits behind the point", ("0.12345678901234567890", "1"), "number 0.123456789012, 1"),
        one("a minus alone", ("-", "5", "6"), "number ∅, 5, 6", "“-” → missing"),
        one("minus zero", ("-0", "1"), "number -0, 1"),
        one("a few words among numbers", (*map(str, range(1, 60)), "broken"), "number 1, 2, 3", "“broken” → missing"),
        one("many words among numbers", ("1", "2", "broken", "lost"), "category 1, 2, broken"),
        one("numbers in quotation marks inside cells", ('"""5"""', '"""7"""'), 'category "5", "7"'),
    ],
    "Codes": [
        one("16 digits", ("1234567890123456", "1234567890123457"), "category 1234567890123456, 1234567890123457"),
        one("40 digits", ("1" * 40, "2" * 40), f"category {'1' * 40}, {'2' * 40}"),
        one("16 digits with a decimal point", ("1234567890123456.5", "1"), "text 1234567890123456.5, 1"),
        one("leading zeros", ("00501", "10001"), "category 00501, 10001"),
        one("leading zeros and one word", ("007", "008", "x"), "category 007, 008, x"),
        one(
            "many with leading zeros and one word",
            (*(f"{n:05}" for n in range(60)), "none known"),
            "text 00000, 00001, 00002",
        ),
        one("0.5 is none", ("0.5", "0"), "number 0.5, 0"),
        one("telephone numbers", ("+49 30 123456", "030/123456"), "category +49 30 123456, 030/123456"),
        one("names for ever", tuple(f"id{n:05}" for n in range(40)), "text id00000, id00001, id00002"),
        one("UUIDs", ("123e4567-e89b-12d3-a456-426614174000", "x"), "category 123e4567-e89b-12d3-a456-426614174000, x"),
        one("1E5 as a code stays a number", ("1E5", "2E5"), "number 100000, 200000"),
        one("gene names that Excel made days", ("2-Sep", "1-Mar"), "category 2-Sep, 1-Mar"),
    ],
    "Missing and wrong": [
        *(
            one(f"“{word}”", (word, "1", "2"), "number ∅, 1, 2", f"“{word}” → missing")
            for word in (
                "#N/A",
                "#DIV/0!",
                "#VALUE!",
                "#REF!",
                "#NAME?",
                "#NUM!",
                "#NULL!",
                "NA",
                "N/A",
                "n.a.",
                "<NA>",
                "null",
                "NULL",
                "None",
                "nil",
                "?",
                "--",
                "—",
                "\\N",
                "missing",
                "1.#IND",
                "-nan",
            )
        ),
        one("nothing", ("", "1", "2"), "number ∅, 1, 2"),
        one("blanks", ("   ", "1", "2"), "number ∅, 1, 2"),
        one("“unknown”", ("unknown", "1", "2"), "category unknown, 1, 2"),
        one("every word of nothing", ("NA", "?", "-"), "empty ∅, ∅, ∅", "“NA”", "“?”", "“-”"),
        one("missing among words", ("red", "NA", "blue"), "category red, ∅, blue", "“NA” → missing"),
        one(
            "ten words of nothing",
            ("NA", "?", "-", "null", "nan", "none", "nil", "--", "1"),
            "number ∅, ∅, ∅",
            *["→ missing"] * 7,
        ),
    ],
    "Yes and no": [
        *(
            one(f"{yes}/{no}", (yes, no, yes), f"yes/no {yes}, {no}, {yes}")
            for yes, no in (
                ("TRUE", "FALSE"),
                ("True", "False"),
                ("yes", "no"),
                ("Y", "N"),
                ("ja", "nein"),
                ("oui", "non"),
                ("t", "f"),
                ("sí", "no"),
            )
        ),
        one(
            "True, TRUE and false",
            ("True", "TRUE", "false", "TRUE"),
            "yes/no TRUE, TRUE, false",
            "1 spellings that differ in capitals alone",
        ),
        one("1/0", ("1", "0", "1"), "number 1, 0, 1"),
        one("yes, no and maybe", ("yes", "no", "maybe"), "category yes, no, maybe"),
        one("male/female", ("male", "female", "male"), "category male, female, male"),
        one("yes alone", ("yes", "yes", "yes"), "category yes, yes, yes"),
    ],
    "Days and times": [
        *(
            one(written, (written, written), f"date {written}, {written}")
            for written in (
                "2020-01-31",
                "2020-1-3",
                "31.01.2020",
                "31.1.20",
                "1/31/2020",
                "31-01-2020",
                "2020/01/31",
                "31 Jan 2020",
                "31-Jan-20",
                "Jan 31, 2020",
                "January 31 2020",
                "2020-01-31 12:30",
                "2020-01-31T12:30:00Z",
                "2020-01-31 12:30:00.123+01:00",
                "12:30",
                "12:30:59",
                "1 février 2020",
                "31.01.2020 12:30",
            )
        ),
        one("20200131 is a number", ("20200131", "20200201"), "number 20200131, 20200201"),
        one("a quarter", ("2020-Q1", "2020-Q2"), "category 2020-Q1, 2020-Q2"),
        one("days and a word", ("2020-01-31", "soon"), "category 2020-01-31, soon"),
        one("a.m. and p.m.", ("12:30 PM", "1:30 am"), "date 12:30 PM, 1:30 am"),
        one("days and nothing", ("2020-01-31", "", "2020-02-01"), "date 2020-01-31, ∅, 2020-02-01"),
    ],
    "Texts": [
        one("formulas", ("=SUM(A1)", "=1+1"), "category =SUM(A1), =1+1"),
        one("a formula that would run a program", ("=cmd|' /C calc'!A0", "+1+1"), "category =cmd|' /C calc'!A0, +1+1"),
        one("markup", ("<script>alert(1)</script>", "<b>"), "category <script>alert(1)</script>, <b>"),
        one("emoji", ("😀", "👩‍👩‍👧"), "category 😀, 👩‍👩‍👧"),
        one("right to left", ("שלום", "مرحبا"), "category שלום, مرحبا"),
        one("signs that turn the text around", ("a\u202eb", "c"), "category a\u202eb, c"),
        one("blanks of width zero", ("a\u200b", "a"), "category a\u200b, a"),
        one("accents in two ways", ("é", "e\u0301"), "category é, e\u0301"),
        one("300 characters", ("x" * 300, "y"), f"category {'x' * 200}, y", "1 cell cut at 200 characters"),
        one(
            "300 characters that differ at the end",
            ("x" * 300, "x" * 299 + "y"),
            f"category {'x' * 200}, {'x' * 200}",
            "2 cells cut at 200 characters",
        ),
        read(
            "a cell of 100,000 characters",
            "a;b\n" + "x" * 100_000 + ";1\ny;2\n",
            f"a: category {'x' * 200}, y | b: number 1, 2",
            "1 cell cut",
        ),
        refused(
            "a cell of 200,000 characters",
            lambda: b"a;b\n" + b"x" * 200_000 + b";1\ny;2\n",
            "line 2 can't be read: a quotation mark is opened and not closed, or a cell has more than 131,072",
        ),
        read(
            "a number of 100,000 digits",
            "a;b\n" + "1" * 100_000 + ";1\n2;2\n",
            f"a: category {'1' * 200}, 2 | b: number 1, 2",
            "1 cell cut",
        ),
        one("line breaks of Unicode", ("x\u2028y", "z\x85w"), "category x\u2028y, z\x85w"),
        one("backslashes", ("\\n", "C:\\x", "y"), "category ∅, C:\\x, y", "“\\n” → missing"),
        one(
            "spellings that differ in capitals alone",
            ("Red", "red", "RED", "red"),
            "category red, red, red",
            "2 spellings",
        ),
        one("31 different words", tuple(f"w{n}" for n in range(31)), "text w0, w1, w2"),
        one("30 different words", tuple(f"w{n}" for n in range(30)), "category w0, w1, w2"),
    ],
    "Packed": [
        read("gzip", gzip.compress(b"a,b\n1,2\n"), "a: number 1 | b: number 2", Packed="gzip"),
        read(
            "gzip of Excel",
            lambda: gzip.compress(sheets(S=[("a", "b"), (1, 2)])),
            "a: number 1 | b: number 2",
            Packed="gzip",
        ),
        read("gzip of JSON", gzip.compress(b'[{"a": 1}]'), "a: number 1", Packed="gzip"),
        read(
            "two gzip files in one",
            gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n"),
            "a: number 1, 3 | b: number 2, 4",
        ),
        refused(
            "gzip, cut off", gzip.compress(b"a,b\n1,2\n" * 99)[:-12], "the packed file (gzip) is broken; pack it again"
        ),
        refused("gzip, a bit turned", gzip.compress(b"a,b\n1,2\n")[:-1] + b"\xff", "the packed file (gzip) is broken"),
        refused("gzip, only its mark", b"\x1f\x8b", "the packed file (gzip) is broken"),
        refused("gzip of nothing", gzip.compress(b""), "the file is empty"),
        refused(
            "gzip, and something behind", gzip.compress(b"a,b\n1,2\n") + b"xyz", "the packed file (gzip) is broken"
        ),
        refused("a gzip bomb", lambda: gzip.compress(bytes(60_000_000)), "unpacked, the file has more than 50 MB"),
        refused("gzip twice", gzip.compress(gzip.compress(b"a,b\n1,2\n")), "a file packed twice; unpack it first"),
        refused("gzip of a picture", gzip.compress(b"\x89PNG\r\n\x1a\n"), "a picture; bring a table"),
        refused("a zip of a table", archive(table="a,b\n1,2\n"), "a packed archive (zip); unpack it"),
        refused("an empty zip", b"PK\x05\x06" + bytes(18), "a packed archive (zip)"),
        refused("a broken zip", b"PK\x03\x04" + bytes(40), "this archive is broken"),
        refused("bzip2", b"BZh91AY&SY", "a packed file (bzip2); unpack it first"),
        refused("xz", b"\xfd7zXZ\x00", "a packed file (xz); unpack it first"),
        refused("zstd", b"\x28\xb5\x2f\xfd\x00", "a packed file (zstd); unpack it first"),
        refused("7-Zip", b"7z\xbc\xaf\x27\x1c", "a packed archive; unpack it"),
        refused("RAR", b"Rar!\x1a\x07", "a packed archive; unpack it"),
        refused("tar", b"table.csv" + bytes(248) + b"ustar\x0000", "a packed archive (tar); unpack it"),
    ],
    "Excel": [
        read(
            "a sheet",
            lambda: sheets(S=[("size", "kind"), (1.5, "cat"), (2, "dog")]),
            "size: number 1.5, 2 | kind: category cat, dog",
            Sheet="S",
        ),
        read(
            "several sheets",
            lambda: sheets(First=[("a",), (1,)], Second=[("b",), (2,)]),
            "a: number 1",
            "sheet “First” read; left out: “Second”",
        ),
        read(
            "an empty sheet first",
            lambda: sheets(Notes=[], Data=[("a", "b"), (1, 2)]),
            "a: number 1 | b: number 2",
            "sheet “Data” read; left out: “Notes”",
        ),
        read(
            "days and times",
            lambda: sheets(S=[("day", "at", "both"), (date(2020, 1, 31), time(12, 30), datetime(2020, 1, 31, 12, 30))]),
            "day: date 2020-01-31 | at: date 12:30:00 | both: date 2020-01-31T12:30:00",
        ),
        read(
            "formulas without values",
            lambda: sheets(S=[("a", "b"), (1, "=A2*2"), (2, "=A3*2")]),
            "a: number 1, 2 | b: empty ∅, ∅",
        ),
        read(
            "a formula with its value",
            partial(raw_sheet, "<row><c><v>1</v></c><c><f>A1*2</f><v>2</v></c></row>"),
            "column 1: number 1 | column 2: number 2",
        ),
        read(
            "merged cells",
            merged,
            "size: number 1, 2, 3 | kind: category cat, ∅, dog",
            "1 row above the table left out",
        ),
        read(
            "errors",
            lambda: sheets(S=[("a", "b"), (1, "#DIV/0!"), (2, 5), (3, "#N/A")]),
            "a: number 1, 2, 3 | b: number ∅, 5, ∅",
            "“#DIV/0!” → missing",
            "“#N/A” → missing",
        ),
        read(
            "true and false",
            lambda: sheets(S=[("a", "b"), (1, True), (2, False)]),
            "a: number 1, 2 | b: yes/no TRUE, FALSE",
        ),
        read(
            "numbers as texts",
            lambda: sheets(S=[("a", "b"), ("1.5", "x"), ("2", "y")]),
            "a: number 1.5, 2 | b: category x, y",
        ),
        read(
            "decimal commas as texts",
            lambda: sheets(S=[("a", "b"), ("1,5", 0.25), ("2,5", 7)]),
            "a: number 1.5, 2.5 | b: number 0.25, 7",
            "2 decimal commas",
            "written as 1,5 in this column alone",
        ),
        read(
            "16 digits",
            lambda: sheets(S=[("a", "b"), ("1234567890123456", 1), ("1234567890123457", 5)]),
            "a: category 1234567890123456, 1234567890123457 | b: number 1, 5",
        ),
        read(
            "large and small",
            lambda: sheets(S=[("a", "b"), (1e14, 1e-7), (2.5e10, 1)]),
            "a: number 1e+14, 25000000000 | b: number 1e-07, 1",
        ),
        read(
            "years as names",
            lambda: sheets(S=[("country", 2019, 2020), ("A", 1.5, 2), ("B", 3, 4)]),
            "country: category A, B | 2019: number 1.5, 3 | 2020: number 2, 4",
        ),
        read(
            "empty rows and columns around",
            lambda: sheets(S=[(None, None, None), (None, "a", "b"), (None, 1, 2), (None, None, None)]),
            "a: number 1 | b: number 2",
            "1 column without name and cells left out",
        ),
        read(
            "rows that end early",
            lambda: sheets(S=[("a", "b", "c"), (1, 2), (3, 4, 5), (6,)]),
            "a: number 1, 3, 6 | b: number 2, 4, ∅ | c: number ∅, 5, ∅",
        ),
        read(
            "a huge claimed size",
            partial(raw_sheet, "<row><c><v>1</v></c><c><v>2</v></c></row>", '<dimension ref="A1:XFD1048576"/>'),
            "column 1: number 1 | column 2: number 2",
        ),
        read(
            "line breaks and NUL in cells",
            lambda: sheets(S=[("a", "b"), ("x\ny", 1), ("z", 2)]),
            "a: category x\\ny, z | b: number 1, 2",
        ),
        read(
            "a last row of number 1048576",
            partial(
                raw_sheet, '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
            ),
            "column 1: number 1, 1",
        ),
        read(
            "a formatted cell in column XFD",
            partial(raw_sheet, '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>'),
            "column 1: number 1",
        ),
        read(
            "styles of days, in a sheet that counts from 1900",
            partial(dated, 59, 60.5, 0.75, 43861, 43861.25, -1),
            "a: date 1900-02-28, 1900-02-28T12:00:00, 18:00:00",
        ),
        refused(
            "elements of another name space",
            partial(raw_sheet, '<x:row xmlns:x="x"><x:c><x:v>1</x:v></x:c></x:row>'),
            "no sheet with cells",
        ),
        refused(
            "a cell in column XFD",
            partial(raw_sheet, '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'),
            "columns; use at most 200",
        ),
        refused("no cells", lambda: sheets(S=[]), "no sheet with cells; bring one with a table"),
        refused(
            "a text for a number",
            partial(raw_sheet, "<row><c><v>1</v></c></row><row><c><v>x</v></c></row><row><c><v>2</v></c></row>"),
            "this Excel file can't be read",
        ),
        refused(
            "a text that isn't there",
            partial(raw_sheet, '<row><c t="s"><v>99</v></c></row>'),
            "this Excel file can't be read",
        ),
        refused("not closed", partial(raw_sheet, "<row><c>"), "this Excel file can't be read"),
        refused(
            "entities that grow",
            partial(raw_sheet, "<row><c t='str'><v>&a;</v></c></row>", first='<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
            "defines entities",
        ),
        refused("its sheet taken out", without_sheet, "no sheet with cells"),
        refused("cut off", lambda: sheets(S=[("a",), (1,)])[:-60], "this archive is broken"),
        refused("a bomb of zeros", lambda: raw_sheet(" " * 210_000_000), "unpacked, this Excel file is too large"),
        refused("an .xlsx with nothing in it", archive(xl__workbook_xml=""), "can't be read"),
        refused(
            "a row of 10,000,000 cells",
            lambda: raw_sheet(f"<row>{'<c/>' * 10_000_000}</row>"),
            "more than 16,384 cells",
        ),
        refused("elements 60 deep", partial(raw_sheet, "<a>" * 60), "this Excel file can't be read"),
        refused(
            "a cell of a million characters",
            lambda: raw_sheet(f"<row><c t='str'><v>{'x' * 10**6}</v></c></row>"),
            "a cell of more than 100,000 characters",
        ),
        refused(
            "a text for each of 1,100,000 cells",
            lambda: raw_sheet("", shared="<si/>" * 1_100_000),
            "no sheet with cells",
        ),
        refused(".xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "an old Excel or Word file"),
        refused(
            ".xlsb",
            archive(xl__workbook_bin=b"x").replace(b"workbook_bin", b"workbook.bin"),
            "an Excel file of another kind (.xlsb)",
        ),
        refused(
            ".ods",
            archive(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<x/>"),
            "an OpenDocument file",
        ),
        refused(".docx", archive(word__document_xml="<x/>"), "a Word document; copy its table"),
        refused(".pptx", archive(ppt__presentation_xml="<x/>"), "a packed archive (zip)"),
    ],
    "JSON": [
        read("records in a list", '[{"a": 1, "b": "x"}, {"a": 2.5, "b": "y"}]', "a: number 1, 2.5 | b: category x, y"),
        read("records, one a line", '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n', "a: number 1, 2 | b: category x, y"),
        read("records, one a line, empty lines", '\n{"a": 1}\n\n{"a": 2}\n', "a: number 1, 2"),
        read("an object of lists", '{"a": [1, 2], "b": ["x", "y"]}', "a: number 1, 2 | b: category x, y"),
        read("lists in a list", "[[1, 2], [3, 4]]", "column 1: number 1, 3 | column 2: number 2, 4"),
        read("lists, the first of names", '[["a", "b"], [1, 2], [3, 4]]', "a: number 1, 3 | b: number 2, 4"),
        read("lists, one a line", "[1, 2]\n[3, 4]\n", "column 1: number 1, 3 | column 2: number 2, 4"),
        read("one record", '{"a": 1, "b": 2}', "a: number 1 | b: number 2"),
        read(
            "records inside an object",
            '{"total": 2, "rows": [{"a": 1}, {"a": 2}]}',
            "a: number 1, 2",
            "records of “rows”; left out: “total”",
        ),
        read("names that come later", '[{"a": 1}, {"a": 2, "b": 3}]', "a: number 1, 2 | b: number ∅, 3"),
        read(
            "null, true and false",
            '[{"a": null, "b": true}, {"a": 1, "b": false}]',
            "a: number ∅, 1 | b: yes/no true, false",
        ),
        read(
            "NaN and Infinity",
            '[{"a": NaN, "b": Infinity}, {"a": 1, "b": 2}]',
            "a: number ∅, 1 | b: number ∅, 2",
            "“NaN” → missing",
            "“Infinity” → missing",
        ),
        read(
            "nested values",
            '[{"a": {"x": 1}, "b": 1}, {"a": [1, 2], "b": 2}]',
            'a: category {"x": 1}, [1, 2] | b: number 1, 2',
        ),
        read(
            "an object of objects, as pandas writes it",
            '{"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": "y"}}',
            "a: number 1, 2 | b: category x, y",
        ),
        read("numbers as texts", '[{"a": "1.5"}, {"a": "2"}]', "a: number 1.5, 2"),
        read("a byte order mark", b'\xef\xbb\xbf[{"a": 1}]', "a: number 1"),
        read("UTF-16", '[{"a": 1}]'.encode("utf-16"), "a: number 1"),
        read(
            "a number of 5,000 digits",
            '[{"a": ' + "1" * 5000 + '}, {"a": 2}]',
            f"a: category {'1' * 200}, 2",
            "1 cell cut",
        ),
        read("1e400", '[{"a": 1e400}, {"a": 2}]', "a: number ∅, 2", "“Infinity” → missing"),
        read("a name twice in a record", '[{"a": 1, "a": 2}, {"a": 3}]', "a: number 2, 3"),
        read("an empty name", '[{"": 1, "b": 2}]', "column 1: number 1 | b: number 2", "column 1 has no name"),
        read("NUL in a text", '[{"a": "x\\u0000y"}, {"a": "z"}]', "a: category xy, z"),
        read("half a letter", '[{"a": "\\ud800"}, {"a": "z"}]', "a: category �, z"),
        read(
            "line breaks of Unicode in records, one a line",
            '{"a": "x\u2028y"}\n{"a": "z"}\n',
            "a: category x\u2028y, z",
        ),
        read("a JSON list of one number a line", "[1]\n[2]\n", "column 1: number 1, 2"),
        refused("one list of numbers", "[1, 2, 3]", "holds no table; use a list of objects"),
        refused("nested 100,000 deep", "[" * 100_000, "nested too deep"),
        refused("objects nested 100,000 deep", '{"a":' * 100_000, "nested too deep"),
        refused("a record nested 100,000 deep", '[{"a":' + "[" * 100_000 + "]" * 100_000 + "}]", "nested too deep"),
        refused("broken off", '[{"a": 1}, {"a": 2}', "can't be read in line 1, character 20"),
        refused("broken in line 2", '{"a": 1}\n{"a": \n{"a": 3}\n', "line 2"),
        refused("single quotation marks", "[{'a': 1}, {'a': 2}]", "can't be read in line 1"),
        refused("a comma too many", '[{"a": 1},]', "can't be read in line 1"),
        refused("no records", "[]", "no records"),
        refused("an empty object", "{}", "no records"),
        refused("empty records", "[{}, {}]", "no records"),
        refused("empty lists", "[[], []]", "no rows in this file"),
        refused("mixed", '[{"a": 1}, 2]', "holds no table; use a list of objects"),
        refused("lists of two lengths", "[[1, 2], [3]]", "record 2 has 1 cell and the others 2"),
        refused("columns of two lengths", '{"a": [1, 2], "b": [3]}', "“a” has 2 values and “b” 1"),
        refused("201 names", json.dumps([{f"c{n}": n for n in range(201)}]), "201 names; use at most 200"),
        refused("a notebook", '{"cells": [], "metadata": {}, "nbformat": 4}', "holds no table"),
        refused("GeoJSON", '{"type": "FeatureCollection", "features": [1]}', "holds no table"),
        refused("over 20 million characters", lambda: b"[" + b" " * 20_000_000 + b"]", "JSON of 20,000,002 characters"),
    ],
    "What users of other programs reported": [
        read(
            "days and decimal commas in one file",
            "Date;Temperature (Celsius)\n2019-06-12 09:54:17;28,7\n2019-06-12 09:44:17;28,95\n",
            "Date: date 2019-06-12 09:54:17, 2019-06-12 09:44:17 | Temperature (Celsius): number 28.7, 28.95",
            "2 decimal commas",
        ),
        read("one column, one number with a decimal comma", "A\n-9999,0\n", "A: number -9999", "1 decimal commas"),
        read(
            "commas inside words, between tabs",
            "id\tplace\n4\tRome, Italy\n9\tOslo\n",
            "id: number 4, 9 | place: category Rome, Italy, Oslo",
        ),
        read(
            "semicolons in quoted cells between commas",
            'a,b\n1,"x; y; z"\n2,"u; v; w"\n',
            "a: number 1, 2 | b: category x; y; z, u; v; w",
        ),
        read(
            "a header with a semicolon less, and commas in the cells",
            "a;b\nr1;1;x, y, z\nr2;2;x, y, w\n",
            "row names: category r1, r2 | a: number 1, 2 | b: category x, y, z, x, y, w",
            "the header has one name less",
        ),
        read(
            "a column of numbers in which few are written",
            "a,b\n" + "".join(f"{n},{n if n % 20 == 0 else ''}\n" for n in range(100)),
            "a: number 0, 1, 2 | b: number 0, ∅, ∅",
        ),
        read(
            "NA as the name of a category",
            "a,b\n1,NA\n2,NX\n3,NY\n",
            "a: number 1, 2, 3 | b: category ∅, NX, NY",
            "1 cell “NA” → missing",
        ),
        read(
            "numbers of 13 digits",
            "a,b\n1234567890123,1\n1234567890124,5\n",
            "a: number 1.23456789012e+12, 1.23456789012e+12 | b: number 1, 5",
        ),
        read(
            "whole numbers in a column with gaps, from Excel",
            lambda: sheets(S=[("id", "b"), (17, 1), (None, 2), (23, 5)]),
            "id: number 17, ∅, 23 | b: number 1, 2, 5",
        ),
        read(
            "too many different words to be an input",
            "town,b\n" + "".join(f"town {n},{n % 7}\n" for n in range(40)),
            "town: text town 0, town 1, town 2 | b: number 0, 1, 2",
        ),
        read("two columns that are the same", "a,b\n1,1\n2,2\n", "a: number 1, 2 | b: number 1, 2"),
        read("a column that is always the same", "a,b\n1,7\n2,7\n", "a: number 1, 2 | b: number 7, 7"),
        read("a name with blanks around it", " a , b\n1,2\n", "a: number 1 | b: number 2"),
    ],
    "No tables": [
        refused(
            "a web page",
            "<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>",
            "a web page or XML",
        ),
        refused("a web page, blanks first", "\n\n  <HTML><p>x</p></HTML>", "a web page or XML"),
        refused("a table of HTML", "<table>\n<tr><td>1</td></tr>\n</table>", "a web page or XML"),
        refused("XML", '<?xml version="1.0"?>\n<rows><row a="1"/></rows>', "a web page or XML"),
        refused("XML without its first line", '<rows>\n<row a="1"/>\n</rows>\n', "a web page or XML"),
        refused("SVG", '<svg xmlns="x"></svg>', "a web page or XML"),
        refused("a Markdown table", "| a | b |\n|---|---|\n| 1 | 2 |\n", "a Markdown table; save it as CSV"),
        refused("a Markdown table without bars outside", "a | b\n--- | ---\n1 | 2\n", "a Markdown table"),
        refused("a Markdown text", "# Title\n\nText.\n\n## More\n\nText.\n", "a Markdown text"),
        refused("PDF", b"%PDF-1.7\n1 0 obj\n", "a PDF; copy its table"),
        refused("RTF", b"{\\rtf1\\ansi Table}", "a text document (RTF)"),
        refused("PostScript", b"%!PS-Adobe-3.0\n", "a PostScript file"),
        refused("PNG", b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture; bring a table"),
        refused("JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture; bring a table"),
        refused("GIF", b"GIF89a\x01\x00", "a picture; bring a table"),
        refused("WebP", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "sound or a picture"),
        refused("BMP", b"BM" + bytes(60), "not a text file"),
        refused("MP3", b"ID3\x03" + bytes(60), "not a text file"),
        *(
            refused(
                f"a pickle, protocol {protocol}",
                pickle.dumps({"a": [1, 2]}, protocol),
                "a pickle, which could run anything",
            )
            for protocol in (0, 2, 3, 4, 5)
        ),
        refused("a pickle, protocol 1", pickle.dumps({"a": [1, 2]}, 1), "not a text file"),
        refused("NumPy", numpy_file, "a NumPy file; save it with numpy.savetxt"),
        refused("NumPy, several (.npz)", archive(arr_0="x").replace(b"arr_0", b"a.npy"), "a NumPy file"),
        refused("Parquet", b"PAR1\x15\x04" + bytes(20), "a Parquet file; save it as CSV"),
        refused("Feather", b"ARROW1\x00\x00" + bytes(20), "an Arrow file"),
        refused("HDF5", b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        refused("SQLite", database, "a database; export its table as CSV"),
        refused("MATLAB", b"MATLAB 5.0 MAT-file, Platform: GLNXA64" + bytes(99), "a MATLAB file"),
        refused("Stata", b"<stata_dta><header>", "a Stata file"),
        refused("SPSS", b"$FL2@(#) SPSS DATA FILE" + bytes(20), "an SPSS file"),
        refused("R's data", b"RDX3\nX\n" + bytes(20), "a file of R"),
        refused("ELF", b"\x7fELF\x02\x01\x01" + bytes(99), "a program; bring a table"),
        refused("a Windows program", b"MZ\x90\x00" + bytes(99), "a program; bring a table"),
        refused("Java's class", b"\xca\xfe\xba\xbe\x00\x00\x00\x41", "not a text file"),
        refused("a shell script", "#!/bin/sh\nrm -rf /\n", "a script"),
        refused("a Python script", "#!/usr/bin/env python3\nimport os\n", "a script"),
        refused("LaTeX", "\\begin{tabular}{ll}\na & b \\\\\n1 & 2 \\\\\n\\end{tabular}\n", "LaTeX"),
        refused("a LaTeX document", "\\documentclass{article}\n\\begin{document}\nx\n\\end{document}\n", "LaTeX"),
        refused("YAML", "---\na: 1\nb: 2\n", "YAML"),
        refused("an SQL dump", "-- MySQL dump\nCREATE TABLE t (a INT);\nINSERT INTO t VALUES (1),(2);\n", "SQL"),
        refused("SQL", "INSERT INTO t (a, b) VALUES (1, 2);\nINSERT INTO t (a, b) VALUES (3, 4);\n", "SQL"),
        refused("ARFF", "% iris\n@relation iris\n@attribute a numeric\n@data\n1,2\n", "an ARFF file"),
        refused("libsvm", "+1 1:0.5 3:0.2\n-1 2:0.7 3:1\n", "a libsvm file"),
        refused("an email", "From: a@example.org\nTo: b@example.org\nSubject: table\n\nHello,\n1,2\n", "an email"),
        refused("mbox", "From a@example.org Mon Jan  1 00:00:00 2020\nSubject: x\n\nHello\n", "an email"),
        refused("an INI file", "[section]\na = 1\nb = 2\n", "settings"),
        refused("a diff", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-1\n+2\n", "a diff"),
        read(
            "a log file",
            "2020-01-31 12:00 INFO start\n2020-01-31 12:01 WARN slow answer\n2020-01-31 12:02 INFO end\n",
            "2020-01-31 12:00 INFO start: category 2020-01-31 12:01 WARN slow answer, 2020-01-31 12:02 INFO end",
        ),
        read(
            "prose",
            "It was a dark night.\nNothing moved.\nThen it did.\n",
            "It was a dark night.: category Nothing moved., Then it did.",
        ),
        refused(
            "prose with commas",
            "It was a dark, cold night.\nNothing moved, nothing at all, anywhere.\nThen it did.\n",
            "line 3 has 1 cell and the others 3",
        ),
    ],
    "Bytes": [
        refused("NUL bytes", b"a,b\n1,\x002\n", "not a text file"),
        refused("NUL bytes alone", bytes(1000), "not a text file"),
        refused("control signs", bytes(range(1, 9)) * 20, "not a text file"),
        refused("noise", bytes(np.random.default_rng(0).integers(0, 256, 4000, dtype=np.uint8)), "not a text file"),
        refused("half a UTF-16 file", "a,b\n1,2\n".encode("utf-16")[:-1], "not written in UTF-16"),
        read(
            "half a letter at the end of UTF-8",
            "a,b\n1,é\n".encode()[:-2],
            "a: number 1 | b: category Ã",
            Encoding="Windows-1252",
        ),
        read(
            "two encodings in one file",
            "a,b\né,1\n".encode() + "é,2\n".encode("latin-1"),
            "a: category Ã©, é | b: number 1, 2",
            Encoding="Windows-1252",
        ),
        read(
            "a byte order mark in the middle",
            "a,b\n1,2\n\ufeff3,4\n",
            "a: number 1, 3 | b: number 2, 4",
            "byte order mark",
        ),
        read("Windows' end of file (^Z)", b"a,b\n1,2\n\x1a", "a: number 1 | b: number 2", "^Z"),
        read(
            "form feeds and vertical tabs", "a,b\n1,x\x0cy\n2,z\x0bw\n", "a: number 1, 2 | b: category x\x0cy, z\x0bw"
        ),
        read(
            "a letter that Windows-1252 lacks",
            b"a,b\n\x81,1\n\xe9,2\n",
            "a: category \x81, é | b: number 1, 2",
            Encoding="Latin-1",
        ),
        refused("a file of 51 MB", lambda: bytes(51_000_000), "a file of 51 MB; use at most 50 MB"),
        refused("a line of 40 MB", lambda: b"a,b\n" + b"x" * 40_000_000, "line 2 has 40,000,000 characters"),
        refused("40 MB of quotation marks", lambda: b'"' * 40_000_000, "line 1 has 40,000,000 characters"),
        refused("40 MB of commas", lambda: b"," * 40_000_000, "line 1 has 40,000,000 characters"),
        refused("40 MB of empty lines", lambda: b"a" + b"\n" * 40_000_000, "more than 1,000,000 lines"),
    ],
}

if __name__ == "__main__":
    LIST.write_text(outcomes(), encoding="utf-8")
