"""Each preset computes what its label says."""

import itertools

import numpy as np
import pytest

import nncore as nn
from nncore import PRESETS, Unit, apply_edit
from nncore.drawing import Drawing


def answers(drawing: Drawing, *rows) -> list:
    return nn.forward(drawing.network, drawing.parameters, rows).output.tolist()


def preset_answers(name: str, *rows) -> list[float]:
    return [answer for (answer,) in answers(PRESETS[name].drawing, *rows)]


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_a_preset_has_a_value_for_each_input_and_says_what_it_is(preset):
    assert len(preset.inputs) == preset.drawing.network.sizes[0]
    assert preset.label and preset.note.endswith(".")
    assert np.isfinite(answers(preset.drawing, preset.inputs)).all()


def test_transactions_are_the_articles_9_and_13():
    assert preset_answers("transactions", (2, 3), (3, 4)) == [9, 13]
    assert PRESETS["transactions"].inputs == (2, 3)


def test_transactions_with_relu_are_44_and_minus_12_once_linear():
    preset = PRESETS["transactions_relu"]
    assert answers(preset.drawing, preset.inputs) == [[44]]
    linear = apply_edit(preset.drawing, {"kind": "activate", "layer": 1, "name": "linear"})
    assert answers(linear, preset.inputs) == [[-12]]


def test_relu_everywhere_gives_the_articles_four_rows():
    assert preset_answers("transactions_relu_all", (3, 5), (1, -1), (0, 0), (8, 4)) == [52, 63, 0, 148]


def test_the_slope_example_answers_7():
    assert answers(PRESETS["slope"].drawing, PRESETS["slope"].inputs) == [[7]]


@pytest.mark.parametrize("name", ["transactions", "transactions_relu", "transactions_relu_all", "slope"])
def test_the_articles_networks_have_no_biases_to_train(name):
    network = PRESETS[name].drawing.network
    assert {item for item in network.pinned if isinstance(item, Unit)} == {u for u in network.units() if u.layer}
    assert all(not row.any() for row in PRESETS[name].drawing.parameters.biases)


BITS = list(itertools.product((0, 1), repeat=2))
TRUTH = {
    "and": [a & b for a, b in BITS],
    "or": [a | b for a, b in BITS],
    "nand": [1 - (a & b) for a, b in BITS],
    "xor": [a ^ b for a, b in BITS],
    "xor_relu": [a ^ b for a, b in BITS],
    "xor_skip": [a ^ b for a, b in BITS],
}


@pytest.mark.parametrize("name", TRUTH)
def test_a_gate_has_its_truth_table(name):
    assert preset_answers(name, *BITS) == TRUTH[name]


def test_not_turns_its_input_round():
    assert preset_answers("not", (0,), (1,)) == [1, 0]


@pytest.mark.parametrize("name", ["0.0>2.0", "0.1>2.0"])
def test_the_xor_that_needs_skips_fails_without_one(name):
    without = apply_edit(PRESETS["xor_skip"].drawing, {"kind": "disconnect", "id": name})
    assert [answer for (answer,) in answers(without, *BITS)] != TRUTH["xor"]


def test_the_playground_preset_starts_as_tensorflow_playground_does():
    drawing = PRESETS["playground"].drawing
    assert drawing.network.sizes == (2, 4, 2, 1)
    assert drawing.network.activations == ("linear", "tanh", "tanh", "tanh")
    assert all((abs(matrix) <= 0.5).all() for matrix in drawing.parameters.weights)
    assert all((row == 0.1).all() for row in drawing.parameters.biases[1:])


def test_the_autoencoder_brings_each_of_eight_patterns_back():
    drawing = PRESETS["autoencoder"].drawing
    trace = nn.forward(drawing.network, drawing.parameters, np.eye(8))
    assert np.abs(trace.output - np.eye(8)).max() < 0.001
    assert np.round(trace.a[1]).tolist() == [[int(bit) for bit in f"{number:03b}"] for number in range(8)]


def test_the_empty_board_connects_nothing():
    assert list(PRESETS["empty"].drawing.network.connections()) == []


def test_the_articles_network_can_be_drawn_from_the_empty_board():
    drawing = PRESETS["empty"].drawing
    edits = [
        {"kind": "add_unit", "layer": 0},
        {"kind": "add_layer", "at": 1, "size": 2},
        *({"kind": "set_weight", "id": id, "value": value} for id, value in (
            ("0.0>1.0", 1), ("0.1>1.0", 1), ("0.0>1.1", -1), ("0.1>1.1", 1), ("1.0>2.0", 2), ("1.1>2.0", -1),
        )),
    ]  # fmt: skip
    for edit in edits:
        drawing = apply_edit(drawing, edit)
    assert answers(drawing, (2, 3)) == [[9]]
