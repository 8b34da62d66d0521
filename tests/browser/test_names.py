"""Names that want to be markup, in a real Chromium: nothing is loaded, linked or drawn because of them."""

import pytest

from tests.hostile import HOST, sessions
from ui.core.links import link_of

PAGES = ("draw", "data", "train", "inspect", "learn", "forward", "activations", "descent", "backprop")
ACTING = f"""() => {{
    const roots = [document];
    for (const root of roots)
        for (const element of root.querySelectorAll("*")) if (element.shadowRoot) roots.push(element.shadowRoot);
    const found = roots.flatMap((root) => [...root.querySelectorAll("a, img, image")]);
    const address = (element) => ["href", "src", "xlink:href"].map((name) => element.getAttribute(name)).join(" ");
    return found.map(address).filter((text) => text.includes("{HOST}"));
}}"""


@pytest.mark.parametrize("special", ["classes", "two classes", "one column"])
@pytest.mark.parametrize("name", PAGES)
def test_no_name_loads_or_links_anything(open_page, name, special):
    asked = []
    link = link_of(sessions()[special])
    page = open_page(f"/{name}?s={link}", prepare=lambda page: page.on("request", lambda sent: asked.append(sent.url)))
    page.wait_for_timeout(1000)
    assert page.evaluate(ACTING) == []
    assert not [url for url in asked if HOST in url.partition("?")[0]]
