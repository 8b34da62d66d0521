"""What Python tells the canvas, and what it answers to the hand."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nncore as nn
from nncore.experiments import experiment_of_preset
from nncore.network import Connection, Unit
from ui.canvas.payload import MOST_DRAWN, drawing_payload, values
from ui.core.canvas import CanvasState
from ui.core.conversation import Conversation
from ui.core.samples import own_values
from ui.core.session import Session
from ui.core.weight_table import table_edits, weight_table
from ui.link.frame import unpack


def opened(preset: str = "transactions") -> Session:
    return Session(experiment_of_preset(preset), nn.PRESETS[preset].inputs)


def shown(network: nn.Network, inputs: list[float]) -> dict:
    theta = np.arange(network.size, dtype=float)
    return drawing_payload(network, theta, nn.forward(network, nn.Parameters(network, theta), np.array([inputs])))


def request(*edits: dict, client: str = "tab", id: int = 1, have: int | None = None) -> dict:
    numbered = [{"n": n, **edit} for n, edit in enumerate(edits, 1)]
    return {"id": id, "client": client, "have": {"drawing": have}, "edits": numbered}


def talk(session: Session) -> Conversation[CanvasState]:
    return Conversation(CanvasState(session))


def answer(told, conversation: Conversation[CanvasState]) -> dict:
    """The header of the frame that answers."""
    header, _ = unpack(conversation.hear(told))
    return header


# -------------------------------------------------------------------- the drawing


def test_the_article_network_is_told_with_its_numbers():
    session = opened()
    frame = answer(request(), talk(session))
    layers = frame["drawing"]["layers"]
    assert [[unit["a"] for unit in layer["units"]] for layer in layers] == [[2, 3], [5, 1], [9]]
    assert {c["id"]: c["weight"] for c in frame["drawing"]["connections"]} == {
        "0.0>1.0": 1, "0.1>1.0": 1, "0.0>1.1": -1, "0.1>1.1": 1, "1.0>2.0": 2, "1.1>2.0": -1,
    }  # fmt: skip


def test_slots_and_flat_numbers_lead_to_the_same_numbers_in_the_arrays():
    skip, cut = Connection(Unit(0, 1), Unit(2, 0)), Connection(Unit(0, 0), Unit(1, 1))
    network = nn.dense(2, 3, 1).connect(skip).disconnect(cut)
    payload = shown(network, [0.5, -1.0])
    theta = np.arange(network.size, dtype=float)
    trace = nn.forward(network, nn.Parameters(network, theta), np.array([[0.5, -1.0]]))
    arrays = values(network, theta, trace)
    for layer in payload["layers"]:
        for unit in layer["units"]:
            assert arrays["a"][unit["flat"]] == np.float32(unit["a"])
            assert arrays["z"][unit["flat"]] == np.float32(unit["z"])
    assert {c["id"] for c in payload["connections"]} == {str(c) for c in network.connections()}
    for connection in payload["connections"]:
        assert connection["slot"] == network.slot(Connection.parse(connection["id"]))


def test_skips_pins_and_cuts_are_marked():
    skip, cut = Connection(Unit(0, 1), Unit(2, 0)), Connection(Unit(0, 0), Unit(1, 1))
    network = nn.dense(2, 3, 1).connect(skip).disconnect(cut).pin(skip).pin(Unit(1, 2))
    payload = shown(network, [1.0, 1.0])
    told = {c["id"]: c for c in payload["connections"]}
    assert told[str(skip)]["skip"] and told[str(skip)]["pinned"]
    assert [c["id"] for c in payload["connections"] if c.get("skip") or c.get("pinned")] == [str(skip)]
    assert payload["cut"] == [{"id": str(cut)}]
    assert [unit["biasPinned"] for unit in payload["layers"][1]["units"]] == [False, False, True]


def test_784_inputs_are_a_block_and_the_payload_stays_small():
    payload = shown(nn.dense(784, 32, 10, output="softmax"), [0.0] * 784)
    assert payload["layers"][0] | {"units": None} == {
        "activation": "linear", "label": "Inputs", "size": 784, "first": 0, "block": True, "units": None,
    }  # fmt: skip
    assert payload["layers"][0]["units"] == []
    assert len(payload["connections"]) == 32 * 10
    assert len(json.dumps(payload)) < 60_000
    assert not shown(nn.dense(MOST_DRAWN, 1), [0.0] * MOST_DRAWN)["layers"][0]["block"]


def test_a_64_by_8_drawing_is_drawn_neuron_by_neuron():
    payload = shown(nn.dense(2, *[64] * 8, 1), [0.0] * 2)
    assert not any(layer["block"] for layer in payload["layers"])
    assert len(payload["connections"]) == 2 * 64 + 7 * 64**2 + 64


@pytest.mark.parametrize("sizes", [(2, *[49] * 60, 1), (2, 128, 128, 128, 1), (128, *[128] * 8, 10), (2, 380, 380, 1)])
def test_the_frame_of_a_large_drawing_stays_small(sizes):
    network = nn.dense(*sizes)
    theta = np.zeros(network.size)
    trace = nn.forward(network, nn.Parameters(network, theta), np.zeros((1, sizes[0])))
    payload, arrays = drawing_payload(network, theta, trace), values(network, theta, trace)
    assert any(layer["block"] for layer in payload["layers"])
    assert len(payload["connections"]) <= 30_000
    assert len(json.dumps(payload, separators=(",", ":"))) < 2_000_000
    assert sum(array.nbytes for array in arrays.values()) < 250_000


def test_slots_lead_to_the_numbers_of_what_is_drawn_between_blocks():
    skip, cut = Connection(Unit(0, 1), Unit(4, 0)), Connection(Unit(3, 2), Unit(4, 1))
    network = nn.dense(3, MOST_DRAWN + 1, 5, 4, 2).connect(skip).disconnect(cut)
    theta = np.arange(network.size, dtype=float)
    trace = nn.forward(network, nn.Parameters(network, theta), np.zeros((1, 3)))
    payload, arrays = drawing_payload(network, theta, trace), values(network, theta, trace)
    ids = {str(c) for c in network.connections() if 1 not in (c.source.layer, c.target.layer)}
    assert {c["id"] for c in payload["connections"]} == ids
    for connection in payload["connections"]:
        number = network.slot(Connection.parse(connection["id"]))
        assert arrays["theta"][connection["slot"]] == connection["weight"] == number
    for unit in (unit for layer in payload["layers"][2:] for unit in layer["units"]):
        assert arrays["theta"][unit["slot"]] == unit["bias"] == network.slot(Unit.parse(unit["id"]))


def test_numbers_that_are_not_finite_become_none_in_json_and_stay_in_the_arrays():
    network = nn.dense(1, 1, output="linear")
    theta = np.array([np.inf, np.nan])
    trace = nn.Trace((np.array([[1.0]]), np.array([[np.nan]])), (np.array([[1.0]]), np.array([[np.nan]])))
    payload = drawing_payload(network, theta, trace)
    assert payload["connections"][0]["weight"] is None
    assert payload["layers"][1]["units"][0]["bias"] is None
    json.dumps(payload, allow_nan=False)
    assert np.isinf(values(network, theta, trace)["theta"][0])


# -------------------------------------------------------------------- the answer


def test_edits_are_applied_in_order_and_acknowledged():
    session = opened()
    mine = talk(session)
    told = request(
        {"kind": "set_weight", "id": "1.0>2.0", "value": 5},
        {"kind": "set_weight", "id": "1.0>2.0", "value": 3},
        {"kind": "set_input", "index": 0, "value": 4},
    )
    frame, arrays = unpack(mine.hear(told))
    assert (frame["ack"], frame["refused"], frame["reply"]) == (3, [], 1)
    assert arrays["a"].tolist() == [4, 3, 7, -1, 22]


def test_a_repeated_request_changes_nothing_more():
    session = opened()
    mine = talk(session)
    twice = request({"kind": "add_unit", "layer": 1})
    answer(twice, mine)
    frame = answer(twice, mine)
    assert session.drawing.network.sizes == (2, 3, 1)
    assert frame["ack"] == 1


def test_only_what_is_newer_than_the_last_acknowledged_edit_is_applied():
    session = opened()
    mine = talk(session)
    answer(request({"kind": "add_unit", "layer": 1}), mine)
    answer(request({"kind": "add_unit", "layer": 1}, {"kind": "add_unit", "layer": 1}), mine)
    assert session.drawing.network.sizes == (2, 4, 1)


def test_two_views_are_acknowledged_apart():
    session = opened()
    mine = talk(session)
    answer(request({"kind": "add_unit", "layer": 1}, client="one"), mine)
    frame = answer(request({"kind": "add_unit", "layer": 1}, client="other"), mine)
    assert session.drawing.network.sizes == (2, 4, 1)
    assert frame["client"] == "other"


def test_the_drawing_is_told_again_only_when_it_has_changed():
    session = opened()
    mine = talk(session)
    first = answer(request(), mine)
    assert "drawing" in first
    weight = request({"kind": "set_weight", "id": "1.0>2.0", "value": 5}, have=first["version"])
    assert "drawing" not in answer(weight, mine)
    edits = [{"kind": "select"}, {"kind": "add_unit", "layer": 1}]
    assert "drawing" in answer(request(*edits, have=first["version"]), mine)


def test_another_session_does_not_take_the_drawing_as_known():
    first = answer(request(), talk(opened()))
    assert "drawing" in answer(request(have=first["version"]), talk(opened()))


def test_an_outdated_edit_is_refused_with_a_message_and_the_next_one_is_done():
    session = opened()
    mine = talk(session)
    base = answer(request(), mine)["version"]
    frame = answer(
        request(
            {"kind": "remove_unit", "id": "1.0", "base": base},
            {"kind": "set_weight", "id": "1.0>2.0", "value": 100, "base": base},
            {"kind": "set_input", "index": 0, "value": 7},
        ),
        mine,
    )  # fmt: skip
    assert [refused["n"] for refused in frame["refused"]] == [2]
    assert "changed" in frame["refused"][0]["text"]
    assert (frame["ack"], session.inputs[0]) == (3, 7)
    assert session.drawing.theta.max() < 100


def test_one_drag_is_one_step_of_undo():
    session = opened()
    mine = talk(session)
    drag = [{"kind": "set_weight", "id": "1.0>2.0", "value": 2 + step / 10, "gesture": 1} for step in range(1, 20)]
    answer(request(*drag, {"kind": "undo"}), mine)
    assert own_values(session).trace.output.tolist() == [[9]]
    assert not session.can_undo


def test_the_selection_is_remembered_and_dropped_with_what_it_named():
    session = opened()
    mine = talk(session)
    answer(request({"kind": "select", "id": "1.1"}), mine)
    assert mine.state.selected == "1.1"
    answer(request({"kind": "select"}, {"kind": "remove_unit", "id": "1.1"}), mine)
    assert mine.state.selected is None


HOSTILE = [
    None, 7, "text", [], {"edits": "all"}, {"edits": [1, None, {"n": "1"}]}, {"edits": [{"n": 1}], "client": 5},
    {"edits": [{"n": 1, "kind": ["set_weight"]}]}, {"edits": [{"n": 1, "kind": "set_weight", "gesture": []}]},
    {"edits": [{"n": 2**80, "kind": "add_layer", "at": -1, "size": 10**9}]}, {"id": {}, "client": "x" * 10_000},
    {"edits": [{"n": 1, "kind": "select", "id": "9.9>1.0"}, {"n": 2, "kind": "select", "id": ["1.0"]}]},
    {"edits": [{"n": 1, "kind": "set_input", "index": 0, "value": float("nan")}]},
    {"edits": [{"n": 1, "kind": "preset", "name": "__init__"}], "have": {"a": 1}},
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_request_changes_nothing(hostile):
    session = opened()
    mine = talk(session)
    before = session.drawing, session.inputs
    frame = answer(hostile, mine)
    assert (session.drawing, session.inputs, mine.state.selected) == (*before, None)
    assert frame["drawing"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["1.0", "0.1>1.0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "value", "layer"]), inner),
    max_leaves=6,
)
KINDS = st.sampled_from([*nn.EDITS, "set_input", "preset", "undo", "redo", "select", "made_up"])
FIELDS = ["id", "ids", "value", "index", "layer", "to", "at", "size", "name", "base", "gesture"]


@given(
    st.lists(
        st.builds(lambda kind, rest: {"kind": kind, **rest}, KINDS, st.dictionaries(st.sampled_from(FIELDS), JSON)),
        max_size=6,
    )
)
def test_whatever_is_sent_the_answer_is_a_frame_and_every_edit_is_acknowledged(edits):
    session = opened()
    mine = talk(session)
    frame, arrays = unpack(mine.hear(request(*edits)))
    assert frame["ack"] == len(edits)
    assert len(arrays["theta"]) == session.drawing.network.size


# -------------------------------------------------------------------- the table


def test_the_table_lists_every_weight_and_bias_neuron_by_neuron():
    table = weight_table(opened().drawing)
    assert table.ids == [
        "0.0>1.0", "0.1>1.0", "1.0", "0.0>1.1", "0.1>1.1", "1.1", "1.0>2.0", "1.1>2.0", "2.0",
    ]  # fmt: skip
    assert table.frame["value"].tolist() == [1, 1, 0, -1, 1, 0, 2, -1, 0]
    assert table.frame["from"].tolist()[:3] == ["family members", "accounts", "bias"]
    assert table.left_out == 0


def test_a_long_table_says_how_much_it_leaves_out():
    network = nn.dense(40, 40, 1)
    table = weight_table(nn.Drawing(network, np.zeros(network.size)))
    assert len(table.ids) + table.left_out == 40 * 41 + 41


def test_a_changed_table_asks_for_what_differs_from_the_drawing():
    drawing = opened().drawing
    ids = weight_table(drawing).ids
    edited = {0: {"value": 1.0}, 6: {"value": 4.0, "pinned": True}, 8: {"value": 0.5, "pinned": False}}
    assert table_edits(ids, edited, drawing) == [
        {"kind": "set_weight", "id": "1.0>2.0", "value": 4.0},
        {"kind": "pin", "id": "1.0>2.0"},
        {"kind": "set_bias", "id": "2.0", "value": 0.5},
        {"kind": "unpin", "id": "2.0"},
    ]
