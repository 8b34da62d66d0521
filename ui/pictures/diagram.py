"""The drawing of a network as papers and slides show it: circles in layers, lines between them, few words.

Large layers are shortened by a vertical ellipsis, and what still is too much is left out and said, so that the largest
drawing gives a small picture.
"""

from collections.abc import Iterator

from nncore.activations import ACTIVATIONS
from nncore.drawing import Drawing
from nncore.explain.numbers import format_number
from nncore.network import Network, Unit
from ui.core.layer_names import layer_title
from ui.pictures.lettering import FONT, shortened, text, text_width
from ui.pictures.looks import LOOKS, Ink, Style
from ui.pictures.markup import Markup, element, svg
from ui.pictures.network_layout import MOST_SHOWN, RADIUS, Layout, Line, Place, laid_out

STEP, STEP_OF_NUMBERS = 50, 66
"""Pixels from a neuron to the next below it, without and with numbers on the lines."""
GAP, GAP_OF_NUMBERS = 130, 200
"""Pixels from layer to layer, at least."""
MARGIN = 14
LETTER, SMALL = 13, 11
NOTE_HEIGHT = SMALL + 5
HEADING, BELOW_HEADING = 2 * LETTER + 8, 16
"""Pixels that the two lines above a layer take, and between them and what is drawn."""
LONGEST_NAME = 24
"""Letters of the name of an input or an output; a longer one is cut."""
PLACES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)
"""Where on its line a number may stand, the best place first."""
PLAIN = Style()


def diagram(drawing: Drawing, style: Style = PLAIN) -> Markup:
    """The drawing as an SVG file."""
    network = drawing.network
    gap, step = (GAP_OF_NUMBERS, STEP_OF_NUMBERS) if style.numbers else (GAP, STEP)
    widest = max(_heading_width(network, layer) for layer in range(len(network.layers)))
    layout = laid_out(drawing, max(gap, widest + 12), step)
    ink = LOOKS[style.look].ink(style.dark)
    left, right, top, bottom = _area(layout, style.numbers)
    notes = _notes(layout, style)
    width = max([right - left, *(text_width(note, SMALL) for note in notes)]) + 2 * MARGIN
    drawn = HEADING + BELOW_HEADING + bottom - top + MARGIN
    height = drawn + MARGIN + NOTE_HEIGHT * len(notes)
    sheet = element("rect", width=width, height=height, fill=ink.ground)
    return svg(
        width,
        height,
        f"Neural network {'-'.join(map(str, network.sizes))}",
        element("desc", described(network)),
        *([] if style.transparent else [sheet]),
        element(
            "g", *_parts(layout, style, ink, top - BELOW_HEADING),
            transform=f"translate({MARGIN - left:.1f} {MARGIN + HEADING + BELOW_HEADING - top:.1f})",
        ),
        *(
            text(note, MARGIN, drawn + number * NOTE_HEIGHT + SMALL, SMALL, ink.muted)
            for number, note in enumerate(notes)
        ),
        font_family=FONT,
    )  # fmt: skip


def _parts(layout: Layout, style: Style, ink: Ink, headings: float) -> Iterator[Markup]:
    """From back to front, with the middle of every layer at y = 0."""
    for line in layout.lines:
        yield _line(line, layout, style)
    if style.numbers and layout.has_room:
        yield from _weights(layout, ink)
    for unit, place in layout.places.items():
        if style.numbers and unit.layer:
            yield _number(_bias(layout, unit), _below(place), ink.muted, ink)
        yield _neuron(layout.network, unit, place, ink)
    for layer in range(len(layout.network.layers)):
        if layout.is_shortened(layer):
            yield from _ellipsis(layout, layer, ink)
        yield _heading(layout, layer, headings, ink)


def _area(layout: Layout, numbers: bool) -> tuple[float, float, float, float]:
    """left, right, top and bottom of what is drawn, without headings and notes."""
    network, depth = layout.network, layout.network.depth
    xs, ys = zip(*layout.places.values(), strict=True)
    bends = [line.at(0.5).y for line in layout.lines if line.is_bent]
    sides = [
        max(
            _heading_width(network, layer) / 2,
            RADIUS + 8 + max(text_width(_name(network, unit), LETTER) for unit, _ in layout.of_layer(layer)),
        )
        for layer in (0, depth)
    ]
    below = RADIUS + (SMALL + 4 if numbers else 0)
    return min(xs) - sides[0], max(xs) + sides[1], min([min(ys) - RADIUS, *bends]), max([max(ys) + below, *bends])


# -------------------------------------------------------------------- the parts


def _line(line: Line, layout: Layout, style: Style) -> Markup:
    start, *others = (f"{place.x:.1f} {place.y:.1f}" for place in line.way)
    way = f"M{start}{'C' if line.is_bent else 'L'}{' '.join(others)}"
    return element("path", d=way, fill="none", **LOOKS[style.look].line(line.weight, layout.largest, style.dark))


def _weights(layout: Layout, ink: Ink) -> Iterator[Markup]:
    """Each weight on its line, where least is written already; biases have their places."""
    taken = [
        (*_below(place), text_width(_bias(layout, unit), SMALL)) for unit, place in layout.places.items() if unit.layer
    ]
    for line in layout.lines:
        written = format_number(line.weight)
        wide = text_width(written, SMALL) + 6

        def crowd(place: Place, wide: float = wide) -> float:
            """How much of what is written already a number at a place would cover."""
            return sum(
                max(0.0, (wide + other) / 2 - abs(place.x - x)) * max(0.0, SMALL + 2 - abs(place.y - y))
                for x, y, other in taken
            )

        place = min((line.at(share) for share in PLACES), key=crowd)
        taken.append((*place, wide))
        yield _number(written, place, ink.text, ink)


def _number(written: str, place: Place, colour: str, ink: Ink) -> Markup:
    """A number around a place, on a piece of the ground that parts it from the lines behind it."""
    wide = text_width(written, SMALL) + 4
    piece = element(
        "rect", x=place.x - wide / 2, y=place.y - SMALL / 2 - 1, width=wide, height=SMALL + 2, fill=ink.ground,
        opacity="0.9",
    )  # fmt: skip
    return element("g", piece, text(written, place.x, place.y + SMALL * 0.36, SMALL, colour, anchor="middle"))


def _bias(layout: Layout, unit: Unit) -> str:
    return f"b {format_number(float(layout.drawing.theta[layout.network.slot(unit)]))}"


def _below(neuron: Place) -> Place:
    """Where a neuron's bias stands."""
    return Place(neuron.x, neuron.y + RADIUS + SMALL * 0.7)


def _neuron(network: Network, unit: Unit, place: Place, ink: Ink) -> Markup:
    """A circle; of an input or an output with its name beside it."""
    circle = element("circle", cx=place.x, cy=place.y, r=RADIUS, fill=ink.neuron, stroke=ink.rim, stroke_width=1.2)
    if 0 < unit.layer < network.depth:
        return circle
    side, anchor = (1, "start") if unit.layer else (-1, "end")
    x, y = place.x + side * (RADIUS + 8), place.y + LETTER * 0.36
    return element("g", circle, text(_name(network, unit), x, y, LETTER, ink.text, anchor=anchor))


def _name(network: Network, unit: Unit) -> str:
    return shortened(network.name(unit), LONGEST_NAME)


def _ellipsis(layout: Layout, layer: int, ink: Ink) -> Iterator[Markup]:
    """Three dots between the last two neurons that are shown."""
    (_, before), (_, last) = layout.of_layer(layer)[-2:]
    for dot in (-7, 0, 7):
        yield element("circle", cx=last.x, cy=(before.y + last.y) / 2 + dot, r=2.2, fill=ink.text)


def _heading(layout: Layout, layer: int, y: float, ink: Ink) -> Markup:
    x = layout.of_layer(layer)[0][1].x
    return element(
        "g",
        text(layer_title(layout.network, layer), x, y - LETTER - 5, LETTER, ink.text, "middle", font_weight="bold"),
        text(_size(layout.network, layer), x, y, SMALL + 1, ink.muted, "middle"),
    )


def _size(network: Network, layer: int) -> str:
    """12 × ReLU; of the inputs their number alone."""
    label = f" × {ACTIVATIONS[network.activations[layer]].label}" if layer else ""
    return f"{network.sizes[layer]:,}{label}"


def _heading_width(network: Network, layer: int) -> float:
    return max(text_width(words, LETTER) for words in (layer_title(network, layer), _size(network, layer)))


# -------------------------------------------------------------------- in words


def _notes(layout: Layout, style: Style) -> list[str]:
    """What the picture doesn't show, as lines below it."""
    lines, notes = len(layout.lines), []
    if layout.left_out:
        notes.append(f"The {lines} strongest of {lines + layout.left_out:,} connections between these neurons")
    if style.numbers and not layout.has_room:
        notes.append("Too many connections to write their numbers")
    return notes


def described(network: Network) -> str:
    """The drawing in words, for those who don't see it."""
    layers = [f"{layer_title(network, layer)}: {_size(network, layer)}" for layer in range(len(network.layers))]
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
