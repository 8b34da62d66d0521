"""The fast step against the readable one: same numbers, whatever is drawn and however it is trained."""

import warnings
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncore.activations import ACTIVATIONS
from nncore.losses import LOSSES
from nncore.network import Connection, Layer, Network, Unit, dense
from nncore.optimizers import OPTIMIZERS, update
from nncore.parameters import Parameters, initialize
from nncore.program import Evaluator, Grid, Program, evaluation
from nncore.propagation import backward, cost, forward, penalty_gradient


@dataclass(frozen=True)
class Training:
    loss: str = "half_mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.05
    batch_size: int = 4
    l1: float = 0.0
    l2: float = 0.0
    clip: float = 0.0
    dropout: float = 0.0
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.99
    rho: float = 0.9
    epsilon: float = 1e-8
    weight_decay: float = 0.05


def readable_epoch(network, training, inputs, targets, theta, state, steps, order, rates=None):
    """One epoch by `forward`, `backward` and `update`; returns (θ, state, running loss)."""
    size = training.batch_size or len(inputs)
    total = 0.0
    for number, start in enumerate(range(0, len(order), size)):
        rows = order[start : start + size]
        parameters = Parameters(network, theta)
        trace = forward(network, parameters, inputs[rows])
        batch_cost = cost(network, trace, targets[rows], training.loss)
        total += batch_cost * (len(rows) if LOSSES[training.loss].reduction == "mean" else 1)
        gradient = backward(network, parameters, trace, targets[rows], training.loss).theta
        gradient = gradient + penalty_gradient(network, theta, training.l1, training.l2)
        rated = training if rates is None else replace(training, learning_rate=rates[number])
        theta, state = update(network, theta, gradient, state, steps + number + 1, rated)
    return theta, state, total / (len(order) if LOSSES[training.loss].reduction == "mean" else 1)


HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]


@st.composite
def drawings(draw):
    """Networks of one to four computing layers with cuts, skips and pins."""
    loss = draw(st.sampled_from(list(LOSSES)))
    depth = draw(st.integers(1, 4))
    sizes = [*(draw(st.integers(1, 4)) for _ in range(depth)), draw(st.integers(2, 4))]
    outputs = LOSSES[loss].outputs or tuple(ACTIVATIONS)
    hidden = [draw(st.sampled_from(HIDDEN)) for _ in range(depth - 1)]
    names = ["linear", *hidden, draw(st.sampled_from(outputs))]
    if names[-1] != "softmax":
        sizes[-1] = draw(st.integers(1, 3))
    network = Network(tuple(Layer(size, name) for size, name in zip(sizes, names, strict=True)))
    units = list(network.units())
    for _ in range(draw(st.integers(0, 4))):
        ends = sorted([draw(st.sampled_from(units)), draw(st.sampled_from(units))])
        if ends[0].layer < ends[1].layer:
            connection = Connection(*ends)
            change = network.disconnect if network.drawn(connection) else network.connect
            network = change(connection)
    for connection in list(network.connections()):
        if draw(st.integers(0, 9)) == 0:
            network = network.pin(connection)
    if draw(st.integers(0, 3)) == 0:
        network = network.pin(Unit(network.depth, 0))
    return network, loss


@st.composite
def trainings(draw, loss):
    small = st.sampled_from([0.0, 0.0, 0.01])
    return Training(
        loss=loss,
        optimizer=draw(st.sampled_from(list(OPTIMIZERS))),
        batch_size=draw(st.sampled_from([0, 1, 3, 4])),
        l1=draw(small),
        l2=draw(small),
        clip=draw(st.sampled_from([0.0, 0.0, 0.5])),
        epsilon=1e-3,  # a gradient of nearly zero divided by its own size would magnify rounding without end
    )


def problem(network, rng, rows):
    inputs = rng.normal(size=(rows, network.sizes[0]))
    targets = rng.integers(0, 2, size=(rows, network.sizes[-1])).astype(float)
    if network.activations[-1] == "softmax":
        targets = np.eye(network.sizes[-1])[rng.integers(0, network.sizes[-1], rows)]
    return inputs, targets


def assert_close(actual, expected):
    """Equal to 1e-12 of the largest entry."""
    scale = max(1.0, np.abs(expected).max(initial=0.0))
    np.testing.assert_allclose(actual, expected, rtol=0, atol=1e-12 * scale)


@settings(max_examples=300)
@given(st.data())
def test_an_epoch_equals_the_readable_one(data):
    network, loss = data.draw(drawings())
    training = data.draw(trainings(loss))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    inputs, targets = problem(network, rng, rows=7)
    theta = initialize(network, "glorot_uniform", rng).theta
    state = OPTIMIZERS[training.optimizer].start(network.size)
    program = Program(network, training, inputs, targets)
    program.load(theta, state, 0)
    steps = 0
    for _ in range(2):
        order = rng.permutation(7)
        rates = rng.uniform(0.01, 0.05, program.batches)
        theta, state, running = readable_epoch(network, training, inputs, targets, theta, state, steps, order, rates)
        steps += program.batches
        assert_close(program.epoch(order, rates), running)
        assert_close(program.theta, theta)
        assert_close(program.state, state)
        assert program.steps == steps


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("activation", HIDDEN)
def test_a_long_run_stays_equal(activation, optimizer):
    network = dense(2, 4, 3, 1, hidden=activation, output="sigmoid")
    training = Training("binary_crossentropy", optimizer, learning_rate=0.01, batch_size=5, epsilon=1e-3)
    rng = np.random.default_rng(3)
    inputs, targets = problem(network, rng, rows=23)
    theta = initialize(network, "glorot_uniform", rng).theta
    state = OPTIMIZERS[optimizer].start(network.size)
    program = Program(network, training, inputs, targets)
    program.load(theta, state)
    for epoch in range(10):
        order = rng.permutation(23)
        theta, state, _ = readable_epoch(network, training, inputs, targets, theta, state, epoch * 5, order)
        program.epoch(order)
    np.testing.assert_allclose(program.theta, theta, rtol=1e-10, atol=1e-12)


def small_program(**options):
    network = dense(2, 5, 3, 1, output="tanh")
    rng = np.random.default_rng(11)
    inputs, targets = problem(network, rng, rows=37)
    training = Training(**options)
    theta = initialize(network, "glorot_uniform", rng).theta
    return lambda: Program(network, training, inputs, targets), theta


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dropout", [0.0, 0.3])
@pytest.mark.parametrize("batch_size", [0, 4])
def test_resuming_equals_never_having_stopped_to_the_bit(optimizer, dropout, batch_size):
    build, theta = small_program(optimizer=optimizer, dropout=dropout, batch_size=batch_size)

    def train(program, epochs):
        for epoch in epochs:
            generator = np.random.default_rng([5, epoch])
            program.epoch(generator.permutation(37), dropout=generator)
        return program

    straight, before, after = build(), build(), build()
    straight.load(theta)
    train(straight, range(10))
    before.load(theta)
    train(before, range(4))
    after.load(before.theta, before.state, before.steps)
    train(after, range(4, 10))
    assert after.theta.tobytes() == straight.theta.tobytes()
    assert after.state.tobytes() == straight.state.tobytes()


@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_single_batches_add_up_to_the_epoch_to_the_bit(dropout):
    build, theta = small_program(optimizer="adam", dropout=dropout, batch_size=5)
    order = np.random.default_rng(0).permutation(37)
    whole, single = build(), build()
    whole.load(theta)
    running = whole.epoch(order, dropout=np.random.default_rng(1))
    single.load(theta)
    costs = []
    for number in range(single.batches):
        masks = np.random.default_rng(1)
        if dropout:
            single.skip_masks(masks, number)
        _, losses = single.replay(order, number, dropout=masks, most=1)
        costs.append(single.running_loss([losses]))
    assert single.theta.tobytes() == whole.theta.tobytes()
    np.testing.assert_allclose(np.average(costs, weights=[5] * 7 + [2]), running, rtol=1e-14)


def test_long_epochs_replay_one_recording():
    """768 rows in batches of 1 are three stretches of at most 256 recorded batches."""
    network, training = dense(2, 3, 1), Training("binary_crossentropy", "adam", batch_size=1)
    rng = np.random.default_rng(2)
    inputs, targets = problem(network, rng, rows=700)
    theta = initialize(network, "glorot_uniform", rng).theta
    program = Program(network, training, inputs, targets)
    program.load(theta)
    order = rng.permutation(700)
    state = OPTIMIZERS["adam"].start(network.size)
    expected, _, running = readable_epoch(network, training, inputs, targets, theta, state, 0, order)
    np.testing.assert_allclose(program.epoch(order), running, rtol=1e-12)
    np.testing.assert_allclose(program.theta, expected, rtol=1e-9, atol=1e-10)


def test_dropout_drops_the_given_share_and_keeps_the_mean_level():
    """A linear network of ones: the mean output over many masks is the output without dropout."""
    network = dense(1, 200, 1, hidden="linear", output="linear")
    rows = 200
    training = Training(dropout=0.25, batch_size=1, learning_rate=0.0)
    program = Program(network, training, np.ones((rows, 1)), np.zeros((rows, 1)))
    program.load(np.concatenate([np.tile([1.0, 0.0], 200), np.full(200, 0.005), [0.0]]))
    running = program.epoch(np.arange(rows), dropout=np.random.default_rng(0))
    # ½ E[y²] = ½ (1 + Var y), and Var y = 200 · 0.005² · p / (1 − p)
    np.testing.assert_allclose(running, 0.5 * (1 + 200 * 0.005**2 / 3), rtol=0.02)


def test_dropout_back_propagates_through_the_same_masks():
    """A step of SGD against central differences of the cost under the masks the program drew."""
    network = dense(2, 4, 3, 1, hidden="tanh", output="linear").connect(Connection(Unit(0, 0), Unit(2, 1)))
    training = Training(dropout=0.5, batch_size=0, learning_rate=1.0)
    rng = np.random.default_rng(8)
    inputs, targets = problem(network, rng, rows=6)
    theta = initialize(network, "glorot_uniform", rng).theta
    program = Program(network, training, inputs, targets)

    def run(theta, rate):
        program.load(theta)
        running = program.epoch(np.arange(6), rate, dropout=np.random.default_rng(4))
        return running, program.theta

    gradient = theta - run(theta, 1.0)[1]
    nudges = 1e-6 * np.eye(network.size)[network.trainable()]
    slopes = [(run(theta + nudge, 0.0)[0] - run(theta - nudge, 0.0)[0]) / 2e-6 for nudge in nudges]
    np.testing.assert_allclose(gradient[network.trainable()], slopes, atol=1e-8)
    assert not gradient[~network.trainable()].any()


def test_float32_on_request_stays_near_float64():
    build, theta = small_program(optimizer="adam")
    double = build()
    single = Program(double.network, double.training, double.inputs, double.targets, np.float32)
    for program in (double, single):
        program.load(theta)
        for epoch in range(5):
            program.epoch(np.random.default_rng(epoch).permutation(37))
    assert single.update.theta.dtype == np.float32
    np.testing.assert_allclose(single.theta, double.theta, atol=1e-4)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_divergence_is_seen_and_warns_nobody(optimizer):
    network = dense(2, 3, 1, hidden="relu", output="linear")
    training = Training(optimizer=optimizer, learning_rate=100.0)
    rng = np.random.default_rng(0)
    program = Program(network, training, *problem(network, rng, rows=20))
    program.load(initialize(network, "he_normal", rng).theta)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        losses = [program.epoch(np.arange(20)) for _ in range(40)]
    assert np.isfinite(losses[0]) and not np.isfinite(losses[-1])
    assert not program.finite


@settings(max_examples=60)
@given(drawings(), st.integers(0, 2**32 - 1))
def test_the_evaluator_equals_the_readable_cost(drawing, seed):
    network, loss = drawing
    rng = np.random.default_rng(seed)
    sets = [problem(network, rng, rows) for rows in (9, 4)]
    parameters = initialize(network, "glorot_uniform", rng)
    evaluate = Evaluator(network, loss, *sets)
    costs = evaluate(parameters.theta)
    for (inputs, targets), found, answers in zip(sets, costs, evaluate.answers(), strict=True):
        trace = forward(network, parameters, inputs)
        np.testing.assert_allclose(found, cost(network, trace, targets, loss), rtol=1e-12, atol=1e-13)
        assert_close(answers, trace.output)


@settings(max_examples=30)
@given(drawings(), st.integers(0, 2**32 - 1), st.sampled_from([(9, 4), (2, 11), (7, 0), (4, 4)]))
def test_many_rows_are_evaluated_in_blocks_as_all_at_once(drawing, seed, counts):
    network, loss = drawing
    rng = np.random.default_rng(seed)
    sets = [problem(network, rng, rows) for rows in counts]
    theta = initialize(network, "glorot_uniform", rng).theta
    whole = Evaluator(network, loss, *sets)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation, "BLOCK", 3)
        in_blocks = Evaluator(network, loss, *sets)
    assert len(in_blocks.blocks) > 1
    np.testing.assert_allclose(in_blocks(theta), whole(theta), rtol=1e-12, atol=1e-13)
    for one, other in zip(in_blocks.answers(), whole.answers(), strict=True):
        assert_close(one, other)


def test_an_empty_test_set_costs_nothing():
    network = dense(2, 2, 1)
    inputs, targets = problem(network, np.random.default_rng(0), rows=5)
    costs = Evaluator(network, "half_mse", (inputs, targets), (inputs[:0], targets[:0]))(np.zeros(network.size))
    assert costs[0] > 0 and costs[1] == 0


@settings(max_examples=60)
@given(drawings(), st.integers(0, 2**32 - 1))
def test_a_grid_holds_the_value_of_every_unit(drawing, seed):
    network, _ = drawing
    rng = np.random.default_rng(seed)
    points, _ = problem(network, rng, rows=25)
    parameters = initialize(network, "glorot_uniform", rng)
    grid = Grid(network, points)
    values = grid(parameters.theta)[grid.rows]
    expected = np.concatenate(forward(network, parameters, points).a, axis=1).T
    if "step" in network.activations:  # a sum within rounding of 0 may fall on either side
        assert values.shape == expected.shape
    else:
        np.testing.assert_allclose(values, expected, rtol=1e-4, atol=1e-5)
