"""What the tests of the explaining pages share."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from nncore import PRESETS
from nncore.experiments import EXPERIMENTS, experiment_of_preset
from ui.core.session import Session

APP = str(Path(__file__).resolve().parents[2] / "app.py")


def opened(page_name, preset="", start="playground", **state):
    """A page of the app with a preset's drawing, or with one of the experiments to begin with."""
    page = AppTest.from_file(APP, default_timeout=60)
    made = (
        Session(experiment_of_preset(preset), PRESETS[preset].inputs)
        if preset
        else Session(EXPERIMENTS[start].experiment)
    )
    page.session_state["session"], page.session_state["session_link"] = made, ""
    for key, value in state.items():
        page.session_state[key] = value
    page.switch_page(f"pages/{page_name}.py").run()
    assert not page.exception, [found.value for found in page.exception]
    return page


def arithmetic(page):
    """The lines of arithmetic as they read."""
    blocks = [element.proto.body for element in page.get("html") if '<div class="ns-sum">' in element.proto.body]
    return [re.sub("<[^>]*>", "", line) for block in blocks for line in re.findall("<p>(.*?)</p>", block)]


def press(page, key):
    page.button(key=key).click().run()
    assert not page.exception, [found.value for found in page.exception]
    return page


def texts(page):
    """All that can be read on the page."""
    kinds = (page.title, page.header, page.markdown, page.caption, page.success, page.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
