"""What is printed is evaluated again, by a reader of its own, and compared with the engine."""

import contextlib
import io
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
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
    **{f"{name}_slope": _single(record.derivative) for name, record in nn.ACTIVATIONS.items()},
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
    """What lines of NumPy print. The textbook's 1 / (1 + e⁻ᶻ) is right for every z, but warns below −709."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), np.errstate(over="ignore"):
        exec(code, {})
    return out.getvalue()


# -------------------------------------------------------------------- random drawings

HIDDEN = [name for name in nn.ACTIVATIONS if name != "softmax"]


@st.composite
def passes(draw):
    """A pass through up to three computing layers with cuts and skips, forward to the loss and back."""
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
    return nn.Pass(network, np.where(drawn, theta, 0.0), inputs, targets, loss)


@settings(max_examples=120)
@given(passes(), st.sampled_from([None, 1, 3]))
def test_every_forward_step_can_be_recomputed_from_what_is_printed(pass_, most):
    trace = pass_.trace
    for unit in pass_.network.units():
        explained = explain_unit(pass_, unit, len(pass_.inputs) - 1, most)
        check(explained, trace.a[unit.layer][-1, unit.index])
    check(explain_loss(pass_), pass_.cost)
    alone = nn.LOSSES[pass_.loss].per_sample(trace.z[-1], trace.output, pass_.targets)
    check(explain_loss(pass_, sample=0), alone[0])


@settings(max_examples=120)
@given(passes(), st.sampled_from([None, 2]))
def test_every_backward_step_can_be_recomputed_from_what_is_printed(pass_, most):
    for unit in pass_.network.units():
        check(explain_delta(pass_, unit, 0, most), pass_.gradient.deltas[unit.layer][0, unit.index])
    for item in weights_and_biases(pass_.network):
        check(explain_gradient(pass_, item, most), pass_.gradient.theta[pass_.network.slot(item)])


def weights_and_biases(network):
    return [*network.connections(), *(unit for unit in network.units() if unit.layer)]


@settings(max_examples=80)
@given(passes(), st.sampled_from(list(OPTIMIZERS)), st.integers(1, 40), st.booleans(), st.booleans())
def test_every_update_can_be_recomputed_and_is_the_optimisers_own(pass_, optimizer, count, penalties, clip):
    training = nn.Training(
        loss=pass_.loss,
        optimizer=optimizer,
        l1=0.01 * penalties,
        l2=0.003 * penalties,
        clip=0.1 * clip,
        learning_rate=0.0123,
    )
    network = pass_.network
    state = np.abs(np.random.default_rng(count).normal(size=OPTIMIZERS[optimizer].start(network.size).shape))
    full = pass_.gradient.theta + nn.penalty_gradient(network, pass_.theta, training.l1, training.l2)
    after = update(network, pass_.theta, full, state, count, training)[0]
    for item in weights_and_biases(network):
        check(explain_weight(pass_, item, training, state, count), after[network.slot(item)])


@settings(max_examples=60)
@given(passes())
def test_the_lines_of_numpy_print_the_engines_numbers(pass_):
    """Engine and printed lines add up in different orders, and processors differ as well: terms that cancel leave
    the rounding of the largest behind, and a step turns it into 0 or 1."""
    network, trace = pass_.network, pass_.trace
    explained = {unit: explain_unit(pass_, unit) for unit in network.units()}
    assume(not any(stands_at_the_jump(pass_, unit, explained[unit]) for unit in network.units()))
    said = printed(forward_code(network, pass_.parameters, pass_.inputs[0]))
    said = np.array(eval(re.sub(r"(?<=[\d.])\s+(?=[-\d])", ",", said)))
    np.testing.assert_allclose(said, trace.output[0], rtol=1e-6, atol=1e-8)
    for unit in network.units():
        for words, engine in ((explained[unit], trace.a), (explain_delta(pass_, unit), pass_.gradient.deltas)):
            wanted = pytest.approx(engine[unit.layer][0, unit.index], rel=1e-9, abs=1e-12 * largest(words))
            assert float(printed(words.numpy())) == wanted


def largest(explained):
    """How large the terms of its sum may be."""
    return 1.0 + sum(abs(term.product) for term in explained.terms)


def stands_at_the_jump(pass_, unit, explained):
    """Whether the sum of a step is 0 but for rounding."""
    z = pass_.trace.z[unit.layer][0, unit.index]
    return pass_.network.activations[unit.layer] == "step" and abs(z) <= 1e-9 * largest(explained)


def test_a_sum_whose_terms_cancel_is_the_engines_but_for_the_rounding_of_its_terms():
    """60.1 × 5.3 − 318.53 is 0: what is left is at most the rounding of 318.53, 5.7e-14, whoever adds up."""
    pass_ = sample(nn.dense(2, 1, output="linear"), [[[60.1, -318.53]]], [5.3, 1])
    explained = explain_unit(pass_, Unit(1, 0))
    assert abs(float(printed(explained.numpy())) - pass_.trace.output[0, 0]) <= 1e-12 * largest(explained)
    assert str(explained) == "y ≈ (5.3 × 60.1) + (1 × −319) ≈ 0"


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_numpy_of_an_update_prints_the_new_weight(optimizer):
    network = nn.dense(2, 2, 1, hidden="gelu")
    theta = nn.initialize(network, "glorot_uniform", np.random.default_rng(1)).theta
    pass_ = nn.Pass(network, theta, np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[1.0], [0.0]]), "half_mse")
    item = Connection(Unit(0, 0), Unit(1, 1))
    explained = explain_weight(pass_, item, nn.Training(optimizer=optimizer, l2=0.1))
    assert float(printed(explained.numpy())) == pytest.approx(explained.value, rel=1e-12)


# -------------------------------------------------------------------- the article's numbers


def sample(network, weights, inputs, targets=None, loss="half_mse", biases=None):
    """One sample through a network of these weights."""
    theta = nn.parameters_from(network, weights, biases).theta
    return nn.Pass(network, theta, np.array([inputs], float), targets and np.array([targets], float), loss)


def article(targets=None, loss="half_mse"):
    network = nn.dense(2, 2, 1, hidden="linear", output="linear", inputs=("family members", "accounts"), outputs=("k",))
    return sample(network, [[[1, 1], [-1, 1]], [[2, -1]]], [2, 3], targets, loss)


def test_the_articles_forward_pass_reads_as_in_the_article():
    pass_ = article()
    said = [str(explain_unit(pass_, Unit(1, i), name="ij"[i])) for i in range(2)]
    assert said == ["i = (2 × 1) + (3 × 1) = 5", "j = (2 × −1) + (3 × 1) = 1"]
    assert str(explain_unit(pass_, Unit(2, 0))) == "k = (5 × 2) + (1 × −1) = 9"
    assert str(explain_unit(pass_, Unit(0, 1))) == "accounts = 3"


def test_an_activation_gets_a_line_of_its_own_and_a_bias_is_added():
    network = nn.dense(2, 2, 1, hidden="relu", output="linear")
    pass_ = sample(network, [[[2, 4], [4, -5]], [[2, 7]]], [3, 4], biases=[[0.3, 0], [0]])
    explained = explain_unit(pass_, Unit(1, 1))
    assert str(explained) == "z = (3 × 4) + (4 × −5) = −8\na = relu(−8) = 0"
    assert explained.latex() == (
        r"\begin{aligned} z &= \left(3 \times 4\right) + \left(4 \times \left(-5\right)\right) = -8"
        r" \\ a &= \operatorname{relu}\left(-8\right) = 0 \end{aligned}"
    )
    assert explained.numpy() == (
        "import numpy as np\n\nz = np.dot([3.0, 4.0], [4.0, -5.0])\na = np.maximum(z, 0)\nprint(a)"
    )
    assert str(explain_unit(pass_, Unit(1, 0))).startswith("z = (3 × 2) + (4 × 4) + 0.3 = 22.3")
    assert explained.connections == tuple(network.incoming(Unit(1, 1)))


def test_one_step_of_gradient_descent_gives_the_articles_slopes_and_weights():
    """ARTICLE.md, part 3: slope 14, 28, 42; new weights −0.14, 1.72, 0.58."""
    pass_ = sample(nn.dense(3, 1, output="linear"), [[[0, 2, 1]]], [1, 2, 3], [0], "sse")
    assert str(explain_loss(pass_)) == "J = (7 − 0)² = 49"
    training = nn.Training(loss="sse", learning_rate=0.01)
    texts = [str(explain_weight(pass_, Connection(Unit(0, i), Unit(1, 0)), training)) for i in range(3)]
    assert texts[1] == "∂J/∂w = 14 × 2 = 28\nΔw = −(0.01 × 28) = −0.28\nnew w = 2 − 0.28 = 1.72"
    assert [text.splitlines()[0][-2:] for text in texts] == ["14", "28", "42"]
    assert [text.rpartition("= ")[2] for text in texts] == ["−0.14", "1.72", "0.58"]


# -------------------------------------------------------------------- single cases


def test_a_delta_of_a_matching_pair_is_a_minus_y_and_names_the_pair():
    pass_ = sample(nn.dense(1, 1), [[[1]]], [0.5], [1], "binary_crossentropy")
    explained = explain_delta(pass_, Unit(1, 0))
    assert str(explained) == "δ ≈ 0.622 − 1 ≈ −0.378"
    assert explained.note == "Sigmoid with binary cross-entropy: the slopes multiply to a − y."
    assert str(explain_loss(pass_)) == "J ≈ −ln(0.6225) ≈ 0.474"


def test_many_products_can_be_gathered_and_stay_available():
    pass_ = sample(nn.dense(20, 1, output="linear"), [[[0.1 * i for i in range(20)]]], [1] * 20)
    explained = explain_unit(pass_, Unit(1, 0), most=3)
    assert str(explained) == "y = (1 × 0) + (1 × 0.1) + (1 × 0.2) + [17 more: 18.7] = 19"
    assert len(explained.terms) == 20
    assert sum(term.product for term in explained.terms) == pytest.approx(19)
    assert explained.terms[3].source == "x4"


def test_a_pinned_weight_is_said_to_stay():
    item = Connection(Unit(0, 0), Unit(1, 0))
    pass_ = article([0], "half_sse")
    explained = explain_weight(replace(pass_, network=pass_.network.pin(item)), item, nn.Training())
    assert explained.note == "Pinned: training leaves it alone."
    assert "new w" not in str(explained)


def test_a_unit_without_connections_is_its_bias():
    network = nn.dense(1, 1, output="linear").disconnect(Connection(Unit(0, 0), Unit(1, 0)))
    explained = explain_unit(sample(network, [[[0]]], [3], biases=[[0.25]]), Unit(1, 0))
    assert str(explained) == "y = 0.25"
    assert "No connection" in explained.note


def test_cancelling_terms_give_zero_and_not_the_rounding_of_the_machine():
    pass_ = sample(nn.dense(3, 1, output="linear"), [[[0.1, 0.2, -0.3]]], [1, 1, 1])
    assert 0 < abs(pass_.trace.output[0, 0]) < 1e-15
    assert str(explain_unit(pass_, Unit(1, 0))).endswith(" 0")


def test_numbers_of_a_diverged_network_are_shown_and_not_searched():
    pass_ = nn.Pass(nn.dense(1, 1, output="linear"), np.array([np.inf, 0.0]), np.array([[2.0]]))
    assert str(explain_unit(pass_, Unit(1, 0))) == "y = 2 × ∞ = ∞"


def test_a_loss_and_an_optimiser_from_elsewhere_are_shown_by_their_numbers(monkeypatch):
    own_loss = replace(nn.LOSSES["mse"], name="own")
    monkeypatch.setitem(nn.LOSSES, "own", own_loss)
    monkeypatch.setitem(OPTIMIZERS, "own", replace(OPTIMIZERS["sgd"], name="own"))
    pass_ = sample(nn.dense(1, 1, output="linear"), [[[3]]], [2], [5], "own")
    assert str(explain_loss(pass_)) == "J = 1"
    assert str(explain_delta(pass_, Unit(1, 0))).splitlines()[0] == "∂J/∂a = 2"
    explained = explain_weight(pass_, Connection(Unit(0, 0), Unit(1, 0)), nn.Training(optimizer="own", loss="own"))
    assert str(explained).splitlines()[1:] == ["Δw = −0.12", "new w = 3 − 0.12 = 2.88"]
    assert float(printed(explained.numpy())) == pytest.approx(2.88)


@pytest.mark.parametrize("record", nn.ACTIVATIONS.values(), ids=lambda record: record.name)
def test_the_line_of_numpy_computes_what_the_activation_does(record):
    sums = np.array([-3.0, -0.5, 0.0, 0.5, 2.0])
    pairs = [(record.code, record.value)]
    if record.elementwise:
        pairs.append((record.derivative_code, record.derivative))
    for code, function in pairs:
        found = eval(code.format("z1"), {"np": np, "z1": sums})
        np.testing.assert_allclose(np.broadcast_to(found, sums.shape), function(sums), atol=1e-15)


def test_the_new_weight_shows_enough_digits_to_see_the_change():
    pass_ = sample(nn.dense(1, 1, output="linear"), [[[2.0]]], [1], [1.9], "half_sse")
    explained = explain_weight(pass_, Connection(Unit(0, 0), Unit(1, 0)), nn.Training(learning_rate=1e-4))
    assert str(explained).splitlines()[-1] == "new w = 2 − 10⁻⁵ = 1.99999"


def test_a_name_with_signs_of_latex_is_written_as_it_is():
    network = nn.dense(1, 1, output="linear", outputs=("cost_in_$ {50%}",))
    formula = explain_unit(sample(network, [[[2.0]]], [1]), Unit(1, 0)).latex()
    assert r"\text{cost\_in\_\$ \{50\%\}} &= 1 \times 2 = 2" in formula
