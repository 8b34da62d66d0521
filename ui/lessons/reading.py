"""Lessons are files: Markdown with a few blocks in which numbers are computed. README.md shows how.

`load_lessons` reads them; what is wrong with a file is reported with its name and line, and leaves the others alone.
Nothing here knows a screen.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from ui.lessons.blocks import Lesson, Text
from ui.lessons.building import BLOCKS, Reader
from ui.lessons.fields import Fields, check_names, text
from ui.lessons.worked import filled

FOLDER = Path(__file__).parent
LONGEST = 200_000
"""Characters of a lesson file."""
OTHER_FENCES = {"", "python", "text"}
"""Fenced code that is shown as it stands."""
FENCE = re.compile(r"^```\s*([\w-]*)\s*$")

Made = TypeVar("Made")


def load_lessons(folder: Path = FOLDER) -> tuple[list[Lesson], list[str]]:
    """Every lesson of a folder in order, and what is wrong with the files that could not be read."""
    lessons, problems = [], []
    for path in sorted(folder.glob("[0-9]*.md")):
        try:
            lessons.append(_kept(path, path.stat().st_mtime_ns))
        except UnicodeDecodeError:
            problems.append(f"{path.name}, line 1: these are not letters; save the file as UTF-8")
        except (ValueError, OSError) as error:
            problems.append(str(error))
    return sorted(lessons, key=lambda lesson: lesson.order), problems


@cache
def _kept(path: Path, changed: int) -> Lesson:
    return read_lesson(path.read_text(encoding="utf-8"), path.name)


def read_lesson(whole: str, name: str) -> Lesson:
    """The lesson in the text of a file of this name. Raises ValueError with file, line and remedy."""
    if len(whole) > LONGEST:
        raise ValueError(f"{name}, line 1: {len(whole):,} characters; at most {LONGEST:,} are read")
    lines = whole.splitlines()
    lesson, start = _header(lines, name)
    reader = Reader(lesson.name)
    prose: list[str] = []
    prose_line, number = start + 1, start
    while number < len(lines):
        kind = _block_kind(lines[number], name, number + 1)
        if not kind:
            number = _copied(lines, number, prose)
            continue
        _add_text(reader, prose, name, prose_line)
        end = _closing(lines, number)
        if end is None:
            raise ValueError(f"{name}, line {number + 1}: this block has no end; close it with ```")
        fields = _fields(lines[number + 1 : end], name, number + 1)
        reader.blocks.append(_placed(partial(BLOCKS[kind], reader, fields), name, number + 1))
        number, prose, prose_line = end + 1, [], end + 2
    _add_text(reader, prose, name, prose_line)
    return replace(lesson, blocks=tuple(reader.blocks))


def _header(lines: list[str], name: str) -> tuple[Lesson, int]:
    """The lesson without its blocks, out of the lines between two +++, and the number of the line after them."""
    if not lines or lines[0].strip() != "+++" or "+++" not in map(str.strip, lines[1:]):
        raise ValueError(f"{name}, line 1: begin with title and summary between two lines +++")
    end = next(i for i in range(1, len(lines)) if lines[i].strip() == "+++")
    fields = _fields(lines[1:end], name, 1)

    def read() -> Lesson:
        check_names(fields, {"title", "summary"})
        order, _, short = Path(name).stem.partition("-")
        if not order.isdecimal() or not re.fullmatch(r"[a-z0-9-]+", short):
            raise ValueError("name the file like 3-activations.md: its place, a hyphen, small letters")
        return Lesson(short, int(order), text(fields, "title"), text(fields, "summary"), ())

    return _placed(read, name, 1), end + 1


def _block_kind(line: str, name: str, number: int) -> str:
    """The kind of block that begins on this line, or ""."""
    fence = FENCE.match(line)
    if not fence or fence[1] in OTHER_FENCES:
        return ""
    if fence[1] not in BLOCKS:
        raise ValueError(f"{name}, line {number}: unknown block {fence[1]!r}; choose from {', '.join(BLOCKS)}")
    return fence[1]


def _closing(lines: list[str], number: int) -> int | None:
    """The line that closes the fence of a line, if there is one."""
    return next((i for i in range(number + 1, len(lines)) if lines[i].strip() == "```"), None)


def _copied(lines: list[str], number: int, prose: list[str]) -> int:
    """Copy a line of text, or a whole piece of fenced code, and give the number of the next line."""
    end = (_closing(lines, number) if FENCE.match(lines[number]) else None) or number
    prose.extend(lines[number : end + 1])
    return end + 1


def _add_text(reader: Reader, prose: list[str], name: str, line: int) -> None:
    markdown = "\n".join(prose).strip()
    if markdown:
        reader.blocks.append(Text(_placed(lambda: filled(markdown, reader.setting), name, line)))


def _fields(lines: list[str], name: str, before: int) -> Fields:
    """The fields in TOML lines; `before` lines of the file stand above them."""
    try:
        return tomllib.loads("\n".join(lines))
    except RecursionError:
        raise ValueError(f"{name}, line {before + 1}: lists within lists go too deep; write fewer") from None
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        number = before + int(line[1]) if line else before + len(lines)
        raise ValueError(f"{name}, line {number}: {reason}; write name = value, texts in quotes") from None


def _placed(read: Callable[[], Made], name: str, line: int) -> Made:
    """What `read` gives; its ValueError with file and line in front."""
    try:
        return read()
    except ValueError as error:
        raise ValueError(f"{name}, line {line}: {error}") from None
    except (TypeError, AttributeError, KeyError, IndexError, OverflowError):
        raise ValueError(f"{name}, line {line}: a field holds another kind of value than it should") from None
