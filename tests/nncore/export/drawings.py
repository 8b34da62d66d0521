"""Two hundred drawings of every kind, with data of every kind, for whatever is written of them or read back."""

from dataclasses import replace

import numpy as np

import nncore as nn
from nncore.activations import ACTIVATIONS
from nncore.experiment import dataset_of
from nncore.export import Model, model_of
from nncore.network import Connection, Layer, Network, Unit
from nncore.parameters import undrawn_to_zero

MANY = 200
SETS = ("circle", "spiral", "iris", "penguins", "cars", "pima", "bumps", "rings")
OUTPUTS = {
    "binary": ("sigmoid", "tanh", "linear", "softmax"),
    "multiclass": ("softmax", "sigmoid"),
    "regression": ("linear", "softplus"),
}
"""Task → output activations."""


def random_model(number: int) -> Model:
    """The same one for the same number: layers, activations, cuts, skips, pins, weights and data at random.

    Every fifth fits no data. One in two is plain: fully connected, without skips.
    """
    rng = np.random.default_rng(number)
    elementwise = [name for name, one in ACTIVATIONS.items() if one.elementwise]
    hidden = [Layer(int(rng.integers(1, 6)), str(rng.choice(elementwise))) for _ in range(rng.integers(0, 4))]
    if number % 3 == 0:  # one activation in all hidden layers, as scikit-learn needs it
        hidden = [replace(layer, activation=("relu", "tanh", "sigmoid")[number % 9 // 3]) for layer in hidden]
    data = nn.Data(SETS[number % len(SETS)])
    if number % 5 == 4:  # fits no data
        data, sizes, output = nn.Data("circle"), (3, int(rng.integers(2, 4))), str(rng.choice(list(ACTIVATIONS)))
    else:
        sizes, output = (2, 2), str(rng.choice(OUTPUTS[dataset_of(data).task]))
    network = _drawn(rng, Layer(sizes[0]), hidden, Layer(sizes[1], output), plain=number % 2 == 0)
    experiment = nn.Experiment(data, network, seed=number)
    experiment = experiment if number % 5 == 4 else nn.fitted(experiment)
    theta = undrawn_to_zero(experiment.network, rng.normal(size=experiment.network.size))
    return model_of(experiment, theta, epoch=number)


def _drawn(rng: np.random.Generator, first: Layer, hidden: list[Layer], last: Layer, plain: bool) -> Network:
    network = Network((first, *hidden, last))
    if plain:
        return network
    pairs = [Connection(a, b) for a in network.units() for b in network.units() if a.layer < b.layer]
    for connection in pairs:
        if connection.span == 1 and rng.random() < 0.2:
            network = network.disconnect(connection)
        elif connection.span > 1 and rng.random() < 0.2:
            network = network.connect(connection)
    biases = [Unit(layer, 0) for layer in range(1, len(network.layers)) if rng.random() < 0.2]
    for unit in biases:
        network = network.pin(unit)
    return network
