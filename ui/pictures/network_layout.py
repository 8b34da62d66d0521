"""Where the neurons and connections of a picture stand, and which of a large drawing are shown at all."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from nncore.drawing import Drawing
from nncore.network import Connection, Network, Unit

RADIUS = 15
"""Pixels, of a neuron."""
MOST_SHOWN = (12, 10, 8, 6, 5, 4, 3)
"""Places in a layer, one of them for the ellipsis; fewer where there would be too many lines."""
MOST_LINES = 400
MOST_NUMBERS = 48
"""Lines into a layer up to which numbers stand on them."""
CLEARANCE, LANE, LANES = 16, 7, 8
"""Pixels between a skip and the neurons it passes, and from one skip to the next one on the same way."""


class Place(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A connection that is drawn. way: the places it runs by, 2 of a straight line or 4 of a Bézier curve."""

    connection: Connection
    weight: float
    way: tuple[Place, ...]

    @property
    def is_bent(self) -> bool:
        return len(self.way) > 2

    def at(self, share: float) -> Place:
        """The place after that share of it, 0 to 1."""
        points = self.way
        while len(points) > 1:  # de Casteljau
            points = tuple(Place(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share) for a, b in pairwise(points))
        return points[0]


@dataclass(frozen=True)
class Layout:
    """What is shown of a drawing. left_out: how many connections between these neurons are not drawn: the weakest."""

    drawing: Drawing
    places: dict[Unit, Place]
    lines: tuple[Line, ...]
    left_out: int

    @property
    def network(self) -> Network:
        return self.drawing.network

    @cached_property
    def largest(self) -> float:
        """The largest weight that is drawn, without its sign."""
        return max((abs(line.weight) for line in self.lines if math.isfinite(line.weight)), default=0.0)

    @cached_property
    def has_room(self) -> bool:
        """Whether numbers on its lines can be read."""
        into = Counter(line.connection.target.layer for line in self.lines)
        return max(into.values(), default=0) <= MOST_NUMBERS

    def of_layer(self, layer: int) -> list[tuple[Unit, Place]]:
        """The neurons of a layer that are shown, from top to bottom."""
        return [(unit, place) for unit, place in self.places.items() if unit.layer == layer]

    def is_shortened(self, layer: int) -> bool:
        return len(self.of_layer(layer)) < self.network.sizes[layer]


def laid_out(drawing: Drawing, gap: float, step: float) -> Layout:
    """Layers side by side and `gap` apart, neurons below each other and `step` apart."""
    places = _places(drawing.network, shown_units(drawing.network), gap, step)
    lines, left_out = _lines(drawing, places)
    return Layout(drawing, places, tuple(lines), left_out)


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
    places = {}
    for layer, units in enumerate(shown):
        rows = list(range(len(units)))
        if len(units) < network.sizes[layer]:
            rows[-1] += 1  # the place before the last one is the ellipsis
        for unit, row in zip(units, rows, strict=True):
            places[Unit(layer, unit)] = Place(layer * gap, (row - rows[-1] / 2) * step)
    return places


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
