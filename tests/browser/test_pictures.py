"""Pictures and numbers taken along, in a real Chromium: of the drawing and of every chart."""

import base64
import csv
import io
import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

import nncore as nn
from nncore.experiments import EXPERIMENTS
from tests.browser.test_metrics import STREAMLITS_OWN
from tests.browser.test_sharing import share
from tests.hostile import NAMES
from ui.core.links import link_of
from ui.core.session import Session
from ui.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"
SEEN = """() => {
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const colour = (css) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = css;
        pen.fillRect(0, 0, 1, 1);
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const style = (selector) => [...root.querySelectorAll(selector)].map((element) => getComputedStyle(element));
    const dashes = (text) => text === "none" ? [] : text.match(/[\\d.]+/g).map(Number);
    const roots = [document, ...[...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean)];
    const root = roots.find((found) => found.querySelector(".connection"));
    return {
        lines: style(".connection:not(.cut)").map(
            (line) => [colour(line.stroke), parseFloat(line.strokeWidth), dashes(line.strokeDasharray)]),
        neurons: style(".unit .body:not(.square)").map((body) => [colour(body.fill), colour(body.stroke)]),
        values: [...root.querySelectorAll(".unit .value")].map((text) => text.textContent),
        biases: [...root.querySelectorAll(".unit .bias")].map((text) => text.textContent),
    };
}"""
"""What the canvas shows: colour, width and dashes of each line, colours of each neuron, and its numbers."""


@cache
def trained(start: str, *sizes: int) -> Session:
    experiment = EXPERIMENTS[start].experiment
    drawn = experiment.network
    names = {"inputs": drawn.input_names, "outputs": drawn.output_names}
    session = Session(replace(experiment, network=nn.dense(*sizes, **names)))
    session.advance(epochs=20)
    return session


def small() -> Session:
    return trained("playground", 2, 4, 2, 1)


@pytest.fixture
def section(open_page):
    """Opens the section of a session's drawing, in the panel that shares it."""

    def run(session: Session, **window) -> Page:
        page = open_page(f"/glossary?s={link_of(session)}", **window)
        share(page, "Picture")
        expect(page.locator(".preview[src^=blob]")).to_be_visible()
        return page

    return run


def saved(page: Page, name: str, within=None) -> tuple[str, bytes]:
    """Name and content of what a button saves."""
    with page.expect_download() as download:
        (within or page).get_by_role("button", name=name).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def look(page: Page, *, colours: str = "light", clear: bool = False, numbers: bool = True, pictures: bool = False):
    page.get_by_label("Colours").select_option(colours)
    page.get_by_label("Transparent ground").set_checked(clear)
    page.get_by_label("Numbers").set_checked(numbers)
    page.get_by_label("Pictures in the neurons").set_checked(pictures)
    page.wait_for_timeout(200)  # two frames of the screen


def image(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGBA")


def rgb(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def texts(picture: ElementTree.Element, name: str) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text") if text.get("class") == name]


def shapes(picture: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [shape for shape in picture.iter() if name in shape.get("class", "").split()]


def line_look(line: ElementTree.Element) -> tuple[list[int], float, list[float]]:
    """Colour, width and dashes."""
    dashes = line.get("stroke-dasharray", "").split()
    return rgb(line.get("stroke")), float(line.get("stroke-width")), [float(length) for length in dashes]


# ------------------------------------------------------------------------------- the drawing


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_svg_has_the_lines_the_neurons_and_the_numbers_of_the_screen(open_page, section, scheme):
    drawn = open_page(f"/draw?s={link_of(small())}", scheme=scheme)
    expect(drawn.locator(".unit .value").last).not_to_have_text("")
    drawn.wait_for_timeout(500)
    seen = drawn.evaluate(SEEN)
    page = section(small())
    look(page, colours=scheme)
    name, content = saved(page, "Save as SVG")
    assert name == "netsketch-drawing-2-4-2-1-epoch-20.svg"
    picture = ElementTree.fromstring(content)
    lines = [line_look(line) for line in shapes(picture, "connection")]
    assert len(lines) == len(seen["lines"]) == 2 * 4 + 4 * 2 + 2
    for (colour, width, dashes), (colour_seen, width_seen, dashes_seen) in zip(lines, seen["lines"], strict=True):
        assert colour == colour_seen and dashes == dashes_seen and width == pytest.approx(width_seen, abs=0.02)
    bodies = [[rgb(body.get("fill")), rgb(body.get("stroke"))] for body in shapes(picture, "body")]
    assert len(bodies) == len(seen["neurons"]) == 9
    assert np.abs(np.array(bodies) - np.array(seen["neurons"])).max() <= 1
    assert texts(picture, "value") == seen["values"] and texts(picture, "bias") == seen["biases"]
    assert {text.text for text in picture.iter(f"{SVG}text")} >= {"Inputs", "Hidden 1", "Output", "Tanh"}


def test_the_svg_needs_nothing_else(section):
    page = section(small())
    look(page, pictures=True)
    text = saved(page, "Save as SVG")[1].decode()
    picture = ElementTree.fromstring(text)
    assert not re.search(r"var\(|light-dark|color-mix|foreignObject|class=\"port\"|<style|aria-|tabindex", text)
    sources = [value for shape in picture.iter() for name, value in shape.items() if name.endswith("href")]
    assert len(sources) == 9 and all(source.startswith("data:image/png;base64,") for source in sources)
    width, height = map(float, picture.get("viewBox").split()[2:])
    assert (width, height) == (float(picture.get("width")), float(picture.get("height")))


def test_the_png_is_the_svg_at_twice_its_size(section, open_page):
    page = section(small())
    look(page)
    svg, png = saved(page, "Save as SVG")[1], image(saved(page, "Save as PNG")[1])
    picture = ElementTree.fromstring(svg)
    width, height = int(picture.get("width")), int(picture.get("height"))
    assert png.size == (2 * width, 2 * height)
    expect(page.get_by_text(f"PNG: {2 * width} × {2 * height} pixels")).to_be_visible()
    fresh = page.context.browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    fresh.set_content(f'<body style="margin: 0"><img style="display: block" src="{source}">')
    fresh.wait_for_function("document.images[0].complete")
    shown = image(fresh.screenshot())
    fresh.close()
    apart = np.abs(np.asarray(png, int) - np.asarray(shown, int)).max(axis=2) > 32
    assert apart.mean() < 0.005
    assert (np.asarray(png)[..., :3] != 255).any(axis=2).mean() > 0.02  # something is drawn
    edge = np.asarray(png)[:, :4, :3]
    assert (edge == 255).all()  # and nothing is cut


@pytest.mark.parametrize("colours, ground", [("light", LIGHT), ("dark", DARK)])
def test_the_ground_is_that_of_the_colours_or_transparent_whatever_the_page_looks_like(section, colours, ground):
    page = section(small(), scheme="dark" if colours == "light" else "light")
    look(page, colours=colours)
    opaque = image(saved(page, "Save as PNG")[1])
    assert opaque.getpixel((0, 0)) == (*rgb(ground["background"]), 255)
    look(page, colours=colours, clear=True)
    clear = image(saved(page, "Save as PNG")[1])
    assert clear.getpixel((0, 0))[3] == 0 and clear.size == opaque.size
    inside = np.asarray(clear)[..., 3] == 255
    same = np.abs(np.asarray(clear, int) - np.asarray(opaque, int))[inside].max(axis=1) <= 2
    assert inside.any() and same.mean() > 0.99  # what is drawn has the same colours


def test_without_numbers_a_large_drawing_lies_wide_and_with_them_each_can_be_read(section):
    page = section(trained("pima", 8, 16, 8, 1))
    look(page, numbers=False)
    plain = ElementTree.fromstring(saved(page, "Save as SVG")[1])
    assert not [text for name in ("value", "bias") for text in texts(plain, name)] and not shapes(plain, "weight")
    assert float(plain.get("width")) > float(plain.get("height"))
    look(page)
    full = ElementTree.fromstring(saved(page, "Save as SVG")[1])
    assert len(texts(full, "value")) == 33 and len(shapes(full, "connection")) == 8 * 16 + 16 * 8 + 8
    assert all(re.fullmatch(r"−?[\d.]{1,6}", text) for text in texts(full, "value"))


def test_very_many_connections_are_lines_too(section):
    page = section(trained("pima", 8, 40, 20, 1))
    look(page, numbers=False)
    picture = ElementTree.fromstring(saved(page, "Save as SVG")[1])
    count = sum(path.get("d").count("M") for path in picture.iter(f"{SVG}path"))
    assert count == 8 * 40 + 40 * 20 + 20
    assert {path.get("stroke") for path in picture.iter(f"{SVG}path")} == {LIGHT["positive"], LIGHT["negative"]}


def test_names_that_want_to_be_markup_are_texts(section):
    names = (NAMES[1], NAMES[5], "a&\"'")
    session = Session(replace(small().experiment, network=nn.dense(3, 2, 1, inputs=names)))
    page = section(session)
    picture = ElementTree.fromstring(saved(page, "Save as SVG")[1])
    shown = texts(picture, "name")
    assert any(text.startswith("<a href") for text in shown) and any("&\"'" in text for text in shown)
    assert not list(picture.iter(f"{SVG}a"))


# --------------------------------------------------------------------------------- the charts


def corner(page: Page, number: int):
    """A chart with the button in its corner."""
    chart = page.locator(".ns-savable").nth(number)
    expect(chart.locator(".main-svg").first).to_be_visible()
    return chart


def save_chart(page: Page, chart, kind: str) -> tuple[str, bytes]:
    chart.hover(position={"x": 60, "y": 60})
    chart.get_by_role("button", name="Save this chart").click()
    return saved(page, f"Save as {kind}", chart)


def table(content: bytes) -> dict[str, list[str]]:
    names, *rows = csv.reader(io.StringIO(content.decode()))
    return dict(zip(names, zip(*rows, strict=True), strict=True))


@pytest.fixture
def training(open_page) -> Page:
    """The training page three epochs on."""
    page = open_page(f"/train?s={link_of(Session(EXPERIMENTS['playground'].experiment))}")
    for epoch in range(1, 4):
        page.get_by_role("button", name="One epoch").click()
        expect(page.locator(".epoch .number")).to_have_text(str(epoch))
    return page


def test_the_numbers_of_the_curves_are_those_on_the_page(training):
    name, content = save_chart(training, corner(training, 1), "CSV")
    assert name == "netsketch-loss-epoch-3.csv"
    columns = table(content)
    assert list(columns) == ["epoch", "training: loss", "test: loss"]
    assert columns["epoch"] == ("0", "1", "2", "3")
    shown = training.locator(".scores tr", has_text="Loss").locator("td").all_inner_texts()
    written = [columns[name][-1] for name in ("training: loss", "test: loss")]
    assert [f"{float(value):.3f}" for value in written] == shown


def test_the_numbers_of_the_plane_are_its_rows_and_its_map(training):
    name, content = save_chart(training, corner(training, 0), "CSV")
    assert name == "netsketch-output-epoch-3.csv"
    columns = {name: np.array([cell for cell in cells if cell], float) for name, cells in table(content).items()}
    session = Session(EXPERIMENTS["playground"].experiment)
    session.advance(epochs=3)
    network, dataset = session.experiment.network, session.dataset
    rows = np.column_stack([columns["training rows: x1"], columns["training rows: x2"]])
    assert np.allclose(rows, dataset.raw[dataset.train], atol=1e-5)
    places = np.column_stack([columns["answer y: x1"], columns["answer y: x2"]])
    answers = nn.forward(network, nn.Parameters(network, session.theta), dataset.transform(places)).output[:, 0]
    assert len(answers) == 64 * 64 and np.abs(columns["answer y"] - answers).max() < 0.01


def test_a_chart_is_saved_at_the_size_of_a_slide(training):
    name, png = save_chart(training, corner(training, 1), "PNG")
    assert name == "netsketch-loss-epoch-3.png"
    assert image(png).size == (1600, 900)
    assert image(png).getpixel((2, 2)) == (*rgb(LIGHT["background"]), 255)
    name, svg = save_chart(training, corner(training, 1), "SVG")
    picture = ElementTree.fromstring(svg)
    assert (picture.get("width"), picture.get("height")) == ("1600", "900")
    assert {"training", "test", "loss", "epoch"} <= {text.text for text in picture.iter(f"{SVG}text")}


def test_the_map_lies_under_the_points_of_a_saved_plane(training):
    _, png = save_chart(training, corner(training, 0), "PNG")
    colours = np.asarray(image(png))[60:800, 200:1500, :3].reshape(-1, 3)
    assert len(np.unique(colours, axis=0)) > 500  # shades, not one ground


def test_the_numbers_of_a_curve_on_metrics_are_those_in_its_table(open_page):
    page = open_page(f"/metrics?s={link_of(trained('pima', 8, 16, 8, 1))}", scheme="dark")
    name, content = save_chart(page, corner(page, 0), "CSV")
    assert name == "netsketch-roc.csv"
    columns = table(content)
    row = page.locator(".figures tr", has=page.get_by_role("rowheader", name="Recall", exact=True)).first
    shown = row.locator("td").all_inner_texts()
    recalls = [columns[f"threshold {part}: recall"][0] for part in ("train", "test")]
    assert [f"{100 * float(recall):.1f} %" for recall in recalls] == shown


def test_a_closer_look_can_be_saved_too(training):
    training.get_by_text("Output surface").click()
    name, content = save_chart(training, corner(training, 2), "CSV")
    assert name == "netsketch-output-surface.csv"
    assert list(table(content)) == ["x1", "x2", "y"] and len(next(iter(table(content).values()))) == 60 * 60


def test_the_button_shows_itself_to_pointer_and_keyboard_and_to_nobody_else(training):
    chart = corner(training, 1)
    button = chart.get_by_role("button", name="Save this chart")
    training.mouse.move(300, 20)
    expect(button).to_have_css("opacity", "0")
    button.focus()
    expect(button).to_have_css("opacity", "1")
    training.keyboard.press("Enter")
    expect(chart.get_by_role("button", name="Save as PNG")).to_be_visible()
    training.keyboard.press("Tab")
    expect(chart.get_by_role("button", name="Save as PNG")).to_be_focused()
    training.keyboard.press("Escape")
    expect(chart.get_by_role("button", name="Save as PNG")).to_be_hidden()
    expect(button).to_be_focused()
    chart.locator(".main-svg").first.hover()
    expect(button).to_have_css("opacity", "1")


@pytest.mark.parametrize("scheme, width", [("light", 1440), ("dark", 1440), ("dark", 390)])
def test_the_section_has_no_violations(section, axe, scheme, width):
    page = section(small(), scheme=scheme, width=width)
    ours = [found for found in axe(page) if "stToast" not in found]
    assert [found for found in ours if width > 640 or not found.startswith(STREAMLITS_OWN)] == []
    assert page.locator(".ns-drawing").evaluate("(root) => root.scrollWidth <= root.clientWidth")
