"""The drawing: what it holds, where its numbers stand, and what it refuses to be."""

import numpy as np
import pytest

from nncore import Connection, Layer, Network, Unit, dense
from nncore.layer import MAX_LAYERS


def arrow(text: str) -> Connection:
    return Connection.parse(text)


def skipping() -> Network:
    return dense(2, 3, 2, 1).disconnect(arrow("0.1>1.2")).connect(arrow("0.0>2.1")).connect(arrow("1.1>3.0"))


# -------------------------------------------------------------------- what a drawing is


def test_dense_is_the_usual_perceptron():
    network = dense(2, 4, 3, 1)
    assert network.layers == (Layer(2), Layer(4, "tanh"), Layer(3, "tanh"), Layer(1, "sigmoid"))
    assert (network.depth, network.sizes) == (3, (2, 4, 3, 1))
    assert network.size == 4 * 3 + 3 * 5 + 1 * 4
    assert len(list(network.connections())) == 2 * 4 + 4 * 3 + 3


def test_drawings_are_values():
    assert skipping() == skipping() and hash(skipping()) == hash(skipping())
    assert Network([Layer(2), Layer(1)], cut={arrow("0.0>1.0")}) == dense(2, 1, output="linear").disconnect(
        arrow("0.0>1.0")
    )


def test_units_are_called_by_their_names():
    one, two = dense(2, 2, 1, inputs=("sun", "rain")), dense(1, 2, 2, 2)
    assert [one.name(unit) for unit in one.units()] == ["sun", "rain", "h1", "h2", "y"]
    assert [two.name(unit) for unit in two.units()] == ["x1", "h1,1", "h1,2", "h2,1", "h2,2", "y1", "y2"]


def test_incoming_and_outgoing_follow_cuts_and_skips():
    network = skipping()
    assert list(map(str, network.incoming(Unit(2, 1)))) == ["0.0>2.1", "1.0>2.1", "1.1>2.1", "1.2>2.1"]
    assert list(map(str, network.incoming(Unit(1, 2)))) == ["0.0>1.2"]
    assert list(map(str, network.outgoing(Unit(0, 1)))) == ["0.1>1.0", "0.1>1.1"]
    assert list(map(str, network.outgoing(Unit(1, 1)))) == ["1.1>2.0", "1.1>2.1", "1.1>3.0"]
    assert network.incoming(Unit(0, 0)) == network.outgoing(Unit(3, 0)) == []


def test_only_connections_of_the_drawing_count_as_drawn():
    network = skipping()
    assert network.drawn(arrow("0.0>1.2")) and network.drawn(arrow("0.0>2.1"))
    for text in ("0.1>1.2", "0.1>2.1", "0.2>1.0", "7.0>8.0", "1.0>0.0"):
        assert not network.drawn(arrow(text))


# -------------------------------------------------------------------- where the numbers stand


def test_every_drawn_number_has_a_slot_of_its_own():
    network = skipping()
    items = [*network.connections(), *(unit for unit in network.units() if unit.layer)]
    slots = [network.slot(item) for item in items]
    assert len(set(slots)) == len(items)
    assert sorted(slots) == np.flatnonzero(network.trainable()).tolist()
    assert network.weight_slots().sum() == len(list(network.connections()))


def test_a_layers_block_is_its_weights_and_biases_row_by_row():
    network = dense(2, 2, 1)
    assert [network.slot(arrow(text)) for text in ("0.0>1.0", "0.1>1.0", "0.0>1.1")] == [0, 1, 3]
    assert [network.slot(Unit(*place)) for place in ((1, 0), (1, 1), (2, 0))] == [2, 5, 8]
    assert (network.block(1), network.block(2)) == (slice(0, 6), slice(6, 9))


@pytest.mark.parametrize(
    "item",
    [
        Unit(0, 0),
        Unit(1, 9),
        Unit(9, 0),
        arrow("0.2>1.0"),
        arrow("0.0>1.2"),
        arrow("0.0>2.0"),
        arrow("1.0>1.1"),
    ],
)
def test_what_is_not_in_the_drawing_has_no_slot(item):
    with pytest.raises(ValueError, match="has no number"):
        dense(2, 2, 1).slot(item)


def test_a_layer_reads_back_to_the_furthest_skip():
    network = skipping()
    assert network.reads(1) == range(0, 2)
    assert network.reads(2) == range(0, 5)
    assert network.reads(3) == range(2, 7)


def test_the_mask_shows_what_is_drawn_and_is_absent_when_all_is():
    network = skipping()
    assert dense(2, 3, 1).mask(1) is None
    assert network.mask(1).tolist() == [[True, True], [True, True], [True, False]]
    assert network.mask(2).tolist() == [[False, False, True, True, True], [True, False, True, True, True]]


def test_pinned_numbers_are_not_trainable():
    network = dense(2, 1).pin(arrow("0.1>1.0")).pin(Unit(1, 0))
    assert network.trainable().tolist() == [True, False, False]
    assert network.unpin(Unit(1, 0)).trainable().tolist() == [True, False, True]


# -------------------------------------------------------------------- editing


def test_cutting_and_restoring_gives_the_drawing_back():
    network = dense(2, 2, 1)
    assert network.disconnect(arrow("0.0>1.1")).connect(arrow("0.0>1.1")) == network
    assert network.connect(arrow("0.0>2.0")).disconnect(arrow("0.0>2.0")) == network


def test_a_pin_goes_with_its_connection():
    assert dense(2, 1).pin(arrow("0.0>1.0")).disconnect(arrow("0.0>1.0")).pinned == frozenset()


def test_removing_a_unit_moves_cuts_skips_and_names_along():
    network = dense(3, 3, 2, 1, inputs=("a", "b", "c")).disconnect(arrow("0.2>1.2")).connect(arrow("0.1>2.0"))
    smaller = network.remove_unit(Unit(0, 0))
    assert smaller.input_names == ("b", "c")
    assert smaller.cut == {arrow("0.1>1.2")} and smaller.skips == {arrow("0.0>2.0")}
    assert network.remove_unit(Unit(0, 1)).skips == frozenset()


def test_a_new_layer_lengthens_the_skips_over_it():
    longer = skipping().insert(2, Layer(2))
    assert longer.sizes == (2, 3, 2, 2, 1)
    assert longer.skips == {arrow("0.0>3.1"), arrow("1.1>4.0")}
    assert longer.insert(2, Layer(2)).remove(2) == longer


def test_removing_a_layer_makes_its_neighbours_meet():
    network = skipping().pin(arrow("0.0>2.1"))
    shorter = network.remove(1)
    assert shorter.sizes == (2, 2, 1)
    assert shorter.skips == frozenset() and shorter.cut == frozenset()
    assert shorter.pinned == {arrow("0.0>1.1")}


def test_a_moved_layer_takes_its_activation_with_it():
    network = Network((Layer(1), Layer(2, "relu"), Layer(3, "tanh"), Layer(4, "elu"), Layer(1)))
    assert network.move(1, 3).activations == ("linear", "tanh", "elu", "relu", "linear")
    assert network.move(3, 1).sizes == (1, 4, 2, 3, 1)
    assert network.move(2, 2) == network


def test_resizing_takes_from_and_adds_at_the_end():
    network = dense(2, 3, 1, outputs=("profit",)).disconnect(arrow("0.0>1.2"))
    assert network.resize(1, 2).cut == frozenset()
    assert network.resize(1, 5).cut == network.cut
    assert network.resize(2, 2).output_names == ("profit", "y2")


def test_a_new_inputs_usual_name_avoids_the_names_there_are():
    assert dense(2, 1, inputs=("x2", "x3")).add_unit(0).input_names == ("x2", "x3", "x4")


# -------------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    ("make", "remedy"),
    [
        (lambda: Layer(0), "at least one unit"),
        (lambda: Layer(-3), "at least one unit"),
        (lambda: Layer(2.0), "whole number"),
        (lambda: Layer(True), "whole number"),
        (lambda: Layer(5000), "at most 1024"),
        (lambda: Layer(2, "rleu"), "unknown activation 'rleu'; choose from linear, relu"),
        (lambda: Layer(2, ["relu"]), "unknown activation"),
        (lambda: dense(2), "at least the inputs and the outputs"),
        (lambda: Network((Layer(2),)), "an input layer and an output layer"),
        (lambda: Network((2, 1)), "each a Layer"),
        (lambda: Network((Layer(1),) * (MAX_LAYERS + 1)), "at most 64"),
        (lambda: dense(1024, 1024, 1), "1,050,625 weights are too many; at most 150,000"),
        (lambda: dense(2, *[1000, 1] * 10, 1), "10,013 units are too many; at most 10,000"),
        (lambda: Network((Layer(2, "relu"), Layer(1))), "has to be linear"),
        (lambda: dense(2, 2, 2, hidden="softmax"), "belongs on the output layer"),
        (lambda: dense(2, 1, output="softmax"), "two outputs and more"),
        (lambda: dense(2, 1, inputs=("a",)), "1 names for 2 inputs"),
        (lambda: dense(2, 1, inputs=("a", "a")), "the same name"),
        (lambda: dense(2, 1, outputs=("",)), "is no name"),
        (lambda: dense(2, 1, outputs=("a\u202eb",)), "printable"),
        (lambda: dense(2, 1, inputs=("a", 2)), "is no name"),
        (lambda: dense(2, 2, 1).connect(arrow("1.0>0.0")), "forwards only"),
        (lambda: dense(2, 2, 1).connect(arrow("1.0>1.1")), "forwards only"),
        (lambda: dense(2, 2, 1).connect(arrow("0.5>1.0")), "no unit 0.5"),
        (lambda: Network((Layer(2), Layer(1)), skips={arrow("0.0>1.0")}), "is not a skip"),
        (lambda: Network((Layer(2), Layer(2), Layer(1)), cut={arrow("0.0>2.0")}), "cannot be cut"),
        (lambda: dense(2, 1).pin(Unit(0, 0)), "no bias to pin"),
        (lambda: dense(2, 2, 1).pin(arrow("0.0>2.0")), "connect it first"),
        (lambda: dense(2, 1).remove_unit(Unit(1, 0)), "remove the whole layer"),
        (lambda: dense(2, 1).remove_unit(Unit(0, 7)), "no unit 0.7"),
        (lambda: dense(2, 2, 1).remove(0), "only hidden layers"),
        (lambda: dense(2, 2, 1).move(1, 2), "only hidden layers"),
        (lambda: dense(2, 2, 1).insert(3, Layer(1)), "from 1 to 2"),
        (lambda: dense(2, 2, 1).activate(0, "relu"), "from 1 to 2"),
        (lambda: dense(2, 2, 1).resize(5, 2), "layers 0 to 2"),
        (lambda: dense(2, 2, 2, output="softmax").resize(2, 1), "two outputs and more"),
    ],
)
def test_a_drawing_that_cannot_be_is_refused_with_the_remedy(make, remedy):
    with pytest.raises(ValueError, match=remedy):
        make()
