"""The right of a frame: what the network answers over two columns of the data, under their rows."""

import numpy as np

from nncore.data import Dataset
from nncore.explain.numbers import format_number
from ui.animation.look import Colour, Look
from ui.animation.pencil import Box, Pencil, corners, cross, enlarged, pixels_of, shortened
from ui.figures.base import class_look
from ui.figures.plane import axes, axis_names, drawn_rows, positions, regions
from ui.figures.points import value_span
from ui.live.sent import coarser

MOST_POINTS = 400
"""Rows that are drawn: in a moving picture more would hide it."""
RADIUS, SMALL_RADIUS, FEW = 4.0, 3.0, 150
TEXT = 13
STEP = 8
"""Of the bytes of the output: finer ones can't be seen and make the file larger."""
SYMBOLS = {
    "square": corners(4, 1.3, 1 / 8),
    "diamond": corners(4, 1.35),
    "triangle-up": corners(3, 1.45),
    "cross": cross(1.15, turned=False),
    "x": cross(1.25, turned=True),
}
"""Plotly's markers as corners around 0, 0, of about the same area; a circle has none."""

Array = np.ndarray


class PlanePicture:
    """Points and axes in a square; `paint` draws them over an output."""

    def __init__(self, dataset: Dataset, columns: tuple[int, int], look: Look, box: Box):
        self.dataset, self.columns, self.look = dataset, columns, look
        left, top, right, bottom = box
        side = min(right - left - 24, bottom - top - 40)
        self.inner: Box = (right - side, top, right, top + side)
        self.spans = [axis["range"] for axis in axes(dataset, columns)]
        rows = drawn_rows(dataset)
        self.rows = rows[:: -(-len(rows) // MOST_POINTS)]
        self.places = self._on_screen(positions(dataset, columns)[self.rows])
        self.colours = self._colours()
        self.held_out = ~np.isin(self.rows, dataset.train)
        self.radius = RADIUS if len(self.rows) <= FEW else SMALL_RADIUS

    def _on_screen(self, places: Array) -> Array:
        """(points, 2) places of the data in pixels."""
        left, top, right, bottom = self.inner
        (low_x, high_x), (low_y, high_y) = self.spans
        x = left + (places[:, 0] - low_x) / (high_x - low_x) * (right - left)
        y = bottom - (places[:, 1] - low_y) / (high_y - low_y) * (bottom - top)
        return np.column_stack([x, y])

    def _colours(self) -> list[Colour]:
        labels = self.dataset.labels[self.rows]
        if self.dataset.task == "regression":
            low, high = value_span(self.dataset)
            places = np.clip((labels - low) / (high - low or 1.0) * 255, 0, 255).astype(int)
            return [(int(r), int(g), int(b)) for r, g, b in self.look.diverging[places]]
        return [self.look.classes[label % len(self.look.classes)] for label in labels]

    def paint(self, pencil: Pencil, output: dict[str, Array], margin: Array | None) -> None:
        """output: what `Maps` gives: a field over two columns, or a line over a single one.

        margin: (side, side) how far a single output is above the threshold between two classes; None without one.
        """
        if "field" in output:
            pencil.picture(self._pixels(output["field"], margin), self.inner)
        if "line" in output:
            line = output["line"].astype(float)
            (low, high), (bottom, top) = self.spans
            outside = top - bottom
            places = np.column_stack([np.linspace(low, high, len(line)), np.nan_to_num(line)])
            places[:, 1] = np.clip(places[:, 1], bottom - outside, top + outside)
            self._paint_line(pencil, places)
        self._paint_points(pencil)
        pencil.box(self.inner, self.look.colour("edge"))
        self._paint_words(pencil)

    def _paint_line(self, pencil: Pencil, places: Array) -> None:
        """As much of it as lies within the square."""
        inside = (places[:, 1] >= self.spans[1][0]) & (places[:, 1] <= self.spans[1][1])
        seen = self._on_screen(places)
        for number in np.flatnonzero(inside[:-1] & inside[1:]):
            pencil.line(seen[number : number + 2], self.look.colour("accent"), 3)

    def _pixels(self, field: Array, margin: Array | None) -> Array:
        """(height, width, 3) colours of the outputs (outputs, side, side)."""
        size = pixels_of(self.inner)
        fine = [enlarged(values, size) for values in field]
        if len(fine) > 1:
            winner, lead = regions(np.stack(fine, axis=2) / 255)
            steps = np.minimum((lead * 255).astype(int) // 32 * 32 + 31, 255)
            return self.look.regions[winner % len(self.look.regions), steps]
        shades = self.look.ground if self.dataset.task != "regression" else self.look.diverging
        pixels = shades[coarser(fine[0], STEP)]
        if margin is not None:
            pixels[edge(enlarged(np.nan_to_num(margin), size) > 0)] = self.look.colour("text")
        return pixels

    def _paint_points(self, pencil: Pencil) -> None:
        rims = [self.look.colour("background"), self.look.colour("text")]
        regression = self.dataset.task == "regression"
        for row, place, colour, held_out in zip(self.rows, self.places, self.colours, self.held_out, strict=True):
            symbol = "circle" if regression else class_look(int(self.dataset.labels[row]), self.look.dark)[1]
            if symbol in SYMBOLS:
                pencil.marker(place, SYMBOLS[symbol], self.radius, colour, rims[int(held_out)])
            else:
                pencil.circle(place, self.radius, colour, rims[int(held_out)])

    def _paint_words(self, pencil: Pencil) -> None:
        left, top, right, bottom = self.inner
        across, up = axis_names(self.dataset, self.columns)
        text, muted = self.look.colour("text"), self.look.colour("muted")
        (low_x, high_x), (low_y, high_y) = ([format_number(end) for end in span] for span in self.spans)
        pencil.text((left, bottom + 4), low_x, TEXT, muted)
        pencil.text((right, bottom + 4), high_x, TEXT, muted, "ra")
        across = shortened(self.look, across, TEXT, (right - left) / 2)
        pencil.text(((left + right) / 2, bottom + 4), across, TEXT, text, "ma")
        pencil.text((left - 5, top), high_y, TEXT, muted, "ra")
        pencil.text((left - 5, bottom), low_y, TEXT, muted, "rd")
        pencil.upright(left - 6, (top + bottom) / 2, shortened(self.look, up, TEXT, (bottom - top) / 2), TEXT, text)
        if len(self.dataset.raw_names) > 2:
            said = "all other columns at their median"
            pencil.text(((left + right) / 2, bottom + 4 + 1.5 * TEXT), said, TEXT, muted, "ma")


def edge(side: Array) -> Array:
    """(height, width) true along the border of an area (height, width), three pixels wide."""
    inner = side[:-1, :-1]
    changes = np.zeros_like(side)
    changes[:-1, :-1] = (inner != side[1:, :-1]) | (inner != side[:-1, 1:])
    wide = changes.copy()
    for axis in (0, 1):
        for shift in (-1, 1):
            wide |= np.roll(changes, shift, axis)
    return wide
