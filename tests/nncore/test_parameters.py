"""One flat vector with a view per layer, and the first weights' spread."""

import numpy as np
import pytest

from nncore import INITIALIZERS, Connection, Parameters, dense, initialize, parameters_from
from nncore.parameters import undrawn_to_zero


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def test_the_views_share_the_flat_vector():
    network = dense(2, 2, 1)
    parameters = Parameters(network, np.arange(9.0))
    assert parameters.weights[1].tolist() == [[0, 1], [3, 4]] and parameters.biases[1].tolist() == [2, 5]
    assert parameters.weights[2].tolist() == [[6, 7]] and parameters.biases[2].tolist() == [8]
    parameters.weights[1][1, 0] = -1
    assert parameters.theta[3] == -1


def test_the_inputs_have_neither_weights_nor_biases():
    parameters = Parameters(dense(2, 1), np.zeros(3))
    assert parameters.weights[0].shape == (2, 0) and parameters.biases[0].shape == (0,)


def test_a_vector_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="4 numbers for a drawing that has 3"):
        Parameters(dense(2, 1), np.zeros(4))


def test_parameters_come_from_lists_and_biases_left_out_are_zero():
    assert parameters_from(dense(2, 1), [[[3, 4]]]).theta.tolist() == [3, 4, 0]
    assert parameters_from(dense(2, 1), [[[3, 4]]], [[5]]).theta.tolist() == [3, 4, 5]


@pytest.mark.parametrize(
    ("weights", "biases", "reason"),
    [
        ([], None, "each of the 1 layers"),
        ([[[1, 2]]], [], "each of the 1 layers"),
        ([[[1, 2, 3]]], None, r"weights of layer 1 need shape \(1, 2\)"),
        ([[[1, 2]]], [[1, 2]], r"biases of layer 1 need shape \(1,\)"),
        ([[[1, float("nan")]]], None, "not finite"),
    ],
)
def test_lists_that_do_not_fit_are_refused(weights, biases, reason):
    with pytest.raises(ValueError, match=reason):
        parameters_from(dense(2, 1), weights, biases)


def test_undrawn_weights_are_zero_and_the_original_is_left_alone():
    network, theta = dense(2, 1).disconnect(Connection.parse("0.1>1.0")), np.ones(3)
    assert undrawn_to_zero(network, theta).tolist() == [1, 0, 1]
    assert parameters_from(network, [[[7, 7]]]).theta.tolist() == [7, 0, 0]
    assert theta.tolist() == [1, 1, 1]


SPREAD = {
    "zeros": 0.0,
    "uniform_0_1": 1 / np.sqrt(12),
    "uniform_005": 0.1 / np.sqrt(12),
    "playground": 1 / np.sqrt(12),
    "glorot_uniform": np.sqrt(2 / (100 + 300)),
    "glorot_normal": np.sqrt(2 / (100 + 300)),
    "he_uniform": np.sqrt(2 / 100),
    "he_normal": np.sqrt(2 / 100),
    "lecun_uniform": np.sqrt(1 / 100),
    "lecun_normal": np.sqrt(1 / 100),
}
"""Standard deviation of the weights from 100 units to 300, from each scheme's paper."""


@pytest.mark.parametrize("scheme", INITIALIZERS)
def test_first_weights_have_the_spread_of_their_scheme(scheme):
    weights = initialize(dense(100, 300, 1), scheme, rng()).weights[1]
    assert weights.std() == pytest.approx(SPREAD[scheme], rel=0.02)
    assert weights.mean() == pytest.approx(0.5 if scheme == "uniform_0_1" else 0.0, abs=0.01)
    if "uniform" in scheme or scheme == "playground":
        assert np.abs(weights - weights.mean()).max() <= SPREAD[scheme] * np.sqrt(3) * 1.02


@pytest.mark.parametrize("scheme", INITIALIZERS)
def test_biases_start_at_zero_or_at_tensorflow_playgrounds_tenth(scheme):
    biases = np.concatenate(initialize(dense(2, 3, 1), scheme, rng()).biases)
    assert (biases == (0.1 if scheme == "playground" else 0.0)).all()


def test_fan_in_counts_drawn_connections_only():
    network = dense(100, 400, 1)
    for source in range(99):
        network = network.disconnect(Connection.parse(f"0.{source}>1.0"))
    weights = initialize(network, "lecun_uniform", rng()).weights[1]
    full = initialize(dense(100, 400, 1), "lecun_uniform", rng()).weights[1]
    assert (weights[0, :99] == 0).all()
    assert weights[0, 99] == pytest.approx(10 * full[0, 99])  # variance 1 / 1 instead of 1 / 100
    assert weights[1:].tolist() == full[1:].tolist()


def test_skips_get_weights_and_what_is_not_drawn_stays_zero():
    network = dense(2, 2, 1).connect(Connection.parse("0.1>2.0"))
    parameters = initialize(network, "he_normal", rng())
    assert parameters.weights[2][0, 0] == 0
    assert (parameters.weights[2][0, 1:] != 0).all()


def test_the_same_generator_draws_the_same_weights():
    network = dense(2, 4, 1)
    first, again = (initialize(network, "glorot_uniform", rng()).theta for _ in range(2))
    assert first.tolist() == again.tolist()


def test_an_unknown_scheme_is_refused_with_the_choices():
    with pytest.raises(ValueError, match="unknown initialiser 'xavier'; choose from playground, glorot_uniform"):
        initialize(dense(2, 1), "xavier", rng())
