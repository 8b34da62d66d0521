"""The pictures of the plane stay within bounds, however large the network."""

import tracemalloc

import numpy as np
import pytest

import nncore as nn
from nncore import Data, dense
from ui.live.maps import SIZE, Maps

CIRCLE = nn.make_data(Data("circle"))


@pytest.mark.parametrize("sizes", [(2, *[990, 1] * 10, 1), (2, 380, 380, 1), (2, *[49] * 60, 1)])
def test_the_maps_of_a_large_network_take_little_memory(sizes):
    network = dense(*sizes, output="tanh")
    tracemalloc.start()
    pictures = Maps(network, CIRCLE, (0, 1))(np.zeros(network.size))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000
    assert pictures.keys() == {"field"}
    assert pictures["field"].shape == (1, SIZE, SIZE)


@pytest.mark.parametrize(("width", "error"), [(100, 0), (250, 3), (380, 12)])
def test_a_coarser_map_shows_the_same_picture(width, error):
    network = dense(2, width, width, 1, output="tanh")
    parameters = nn.initialize(network, "glorot_uniform", np.random.default_rng(0))
    field = Maps(network, CIRCLE, (0, 1))(parameters.theta)["field"][0]
    grid = CIRCLE.grid((0, 1), SIZE)
    output = nn.forward(network, parameters, CIRCLE.transform(grid.raw)).output.reshape(SIZE, SIZE)[::-1]
    off = np.abs(field - (output * 127 + 128))
    assert off.max() <= 1 + error
    assert off[[0, 0, -1, -1], [0, -1, 0, -1]].max() <= 1  # the corners are asked for themselves


@pytest.mark.parametrize("sizes", [(2, 3, 1), (2, 250, 250, 3)])
def test_outputs_as_numbers_are_those_of_the_picture(sizes):
    network = dense(*sizes, output="sigmoid")
    maps = Maps(network, CIRCLE, (0, 1))
    theta = nn.initialize(network, "glorot_uniform", np.random.default_rng(0)).theta
    output, field = maps.output(theta), maps(theta)["field"]
    assert output.shape == field.shape == (sizes[-1], SIZE, SIZE)
    shown = output * 255 if sizes[-1] > 1 else (output - 0.5) * 254 + 128
    assert np.abs(shown - field).max() <= 1.01
