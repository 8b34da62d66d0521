"""The page about one row in a real browser: values, answers, charts, phones, accessibility."""

import re

import pytest
from playwright.sync_api import expect

from nncore.experiments import EXPERIMENTS
from ui.core.links import link_of
from ui.core.session import Session


@pytest.fixture(scope="module")
def address():
    """The page with a network that has learned from the Pima data."""
    session = Session(EXPERIMENTS["pima"].experiment)
    session.advance(epochs=30)
    return f"/inspect?s={link_of(session)}"


def ready(page):
    """Wait until the page's own parts are there, drawn and at rest."""
    expect(page.locator(".js-plotly-plot .main-svg").nth(3)).to_be_visible()
    expect(page.locator(".netsketch-picture .unit.input").first).to_be_visible()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    return page


def tile(page, label):
    return page.locator(".ns-answer div").filter(has_text=label)


def marked(page):
    """Where the row is marked on the chart of partial dependence."""
    return page.locator(".js-plotly-plot").first.evaluate(
        "(plot) => { const here = plot.data.find((one) => one.name === 'here'); return [here.x[0], here.y[0]]; }"
    )


def test_a_changed_value_moves_the_answer_and_the_mark_on_the_chart(open_page, address):
    page = ready(open_page(address))
    before, place = tile(page, "Answer").inner_text(), marked(page)
    slider = page.get_by_role("slider", name="pregnancies")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(tile(page, "Before your change")).to_be_visible()
    expect(tile(page, "Answer")).not_to_have_text(re.compile(re.escape(before.split("output ")[1])))
    plot = page.locator(".js-plotly-plot").first.element_handle()
    page.wait_for_function(
        "([plot, x]) => plot.data.find((one) => one.name === 'here').x[0] === x", arg=[plot, place[0] + 5]
    )
    page.get_by_role("button", name="Its own values again").click()
    expect(tile(page, "So it is")).to_be_visible()
    assert tile(page, "Answer").inner_text() == before


def test_the_smallest_change_turns_the_answer(open_page, address):
    page = ready(open_page(address))
    answer = tile(page, "Answer").locator("strong")
    before = answer.inner_text()
    page.get_by_role("button", name="Put it in").click()
    expect(tile(page, "Before your change").locator("strong")).to_have_text(before)
    other = {"diabetes": "no diabetes", "no diabetes": "diabetes"}[before]
    expect(answer).to_have_text(other)
    expect(page.locator(".ns-row s")).to_have_count(1)


def test_two_columns_are_drawn_as_a_map_with_the_row_on_it(open_page, address):
    page = ready(open_page(address))
    page.get_by_role("combobox", name="Draw it").click()
    page.get_by_role("option", name="together with bmi").click()
    expect(page.locator(".js-plotly-plot .heatmaplayer image, .js-plotly-plot .hm image").first).to_be_attached()
    assert marked(page) == [6, 33.6]  # the first row's pregnancies and bmi


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(open_page, axe, address, scheme):
    page = ready(open_page(address, scheme=scheme))
    page.get_by_test_id("stToast").get_by_role("button", name="Close").click()  # Streamlit's own, which has no name
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    assert axe(page) == []
    page.get_by_role("button", name="Put it in").click()
    expect(tile(page, "Before your change")).to_be_visible()
    page.mouse.move(5, 5)
    assert axe(page) == []


def test_all_of_it_is_on_the_screen(open_page, address):
    page = ready(open_page(address))
    assert page.locator("[data-testid=stMainBlockContainer]").evaluate("(block) => block.scrollHeight") <= 920


def test_the_page_fits_a_phone(open_page, address):
    page = ready(open_page(address, width=390, height=844))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.ns-row, .ns-answer, .js-plotly-plot, .netsketch-picture')]
            .filter((e) => e.getBoundingClientRect().right > 391).map((e) => e.className)"""
    )
    assert wide == []
