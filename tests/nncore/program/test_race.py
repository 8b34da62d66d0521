"""Networks trained at once run as each would alone."""

import numpy as np
import pytest

from nncore.network import Connection, Unit, dense
from nncore.optimizers import OPTIMIZERS
from nncore.parameters import initialize
from nncore.program import Program, Race
from nncore.program.race import side_by_side
from nncore.settings import Training

ROWS = 23


def drawing(output="tanh", outputs=1):
    """With a cut, a skip and a pinned weight."""
    network = dense(2, 3, 3, outputs, output=output)
    network = network.disconnect(Connection(Unit(0, 0), Unit(1, 1)))
    network = network.connect(Connection(Unit(0, 1), Unit(2, 0)))
    return network.pin(Connection(Unit(1, 2), Unit(2, 2))).pin(Unit(3, 0))


def problem(network, rng):
    classes = np.eye(max(network.sizes[-1], 2))[rng.integers(0, 2, ROWS)]
    return rng.normal(size=(ROWS, 2)), classes[:, : network.sizes[-1]]


def run_both(network, trainings, epochs=4, shared=True, rates=None):
    rng = np.random.default_rng(7)
    data = problem(network, rng)
    thetas = [initialize(network, "glorot_uniform", rng).theta for _ in trainings]
    together = Race(network, trainings, *data)
    assert together.together == shared
    together.load(thetas)
    alone = [Program(network, training, *data) for training in trainings]
    for program, theta in zip(alone, thetas, strict=True):
        program.load(theta)
    for _ in range(epochs):
        orders = [rng.permutation(ROWS) for _ in trainings]
        losses = together.epoch(orders, rates)
        own = rates or [None] * len(alone)
        expected = [p.epoch(order, rate) for p, order, rate in zip(alone, orders, own, strict=True)]
        np.testing.assert_allclose(losses, expected, rtol=1e-11)
    assert together.together == shared
    for program, theta, state in zip(alone, together.thetas, together.states, strict=True):
        np.testing.assert_allclose(theta, program.theta, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(state, program.state, rtol=1e-10, atol=1e-12)
    return together, alone


def test_all_optimizers_race_at_once():
    run_both(drawing(), [Training(optimizer=name, batch_size=5, epsilon=1e-3) for name in OPTIMIZERS])


def test_learning_rates_of_plain_sgd_race_at_once():
    run_both(drawing(), [Training(learning_rate=rate, batch_size=5) for rate in (0.01, 0.03, 0.1, 0.3)])


def test_each_runner_has_its_own_penalties():
    penalties = [{"l1": 0.01}, {"l2": 0.1}, {}, {"l1": 0.02, "l2": 0.05}]
    run_both(drawing(), [Training(batch_size=5, **penalty) for penalty in penalties])


def test_each_runner_has_its_own_schedule():
    rates = [np.linspace(0.1, 0.01, 5), 0.02]
    run_both(drawing(), [Training(batch_size=5, optimizer="adam"), Training(batch_size=5)], rates=rates)


@pytest.mark.parametrize("loss", ["categorical_crossentropy", "mse"])
def test_each_softmax_adds_up_over_its_own_network(loss):
    run_both(drawing("softmax", 2), [Training(loss=loss, batch_size=5, learning_rate=r) for r in (0.1, 0.5)])


def test_cross_entropy_from_logits_races():
    trainings = [Training(loss="binary_crossentropy", optimizer=name, batch_size=4) for name in ("adam", "sgd")]
    run_both(drawing("sigmoid"), trainings)


@pytest.mark.parametrize("change", [{"clip": 0.1}, {"batch_size": 7}, {"loss": "mse"}])
def test_runners_that_share_no_calls_run_one_after_another(change):
    base = {"batch_size": 5, "optimizer": "adam", "epsilon": 1e-3}
    run_both(drawing(), [Training(**base), Training(**base | change)], shared=False)


def test_a_race_resumes_to_the_bit():
    network, trainings = drawing(), [Training(optimizer=name, batch_size=5) for name in OPTIMIZERS]
    together, _ = run_both(network, [*trainings], epochs=2)
    again = Race(network, trainings, *problem(network, np.random.default_rng(7)))
    again.load(together.thetas, together.states, together.steps)
    orders = [np.random.default_rng(i).permutation(ROWS) for i in range(len(trainings))]
    for runner in (together, again):
        runner.epoch(orders)
    assert [t.tobytes() for t in again.thetas] == [t.tobytes() for t in together.thetas]


def test_one_runner_that_diverges_leaves_the_others_alone():
    network = dense(2, 3, 1, hidden="relu", output="linear")
    trainings = [Training(learning_rate=rate, batch_size=5) for rate in (0.01, 1000.0)]
    rng = np.random.default_rng(0)
    data = problem(network, rng)
    theta = initialize(network, "he_normal", rng).theta
    together, alone = Race(network, trainings, *data), Program(network, trainings[0], *data)
    together.load([theta, theta])
    alone.load(theta)
    for _ in range(30):
        together.epoch([np.arange(ROWS)] * 2)
        alone.epoch(np.arange(ROWS))
    assert together.finite == [True, False]
    np.testing.assert_allclose(together.thetas[0], alone.theta, rtol=1e-9)


def test_side_by_side_draws_no_connection_between_networks():
    network = drawing()
    together = side_by_side(network, 3)
    assert together.sizes == tuple(3 * size for size in network.sizes)
    own = {unit: unit.index // network.sizes[unit.layer] for unit in together.units()}
    connections = list(together.connections())
    assert len(connections) == 3 * len(list(network.connections()))
    assert all(own[c.source] == own[c.target] for c in connections)
