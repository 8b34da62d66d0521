"""The explaining pages in a real browser: steps, keys, pictures, predictions, phones, accessibility."""

import re

import pytest
from playwright.sync_api import expect

PAGES = ["/forward", "/activations", "/descent", "/backprop", "/glossary"]
HEADINGS = {
    "/forward": "Forward pass",
    "/activations": "Activations",
    "/descent": "Gradient descent",
    "/backprop": "Back-propagation",
    "/glossary": "Glossary",
}


def arithmetic(page):
    return page.locator(".ns-sum p")


def ready(page, path):
    """Wait until the page's own parts are there, drawn and at rest."""
    expect(page.get_by_role("heading", name=HEADINGS[path], exact=True)).to_be_visible()
    if path in ("/forward", "/backprop"):
        expect(page.locator(".netsketch-picture .unit.input").first).to_be_visible()
    if path == "/glossary":
        expect(page.get_by_role("heading", name="Weighted sum", exact=True)).to_be_visible()
    if path in ("/activations", "/descent"):
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_the_page_is_accessible(open_page, axe, path, scheme):
    page = ready(open_page(path, scheme=scheme), path)
    assert axe(page) == []


@pytest.mark.parametrize(
    "path, clicks, sign",
    [
        ("/forward", ["Formula"], ".katex"),
        ("/forward", ["NumPy", "The whole forward pass as NumPy"], "[data-testid=stCode]"),
        ("/descent", ["Two weights"], ".contourlayer"),
        ("/descent", ["The article's example"], ".ns-sum"),
        ("/backprop", ["Predict, then reveal"], "[data-testid=stForm]"),
        ("/activations", ["After training"], ".heatmaplayer"),
    ],
)
def test_every_view_of_a_page_is_accessible(open_page, axe, path, clicks, sign):
    page = ready(open_page(path), path)
    for text in clicks:
        page.get_by_text(text, exact=True).first.click()
    expect(page.locator(sign).first).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_the_page_fits_a_phone(open_page, path):
    page = ready(open_page(path, width=390, height=844), path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.ns-sum, .ns-gallery, [data-testid=stButton], .netsketch-picture')]
            .filter((e) => e.getBoundingClientRect().right > 391).map((e) => e.className)"""
    )
    assert wide == []


def test_the_forward_pass_is_stepped_by_keys_and_its_place_lit_up(open_page):
    page = ready(open_page("/forward"), "/forward")
    page.get_by_role("heading", name="Forward pass").click()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Forward: h1,1")).to_be_visible()
    expect(arithmetic(page).nth(1)).to_contain_text("a ≈ tanh(")
    lit = page.locator(".netsketch-picture .unit.lit")
    expect(lit).to_have_count(3)
    expect(page.locator('.netsketch-picture .unit[data-id="1.0"] .value')).not_to_have_text("?")
    expect(page.locator('.netsketch-picture .unit[data-id="3.0"] .value')).to_have_text("?")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Forward: h1,2")).to_be_visible()
    page.keyboard.press("Shift+N")
    expect(page.get_by_role("heading", name="Forward: h1,1")).to_be_visible()


def test_a_neuron_of_the_picture_leads_to_its_step(open_page):
    page = ready(open_page("/forward"), "/forward")
    page.locator('.netsketch-picture .unit[data-id="2.1"]').click()
    expect(page.get_by_role("heading", name="Forward: h2,2")).to_be_visible()
    page.locator('.netsketch-picture .unit[data-id="1.3"]').click()
    expect(page.get_by_role("heading", name="Forward: h1,4")).to_be_visible()


def test_the_picture_stays_while_the_steps_change(open_page):
    page = ready(open_page("/backprop"), "/backprop")
    stage = page.locator(".netsketch-picture .stage")
    stage.evaluate("(stage) => { stage.dataset.mark = 'same'; }")
    for title in ("Forward: hidden layer 2", "Forward: output", "The loss", "Delta: y"):
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(stage).to_have_attribute("data-mark", "same")
    expect(page.locator(".ns-phases [aria-current]")).to_have_text("Deltas")


def test_a_prediction_is_hidden_on_the_picture_too(open_page):
    page = ready(open_page("/forward"), "/forward")
    page.get_by_text("Predict, then reveal").click()
    page.get_by_role("button", name="Next").click()
    output = page.locator('.netsketch-picture .unit[data-id="1.0"] .value')
    expect(page.get_by_role("textbox", name="What comes out of h1,1?")).to_be_visible()
    expect(output).to_have_text("?")
    page.get_by_role("textbox", name="What comes out of h1,1?").fill("−0.5")
    page.get_by_role("button", name="Reveal", exact=True).click()
    expect(page.get_by_text(re.compile("Your guess −0.5, the answer"))).to_be_visible()
    expect(output).not_to_have_text("?")


def test_a_whole_back_propagation_by_keyboard_alone(open_page):
    page = ready(open_page("/backprop"), "/backprop")
    page.get_by_role("heading", name="Back-propagation").click()
    seen = set()
    for _ in range(40):
        seen.add(page.locator(".ns-phases [aria-current]").inner_text())
        if page.get_by_role("button", name="Next Shortcut").is_disabled():
            break
        before = page.locator("h2").first.inner_text()
        page.keyboard.press("n")
        expect(page.locator("h2").first).not_to_have_text(before)
    assert seen == {"Forward", "Loss", "Deltas", "Gradients", "Update"}
    expect(page.get_by_role("heading", name="Update of h1,4")).to_be_visible()


def test_the_articles_slopes_can_be_read(open_page):
    """ARTICLE.md, part 3."""
    page = ready(open_page("/descent"), "/descent")
    page.get_by_role("button", name="The article's example").or_(
        page.get_by_text("The article's example")
    ).first.click()
    for text in ("∂J/∂w = 14 × 1 = 14", "∂J/∂w = 14 × 2 = 28", "∂J/∂w = 14 × 3 = 42", "= 5.04"):
        expect(arithmetic(page).filter(has_text=text).first).to_be_visible()


def test_the_chart_of_the_descent_changes_in_place(open_page):
    page = ready(open_page("/descent"), "/descent")
    points = page.locator(".js-plotly-plot .scatterlayer .point")
    expect(points).to_have_count(1)
    plot = page.locator(".js-plotly-plot")
    plot.evaluate("(plot) => { plot.dataset.mark = 'same'; }")
    page.get_by_role("button", name="Next").click()
    expect(points).to_have_count(2)
    expect(plot).to_have_attribute("data-mark", "same")


LATE = """() => {
  const style = document.createElement("style");
  style.textContent = "* { overflow-anchor: none }"; // as in browsers that don't make up for it themselves
  document.head.append(style);
  const block = document.createElement("div");
  block.style.height = "3000px";
  document.querySelector("h1").before(block);
}"""
"""Something that arrives above a heading after it has been scrolled to."""


def test_a_term_links_to_its_place_in_the_glossary(open_page):
    page = ready(open_page("/backprop"), "/backprop")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="deltas").click()
    glossary = opened.value
    term = glossary.get_by_role("heading", name="Delta", exact=True)
    expect(term).to_be_in_viewport()
    glossary.evaluate(LATE)
    expect(term).to_be_in_viewport()
    glossary.mouse.move(500, 500)
    glossary.mouse.wheel(0, -4000)  # the reader's hand has the last word
    expect(term).not_to_be_in_viewport()
    glossary.close()
