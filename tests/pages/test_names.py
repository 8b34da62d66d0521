"""Every page with names that want to be markup: none of them reaches Markdown, HTML or Plotly as it is."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.hostile import ACTS, NAMES, sessions
from ui.link.frame import unpack

ROOT = Path(__file__).resolve().parents[2]
PLAIN = {
    ("Selectbox", "options"), ("Selectbox", "raw_value"), ("MultiSelect", "options"), ("MultiSelect", "raw_values"),
    ("Code", "code_text"), ("TextInput", "value"),
}  # fmt: skip
"""Message and field of what Streamlit shows as it is."""
REPLACING = {"preset", "set_experiment", "set_data", "set_activation"}
"""Keys of select boxes whose choice brings other data, and of one whose options change, which AppTest can't follow."""
MOST_OPTIONS, MOST_STEPS = 4, 10


def pages() -> list[str]:
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    table = next(node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "PAGES")
    return [entry[0] for section in ast.literal_eval(table).values() for entry in section]


def strings(message, kind: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a message that Streamlit sends, and where it stands; without ids, and without formulas."""
    name = message.DESCRIPTOR.name
    if name == "Markdown" and message.element_type == message.Type.LATEX:
        return
    for field, value in message.ListFields():
        for item in value if field.is_repeated else [value]:
            if field.message_type and hasattr(item, "ListFields"):
                yield from strings(item)
            elif isinstance(item, str) and not (field.name.endswith("id") or (name, field.name) in PLAIN):
                yield f"{name}.{field.name}", item


def figures(proto) -> list:
    """What a message hands to Plotly."""
    kind = proto.DESCRIPTOR.name
    if kind == "PlotlyChart":
        return [json.loads(proto.spec)]
    if kind == "BidiComponent" and proto.component_name.endswith(".chart"):
        return [json.loads(proto.json)["figure"]]
    if kind == "BidiComponent" and proto.component_name.endswith("live.studio"):
        header, _ = unpack(proto.bytes)
        return [header.get("figures"), header.get("marks")]
    return []


def texts(value) -> Iterator[str]:
    """Every text in a figure but those that only tell whether it is still the same one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            if name != "uirevision":
                yield from texts(item)


def read_as_markup(page: AppTest) -> Iterator[tuple[str, str, str]]:
    """Every text on a page that is read as markup: by what, where it stands, and the text."""
    for element in page.main:
        proto = getattr(element, "proto", None)
        if proto is None:
            continue
        kind = proto.DESCRIPTOR.name
        yield from (("Plotly", kind, text) for text in texts(figures(proto)))
        if kind == "Html":
            yield "HTML", kind, proto.body
        elif kind not in ("BidiComponent", "PlotlyChart"):
            yield from (("Markdown", place, text) for place, text in strings(proto))


def check(page: AppTest, seen: set[str]) -> None:
    assert not page.exception, [found.value for found in page.exception]
    for reader, place, text in read_as_markup(page):
        seen.add(reader)
        unescaped = re.sub(r"\\.", "", text) if reader == "Markdown" else text
        found = [part for part in ACTS[reader] if part in unescaped]
        assert not found, f"{place} has {found} in {text[:300]!r}"


def explore(page: AppTest, seen: set[str]) -> None:
    """Choose what there is to choose on a page, one after the other, and check what comes."""
    for number in range(len(page.selectbox)):
        for index in range(MOST_OPTIONS):
            box = page.selectbox[number] if number < len(page.selectbox) else None
            if box and box.key not in REPLACING and index < len(box.options):
                box.select_index(index).run()
                check(page, seen)
    for toggle in page.toggle:
        toggle.set_value(True).run()
        step_by_step(page, seen)
    for number in range(len(page.button_group)):
        for option in page.button_group[number].options:
            if number < len(page.button_group) and option in page.button_group[number].options:
                group = page.button_group[number]
                group.set_value([option] if group.proto.click_mode == group.proto.MULTI_SELECT else option).run()
                step_by_step(page, seen)
    for number in range(len(page.multiselect)):
        page.multiselect[number].set_value(page.multiselect[number].options[1:2]).run()
        check(page, seen)


def step_by_step(page: AppTest, seen: set[str]) -> None:
    """Go through the steps of a page that has some, and check each."""
    check(page, seen)
    steps = [slider for slider in page.slider if slider.key.endswith("step slider")]
    last = int(steps[0].max) if steps else 0
    for number in range(1, last + 1, 1 + last // MOST_STEPS):
        page.slider(key=steps[0].key).set_value(number).run()
        check(page, seen)


def opened(name: str, special: str = "classes", **state) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    page.session_state["session"] = sessions()[special]
    for key, value in state.items():
        page.session_state[key] = value
    return page.run().switch_page(f"pages/{name}.py").run()


@pytest.mark.parametrize("special", list(sessions()))
@pytest.mark.parametrize("name", pages())
def test_no_name_acts_as_markup(name, special):
    page, seen = opened(name, special), set()
    check(page, seen)
    explore(page, seen)
    assert {"Markdown"} <= seen <= set(ACTS)


@pytest.mark.parametrize(("name", "key"), [("draw", "refusal"), ("train", "settings_trouble")])
@pytest.mark.parametrize("quoted", NAMES)
def test_no_name_acts_as_markup_in_a_refusal(name, key, quoted):
    page = opened(name, **{key: f"{quoted!r} is no number"})
    assert len(page.warning) == 1
    check(page, set())


def test_no_name_acts_as_markup_where_a_guess_is_refused():
    page = opened("forward", predicting=True, **{"forward step": 8})
    page.text_input[0].set_value(NAMES[0])
    next(button for button in page.button if button.label == "Reveal").click().run()
    assert any("is not a number" in caption.value for caption in page.caption)
    check(page, set())


def test_no_name_acts_as_markup_where_a_lesson_can_not_be_read(monkeypatch):
    monkeypatch.setattr("ui.lessons.reading.load_lessons", lambda: ([], list(NAMES)))
    page = opened("learn")
    assert len(page.error) == len(NAMES)
    check(page, set())
