"""What is printed is evaluated again, by a reader of its own, and compared with the engine."""

import contextlib
import io
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nncore as nn
from nncore.explain import (
    explain_delta,
    explain_gradient,
    explain_loss,
    explain_unit,
    explain_weight,
    forward_code,
)
from nncore.explain.expressions import ACTIVATION_CODE, SLOPE_CODE
from nncore.explain.numbers import read_number
from nncore.network import Connection, Layer, Network, Unit
from nncore.optimizers import OPTIMIZERS, update

# -------------------------------------------------------------------- a reader of printed arithmetic

POWER = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _single(function):
    return lambda z: float(function(np.array([float(z)]))[0])


NAMES = {
    "e": math.exp,
    "ln": math.log,
    "root": math.sqrt,
    "abs": abs,
    "sign": lambda value: float(np.sign(value)),
    **{name: _single(record.value) for name, record in nn.ACTIVATIONS.items()},
    **{f"{name}_slope": _single(record.slope) for name, record in nn.ACTIVATIONS.items()},
}


def calculate(text):
    """The value of printed arithmetic: (2 × 1) + (3 × −1) − 0.5."""
    text = re.sub(r"\[\d+ more: ([^\]]*)\]", r"(\1)", text)
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    text = re.sub(r"√([\d.]+)", r"root(\1)", text).replace("√", "root")
    text = POWER.sub(lambda power: f"**({power[0].translate(PLAIN)})", text)
    text = re.sub(r"(?<![\w.(])10\*\*|(?<=\()10\*\*", "10.0**", text)
    text = text.replace("−", "-").replace("×", "*").replace("½", "0.5").replace("e^(", "e(").replace("′", "_slope")
    return eval(text, {"__builtins__": {}}, NAMES)  # the text is ours


def last_place(text):
    """The size of one in the last written place of a printed number."""
    mantissa, _, power = text.partition(" × 10")
    if text.lstrip("−").startswith("10") and POWER.search(text):
        mantissa, power = "1", text.lstrip("−")[2:]
    places = len(mantissa.partition(".")[2])
    return 10.0 ** (int(power.translate(PLAIN) or 0) - places)


def check(explanation, engine):
    """Every printed line can be recomputed, and the last one says what the engine says."""
    for text, line in zip(str(explanation).splitlines(), explanation.lines, strict=True):
        _, *middle, result = re.split(" [=≈] ", text)
        shown = read_number(result)
        slack = last_place(result) * 0.5 * (1 + 1e-6)
        if middle:
            assert abs(calculate(middle[0]) - shown) <= slack, text
        assert abs(line.value - shown) <= slack, text
        if " ≈ " not in text:
            assert shown == pytest.approx(line.value, rel=1e-11), text
    assert explanation.value == pytest.approx(engine, rel=1e-9, abs=1e-12)


def printed(code):
    """What lines of NumPy print."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    return out.getvalue()


# -------------------------------------------------------------------- random drawings

HIDDEN = [name for name in nn.ACTIVATIONS if name != "softmax"]


@st.composite
def drawings(draw):
    """A network of up to three computing layers with cuts and skips, its weights, inputs and targets."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    output = draw(st.sampled_from(HIDDEN + (["softmax"] if sizes[-1] > 1 else [])))
    layers = [Layer(sizes[0]), *(Layer(size, draw(st.sampled_from(HIDDEN))) for size in sizes[1:-1])]
    network = Network((*layers, Layer(sizes[-1], output)))
    for connection in list(network.connections()):
        if draw(st.integers(0, 5)) == 0:
            network = network.disconnect(connection)
    for source in range(sizes[0]):
        for target in range(sizes[-1]):
            if len(sizes) > 2 and draw(st.integers(0, 5)) == 0:
                network = network.connect(Connection(Unit(0, source), Unit(len(sizes) - 1, target)))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    scale = draw(st.sampled_from([0.01, 0.5, 1.0, 5.0]))
    theta = rng.normal(size=network.size) * scale
    if draw(st.booleans()):
        theta = np.round(theta, 1)
    drawn = network.trainable()
    samples = draw(st.integers(1, 4))
    inputs = np.round(rng.normal(size=(samples, sizes[0])) * 3, draw(st.integers(0, 8)))
    loss = draw(st.sampled_from([name for name, l in nn.LOSSES.items() if not l.outputs or output in l.outputs]))
    if loss == "categorical_crossentropy":
        targets = np.eye(sizes[-1])[rng.integers(0, sizes[-1], samples)]
    elif loss == "binary_crossentropy":
        targets = rng.integers(0, 2, (samples, sizes[-1])).astype(float)
    else:
        targets = np.round(rng.normal(size=(samples, sizes[-1])), 2)
    return network, nn.Parameters(network, np.where(drawn, theta, 0.0)), inputs, targets, loss


@settings(max_examples=120)
@given(drawings(), st.sampled_from([None, 1, 3]))
def test_every_forward_step_can_be_recomputed_from_what_is_printed(drawing, most):
    network, parameters, inputs, targets, loss = drawing
    trace = nn.forward(network, parameters, inputs)
    for unit in network.units():
        explained = explain_unit(network, parameters, trace, unit, len(inputs) - 1, most)
        check(explained, trace.a[unit.layer][-1, unit.index])
    check(explain_loss(network, trace, targets, loss), nn.cost(network, trace, targets, loss))
    alone = nn.LOSSES[loss].per_sample(trace.z[-1], trace.output, targets)
    check(explain_loss(network, trace, targets, loss, sample=0), alone[0])


@settings(max_examples=120)
@given(drawings(), st.sampled_from([None, 2]))
def test_every_backward_step_can_be_recomputed_from_what_is_printed(drawing, most):
    network, parameters, inputs, targets, loss = drawing
    trace = nn.forward(network, parameters, inputs)
    gradient = nn.backward(network, parameters, trace, targets, loss)
    for unit in network.units():
        explained = explain_delta(network, parameters, trace, gradient, targets, loss, unit, 0, most)
        check(explained, gradient.deltas[unit.layer][0, unit.index])
    for item in [*network.connections(), *(unit for unit in network.units() if unit.layer)]:
        explained = explain_gradient(network, trace, gradient, item, most)
        check(explained, gradient.theta[network.slot(item)])


@settings(max_examples=80)
@given(drawings(), st.sampled_from(list(OPTIMIZERS)), st.integers(1, 40), st.booleans(), st.booleans())
def test_every_update_can_be_recomputed_and_is_the_optimisers_own(drawing, optimizer, count, penalties, clip):
    network, parameters, inputs, targets, loss = drawing
    training = nn.Training(
        loss=loss,
        optimizer=optimizer,
        l1=0.01 * penalties,
        l2=0.003 * penalties,
        clip=0.1 * clip,
        learning_rate=0.0123,
    )
    trace = nn.forward(network, parameters, inputs)
    gradient = nn.backward(network, parameters, trace, targets, loss)
    state = np.abs(np.random.default_rng(count).normal(size=OPTIMIZERS[optimizer].start(network.size).shape))
    full = gradient.theta + nn.penalty_slope(network, parameters.theta, training.l1, training.l2)
    after = update(network, parameters.theta, full, state, count, training)[0]
    for item in [*network.connections(), *(unit for unit in network.units() if unit.layer)]:
        explained = explain_weight(network, parameters, trace, gradient, item, training, state, count)
        check(explained, after[network.slot(item)])


@settings(max_examples=60)
@given(drawings())
def test_the_lines_of_numpy_print_the_engines_numbers(drawing):
    network, parameters, inputs, targets, loss = drawing
    trace = nn.forward(network, parameters, inputs)
    gradient = nn.backward(network, parameters, trace, targets, loss)
    said = np.array(eval(re.sub(r"(?<=[\d.])\s+(?=[-\d])", ",", printed(forward_code(network, parameters, inputs[0])))))
    np.testing.assert_allclose(said, trace.output[0], rtol=1e-6, atol=1e-8)
    for unit in network.units():
        explained = explain_unit(network, parameters, trace, unit)
        assert float(printed(explained.numpy())) == pytest.approx(trace.a[unit.layer][0, unit.index], rel=1e-9)
        explained = explain_delta(network, parameters, trace, gradient, targets, loss, unit)
        wanted = pytest.approx(gradient.deltas[unit.layer][0, unit.index], rel=1e-9, abs=1e-12)
        assert float(printed(explained.numpy())) == wanted


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_numpy_of_an_update_prints_the_new_weight(optimizer):
    network = nn.dense(2, 2, 1, hidden="gelu")
    parameters = nn.initialize(network, "glorot_uniform", np.random.default_rng(1))
    trace = nn.forward(network, parameters, np.array([[1.0, 2.0], [0.5, -1.0]]))
    gradient = nn.backward(network, parameters, trace, np.array([[1.0], [0.0]]), "half_mse")
    item = Connection(Unit(0, 0), Unit(1, 1))
    training = nn.Training(optimizer=optimizer, l2=0.1)
    explained = explain_weight(network, parameters, trace, gradient, item, training)
    assert float(printed(explained.numpy())) == pytest.approx(explained.value, rel=1e-12)


# -------------------------------------------------------------------- the article's numbers


def article(hidden="linear"):
    network = nn.dense(2, 2, 1, hidden=hidden, output="linear", inputs=("family members", "accounts"), outputs=("k",))
    return network, nn.parameters_from(network, [[[1, 1], [-1, 1]], [[2, -1]]])


def test_the_articles_forward_pass_reads_as_in_the_article():
    network, parameters = article()
    trace = nn.forward(network, parameters, np.array([[2.0, 3.0]]))
    said = [str(explain_unit(network, parameters, trace, Unit(1, i), name="ij"[i])) for i in range(2)]
    assert said == ["i = (2 × 1) + (3 × 1) = 5", "j = (2 × −1) + (3 × 1) = 1"]
    assert str(explain_unit(network, parameters, trace, Unit(2, 0))) == "k = (5 × 2) + (1 × −1) = 9"
    assert str(explain_unit(network, parameters, trace, Unit(0, 1))) == "accounts = 3"


def test_an_activation_gets_a_line_of_its_own_and_a_bias_is_added():
    network = nn.dense(2, 2, 1, hidden="relu", output="linear")
    parameters = nn.parameters_from(network, [[[2, 4], [4, -5]], [[2, 7]]], [[0.3, 0], [0]])
    trace = nn.forward(network, parameters, np.array([[3.0, 4.0]]))
    explained = explain_unit(network, parameters, trace, Unit(1, 1))
    assert str(explained) == "z = (3 × 4) + (4 × −5) = −8\na = relu(−8) = 0"
    assert explained.latex() == (
        r"\begin{aligned} z &= \left(3 \times 4\right) + \left(4 \times \left(-5\right)\right) = -8"
        r" \\ a &= \operatorname{relu}\left(-8\right) = 0 \end{aligned}"
    )
    assert explained.numpy() == (
        "import numpy as np\n\nz = np.dot([3.0, 4.0], [4.0, -5.0])\na = np.maximum(z, 0)\nprint(a)"
    )
    assert str(explain_unit(network, parameters, trace, Unit(1, 0))).startswith("z = (3 × 2) + (4 × 4) + 0.3 = 22.3")
    assert explained.connections == tuple(network.incoming(Unit(1, 1)))


def test_one_step_of_gradient_descent_gives_the_articles_slopes_and_weights():
    """ARTICLE.md, part 3: slope 14, 28, 42; new weights −0.14, 1.72, 0.58."""
    network = nn.dense(3, 1, output="linear")
    parameters = nn.parameters_from(network, [[[0, 2, 1]]])
    trace = nn.forward(network, parameters, np.array([[1.0, 2.0, 3.0]]))
    targets = np.array([[0.0]])
    gradient = nn.backward(network, parameters, trace, targets, "sse")
    assert str(explain_loss(network, trace, targets, "sse")) == "J = (7 − 0)² = 49"
    training = nn.Training(loss="sse", learning_rate=0.01)
    texts = [
        str(explain_weight(network, parameters, trace, gradient, Connection(Unit(0, i), Unit(1, 0)), training))
        for i in range(3)
    ]
    assert texts[1] == "∂J/∂w = 14 × 2 = 28\nΔw = −(0.01 × 28) = −0.28\nnew w = 2 − 0.28 = 1.72"
    assert [text.splitlines()[0][-2:] for text in texts] == ["14", "28", "42"]
    assert [text.rpartition("= ")[2] for text in texts] == ["−0.14", "1.72", "0.58"]


# -------------------------------------------------------------------- single cases


def test_a_delta_of_a_matching_pair_is_a_minus_y_and_names_the_pair():
    network = nn.dense(1, 1)
    parameters = nn.parameters_from(network, [[[1]]])
    trace = nn.forward(network, parameters, np.array([[0.5]]))
    targets = np.array([[1.0]])
    gradient = nn.backward(network, parameters, trace, targets, "binary_crossentropy")
    explained = explain_delta(network, parameters, trace, gradient, targets, "binary_crossentropy", Unit(1, 0))
    assert str(explained) == "δ ≈ 0.622 − 1 ≈ −0.378"
    assert explained.note == "Sigmoid with binary cross-entropy: the slopes multiply to a − y."
    explained = explain_loss(network, trace, targets, "binary_crossentropy")
    assert str(explained) == "J ≈ −ln(0.6225) ≈ 0.474"


def test_many_products_can_be_gathered_and_stay_available():
    network = nn.dense(20, 1, output="linear")
    parameters = nn.parameters_from(network, [[[0.1 * i for i in range(20)]]])
    trace = nn.forward(network, parameters, np.ones((1, 20)))
    explained = explain_unit(network, parameters, trace, Unit(1, 0), most=3)
    assert str(explained) == "y = (1 × 0) + (1 × 0.1) + (1 × 0.2) + [17 more: 18.7] = 19"
    assert len(explained.terms) == 20
    assert sum(term.product for term in explained.terms) == pytest.approx(19)
    assert explained.terms[3].source == "x4"


def test_a_pinned_weight_is_said_to_stay():
    network, parameters = article()
    item = Connection(Unit(0, 0), Unit(1, 0))
    network = network.pin(item)
    trace = nn.forward(network, parameters, np.array([[2.0, 3.0]]))
    gradient = nn.backward(network, parameters, trace, np.array([[0.0]]), "half_sse")
    explained = explain_weight(network, parameters, trace, gradient, item, nn.Training())
    assert explained.note == "Pinned: training leaves it alone."
    assert "new w" not in str(explained)


def test_a_unit_without_connections_is_its_bias():
    network = nn.dense(1, 1, output="linear").disconnect(Connection(Unit(0, 0), Unit(1, 0)))
    parameters = nn.parameters_from(network, [[[0]]], [[0.25]])
    trace = nn.forward(network, parameters, np.array([[3.0]]))
    explained = explain_unit(network, parameters, trace, Unit(1, 0))
    assert str(explained) == "y = 0.25"
    assert "No connection" in explained.note


def test_cancelling_terms_give_zero_and_not_the_rounding_of_the_machine():
    network = nn.dense(3, 1, output="linear")
    parameters = nn.parameters_from(network, [[[0.1, 0.2, -0.3]]])
    trace = nn.forward(network, parameters, np.ones((1, 3)))
    assert 0 < abs(trace.output[0, 0]) < 1e-15
    assert str(explain_unit(network, parameters, trace, Unit(1, 0))).endswith(" 0")


def test_numbers_of_a_diverged_network_are_shown_and_not_searched():
    network = nn.dense(1, 1, output="linear")
    parameters = nn.Parameters(network, np.array([np.inf, 0.0]))
    trace = nn.forward(network, parameters, np.array([[2.0]]))
    assert str(explain_unit(network, parameters, trace, Unit(1, 0))) == "y = 2 × ∞ = ∞"


def test_every_activation_can_be_written_as_numpy():
    assert set(ACTIVATION_CODE) == set(nn.ACTIVATIONS)
    assert set(SLOPE_CODE) == set(nn.ACTIVATIONS) - {"softmax"}


def test_the_new_weight_shows_enough_digits_to_see_the_change():
    network = nn.dense(1, 1, output="linear")
    parameters = nn.parameters_from(network, [[[2.0]]])
    trace = nn.forward(network, parameters, np.array([[1.0]]))
    gradient = nn.backward(network, parameters, trace, np.array([[1.9]]), "half_sse")
    item = Connection(Unit(0, 0), Unit(1, 0))
    explained = explain_weight(network, parameters, trace, gradient, item, replace(nn.Training(), learning_rate=1e-4))
    assert str(explained).splitlines()[-1] == "new w = 2 − 10⁻⁵ = 1.99999"


def test_a_name_with_signs_of_latex_is_written_as_it_is():
    network = nn.dense(1, 1, output="linear", outputs=("cost_in_$ {50%}",))
    parameters = nn.parameters_from(network, [[[2.0]]])
    trace = nn.forward(network, parameters, np.array([[1.0]]))
    formula = explain_unit(network, parameters, trace, Unit(1, 0)).latex()
    assert r"\text{cost\_in\_\$ \{50\%\}} &= 1 \times 2 = 2" in formula
