"""Work leaves and comes in: links, their QR codes, files by button and by dropping, and the address bar."""

import base64
import io
import json
import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_data import ROWS
from tests.browser.test_train import Studio


def share(page, section=None):
    """The open panel, at one of its sections."""
    page.get_by_role("button", name="Share", exact=True).click()
    panel = page.get_by_role("dialog", name="Share, save, open")
    expect(panel).to_be_visible()
    if section:
        panel.get_by_role("radio", name=section, exact=True).click()
    return panel


def link_in(panel) -> str:
    field = panel.get_by_role("textbox", name="Link")
    expect(field).to_have_value(re.compile(r"/\?s=."))
    return field.input_value()


def trained(page, epochs=4) -> Studio:
    studio = Studio(page)
    for _ in range(epochs):
        studio.button("Train one epoch").click()
    studio.expect_epoch(epochs)
    studio.settled()
    return studio


def at_rest(page) -> str:
    """The address once it shows a link."""
    page.wait_for_function("() => location.hash.startsWith('#s=')")
    page.wait_for_timeout(500)
    return page.url


def drop(page, name: str, content: bytes) -> None:
    """Drop a file on the page, as a hand does."""
    page.evaluate(
        """([name, base64]) => {
            const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([bytes], name));
            for (const kind of ["dragover", "drop"])
                document.body.dispatchEvent(
                    new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
        }""",
        [name, base64.b64encode(content).decode()],
    )


# -------------------------------------------------------------------- links


@pytest.mark.parametrize("width", [1440, 390])
def test_a_link_shows_the_same_network_epoch_and_page_to_the_digit_elsewhere(open_page, server, width):
    studio = trained(open_page("/train", width=width, permissions=["clipboard-read", "clipboard-write"]))
    panel = share(studio.page)
    link = link_in(panel)
    panel.get_by_role("button", name="Copy the link").click()
    expect(panel.get_by_text("Copied", exact=True)).to_be_visible()
    assert studio.page.evaluate("navigator.clipboard.readText()") == link
    other = open_page(link.removeprefix(server.url))
    expect(other).to_have_url(re.compile("/train"))
    expect(other.get_by_text("A network was loaded from the link: epoch 4 of its run.")).to_be_visible()
    opened = Studio(other)
    opened.expect_epoch(4)
    opened.settled()
    assert opened.weights == studio.weights
    assert other.locator(".scores").inner_text() == studio.page.locator(".scores").inner_text()


def test_the_qr_code_on_the_screen_holds_the_link(open_page):
    studio = trained(open_page("/train"))
    panel = share(studio.page)
    link = link_in(panel)
    code = panel.get_by_role("img", name="QR code of this link")
    expect(code).to_be_visible()
    panel.get_by_role("button", name="Show the QR code large").click()
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(studio.page.screenshot())))
    assert found.text == link


def test_without_a_clipboard_the_link_is_selected_to_copy(open_page):
    forbid = "delete Navigator.prototype.clipboard"
    panel = share(open_page("/draw", prepare=lambda page: page.add_init_script(forbid)))
    panel.get_by_role("button", name="Copy the link").click()
    expect(panel.get_by_role("textbox", name="Link")).to_be_focused()
    expect(panel.get_by_text("It is selected: copy it with Ctrl+C")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("section", ["Link", "Code"])
def test_axe_finds_nothing_wrong_in_the_panel(open_page, axe, scheme, section):
    page = open_page("/train", scheme=scheme)
    Studio(page)
    panel = share(page, section)
    panel.get_by_role("button" if section == "Code" else "textbox").first.wait_for()
    assert axe(page) == []


def test_the_panel_opens_and_closes_by_keyboard(open_page):
    page = open_page("/metrics")
    page.get_by_role("button", name="Share", exact=True).focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Share, save, open")
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


# -------------------------------------------------------------------- the address bar


def test_the_address_follows_the_work_and_opens_it_elsewhere(open_page, server):
    page = open_page("/train")
    assert "#s=" not in page.url  # nothing to share yet
    studio = trained(page)
    other = open_page(at_rest(page).removeprefix(server.url))
    opened = Studio(other)
    opened.expect_epoch(4)
    assert opened.weights == studio.weights
    assert at_rest(other).partition("#")[0] == f"{server.url}/train"


def test_a_reload_at_its_own_address_keeps_the_whole_run(open_page):
    page = open_page("/train")
    trained(page)
    at_rest(page)
    page.reload()
    studio = Studio(page)
    studio.expect_epoch(4)
    expect(page.locator(".timeline .place")).to_have_text("epoch 4 of 4")
    expect(page.get_by_text("A network was loaded from the link")).to_have_count(0)
    page.get_by_role("slider", name="Timeline").fill("2")
    studio.expect_epoch(2)


def test_the_way_back_leads_to_the_page_and_leaves_the_work_as_it_is(open_page):
    page = open_page("/train")
    studio = trained(page)
    at_rest(page)
    page.get_by_role("link", name="Draw").first.click()
    page.locator(".netsketch-board .unit").first.wait_for()
    page.get_by_role("link", name="Train").first.click()
    Studio(page).button("Train one epoch").click()
    studio.expect_epoch(5)
    at_rest(page)
    page.go_back()
    page.locator(".netsketch-board .unit").first.wait_for()
    page.go_back()
    Studio(page).expect_epoch(5)


# -------------------------------------------------------------------- files


def test_a_saved_file_opens_by_dropping_it_and_undo_leads_back(open_page, tmp_path):
    page = open_page("/train")
    studio = trained(page)
    weights = studio.weights
    panel = share(page, "File")
    with page.expect_download() as download:
        panel.get_by_role("button", name=re.compile("Save as a file")).click()
    assert download.value.suggested_filename == "netsketch-circle-epoch-4.netsketch.json"
    saved = tmp_path / "mine.netsketch.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text())["netsketch"] == 1

    other = open_page("/train")
    theirs = trained(other, 1)
    before = theirs.weights
    drop(other, saved.name, saved.read_bytes())
    expect(other.get_by_text("“mine.netsketch.json” is open, epoch 4 of its run.")).to_be_visible()
    opened = Studio(other)
    opened.expect_epoch(4)
    assert opened.weights == weights
    expect(other.locator(".timeline .place")).to_have_text("epoch 4 of 4")
    other.get_by_role("button", name="Undo", exact=True).click()
    opened.expect_epoch(1)
    assert opened.weights == before


def test_data_dropped_on_any_page_are_read_on_the_page_of_data(open_page):
    page = open_page("/draw")
    page.locator(".netsketch-board .unit").first.wait_for()
    drop(page, "flats.csv", ROWS.encode())
    expect(page).to_have_url(re.compile("/data"))
    expect(page.get_by_text("flats.csv").first).to_be_visible()


def test_a_file_that_can_not_be_opened_says_why_and_changes_nothing(open_page, tmp_path):
    page = open_page("/train")
    studio = trained(page, 2)
    weights = studio.weights
    drop(page, "model.pt", b"\x80\x04\x95\x10")
    expect(page.get_by_text(re.compile("“model.pt” can't be opened.*safetensors"))).to_be_visible()
    panel = share(page, "Open")
    panel.locator("input[type=file]").set_input_files(
        {"name": "old.netsketch.json", "mimeType": "application/json", "buffer": b'{"netsketch": 1}'}
    )
    expect(panel.get_by_text("What was here is as it was")).to_be_visible()
    page.keyboard.press("Escape")
    studio.expect_epoch(2)
    assert studio.weights == weights


def test_weights_of_another_program_come_onto_the_board(open_page, tmp_path):
    page = open_page("/train")
    studio = trained(page)
    weights = studio.weights
    panel = share(page, "Weights and data")
    panel.get_by_role("combobox", name="As").click()
    page.get_by_role("option", name=re.compile("safetensors")).click()
    with page.expect_download() as download:
        panel.get_by_role("button", name=re.compile("Save .*safetensors")).click()
    saved = tmp_path / "w.safetensors"
    download.value.save_as(saved)
    other = open_page("/train")
    Studio(other)
    drop(other, saved.name, saved.read_bytes())
    expect(other.get_by_text("The network of “w.safetensors” is on the board.")).to_be_visible()
    opened = Studio(other)
    opened.settled()
    assert opened.weights == weights
