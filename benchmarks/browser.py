"""A real Chromium beside the app, both on this machine."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import launch, serve


@contextmanager
def browser_and_server():
    """A browser, and the address of a server; both end with the block."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        servers = serve(Path(folder))
        browser = launch(playwright)
        try:
            yield browser, next(servers).url
        finally:
            browser.close()
            servers.close()
