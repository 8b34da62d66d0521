"""Lines of cells, all texts: what every kind of file is made into first."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

NUMBER = re.compile(r"[+\-−(]?\s*[$€£¥]?\s*(\d[\d.,'’  ]*|\.\d+)([eE][+-]?\d+)?\s*[%€$£¥)]?")
LONGEST_NUMBER = 60
"""Signs of a number, with all that is written around it; longer cells are texts, and no pattern is tried on them."""

Cells = Sequence[str]


class Lines(NamedTuple):
    """Lines of cells with the numbers of the lines, and what was found out on the way to them.

    called: what a line is called in messages.
    """

    rows: Iterator[tuple[int, Cells]]
    format: str
    separator: str = ""
    layout: tuple[tuple[str, str], ...] = ()
    repairs: tuple[str, ...] = ()
    header: bool | None = None
    called: str = "line"


def may_be_number(cell: str) -> bool:
    """Whether it is a number in any way of writing it."""
    return len(cell) <= LONGEST_NUMBER and NUMBER.fullmatch(cell) is not None


def counted(count: int, what: str, done: str = "") -> str:
    """For instance "1 line left out", "2 lines left out"."""
    return f"{count:,} {what}{'' if count == 1 else 's'} {done}".rstrip()
