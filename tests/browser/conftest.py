"""A running app, a real Chromium, and an eye on what goes wrong in it.

    def test_the_page_says_hello(open_page):
        page = open_page("/draw", width=390, height=844, scheme="dark")
        expect(page.get_by_role("heading", name="Draw")).to_be_visible()

A page that shows a traceback or writes an error to the console fails its test.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTING = 60
"""Seconds a server may take to start."""

expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class Server:
    """A running app."""

    url: str
    log: Path
    process: subprocess.Popen


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


class Mortal:
    """An app that can be killed and started again at the same address."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.start()

    def start(self) -> None:
        self.life = serve(self.folder, self.port)
        self.server = next(self.life)

    def kill(self) -> None:
        """End it at once, as a failing machine does."""
        self.server.process.kill()
        self.server.process.wait()

    def restart(self) -> None:
        self.kill()
        self.start()


def serve(folder: Path, port: int = 0) -> Iterator[Server]:
    """Start the app in a process of its own, yield it once it answers, end it."""
    port = port or free_port()
    options = {
        "server.port": port,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "client.showErrorDetails": "full",
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--{name}={value}" for name, value in options.items()]
    log_file = folder / f"server-{port}.log"
    with log_file.open("a") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    server = Server(f"http://localhost:{port}", log_file, process)
    try:
        limit = time.monotonic() + STARTING
        while not is_healthy(server.url):
            if process.poll() is not None or time.monotonic() > limit:
                pytest.fail(f"the app did not start:\n{server.log.read_text()}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """The app that most tests share."""
    yield from serve(tmp_path_factory.mktemp("server"))


@dataclass
class Windows:
    """The windows a test has opened, and what went wrong in them."""

    pages: list[Page] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Note the tracebacks on the pages and close them; they must go before their server does."""
        while self.pages:
            page = self.pages.pop()
            if not page.is_closed():
                self.troubles += page.get_by_test_id("stException").all_inner_texts()
            page.context.close()


@pytest.fixture
def windows() -> Windows:
    return Windows()


@pytest.fixture
def fresh_server(tmp_path, windows: Windows) -> Iterator[Server]:
    """An app that nobody has visited yet."""
    for server in serve(tmp_path):
        yield server
        windows.close()


@pytest.fixture
def mortal(tmp_path, windows: Windows) -> Iterator[Mortal]:
    """An app of its own for a test that kills it."""
    app = Mortal(tmp_path)
    yield app
    windows.close()
    app.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium: the system's, else Playwright's own, which is downloaded where that is possible."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


def launch(playwright: Playwright) -> Browser:
    for path in filter(None, map(shutil.which, SYSTEM_BROWSERS)):
        return playwright.chromium.launch(executable_path=path, args=FLAGS)
    try:
        return playwright.chromium.launch(args=FLAGS)
    except Error:
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        installed = subprocess.run(command, capture_output=True, timeout=300, check=False)
        if installed.returncode == 0:
            return playwright.chromium.launch(args=FLAGS)
    message = "no Chromium: install the package chromium, or run `playwright install --with-deps chromium`"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def is_ours(message: ConsoleMessage) -> bool:
    """True for errors; Streamlit itself asks /train/_stcore/… first when /train is opened, and is refused."""
    address = message.location.get("url", "")
    return message.type == "error" and "/_stcore/" not in address


@pytest.fixture
def open_page(browser: Browser, windows: Windows, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open a path of the app in a window of its own.

    Without a server the shared one answers; `prepare(page)` is called before the first request, `expected` are
    parts of error messages that the test wants to see. Returns the Playwright page once the app has drawn it.
    """
    tolerated: list[str] = []

    def run(
        path="/",
        *,
        width=1440,
        height=900,
        scheme="light",
        server=None,
        prepare=lambda page: None,
        expected=(),
        **context,
    ) -> Page:
        server = server or request.getfixturevalue("server")
        window = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **context)
        page = window.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: is_ours(message) and windows.troubles.append(message.text))
        page.on("pageerror", lambda error: windows.troubles.append(str(error)))
        tolerated.extend(expected)
        prepare(page)
        windows.pages.append(page)
        page.goto(server.url + path)
        settle(page)
        return page

    yield run
    windows.close()
    unexpected = [text for text in windows.troubles if not any(part in text for part in tolerated)]
    assert not unexpected, "\n".join(unexpected)


def settle(page: Page) -> None:
    """Wait until the script has run: something is on the page and nothing is under way."""
    page.locator("[data-testid=stMainBlockContainer] [data-testid=stElementContainer]").first.wait_for(state="attached")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")


AT_REST = """() => {
    const ours = getComputedStyle(document.documentElement).getPropertyValue("--ns-muted");
    const moving = document.getAnimations().filter(
        (move) => move.playState === "running" && move.effect.getComputedTiming().iterations !== Infinity);
    return ours !== "" && moving.length === 0;
}"""
"""True once our colours have arrived and nothing fades in any more: axe judges colours as they are that moment."""


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """The violations that axe-core finds on a page at rest, one line each; empty when all is well.

    Left out is what it finds in the zone of Streamlit's own to drop files on, a role that we can't change.
    """

    def run(page: Page) -> list[str]:
        page.wait_for_function(AT_REST)
        results = Axe().run(page)
        return [
            f"{found['id']}: {node.get('failureSummary', found['help'])}: {node['html'][:200]} {node['target']}"
            for found in results.response["violations"]
            for node in found["nodes"]
            if not (found["id"] == "presentation-role-conflict" and "stFileUploaderDropzone" in node["html"])
        ]

    return run
