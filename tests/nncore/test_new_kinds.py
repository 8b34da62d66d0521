"""A new activation, loss, optimiser, initialiser, schedule or data set is one record: everything else asks it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from nncore import DATASETS, INITIALIZERS, LOSSES, OPTIMIZERS, Data, Experiment, Training, dense
from nncore.activations import ACTIVATIONS, Activation
from nncore.data import make_data
from nncore.data.kinds import DatasetKind
from nncore.data.rows import Rows
from nncore.diagnose import diagnose
from nncore.explain import explain_loss, explain_unit, forward_code
from nncore.explain.backward import explain_delta
from nncore.explain.update import explain_weight
from nncore.history import History
from nncore.losses import Loss
from nncore.optimizers import Optimizer
from nncore.parameters import Initializer, initialize
from nncore.program import Evaluator, Program, Race
from nncore.propagation import Pass
from nncore.schedules import SCHEDULES, Schedule
from nncore.units import Connection, Unit
from tests.nncore.program.test_program import readable_epoch

BEND = Activation(
    "bend", "Bend", lambda z: z / np.sqrt(1 + z * z), lambda z: (1 + z * z) ** -1.5,
    r"f(z) = \frac{z}{\sqrt{1 + z^2}}", r"f'(z) = (1 + z^2)^{-3/2}",
    "{0} / np.sqrt(1 + {0} ** 2)", "(1 + {0} ** 2) ** -1.5",
    (-1.0, 1.0), "−1 to 1", "Like tanh.", "Saturates.",
)  # fmt: skip
SHARES = Activation(
    "shares", "Shares", lambda z: z**2 / (z**2).sum(axis=-1, keepdims=True), lambda z: z,
    r"f(z)_i = z_i^2 / \sum_j z_j^2", "", "{0} ** 2 / ({0} ** 2).sum()", "",
    (0.0, 1.0), "0 to 1, adding up to 1", "Nothing.", "Everything.",
    back=lambda a, error: np.zeros_like(a) + (error - (error * a).sum(axis=-1, keepdims=True)),
)  # fmt: skip
QUARTIC = Loss(
    "quartic", "Fourth power", r"J = \frac{1}{N}\sum_n \frac{1}{K}\sum_k e_k^4", "Hates what is far off.",
    lambda z, a, y: ((a - y) ** 4).mean(axis=1), lambda a, y: 4 * (a - y) ** 3 / a.shape[1], averaged=True,
)  # fmt: skip


def signs(theta, gradient, state, count, settings):
    """A step of one size along the sign of a running mean; it shrinks with the count."""
    mean = settings.momentum * state[0] + (1 - settings.momentum) * gradient
    return theta - settings.learning_rate * np.sign(mean) / np.sqrt(count), mean[None]


SIGNS = Optimizer("signs", "Signs", r"w \leftarrow w - \eta \operatorname{sign} m", 1, signs, ("momentum",))
STAIRS = Schedule("stairs", "Stairs", lambda epoch, training: training.learning_rate / (1 + epoch // 2), r"\eta", "")
TENTHS = Initializer("tenths", "Tenths", lambda i, o, rng: np.full((i.size, o.size), 0.1) * rng.integers(1, 5), "")


def stripes(data, rng):
    values = rng.uniform(-6, 6, (data.samples, 2))
    labels = (np.floor(values[:, 0]) % 2 == 0).astype(np.int64)
    return Rows(("x1", "x2"), values, labels, "binary", ("odd", "even"), "y")


STRIPES = DatasetKind("stripes", "Stripes", "binary", "Twelve.", stripes, samples=80, noisy=True, group="Toy sets")
NEW = [
    (ACTIVATIONS, BEND), (ACTIVATIONS, SHARES), (LOSSES, QUARTIC), (OPTIMIZERS, SIGNS), (SCHEDULES, STAIRS),
    (INITIALIZERS, TENTHS), (DATASETS, STRIPES),
]  # fmt: skip


@pytest.fixture(autouse=True)
def added(monkeypatch):
    """One record each, in its registry, and nothing else."""
    for registry, record in NEW:
        monkeypatch.setitem(registry, record.name, record)


def new_training(**more) -> Training:
    kinds = {"loss": "quartic", "optimizer": "signs", "schedule": "stairs", "initializer": "tenths"}
    return Training(**(kinds | {"learning_rate": 0.01, "batch_size": 7} | more))


def new_experiment(output="bend", **more) -> Experiment:
    return Experiment(Data("stripes"), dense(2, 4, 3, 1, hidden="bend", output=output), new_training(**more), 5)


def numeric(pass_: Pass) -> np.ndarray:
    step = 1e-6 * np.eye(len(pass_.theta))
    return np.array([(pass_.cost_at(pass_.theta + one) - pass_.cost_at(pass_.theta - one)) / 2e-6 for one in step])


def sample(sizes, output, loss="quartic", rows=5) -> Pass:
    network, rng = dense(*sizes, hidden="bend", output=output), np.random.default_rng(2)
    theta = initialize(network, "glorot_uniform", rng).theta + 0.05
    targets = rng.uniform(0.1, 0.9, (rows, sizes[-1]))
    return Pass(network, theta, rng.normal(size=(rows, sizes[0])), targets, loss)


# -------------------------------------------------------------------- the engine


def test_the_gradient_is_the_numeric_one():
    pass_ = sample((2, 3, 2), "bend")
    assert pass_.gradient.theta == pytest.approx(numeric(pass_), abs=1e-7)


@pytest.mark.parametrize("optimizer", ["signs", "adam"])
@pytest.mark.parametrize("loss", ["quartic", "mse"])
@pytest.mark.parametrize("pair", ["bend bend", "bend shares", "tanh softmax", "relu bend"])
def test_the_fast_step_is_the_readable_one(pair, loss, optimizer):
    hidden, output = pair.split()
    network, training = dense(2, 4, 3, hidden=hidden, output=output), new_training(loss=loss, optimizer=optimizer)
    rng = np.random.default_rng(1)
    inputs, targets = rng.normal(size=(16, 2)), rng.uniform(size=(16, 3))
    theta = initialize(network, "glorot_uniform", rng).theta + 0.1
    state, program, steps = OPTIMIZERS[optimizer].start(network.size), Program(network, training, inputs, targets), 0
    program.load(theta, state)
    for _ in range(3):
        order, rates = rng.permutation(16), rng.uniform(0.01, 0.02, program.batches)
        told = (network, training, inputs, targets, theta, state, steps, order, rates)
        theta, state, running = readable_epoch(*told)
        steps += program.batches
        assert program.epoch(order, rates) == pytest.approx(running, rel=1e-9)
        np.testing.assert_allclose(program.theta, theta, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(program.state, state, rtol=1e-9, atol=1e-12)


def test_costs_of_many_rows_are_those_of_the_readable_pass():
    pass_ = sample((2, 3, 2), "shares")
    [cost] = Evaluator(pass_.network, "quartic", (pass_.inputs, pass_.wanted))(pass_.theta)
    assert cost == pytest.approx(pass_.cost)


def test_networks_with_it_train_side_by_side_as_alone():
    network, rng = dense(2, 3, 1, hidden="bend", output="bend"), np.random.default_rng(4)
    inputs, targets, order = rng.normal(size=(14, 2)), rng.uniform(size=(14, 1)), rng.permutation(14)
    thetas = [initialize(network, "glorot_uniform", rng).theta for _ in range(2)]
    trainings = [new_training(), new_training(optimizer="adam")]
    race = Race(network, trainings, inputs, targets)
    race.load(thetas)
    race.epoch([order, order])
    for training, theta, together in zip(trainings, thetas, race.thetas, strict=True):
        alone = Program(network, training, inputs, targets)
        alone.load(theta)
        alone.epoch(order)
        np.testing.assert_allclose(together, alone.theta, rtol=1e-9)


def test_an_experiment_made_of_it_learns_and_outlives_a_link():
    experiment = new_experiment()
    assert Experiment.from_dict(json.loads(json.dumps(experiment.to_dict()))) == experiment
    history = History(experiment)
    snapshot = history.near(0)
    for _ in range(20):
        snapshot = history.after(snapshot)
    assert snapshot.train_loss < history.near(0).train_loss
    assert snapshot.learning_rate == pytest.approx(0.01 / 10)


def test_its_output_decides_how_targets_are_coded():
    trainer = History(new_experiment()).trainer(new_experiment())
    assert set(trainer._sets[0][1].ravel()) == {-1.0, 1.0}  # it reaches −1, so classes are coded as for tanh
    assert make_data(Data("stripes")).classes == ("odd", "even")


# -------------------------------------------------------------------- what is said about it


def test_it_is_explained():
    pass_ = sample((2, 2), "bend")
    assert "bend(" in str(explain_unit(pass_, Unit(1, 0)))
    assert str(explain_loss(pass_, 0)).startswith("J ")
    assert "bend′(" in str(explain_delta(pass_, Unit(1, 0)))
    weight = explain_weight(pass_, Connection(Unit(0, 0), Unit(1, 0)), new_training())
    assert str(weight).splitlines()[-1].startswith("new w ")


@pytest.mark.parametrize("output", ["bend", "shares"])
def test_its_printed_code_computes_the_answer(output, capsys):
    pass_ = sample((2, 3, 2), output, rows=1)
    exec(forward_code(pass_.network, pass_.parameters, pass_.inputs[0]), {})
    printed = np.array(capsys.readouterr().out.strip("[] \n").split(), float)
    assert printed == pytest.approx(pass_.trace.output[0], abs=1e-7)


def test_the_doctor_knows_that_it_saturates():
    experiment = new_experiment(optimizer="sgd", loss="half_mse", initializer="glorot_uniform")
    far = tuple((40 * np.ones(experiment.network.size) + np.arange(experiment.network.size)).tolist())
    experiment = replace(experiment, theta=far)
    history = History(experiment)
    snapshot = history.near(0)
    for _ in range(12):
        snapshot = history.after(snapshot)
    assert {"saturated"} & {found.name for found in diagnose(experiment, snapshot, history.curves())}
