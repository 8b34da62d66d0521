"""What kind of file somebody brought, and its text: packed, in another encoding, or no table at all.

Files are hostile until proven otherwise: nothing is unpacked beyond the limit, nothing in them is run.
"""

import gzip
import io
import re
import zipfile
import zlib

from nncore.data.lines import counted

LARGEST_FILE = 50_000_000
"""Bytes, also of what is packed inside."""

REFUSED = {
    b"%PDF": "a PDF; copy its table into a spreadsheet and save that as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file (.xls, .doc); save it as .xlsx or CSV",
    b"\x89PNG": "a picture; bring a table",
    b"\xff\xd8\xff": "a picture; bring a table",
    b"GIF8": "a picture; bring a table",
    b"RIFF": "sound or a picture; bring a table",
    b"PAR1\x15": "a Parquet file; save it as CSV",
    b"\x89HDF": "an HDF5 file; save its table as CSV",
    b"SQLite format 3": "a database; export its table as CSV",
    b"\x93NUMPY": "a NumPy file; save it with numpy.savetxt(…, delimiter=',')",
    b"\x80\x02": "a pickle, which could run anything; save the table as CSV",
    b"\x80\x03": "a pickle, which could run anything; save the table as CSV",
    b"\x80\x04": "a pickle, which could run anything; save the table as CSV",
    b"\x80\x05": "a pickle, which could run anything; save the table as CSV",
    b"7z\xbc\xaf": "a packed archive; unpack it and bring the file inside",
    b"Rar!\x1a": "a packed archive; unpack it and bring the file inside",
    b"BZh": "a packed file (bzip2); unpack it first",
    b"\xfd7zXZ": "a packed file (xz); unpack it first",
    b"\x28\xb5\x2f\xfd": "a packed file (zstd); unpack it first",
    b"ARROW1\x00": "an Arrow file (Feather); save it as CSV",
    b"MATLAB 5.0": "a MATLAB file; save its table as CSV",
    b"<stata_dta>": "a Stata file; save it as CSV",
    b"$FL": "an SPSS file; save it as CSV",
    b"RDX3\n": "a file of R; save its table with write.csv",
    b"%!PS": "a PostScript file; copy its table into a spreadsheet and save that as CSV",
    b"(dp0": "a pickle, which could run anything; save the table as CSV",
    b"(lp0": "a pickle, which could run anything; save the table as CSV",
    b"PK\x05\x06": "a packed archive (zip) with nothing in it; bring a table",
    b"{\\rtf": "a text document (RTF); save its table as CSV",
    b"\x7fELF": "a program; bring a table",
    b"MZ\x90": "a program; bring a table",
}
"""How a file begins → what it is, and what to do."""

BOMS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}
"""Encoding → its name on screen."""

CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a]")
MARKDOWN = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
MAIL = "(?:From|To|Cc|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type)"
OTHER_TEXTS = {
    r"<(?:!doctype|html|head|body|table|\?xml|svg|div|p[ >]|!--)|<\w[^<>]*>\s*<": (
        "a web page or XML; copy its table into a spreadsheet and save that as CSV"
    ),
    r"#!": "a script; bring a table",
    r"\\(?:documentclass|begin\{|usepackage|section\{|hline|toprule)": "LaTeX; save its table as CSV",
    r"%YAML|---[ \t]*\r?\n\s*[\w\"'-]": "YAML; save its table as CSV",
    r"(?:\s|--[^\n]*\n|/\*.{0,2000}?\*/;?)*(?:CREATE (?:TABLE|DATABASE)|INSERT INTO|DROP TABLE|PRAGMA \w)": (
        "SQL; export the table of the database as CSV"
    ),
    rf"From \S+@\S+ |{MAIL}: [^\n]+\n(?:[ \t][^\n]*\n)*{MAIL}: ": "an email; save the table inside as CSV",
    r"(?:\s|%[^\n]*\n)*@relation\b": "an ARFF file; save it as CSV, with the names of the attributes as first line",
    r"(?:[+-]?[\d.]+(?: \d+:[^\s:]+)+ *(?:\r?\n|$)){2}": "a libsvm file; save it as CSV, with a column for each number",
    r"\[[\w .-]+\]\s*\r?\n\s*[\w.-]+ ?= ?": "a file of settings (INI); bring a table",
    r"diff --git |--- \S[^\n]*\n\+\+\+ \S": "a diff; bring a table",
}
"""How a text begins that is no table → what it is, and what to do."""
INNER_MARK, END_OF_FILE = "\ufeff", "\x1a"


def check_size(content: bytes) -> None:
    """Raise ValueError where a file is empty or too large."""
    if not content.strip():
        raise ValueError("the file is empty; bring one with a table in it")
    if len(content) > LARGEST_FILE:
        raise ValueError(
            f"a file of {len(content) / 1e6:,.0f} MB; use at most {LARGEST_FILE / 1e6:.0f} MB, for instance fewer rows"
        )


def unpacked(content: bytes) -> tuple[bytes, bool]:
    """The file itself, and whether it was packed by gzip. Raises ValueError where it is too large or broken."""
    if not content.startswith(b"\x1f\x8b"):
        return content, False
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            inside = packed.read(LARGEST_FILE + 1)
    except (OSError, EOFError, zlib.error):
        raise ValueError("the packed file (gzip) is broken; pack it again, or bring it unpacked") from None
    if len(inside) > LARGEST_FILE:
        raise ValueError(f"unpacked, the file has more than {LARGEST_FILE / 1e6:.0f} MB; use fewer rows")
    if inside.startswith(b"\x1f\x8b"):
        raise ValueError("a file packed twice; unpack it first")
    check_size(inside)
    return inside, True


def check_is_table(content: bytes) -> None:
    """Raise ValueError where the first bytes show that this is no table, saying what it is."""
    for beginning, what in REFUSED.items():
        if content.startswith(beginning):
            raise ValueError(f"this is {what}")
    if content[257:262] == b"ustar":
        raise ValueError("this is a packed archive (tar); unpack it and bring the file inside")


def is_excel(content: bytes) -> bool:
    """Whether it is an .xlsx file; ValueError for another archive, or one that would unpack to too much."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError):
        raise ValueError("this archive is broken; save the file again") from None
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        if any(name.startswith("word/") for name in names):
            raise ValueError("this is a Word document; copy its table into a spreadsheet and save that as CSV")
        if "mimetype" in names:
            raise ValueError("this is an OpenDocument file; save it as .xlsx or CSV")
        if "xl/workbook.bin" in names:
            raise ValueError("this is an Excel file of another kind (.xlsb); save it as .xlsx or CSV")
        if any(name.endswith(".npy") for name in names):
            raise ValueError("this is a NumPy file; save its arrays with numpy.savetxt(…, delimiter=',')")
        raise ValueError("this is a packed archive (zip); unpack it and bring the file inside")
    if len(entries) > 1000 or sum(entry.file_size for entry in entries) > 4 * LARGEST_FILE:
        raise ValueError("unpacked, this Excel file is too large; save its table as CSV")
    return True


def decoded(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file and the key of ENCODINGS it is written in; raises ValueError for what is no text."""
    if encoding and encoding not in ENCODINGS:
        raise ValueError(f"unknown encoding {encoding[:40]!r}; choose from {', '.join(ENCODINGS)}")
    tried = (encoding,) if encoding else _likely(content)
    for name in tried:
        try:
            text = content.decode(name).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if "\x00" in text or len(CONTROL.findall(text[:2000])) > 3:
            raise ValueError("this is not a text file; save its table as CSV (UTF-8)")
        return text, name
    raise ValueError(f"this is not written in {ENCODINGS[tried[-1]]}; choose another encoding, or save it as UTF-8")


def _likely(content: bytes) -> tuple[str, ...]:
    """Encodings to try, the likeliest first; the last one takes any bytes, where no other sign is found."""
    for mark, name in BOMS.items():
        if content.startswith(mark):
            return (name,)
    return (wide,) if (wide := _wide(content)) else ("utf-8", "cp1252", "latin-1")


def _wide(content: bytes) -> str:
    """UTF-16 without a mark has a zero in every second byte of what is written in Latin letters."""
    head = content[:2000]
    half = len(head) // 2
    odd, even = head[1::2].count(0), head[::2].count(0)
    if half > 1 and odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if half > 1 and even > 0.4 * half and odd < 0.1 * half else ""


def without_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without signs that nobody sees: byte order marks inside it, Windows' end of file. And what was done."""
    repairs = []
    if marks := text.count(INNER_MARK):
        text = text.replace(INNER_MARK, "")
        repairs.append(counted(marks, "byte order mark", "inside the text left out"))
    if text.endswith(END_OF_FILE):
        text = text.rstrip(END_OF_FILE)
        repairs.append("the sign for the end of a file (^Z) left out")
    return text, tuple(repairs)


def check_is_no_other_text(text: str) -> None:
    """Raise ValueError for web pages, Markdown, programs and other texts that are no table."""
    head = text[:5000].lstrip()
    for beginning, what in OTHER_TEXTS.items():
        if re.match(beginning, head, re.IGNORECASE | re.DOTALL):
            raise ValueError(f"this is {what}")
    lines = [line for line in head.splitlines()[:60] if line.strip()]
    if any("|" in line and MARKDOWN.match(line) for line in lines[1:]):
        raise ValueError("this is a Markdown table; save it as CSV, with one separator between cells")
    if head.startswith("```") or (head.startswith("# ") and any(line.startswith("## ") for line in lines)):
        raise ValueError("this is a Markdown text; bring a table, for instance as CSV")
