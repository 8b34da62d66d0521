import json

import numpy as np
import safetensors.numpy

from nncore.export.safetensors_file import packed, safetensors_file
from tests.nncore.export.drawings import MANY, random_model


def test_the_tensors_have_the_names_and_shapes_of_a_list_of_linear_layers_of_pytorch():
    model = random_model(2)
    network = model.network
    tensors = safetensors.numpy.load(safetensors_file(model))
    expected = {}
    for layer in range(1, len(network.layers)):
        expected[f"layers.{layer - 1}.weight"] = (network.sizes[layer], network.sizes[layer - 1])
        expected[f"layers.{layer - 1}.bias"] = (network.sizes[layer],)
    assert {name: tensor.shape for name, tensor in tensors.items()} == expected
    assert {tensor.dtype for tensor in tensors.values()} == {np.dtype(float)}


def test_every_number_is_the_one_of_the_app_to_the_last_bit():
    for number in range(MANY):
        model = random_model(number)
        tensors = safetensors.numpy.load(safetensors_file(model))
        for layer in range(1, len(model.network.layers)):
            assert (tensors[f"layers.{layer - 1}.weight"] == model.parameters.weights[layer]).all()
            assert (tensors[f"layers.{layer - 1}.bias"] == model.parameters.biases[layer]).all()


def test_a_transposed_view_is_written_as_it_reads():
    turned = np.arange(6.0).reshape(2, 3).T
    read = safetensors.numpy.load(packed({"turned": turned, "every other": np.arange(6.0)[::2]}, {}))
    assert read["turned"].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert read["every other"].tolist() == [0, 2, 4]


def test_the_metadata_say_which_units_the_columns_of_a_layer_with_skips_are():
    model = next(model for model in map(random_model, range(1, MANY, 2)) if model.network.skips)
    content = safetensors_file(model)
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    about = json.loads(header["__metadata__"]["netsketch"])
    sizes = [size for size, _ in about["drawing"]["layers"]]
    for layer, read in enumerate(about["reads"], 1):
        assert model.parameters.weights[layer].shape[1] == sum(sizes[one] for one in read)
    assert any(len(read) > 1 for read in about["reads"])


def test_the_same_model_gives_the_same_bytes():
    assert safetensors_file(random_model(7)) == safetensors_file(random_model(7))
