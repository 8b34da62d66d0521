"""What layers are called, as a label and inside a sentence."""

from nncore import dense
from ui.core.layer_names import layer_phrase, layer_title


def test_layers_have_a_title_and_a_phrase():
    network = dense(2, 3, 4, 2)
    assert [layer_title(network, layer) for layer in range(4)] == ["Inputs", "Hidden 1", "Hidden 2", "Output"]
    assert [layer_phrase(network, layer) for layer in range(4)] == [
        "inputs",
        "hidden layer 1",
        "hidden layer 2",
        "output layer",
    ]


def test_the_only_hidden_layer_and_the_only_output_need_no_number():
    assert [layer_phrase(dense(2, 3, 1), layer) for layer in (1, 2)] == ["hidden layer", "output"]
