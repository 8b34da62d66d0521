"""Edits keep what they do not name, refuse what cannot be, and undo to the bit."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nncore as nn
from nncore import Connection, Drawing, Layer, Network, Unit, apply_edit, dense
from nncore.drawing import carry
from nncore.edits import EDITS
from nncore.relocation import inserted, moved, removed, removed_unit, resized


def numbered(network: Network) -> Drawing:
    """A drawing whose every drawn number is different, so that a mix-up shows."""
    return Drawing(network, np.arange(1.0, network.size + 1))


def weight(drawing: Drawing, text: str) -> float:
    return drawing.theta[drawing.network.slot(Connection.parse(text))]


def bias(drawing: Drawing, text: str) -> float:
    return drawing.theta[drawing.network.slot(Unit.parse(text))]


def edited(drawing: Drawing, kind: str, **fields) -> Drawing:
    return apply_edit(drawing, {"kind": kind, **fields})


def skipping() -> Drawing:
    """2-3-2-1 with one cut, two skips and two pins."""
    network = dense(2, 3, 2, 1, inputs=("sun", "rain"), outputs=("growth",))
    network = network.disconnect(Connection.parse("0.1>1.2")).connect(Connection.parse("0.0>2.1"))
    network = network.connect(Connection.parse("1.1>3.0"))
    return numbered(network.pin(Unit(2, 0)).pin(Connection.parse("0.0>2.1")))


# -------------------------------------------------------------------- what each edit does


def test_setting_a_weight_changes_that_weight_alone():
    start = numbered(dense(2, 2, 1))
    after = edited(start, "set_weight", id="0.1>1.0", value=-7)
    assert weight(after, "0.1>1.0") == -7
    slot = start.network.slot(Connection.parse("0.1>1.0"))
    assert np.delete(after.theta, slot).tolist() == np.delete(start.theta, slot).tolist()


def test_setting_a_bias_changes_that_bias_alone():
    start = numbered(dense(2, 2, 1))
    after = edited(start, "set_bias", id="2.0", value=0.25)
    assert bias(after, "2.0") == 0.25
    assert after.theta[:-1].tolist() == start.theta[:-1].tolist()


def test_a_pinned_weight_can_still_be_set_by_hand():
    start = edited(numbered(dense(1, 1)), "pin", id="0.0>1.0")
    assert weight(edited(start, "set_weight", id="0.0>1.0", value=5), "0.0>1.0") == 5


def test_cutting_a_connection_leaves_the_other_weights_alone():
    start = numbered(dense(2, 2, 1))
    after = edited(start, "disconnect", id="0.1>1.0")
    assert not after.network.drawn(Connection.parse("0.1>1.0"))
    assert weight(after, "0.1>1.0") == 0
    assert weight(after, "0.0>1.0") == weight(start, "0.0>1.0")
    assert weight(after, "1.1>2.0") == weight(start, "1.1>2.0")


@pytest.mark.parametrize("name", ["0.1>1.0", "0.0>2.0"])
def test_a_connection_drawn_by_hand_starts_at_one(name):
    start = edited(numbered(dense(2, 2, 1)), "disconnect", id="0.1>1.0")
    after = edited(start, "connect", id=name)
    assert after.network.drawn(Connection.parse(name))
    assert weight(after, name) == 1
    assert bias(after, "2.0") == bias(start, "2.0")


def test_adding_a_neuron_keeps_the_weights_that_are_there():
    start = numbered(dense(2, 2, 1))
    after = edited(start, "add_unit", layer=1)
    assert after.network.sizes == (2, 3, 1)
    for name in map(str, start.network.connections()):
        assert weight(after, name) == weight(start, name)
    assert bias(after, "1.1") == bias(start, "1.1")
    assert 0 < abs(weight(after, "0.0>1.2")) < 2 and 0 < abs(weight(after, "1.2>2.0")) < 2
    assert bias(after, "1.2") == 0


def test_neurons_added_one_after_another_do_not_start_alike():
    after = edited(edited(numbered(dense(2, 1, 1)), "add_unit", layer=1), "add_unit", layer=1)
    assert weight(after, "0.0>1.1") != weight(after, "0.0>1.2")


def test_adding_an_input_keeps_the_weights_and_names_that_are_there():
    after = edited(skipping(), "add_unit", layer=0)
    assert after.network.input_names == ("sun", "rain", "x3")
    assert weight(after, "0.0>2.1") == weight(skipping(), "0.0>2.1")
    assert weight(after, "1.1>3.0") == weight(skipping(), "1.1>3.0")


def test_the_same_edit_gives_the_same_new_weights():
    assert edited(skipping(), "add_unit", layer=1) == edited(skipping(), "add_unit", layer=1)


def test_adding_a_layer_keeps_the_layers_before_and_after_it():
    start = numbered(dense(2, 2, 2, 1, hidden="relu"))
    after = edited(start, "add_layer", at=2, size=3)
    assert after.network.sizes == (2, 2, 3, 2, 1)
    assert after.network.activations == ("linear", "relu", "relu", "relu", "sigmoid")
    assert after.parameters.weights[1].tolist() == start.parameters.weights[1].tolist()
    assert after.parameters.weights[4].tolist() == start.parameters.weights[3].tolist()
    assert after.parameters.biases[3].tolist() == start.parameters.biases[2].tolist()


def test_the_first_hidden_layer_starts_linear():
    assert edited(numbered(dense(2, 1)), "add_layer", at=1, size=2).network.activations[1] == "linear"


def test_removing_a_neuron_keeps_the_others_weights():
    start = numbered(dense(2, 3, 1))
    after = edited(start, "remove_unit", id="1.1")
    assert after.parameters.weights[1].tolist() == start.parameters.weights[1][[0, 2]].tolist()
    assert after.parameters.weights[2].tolist() == start.parameters.weights[2][:, [0, 2]].tolist()
    assert after.parameters.biases[1].tolist() == start.parameters.biases[1][[0, 2]].tolist()


def test_removing_the_last_neuron_of_a_hidden_layer_removes_the_layer():
    assert edited(numbered(dense(2, 1, 1)), "remove_unit", id="1.0").network.sizes == (2, 1)


def test_a_skip_becomes_an_ordinary_connection_when_the_layer_between_goes():
    start = skipping()
    after = edited(start, "remove_layer", layer=1)
    assert weight(after, "0.0>1.1") == weight(start, "0.0>2.1")
    assert after.network.pinned == {Unit(1, 0), Connection.parse("0.0>1.1")}


def test_moving_a_layer_carries_its_biases_along():
    start = numbered(dense(2, 3, 2, 1))
    after = edited(start, "move_layer", layer=1, to=2)
    assert after.network.sizes == (2, 2, 3, 1)
    assert after.parameters.biases[2].tolist() == start.parameters.biases[1].tolist()
    assert after.parameters.biases[1].tolist() == start.parameters.biases[2].tolist()


def test_removing_several_at_once_means_the_ids_of_before():
    start = numbered(dense(2, 3, 1))
    after = edited(start, "remove", ids=["1.0", "1.1", "0.1>1.2"])
    assert after.network.sizes == (2, 1, 1)
    assert not after.network.drawn(Connection.parse("0.1>1.0"))
    assert weight(after, "0.0>1.0") == weight(start, "0.0>1.2")
    assert weight(after, "1.0>2.0") == weight(start, "1.2>2.0")


def test_removing_thousands_at_once_carries_the_weights_over_once_a_layer(monkeypatch):
    start = numbered(dense(20, 60, 60, 1))
    connections = [str(c) for c in start.network.connections() if c.source.layer == 0]
    units = [f"{layer}.{index}" for layer in (1, 2) for index in range(50)]
    carried = []
    monkeypatch.setattr(nn.edits, "carry", lambda *parts: carried.append(0) or carry(*parts))
    after = edited(start, "remove", ids=connections + units)
    assert len(carried) == 3  # the connections, and two layers
    assert after.network.sizes == (20, 10, 10, 1)
    assert len(after.network.cut) == 20 * 10
    assert weight(after, "1.0>2.0") == weight(start, "1.50>2.50")


def test_removing_all_neurons_of_a_hidden_layer_removes_it():
    assert edited(numbered(dense(2, 2, 3, 1)), "remove", ids=["1.0", "1.1"]).network.sizes == (2, 3, 1)


def test_activations_names_and_pins_leave_every_number_alone():
    start = skipping()
    after = edited(start, "activate", layer=1, name="relu")
    after = edited(after, "rename", id="0.1", name="  wind ")
    after = edited(after, "rename", id="3.0", name="harvest")
    after = edited(after, "pin", id="1.2")
    after = edited(after, "unpin", id="0.0>2.1")
    assert after.network.activations[1] == "relu"
    assert after.network.input_names == ("sun", "wind")
    assert after.network.output_names == ("harvest",)
    assert after.network.pinned == {Unit(2, 0), Unit(1, 2)}
    assert after.theta.tolist() == start.theta.tolist()


def test_an_empty_name_brings_the_usual_one_back():
    assert edited(skipping(), "rename", id="0.0", name=" ").network.input_names == ("x1", "rain")


# -------------------------------------------------------------------- carrying, against a loop over units


RELOCATIONS = {
    "add_unit": (dict(layer=1), lambda n: resized(1, n.sizes[1] + 1)),
    "remove_unit": (dict(id="1.0"), lambda n: removed_unit(Unit(1, 0))),
    "add_layer": (dict(at=2, size=2), lambda n: inserted(2)),
    "remove_layer": (dict(layer=2), lambda n: removed(2)),
    "move_layer": (dict(layer=1, to=2), lambda n: moved(1, 2)),
}


@pytest.mark.parametrize("kind", RELOCATIONS)
def test_every_number_that_survives_an_edit_keeps_its_value(kind):
    start = skipping()
    fields, relocation = RELOCATIONS[kind]
    relocate = relocation(start.network)
    after = edited(start, kind, **fields)
    survivors = 0
    for connection in start.network.connections():
        ends = [relocate(end) for end in connection]
        if None not in ends and after.network.drawn(Connection(*ends)):
            assert after.theta[after.network.slot(Connection(*ends))] == weight(start, str(connection))
            survivors += 1
    for unit in start.network.units():
        place = relocate(unit)
        if unit.layer and place is not None:
            assert after.theta[after.network.slot(place)] == start.theta[start.network.slot(unit)]
    assert survivors >= 2


# -------------------------------------------------------------------- what is refused


HOSTILE = [
    (None, "unknown edit"),
    ("set_weight", "unknown edit"),
    ({}, "unknown edit"),
    ({"kind": "explode"}, "unknown edit 'explode'; choose from set_weight"),
    ({"kind": ["set_weight"]}, "unknown edit"),
    ({"kind": "set_weight", "id": "0.0>1.0"}, "None is no number"),
    ({"kind": "set_weight", "id": "0.0>1.0", "value": float("nan")}, "nan is no number"),
    ({"kind": "set_weight", "id": "0.0>1.0", "value": float("inf")}, "inf is no number"),
    ({"kind": "set_weight", "id": "0.0>1.0", "value": 10**5000}, "a huge number is no number"),
    ({"kind": "set_weight", "id": "0.0>1.0", "value": 1.1e6}, "no number between −1,000,000 and 1,000,000"),
    ({"kind": "set_weight", "id": "0.0>1.0", "value": "2"}, "'2' is no number"),
    ({"kind": "set_weight", "id": "0.0>1.0", "value": True}, "True is no number"),
    ({"kind": "set_weight", "id": "0.0>2.0", "value": 1}, "0.0>2.0 is not connected"),
    ({"kind": "set_weight", "id": "0.9>1.0", "value": 1}, "not connected"),
    ({"kind": "set_weight", "id": "7.0>8.0", "value": 1}, "not connected"),
    ({"kind": "set_weight", "id": "1.0", "value": 1}, "not a connection"),
    ({"kind": "set_weight", "id": ["0.0>1.0"], "value": 1}, "give a text"),
    ({"kind": "set_bias", "id": "0.0", "value": 1}, "an input and has no bias"),
    ({"kind": "set_bias", "id": "1.9", "value": 1}, "has no number"),
    ({"kind": "set_bias", "id": "-1.0", "value": 1}, "is not a unit"),
    ({"kind": "connect", "id": "0.0>1.0"}, "connected already"),
    ({"kind": "connect", "id": "1.0>0.0"}, "connect forwards only"),
    ({"kind": "connect", "id": "1.0>1.1"}, "connect forwards only"),
    ({"kind": "connect", "id": "0.0>9.0"}, "no unit 9.0"),
    ({"kind": "disconnect", "id": "0.0>2.0"}, "not connected"),
    ({"kind": "add_unit", "layer": 3}, "no layer 3"),
    ({"kind": "add_unit", "layer": -1}, "whole number"),
    ({"kind": "add_unit", "layer": 1.0}, "whole number"),
    ({"kind": "add_unit", "layer": True}, "whole number"),
    ({"kind": "remove_unit", "id": "2.0"}, "at least one output"),
    ({"kind": "remove_unit", "id": "1.7"}, "no unit 1.7"),
    ({"kind": "remove", "ids": []}, "nothing to remove"),
    ({"kind": "remove", "ids": "1.0"}, "nothing to remove"),
    ({"kind": "remove", "ids": [None]}, "names nothing"),
    ({"kind": "remove", "ids": ["0.0", "0.1"]}, "at least one input"),
    ({"kind": "remove", "ids": ["1.0", "0.0>2.0"]}, "not connected"),
    ({"kind": "add_layer", "at": 0, "size": 2}, "no room for a layer"),
    ({"kind": "add_layer", "at": 1, "size": 0}, "at least one unit"),
    ({"kind": "add_layer", "at": 1, "size": 10**9}, "whole number from 0 to 1024"),
    ({"kind": "remove_layer", "layer": 0}, "only hidden layers"),
    ({"kind": "remove_layer", "layer": 2}, "only hidden layers"),
    ({"kind": "move_layer", "layer": 1, "to": 2}, "only hidden layers"),
    ({"kind": "activate", "layer": 1, "name": "rleu"}, "unknown activation 'rleu'; choose from linear, relu"),
    ({"kind": "activate", "layer": 1, "name": "softmax"}, "softmax belongs on the output"),
    ({"kind": "activate", "layer": 0, "name": "relu"}, "takes no activation"),
    ({"kind": "activate", "layer": 1, "name": {}}, "give a text"),
    ({"kind": "rename", "id": "1.0", "name": "h"}, "hidden neuron"),
    ({"kind": "rename", "id": "0.0", "name": "x2"}, "same name"),
    ({"kind": "rename", "id": "0.5", "name": ""}, "no unit 0.5"),
    ({"kind": "rename", "id": "0.0", "name": "a\nb"}, "printable"),
    ({"kind": "rename", "id": "0.0", "name": "a" * 41}, "is no name"),
    ({"kind": "pin", "id": "0.0"}, "no bias to pin"),
    ({"kind": "pin", "id": "0.0>2.0"}, "not drawn"),
    ({"kind": "pin", "id": 7}, "names nothing"),
    ({"kind": "unpin", "id": "1.0"}, "not pinned"),
]


@pytest.mark.parametrize(("edit", "reason"), HOSTILE)
def test_what_cannot_be_done_is_refused_with_the_reason(edit, reason):
    start = numbered(dense(2, 2, 1))
    with pytest.raises(ValueError, match=reason):
        apply_edit(start, edit)
    assert start == numbered(dense(2, 2, 1))


def test_a_drawing_stays_below_the_size_that_would_freeze_the_page():
    wide = numbered(dense(1024, 1, 1))
    with pytest.raises(ValueError, match="too many"):
        edited(wide, "add_layer", at=1, size=1024)
    with pytest.raises(ValueError, match="at most 1024 units"):
        edited(wide, "add_unit", layer=0)


def test_keys_an_edit_does_not_know_are_ignored():
    start = numbered(dense(1, 1))
    assert edited(start, "pin", id="1.0", n=4, base=2, colour="red") == edited(start, "pin", id="1.0")


# -------------------------------------------------------------------- random sequences

KINDS = [*EDITS, "undo", "set_weight"]
NAMES = ["", "a", "b", "x1", "y", "\n"]
MOVES = st.binary(min_size=9, max_size=21)
"""Three bytes an edit: its kind, and what it touches. One draw, so that 10,000 sequences take seconds."""


def edit_near(drawing: Drawing, kind: str, a: int, b: int) -> dict:
    """An edit that often fits the drawing and now and then misses it; a and b choose what it touches."""
    network = drawing.network
    units = [*network.units(), Unit(network.depth + 1, 0)]
    unit, other = units[a % len(units)], units[b % len(units)]
    drawn = [*network.connections(), Connection(other, unit)]
    skip_or_cut = Connection(min(unit, other), max(unit, other))
    connection = skip_or_cut if kind == "connect" else drawn[a % len(drawn)]
    item = connection if b % 2 else unit
    if kind == "unpin" and network.pinned:
        item = sorted(network.pinned, key=str)[a % len(network.pinned)]
    layer = a % (network.depth + 2)
    touched = {"set_bias": unit, "rename": unit, "remove_unit": unit, "pin": item, "unpin": item}
    fields = {
        "id": str(touched.get(kind, connection)),
        "ids": [str(unit), str(connection)],
        "layer": layer, "at": layer, "to": b % network.depth, "size": b % 4,
        "value": (b - 128) * 7.5,
        "name": NAMES[b % len(NAMES)] if kind == "rename" else list(nn.ACTIVATIONS)[b % len(nn.ACTIVATIONS)],
    }  # fmt: skip
    return {"kind": kind, **fields}


def check_valid(drawing: Drawing) -> None:
    network = drawing.network
    assert Network(**{f.name: getattr(network, f.name) for f in dataclasses.fields(network)}) == network
    assert drawing.theta.shape == (network.size,) and not drawing.theta.flags.writeable
    assert np.isfinite(drawing.theta).all()
    for layer, matrix in enumerate(drawing.parameters.weights):
        mask = network.mask(layer)
        assert mask is None or not matrix[~mask].any()


@given(MOVES)
@settings(max_examples=10_000, database=None)
def test_random_edits_keep_the_drawing_valid_and_undo_restores_it_exactly(moves):
    start = Drawing(Network((Layer(2), Layer(2, "relu"), Layer(2), Layer(1))), np.arange(1.0, 16.0))
    history, records = [start], [(start.network, start.theta.tobytes())]
    for kind, a, b in zip(moves[::3], moves[1::3], moves[2::3], strict=False):
        edit = edit_near(history[-1], KINDS[kind % len(KINDS)], a, b)
        try:
            after = apply_edit(history[-1], edit)
        except ValueError:
            continue
        check_valid(after)
        history.append(after)
        records.append((after.network, after.theta.tobytes()))
    while history:
        drawing = history.pop()
        assert (drawing.network, drawing.theta.tobytes()) == records.pop()
    assert start == Drawing(Network((Layer(2), Layer(2, "relu"), Layer(2), Layer(1))), np.arange(1.0, 16.0))
