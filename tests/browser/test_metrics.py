"""The page of metrics in a real browser: one threshold moves everything, without asking the server."""

import re
from dataclasses import replace
from functools import cache

import pytest
from playwright.sync_api import Page, expect

from nncore.experiments import EXPERIMENTS
from ui.core.links import link_of
from ui.core.session import Session


@cache
def link(start: str, **training) -> str:
    experiment = EXPERIMENTS[start].experiment
    session = Session(replace(experiment, training=replace(experiment.training, **training)))
    session.advance(epochs=20)
    return f"/?s={link_of(session, 'metrics')}"


def ready(page: Page) -> Page:
    expect(page.get_by_role("heading", name="Metrics")).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    return page


def figures(page: Page, name: str) -> list[str]:
    row = page.locator(".figures tr", has=page.get_by_role("rowheader", name=name, exact=True)).first
    return row.locator("td").all_inner_texts()


def mark(page: Page, chart: int) -> dict[str, float]:
    """Where the threshold of the training rows is drawn on a curve."""
    return page.locator(".js-plotly-plot").nth(chart).locator(".scatterlayer .point").first.bounding_box()


def test_dragging_the_threshold_moves_figures_counts_and_marks(open_page):
    sent = []

    def listen(page):
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))

    page = ready(open_page(link("pima"), prepare=listen))
    slider = page.get_by_role("slider", name="Threshold for “diabetes”")
    expect(slider).to_have_attribute("aria-valuetext", "0.50")
    assert sent
    before = {name: figures(page, name) for name in ("Accuracy", "Precision", "Recall", "F1")}
    counts, places = page.locator(".confusion td b").all_inner_texts(), [mark(page, 0), mark(page, 1)]
    sent.clear()
    box = slider.bounding_box()
    middle, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle, height)
    page.mouse.down()
    for part in range(1, 6):
        page.mouse.move(middle - part * box["width"] * 0.06, height)
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"0\.[12]\d"))  # the button is still down
    expect(page.locator(".threshold output")).to_have_text(re.compile(r"0\.[12]\d"))
    now = {name: figures(page, name) for name in before}
    assert all(now[name] != before[name] for name in before)
    assert page.locator(".confusion td b").all_inner_texts() != counts
    moved = [mark(page, 0), mark(page, 1)]
    assert moved[0] != places[0] and moved[1] != places[1]
    page.mouse.up()
    page.wait_for_timeout(500)  # Plotly has drawn them anew, in the same place
    for chart, place in enumerate(moved):
        assert mark(page, chart) == pytest.approx(place, abs=1)
    assert not sent  # the server was not asked


def test_the_threshold_moves_by_keyboard_and_a_figure_without_a_value_says_why(open_page):
    page = ready(open_page(link("pima")))
    slider = page.get_by_role("slider", name="Threshold for “diabetes”")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0.51")
    page.keyboard.press("End")
    assert figures(page, "Precision") == ["NaN", "NaN"]
    expect(page.locator(".why")).to_contain_text("Precision: NaN: no row is called “diabetes”.")


def test_another_positive_class_keeps_the_threshold(open_page):
    page = ready(open_page(link("pima")))
    page.get_by_role("slider", name="Threshold for “diabetes”").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("combobox", name="Positive class").click()
    page.get_by_role("option", name="no diabetes").click()
    expect(page.get_by_role("slider", name="Threshold for “no diabetes”")).to_have_attribute("aria-valuetext", "0.51")


STREAMLITS_OWN = ("list:", "listitem:")
"""On a phone Streamlit puts the navigation into a sidebar whose list axe finds fault with."""


@pytest.mark.parametrize(
    "start, training, size, scheme",
    [
        ("pima", {"patience": 500}, (1440, 900), "light"),
        ("pima", {"patience": 500}, (1024, 768), "dark"),
        ("rings", {}, (1440, 900), "dark"),
        ("bumps", {}, (390, 844), "dark"),
        ("pima", {}, (390, 844), "light"),
    ],
)
def test_no_violations_and_no_sideways_scrolling(open_page, axe, start, training, size, scheme):
    width, height = size
    page = ready(open_page(link(start, **training), width=width, height=height, scheme=scheme))
    toast = page.get_by_test_id("stToast")  # Streamlit's own, which says that a link was opened
    toast.get_by_role("button").click()
    expect(toast).to_have_count(0)
    assert [found for found in axe(page) if width > 640 or not found.startswith(STREAMLITS_OWN)] == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
