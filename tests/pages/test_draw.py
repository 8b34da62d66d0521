"""The Draw page without a browser: its widgets, its numbers, its messages."""

import json

import nncore as nn
from nncore.experiments import experiment_of_preset
from ui.core.session import Session
from ui.link.frame import unpack


def opened(preset: str = "transactions") -> Session:
    return Session(experiment_of_preset(preset), nn.PRESETS[preset].inputs)


def words(page) -> str:
    """The arithmetic beside the canvas."""
    told = [element.proto for element in page.get("bidi_component") if "arithmetic" in element.proto.component_name]
    return json.loads(told[0].json)["words"]


def field(page, label: str):
    return next(number for number in page.number_input if number.label == label)


def test_the_article_network_shows_its_arithmetic(app_page):
    page = app_page("draw", session=opened(), session_link="")
    assert "transactions = (5 × 2) + (1 × −1) = 9" in words(page)


def test_other_inputs_give_the_article_s_13(app_page):
    page = app_page("draw", session=opened(), session_link="")
    field(page, "family members").set_value(3.0).run()
    field(page, "accounts").set_value(4.0).run()
    assert "= 13" in words(page)


def test_a_preset_replaces_the_drawing_and_says_what_it_is(app_page):
    page = app_page("draw", session=opened(), session_link="")
    page.selectbox(key="preset").set_value("transactions_relu").run()
    assert "transactions = (22 × 2) + (0 × 7) = 44" in words(page)
    assert "44" in page.caption[0].value
    assert page.session_state["session"].can_undo


def test_every_preset_and_the_empty_board_can_be_opened(app_page):
    page = app_page("draw")
    for name in nn.PRESETS:
        page.selectbox(key="preset").set_value(name).run()
        assert not page.exception
        assert words(page)


def test_the_selected_neuron_explains_itself(app_page):
    page = app_page("draw", session=opened("transactions_relu"), session_link="")
    page.session_state["canvas conversation"].state.selected = "1.1"
    page.run()
    assert "z = (3 × 4) + (4 × −5) = −8" in words(page)
    assert words(page).splitlines()[2] == "a = relu(−8) = 0"


def test_the_canvas_is_sent_the_drawing(app_page):
    page = app_page("draw", session=opened(), session_link="")
    header, arrays = unpack(page.get("bidi_component")[0].proto.bytes)
    assert arrays["a"].tolist() == [2, 3, 5, 1, 9]
    assert len(header["drawing"]["connections"]) == 6
    json.dumps(header)


def test_an_impossible_input_is_refused_with_a_message_and_the_drawing_stays(app_page):
    page = app_page("draw", session=opened(), session_link="")
    page.session_state["refusal"] = page.session_state["session"].edit({"kind": "activate", "layer": 1, "name": "rleu"})
    page.run()
    assert "Unknown activation 'rleu'" in page.warning[0].value
    assert "= 9" in words(page)
    page.run()
    assert not page.warning


def test_the_table_lists_the_weights(app_page):
    page = app_page("draw", session=opened(), session_link="")
    page.segmented_control(key="beside").set_value("Table").run()
    assert page.dataframe[0].value["value"].tolist() == [1, 1, 0, -1, 1, 0, 2, -1, 0]
