"""A phone: 390 pixels, a finger, a processor four times slower."""

import pytest
from playwright.sync_api import Page, expect

SMALL = """() => {
  const found = [];
  const acts = "button, a, select, input, [role=button], [role=slider], [role=switch], [role=radio]";
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (!element.matches(acts) || element.closest("svg, [data-testid=stSidebar]") || element.disabled) continue;
      if (element.matches("p a")) continue; // a word of a sentence
      if (element.matches(".stAppSkipLink, [href^='#']") || element.closest("[data-testid=stSlider]")) continue;
      if (/^(Help for|Open$)/.test(element.getAttribute("aria-label") ?? "")) continue; // the box around is touched
      const around = "label, [data-baseweb], [data-testid=stSelectbox], [data-testid=stNumberInputContainer]";
      const sizes = [element, element.closest(around)]
        .filter(Boolean).map((part) => part.getBoundingClientRect());
      const [width, height] = [Math.max(...sizes.map((s) => s.width)), Math.max(...sizes.map((s) => s.height))];
      if (!sizes[0].width || getComputedStyle(element).visibility === "hidden") continue;
      if (width < 40 || height < 40) {
        const name = element.getAttribute("aria-label") || element.textContent || element.className;
        found.push(`${name.trim().slice(0, 40)}: ${Math.round(width)} × ${Math.round(height)}`);
      }
    }
  };
  walk(document);
  return found;
}"""
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


FIND = """
const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
const { view } = roots.map((root) => root.querySelector(".studio")?.studio).find(Boolean);
"""
ZOOM = f"() => {{ {FIND} return view.placement.viewport.k; }}"
WEIGHTS = f"() => {{ {FIND} return [...view.values.theta]; }}"


def slow(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})


@pytest.mark.parametrize("path", ["/", "/train", "/draw", "/inspect"])
def test_nothing_under_a_finger_is_smaller_than_40_pixels(open_page, path):
    page = open_page(path, **PHONE)
    if path != "/":
        page.locator(".unit").first.wait_for()
        page.wait_for_timeout(1500)
    assert page.evaluate(SMALL) == []


def test_a_finger_plays_drags_a_weight_and_zooms_on_a_slow_phone(open_page):
    page = open_page("/train", prepare=slow, **PHONE)
    weight = page.locator('.connection[data-id="0.0>1.0"]')
    weight.wait_for()
    before = weight.get_attribute("aria-label")
    play = page.get_by_role("button", name="Play")
    play.tap()
    epoch = page.locator(".epoch .number")
    expect(epoch).not_to_have_text("0")
    page.get_by_role("button", name="Pause").tap()
    expect(weight).not_to_have_attribute("aria-label", before)

    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    box = page.locator(".board .stage").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    small = page.evaluate(ZOOM)
    touch("touchStart", (x - 30, y), (x + 30, y))
    for apart in range(40, 120, 20):
        touch("touchMove", (x - apart, y), (x + apart, y))
    touch("touchEnd")
    page.wait_for_function(f"(small) => ({ZOOM})() > 1.5 * small", arg=small)

    page.get_by_role("button", name="Fit the drawing into view").tap()
    middle = weight.evaluate(
        """(path) => {
          const at = path.getPointAtLength(path.getTotalLength() * 0.4).matrixTransform(path.getScreenCTM());
          return [at.x, at.y];
        }"""
    )
    page.touchscreen.tap(*middle)  # its number comes up
    page.keyboard.press("Escape")
    number = page.locator(".labels .weight").first
    number.wait_for()
    shown, box = page.evaluate(WEIGHTS), number.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch("touchStart", (x, y))
    for aside in range(10, 70, 10):
        touch("touchMove", (x + aside, y))
    touch("touchEnd")
    page.wait_for_function(
        f"(shown) => ({WEIGHTS})().some((weight, i) => Math.abs(weight - shown[i]) > 0.05)", arg=shown
    )
