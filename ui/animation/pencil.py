"""Draws one frame with Pillow, at twice its size, so that lines come out smooth. The only file that knows Pillow."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ui.animation.look import Colour, Look

if TYPE_CHECKING:
    from PIL import Image, ImageFont

Array = np.ndarray
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

SHARP = 2
"""Pixels drawn for each one of the finished frame, along each side."""
DASH, GAP = 6.0, 4.0


class Pencil:
    """Places, lengths and sizes are in pixels of the finished frame, from its top left corner."""

    def __init__(self, look: Look):
        from PIL import Image, ImageDraw

        self.look = look
        width, height = look.size
        self._image = Image.new("RGB", (SHARP * width, SHARP * height), look.colour("background"))
        self._draw = ImageDraw.Draw(self._image)

    def line(self, points: Array, colour: Colour, width: float = 1.5) -> None:
        """Through points (count, 2)."""
        places = [tuple(point) for point in (SHARP * np.asarray(points, float)).tolist()]
        self._draw.line(places, fill=colour, width=max(1, round(SHARP * width)), joint="curve")

    def dashed(self, points: Array, colour: Colour, width: float = 1.5) -> None:
        """The same in dashes."""
        across = max(1, round(SHARP * width))
        for dash in (SHARP * dashes(np.asarray(points, float))).reshape(-1, 4).tolist():
            self._draw.line(dash, fill=colour, width=across)

    def circle(self, center: Array, radius: float, fill: Colour | None, rim: Colour, width: float = 1.0) -> None:
        x, y = center
        box = [SHARP * side for side in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.ellipse(box, fill=fill, outline=rim, width=round(SHARP * width))

    def marker(self, place: Array, shape: Array, radius: float, fill: Colour, rim: Colour) -> None:
        """shape: (corners, 2) around 0, 0, for a radius of 1. The rim is one pixel wide."""
        for size, colour in ((radius, rim), (radius - 1, fill)):
            self._draw.polygon((SHARP * (place + size * shape)).ravel().tolist(), fill=colour)

    def box(self, box: Box, rim: Colour, fill: Colour | None = None) -> None:
        self._draw.rectangle([SHARP * side for side in box], fill=fill, outline=rim, width=SHARP)

    def picture(self, pixels: Array, box: Box) -> None:
        """Colours (height, width, 3) uint8, of the shape that `pixels_of` gives for this box."""
        from PIL import Image

        left, top, *_ = (round(SHARP * side) for side in box)
        self._image.paste(Image.fromarray(pixels), (left, top))

    def disc(self, pixels: Array, center: Array, radius: float) -> None:
        """A picture of colours (side, side, 3) uint8, cut to a circle."""
        from PIL import Image

        side = round(2 * SHARP * radius)
        place = (round(SHARP * center[0] - side / 2), round(SHARP * center[1] - side / 2))
        fitted = Image.fromarray(pixels).resize((side, side), Image.Resampling.BILINEAR)
        self._image.paste(fitted, place, _disc(side))

    def text(self, place: tuple[float, float], text: str, size: float, colour: Colour, anchor: str = "la") -> None:
        """anchor: which point of the text is at the place, as Pillow writes it: "la" top left, "mm" the middle."""
        shown = text if self.look.font else plainly(text)
        places = (SHARP * place[0], SHARP * place[1])
        self._draw.text(places, shown, fill=colour, font=font(self.look.font, round(SHARP * size)), anchor=anchor)

    def upright(self, right: float, middle: float, text: str, size: float, colour: Colour) -> None:
        """A text that is read from below, its right edge and its middle at these places."""
        from PIL import Image, ImageDraw

        shown = text if self.look.font else plainly(text)
        letters = font(self.look.font, round(SHARP * size))
        mask = Image.new("L", (round(letters.getlength(shown)) + 2, round(1.5 * SHARP * size)))
        ImageDraw.Draw(mask).text((0, 0), shown, fill=255, font=letters)
        mask = mask.transpose(Image.Transpose.ROTATE_90)
        place = (round(SHARP * right) - mask.width, round(SHARP * middle - mask.height / 2))
        self._image.paste(colour, (*place, place[0] + mask.width, place[1] + mask.height), mask)

    def finished(self) -> "Image.Image":
        """The frame in the colours of the look's palette."""
        from PIL import Image

        palette = Image.new("P", (1, 1))
        palette.putpalette([part for colour in self.look.palette for part in colour])
        return self._image.reduce(SHARP).quantize(palette=palette, dither=Image.Dither.NONE)


def width_of(look: Look, text: str, size: float) -> float:
    """In pixels of the finished frame."""
    return font(look.font, round(SHARP * size)).getlength(text if look.font else plainly(text)) / SHARP


def shortened(look: Look, text: str, size: float, room: float) -> str:
    """The text, its end left out where it is wider than the room."""
    if width_of(look, text, size) <= room:
        return text
    while text and width_of(look, text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def pixels_of(box: Box) -> tuple[int, int]:
    """How many pixels a picture in a box has across and up."""
    left, top, right, bottom = (round(SHARP * side) for side in box)
    return right - left, bottom - top


def enlarged(values: Array, size: tuple[int, int]) -> Array:
    """Bytes or float32 (height, width) with smooth ones put in between, so that they are of the size (across, up)."""
    from PIL import Image

    return np.asarray(Image.fromarray(values).resize(size, Image.Resampling.BICUBIC))


def dashes(points: Array) -> Array:
    """(dashes, 2, 2) start and end of each dash along a line through points (count, 2)."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    starts = np.arange(0.0, lengths[-1], DASH + GAP)
    ends = np.minimum(starts + DASH, lengths[-1])
    along = np.column_stack([starts, ends])
    return np.stack([np.interp(along, lengths, part) for part in points.T], axis=2)


def plainly(text: str) -> str:
    """The text in letters that Pillow's own font has: without accents, with a hyphen for a minus sign."""
    for written, plain in (("−", "-"), ("×", "x"), ("…", "..."), ("∞", "inf"), ("↑", ""), ("→", "")):
        text = text.replace(written, plain)
    known = (letter if letter in "·²" else unicodedata.normalize("NFKD", letter) for letter in text)
    return "".join(letter for letter in "".join(known) if letter.isascii() or letter in "·²")


@lru_cache(maxsize=32)
def font(file: str, size: int) -> "ImageFont.FreeTypeFont | ImageFont.ImageFont":
    """A font in pixels of what is drawn; of one in several weights the regular one."""
    from PIL import ImageFont

    if not file:
        return ImageFont.load_default(size)
    found = ImageFont.truetype(file, size)
    if b"Regular" in found.get_variation_names():
        found.set_variation_by_name("Regular")
    return found


@lru_cache(maxsize=8)
def _disc(side: int) -> "Image.Image":
    from PIL import Image, ImageDraw

    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), fill=255)
    return mask


def corners(count: int, radius: float, turned: float = 0.0) -> Array:
    """(count, 2) corners of an even polygon around 0, 0; turned by a share of a full turn, the first one is on top."""
    angles = 2 * np.pi * (np.arange(count) / count + turned)
    return radius * np.column_stack([np.sin(angles), -np.cos(angles)])


def cross(radius: float, turned: bool) -> Array:
    """(12, 2) corners of a cross around 0, 0, or of an x."""
    a, b = radius, radius / 3
    shape: Sequence[tuple[float, float]] = [
        (-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b), (-a, b), (-a, -b), (-b, -b),
    ]  # fmt: skip
    turn = np.array([[1, 1], [-1, 1]]) / np.sqrt(2) if turned else np.eye(2)
    return np.array(shape) @ turn
