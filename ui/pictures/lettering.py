"""Words in a picture, in whatever plain typeface the reader has."""

import unicodedata

from ui.pictures.markup import Markup, Value, element

FONT = "Helvetica, Arial, sans-serif"
NARROW, WIDE = 0.57, 1.0
"""About how wide a letter is, as a share of its size; wide ones are those of East Asia."""


def text(
    words: str, x: float, y: float, size: float, colour: str, anchor: str = "start", **attributes: Value
) -> Markup:
    """One line of text. anchor: which end of it stands at x: start, middle or end."""
    end = None if anchor == "start" else anchor
    return element("text", words, x=x, y=y, font_size=size, fill=colour, text_anchor=end, **attributes)


def text_width(words: str, size: float) -> float:
    """About how many pixels a line takes."""
    return size * sum(WIDE if unicodedata.east_asian_width(letter) in "WF" else NARROW for letter in words)


def shortened(words: str, most: int) -> str:
    """At most so many letters, the last of them an ellipsis where others are left out."""
    return words if len(words) <= most else words[: most - 1] + "…"
