"""Lines of cells, all texts: what every kind of file is made into first."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

NUMBER = re.compile(r"[+\-−(]?\s*[$€£¥]?\s*(\d[\d.,'’  ]*|\.\d+)([eE][+-]?\d+)?\s*[%€$£¥)]?")
"""What may be a number, in any way of writing it."""

Cells = Sequence[str]


class Lines(NamedTuple):
    """Lines of cells with the numbers of the lines, and what was found out on the way to them."""

    rows: Iterator[tuple[int, Cells]]
    format: str
    separator: str = ""
    layout: tuple[tuple[str, str], ...] = ()
    repairs: tuple[str, ...] = ()
    header: bool | None = None


def counted(count: int, what: str, done: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'} {done}"
