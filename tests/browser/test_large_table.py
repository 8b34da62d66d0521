"""A table too large for a link outlives a reload and a restart of the server, and is asked for where it can't."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.test_keeping import UNREACHABLE
from tests.browser.test_sharing import drop, link_in, share
from tests.browser.test_train import Studio

NAME = "measured.csv"
ROWS = 3_000
KEPT = """async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open("netsketch", 1));
    if (!database.objectStoreNames.contains("tables")) return 0;
    return (await done(database.transaction("tables").objectStore("tables").getAllKeys())).length;
}"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """24,000 numbers and a yes or no."""
    numbers = np.random.default_rng(0).normal(size=(ROWS, 8)).round(3)
    lines = [",".join([*(f"c{column}" for column in range(8)), "y"])]
    lines += [",".join([*map(str, row), "yes" if row[0] > row[1] else "no"]) for row in numbers.tolist()]
    path = tmp_path_factory.mktemp("data") / NAME
    path.write_text("\n".join(lines))
    return path


def bring(page, file):
    """Upload a file on the Data page, where the visitor is."""
    page.get_by_text("File", exact=True).click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(f"{NAME}:").first).to_be_visible()


def expect_whole(page, file, epoch, weights):
    """Once the file is brought, the run is as it was."""
    page.get_by_role("link", name="Data").first.click()
    bring(page, file)
    page.get_by_role("link", name="Train").first.click()
    page.locator(".studio .unit").first.wait_for()
    whole = Studio(page)
    whole.expect_epoch(epoch)
    assert whole.weights == weights


def trained(page, file) -> Studio:
    """The table is brought and trained for two epochs, and the tab has kept it."""
    bring(page, file)
    page.get_by_role("button", name="Train on these data").click()
    page.locator(".studio .unit").first.wait_for()
    studio = Studio(page)
    studio.play(2)
    studio.settled()
    page.wait_for_timeout(1500)
    return studio


def test_a_reload_brings_table_and_run_back(open_page, file):
    page = open_page("/data")
    before = trained(page, file)
    epoch, weights = before.epoch, before.weights
    page.reload()
    again = Studio(page)
    again.expect_epoch(epoch)
    again.settled()
    assert again.weights == weights
    page.get_by_role("link", name="Data").first.click()
    expect(page.get_by_text(re.compile(f"{NAME}: 3,000 rows, 8 inputs"))).to_be_visible()


def test_a_restart_of_the_server_brings_table_and_run_back(open_page, mortal, file):
    page = open_page("/data", server=mortal.server, expected=UNREACHABLE)
    before = trained(page, file)
    epoch, weights = before.epoch, before.weights
    assert page.evaluate(KEPT) == 1
    mortal.restart()
    page.goto(f"{mortal.server.url}/train")
    again = Studio(page)
    again.expect_epoch(epoch)
    again.settled()
    assert again.weights == weights
    again.play(1)
    page.get_by_role("link", name="Data").first.click()
    expect(page.get_by_text(re.compile(f"{NAME}: 3,000 rows, 8 inputs"))).to_be_visible()


def test_where_the_browser_keeps_no_table_the_page_asks_for_the_file(open_page, mortal, file):
    forbid = (
        "Object.defineProperty(globalThis, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    page = open_page(
        "/data", server=mortal.server, expected=(*UNREACHABLE, "404"), prepare=lambda page: page.add_init_script(forbid)
    )
    before = trained(page, file)
    epoch, weights = before.epoch, before.weights
    mortal.restart()
    page.goto(f"{mortal.server.url}/train")
    again = Studio(page)
    expect(page.get_by_role("alert").filter(has_text=f"{NAME} (3,000 rows of 9 columns)").first).to_be_visible()
    assert again.weights == weights
    expect_whole(page, file, epoch, weights)
    expect(page.locator(".timeline .place")).to_have_text(f"epoch {epoch} of {epoch}")


def test_a_table_that_is_not_needed_any_more_is_let_go(open_page, file):
    page = open_page("/data")
    trained(page, file)
    assert page.evaluate(KEPT) == 1
    page.get_by_role("link", name="Data").first.click()
    page.get_by_text("Ready sets", exact=True).click()
    page.get_by_role("combobox", name="Ready set").click()
    page.get_by_role("option", name=re.compile("^Iris")).click()
    page.get_by_role("link", name="Train").first.click()
    page.locator(".studio .unit").first.wait_for()
    page.wait_for_function(f"async () => (await ({KEPT})()) === 0")


def test_a_link_says_that_the_table_is_not_in_it_and_a_file_holds_it(open_page, mortal, tmp_path, file):
    page = open_page("/data", server=mortal.server, expected=(*UNREACHABLE, "404"))
    before = trained(page, file)
    epoch, weights = before.epoch, before.weights
    panel = share(page)
    expect(panel.get_by_text(f"{NAME}, 3,000 rows, is too large for a link")).to_be_visible()
    link = link_in(panel)
    with page.expect_download() as download:
        panel.get_by_role("button", name=re.compile("Save as a file")).click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    page.close()
    mortal.restart()
    other = open_page(link.removeprefix(mortal.server.url), server=mortal.server)
    expect(other.get_by_text(f"{NAME} (3,000 rows of 9 columns)").first).to_be_visible()
    drop(other, saved.name, saved.read_bytes())
    again = Studio(other)
    again.expect_epoch(epoch)
    again.settled()
    assert again.weights == weights
