"""The drawing as a picture for slides and papers: sound SVG, faithful to what is drawn, small however large."""

from itertools import product
from xml.etree import ElementTree

import numpy as np
import pytest

import nncore as nn
from nncore.drawing import Drawing
from nncore.explain.numbers import format_number
from nncore.network import Connection, Network, Unit
from tests.hostile import NAMES
from tests.nncore.export.drawings import MANY, random_model
from ui.pictures.diagram import PLAIN, diagram
from ui.pictures.looks import LOOKS, Style
from ui.pictures.network_layout import MOST_LINES
from ui.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"
STYLES = [Style(*chosen) for chosen in product(LOOKS, (False, True), (False, True), (False, True))]


def drawn(network: Network, seed: int = 0) -> Drawing:
    return Drawing(network, np.random.default_rng(seed).normal(size=network.size))


def read(drawing: Drawing, style: Style = PLAIN) -> ElementTree.Element:
    return ElementTree.fromstring(diagram(drawing, style))


def texts(picture: ElementTree.Element) -> list[str]:
    return [found.text or "" for found in picture.iter(f"{SVG}text")]


def count(picture: ElementTree.Element, tag: str) -> int:
    return len(list(picture.iter(f"{SVG}{tag}")))


@pytest.mark.parametrize("style", STYLES, ids=str)
def test_every_kind_of_drawing_is_sound_xml_in_every_style(style):
    for number in range(0, MANY, 9):
        model = random_model(number)
        picture = read(Drawing(model.network, model.theta), style)
        assert picture.tag == f"{SVG}svg" and float(picture.get("width")) > 0 and float(picture.get("height")) > 0
        assert picture[0].tag == f"{SVG}title" and picture[1].tag == f"{SVG}desc"


def test_each_connection_is_a_line_and_a_cut_one_is_none():
    network = nn.dense(3, 4, 2)
    assert count(read(drawn(network)), "path") == 3 * 4 + 4 * 2
    cut = network.disconnect(Connection(Unit(0, 1), Unit(1, 2)))
    assert count(read(drawn(cut)), "path") == 3 * 4 + 4 * 2 - 1


def test_a_skip_is_an_arc_that_stays_clear_of_the_layer_it_passes():
    network = nn.dense(2, 3, 1).connect(Connection(Unit(0, 0), Unit(2, 0)))
    arcs = [path.get("d") for path in read(drawn(network)).iter(f"{SVG}path") if "C" in path.get("d")]
    assert len(arcs) == 1
    numbers = arcs[0].replace("M", "").replace("C", " ").split()
    y0, y1, y2, y3 = np.array(numbers, float).reshape(4, 2)[:, 1]
    top = min(float(circle.get("cy")) - 15 for circle in read(drawn(network)).iter(f"{SVG}circle"))
    assert (y0 + 3 * y1 + 3 * y2 + y3) / 8 < top


def test_numbers_are_those_of_the_drawing():
    drawing = drawn(nn.dense(2, 3, 1))
    written = texts(read(drawing, Style(numbers=True)))
    for item in [*drawing.network.connections(), *(unit for unit in drawing.network.units() if unit.layer)]:
        number = format_number(float(drawing.theta[drawing.network.slot(item)]))
        assert (number if isinstance(item, Connection) else f"b {number}") in written
    assert not any(format_number(float(drawing.theta[0])) in words for words in texts(read(drawing)))


def test_negative_weights_are_dashed_in_colour_and_larger_ones_thicker():
    network = nn.dense(2, 1)
    first, second = read(Drawing(network, np.array([0.5, -2.0, 0.0]))).iter(f"{SVG}path")
    assert (first.get("stroke"), second.get("stroke")) == (LIGHT["positive"], LIGHT["negative"])
    assert first.get("stroke-dasharray") is None and second.get("stroke-dasharray")
    assert float(first.get("stroke-width")) < float(second.get("stroke-width"))
    dark = next(read(drawn(network), Style(dark=True)).iter(f"{SVG}path"))
    assert dark.get("stroke") in (DARK["positive"], DARK["negative"])


def test_a_picture_for_papers_is_black_and_grey():
    for dark in (False, True):
        picture = read(drawn(nn.dense(3, 4, 2)), Style("paper", dark=dark, numbers=True))
        colours = {part.get(name) for part in picture.iter() for name in ("fill", "stroke")} - {None, "none"}
        assert all(len(set((colour[1:3], colour[3:5], colour[5:7]))) == 1 for colour in colours)


def test_a_transparent_picture_has_no_ground():
    assert count(read(drawn(nn.dense(2, 1))), "rect") == 1
    assert count(read(drawn(nn.dense(2, 1)), Style(transparent=True)), "rect") == 0


def test_labels_name_the_layers_their_activations_and_sizes_and_both_ends():
    written = texts(read(drawn(nn.dense(2, 300, 2, hidden="relu", inputs=("age", "income"), outputs=("yes", "no")))))
    for words in ("Inputs", "Hidden 1", "Output", "2", "300 × ReLU", "2 × Sigmoid", "age", "income", "yes", "no"):
        assert words in written


def test_a_large_layer_is_shortened_by_three_dots():
    picture = read(drawn(nn.dense(2, 300, 1)))
    circles = list(picture.iter(f"{SVG}circle"))
    assert len([one for one in circles if float(one.get("r")) < 5]) == 3
    assert 5 < len(circles) - 3 < 20


@pytest.mark.parametrize(
    "network",
    [
        nn.dense(200, 400, 150, 10),
        nn.dense(*[40] * 64),
        Network(
            nn.dense(*[14] * 24).layers,
            skips=frozenset(
                Connection(Unit(a, i), Unit(b, j))
                for a in range(24) for b in range(a + 2, 24) for i in range(14) for j in range(0, 14, 3)
            ),
        ),
    ],
    ids=["wide", "deep", "skipping"],
)  # fmt: skip
def test_the_largest_drawings_give_small_pictures(network):
    for style in (Style(), Style("paper", numbers=True)):
        text = diagram(drawn(network), style)
        assert len(text.encode()) < 150_000
        assert text.count("<path") <= MOST_LINES


def test_what_is_left_out_is_said():
    skips = frozenset(Connection(Unit(a, i), Unit(b, i)) for a in range(40) for b in range(a + 2, 40) for i in (0, 1))
    text = diagram(drawn(Network(nn.dense(*[2] * 40).layers, skips=skips)))
    assert f"The {MOST_LINES} strongest of 1,638 connections" in text  # 39 · 4 neighbours and 2 · 741 skips
    assert "Too many connections to write their numbers" in diagram(drawn(nn.dense(20, 20, 1)), Style(numbers=True))


def test_hostile_names_are_shown_as_they_are_written():
    names = tuple(name[:40] for name in NAMES)
    picture = read(drawn(nn.dense(6, 2, 6, inputs=names, outputs=names)))
    assert {part.tag.removeprefix(SVG) for part in picture.iter()} <= {
        "svg", "title", "desc", "g", "rect", "path", "circle", "text",
    }  # fmt: skip
    assert [name for name in names if len(name) <= 24] == [words for words in texts(picture)[:6] if "…" not in words]
    assert not any(name.endswith("href") for part in picture.iter() for name in part.attrib)


def test_a_network_that_diverged_is_drawn_all_the_same():
    drawing = Drawing(nn.dense(2, 2, 1), np.array([np.nan, np.inf, -np.inf, 1, 2, 3, 4, 5, 6]))
    assert {"NaN", "∞", "b −∞"} <= set(texts(read(drawing, Style(numbers=True))))


def test_the_same_drawing_gives_the_same_bytes():
    assert len({diagram(drawn(random_model(7).network), Style(numbers=True)) for _ in range(3)}) == 1


def test_an_unknown_look_is_refused_with_the_remedy():
    with pytest.raises(ValueError, match="unknown look 'oil'; choose from colour, paper"):
        Style("oil")
