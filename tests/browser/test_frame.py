"""The frame in a real browser: every page opened first, navigation, sizes, light and dark, offline."""

import textwrap
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ui import assets, theme
from ui.bundle import bundle

NAMES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))
EVERY_PAGE = pytest.mark.parametrize("name", NAMES)
SIZES = [(1440, 900), (1024, 768), (390, 844)]
FIRST = ("home", "train", "learn", "write")
"""Pages of every kind, to be opened first: the entry, one that converses, one with a query, one aside."""
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def address(name: str) -> str:
    return "/" if name == "home" else f"/{name}"


@pytest.mark.parametrize("name", FIRST)
def test_a_page_opened_first_on_a_fresh_server_has_the_frame(name, open_page, fresh_server):
    page = open_page(address(name), server=fresh_server)
    expect(page.get_by_role("link", name="Netsketch")).to_be_visible()
    expect(page.locator(":root")).to_have_css("--ns-positive", "light-dark(#0877bd, #4db2ec)")
    assert urlsplit(page.url).path == address(name)


@EVERY_PAGE
def test_a_page_is_no_wider_than_the_window_and_needs_no_other_host(name, open_page, server):
    hosts = set()
    page = open_page(
        address(name),
        prepare=lambda page: page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc)),
    )
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)  # charts take their new width
        assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") <= 0, width
    page.wait_for_load_state("networkidle")
    assert {host for host in hosts if host} == {urlsplit(server.url).netloc}


@EVERY_PAGE
@SCHEMES
def test_axe_finds_nothing_wrong(name, scheme, open_page, axe):
    assert axe(open_page(address(name), scheme=scheme)) == []


@SCHEMES
def test_the_ground_follows_the_colour_scheme(scheme, open_page):
    page = open_page("/", scheme=scheme)
    hexadecimal = theme.tokens(scheme == "dark")["background"]
    red, green, blue = (int(hexadecimal[start : start + 2], 16) for start in (1, 3, 5))
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", f"rgb({red}, {green}, {blue})")


@pytest.mark.parametrize(
    ("label", "path"),
    [("Watch a network learn", "/train"), ("Draw a network", "/draw"), ("Learn step by step", "/learn")],
)
def test_the_entry_page_leads_into_each_part(label, path, open_page, server):
    page = open_page("/")
    page.get_by_role("link", name=label).click()
    expect(page).to_have_url(server.url + path)


def test_the_entry_page_shows_its_picture(open_page):
    page = open_page("/")
    expect(page.get_by_role("img", name="A network of three layers")).to_be_visible()


def test_modules_arrive_as_javascript_and_stay_in_the_browser(open_page):
    types = {}
    page = open_page(
        "/",
        prepare=lambda page: page.on(
            "response", lambda answer: types.update({answer.url: answer.headers.get("content-type", "")})
        ),
    )
    expect(page.get_by_role("img", name="A network of three layers")).to_be_visible()
    ours = {url: kind for url, kind in types.items() if "/app/static/" in url and url.endswith(".js")}
    assert ours
    assert all(kind.startswith("text/javascript") for kind in ours.values()), ours
    page.wait_for_function("() => globalThis.Plotly")  # it comes last, also here
    page.goto(page.url)
    expect(page.get_by_role("img", name="A network of three layers")).to_be_visible()
    fetched = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.includes('/app/static/')).map(e => e.transferSize)"
    )
    assert fetched == [0] * len(fetched)


def replace_picture(script: str):
    """Serve our modules with one of the test's own in the place of the entry page's picture."""
    made = bundle(assets.modules() | {"home/picture.js": textwrap.dedent(script)})
    return lambda page: page.route(
        f"**/{assets.BUNDLE}", lambda route: route.fulfill(body=made, content_type="text/javascript")
    )


def test_a_view_is_made_once_and_ends_when_its_page_is_left(open_page):
    page = open_page(
        "/",
        prepare=replace_picture("""
            globalThis.calls = [];
            export default class {
              constructor({ parentElement }) {
                calls.push("made");
                parentElement.append(document.createElement("output"));
                parentElement.lastChild.textContent = "the view";
              }
              update() { calls.push("updated"); }
              destroy() { calls.push("destroyed"); }
            }
        """),
    )
    expect(page.get_by_text("the view")).to_be_visible()
    assert page.evaluate("calls") == ["made", "updated"]
    page.get_by_role("link", name="Draw a network").click()
    expect(page.get_by_text("the view")).to_have_count(0)
    page.wait_for_function("calls.at(-1) === 'destroyed'")
    assert page.evaluate("calls.filter((call) => call === 'made').length") == 1


FAILING = """
export default class {
  constructor() { throw new Error("no drawing today"); }
}
"""


def test_a_view_that_fails_says_so_once_on_the_page(open_page, server):
    page = open_page("/", prepare=replace_picture(FAILING), expected=["no drawing today"])
    expect(page.get_by_role("alert")).to_have_text(
        "This part of the page could not be shown (no drawing today). Reload the page to try again."
    )
