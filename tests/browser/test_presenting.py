"""Presenting: large type, one line of controls, keys, and checkpoints that show the same numbers again."""

import re

import pytest
from playwright.sync_api import Page, expect

from nncore.experiments import EXPERIMENTS
from tests.browser.test_sharing import drop, share
from tests.browser.test_train import SCHEMES, Studio
from ui.core.demonstration import Demonstration, checkpoint_of, file_of, link_of
from ui.core.session import Session

EPOCHS = (0, 2, 5, 9, 14)
PAGES = ("train", "train", "draw", "train", "train")

SMALL = """() => {
    const found = [];
    const look = (root) => {
        for (const node of root.querySelectorAll("*")) {
            if (node.shadowRoot) look(node.shadowRoot);
            const words = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
            const field = node.matches("input:not([type=range], [type=checkbox]), select");
            if (!(words || field) || node.closest("style, script, title")) continue;
            const { width, height } = node.getBoundingClientRect();
            if (width < 2 || height < 2 || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
                continue;
            const matrix = node instanceof SVGElement ? node.getScreenCTM?.() : null;
            const size = parseFloat(getComputedStyle(node).fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1);
            if (size < 17.95) found.push(`${size.toFixed(1)} ${(node.textContent || node.value).slice(0, 40)}`);
        }
    };
    look(document);
    return found;
}"""
"""Every visible text that is smaller than 18 pixels, in components too."""


def demonstration() -> Demonstration:
    session = Session(EXPERIMENTS["playground"].experiment)
    points = []
    for epoch, page in zip(EPOCHS, PAGES, strict=True):
        while session.position < epoch:
            session.advance()
        points.append(checkpoint_of(session, page, {}, f"After {epoch}", f"Ask about {epoch}"))
    return Demonstration("Circles", tuple(points))


def line(page: Page):
    return page.get_by_role("toolbar", name="Presenter")


def ready(page: Page, path: str) -> None:
    if path == "/train":
        Studio(page)
    page.locator("[data-testid=stMainBlockContainer] .unit").first.wait_for()


def present(page: Page) -> None:
    page.keyboard.press("p")
    expect(line(page)).to_be_visible()


def opened(page: Page) -> Page:
    """With the demonstration open and presented, at its first checkpoint."""
    Studio(page)
    drop(page, "circles.netsketch-demo.json", file_of(demonstration()))
    expect(page.get_by_text("is open: 5 checkpoints")).to_be_visible()
    Studio(page).expect_epoch(0)
    present(page)
    return page


def at(page: Page, number: int) -> None:
    """Wait until a checkpoint is on screen."""
    expect(line(page).locator(".title")).to_have_text(f"{number + 1} / 5  After {EPOCHS[number]}")
    expect(page).to_have_url(re.compile(f"/{PAGES[number]}"))
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()


def shown(page: Page, number: int) -> list[float]:
    """All weights of a checkpoint on screen, in full as float32."""
    at(page, number)
    if PAGES[number] == "train":
        studio = Studio(page)
        studio.expect_epoch(EPOCHS[number])
        studio.settled()
        return studio.weights
    page.locator(".netsketch-board .unit").first.wait_for()
    return page.locator(".netsketch-board").evaluate("({ view }) => Array.from(view.values.theta)")


def as_float32(number: int) -> list[float]:
    session = Session(EXPERIMENTS["playground"].experiment)
    if EPOCHS[number]:
        session.advance(epochs=EPOCHS[number])
    return session.theta.astype("float32").tolist()


# -------------------------------------------------------------------- sizes


@pytest.mark.parametrize("path", ["/draw", "/train", "/learn?lesson=neuron"])
def test_all_type_is_18_pixels_or_more_on_a_projector(open_page, path):
    page = open_page(path, width=1024, height=768)
    ready(page, path)
    assert page.evaluate(SMALL)  # the usual page has smaller type, so that this can fail
    present(page)
    expect(page.locator("header[data-testid=stHeader]")).to_be_hidden()
    page.wait_for_function(f"() => ({SMALL})().length === 0")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") == 1024


@SCHEMES
@pytest.mark.parametrize("path", ["/draw", "/train"])
def test_axe_finds_nothing_wrong_while_one_presents(open_page, axe, path, scheme):
    page = open_page(path, width=1024, height=768, scheme=scheme)
    ready(page, path)
    present(page)
    page.keyboard.press("t")
    assert axe(page) == []


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1440, 900), (1920, 1080)])
def test_network_answers_and_scores_are_above_the_line(open_page, width, height):
    page = open_page("/train", width=width, height=height)
    ready(page, "/train")
    present(page)
    page.wait_for_timeout(500)
    top = line(page).bounding_box()["y"]
    for part in (".network .netsketch-canvas", ".plane", ".scores"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= top, part


def test_a_phone_has_no_button_for_it(open_page):
    page = open_page("/draw", width=390, height=844)
    expect(page.get_by_role("button", name="Present", exact=True)).to_be_hidden()


# -------------------------------------------------------------------- checkpoints


def test_five_checkpoints_forth_and_back_show_the_same_weights_to_the_digit(open_page):
    page = opened(open_page("/train", width=1440))
    seen = [shown(page, 0)]
    for number in range(1, 5):
        page.keyboard.press("PageDown" if number % 2 else "ArrowRight")
        seen.append(shown(page, number))
    assert seen == [as_float32(number) for number in range(5)]
    expect(line(page).get_by_role("button", name="The next checkpoint")).to_be_disabled()
    for number in range(3, -1, -1):
        page.keyboard.press("PageUp" if number % 2 else "ArrowLeft")
        assert shown(page, number) == seen[number]


def test_a_step_while_it_trains_shows_the_checkpoint_at_rest_and_undo_leads_back(open_page):
    page = opened(open_page("/train"))
    studio = Studio(page)
    page.keyboard.press("Space")
    studio.wait_epoch(20)
    page.keyboard.press("PageDown")
    assert shown(page, 1) == as_float32(1)
    page.wait_for_timeout(500)
    studio.expect_epoch(2)
    page.get_by_role("button", name="Undo", exact=True).click()
    assert studio.wait_epoch(20) >= 20


def test_a_reload_keeps_demonstration_place_and_mode(open_page):
    page = opened(open_page("/train"))
    page.keyboard.press("PageDown")
    weights = shown(page, 1)
    page.reload()
    assert shown(page, 1) == weights
    page.keyboard.press("PageDown")
    assert shown(page, 2) == as_float32(2)


def test_a_link_opens_at_its_first_checkpoint_and_leaves_the_address(open_page):
    page = open_page(f"/?d={link_of(demonstration())}")
    expect(page).to_have_url(re.compile("/train"))
    Studio(page).expect_epoch(0)
    present(page)
    page.keyboard.press("PageDown")
    weights = shown(page, 1)
    assert "d=" not in page.url.partition("#")[0]
    page.reload()
    assert shown(page, 1) == weights


def test_add_in_the_line_keeps_what_is_on_screen(open_page):
    page = open_page("/train")
    studio = Studio(page)
    studio.button("Train one epoch").click()
    studio.expect_epoch(1)
    studio.settled()
    weights = studio.weights
    present(page)
    line(page).get_by_role("button", name="Add").click()
    expect(line(page).locator(".title")).to_have_text("1 / 1  circle, epoch 1")
    studio.button("Train one epoch").click()
    studio.expect_epoch(2)
    line(page).get_by_role("button", name="Add").click()
    expect(line(page).locator(".title")).to_have_text("2 / 2  circle, epoch 2")
    page.keyboard.press("PageUp")
    studio.expect_epoch(1)
    studio.settled()
    assert studio.weights == weights


def test_notes_stand_in_a_window_of_their_own_and_never_on_the_page(open_page):
    page = opened(open_page("/train"))
    with page.context.expect_page() as popup:
        line(page).get_by_role("button", name="Notes").click()
    notes = popup.value
    expect(notes.get_by_role("heading", name="1. After 0")).to_be_visible()
    expect(notes.get_by_text("Ask about 0")).to_be_visible()
    expect(notes.get_by_text("Next: 2. After 2")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(notes.get_by_text("Ask about 2")).to_be_visible()
    expect(page.get_by_text("Ask about 2")).to_have_count(0)
    shown(page, 1)
    page.reload()
    at(page, 1)
    page.keyboard.press("PageDown")
    expect(notes.get_by_text("Ask about 5")).to_be_visible()


def test_the_list_in_the_panel_and_the_line_are_the_same(open_page):
    page = open_page("/draw")
    ready(page, "/draw")
    panel = share(page, "Demonstration")
    panel.get_by_role("textbox", name="Title of the next checkpoint").fill("First weights")
    panel.get_by_role("button", name="Add a checkpoint").click()
    expect(panel.get_by_text("1. First weights")).to_be_visible()
    page.keyboard.press("Escape")
    present(page)
    expect(line(page).locator(".title")).to_have_text("1 / 1  First weights")


# -------------------------------------------------------------------- keys


def test_keys_of_who_presents(open_page):
    page = open_page("/train", width=1024, height=768)
    ready(page, "/train")
    present(page)
    black = page.locator(".presenter .black")
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(black).to_be_visible()
        assert black.bounding_box() == {"x": 0, "y": 0, "width": 1024, "height": 768}
        page.keyboard.press(key)
        expect(black).to_be_hidden()
    page.keyboard.press("ArrowRight")  # there are no checkpoints: it trains an epoch
    Studio(page).expect_epoch(1)
    page.keyboard.press("Escape")
    expect(line(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Present", exact=True)).to_be_visible()
    Studio(page).expect_epoch(1)
    page.get_by_role("button", name="Present", exact=True).click()
    expect(line(page)).to_be_visible()
    page.keyboard.press("p")
    expect(line(page)).to_be_hidden()


def test_typing_a_p_presents_nothing(open_page):
    page = open_page("/draw")
    ready(page, "/draw")
    page.get_by_role("combobox").first.click()
    page.keyboard.type("pb")
    expect(line(page)).to_be_hidden()


def test_the_countdown_is_large_and_said_at_its_beginning_and_end(open_page):
    page = open_page("/train", prepare=lambda page: page.clock.install())
    ready(page, "/train")
    present(page)
    line(page).get_by_role("combobox", name="Seconds of the countdown").select_option("10")
    page.keyboard.press("t")
    digits, said = page.locator(".presenter .digits"), page.locator(".presenter .said")
    expect(digits).to_have_text("10")
    expect(said).to_have_text("10 seconds to predict")
    assert digits.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 96
    page.clock.fast_forward(10_500)
    expect(digits).to_have_text("Time is up")
    expect(said).to_have_text("Time is up")
    expect(digits).to_be_hidden()


def test_a_ring_follows_the_mouse_and_glows_only_where_motion_is_wanted(open_page):
    for motion, glow in (("no-preference", "glow"), ("reduce", "none")):
        page = open_page("/draw", reduced_motion=motion)
        ready(page, "/draw")
        present(page)
        page.mouse.move(300, 200)
        ring = page.locator(".presenter .ring")
        expect(ring).to_be_visible()
        box = ring.bounding_box()
        assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == (300, 200)
        assert ring.evaluate("element => getComputedStyle(element).animationName") == glow
        page.keyboard.press("l")
        expect(ring).to_be_hidden()
