"""The way from a teacher's first visit to an answered question, and how the page looks."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_lesson_pages import STREAMLITS_OWN
from tests.browser.test_train import SCHEMES
from ui.core.classroom.store import FOLDER
from ui.teaching.classes import CLASSES


def counted_press(page: Page, role: str, name: str) -> int:
    page.get_by_role(role, name=name, exact=True).first.click()
    return 1


def in_a_new_window(page: Page, press) -> Page:
    with page.context.expect_page() as opened:
        press()
    return opened.value


@pytest.fixture
def own_server(tmp_path, monkeypatch, request):
    """An app that nobody has visited, with classes of its own."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return request.getfixturevalue("fresh_server")


def test_a_first_visit_leads_to_a_revealed_question_in_few_presses(open_page, own_server):
    """Home → Teach → Start a class with it → Open the control page → Ask: four presses."""
    page = open_page("/", width=1024, height=768, server=own_server)
    presses = counted_press(page, "link", "Teach")  # in the navigation
    presses += counted_press(page, "button", "Start a class with it")
    way = page.get_by_role("link", name="Open the control page")
    expect(way).to_be_in_viewport()
    control = in_a_new_window(page, way.click)
    presses += 1
    here = control.get_by_role("listitem").filter(has_text="on screen now")
    here.get_by_role("button").click()
    presses += 1
    assert presses == 4
    expect(control.get_by_text("0 of 0 answered")).to_be_visible()

    code = control.locator(".door .code").inner_text()
    seat = page.context.new_page()
    seat.goto(f"{own_server.url}/class/{code}")
    seat.get_by_label("Nickname").fill("Ada")
    seat.get_by_role("button", name="Join").click()
    seat.get_by_role("textbox", name="What").fill("1")
    seat.keyboard.press("Enter")
    expect(control.get_by_text("1 of 1 answered")).to_be_visible()

    page.get_by_role("button", name="Show the board").click()
    expect(page.get_by_role("toolbar", name="Presenter")).to_contain_text("One neuron waits")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("toolbar", name="Presenter")).to_contain_text("A weighted sum")
    expect(here).to_have_count(0)
    control.get_by_role("button", name="Reveal the result").click()
    for one in (control, seat):
        expect(one.locator(".histogram .right .label").first).to_have_text("1")


@SCHEMES
@pytest.mark.parametrize("width", [1024, 390])
def test_the_page_fits_and_can_be_read_by_everybody(open_page, axe, width, scheme):
    page = open_page("/teach", width=width, height=768, scheme=scheme)
    for ready in CLASSES.values():
        expect(page.get_by_role("heading", name=ready.title)).to_be_visible()
    expect(page.get_by_role("button", name="Start a class", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [found for found in axe(page) if width > 640 or not found.startswith(STREAMLITS_OWN)] == []
