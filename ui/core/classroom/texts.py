"""What people type: titles, questions and nicknames. Text is data: none of it is ever read as markup."""

import unicodedata
from collections.abc import Iterable
from typing import Any

LONGEST_NICKNAME = 20
NICKNAME_MARKS = frozenset(" -_.'")
UNSEEN = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u115f\u1160")
"""Characters that turn the writing direction of what follows, and letters that are blank."""


def plain_text(text: Any, name: str, most: int) -> str:
    """A line or two of text: NFKC, without control characters, 1 to `most` characters.

    name: what it is, for the words of the ValueError.
    """
    if not isinstance(text, str) or len(text) > 20 * most:
        raise ValueError(f"{name} is no text of 1 to {most} characters; type it again")
    kept = "".join(letter for letter in unicodedata.normalize("NFKC", text) if _is_seen(letter)).strip()
    if not 1 <= len(kept) <= most:
        raise ValueError(f"{name} has {len(kept)} characters; use 1 to {most}")
    return kept


def plain_line(text: Any, name: str, most: int) -> str:
    """As `plain_text`, on one line."""
    return " ".join(plain_text(text, name, most).split())


def _is_seen(letter: str) -> bool:
    """Whether it is a letter, a sign, a space or a new line."""
    return letter == "\n" or (unicodedata.category(letter) not in ("Cc", "Cs", "Cn", "Co") and letter not in UNSEEN)


def checked_nickname(text: Any) -> str:
    """A nickname as it is shown: 1–20 letters, digits, spaces and - _ . '; a number of one's own is fine."""
    name = plain_line(text, "a nickname", LONGEST_NICKNAME)
    odd = next((letter for letter in name if not _is_of_nickname(letter)), None)
    if odd is not None:
        raise ValueError(f"a nickname can't hold {odd!r}; use letters, digits, spaces and - _ . '")
    if not any(letter.isalnum() for letter in name):
        raise ValueError(f"the nickname {name!r} has no letter and no digit; use one at least")
    return name


def _is_of_nickname(letter: str) -> bool:
    return letter in NICKNAME_MARKS or unicodedata.category(letter)[0] in "LMN"


def apart(nickname: str, taken: Iterable[str]) -> str:
    """The nickname, with a number behind it where somebody has it already: no two are alike, ignoring case."""
    known = {name.casefold() for name in taken}
    number, tried = 1, nickname
    while tried.casefold() in known:
        number += 1
        ending = f" {number}"
        tried = nickname[: LONGEST_NICKNAME - len(ending)].rstrip() + ending
    return tried
