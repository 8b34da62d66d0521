"""The editor of an own lesson, and where the lesson stands on Learn."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from nncore.experiments import EXPERIMENTS
from ui.core.links import lesson_link
from ui.core.session import Session
from ui.streamlit.lesson_editor import line_of

ROOT = Path(__file__).resolve().parents[2]
HEAD = '+++\ntitle = "Mine"\nsummary = "S"\n+++\n\n'


def page(name: str, **state) -> AppTest:
    shown = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=60)
    for key, value in state.items():
        shown.session_state[key.replace("_", " ")] = value
    return shown.run()


def test_the_editor_begins_with_a_lesson_and_shows_it():
    shown = page("write")
    assert not shown.exception
    assert shown.header[0].value == "My lesson"
    assert any("Here it says 11" in text.value for text in shown.markdown)


def test_what_is_typed_is_shown_and_what_is_wrong_with_its_line():
    shown = page("write")
    shown.text_area[0].set_value(HEAD + "Say **this**.").run()
    assert shown.header[0].value == "Mine"
    assert "Say **this**." in [text.value for text in shown.markdown]
    shown.text_area[0].set_value(HEAD + "```nonsense\n```").run()
    assert "Line 6: unknown block" in shown.error[0].value
    assert shown.code[0].value == "6  ```nonsense"
    assert line_of("no line", "a") == ""


def test_the_lesson_stands_on_learn_and_opens_there():
    shown = page("learn", own_lesson=HEAD + "Say **this**.")
    shown.button(key="open-own").click().run()
    assert shown.header[0].value == "Mine"
    shown.button[0].click().run()
    assert shown.title[0].value == "Learn"


def test_a_lesson_of_a_link_opens_on_learn_at_once():
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["s"] = lesson_link(Session(EXPERIMENTS["playground"].experiment), HEAD + "Say **this**.")
    app.run()
    assert not app.exception
    assert app.header[0].value == "Mine"


def test_a_lesson_that_cannot_be_read_says_why_on_learn():
    shown = page("learn", own_lesson="nothing")
    shown.button(key="open-own").click().run()
    assert "Line 1" in shown.error[0].value
