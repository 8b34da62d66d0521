"""Drawing by hand in a real browser: pointer, keyboard, touch; what lights up, what is said, what is undone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

SIZES = pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])


def unit(page: Page, id: str) -> Locator:
    return page.locator(f'.unit[data-id="{id}"]')


def body(page: Page, id: str) -> Locator:
    """The disc of a neuron."""
    return unit(page, id).locator("circle.body")


def value(page: Page, id: str) -> Locator:
    return unit(page, id).locator(".value")


def connection(page: Page, id: str) -> Locator:
    return page.locator(f'.connection[data-id="{id}"]')


def weight(page: Page, id: str) -> Locator:
    """The number written on a connection."""
    return page.locator(f'[data-label="{id}"]')


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def click(page: Page, place: Locator) -> None:
    """Click where the reader sees it; what lies there is the canvas's affair."""
    page.mouse.click(*middle(place))


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
    page.mouse.move(*end, steps=3)
    page.mouse.up()


def choose(page: Page, preset: str) -> None:
    """Load a preset by pointer and wait until it stands."""
    page.get_by_role("combobox", name="Begin with").click()
    page.get_by_role("option", name=preset, exact=True).click()
    page.mouse.move(5, 5)


def transactions(open_page, **window) -> Page:
    page = open_page("/draw", **window)
    choose(page, "Transactions")
    expect(value(page, "2.0")).to_have_text("9")
    expect(weight(page, "1.0>2.0")).to_be_visible()
    return page


def type_number(page: Page, number: str) -> None:
    field = page.locator(".editor input[data-field]")
    expect(field).to_be_focused()
    field.fill(number)
    field.press("Enter")
    expect(page.locator(".editor")).to_have_count(0)
    page.mouse.move(5, 5)


def focused(page: Page) -> str:
    """The id of the neuron or connection that has the focus."""
    return page.evaluate("""() => {
      let node = document.activeElement;
      while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
      return node.dataset.id ?? node.dataset.key ?? node.className;
    }""")


ARTICLE = {"0.0>1.0": "1", "0.1>1.0": "1", "0.0>1.1": "-1", "0.1>1.1": "1", "1.0>2.0": "2", "1.1>2.0": "-1"}


def test_the_article_network_is_drawn_by_pointer_from_an_empty_board_and_answers_9(open_page):
    page = open_page("/draw")
    choose(page, "Empty board")
    expect(page.locator(".unit")).to_have_count(2)
    expect(page.locator(".connection:not(.cut)")).to_have_count(0)
    drag(page, middle(page.locator('[data-port="0.0"]')), middle(body(page, "1.0")))
    expect(page.locator(".connection:not(.cut)")).to_have_count(1)
    page.get_by_role("button", name="Add an input to Inputs").click()
    expect(unit(page, "0.1")).to_be_visible()
    page.get_by_role("button", name="Add a layer between Inputs and Output").click()
    expect(page.locator(".connection:not(.cut)")).to_have_count(6)
    for id, number in ARTICLE.items():
        click(page, weight(page, id))
        type_number(page, number)
    for id, number in (("0.0", "2"), ("0.1", "3")):
        click(page, body(page, id))
        type_number(page, number)
    expect(value(page, "1.0")).to_have_text("5")
    expect(value(page, "1.1")).to_have_text("1")
    expect(value(page, "2.0")).to_have_text("9")
    click(page, body(page, "2.0"))
    expect(page.get_by_text("y = (5 × 2) + (1 × −1) = 9")).to_be_visible()


def test_the_article_network_is_drawn_by_keyboard_alone_and_answers_9(open_page):
    page = open_page("/draw")
    expect(page.locator(".unit")).to_have_count(9)  # a page that is still being made may drop what is typed
    keys = page.keyboard
    for _ in range(30):
        keys.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "Begin with":
            break
    keys.type("Empty")
    keys.press("Enter")
    expect(page.locator(".unit")).to_have_count(2)
    for _ in range(10):
        keys.press("Tab")
        if focused(page).startswith("title"):
            break
    while focused(page) != "title0":
        keys.press("ArrowLeft")
    keys.press("+")
    expect(unit(page, "0.1")).to_be_visible()
    keys.press("n")
    expect(unit(page, "2.0")).to_be_visible()
    keys.press("ArrowDown")
    keys.type("2\n")
    keys.press("ArrowDown")
    keys.type("3\n")
    keys.press("Home")
    assert focused(page) == "0.0"
    for source, numbers in (("0.0", ("1", "-1")), ("0.1", ("1", "1"))):
        assert focused(page) == source
        keys.press("ArrowRight")
        keys.type(f"{numbers[0]}\n")
        keys.press("ArrowDown")
        keys.type(f"{numbers[1]}\n")
        keys.press("ArrowLeft")
        keys.press("ArrowDown")
    keys.press("PageDown")
    keys.press("Home")
    for number in ("2", "-1"):
        keys.press("ArrowRight")
        keys.type(f"{number}\n")
        keys.press("ArrowLeft")
        keys.press("ArrowDown")
    expect(value(page, "2.0")).to_have_text("9")


def test_dragging_a_weight_moves_the_output_and_one_undo_takes_the_drag_back(open_page):
    page = transactions(open_page)
    x, y = middle(weight(page, "1.0>2.0"))
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x + 5 * step, y)
    expect(value(page, "2.0")).to_have_text("14")
    page.mouse.up()
    page.keyboard.press("Control+z")
    expect(value(page, "2.0")).to_have_text("9")
    page.keyboard.press("Control+Shift+Z")
    expect(value(page, "2.0")).to_have_text("14")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(value(page, "2.0")).to_have_text("9")


def test_hovering_a_neuron_lights_what_feeds_it_and_what_it_feeds(open_page):
    page = transactions(open_page)
    page.mouse.move(*middle(body(page, "1.0")))
    lit = page.locator(".connection.lit")
    expect(lit).to_have_count(3)
    assert set(lit.evaluate_all("all => all.map((one) => one.dataset.id)")) == {"0.0>1.0", "0.1>1.0", "1.0>2.0"}
    expect(page.locator(".unit.lit")).to_have_count(4)
    expect(connection(page, "1.1>2.0")).to_have_css("opacity", "0.14")
    page.mouse.move(*middle(weight(page, "1.0>2.0")))
    expect(page.locator(".tip")).to_contain_text("5 × 2 = 10")
    expect(weight(page, "1.0>2.0")).to_have_text("5 × 2 = 10")
    page.mouse.move(5, 5)
    expect(lit).to_have_count(0)


def test_a_connection_is_cut_and_restored_and_a_skip_is_drawn(open_page):
    page = transactions(open_page)
    click(page, weight(page, "1.1>2.0"))
    page.get_by_role("button", name="Cut the connection").click()
    expect(value(page, "2.0")).to_have_text("10")
    expect(connection(page, "1.1>2.0")).to_contain_class("cut")
    drag(page, middle(page.locator('[data-port="1.1"]')), middle(body(page, "2.0")))
    expect(value(page, "2.0")).to_have_text("11")
    drag(page, middle(page.locator('[data-port="0.1"]')), middle(body(page, "2.0")))
    expect(value(page, "2.0")).to_have_text("14")
    said = "skip connection from accounts to output transactions, weight 1, 3 × 1 = 3"
    expect(connection(page, "0.1>2.0")).to_have_attribute("aria-label", said)


def test_several_neurons_are_selected_with_a_frame_and_removed_at_once(open_page):
    page = open_page("/draw")
    choose(page, "Autoencoder 8-3-8")
    expect(page.locator(".unit")).to_have_count(19)
    top, bottom = middle(body(page, "1.0")), middle(body(page, "1.1"))
    page.keyboard.down("Shift")
    drag(page, (top[0] - 50, top[1] - 45), (bottom[0] + 50, bottom[1] + 40))
    page.keyboard.up("Shift")
    expect(page.locator('.unit[aria-pressed="true"]')).to_have_count(2)
    page.get_by_role("button", name="Delete the selection").click()
    expect(page.locator(".unit")).to_have_count(17)
    expect(page.locator(".head .count span").nth(1)).to_have_text("1")


def test_layers_are_reordered_by_dragging_their_names_and_by_keyboard(open_page):
    page = open_page("/draw")
    choose(page, "TensorFlow Playground's")
    counts = page.locator(".head .count span")
    expect(counts).to_have_text(["2", "4", "2", "1"])
    start, end = (middle(page.locator(f'[data-key="title{layer}"]')) for layer in (1, 2))
    drag(page, start, end)
    expect(counts).to_have_text(["2", "2", "4", "1"])
    page.locator('[data-key="title2"]').focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(counts).to_have_text(["2", "4", "2", "1"])


def test_names_activations_and_pins_are_set_in_place(open_page):
    page = transactions(open_page)
    click(page, body(page, "0.0"))
    page.locator(".editor").get_by_label("Name").fill("adults")
    page.keyboard.press("Enter")
    expect(unit(page, "0.0").locator(".name")).to_have_text("adults")
    click(page, weight(page, "0.0>1.0"))
    page.get_by_role("button", name="Pin the weight").click()
    expect(connection(page, "0.0>1.0")).to_contain_class("pinned")
    page.get_by_label("Activation of Hidden 1").select_option("relu")
    expect(page.get_by_label("Activation of Hidden 1")).to_have_value("relu")
    click(page, weight(page, "0.0>1.0"))
    type_number(page, "-4")
    expect(value(page, "1.0")).to_have_text("0")


def test_a_number_that_is_none_is_refused_with_a_message_and_escape_takes_back(open_page):
    page = transactions(open_page)
    click(page, weight(page, "1.0>2.0"))
    field = page.locator(".editor input[data-field]")
    field.fill("two")
    field.press("Enter")
    expect(page.locator(".editor .note")).to_have_text("“two” is not a number; try 0.5 or −2")
    field.fill("7")
    expect(value(page, "2.0")).to_have_text("34")
    field.press("Escape")
    expect(value(page, "2.0")).to_have_text("9")


def test_arrow_keys_in_a_number_take_steps_of_three_sizes(open_page):
    page = transactions(open_page)
    click(page, weight(page, "1.0>2.0"))
    for key in ("ArrowUp", "Shift+ArrowUp", "Alt+ArrowUp", "Alt+ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator(".editor input[data-field]")).to_have_value("3.12")
    expect(value(page, "2.0")).to_have_text("14.6")


def test_neurons_and_connections_say_what_they_are_and_changes_are_announced(open_page):
    page = transactions(open_page)
    expect(unit(page, "1.1")).to_have_attribute(
        "aria-label",
        "hidden 1 neuron 2, bias 0 pinned, output 1; from family members weight −1, from accounts weight 1",
    )
    expect(connection(page, "1.0>2.0")).to_have_attribute(
        "aria-label", "connection from hidden 1 neuron 1 to output transactions, weight 2, 5 × 2 = 10"
    )
    click(page, weight(page, "1.0>2.0"))
    type_number(page, "3")
    expect(page.locator(".netsketch-canvas [aria-live=polite]")).to_have_text(
        "weight from hidden 1 neuron 1 to output transactions is now 3; output transactions 14"
    )


def test_the_matrix_and_the_table_show_and_edit_the_same_weights(open_page):
    page = transactions(open_page)
    page.get_by_role("button", name="Show the weights as matrices").click()
    page.locator('[data-cell="1.0>2.0"]').click()
    type_number(page, "4")
    expect(page.locator('[data-cell="1.0>2.0"]')).to_have_text("4")
    page.get_by_role("button", name="Show the weights as matrices").click()
    expect(value(page, "2.0")).to_have_text("19")
    page.get_by_text("Table", exact=True).click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    page.wait_for_timeout(2000)  # until its cells are painted
    type_into_table(page, row=6, number="5")
    expect(value(page, "2.0")).to_have_text("24")
    click(page, weight(page, "1.0>2.0"))
    type_number(page, "6")
    expect(value(page, "2.0")).to_have_text("29")
    page.wait_for_timeout(2000)  # the table takes the new weight over
    type_into_table(page, row=7, number="1")
    expect(value(page, "2.0")).to_have_text("31")


def type_into_table(page: Page, row: int, number: str) -> None:
    """Change a weight in the table. Its cells are painted, so they are found by place; a field opens to edit one."""
    box = page.get_by_test_id("stDataFrame").bounding_box()
    field = page.locator(".gdg-style input:visible, #portal input:visible").last
    for _ in range(5):  # a table that has just been made anew does not listen yet
        page.mouse.click(box["x"] + box["width"] * 0.72, box["y"] + 35 * (row + 1.5))
        page.wait_for_timeout(500)
        page.keyboard.press("Enter")
        page.wait_for_timeout(700)
        if field.count():
            break
    field.fill(number)
    page.wait_for_timeout(300)
    field.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_a_neuron_being_edited(open_page, axe, scheme):
    page = transactions(open_page, scheme=scheme)
    click(page, weight(page, "1.0>2.0"))
    expect(page.locator(".editor")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keyboard and pointer help").click()
    assert axe(page) == []


@SIZES
def test_a_small_drawing_is_shown_whole_with_type_of_12_pixels_and_more(open_page, width, height):
    page = transactions(open_page, width=width, height=height)
    stage = page.locator(".stage").bounding_box()
    for text in page.locator(".stage text:visible").all():
        box = text.bounding_box()
        assert stage["x"] <= box["x"] and box["x"] + box["width"] <= stage["x"] + stage["width"]
        assert stage["y"] <= box["y"] and box["y"] + box["height"] <= stage["y"] + stage["height"]
    scale = page.locator(".front > g").evaluate("g => g.getScreenCTM().a")
    size = "all => all.map((text) => parseFloat(getComputedStyle(text).fontSize))"
    sizes = page.locator(".stage text:visible").evaluate_all(size)
    assert min(sizes) * scale >= 11.99


@pytest.mark.parametrize("name", ["W" * 24, "家族の人数と年齢と住所と口座の数", "שלום לכולם"])
def test_a_name_of_any_kind_stays_inside_the_picture_and_is_said_in_full(open_page, name):
    page = transactions(open_page, width=390, height=844)
    click(page, body(page, "0.0"))
    page.locator(".editor").get_by_label("Name").fill(name)
    page.keyboard.press("Enter")
    page.mouse.move(5, 5)
    expect(unit(page, "0.0")).to_have_attribute("aria-label", re.compile(re.escape(name)))
    written = unit(page, "0.0").locator(".name")
    expect(written).to_have_text(re.compile(re.escape(name[:3])))
    stage, box = page.locator(".stage").bounding_box(), written.bounding_box()
    assert stage["x"] <= box["x"] and box["x"] + box["width"] <= stage["x"] + stage["width"]
    assert written.locator("*").count() == 0


def test_a_finger_taps_drags_and_connects(open_page):
    page = transactions(open_page, width=390, height=844, has_touch=True)
    page.touchscreen.tap(*middle(weight(page, "1.0>2.0")))
    type_number(page, "4")
    expect(value(page, "2.0")).to_have_text("19")
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    start, end = middle(page.locator('[data-port="0.1"]')), middle(body(page, "2.0"))
    touch("touchStart", start)
    for share in (0.2, 0.6, 1):
        touch("touchMove", (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    touch("touchEnd")
    expect(connection(page, "0.1>2.0")).to_have_count(1)
    expect(value(page, "2.0")).to_have_text("22")
    before = body(page, "1.0").bounding_box()["width"]
    box = page.locator(".stage").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 30
    touch("touchStart", (x - 30, y), (x + 30, y))
    for apart in (50, 80, 110):
        touch("touchMove", (x - apart, y), (x + apart, y))
    touch("touchEnd")
    assert body(page, "1.0").bounding_box()["width"] > 2 * before


def test_a_64_by_8_drawing_and_784_inputs_stay_usable(open_page):
    page = open_page("/draw")
    choose(page, "Empty board")
    expect(page.locator(".unit")).to_have_count(2)
    push = """(edits) => {
      const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
      const { conversation } = roots.map((root) => root.querySelector(".netsketch-board")).find(Boolean);
      for (const edit of edits) conversation.push(edit);
    }"""
    page.evaluate(push, [{"kind": "add_layer", "at": 1, "size": 64}] * 8)
    expect(page.locator(".unit")).to_have_count(8 * 64 + 2, timeout=60_000)
    expect(page.locator(".value:visible")).to_have_count(0)
    x, y = middle(body(page, "4.30"))
    page.mouse.move(x, y)
    for _ in range(8):
        page.mouse.wheel(0, -400)
    expect(value(page, "4.30")).to_be_visible()
    expect(page.locator(".connection.lit")).to_have_count(128)
    page.evaluate(push, [{"kind": "preset", "name": "empty"}, {"kind": "add_layer", "at": 1, "size": 784}])
    expect(page.locator(".block .count")).to_have_text("784")
    expect(page.locator(".unit")).to_have_count(2)


def test_the_draw_page_opened_first_on_a_fresh_server_shows_a_drawing(open_page, fresh_server):
    page = open_page("/draw", server=fresh_server)
    expect(page.locator(".unit")).to_have_count(9)


def test_reduced_motion_is_respected(open_page):
    page = transactions(open_page, reduced_motion="reduce")
    expect(connection(page, "1.0>2.0")).to_have_css("transition-duration", "0s")
