"""How the frames of an animation look: their size, their colours, their font."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ui.theme import tokens

Array = np.ndarray
Colour = tuple[int, int, int]

PALE = 0.25
"""How far the ends of the ground under points go from the soft colour to the full one, as in ui/live/palette.js."""
SOFT_CLASS = 0.45
"""How far the region of a class goes from zero's colour towards the full one, as there."""
BEND = 24
"""Points of a bent line."""


@dataclass(frozen=True)
class Look:
    """size: width and height of a frame in pixels. font: a file that FreeType reads, "" for Pillow's own."""

    dark: bool = False
    size: tuple[int, int] = (960, 600)
    font: str = ""

    def colour(self, name: str) -> Colour:
        """Of the theme, by its name there."""
        return rgb(tokens(self.dark)[name])

    @cached_property
    def classes(self) -> list[Colour]:
        return [rgb(colour) for colour in tokens(self.dark)["classes"]]

    @cached_property
    def diverging(self) -> Array:
        """(256, 3) uint8: the colours of a neuron's map and of values, from negative over zero to positive."""
        names = ("negative", "negative_soft", "zero", "positive_soft", "positive")
        return ramp([self.colour(name) for name in names], 256)

    @cached_property
    def ground(self) -> Array:
        """(256, 3) uint8: the same, paler, so that points of the same hue stand out on it."""
        zero, below, above = (self.colour(name) for name in ("zero", "negative_soft", "positive_soft"))
        stops = [
            between(below, self.colour("negative"), PALE),
            between(zero, below, 0.6),
            zero,
            between(zero, above, 0.6),
            between(above, self.colour("positive"), PALE),
        ]
        return ramp(stops, 256)

    @cached_property
    def regions(self) -> Array:
        """(classes, 256, 3) uint8: the colours of each class's region, by how far it leads the next one."""
        zero = self.colour("zero")
        return np.stack([ramp([zero, between(zero, colour, SOFT_CLASS)], 256) for colour in self.classes])

    @cached_property
    def palette(self) -> list[Colour]:
        """At most 255 colours for all frames of all runs, so that none flickers: lines and letters with their soft
        edges, maps, regions and points."""
        ground = self.colour("background")
        found = [self.colour(name) for name in ("line", "edge")]
        for name, shades in (("text", 16), ("muted", 8), ("train", 6), ("test", 6), ("positive", 6), ("negative", 6)):
            found += colours(ramp([ground, self.colour(name)], shades))
        found += colours(self.diverging[::5]) + colours(self.ground[::8])
        found += [shade for region in self.regions for shade in colours(region[31::32])]
        found += [shade for colour in self.classes for shade in colours(ramp([ground, colour], 4))]
        return list(dict.fromkeys([ground, *found]))


def rgb(colour: str) -> Colour:
    """#rrggbb as red, green and blue."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + share * (b - a)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def ramp(stops: Sequence[Colour], count: int) -> Array:
    """(count, 3) uint8, evenly from one colour to the next."""
    places = np.linspace(0, len(stops) - 1, count)
    parts = [np.interp(places, range(len(stops)), part) for part in zip(*stops, strict=True)]
    return np.column_stack(parts).round().astype(np.uint8)


def colours(table: Array) -> list[Colour]:
    """The rows of (count, 3) as colours."""
    return [(int(red), int(green), int(blue)) for red, green, blue in table]


def bent(start: Array, over: Array, end: Array) -> Array:
    """(BEND, 2) points of the curve from start to end that is at `over` half-way."""
    control = 2 * over - (start + end) / 2
    t = np.linspace(0, 1, BEND)[:, None]
    return (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
