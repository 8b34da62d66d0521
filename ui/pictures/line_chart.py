"""Curves over a common axis, with ticks, a legend and marks, as an SVG picture on a light ground."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nncore.explain.numbers import format_number
from ui.pictures.lettering import FONT, text, text_width
from ui.pictures.markup import Markup, element, svg
from ui.theme import tokens

Array = np.ndarray

COLOUR = tokens(dark=False)
WIDTH, HEIGHT = 360, 230
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 30, 40
"""Pixels around the plot: for numbers and names of the axes, and for the legend."""
LETTER = 12
TICKS = 5
"""About how many numbers stand along an axis."""
HANDLE = 22
"""Pixels of a line in the legend."""


@dataclass(frozen=True, eq=False)
class Curve:
    """One line. x, y: (points,), rising in x; what is no number leaves a gap. dash: as SVG has it, "" for solid."""

    name: str
    colour: str
    dash: str
    x: Array
    y: Array


def line_chart(title: str, x_name: str, curves: Sequence[Curve], marks: Sequence[float] = ()) -> Markup:
    """Curves with their axes. title: what is measured, as a screen reader says it too.

    marks: places on the x axis with a triangle and a thin upright line.
    """
    curves = [curve for curve in curves if np.isfinite(curve.y).any()]
    across = _Axis.around([curve.x for curve in curves], LEFT, WIDTH - RIGHT)
    up = _Axis.around([curve.y for curve in curves], HEIGHT - BOTTOM, TOP)
    parts = [*_grid(across, up), *(_mark(across.at(place)) for place in marks if across.holds(place))]
    parts += [_path(curve, across, up) for curve in curves]
    parts += [text(x_name, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, LETTER, COLOUR["muted"], anchor="middle")]
    return svg(WIDTH, HEIGHT, title, *parts, *_legend(curves), font_family=FONT)


@dataclass(frozen=True)
class _Axis:
    """From the numbers low … high to the pixels start … end."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def around(cls, values: Sequence[Array], start: float, end: float) -> "_Axis":
        """An axis that holds all values; it begins at 0 unless some are below."""
        every = np.concatenate([np.zeros(1), *values])
        every = every[np.isfinite(every)]
        low, high = float(every.min()), float(every.max())
        step = tick_step(high - low or 1.0)
        return cls(
            math.floor(low / step) * step, (high if start < end else math.ceil(high / step) * step) or 1.0, start, end
        )

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def ticks(self) -> Iterator[float]:
        step = tick_step(self.high - self.low)
        first = math.ceil(self.low / step - 1e-9)
        for number in range(first, math.floor(self.high / step + 1e-9) + 1):
            yield number * step


def tick_step(span: float) -> float:
    """1, 2 or 5 times a power of ten, about TICKS of which make a span."""
    power = 10.0 ** math.floor(math.log10(span / TICKS))
    return power * next(factor for factor in (1, 2, 5, 10) if span / (power * factor) <= TICKS)


def _grid(across: _Axis, up: _Axis) -> Iterator[Markup]:
    for value in up.ticks():
        y = up.at(value)
        yield element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=COLOUR["line"])
        yield text(format_number(value), LEFT - 6, y + 4, LETTER, COLOUR["muted"], anchor="end")
    for value in across.ticks():
        x = across.at(value)
        yield element("line", x1=x, x2=x, y1=HEIGHT - BOTTOM, y2=HEIGHT - BOTTOM + 4, stroke=COLOUR["edge"])
        yield text(f"{value:,.10g}", x, HEIGHT - BOTTOM + 17, LETTER, COLOUR["muted"], anchor="middle")
    yield element("path", d=f"M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}", fill="none", stroke=COLOUR["edge"])


def _path(curve: Curve, across: _Axis, up: _Axis) -> Markup:
    """Line by line; a single point is drawn as a dot."""
    words, pen = [], "M"
    for x, y in zip(curve.x.tolist(), curve.y.tolist(), strict=True):
        if math.isfinite(y):
            words.append(f"{pen}{across.at(x):.1f} {up.at(y):.1f}")
            pen = "L"
        else:
            pen = "M"
    way = "".join(words) + ("h.1" if len(words) == 1 else "")
    return element(
        "path", d=way, fill="none", stroke=curve.colour, stroke_width=2, stroke_dasharray=curve.dash or None,
        stroke_linejoin="round", stroke_linecap="round",
    )  # fmt: skip


def _mark(x: float) -> Markup:
    return element(
        "g",
        element("line", x1=x, x2=x, y1=TOP, y2=HEIGHT - BOTTOM, stroke=COLOUR["accent"], stroke_dasharray="2 3"),
        element("path", d=f"M{x - 4:.1f} {TOP - 6}h8l-4 7z", fill=COLOUR["accent"]),
    )


def _legend(curves: Sequence[Curve]) -> Iterator[Markup]:
    x: float = LEFT
    for curve in curves:
        yield element(
            "line", x1=x, x2=x + HANDLE, y1=11, y2=11, stroke=curve.colour, stroke_width=2,
            stroke_dasharray=curve.dash or None,
        )  # fmt: skip
        yield text(curve.name, x + HANDLE + 6, 15, LETTER, COLOUR["text"])
        x += HANDLE + 22 + text_width(curve.name, LETTER)
