"""Optimisers against PyTorch's recorded steps and against arithmetic done by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from nncore.network import Connection, Unit, dense
from nncore.optimizers import OPTIMIZERS, clipped, update
from nncore.settings import Training

RECORD = json.loads((Path(__file__).parents[1] / "reference" / "optimizers.json").read_text())["runs"]
TORCH_NAMES = {"lr": "learning_rate", "alpha": "rho", "eps": "epsilon"}


def settings_of(options):
    ours = {TORCH_NAMES.get(name, name): value for name, value in options.items()}
    ours.pop("nesterov", None)
    if "betas" in ours:
        ours["beta1"], ours["beta2"] = ours.pop("betas")
    return Training(**ours)


def rosenbrock_slope(w):
    bend = w[1:] - w[:-1] ** 2
    slope = np.zeros_like(w)
    slope[:-1] = -400 * w[:-1] * bend - 2 * (1 - w[:-1])
    slope[1:] += 200 * bend
    return slope


def test_every_optimizer_was_recorded():
    assert set(RECORD) == set(OPTIMIZERS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_fifty_steps_agree_with_pytorch(name):
    optimizer, run = OPTIMIZERS[name], RECORD[name]
    settings = settings_of(run["options"])
    theta = np.array(run["path"][0])
    state = optimizer.start(theta.size)
    for count, expected in enumerate(run["path"][1:], start=1):
        theta, state = optimizer.step(theta, rosenbrock_slope(theta), state, count, settings)
        np.testing.assert_allclose(theta, expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_step_leaves_its_arguments_alone(name):
    optimizer = OPTIMIZERS[name]
    theta, gradient = np.array([1.0, -2.0]), np.array([0.5, 0.25])
    state = optimizer.start(2)
    moved, after = optimizer.step(theta, gradient, state, 1, Training())
    assert after.shape == (optimizer.slots, 2)
    assert not np.array_equal(moved, theta)
    assert theta.tolist() == [1.0, -2.0] and gradient.tolist() == [0.5, 0.25] and not state.any()


def test_sgd_makes_the_step_of_the_article():
    slope = np.array([14.0, 28.0, 42.0])
    theta, _ = OPTIMIZERS["sgd"].step(np.array([0.0, 2.0, 1.0]), slope, None, 1, Training(learning_rate=0.01))
    np.testing.assert_allclose(theta, [-0.14, 1.72, 0.58], rtol=1e-15)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_size_of_the_gradient(size):
    theta, _ = OPTIMIZERS["adam"].step(np.zeros(1), np.array([size]), np.zeros((2, 1)), 1, Training(learning_rate=0.1))
    np.testing.assert_allclose(theta, -0.1, rtol=1e-4)


def test_clipping_keeps_the_direction_and_shortens_to_the_given_norm():
    np.testing.assert_allclose(clipped(np.array([3.0, 4.0]), 1.0), [0.6, 0.8])
    assert clipped(np.array([3.0, 4.0]), 5.0).tolist() == [3.0, 4.0]
    assert clipped(np.array([3.0, 4.0]), 0).tolist() == [3.0, 4.0]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_pinned_and_undrawn_weights_stay_where_they_are(name):
    network = dense(2, 2, 1)
    cut, pinned = Connection(Unit(0, 0), Unit(1, 0)), Connection(Unit(0, 1), Unit(1, 1))
    network = network.disconnect(cut).pin(pinned)
    theta = np.linspace(0.5, 1.5, network.size) * network.trainable()
    theta[network.slot(pinned)] = 0.7
    state = OPTIMIZERS[name].start(network.size)
    moved, state = update(network, theta, np.ones(network.size), state, 1, Training(optimizer=name, learning_rate=0.1))
    assert moved[network.slot(pinned)] == 0.7 and moved[network.slot(cut)] == 0
    assert (moved != theta).sum() == network.trainable().sum()
