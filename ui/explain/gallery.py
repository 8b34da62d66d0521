"""The activations as a gallery of small graphs, and what each does to the current drawing."""

import base64
import html
from dataclasses import replace
from functools import lru_cache

import numpy as np

from nncore.activations import ACTIVATIONS, Activation
from nncore.experiment import Experiment, make_dataset
from nncore.network import Network
from nncore.training import Snapshot, Trainer
from ui.theme import tokens

SUMS = (2.0, 1.0, 0.0)
"""The sums that an activation of a whole layer is shown for; it has no curve of its own."""
REACH, HIGH, LOW = 4.0, 2.2, -1.6
WIDTH, HEIGHT = 120.0, 76.0

STYLE = """<style>
.ns-gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 0.75rem; }
.ns-gallery figure { margin: 0; padding: 0.5rem; border: 1px solid var(--ns-line); border-radius: 0.5rem; }
.ns-gallery figure.chosen { border: 2px solid var(--ns-accent); padding: calc(0.5rem - 1px); }
.ns-gallery figcaption { font-weight: 600; line-height: 1.3; }
.ns-gallery figcaption small { display: block; font-weight: 400; color: var(--ns-muted); }
.ns-gallery img { display: block; width: 100%; height: auto; }
</style>"""


def gallery_html(chosen: set[str], dark: bool) -> str:
    """Small graphs of every activation: its value solid, its derivative dashed."""
    tiles = (_tile(record, record.name in chosen, dark) for record in ACTIVATIONS.values())
    return f'<div class="ns-gallery">{"".join(tiles)}</div>'


def _tile(record: Activation, chosen: bool, dark: bool) -> str:
    picture = base64.b64encode(graph_svg(record, dark).encode()).decode()
    label = html.escape(f"Graph of {record.label}")
    return (
        f'<figure class="{"chosen" if chosen else ""}">'
        f'<img src="data:image/svg+xml;base64,{picture}" alt="{label}">'
        f"<figcaption>{html.escape(record.label)} <small>{html.escape(record.range_words)}</small></figcaption>"
        "</figure>"
    )


def graph_svg(record: Activation, dark: bool) -> str:
    """A small graph on its own; Streamlit shows SVG only as an image."""
    colour = tokens(dark)
    size = f"{WIDTH:.0f} {HEIGHT:.0f}"
    if not record.elementwise:
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{_bars(record, colour)}</svg>'
    z = np.linspace(-REACH, REACH, 161)
    lines = (
        (f"M0 {_y(0):.1f}H{WIDTH:.0f}M{_x(0):.1f} 0V{HEIGHT:.0f}", colour["edge"], 0.75, ""),
        (_path(z, record.derivative(z)), colour["muted"], 1.5, "4 3"),
        (_path(z, record.value(z)), colour["accent"], 2.5, ""),
    )
    paths = "".join(
        f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}" stroke-dasharray="{dash}"/>'
        for d, stroke, width, dash in lines
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{paths}</svg>'


def _bars(record: Activation, colour: dict[str, str]) -> str:
    """The values of a few sums as bars."""
    shares = record.value(np.array(SUMS))
    wide = WIDTH / len(SUMS)
    return "".join(
        f'<rect x="{wide * (place + 0.2):.1f}" y="{HEIGHT * (1 - share):.1f}" width="{wide * 0.6:.1f}" '
        f'height="{HEIGHT * share:.1f}" fill="{colour["accent"]}"/>'
        for place, share in enumerate(shares)
    )


def _x(z: float) -> float:
    return (z + REACH) / (2 * REACH) * WIDTH


def _y(a: float) -> float:
    return (HIGH - a) / (HIGH - LOW) * HEIGHT


def _path(z: np.ndarray, values: np.ndarray) -> str:
    """A line through the points; broken where it jumps."""
    pieces, before = [], None
    for x, value in zip(z, values, strict=True):
        jumps = before is None or abs(value - before) > 0.5
        pieces.append(f"{'M' if jumps else 'L'}{_x(x):.1f} {_y(value):.1f}")
        before = value
    return "".join(pieces)


def with_hidden(network: Network, name: str) -> Network:
    """The drawing with this activation on all hidden layers."""
    for layer in range(1, network.depth):
        network = network.activate(layer, name)
    return network


@lru_cache(maxsize=64)
def trained(experiment: Experiment, epochs: int) -> Snapshot:
    """The experiment after this many epochs, or at the last sound one where it diverges."""
    trainer = Trainer(experiment, make_dataset(experiment))
    snapshot = trainer.begin()
    for _ in range(epochs):
        snapshot = trainer.epoch(snapshot)
        if snapshot.diverged:
            break
    return snapshot


def without_stops(experiment: Experiment) -> Experiment:
    """The experiment without conditions that end it early."""
    free = replace(experiment.training, patience=0, stop_epoch=0, stop_loss=0.0, stop_accuracy=0.0)
    return replace(experiment, training=free)
