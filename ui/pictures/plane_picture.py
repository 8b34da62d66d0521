"""The plane of two columns: what the network answers at every place, under the rows, as an SVG picture."""

import base64
import io
from collections.abc import Callable, Iterator

import numpy as np

from nncore.data import Dataset
from nncore.explain.numbers import format_number
from nncore.network import Network
from ui.figures.base import class_look
from ui.figures.plane import SOFT, axis_names, drawn_rows, positions
from ui.figures.points import value_span
from ui.live.maps import Maps
from ui.pictures.lettering import FONT, shortened, text
from ui.pictures.markup import Markup, element, svg
from ui.theme import diverging, tokens

Array = np.ndarray

COLOUR = tokens(dark=False)
SIDE = 280
LEFT, BOTTOM, MARGIN = 52, 40, 12
LETTER = 12
LONGEST_NAME = 36
COLUMNS = (0, 1)


def plane_picture(network: Network, theta: Array, dataset: Dataset) -> Markup:
    """Rows and answers over the first two columns of the data; held-out rows have a dark rim."""
    field = Maps(network, dataset, COLUMNS)(theta, maps=False)["field"]
    across, up = axis_names(dataset, COLUMNS)
    parts = [
        element(
            "image", x=LEFT, y=MARGIN, width=SIDE, height=SIDE, preserveAspectRatio="none",
            href=png(colours(field, dataset)),
        ),
        *_points(dataset),
        element("rect", x=LEFT, y=MARGIN, width=SIDE, height=SIDE, fill="none", stroke=COLOUR["edge"]),
        *_axis_numbers(dataset),
        text(shortened(across, LONGEST_NAME), LEFT + SIDE / 2, MARGIN + SIDE + 34, LETTER, COLOUR["muted"], "middle"),
        text(
            shortened(up, LONGEST_NAME), 0, 0, LETTER, COLOUR["muted"], "middle",
            transform=f"translate(13 {MARGIN + SIDE / 2}) rotate(-90)",
        ),
    ]  # fmt: skip
    title = f"What the network answers over {across} and {up}, with the rows"
    return svg(LEFT + SIDE + MARGIN, MARGIN + SIDE + BOTTOM, title, *parts, font_family=FONT)


def colours(field: Array, dataset: Dataset) -> Array:
    """(side, side, 3) uint8 for a field (outputs, side, side) as Maps gives it."""
    if len(field) == 1:
        shades = between(diverging(False), (field[0].astype(float) - 1) / 254)
        return softened(shades, 1.0 if dataset.task == "regression" else SOFT)
    palette = np.array([rgb(class_look(number, False)[0]) for number in range(len(field))])
    first, second = np.sort(field.astype(float), axis=0)[:-3:-1]
    lead = ((first - second) / 255)[..., None]
    ground = np.array(rgb(COLOUR["zero"]))
    return softened(ground + (palette[field.argmax(axis=0)] - ground) * lead, SOFT)


def softened(shades: Array, strength: float) -> Array:
    """Colours laid on white with that strength, as bytes."""
    return np.round(255 + (shades - 255) * strength).astype(np.uint8)


def between(scale: list[list[float | str]], shares: Array) -> Array:
    """Colours (…, 3) from 0 to 255 for shares of a scale [[place, colour], …]; those beyond it get its ends."""
    places, steps = [float(place) for place, _ in scale], np.array([rgb(str(colour)) for _, colour in scale])
    return np.stack([np.interp(shares, places, channel) for channel in steps.T], axis=-1)


def rgb(colour: str) -> tuple[int, int, int]:
    """The three parts of #rrggbb."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def png(pixels: Array) -> str:
    """A data: address of an image (rows, columns, 3) uint8."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels, "RGB").save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _points(dataset: Dataset) -> Iterator[Markup]:
    rows = drawn_rows(dataset)
    places = positions(dataset, COLUMNS)[rows]
    training = np.isin(rows, dataset.train)
    fills, symbols = _looks(dataset, rows)
    size = 3.2 if len(rows) > 250 else 4.2
    (left, right), (low, high) = dataset.range[0], dataset.range[1]
    for (x, y), trains, fill, symbol in zip(places.tolist(), training, fills, symbols, strict=True):
        if left <= x <= right and low <= y <= high:
            yield element(
                "path", d=SYMBOLS[symbol](LEFT + (x - left) / (right - left) * SIDE,
                                          MARGIN + (high - y) / (high - low) * SIDE, size),
                fill=fill, stroke=COLOUR["background" if trains else "text"], stroke_width=0.8 if trains else 1.1,
            )  # fmt: skip


def _looks(dataset: Dataset, rows: Array) -> tuple[list[str], list[str]]:
    """Colour and symbol of each row."""
    if dataset.task == "regression":
        low, high = value_span(dataset)
        shades = between(diverging(False), (dataset.labels[rows] - low) / (high - low))
        return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in softened(shades, 1.0)], ["circle"] * len(
            rows
        )
    looks = [class_look(number, False) for number in range(len(dataset.classes))]
    return [looks[label][0] for label in dataset.labels[rows]], [looks[label][1] for label in dataset.labels[rows]]


def _polygon(*corners: tuple[float, float]) -> Callable[[float, float, float], str]:
    """A path around (x, y) through corners, in shares of its size."""

    def path(x: float, y: float, size: float) -> str:
        return "M" + "L".join(f"{x + a * size:.1f} {y + b * size:.1f}" for a, b in corners) + "z"

    return path


def _circle(x: float, y: float, size: float) -> str:
    return f"M{x - size:.1f} {y:.1f}a{size} {size} 0 1 0 {2 * size} 0a{size} {size} 0 1 0 {-2 * size} 0z"


_ARM = 0.35
_PLUS = (
    (-_ARM, -1.1), (_ARM, -1.1), (_ARM, -_ARM), (1.1, -_ARM), (1.1, _ARM), (_ARM, _ARM),
    (_ARM, 1.1), (-_ARM, 1.1), (-_ARM, _ARM), (-1.1, _ARM), (-1.1, -_ARM), (-_ARM, -_ARM),
)  # fmt: skip
SYMBOLS: dict[str, Callable[[float, float, float], str]] = {
    "circle": _circle,
    "square": _polygon((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": _polygon((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle-up": _polygon((0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
    "cross": _polygon(*_PLUS),
    "x": _polygon(*(((a - b) * 0.71, (a + b) * 0.71) for a, b in _PLUS)),
}
"""A name of ui.theme.CLASS_SYMBOLS → its path, given middle and half its size."""


def _axis_numbers(dataset: Dataset) -> Iterator[Markup]:
    """Both ends of each axis."""
    (left, right), (low, high) = dataset.range[0], dataset.range[1]
    for value, x, anchor in ((left, LEFT, "start"), (right, LEFT + SIDE, "end")):
        yield text(format_number(value), x, MARGIN + SIDE + 17, LETTER, COLOUR["muted"], anchor)
    for value, y in ((low, MARGIN + SIDE), (high, MARGIN + LETTER - 2)):
        yield text(format_number(value), LEFT - 6, y, LETTER, COLOUR["muted"], "end")
