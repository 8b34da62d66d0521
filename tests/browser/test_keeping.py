"""What a visitor made outlives a reload, a restart of the server, and the way to another page."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settle
from tests.browser.test_train import Studio

UNREACHABLE = ("disconnected from server", "ERR_CONNECTION", "WebSocket", "Failed to", "Network")
"""What a browser writes while nobody answers."""
EXPLAINING = ["forward", "activations", "descent", "backprop"]

BOARD = """element => { const found = element.view; return {
    theta: [...found.values.theta], inputs: [...found.values.a], drawing: [...found.model.units.keys()] } }"""


def drawing(page, index=0):
    """All numbers on a canvas, and the ids of its units."""
    return page.locator(".netsketch-board").nth(index).evaluate(BOARD)


def at_rest(page, index=0):
    """Nothing is under way, and the tab has kept what was done."""
    page.wait_for_function(
        """index => {
            const boards = [...document.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
                [...(shadowRoot?.querySelectorAll(".netsketch-board") ?? [])]);
            const loop = boards[index]?.conversation.loop;
            return loop && loop.settled && !loop.inFlight;
        }""",
        arg=index,
    )
    page.wait_for_timeout(500)


def add_neuron(page, layer=1):
    page.get_by_role("button", name="Add a neuron").nth(layer).click()


def set_weight(page, value: float, index=0):
    page.locator(".netsketch-board").nth(index).evaluate(
        """(element, value) => element.conversation.push(
            {kind: "set_weight", id: "0.0>1.0", value, base: element.view.model.version})""",
        value,
    )


# -------------------------------------------------------------------- reloads


def test_a_reload_of_draw_brings_the_drawing_back(open_page):
    page = open_page("/draw")
    add_neuron(page)
    set_weight(page, 1.25)
    at_rest(page)
    before = drawing(page)
    assert 1.25 in before["theta"]
    page.reload()
    page.locator(".netsketch-board .unit").nth(len(before["drawing"]) - 1).wait_for()
    page.wait_for_function("() => true")
    assert drawing(page) == before


def test_a_reload_of_train_brings_curves_timeline_and_the_optimisers_memory_back(open_page):
    one = Studio(open_page("/train"))
    one.choose("Optimi[sz]er", "Adam")
    one.play(40)
    page, here = one.page, one.epoch
    page.wait_for_timeout(600)
    curves = "studio => Array.from(studio.curves.numbers.curves.data)"
    before, weights = one.evaluate(curves), one.weights
    page.reload()
    again = Studio(page)
    again.expect_epoch(here)
    again.settled()
    assert again.weights == weights
    assert again.evaluate(curves) == before
    expect(page.locator(".timeline .place")).to_have_text(f"epoch {here} of {here}")
    page.get_by_role("slider", name="Timeline").fill("7")
    again.expect_epoch(7)
    page.get_by_role("slider", name="Timeline").fill(str(here))
    again.expect_epoch(here)
    again.settled()
    assert again.weights == weights


def test_a_reload_while_it_trains_loses_two_seconds_at_most(open_page):
    studio = Studio(open_page("/train"))
    studio.button("Play").click()
    studio.wait_epoch(30)
    studio.page.wait_for_timeout(3000)
    kept = studio.epoch
    studio.page.wait_for_timeout(2500)
    studio.page.reload()
    again = Studio(studio.page)
    assert again.wait_epoch(kept) >= kept


@pytest.mark.parametrize("name", EXPLAINING)
def test_an_explaining_page_has_the_same_network_after_a_reload(open_page, server, name):
    page = open_page("/draw")
    add_neuron(page)
    set_weight(page, 7.75)
    at_rest(page)
    page.goto(f"{server.url}/{name}")  # a typed address
    settle(page)
    page.wait_for_timeout(1000)
    page.reload()
    settle(page)
    page.wait_for_timeout(1000)
    page.get_by_role("link", name="Draw").first.click()
    page.locator(".netsketch-board .unit").first.wait_for()
    at_rest(page)
    assert 7.75 in drawing(page)["theta"]


def test_lessons_keep_answers_and_drawings(open_page):
    page = open_page("/learn?lesson=forward-pass")
    expect(page.get_by_role("heading", name="2.")).to_be_visible()
    page.get_by_role("button", name="Just show me").first.click()
    expect(page.get_by_text("The answer:").first).to_be_visible()
    set_weight(page, 4.5)
    at_rest(page)
    before = drawing(page)
    page.reload()
    expect(page.get_by_text("The answer:").first).to_be_visible()
    page.wait_for_timeout(1500)
    assert drawing(page) == before
    page.goto(page.url.replace("lesson=forward-pass", "lesson=neuron"))  # a typed address
    page.goto(page.url.replace("lesson=neuron", "lesson=forward-pass"))
    expect(page.get_by_text("The answer:").first).to_be_visible()


def test_back_and_forward_lose_nothing(open_page):
    page = open_page("/draw")
    set_weight(page, 3.5)
    at_rest(page)
    page.get_by_role("link", name="Train").first.click()
    Studio(page)
    page.go_back()
    page.locator(".netsketch-board .unit").first.wait_for()
    assert 3.5 in drawing(page)["theta"]
    page.go_forward()
    assert 3.5 in Studio(page).weights


def test_two_tabs_are_two_sessions(open_page):
    one = open_page("/draw")
    set_weight(one, 2.5)
    at_rest(one)
    other = one.context.new_page()
    other.goto(one.url.partition("#")[0])
    other.locator(".netsketch-board .unit").first.wait_for()
    at_rest(other)
    assert 2.5 not in drawing(other)["theta"]
    set_weight(other, -6.5)
    at_rest(other)
    one.reload()
    one.locator(".netsketch-board .unit").first.wait_for()
    one.wait_for_timeout(1000)
    assert 2.5 in drawing(one)["theta"]


# -------------------------------------------------------------------- restarts


def test_a_drag_goes_on_where_the_server_was_killed_in_its_middle(open_page, mortal):
    page = open_page("/draw", server=mortal.server, expected=UNREACHABLE)
    add_neuron(page)
    at_rest(page)
    units = len(drawing(page)["drawing"])
    set_weight(page, 1.5)
    mortal.kill()
    set_weight(page, 2.25)  # nobody hears this one
    page.wait_for_timeout(500)
    mortal.start()
    page.wait_for_function(
        """() => [...document.querySelectorAll("*")].some(({ shadowRoot }) => {
            const board = shadowRoot?.querySelector(".netsketch-board");
            return board && [...board.view.values.theta].includes(2.25) && board.conversation.settled; })""",
        timeout=45_000,
    )
    assert len(drawing(page)["drawing"]) == units


def test_training_goes_on_where_the_server_was_killed_in_its_middle(open_page, mortal):
    studio = Studio(open_page("/train", server=mortal.server, expected=UNREACHABLE))
    studio.button("Play").click()
    studio.wait_epoch(30)
    studio.page.wait_for_timeout(2500)
    reached = studio.epoch
    mortal.restart()
    studio.page.wait_for_event("load", timeout=45_000)
    expect(studio.button("Pause")).to_be_visible()  # it has gone on by itself
    studio.wait_epoch(reached + 50, timeout=45)
    studio.button("Pause").click()
    studio.settled()
    expect(studio.page.locator(".timeline .place")).to_have_text(f"epoch {studio.epoch:,} of {studio.epoch:,}")
    assert studio.evaluate("studio => studio.curves.numbers.curves.data[0]") == 0  # from the first epoch on


# -------------------------------------------------------------------- links


def test_a_link_that_can_not_be_read_says_so(open_page):
    page = open_page("/?s=broken")
    expect(page.get_by_text("This link can't be opened")).to_be_visible()
