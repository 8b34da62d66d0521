"""The left of a frame: the network, blue and brown-orange as on every page."""

from typing import NamedTuple

import numpy as np

from nncore.network import Network, Unit
from ui.animation.look import BEND, Look, bent, between
from ui.animation.pencil import Box, Pencil, shortened, width_of
from ui.core.layer_names import layer_title
from ui.live.sent import coarser

MOST_UNITS = 12
"""Neurons of a layer that are drawn; of a larger one all but the last of these, and how many more there are."""
MOST_LINES = 1500
"""Connections that are drawn; of more the strongest."""
LARGEST, SMALLEST = 22.0, 1.5
"""Radius of a neuron in pixels."""
SMALLEST_MAP = 7.0
"""Radius from which a neuron shows its map."""
TEXT, LONGEST, AROUND = 13, 120, 12
"""Size of letters, the longest name of an input or an output in pixels, and the room around it."""
BARELY = 0.3
"""How much of its colour the weakest connection has."""
SHADES, STEP = 12, 16
"""Steps in which a connection grows, and of the bytes of a map: finer ones can't be seen and make the file larger."""

Array = np.ndarray


class Lines(NamedTuple):
    """Connections: the slot of each weight in θ (count,), and its points (count, points, 2)."""

    slots: Array
    points: Array


class NetworkPicture:
    """Where a network's neurons and connections are in a box; `paint` draws them with their weights."""

    def __init__(self, network: Network, look: Look, box: Box):
        self.network, self.look = network, look
        left, top, right, bottom = box
        self.top = top
        self.shown = [size if size <= MOST_UNITS else MOST_UNITS - 1 for size in network.sizes]
        rows = [count + (size > count) for count, size in zip(self.shown, network.sizes, strict=True)]
        self.names = {layer: self._names(layer) for layer in (0, network.depth)}
        rooms = [max(width_of(look, name, TEXT) for name in names) + LARGEST + AROUND for names in self.names.values()]
        self.across = np.linspace(left + rooms[0], right - rooms[1], len(network.sizes))
        between_layers = float(self.across[1] - self.across[0])
        skips = 60 if network.skips else 0
        self.middle = (top + 34 + bottom) / 2
        self.gap = min(2.7 * LARGEST, (bottom - top - 40 - skips) / max(rows))
        self.radius = max(SMALLEST, min(LARGEST, 0.42 * self.gap, 0.3 * between_layers))
        self.starts = [self.middle - (count - 1) / 2 * self.gap for count in rows]
        self.lines = self._straight()
        self.skips = self._curved()
        self.titled = between_layers > 76

    def _names(self, layer: int) -> list[str]:
        names = (self.network.name(Unit(layer, index)).replace("_", " ") for index in range(self.shown[layer]))
        return [shortened(self.look, name, TEXT, LONGEST) for name in names]

    def place(self, unit: Unit) -> Array:
        return np.array([self.across[unit.layer], self.starts[unit.layer] + unit.index * self.gap])

    def _is_shown(self, unit: Unit) -> bool:
        return unit.index < self.shown[unit.layer]

    def _straight(self) -> Lines:
        """Between neighbouring layers."""
        slots, points = [], []
        for layer in range(1, len(self.network.sizes)):
            mask, reads = self.network.mask(layer), self.network.reads(layer)
            before = self.network.first(layer - 1) - reads.start
            for target in range(self.shown[layer]):
                row = self.network.block(layer).start + target * (len(reads) + 1)
                for source in range(self.shown[layer - 1]):
                    if mask is None or mask[target, before + source]:
                        slots.append(row + before + source)
                        points.append([self.place(Unit(layer - 1, source)), self.place(Unit(layer, target))])
        return Lines(np.array(slots, int), np.array(points, float).reshape(-1, 2, 2))

    def _curved(self) -> Lines:
        """Skips: above or below all that lies between their ends, each a little further out."""
        drawn = [skip for skip in sorted(self.network.skips) if all(map(self._is_shown, skip))][:MOST_LINES]
        slots, points = [], []
        for number, skip in enumerate(drawn):
            start, end = self.place(skip.source), self.place(skip.target)
            reach = max(
                (self.shown[layer] - 1) / 2 * self.gap for layer in range(skip.source.layer + 1, skip.target.layer)
            )
            side = 1 if (start[1] + end[1]) / 2 > self.middle else -1
            aside = reach + self.radius + 8 + 5 * (number % 4)
            points.append(bent(start, np.array([(start[0] + end[0]) / 2, self.middle + side * aside]), end))
            slots.append(self.network.slot(skip))
        return Lines(np.array(slots, int), np.array(points, float).reshape(-1, BEND, 2))

    def paint(self, pencil: Pencil, theta: Array, maps: Array | None) -> None:
        """theta: (network.size,). maps: (units, side, side) uint8 with 128 for zero, None for none."""
        self._paint_lines(pencil, theta)
        pixels = None if maps is None or self.radius < SMALLEST_MAP else self.look.diverging
        rim, ground = self.look.colour("edge"), self.look.colour("background")
        for layer, count in enumerate(self.shown):
            for index in range(count):
                unit = Unit(layer, index)
                if pixels is not None and maps is not None:
                    pencil.disc(pixels[coarser(maps[self.network.flat(unit)], STEP)], self.place(unit), self.radius)
                pencil.circle(self.place(unit), self.radius, ground if pixels is None else None, rim, 1.5)
        self._paint_words(pencil)

    def _paint_lines(self, pencil: Pencil, theta: Array) -> None:
        """The weak ones first, so that the strong ones lie on top."""
        every = [
            (abs(weight), weight, points)
            for lines in (self.lines, self.skips)
            for weight, points in zip(theta[lines.slots].tolist(), lines.points, strict=True)
        ]
        every.sort(key=lambda line: line[0])
        ground, sides = self.look.colour("background"), [self.look.colour(name) for name in ("negative", "positive")]
        for size, weight, points in every[-MOST_LINES:]:
            share = round(SHADES * size / (size + 1.6)) / SHADES if np.isfinite(size) else 1.0
            colour = between(ground, sides[weight > 0], BARELY + (1 - BARELY) * share)
            draw = pencil.dashed if weight < 0 else pencil.line
            draw(points, colour, 0.6 + 3.6 * share)

    def _paint_words(self, pencil: Pencil) -> None:
        network, muted, text = self.network, self.look.colour("muted"), self.look.colour("text")
        for layer, (size, count) in enumerate(zip(network.sizes, self.shown, strict=True)):
            x = float(self.across[layer])
            if self.titled:
                pencil.text((x, self.top), layer_title(network, layer), TEXT, text, "ma")
                said = f"{size} {network.activations[layer]}" if layer else f"{size}"
                pencil.text((x, self.top + 16), said, TEXT, muted, "ma")
            if size > count:
                y = self.starts[layer] + count * self.gap
                pencil.text((x, y), f"+ {size - count:,}", TEXT, muted, "mm")
        for layer, anchor, aside in ((0, "rm", -self.radius - 6), (network.depth, "lm", self.radius + 6)):
            for index, name in enumerate(self.names[layer]):
                x, y = self.place(Unit(layer, index))
                pencil.text((x + aside, y), name, TEXT, text, anchor)
