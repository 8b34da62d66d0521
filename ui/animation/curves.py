"""The bottom of a frame: the losses up to its epoch."""

import numpy as np

from nncore.explain.numbers import format_number
from nncore.history import Curves
from ui.animation.look import Look
from ui.animation.pencil import Box, Pencil
from ui.figures.base import thinned

TEXT = 13
LEFT, RIGHT, BELOW = 64, 100, 22
"""Room for the numbers and for the names of the curves."""

Array = np.ndarray


class CurvePicture:
    """Axes for the losses of a whole run; `paint` draws them as far as an epoch."""

    def __init__(self, curves: Curves, marks: list[int], first: int, last: int, look: Look, box: Box):
        left, top, right, bottom = box
        self.look, self.inner = look, (left + LEFT, top, right - RIGHT, bottom - BELOW)
        self.first, self.last = first, last
        self.marks = [epoch for epoch in marks if first < epoch < last]
        self.losses = [
            (name, label, *_finite(curves.epoch, loss, first, last))
            for name, label, loss in (
                ("train", "training", curves.train_loss),
                ("test", "held out", curves.test_loss),
            )
        ]
        values = np.concatenate([loss for *_, loss in self.losses])
        self.low, self.high = (min(0.0, float(values.min())), float(values.max())) if len(values) else (0.0, 1.0)
        self.high = self.high if self.high > self.low else self.low + 1.0

    def _on_screen(self, epochs: Array, losses: Array) -> Array:
        left, top, right, bottom = self.inner
        x = left + (epochs - self.first) / (self.last - self.first) * (right - left)
        y = bottom - (losses - self.low) / (self.high - self.low) * (bottom - top)
        return np.column_stack([x, y])

    def paint(self, pencil: Pencil, epoch: int) -> None:
        left, top, right, bottom = self.inner
        muted, line = self.look.colour("muted"), self.look.colour("line")
        pencil.box(self.inner, line)
        for mark in self.marks:
            x = float(self._on_screen(np.array([mark]), np.array([0.0]))[0, 0])
            pencil.dashed(np.array([[x, top], [x, bottom]]), self.look.colour("edge"), 1)
        for y, value, anchor in ((top, self.high, "ra"), (bottom, self.low, "rd")):
            pencil.text((left - 6, y), format_number(value), TEXT, muted, anchor)
        pencil.text((left - 6, (top + bottom) / 2), "loss", TEXT, self.look.colour("text"), "rm")
        pencil.text((left, bottom + 5), f"{self.first:,}", TEXT, muted)
        pencil.text((right, bottom + 5), f"{self.last:,}", TEXT, muted, "ra")
        pencil.text(((left + right) / 2, bottom + 5), "epoch", TEXT, self.look.colour("text"), "ma")
        for number, (name, label, epochs, losses) in enumerate(self.losses):
            if len(epochs):
                self._paint_loss(pencil, name, epochs, losses, epoch)
                self._paint_name(pencil, number, name, label)

    def _paint_loss(self, pencil: Pencil, name: str, epochs: Array, losses: Array, epoch: int) -> None:
        past = epochs < epoch
        x = np.append(epochs[past], epoch)
        y = np.append(losses[past], np.interp(epoch, epochs, losses))
        places, colour = self._on_screen(x, y), self.look.colour(name)
        if len(places) > 1:
            (pencil.dashed if name == "test" else pencil.line)(places, colour, 2)
        pencil.circle(places[-1], 4, colour, self.look.colour("background"))

    def _paint_name(self, pencil: Pencil, number: int, name: str, label: str) -> None:
        x, y = self.inner[2] + 10, self.inner[1] + 10 + 20 * number
        sample = np.array([[x, y], [x + 24, y]])
        (pencil.dashed if name == "test" else pencil.line)(sample, self.look.colour(name), 2)
        pencil.text((x + 30, y), label, TEXT, self.look.colour("text"), "lm")


def _finite(epochs: Array, losses: Array, first: int, last: int) -> tuple[Array, Array]:
    """The points of a curve that can be drawn, at most about a thousand."""
    kept = np.isfinite(losses) & (epochs >= first) & (epochs <= last)
    return thinned(epochs[kept], losses[kept])
