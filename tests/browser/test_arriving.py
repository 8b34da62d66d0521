"""How a page comes alive: in the right order, without a jump, nothing fetched twice."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

SHIFTS = """
globalThis.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
CHARTS = ".js-plotly-plot .main-svg"


def slow(page: Page) -> None:
    page.add_init_script(SHIFTS)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})


@pytest.mark.parametrize("path", ["/", "/train"])
def test_nothing_jumps_on_a_slow_laptop(open_page, path):
    page = open_page(path, prepare=slow)
    if path == "/train":
        expect(page.locator(CHARTS).first).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("globalThis.shifts") <= 0.05


def test_the_network_answers_while_plotly_is_still_on_its_way(open_page):
    held, released = [], []

    def gate(route):
        if released:
            route.continue_()
        else:
            held.append(route)

    page = open_page("/train", prepare=lambda page: page.route("**/plotly.min.js", gate))
    weight = page.locator('.connection[data-id="0.0>1.0"]')
    weight.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("0.125")
    page.keyboard.press("Enter")
    expect(weight).to_have_attribute("aria-label", re.compile(r"weight 0\.125"))
    canvas = page.locator(".plane .window canvas")
    assert canvas.bounding_box()["width"] > 200  # the map is there before points and axes
    assert page.locator(CHARTS).count() == 0
    page.wait_for_timeout(1500)
    assert held, "Plotly has not been asked for"
    released.append(True)
    for route in held:
        route.continue_()
    expect(page.locator(".plane .main-svg").first).to_be_visible()
    expect(page.locator(".curves .main-svg").first).to_be_visible()


def test_the_chart_says_so_when_plotly_does_not_come(open_page):
    page = open_page(
        "/train", prepare=lambda page: page.route("**/plotly.min.js", lambda route: route.abort()),
        expected=["ERR_FAILED"],
    )  # fmt: skip
    expect(page.locator(".curves .chart")).to_contain_text("The chart could not be loaded. Reload the page")


@pytest.mark.parametrize("path", ["/", "/draw", "/data", "/train", "/metrics", "/inspect", "/glossary", "/backprop"])
def test_a_page_names_the_scripts_it_is_going_to_need_and_fetches_each_once(open_page, path):
    asked = Counter()
    page = open_page(
        path, prepare=lambda page: page.on("request", lambda request: asked.update([request.url.split("?")[0]]))
    )
    page.wait_for_timeout(1500)
    origin = page.evaluate("location.origin")
    named = page.evaluate(
        """() => [...document.querySelectorAll("script[src], link[href]")].map((e) => e.src || e.href)"""
    )
    scripts = {url for url in asked if url.startswith(origin) and url.endswith(".js") and "plotly" not in url}
    assert scripts and scripts <= set(named)
    twice = [url for url in scripts if asked[url] > 1]
    assert not twice


def test_settings_are_there_a_moment_after_the_network(open_page):
    page = open_page("/train")
    expect(page.get_by_role("combobox", name="Learning rate")).to_be_visible()
    expect(page.get_by_text("Share for training")).to_be_visible()
