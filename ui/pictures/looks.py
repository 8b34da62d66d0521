"""How a network's picture looks: its colours and lines, for screens and for papers."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from ui.theme import tokens


class Ink(NamedTuple):
    """The colours of a picture on one ground."""

    ground: str
    text: str
    muted: str
    rim: str
    neuron: str


@dataclass(frozen=True)
class Look:
    """One entry of LOOKS. ink: colours, given whether the ground is dark. line: how a connection looks, given its
    weight, the largest one, and whether the ground is dark."""

    label: str
    note: str
    ink: Callable[[bool], Ink]
    line: Callable[[float, float, bool], dict[str, str | float]]


def _paper_ink(dark: bool) -> Ink:
    return Ink("#111111", "#f2f2f2", "#b5b5b5", "#f2f2f2", "#111111") if dark else \
        Ink("#ffffff", "#111111", "#555555", "#111111", "#ffffff")  # fmt: skip


def _paper_line(weight: float, most: float, dark: bool) -> dict[str, str | float]:
    return {"stroke": "#9a9a9a" if dark else "#777777", "stroke_width": 0.8}


def _colour_ink(dark: bool) -> Ink:
    colour = tokens(dark)
    return Ink(colour["background"], colour["text"], colour["muted"], colour["edge"], colour["surface"])


def _colour_line(weight: float, most: float, dark: bool) -> dict[str, str | float]:
    share = abs(weight) / most if math.isfinite(weight) and most > 0 else 0.0
    look: dict[str, str | float] = {
        "stroke": tokens(dark)["negative" if weight < 0 else "positive"],
        "stroke_width": 0.7 + 3.3 * share,
    }
    return look | ({"stroke_dasharray": "6 4"} if weight < 0 else {})


LOOKS = {
    "colour": Look(
        "Colour", "As on screen: blue is positive, dashed is negative, thick is large", _colour_ink, _colour_line
    ),
    "paper": Look("Paper", "Black and grey, all lines thin", _paper_ink, _paper_line),
}


@dataclass(frozen=True)
class Style:
    """How the picture looks. Raises ValueError for an unknown look.

    look: a key of LOOKS. dark: made for a dark ground. transparent: whether that ground is left out.
    numbers: whether weights and biases are written into it, as far as there is room.
    """

    look: str = "colour"
    dark: bool = False
    transparent: bool = False
    numbers: bool = False

    def __post_init__(self) -> None:
        if self.look not in LOOKS:
            raise ValueError(f"unknown look {str(self.look)[:40]!r}; choose from {', '.join(LOOKS)}")


PLAIN = Style()
