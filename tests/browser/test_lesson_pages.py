"""The lessons in a browser: the article's numbers are read, guessed and drawn."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

WIDTHS = [(1440, 900, "light"), (1024, 768, "dark"), (390, 844, "light")]


def arithmetic(page: Page) -> str:
    """Every worked number on the page."""
    return "\n".join(page.get_by_test_id("stCode").all_inner_texts())


def reveal_all(page: Page) -> None:
    """Take the answer of every prediction without a guess."""
    buttons = page.get_by_role("button", name="Just show me")
    for left in reversed(range(buttons.count())):
        buttons.first.click()
        expect(buttons).to_have_count(left)


ARTICLE = {
    "neuron": ["i = (2 × 1) + (3 × 1) = 5", "j = (2 × −1) + (3 × 1) = 1"],
    "forward-pass": ["= 9", "(3 × 1) + (4 × 1) = 7", "(7 × 2) + (1 × −1) = 13"],
    "activations": ["= 22", "= −8", "relu(−8) = 0", "= 44", "= −12"],
    "gradient-descent": [
        "2 × 7 × 1 = 14",
        "2 × 7 × 2 = 28",
        "2 × 7 × 3 = 42",
        "= −0.14",
        "= 1.72",
        "= 0.58",
        "= 5.04",
    ],
    "back-propagation": ["δ = 4 × 1 = 4", "δ = 28 × 0 = 0"],
    "pima": ["500 / 768 ≈ 0.6510", "597 / 768 ≈ 0.7773"],
}


@pytest.mark.parametrize("lesson", ARTICLE)
def test_the_articles_numbers_stand_in_the_lessons(open_page, lesson):
    page = open_page(f"/learn?lesson={lesson}")
    reveal_all(page)
    shown = arithmetic(page)
    assert [number for number in ARTICLE[lesson] if number not in shown] == []


def test_relu_everywhere_gives_52_63_0_and_148(open_page):
    page = open_page("/learn?lesson=activations")
    expect(page.locator("table").locator("td:last-child")).to_have_text(["52", "63", "0", "148"])


def test_the_articles_pima_run_stands_beside_its_printed_figures(open_page):
    page = open_page("/learn?lesson=pima")
    reveal_all(page)
    page.get_by_role("button", name="Train 150 epochs now").first.click()
    table = page.locator("table").first
    expect(table.locator("td:last-child")).to_have_text([re.compile(r"0\.\d+")] * 4)
    expect(table.locator("td:nth-child(2)")).to_have_text(["0.6776", "0.6510", "0.4634", "0.7773"])


def test_a_prediction_is_made_by_keyboard_and_scored(open_page):
    page = open_page("/learn?lesson=forward-pass")
    field = page.get_by_role("textbox", name="Your guess").nth(1)
    field.focus()
    page.keyboard.type("13")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Right: 13")).to_be_visible()
    expect(page.get_by_text("Predictions: 1 answered, 1 right")).to_be_visible()


def set_weight(page: Page, board: Locator, name: str, value: str) -> None:
    """Type the weight of the connection from this input."""
    board.locator(f"[aria-label*='{name}'][aria-label*='weight']").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.type(value)
    page.keyboard.press("Enter")


def test_a_lessons_drawing_is_live_and_can_be_put_back(open_page):
    page = open_page("/learn?lesson=neuron")
    set_weight(page, page.locator(".netsketch-board").first, "accounts", "-4")
    live = page.get_by_test_id("stCode").first
    expect(live).to_have_text("i = (2 × 1) + (3 × −4) = −10")
    page.get_by_role("button", name="As it was").click()
    expect(live).to_have_text("i = (2 × 1) + (3 × 1) = 5")
    set_weight(page, page.locator(".netsketch-board").first, "accounts", "2")
    expect(live).to_have_text("i = (2 × 1) + (3 × 2) = 8")


def test_a_run_mission_opens_the_training_page_with_its_data(open_page):
    page = open_page("/learn?lesson=pima")
    page.get_by_role("button", name="Set it up on the training page").click()
    expect(page).to_have_url(re.compile("/train"))
    expect(page.get_by_text("always “no diabetes”").first).to_be_visible()


def scrolled(page: Page) -> int:
    return page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")


def test_the_next_lesson_opens_at_its_top(open_page):
    page = open_page("/learn?lesson=forward-pass")
    following = page.get_by_role("button", name="3. Activations")
    page.mouse.move(700, 500)
    page.mouse.wheel(0, 400)  # a reader's scrolling: until then the page holds its top
    following.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 300")
    following.click()
    expect(page.get_by_role("heading", name="3. Activations")).to_be_in_viewport()
    page.wait_for_timeout(1500)  # what comes in later must not move it
    assert scrolled(page) == 0


@pytest.mark.parametrize("way", ["the browser's Back", "the link of the mission"])
def test_the_way_back_from_a_mission_leads_to_its_lesson(open_page, way):
    page = open_page("/learn?lesson=back-propagation")
    page.get_by_role("button", name="Set it up on the training page").click()
    expect(page).to_have_url(re.compile("/train"))
    link = page.get_by_role("link", name="Back to lesson 5")
    expect(link).to_be_in_viewport()
    if way == "the link of the mission":
        link.click()
    else:
        page.go_back()
    expect(page.get_by_role("heading", name="5. Back-propagation")).to_be_visible()
    expect(page).to_have_url(re.compile("lesson=back-propagation"))


def test_a_mission_on_the_training_page_is_judged_while_it_runs(open_page):
    page = open_page("/learn?lesson=gradient-descent")
    page.get_by_role("button", name="Set it up on the training page").click()
    banner = page.locator(".st-key-mission_banner")
    expect(banner.get_by_text("press Play on the training page")).to_be_visible()
    rate = page.get_by_role("combobox", name="Learning rate")
    rate.click()
    page.keyboard.type("0.05")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Play").first.click()
    expect(banner.get_by_text("Mission accomplished. Training loss")).to_be_visible(timeout=20_000)


def test_a_mission_is_accomplished_on_its_own_board_by_keyboard(open_page):
    page = open_page("/learn?lesson=neuron")
    board = page.locator(".st-key-mission-neuron-4")
    for name, weight in (("coins", "2"), ("notes", "5")):
        set_weight(page, board, name, weight)
    expect(board.get_by_text("Mission accomplished. All 3 rows are right.")).to_be_visible()


STREAMLITS_OWN = ("list:", "listitem:")
"""On a phone Streamlit puts the navigation into a sidebar whose list axe finds fault with."""


@pytest.mark.parametrize("lesson", ["", "activations", "pima"])
@pytest.mark.parametrize(("width", "height", "scheme"), WIDTHS)
def test_no_violations_and_no_sideways_scrolling(open_page, axe, lesson, width, height, scheme):
    page = open_page(f"/learn?lesson={lesson}", width=width, height=height, scheme=scheme)
    drawn = ".netsketch-board .unit" if lesson == "activations" else "h1"
    expect(page.locator(drawn).first).to_be_visible()
    page.wait_for_function("getComputedStyle(document.documentElement).getPropertyValue('--ns-muted')")
    assert [found for found in axe(page) if width > 640 or not found.startswith(STREAMLITS_OWN)] == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
