"""The page of data in a real browser: files, pasted and typed rows, decisions, three clicks to a trained epoch."""

import pytest
from playwright.sync_api import expect

from nncore.data.reading import read_table
from nncore.experiments import EXPERIMENTS
from tests.browser.conftest import ROOT, settle
from tests.browser.test_phone import PHONE, SMALL
from ui.core import own_data
from ui.core.links import link_of
from ui.core.session import Session

PIMA = ROOT / "nncore" / "data" / "pima-indians-diabetes.csv"
ROWS = "size;kind;answer\n" + "\n".join(
    f"{k * 7 % 10},5;{'ab'[k % 2]};{'yes' if k * 7 % 10 > 4 else 'no'}" for k in range(30)
)
DROP = """(zone, [name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "text/csv" }));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
}"""


@pytest.fixture(scope="module")
def address():
    """The page with a small table of one's own."""
    session = Session(EXPERIMENTS["playground"].experiment)
    assert own_data.bring_table(session, read_table(ROWS.encode(), "ward.csv")) == ""
    return f"/data?s={link_of(session)}"


def summary(page):
    return page.locator(".st-key-data_summary p").first


def way(page, name):
    page.get_by_role("radiogroup", name="Where the data come from").get_by_role("radio", name=name).click()


def upload(page, name, content):
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def keys(page, *presses):
    """Press keys as fast as a person does: the table loses what comes while a cell opens."""
    for press in presses:
        page.keyboard.press(press)
        page.wait_for_timeout(150)


def cell(page, grid, row, column):
    """Bring the cursor to a cell of a table."""
    settle(page)
    page.wait_for_timeout(500)
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 60, box["y"] + 52)
    page.wait_for_timeout(300)
    keys(page, *["ArrowDown"] * row, *["ArrowRight"] * column)


def test_three_clicks_lead_from_a_raw_file_to_a_trained_epoch(open_page):
    page = open_page("/data")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload", exact=True).click()
    chooser.value.set_files(PIMA)
    expect(summary(page)).to_contain_text("768 rows, 8 inputs; predicts diabetes, 2 classes")
    page.get_by_role("button", name="Train on these data").click()
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".epoch .number")).not_to_have_text("0")


def test_a_file_is_dropped_and_a_broken_one_changes_nothing(open_page):
    page = open_page("/data")
    page.get_by_test_id("stFileUploaderDropzone").evaluate(DROP, ["ward.csv", ROWS])
    expect(summary(page)).to_have_text("ward.csv: 30 rows, 2 inputs; predicts answer, 2 classes")
    upload(page, "letter.pdf", b"%PDF-1.4 no table at all")
    expect(page.get_by_test_id("stAlert")).to_contain_text("letter.pdf: this is a PDF")
    expect(summary(page)).to_contain_text("ward.csv: 30 rows")
    page.get_by_role("button", name="Undo").click()
    expect(summary(page)).to_contain_text("Circle: 500 rows")


def test_what_was_brought_survives_a_reload(open_page):
    page = open_page("/data")
    upload(page, "ward.csv", ROWS.encode())
    expect(summary(page)).to_contain_text("ward.csv: 30 rows")
    page.wait_for_timeout(2500)  # a tab keeps what is at most two seconds old
    page.reload()
    expect(summary(page)).to_have_text("ward.csv: 30 rows, 2 inputs; predicts answer, 2 classes")


def test_rows_are_pasted_and_stay_while_another_way_is_shown(open_page):
    page = open_page("/data")
    way(page, "Paste")
    page.get_by_role("textbox", name="Paste rows").fill(ROWS)
    page.get_by_role("button", name="Read it").click()
    expect(summary(page)).to_contain_text("pasted rows: 30 rows, 2 inputs")
    way(page, "Ready sets")
    expect(page.get_by_role("combobox", name="Ready set")).to_be_visible()
    way(page, "Paste")
    expect(page.get_by_role("textbox", name="Paste rows")).to_have_value(ROWS)


def test_a_table_is_typed_cell_by_cell_and_stays_while_another_way_is_shown(open_page):
    page = open_page("/data")
    way(page, "Type")
    grid = page.locator(".st-key-data_way").get_by_test_id("stDataFrame")
    expect(grid).to_be_visible()
    rows = ["1 5 a", "2 4 b", "4 3 a", "3 1 b"]
    for number, row in enumerate(rows):
        cell(page, grid, number, 0)
        for text in row.split():
            keys(page, text, "Tab")
    settle(page)
    way(page, "File")
    expect(page.get_by_role("button", name="Upload", exact=True)).to_be_visible()
    way(page, "Type")
    page.get_by_role("button", name="Use this table").click()
    expect(summary(page)).to_have_text("typed table: 4 rows, 2 inputs; predicts y, 2 classes")


def test_use_and_type_of_a_column_are_changed_in_the_table_and_undone(open_page, address):
    page = open_page(address)
    grid = page.get_by_test_id("stDataFrame").first
    expect(grid).to_be_visible()
    expect(summary(page)).to_contain_text("2 inputs")
    change(page, grid, 1, 1, "not used")
    expect(summary(page)).to_contain_text("1 input;")
    change(page, grid, 0, 2, "category")
    expect(summary(page)).to_contain_text("10 inputs")
    change(page, grid, 0, 2, "date")
    expect(page.get_by_test_id("stAlert")).to_contain_text("A network needs an input")
    expect(summary(page)).to_contain_text("10 inputs")
    page.get_by_role("button", name="Undo").click()
    expect(summary(page)).to_contain_text("1 input;")
    page.get_by_role("button", name="Undo").click()
    expect(summary(page)).to_contain_text("2 inputs")


def change(page, grid, row, column, choice):
    """Choose from the menu of a cell."""
    cell(page, grid, row, column)
    keys(page, "Enter")
    page.keyboard.type(choice, delay=50)
    keys(page, "Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(open_page, axe, address, scheme):
    page = open_page(address, scheme=scheme)
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    page.get_by_test_id("stToast").get_by_role("button", name="Close").click()  # Streamlit's own, which has no name
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    assert axe(page) == []
    page.get_by_role("radio", name="Classes").click()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    page.mouse.move(5, 5)
    assert axe(page) == []


def test_all_decisions_are_on_the_screen(open_page):
    page = open_page("/data")
    upload(page, "pima.csv", PIMA.read_bytes())
    parts = page.get_by_text("Rows: 614 for training, 154 for test.")
    expect(parts).to_be_visible()
    settle(page)
    bottom = parts.bounding_box()
    assert bottom["y"] + bottom["height"] <= 900


def test_the_page_fits_a_phone(open_page, address):
    page = open_page(address, **PHONE)
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in ("File", "Ready sets", "Paste", "Type", "Draw", "Formula"):
        way(page, name)
        settle(page)
        page.wait_for_timeout(500)
        assert page.evaluate(SMALL) == [], name


@pytest.mark.parametrize("width", [1440, 1024])
def test_the_board_to_draw_on_has_room(open_page, width):
    page = open_page("/data", width=width, height=900)
    way(page, "Draw")
    board = page.locator(".board-of-points .js-plotly-plot")
    expect(board).to_be_visible()
    assert board.bounding_box()["width"] >= 400
    expect(page.get_by_role("radio", name="Points")).to_have_count(0)  # not a second time


def test_points_of_the_plane_are_drawn_on_a_square(open_page):
    page = open_page("/data")
    area = page.locator(".js-plotly-plot .nsewdrag").first
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box["width"] == pytest.approx(box["height"], rel=0.1)
