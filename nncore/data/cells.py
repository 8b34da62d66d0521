"""From texts to numbers, categories, days and nothing: one column at a time, saying why and what was changed."""

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from nncore.data.lines import LONGEST_NUMBER, may_be_number
from nncore.data.table import (
    LARGEST_NUMBER,
    LONGEST_TEXT,
    MOST_CATEGORIES,
    Column,
    ColumnGuess,
    number_column,
    text_column,
)

MISSING_WORDS = frozenset({
    "", "?", "-", "--", "—", "–", ".", "na", "n/a", "n.a.", "<na>", "nan", "-nan", "null", "none", "nil", "missing",
    "\\n", "∞", "-∞", "+∞", "inf", "-inf", "+inf", "infinity", "-infinity", "#n/a", "#n/a n/a", "#na", "#div/0!",
    "#value!", "#ref!", "#num!", "#name?", "#null!", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan",
})  # fmt: skip
"""What stands for "nothing is written here", in small letters."""
MOSTLY, ENOUGH = 0.95, 20
"""Share of numbers, and how many of them, from which the few other words of a column count as missing."""
CHOSEN = ("number", "category", "yes/no", "date", "text")
"""Kinds that a column can be taken as."""

CURRENCY = re.compile(
    r"^([+-]?)\s*(?:[$€£¥₹]|(?:EUR|USD|GBP|CHF|JPY|INR)\b)\s*|\s*(?:[$€£¥₹]|\b(?:EUR|USD|GBP|CHF|JPY|INR))$"
)
SPACES = re.compile("(?<=\\d)[ \u00a0\u2009\u202f'’](?=\\d{3}(?!\\d))")
POINT = re.compile(r"[+-]?(?:(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?")
COMMA = re.compile(r"[+-]?(?:(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d*)?|,\d+)(?:[eE][+-]?\d{1,4})?")
OPEN = "open"
NUMBER = {".": POINT, ",": COMMA}
"""Decimal sign → how a number is written, with or without marks between thousands."""
THOUSANDS = {".": re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+"), ",": re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+")}
"""By the decimal sign: whole numbers whose other sign can only part thousands, if that is what it does."""
CODE = re.compile(r"0\d+|[+-]?\d{16,}")
"""A cell of digits that begins with 0, or of more digits than a number keeps."""
CODE_AMONG = re.compile(r"\0(?:0\d+|[+-]?\d{16,})\0")
"""One of them in cells that stand between NULs."""
BARE = re.compile(r"[\d.,+-]*")
OTHER_DIGITS = re.compile(r"(?![0-9])\d")
SIMPLE = {".": re.compile(r"[0-9.+\-eE\0]*"), ",": re.compile(r"[0-9,+\-eE\0]*")}
"""Signs of a column in which every cell is a number without anything around it, or empty."""


def decimal_of(signs: Sequence[str], separator: str) -> str:
    """Whether the file writes 1.5 or 1,5, from what `decimal_sign` says of its columns: the more frequent one.

    Where nothing decides, a point, unless cells are parted by semicolons and 1,234 occurs.
    """
    votes = Counter(signs)
    if votes["."] == votes[","]:
        return "," if separator == ";" and votes[OPEN] else "."
    return max(".,", key=lambda sign: votes[sign])


def decimal_sign(cells: Sequence[str]) -> str:
    """The decimal sign that makes more of these cells numbers; "" where they are none, or nothing follows the sign.

    OPEN where a comma is among them that may part thousands as well.
    """
    plain = [plain_number(cell) for cell in cells if cell.lower() not in MISSING_WORDS]
    point, comma = (sum(pattern.fullmatch(cell) is not None for cell in plain) for pattern in (POINT, COMMA))
    if not plain or max(point, comma) < MOSTLY * len(plain):
        return ""
    if point != comma:
        return "." if point > comma else ","
    return OPEN if any("," in cell for cell in plain) else ""


def plain_number(cell: str) -> str:
    """Without what people write around numbers: currency, percent, spaces between thousands, brackets for minus."""
    if BARE.fullmatch(cell) or len(cell) > LONGEST_NUMBER:
        return cell
    text = cell.removesuffix("%")
    if BARE.fullmatch(text):
        return text
    text = text.replace("−", "-").replace("–", "-").replace("\u00a0", " ").strip()
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    text = text.removesuffix("%").removesuffix("‰").strip()
    if not (text[:1].isdigit() and text[-1:].isdigit()):
        text = CURRENCY.sub(r"\1", text)
    return SPACES.sub("", text).strip()


def read_column(
    name: str,
    cells: Sequence[str],
    decimal: str = ".",
    missing: Collection[str] = (),
    kind: str | None = None,
) -> tuple[Column, ColumnGuess]:
    """A column of texts as what it is, and why it was taken so.

    decimal: "." or ",". missing: further texts that stand for nothing. kind: one of CHOSEN, where somebody decides.
    Raises ValueError where the cells can't be of that kind.
    """
    if kind is not None and kind not in CHOSEN:
        raise ValueError(f"{name!r} as {kind[:40]!r}; choose from {', '.join(CHOSEN)}")
    if kind in (None, "number") and not missing and (quick := _quick(name, cells, decimal)):
        return quick
    found = Counter(cells)
    absent = MISSING_WORDS | {word.lower() for word in missing}
    words = {cell: count for cell, count in found.items() if cell.lower() in absent}
    repairs = _most_frequent({cell: count for cell, count in words.items() if cell}, "missing")
    present = {cell: count for cell, count in found.items() if cell not in words}
    if kind is None:
        column, reason = _guessed(name, cells, present, decimal, repairs)
    elif kind == "number":
        column, reason = _forced_number(name, cells, present, decimal, repairs), "your choice"
    else:
        column, reason = replace(_texts(name, cells, present, repairs), taken_as=kind), "your choice"
        if kind == "yes/no" and len(column.texts) != 2:
            raise ValueError(f"{name!r} has {len(column.texts):,} different values; yes or no needs two")
        if kind == "category" and len(column.texts) > MOST_CATEGORIES:
            column = replace(column, taken_as="text")
            reason = f"{len(column.texts):,} different values; a category has at most {MOST_CATEGORIES}"
    return column, ColumnGuess(name, column.kind, reason, tuple(repairs))


def _quick(name: str, cells: Sequence[str], decimal: str) -> tuple[Column, ColumnGuess] | None:
    """A column of plain numbers, the usual case: a tenth of the time; None for anything else."""
    joined = "\0".join(cells)
    if not SIMPLE[decimal].fullmatch(joined) or CODE_AMONG.search(f"\0{joined}\0"):
        return None
    plain = joined.replace(",", ".").split("\0")
    if "" in plain:
        plain = [cell or "nan" for cell in plain]
    try:
        numbers = np.fromiter(map(float, plain), float, len(plain))
    except ValueError:
        return None
    if not np.nanmax(np.abs(numbers), initial=0.0) <= LARGEST_NUMBER or np.isnan(numbers).all():
        return None
    repairs: tuple[str, ...] = ()
    if commas := joined.count(","):
        first = next(cell for cell in cells if "," in cell)
        repairs = (f"{commas:,} decimal commas, as in “{first}”",)
    return number_column(name, numbers), ColumnGuess(name, "number", EVERY, repairs)


Counts = dict[str, int]
"""Text → how many cells hold it."""


def _guessed(name: str, cells: Sequence[str], present: Counts, decimal: str, repairs: list[str]) -> tuple[Column, str]:
    if not present:
        return number_column(name, np.full(len(cells), np.nan)), "no cell is written"
    if why := _is_code(present):
        return _texts(name, cells, present, repairs), why
    total = sum(present.values())
    bearable = (1 - MOSTLY) * total if total >= ENOUGH else 0
    values = _values(present, decimal, bearable)
    if not values:
        return _texts_guessed(name, cells, present, repairs)
    failed = {cell: count for cell, count in present.items() if cell not in values}
    largest = max(map(abs, values.values()))
    if largest > LARGEST_NUMBER:
        reason = f"holds {largest:.3g}; numbers beyond {LARGEST_NUMBER:g} can't be used"
        return replace(_texts(name, cells, present, repairs), taken_as="text"), reason
    repairs += [*_most_frequent(failed, "missing"), *_changes(present, failed, decimal)]
    reason = EVERY if not failed else f"{1 - sum(failed.values()) / total:.1%} of the cells are numbers"
    return _number_column(name, cells, values), reason


EVERY = "every cell is a number"


def _number_column(name: str, cells: Sequence[str], values: dict[str, float]) -> Column:
    return number_column(name, np.array([values.get(cell, np.nan) for cell in cells]))


def _is_code(cells: Counts) -> str:
    """Why cells of digits are names rather than amounts; "" where they aren't."""
    codes = [cell for cell in cells if CODE.fullmatch(cell)]
    if any(len(code.lstrip("+-")) >= 16 for code in codes):
        return "numbers of 16 digits and more name something; as amounts they would be rounded"
    if codes and all(cell.isdigit() for cell in cells if may_be_number(cell)):
        return "digits that begin with 0 name something, like a postcode"
    return ""


def _values(cells: Counts, decimal: str, bearable: float) -> dict[str, float]:
    """Those of the texts that are numbers → their values; nothing once more than `bearable` cells are none."""
    pattern, thousands = NUMBER[decimal], "." if decimal == "," else ","
    values: dict[str, float] = {}
    failed = 0
    for cell, count in cells.items():
        text = plain_number(cell)
        if pattern.fullmatch(text):
            values[cell] = float(text.replace(thousands, "").replace(",", "."))
        else:
            failed += count
            if failed > bearable:
                return {}
    return values


def _most_frequent(cells: Counts, become: str, most: int = 6) -> list[str]:
    """A line for each of these texts, and one for the rest."""
    ordered = sorted(cells.items(), key=lambda item: -item[1])
    lines = [f"{count:,} {_cells(count)} “{text[:40]}” → {become}" for text, count in ordered[:most]]
    rest = sum(count for _, count in ordered[most:])
    return [*lines, f"{rest:,} more {_cells(rest)} → {become}"] if rest else lines


def _changes(present: Counts, failed: Counts, decimal: str) -> list[str]:
    """What was taken off numbers to read them, and how often."""
    numbers = {cell: count for cell, count in present.items() if cell not in failed}
    mark = "." if decimal == "," else ","
    lines = []
    for what, test in (
        ("percent signs taken off", lambda cell: "%" in cell),
        ("per mille signs taken off", lambda cell: "‰" in cell),
        ("currency signs taken off", lambda cell: CURRENCY.search(cell.strip("()"))),
        ("numbers in digits of another script", OTHER_DIGITS.search),
        ("minus signs of print read as minus", lambda cell: cell[0] in "−–"),
        ("brackets read as minus", lambda cell: cell.startswith("(")),
        (
            "numbers with marks between thousands",
            lambda cell: mark in cell and THOUSANDS[decimal].match(plain_number(cell)),
        ),
        ("numbers with spaces or ' between thousands", SPACES.search),
        ("decimal commas", lambda cell: decimal == "," and "," in cell),
    ):
        if found := [cell for cell in numbers if test(cell)]:
            lines.append(f"{sum(numbers[cell] for cell in found):,} {what}, as in “{found[0][:40]}”")
    return lines


def _texts_guessed(name: str, cells: Sequence[str], present: Counts, repairs: list[str]) -> tuple[Column, str]:
    column = _texts(name, cells, present, repairs)
    if column.kind == "yes/no":
        return column, f"holds {column.texts[0]} and {column.texts[1]}"
    if column.kind == "date":
        return column, f"days or times such as {column.texts[0]}; not used, as a network needs numbers"
    if column.kind == "category":
        return column, f"{len(column.texts)} different texts"
    return column, f"{len(column.texts):,} different texts; more than {MOST_CATEGORIES} can't be an input"


def _texts(name: str, cells: Sequence[str], present: Counts, repairs: list[str]) -> Column:
    """As texts; those that differ in capitals alone, as True and TRUE, are one."""
    if longer := sum(count for cell, count in present.items() if len(cell) > LONGEST_TEXT):
        repairs.append(f"{longer:,} {_cells(longer)} cut at {LONGEST_TEXT} characters")
    different = len({cell.lower() for cell in present})
    if different == len(present) or different > MOST_CATEGORIES:
        return text_column(name, [cell[:LONGEST_TEXT] if cell in present else None for cell in cells])
    spelled: dict[str, str] = {}
    for text in sorted(present, key=lambda cell: -present[cell]):
        spelled.setdefault(text.lower(), text[:LONGEST_TEXT])
    repairs.append(f"{len(present) - different} spellings that differ in capitals alone made one")
    return text_column(name, [spelled[cell.lower()] if cell in present else None for cell in cells])


def _forced_number(name: str, cells: Sequence[str], present: Counts, decimal: str, repairs: list[str]) -> Column:
    values = {
        cell: value for cell, value in _values(present, decimal, math.inf).items() if abs(value) <= LARGEST_NUMBER
    }
    if not values:
        raise ValueError(f"{name!r} holds no numbers; take it as a category")
    failed = {cell: count for cell, count in present.items() if cell not in values}
    repairs += [*_most_frequent(failed, "missing"), *_changes(present, failed, decimal)]
    return _number_column(name, cells, values)


def _cells(count: int) -> str:
    return "cell" if count == 1 else "cells"
