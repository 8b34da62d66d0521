"""Points drawn by hand, on the page of data and while a network trains."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
STREAMLITS_OWN = ("list:", "listitem:")
"""What axe finds in Streamlit's own menu on phones."""


class Board:
    """The plane that points are drawn on."""

    def __init__(self, page: Page):
        self.page = page
        self.plane = page.locator(".plane")
        page.locator(".plane .main-svg").first.wait_for()
        page.wait_for_timeout(300)

    @property
    def bar(self):
        return self.page.get_by_role("toolbar", name="Draw points")

    def tool(self, name: str) -> None:
        self.bar.get_by_role("button", name=name, exact=True).click()

    def place(self, x: float, y: float) -> tuple[float, float]:
        window = self.page.locator(".plane .window")
        while not (box := window.bounding_box()):  # a chart that is being drawn anew has none
            self.page.wait_for_timeout(20)
        return box["x"] + (x + 6) / 12 * box["width"], box["y"] + (6 - y) / 12 * box["height"]

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(*self.place(x, y))

    def drag(self, *places: tuple[float, float]) -> None:
        self.page.mouse.move(*self.place(*places[0]))
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*self.place(*place), steps=8)
        self.page.mouse.up()

    @property
    def points(self) -> int:
        """Points that Plotly shows, trained on or held out."""
        return self.plane.evaluate(
            "plane => plane.querySelector('.chart').data.filter((t) => ['train', 'test'].includes(t.name))"
            ".reduce((sum, trace) => sum + trace.x.length, 0)"
        )

    def expect_points(self, count: int) -> None:
        for _ in range(100):
            if self.points == count:
                return
            self.page.wait_for_timeout(50)
        assert self.points == count


def on_train(open_page, **kwargs) -> tuple[Page, Board]:
    page = open_page("/train", **kwargs)
    board = Board(page)
    page.get_by_text("Draw points", exact=True).click()
    expect(board.bar).to_be_visible()
    return page, board


def test_a_third_class_is_drawn_while_the_network_trains(open_page):
    page, board = on_train(open_page)
    before = board.points
    page.get_by_role("toolbar", name="Training").get_by_role("button", name="Play").click()
    board.tool("Class 3")
    board.click(-5, 5)
    expect(page.locator(".unit.output")).to_have_count(3)
    board.drag((-4, 5), (-1, 5), (2, 5))
    page.wait_for_timeout(300)
    assert board.points > before + 5
    expect(page.get_by_role("toolbar", name="Training").get_by_role("button", name="Pause")).to_be_visible()
    epoch = int(page.locator(".epoch .number").inner_text())
    page.wait_for_timeout(500)
    assert int(page.locator(".epoch .number").inner_text()) > epoch
    page.get_by_role("toolbar", name="Training").get_by_role("button", name="Pause").click()
    expect(page.get_by_role("combobox", name=re.compile("Data"))).to_have_value("Your points")


def test_a_stroke_is_undone_as_one_and_cleared_points_come_back(open_page):
    page, board = on_train(open_page)
    before = board.points
    board.drag((-5, -5.5), (0, -5.5), (5, -5.5))
    page.wait_for_timeout(500)
    assert board.points > before + 10
    board.tool("Undo")
    board.expect_points(before)
    board.tool("Clear")
    board.expect_points(0)
    expect(board.plane.get_by_role("status")).to_have_text("Empty: draw the first point")
    board.click(1, 1)
    board.tool("Class 2")
    board.click(-1, -1)
    expect(page.get_by_role("combobox", name=re.compile("Data"))).to_have_value("Your points")
    board.expect_points(2)


def test_points_are_moved_erased_and_saved(open_page, tmp_path):
    page, board = on_train(open_page)
    board.tool("Clear")
    for x in (-4, -2, 0, 2, 4):
        board.click(x, 3)
    page.wait_for_timeout(600)
    board.expect_points(5)
    board.tool("Move")
    board.drag((4, 3), (4, -3))
    board.tool("Erase")
    board.click(-4, 3)
    page.wait_for_timeout(800)
    board.expect_points(4)
    with page.expect_download() as saved:
        board.tool("Save as CSV")
    saved.value.save_as(tmp_path / "points.csv")
    rows = list(csv.DictReader((tmp_path / "points.csv").read_text(encoding="utf-8").splitlines()))
    places = sorted((round(float(row["x1"])), round(float(row["x2"]))) for row in rows)
    assert [x for x, _ in places] == [-2, 0, 2, 4]
    assert places[-1][1] < 0 < places[0][1]


def test_the_keyboard_draws_too(open_page):
    page, board = on_train(open_page)
    board.tool("Clear")
    chart = page.locator(".plane .chart")
    chart.focus()
    chart.press("ArrowRight")
    chart.press("Enter")
    board.expect_points(1)
    for _ in range(8):
        chart.press("ArrowUp")
    chart.press("Enter")
    page.wait_for_timeout(400)
    board.expect_points(2)
    chart.press("Delete")
    board.expect_points(1)


def test_values_are_drawn_for_a_regression(open_page):
    page, board = on_train(open_page)
    board.bar.get_by_role("combobox", name="What points are").select_option("values")
    board.bar.get_by_role("spinbutton", name="Value").fill("-3")
    board.click(-3, 0)
    board.bar.get_by_role("spinbutton", name="Value").fill("3")
    board.click(3, 0)
    expect(page.locator(".scores")).to_contain_text("R²")
    board.expect_points(2)


def test_points_drawn_on_the_page_of_data_are_the_data(open_page):
    page = open_page("/data")
    page.get_by_test_id("stButtonGroup").get_by_text("Draw", exact=True).click()
    board = Board(page)
    expect(board.bar).to_be_visible()
    board.tool("Clear")
    board.click(-3, 3)
    board.tool("Class 2")
    board.drag((3, 3), (3, -3))
    expect(page.locator(".st-key-data_summary")).to_contain_text(re.compile(r"Your points: \d+ rows"))
    board.tool("Class 3")
    board.click(0, -5)
    expect(page.locator(".st-key-data_summary")).to_contain_text("predicts 3 classes")
    page.get_by_role("button", name="Train on these data").click()
    expect(page.locator(".unit.output")).to_have_count(3)


@SCHEMES
def test_the_brush_is_accessible(open_page, axe, scheme):
    page, _ = on_train(open_page, scheme=scheme)
    assert axe(page) == []


def test_a_finger_draws_on_a_phone_and_the_page_stays_where_it_is(open_page):
    page, board = on_train(open_page, width=390, height=844)
    board.plane.scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    before = board.points
    board.drag((-5, -5.5), (5, -5.5))
    page.wait_for_timeout(500)
    assert board.points > before + 5
    assert page.evaluate("scrollY") == top
    for tool in board.bar.get_by_role("button").all():
        assert tool.bounding_box()["height"] >= 28


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768)])
def test_the_plane_has_room_while_points_are_drawn(open_page, width, height):
    page, board = on_train(open_page, width=width, height=height)
    page.wait_for_timeout(500)
    assert page.locator(".plane").bounding_box()["height"] >= 280
    bar, scores = board.bar.bounding_box(), page.locator(".scores").bounding_box()
    assert bar["y"] + bar["height"] <= scores["y"] + 1  # one below the other
