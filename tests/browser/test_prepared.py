"""A teacher prepares a board, by list and by pointing; a student opens it, works under it, and leaves it."""

import re

import pytest
from playwright.sync_api import expect

from nncore.experiments import EXPERIMENTS
from tests.browser.test_sharing import link_in, share
from tests.browser.test_train import STREAMLITS_OWN, Studio
from ui.core.links import prepared_link
from ui.core.parts import LOCKED, PARTS
from ui.core.prepared import Mission, Prepared
from ui.core.session import Session

EASY = Mission("run", {"data": "circle", "measure": "train_loss", "at_most": 0.51, "within": 1000})


def link(prepared: Prepared, page="train") -> str:
    return f"/?s={prepared_link(Session(EXPERIMENTS['playground'].experiment), prepared, page)}"


def choose(panel, state: str, part: str) -> None:
    field = panel.get_by_role("combobox", name=state)
    field.fill(part)
    panel.page.get_by_role("option", name=part).click()
    field.press("Escape")
    expect(panel.get_by_text(part)).to_be_visible()


def test_what_is_prepared_by_list_and_by_pointing_reaches_a_student_elsewhere(open_page, server, axe):
    teacher = open_page("/train")
    Studio(teacher)
    panel = share(teacher, "For students")
    panel.get_by_role("button", name="Point at parts on the page").click()
    layer = teacher.get_by_role("dialog", name="Point at a part")
    expect(layer.get_by_role("button", name="Speed: shown")).to_be_visible()
    assert axe(teacher) == []
    box = teacher.locator(".bar .speed").bounding_box()
    for _ in range(2):  # on the part itself, beside its label
        teacher.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2)
    expect(layer.get_by_role("button", name="Speed: hidden")).to_be_visible()
    layer.get_by_role("button", name="Optimiser: shown").focus()
    teacher.keyboard.press("Enter")
    expect(layer.get_by_role("button", name="Optimiser: locked")).to_be_visible()
    teacher.keyboard.press("Escape")
    panel = teacher.get_by_role("dialog", name="Share, save, open")
    expect(panel.get_by_text("Training: Speed")).to_be_visible()
    expect(panel.get_by_text("Settings: Optimiser")).to_be_visible()
    choose(panel, "Hidden", "Data: Share for training")
    panel.get_by_role("tab", name="Task").click()
    panel.get_by_role("textbox", name="Task, in Markdown").fill("# Try it\n\nFind **four** ways.")
    panel.get_by_role("textbox", name="Task, in Markdown").press("Control+Enter")
    expect(panel.get_by_role("heading", name="Try it")).to_be_visible()
    student = open_page(link_in(panel).removeprefix(server.url))
    studio = Studio(student)
    expect(student.get_by_text("Prepared by your teacher")).to_be_visible()
    expect(student.get_by_role("heading", name="Try it")).to_be_visible()
    expect(student.locator(".bar .speed")).to_be_hidden()
    expect(student.get_by_role("slider", name="Share for training")).to_have_count(0)
    expect(student.get_by_role("combobox", name="Optimiser")).to_have_attribute("aria-disabled", "true")
    assert float(studio.score("loss", 1)) > 0  # of the test rows, whose share is hidden


def test_locked_parts_change_neither_by_hand_nor_by_keyboard(open_page):
    page = open_page(link(Prepared(frozenset({"optimizer", "layers", "weights", "reset", "noise"}))))
    studio = Studio(page)
    optimizer = page.get_by_role("combobox", name="Optimiser")
    optimizer.click(force=True)
    expect(page.get_by_role("option", name="Adam", exact=True)).to_have_count(0)
    optimizer.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Adam", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Add a neuron to Hidden 1").click(force=True)
    noise = page.get_by_role("slider", name="Noise")
    noise.focus()
    page.keyboard.press("ArrowRight")
    expect(noise).to_have_value("0")
    before = studio.weights
    page.locator(".unit").nth(3).focus()
    page.keyboard.press("+")
    expect(page.locator(".status.warning")).to_contain_text("teacher has locked this")
    assert studio.weights == before
    studio.button("Train one epoch").click()
    studio.expect_epoch(1)
    page.locator("body").press("r")
    expect(page.locator(".status.warning")).to_contain_text("Reset")
    studio.expect_epoch(1)


def test_a_mission_turns_done_live_stays_so_after_a_reload_and_leaving_gives_everything_back(open_page):
    hidden = frozenset({"timeline", "page_draw", "test_curve", "test_scores", "pictures"})
    page = open_page(link(Prepared(hidden=hidden, task="Train it.", mission=EASY)))
    studio = Studio(page)
    expect(page.get_by_text("has not been trained yet")).to_be_visible()
    expect(page.get_by_role("link", name="Draw", exact=True)).to_have_count(0)
    studio.button("Train one epoch").click()
    expect(page.get_by_text("Mission accomplished")).to_be_visible()
    for selector in (".timeline", ".curves .tracetest", ".scores td:nth-child(3) >> nth=1", ".maps"):
        expect(page.locator(selector)).to_be_hidden()
    page.wait_for_timeout(1000)  # the tab keeps what was done once nothing is done for a while
    page.reload()
    studio = Studio(page)
    studio.expect_epoch(1)
    expect(page.get_by_text("Mission accomplished")).to_be_visible()
    expect(page.get_by_text("Prepared by your teacher")).to_be_visible()
    page.get_by_role("button", name="Leave the preparation").click()
    asked = page.get_by_role("dialog", name="Leave the preparation?")
    asked.get_by_role("button", name="Stay").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_text("Prepared by your teacher")).to_be_visible()
    page.get_by_role("button", name="Leave the preparation").click()
    asked.get_by_role("button", name="Leave it").click()
    expect(page.get_by_text("Prepared by your teacher")).to_have_count(0)
    expect(page.get_by_role("link", name="Draw", exact=True)).to_be_visible()
    expect(page.locator(".timeline")).to_be_visible()
    Studio(page).expect_epoch(1)


def test_every_part_is_found_on_its_pages(open_page):
    """A selector that finds nothing hides nothing."""
    pages = {name: open_page(f"/{name}") for name in ("train", "draw")}
    Studio(pages["train"]).button("Train one epoch").click()
    pages["draw"].locator(".unit").first.wait_for()
    for name, part in PARTS.items():
        for path in part.pages:
            if part.group == "Pages" or name in ("axes", "doctor"):  # not on the screen with these data
                continue
            counts = {selector: pages[path].locator(selector).count() for selector in part.selectors}
            assert any(counts.values()), (name, path)


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1440, 900, "light"), (1024, 768, "dark"), (390, 844, "light")]
)
def test_axe_finds_nothing_wrong_on_a_prepared_page(open_page, axe, width, height, scheme):
    locked = frozenset(name for name, part in PARTS.items() if LOCKED in part.states)
    prepared = Prepared(locked, task="## Do\n\n1. Press *Play*.\n\n$w x$", mission=EASY)
    page = open_page(link(prepared), width=width, height=height, scheme=scheme)
    Studio(page)
    page.wait_for_timeout(500)
    page.locator(".stToast").get_by_role("button").click()
    expect(page.locator(".stToast")).to_have_count(0)
    assert [found for found in axe(page) if not found.startswith(STREAMLITS_OWN)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_hostile_task_loads_nothing_from_elsewhere(open_page):
    asked = []
    task = (
        '![a](http://evil.example/a.png) <img src="http://evil.example/b.png"> ![c]\n\n[c]: http://evil.example/c.png'
    )
    page = open_page(
        link(Prepared(task=task)), prepare=lambda page: page.on("request", lambda request: asked.append(request.url))
    )
    expect(page.get_by_text(re.compile("evil")).first).to_be_visible()
    assert not [url for url in asked if "evil" in url.partition("?")[0]]
    assert page.locator(".st-key-prepared a, .st-key-prepared img").count() == 0
