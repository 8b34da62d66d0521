"""The forward pass gives the article's numbers; the backward pass gives the slope of the cost."""

import itertools

import numpy as np
import pytest

import nncore as nn
from nncore import ACTIVATIONS, LOSSES, Connection, Network, Unit, dense

ARTICLE = ([[1, 1], [-1, 1]], [[2, -1]])
ARTICLE_RELU = ([[2, 4], [4, -5]], [[2, 7]])


def linear(*sizes: int) -> Network:
    return dense(*sizes, hidden="linear", output="linear")


@pytest.mark.parametrize(("inputs", "hidden", "output"), [((2, 3), (5, 1), 9), ((3, 4), (7, 1), 13)])
def test_forward_gives_the_articles_linear_numbers(inputs, hidden, output):
    network = linear(2, 2, 1)
    trace = nn.forward(network, nn.parameters_from(network, ARTICLE), [inputs])
    assert trace.a[1].tolist() == [list(hidden)]
    assert trace.output.tolist() == [[output]]


def test_forward_gives_the_articles_44_with_relu_and_minus_12_without():
    relu, plain = dense(2, 2, 1, hidden="relu", output="linear"), linear(2, 2, 1)
    trace = nn.forward(relu, nn.parameters_from(relu, ARTICLE_RELU), [[3, 4]])
    assert trace.z[1].tolist() == [[22, -8]]
    assert trace.a[1].tolist() == [[22, 0]]
    assert trace.output.item() == 44
    assert nn.forward(plain, nn.parameters_from(plain, ARTICLE_RELU), [[3, 4]]).output.item() == -12


def test_forward_gives_the_articles_four_data_points_with_relu_everywhere():
    network = dense(2, 2, 1, hidden="relu", output="relu")
    trace = nn.forward(network, nn.parameters_from(network, ARTICLE_RELU), [[3, 5], [1, -1], [0, 0], [8, 4]])
    assert trace.output.ravel().tolist() == [52, 63, 0, 148]


def test_one_gradient_step_takes_the_articles_error_from_7_to_5_04():
    network = linear(3, 1)
    parameters = nn.parameters_from(network, [[[0, 2, 1]]])
    trace = nn.forward(network, parameters, [[1, 2, 3]])
    gradient = nn.backward(network, parameters, trace, [[0]], "sse")
    assert trace.output.item() == 7
    assert gradient.weights[1].tolist() == [[14, 28, 42]]
    stepped = nn.parameters_from(network, [parameters.weights[1] - 0.01 * gradient.weights[1]])
    assert stepped.weights[1] == pytest.approx(np.array([[-0.14, 1.72, 0.58]]), abs=1e-15)
    assert nn.forward(network, stepped, [[1, 2, 3]]).output.item() == pytest.approx(5.04, abs=1e-14)


def topology(kind: str, hidden: str, output: str) -> Network:
    plain = dense(3, 4, 3, 2, hidden=hidden, output=output)
    if kind == "plain":
        return plain
    if kind == "cut":
        return plain.disconnect(Connection(Unit(0, 1), Unit(1, 2))).disconnect(Connection(Unit(2, 0), Unit(3, 1)))
    skip = plain.connect(Connection(Unit(0, 2), Unit(3, 0))).connect(Connection(Unit(1, 1), Unit(3, 1)))
    return skip.connect(Connection(Unit(0, 0), Unit(2, 1))).disconnect(Connection(Unit(1, 0), Unit(2, 0)))


def targets_for(loss: str, rng: np.random.Generator, samples: int) -> np.ndarray:
    if loss == "categorical_crossentropy":
        return np.eye(2)[rng.integers(0, 2, samples)]
    if loss == "binary_crossentropy":
        return rng.integers(0, 2, (samples, 2)).astype(float)
    return rng.normal(size=(samples, 2))


def outputs_of(loss: str) -> list[str]:
    return list(LOSSES[loss].outputs or ACTIVATIONS)


CASES = [
    (loss, hidden, output)
    for loss in LOSSES
    for hidden, output in itertools.chain(
        ((name, outputs_of(loss)[0]) for name in ACTIVATIONS if name != "softmax"),
        (("tanh", name) for name in outputs_of(loss)),
    )
]


@pytest.mark.parametrize("kind", ["plain", "cut", "skip"])
@pytest.mark.parametrize(("loss", "hidden", "output"), sorted(set(CASES)))
def test_backward_agrees_with_central_differences(kind, loss, hidden, output):
    network = topology(kind, hidden, output)
    rng = np.random.default_rng(7)
    parameters = nn.initialize(network, "glorot_normal", rng)
    theta = parameters.theta + np.where(network.trainable(), rng.normal(0, 0.3, network.size), 0.0)
    inputs, targets = rng.normal(size=(5, 3)), targets_for(loss, rng, 5)

    def cost_at(point: np.ndarray) -> float:
        return nn.cost(network, nn.forward(network, nn.Parameters(network, point), inputs), targets, loss)

    parameters = nn.Parameters(network, theta)
    gradient = nn.backward(network, parameters, nn.forward(network, parameters, inputs), targets, loss).theta
    step = 1e-6
    difference = np.zeros(network.size)
    for slot in np.flatnonzero(network.trainable()):
        nudge = np.zeros(network.size)
        nudge[slot] = step
        difference[slot] = (cost_at(theta + nudge) - cost_at(theta - nudge)) / (2 * step)
    assert np.linalg.norm(gradient - difference) <= 1e-6 * max(np.linalg.norm(difference), 1e-3)


def test_every_loss_stays_finite_at_weighted_sums_of_a_thousand():
    z = np.array([[1000.0, -1000.0], [-1000.0, 1000.0]])
    for loss in LOSSES.values():
        for output in loss.outputs or ("sigmoid", "softmax", "tanh"):
            a = ACTIVATIONS[output].value(z)
            assert np.isfinite(loss.value(z, a, np.array([[0.0, 1.0], [0.0, 1.0]])))
    assert LOSSES["binary_crossentropy"].value(z, a, np.array([[0.0, 0.0], [0.0, 0.0]])) == 500.0


def test_a_skip_adds_its_product_to_the_sum():
    network = linear(2, 2, 1).connect(Connection(Unit(0, 1), Unit(2, 0)))
    parameters = nn.parameters_from(network, [[[1, 1], [-1, 1]], [[0, 10, 2, -1]]])
    assert nn.forward(network, parameters, [[2, 3]]).output.item() == 9 + 30


def test_penalty_gradient_agrees_with_central_differences():
    network = dense(2, 3, 1)
    theta = nn.initialize(network, "glorot_uniform", np.random.default_rng(0)).theta + 0.05
    slope = nn.penalty_gradient(network, theta, 0.3, 0.2)
    for slot in range(network.size):
        nudge = np.eye(network.size)[slot] * 1e-6
        rise = nn.penalty(network, theta + nudge, 0.3, 0.2) - nn.penalty(network, theta - nudge, 0.3, 0.2)
        assert slope[slot] == pytest.approx(rise / 2e-6, abs=1e-6)


# -------------------------------------------------------------------- both ways as one record


def test_a_pass_holds_what_forward_cost_and_backward_give():
    network = dense(2, 3, 1)
    parameters = nn.initialize(network, "glorot_uniform", np.random.default_rng(0))
    inputs, targets = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[1.0], [0.0]])
    pass_ = nn.Pass(network, parameters.theta, inputs, targets, "half_mse")
    trace = nn.forward(network, parameters, inputs)
    np.testing.assert_array_equal(pass_.trace.output, trace.output)
    assert pass_.cost == nn.cost(network, trace, targets, "half_mse")
    gradient = nn.backward(network, parameters, trace, targets, "half_mse")
    np.testing.assert_array_equal(pass_.gradient.theta, gradient.theta)


def test_a_pass_computes_once_and_anew_with_other_weights():
    network = dense(1, 1, output="linear")
    pass_ = nn.Pass(network, np.array([2.0, 0.0]), np.array([[3.0]]), np.array([[5.0]]), "sse")
    assert pass_.trace is pass_.trace and pass_.gradient is pass_.gradient
    other = np.array([1.0, 0.0])
    assert (pass_.cost, pass_.at(other).cost, pass_.cost_at(other)) == (1, 4, 4)


def test_a_pass_without_targets_goes_forward_only():
    pass_ = nn.Pass(dense(1, 1, output="linear"), np.array([2.0, 0.0]), np.array([[3.0]]))
    assert pass_.trace.output == 6
    for backwards in ("cost", "gradient"):
        with pytest.raises(ValueError, match="give targets"):
            getattr(pass_, backwards)


def test_a_pass_through_weights_that_overflow_gives_infinity_without_a_warning():
    pass_ = nn.Pass(dense(1, 1, output="linear"), np.array([1e308, 0.0]), np.array([[1e10]]), np.array([[0.0]]), "sse")
    assert pass_.trace.output == np.inf and pass_.cost == np.inf


# -------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("inputs", "word"), [([[1, 2, 3]], "needs \\(samples, 2\\)"), ([[1, float("nan")]], "not a number in row 1")]
)
def test_inputs_that_do_not_fit_are_refused_with_a_reason(inputs, word):
    network = dense(2, 1)
    with pytest.raises(ValueError, match=word):
        nn.forward(network, nn.initialize(network, "zeros", np.random.default_rng(0)), inputs)


def test_cross_entropy_on_the_wrong_output_is_refused_with_the_remedy():
    network = dense(2, 1, output="tanh")
    parameters = nn.initialize(network, "zeros", np.random.default_rng(0))
    with pytest.raises(ValueError, match="needs sigmoid on the output layer"):
        nn.backward(network, parameters, nn.forward(network, parameters, [[1, 2]]), [[1]], "binary_crossentropy")
