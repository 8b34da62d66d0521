"""The drawing of a network as papers and slides show it: circles in layers, lines between them, few words.

Large layers are shortened by a vertical ellipsis, and what still is too much is left out and said, so that the largest
drawing gives a small picture.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from nncore.activations import ACTIVATIONS
from nncore.drawing import Drawing
from nncore.explain.numbers import format_number
from nncore.network import Connection, Network, Unit
from ui.core.layer_names import layer_title
from ui.pictures.lettering import FONT, shortened, text, text_width
from ui.pictures.markup import Markup, element, svg
from ui.theme import tokens

RADIUS = 15
STEP, STEP_OF_NUMBERS = 50, 66
"""Pixels from a neuron to the next below it, without and with numbers on the lines."""
GAP, GAP_OF_NUMBERS = 130, 200
"""Pixels from layer to layer."""
MARGIN = 14
LETTER, SMALL = 13, 11
LONGEST_NAME = 24
"""Letters of the name of an input or an output; a longer one is cut."""
MOST_SHOWN = (12, 10, 8, 6, 5, 4, 3)
"""Places in a layer, one of them for the ellipsis; fewer where there would be too many lines."""
MOST_LINES = 400
MOST_NUMBERS = 48
"""Lines into a layer up to which numbers stand on them."""
PLACES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)
"""Where on its line a number may stand, the best place first."""
CLEARANCE, LANE, LANES = 16, 7, 8
"""Pixels between a skip and the neurons it passes, and from one skip to the next one on the same way."""


# -------------------------------------------------------------------- looks


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


# -------------------------------------------------------------------- the picture


class Place(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A connection that is drawn. way: the places it runs by, 2 of a straight line or 4 of a Bézier curve."""

    connection: Connection
    weight: float
    way: tuple[Place, ...]

    def at(self, share: float) -> Place:
        """The place after that share of it, 0 to 1."""
        points = self.way
        while len(points) > 1:  # de Casteljau
            points = tuple(Place(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share) for a, b in pairwise(points))
        return points[0]


def diagram(drawing: Drawing, style: Style = PLAIN) -> Markup:
    """The drawing as an SVG file."""
    network = drawing.network
    shown = shown_units(network)
    places = _places(network, shown, *((GAP_OF_NUMBERS, STEP_OF_NUMBERS) if style.numbers else (GAP, STEP)))
    lines, left_out = _lines(drawing, places)
    numbers = style.numbers and has_room(lines)
    notes = _notes(len(lines), left_out, style.numbers and not numbers)
    painter = _Painter(drawing, style, places, lines, numbers)
    return painter.picture(notes)


def shown_units(network: Network) -> list[list[int]]:
    """The numbers of the units of each layer that are drawn: all of a small one, else the first ones and the last."""
    shown: list[list[int]] = []
    for most in MOST_SHOWN:
        shown = [list(range(size)) if size <= most else [*range(most - 2), size - 1] for size in network.sizes]
        if sum(len(a) * len(b) for a, b in pairwise(shown)) <= MOST_LINES:
            break
    return shown


def _places(network: Network, shown: list[list[int]], gap: float, step: float) -> dict[Unit, Place]:
    """Where each unit stands that is drawn; the middle of every layer is at y = 0."""
    headings = [max(text_width(line, LETTER) for line in _heading(network, layer)) for layer in range(len(shown))]
    gap = max(gap, max(headings) + 12)
    places = {}
    for layer, units in enumerate(shown):
        rows = list(range(len(units)))
        if len(units) < network.sizes[layer]:
            rows[-1] += 1  # the place before the last one is the ellipsis
        for unit, row in zip(units, rows, strict=True):
            places[Unit(layer, unit)] = Place(layer * gap, (row - rows[-1] / 2) * step)
    return places


def _heading(network: Network, layer: int) -> tuple[str, str]:
    size = f"{network.sizes[layer]:,}"
    label = "" if layer == 0 else f" × {ACTIVATIONS[network.activations[layer]].label}"
    return layer_title(network, layer), size + label


def _lines(drawing: Drawing, places: dict[Unit, Place]) -> tuple[list[Line], int]:
    """The connections between units that are drawn, and how many of these are left out: the weakest."""
    network = drawing.network
    found = [
        (connection, float(drawing.theta[network.slot(connection)])) for connection in _connections(network, places)
    ]
    if len(found) > MOST_LINES:
        strength = {pair: abs(pair[1]) if math.isfinite(pair[1]) else math.inf for pair in found}
        kept = set(sorted(found, key=lambda pair: (-strength[pair], pair[0]))[:MOST_LINES])
        left_out, found = len(found) - MOST_LINES, [pair for pair in found if pair in kept]
    else:
        left_out = 0
    lanes: dict[tuple[int, int, bool], int] = {}
    return [Line(one, weight, _way(network, one, places, lanes)) for one, weight in found], left_out


def _connections(network: Network, places: dict[Unit, Place]) -> Iterator[Connection]:
    layers: list[list[Unit]] = [[] for _ in network.layers]
    for unit in places:
        layers[unit.layer].append(unit)
    for sources, targets in pairwise(layers):
        for source in sources:
            yield from (one for target in targets if network.drawn(one := Connection(source, target)))
    yield from sorted(skip for skip in network.skips if skip.source in places and skip.target in places)


def _way(
    network: Network, connection: Connection, places: dict[Unit, Place], lanes: dict[tuple[int, int, bool], int]
) -> tuple[Place, ...]:
    """A straight line from rim to rim; of a skip a curve around the layers in between, on the nearer side.

    lanes: how many skips go the same way already, by layers and side.
    """
    a, b = places[connection.source], places[connection.target]
    if connection.span == 1:
        length = math.hypot(b.x - a.x, b.y - a.y)
        x, y = (b.x - a.x) * RADIUS / length, (b.y - a.y) * RADIUS / length
        return Place(a.x + x, a.y + y), Place(b.x - x, b.y - y)
    between = range(connection.source.layer + 1, connection.target.layer)
    reach = max(place.y for unit, place in places.items() if unit.layer in between) + RADIUS + CLEARANCE
    below = a.y + b.y > 0
    key = (connection.source.layer, connection.target.layer, below)
    lanes[key] = lanes.get(key, -1) + 1
    peak = (reach + LANE * (lanes[key] % LANES)) * (1 if below else -1)
    height = (8 * peak - a.y - b.y) / 6  # of both handles, for which the curve's middle is the peak
    inset = (b.x - a.x) / 5
    return Place(a.x + RADIUS, a.y), Place(a.x + inset, height), Place(b.x - inset, height), Place(b.x - RADIUS, b.y)


def has_room(lines: list[Line]) -> bool:
    """Whether numbers on these lines can be read."""
    into = Counter(line.connection.target.layer for line in lines)
    return max(into.values(), default=0) <= MOST_NUMBERS


def _notes(lines: int, left_out: int, without_numbers: bool) -> list[str]:
    """What the picture doesn't show, as lines below it."""
    notes = [f"The {lines} strongest of {lines + left_out:,} connections between these neurons"] if left_out else []
    return [*notes, "Too many connections to write their numbers"] if without_numbers else notes


class _Painter:
    """Turns what was laid out into SVG; everything is moved so that the picture begins at (0, 0)."""

    def __init__(
        self, drawing: Drawing, style: Style, places: dict[Unit, Place], lines: list[Line], numbers: bool
    ) -> None:
        self.drawing, self.network, self.style = drawing, drawing.network, style
        self.places, self.lines, self.numbers = places, lines, numbers
        self.look = LOOKS[style.look]
        self.ink = self.look.ink(style.dark)
        self.names = {unit: shortened(name, LONGEST_NAME) for unit, name in self._named()}

    def _named(self) -> Iterator[tuple[Unit, str]]:
        ends = (0, self.network.depth)
        return ((unit, self.network.name(unit)) for unit in self.places if unit.layer in ends)

    def picture(self, notes: list[str]) -> Markup:
        left, right, top, bottom = self._area()
        headings = top - 16
        width = max(right - left, *(text_width(note, SMALL) for note in notes)) if notes else right - left
        height = bottom - headings + 2 * LETTER + 8 + (SMALL + 5) * len(notes)
        body = element(
            "g",
            *map(self._line, self.lines),
            *self._numbers(),
            *self._ellipses(),
            *map(self._neuron, self.places),
            *(self._heading(layer, headings) for layer in range(len(self.network.layers))),
            transform=f"translate({MARGIN - left:.1f} {MARGIN + 2 * LETTER + 8 - headings:.1f})",
        )
        below = MARGIN + height - (SMALL + 5) * len(notes) + SMALL
        words = [
            text(note, MARGIN, below + number * (SMALL + 5), SMALL, self.ink.muted) for number, note in enumerate(notes)
        ]
        full = width + 2 * MARGIN, height + 2 * MARGIN
        ground = (
            [] if self.style.transparent else [element("rect", width=full[0], height=full[1], fill=self.ink.ground)]
        )
        said = element("desc", _described(self.network))
        return svg(*full, _title(self.network), said, *ground, body, *words, font_family=FONT)

    def _area(self) -> tuple[float, float, float, float]:
        """left, right, top and bottom of what is drawn, without headings and notes."""
        xs, ys = zip(*self.places.values(), strict=True)
        bends = [line.at(0.5).y for line in self.lines if len(line.way) > 2]
        below = RADIUS + (SMALL + 4 if self.numbers else 0)
        first = max((text_width(name, LETTER) for unit, name in self.names.items() if unit.layer == 0), default=0)
        last = max((text_width(name, LETTER) for unit, name in self.names.items() if unit.layer), default=0)
        half = [max(text_width(line, LETTER) for line in _heading(self.network, layer)) / 2 for layer in (0, -1)]
        return (
            min(xs) - max(RADIUS + 8 + first, half[0]),
            max(xs) + max(RADIUS + 8 + last, half[1]),
            min([min(ys) - RADIUS, *bends]),
            max([max(ys) + below, *bends]),
        )

    def _line(self, line: Line) -> Markup:
        most = max((abs(one.weight) for one in self.lines if math.isfinite(one.weight)), default=0.0)
        start, *others = (f"{place.x:.1f} {place.y:.1f}" for place in line.way)
        way = f"M{start}{'C' if len(others) > 1 else 'L'}{' '.join(others)}"
        return element("path", d=way, fill="none", **self.look.line(line.weight, most, self.style.dark))

    def _numbers(self) -> Iterator[Markup]:
        """The weights, each on its line where no other number stands yet; biases have their places already."""
        taken = [
            (place.x, place.y + RADIUS + SMALL / 2, text_width(self._bias(unit), SMALL))
            for unit, place in self.places.items()
            if unit.layer
        ]
        for line in self.lines if self.numbers else ():
            written = format_number(line.weight)
            wide = text_width(written, SMALL) + 6

            def crowd(place: Place, wide: float = wide) -> float:
                """How much of what is written already a number at a place would cover."""
                return sum(
                    max(0.0, (wide + other) / 2 - abs(place.x - x)) * max(0.0, SMALL + 2 - abs(place.y - y))
                    for x, y, other in taken
                )

            place = min((line.at(share) for share in PLACES), key=crowd)
            taken.append((place.x, place.y, wide))
            yield element(
                "rect", x=place.x - wide / 2, y=place.y - SMALL / 2 - 1, width=wide, height=SMALL + 2,
                fill=self.ink.ground, opacity=0.9,
            )  # fmt: skip
            yield text(written, place.x, place.y + SMALL * 0.36, SMALL, self.ink.text, anchor="middle")

    def _bias(self, unit: Unit) -> str:
        return f"b {format_number(float(self.drawing.theta[self.network.slot(unit)]))}"

    def _neuron(self, unit: Unit) -> Markup:
        place, last = self.places[unit], unit.layer > 0
        parts = [
            element(
                "circle", cx=place.x, cy=place.y, r=RADIUS, fill=self.ink.neuron, stroke=self.ink.rim, stroke_width=1.2
            )
        ]
        if unit in self.names:
            x = place.x + (RADIUS + 8) * (1 if last else -1)
            side = "start" if last else "end"
            parts.append(text(self.names[unit], x, place.y + LETTER * 0.36, LETTER, self.ink.text, anchor=side))
        if self.numbers and unit.layer:
            parts.append(
                text(self._bias(unit), place.x, place.y + RADIUS + SMALL + 1, SMALL, self.ink.muted, anchor="middle")
            )
        return element("g", *parts)

    def _ellipses(self) -> Iterator[Markup]:
        """Three dots before the last unit of a layer that is shortened."""
        for unit, place in self.places.items():
            drawn = sum(other.layer == unit.layer for other in self.places)
            if unit.index == self.network.sizes[unit.layer] - 1 and drawn < unit.index + 1:
                before = self.places[Unit(unit.layer, drawn - 2)]
                for dot in (-7, 0, 7):
                    yield element("circle", cx=place.x, cy=(place.y + before.y) / 2 + dot, r=2.2, fill=self.ink.text)

    def _heading(self, layer: int, y: float) -> Markup:
        x = next(place.x for unit, place in self.places.items() if unit.layer == layer)
        name, size = _heading(self.network, layer)
        return element(
            "g",
            text(name, x, y - LETTER - 5, LETTER, self.ink.text, anchor="middle", font_weight="bold"),
            text(size, x, y, SMALL + 1, self.ink.muted, anchor="middle"),
        )


# -------------------------------------------------------------------- in words


def _title(network: Network) -> str:
    return f"Neural network {'-'.join(map(str, network.sizes))}"


def _described(network: Network) -> str:
    """The drawing in words, for those who don't see it."""
    layers = [f"{layer_title(network, layer)}: {_heading(network, layer)[1]}" for layer in range(len(network.layers))]
    weights = int(network.weight_slots().sum())
    words = [
        "; ".join(layers),
        f"{weights:,} weights and {sum(network.sizes[1:]):,} biases",
        f"inputs {_listed(network.input_names)}",
        f"outputs {_listed(network.output_names)}",
    ]
    words += [f"{len(network.cut):,} connections are cut"] if network.cut else []
    words += [f"{len(network.skips):,} connections skip layers"] if network.skips else []
    return ". ".join(words) + "."


def _listed(names: tuple[str, ...]) -> str:
    most = MOST_SHOWN[0]
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")
