"""A run is decided by its experiment: to the bit, from wherever it goes on."""

import math
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

import nncore as nn
from nncore import EXPERIMENTS, OPTIMIZERS, SCHEDULES, Connection, Data, Experiment, Snapshot, Training, Unit, dense
from nncore.experiment import fitted_network
from nncore.presets import without_biases
from nncore.program import Program
from nncore.randomness import DROPOUT, SHUFFLE, rng
from nncore.settings import CHOICES, SPANS

PLAYGROUND = EXPERIMENTS["playground"].experiment
SMALL = Experiment(Data("circle", samples=46), dense(2, 3, 1, output="tanh"))


HOLE = Data.of_rows(columns=("a", "y"), rows=((None, 1.0), (2.0, 0.0)))


def run(experiment, epochs, start=None):
    """The snapshots of so many epochs, the start included."""
    dataset = nn.make_dataset(experiment)
    first = [] if start is None else [start]
    return first + list(islice(nn.train(experiment, dataset, start), epochs + (start is None)))


def same(a: Snapshot, b: Snapshot) -> bool:
    """Equal to the bit, arrays and numbers alike."""
    pairs = [(getattr(a, name), getattr(b, name)) for name in Snapshot.__slots__]
    return all(np.array_equal(x, y, equal_nan=not isinstance(x, str)) for x, y in pairs)


def with_training(experiment, **settings):
    return replace(experiment, training=replace(experiment.training, **settings))


def signed_targets(dataset):
    return nn.targets_for(dataset, "tanh")[dataset.train]


# -------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("learning_rate", 0.0, "learning_rate is 0.0; use a number above 0"),
        ("learning_rate", -1, "above 0"),
        ("learning_rate", math.nan, "above 0"),
        ("learning_rate", math.inf, "above 0"),
        ("learning_rate", True, "use a number"),
        ("learning_rate", "0.1", "use a number"),
        ("batch_size", 2.5, "use a whole number from 0 to 1,000,000"),
        ("batch_size", -1, "from 0"),
        ("momentum", 1.0, "from 0 to 0.9999"),
        ("dropout", 1.0, "from 0 to 0.95"),
        ("loss", "squared", "unknown loss 'squared'; choose from half_mse"),
        ("optimizer", ["adam"], "unknown optimizer"),
        ("schedule", None, "unknown schedule"),
        ("precision", "float16", "choose from float64, float32"),
    ],
)
def test_a_setting_out_of_range_is_refused_with_value_and_remedy(name, value, remedy):
    with pytest.raises(ValueError, match=remedy):
        Training(**{name: value})


def test_a_learning_rate_of_10_is_allowed():
    assert Training(learning_rate=10).learning_rate == 10.0


def test_every_setting_is_checked():
    assert set(SPANS) | set(CHOICES) == set(Training.__dataclass_fields__)


@pytest.mark.parametrize("seed", [-1, 1.0, True, None, 2**53])
def test_a_seed_that_is_no_whole_number_is_refused(seed):
    with pytest.raises(ValueError, match="seed is"):
        replace(SMALL, seed=seed)


@pytest.mark.parametrize("theta", [(1.0,), (math.nan,) * 13, ("a",) * 13, (10**400,) * 13, "abc", (True,) * 13])
def test_first_weights_that_are_no_numbers_are_refused(theta):
    with pytest.raises(ValueError, match=r"give one number each|give ordinary numbers"):
        replace(SMALL, theta=theta)


# -------------------------------------------------------------------- schedules


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        ("constant", {0: 1, 1000: 1}),
        ("step", {0: 1, 9: 1, 10: 0.5, 19: 0.5, 20: 0.25}),
        ("exponential", {0: 1, 5: 0.5**0.5, 10: 0.5, 20: 0.25}),
        ("cosine", {0: 1, 20: 0.5, 40: 0, 99: 0}),
        ("warmup", {0: 0.2, 1: 0.4, 4: 1, 50: 1}),
        ("warmup_cosine", {0: 0.2, 3: 0.8, 4: 1, 24: 0.5, 44: 0}),
    ],
)
def test_a_schedule_gives_the_rates_of_its_formula(schedule, rates):
    settings = {"schedule_every": 10, "schedule_factor": 0.5, "schedule_epochs": 40, "warmup_epochs": 4}
    training = Training(learning_rate=1.0, schedule=schedule, **settings)
    assert [training.rate(epoch) for epoch in rates] == pytest.approx(list(rates.values()), abs=1e-12)


def test_a_falling_rate_shortens_the_steps_of_a_run():
    # plain descent on all rows: Δθ = −η ∂J/∂θ, so halving the rate of epoch 2 halves what it moves
    steady = with_training(SMALL, batch_size=0)
    halved = with_training(steady, schedule="step", schedule_every=1, schedule_factor=0.5)
    (_, one, two), (_, same_one, half_two) = run(steady, 2), run(halved, 2)
    assert np.array_equal(one.theta, same_one.theta)
    assert half_two.learning_rate == 0.015
    assert half_two.theta - same_one.theta == pytest.approx((two.theta - one.theta) / 2, rel=1e-9)


def test_every_schedule_reads_settings_that_exist():
    assert {name for schedule in SCHEDULES.values() for name in schedule.reads} <= set(SPANS)


# -------------------------------------------------------------------- the run


def test_the_first_snapshot_is_epoch_0_with_the_first_weights():
    first = run(SMALL, 0)[0]
    assert first.epoch == 0
    assert np.array_equal(first.theta, SMALL.first_theta())
    assert math.isnan(first.running_loss)


def test_an_epoch_does_the_readable_steps_batch_by_batch():
    # 23 training rows in batches of 10: the last step takes the 3 that are left
    dataset = nn.make_dataset(SMALL)
    theta = SMALL.first_theta()
    inputs, targets = dataset.train_inputs, signed_targets(dataset)
    order, losses = rng(0, SHUFFLE, 1).permutation(23), []
    for rows in (order[:10], order[10:20], order[20:]):
        parameters = nn.Parameters(SMALL.network, theta)
        trace = nn.forward(SMALL.network, parameters, inputs[rows])
        losses.append(nn.cost(SMALL.network, trace, targets[rows], "half_mse"))
        theta = theta - 0.03 * nn.backward(SMALL.network, parameters, trace, targets[rows], "half_mse").theta
    after = run(SMALL, 1)[1]
    assert after.theta == pytest.approx(theta, abs=1e-14)
    assert after.running_loss == pytest.approx(np.average(losses, weights=[10, 10, 3]), abs=1e-14)


def test_losses_and_accuracies_are_those_of_the_readable_pass():
    after, dataset = run(SMALL, 3)[-1], nn.make_dataset(SMALL)
    trace = nn.forward(SMALL.network, nn.Parameters(SMALL.network, after.theta), dataset.watched_inputs)
    targets = nn.targets_for(dataset, "tanh")[dataset.test]
    assert after.test_loss == pytest.approx(nn.cost(SMALL.network, trace, targets, "half_mse"), abs=1e-14)
    assert after.test_accuracy == np.mean((trace.output[:, 0] > 0) == dataset.watched_labels)


def test_each_epoch_is_shuffled_anew():
    trainer = nn.Trainer(SMALL, nn.make_dataset(SMALL))
    one, two = ([*trainer.rows(epoch, 0), *trainer.rows(epoch, 1), *trainer.rows(epoch, 2)] for epoch in (1, 2))
    assert one != two
    assert sorted(one) == sorted(two) == sorted(nn.make_dataset(SMALL).train)


def test_the_same_experiment_gives_the_same_numbers():
    assert all(map(same, run(SMALL, 5), run(SMALL, 5)))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("settings", [{}, {"dropout": 0.3, "clip": 0.5, "l1": 0.01, "l2": 0.01, "schedule": "cosine"}])
def test_resuming_equals_never_having_stopped(optimizer, settings):
    experiment = with_training(SMALL, optimizer=optimizer, patience=100, **settings)
    whole = run(experiment, 8)
    resumed = run(experiment, 5, start=whole[3])
    assert len(whole) == len(resumed) + 3
    assert all(map(same, whole[3:], resumed))


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_one_batch_after_another_arrives_at_the_epoch_to_the_bit(precision, dropout):
    experiment = with_training(SMALL, optimizer="adam", precision=precision, dropout=dropout)
    dataset = nn.make_dataset(experiment)
    trainer, (_, one, two) = nn.Trainer(experiment, dataset), run(experiment, 2)
    first = trainer.step(one)
    second = trainer.step(first)
    assert (trainer.batches, first.batch, second.batch) == (3, 1, 2)
    assert same(trainer.step(second), two)
    # and by hand: the third batch from where the second one left off
    program = Program(experiment.network, experiment.training, dataset.train_inputs, signed_targets(dataset), precision)
    program.load(second.theta, second.state, second.steps)
    dropped = rng(0, DROPOUT, 2) if dropout else None
    if dropout:
        program.skip_masks(dropped, 2)
    program.replay(rng(0, SHUFFLE, 2).permutation(23), 2, two.learning_rate, dropped, most=1)
    assert np.array_equal(program.theta, two.theta)
    assert np.array_equal(program.state, two.state)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_epoch_halted_at_any_batch_arrives_at_the_same_snapshot_to_the_bit(
    optimizer, dropout, precision, monkeypatch
):
    monkeypatch.setattr("nncore.program.training.batches_a_replay", lambda *_: 2)  # 12 batches: 5 times to halt
    experiment = with_training(SMALL, optimizer=optimizer, dropout=dropout, precision=precision, batch_size=2, l1=0.01)
    trainer = nn.Trainer(experiment, nn.make_dataset(experiment))
    before = trainer.epoch(trainer.begin())
    whole = trainer.epoch(before)

    def halt(start):
        return trainer.epoch(start, lambda: True)

    for halts in range(1, 6):
        asked = []
        left = trainer.epoch(before, lambda asked=asked, halts=halts: asked.append(0) or len(asked) == halts)
        assert left.batch == 2 * halts
        assert left.snapshot is before
        trainer.epoch(whole)  # the program does something else meanwhile
        assert same(trainer.epoch(left), whole)
    reached = before
    for advance in (trainer.step, halt, trainer.step, halt, trainer.epoch):
        reached = advance(reached)
    assert same(reached, whole)


def test_a_long_epoch_is_asked_to_halt_every_few_batches():
    # two wide layers and single rows: 400 steps an epoch of a millisecond or less each
    data = Data("circle", samples=800)
    wide = Experiment(data, dense(2, 380, 380, 1, output="tanh"), Training(batch_size=1))
    small = replace(wide, network=SMALL.network)
    for experiment, most in ((wide, 64), (small, 256)):
        trainer = nn.Trainer(experiment, nn.make_dataset(experiment))
        left = trainer.epoch(trainer.begin(), lambda: True)
        assert trainer.batches == 400
        assert 0 < left.batch <= most


def test_an_epoch_halted_after_it_overflowed_ends_the_run():
    experiment = replace(SMALL, network=dense(2, 8, 8, 1, hidden="relu", output="linear"))
    experiment = with_training(experiment, learning_rate=1e9, batch_size=1)
    trainer = nn.Trainer(experiment, nn.make_dataset(experiment))
    start = reached = trainer.begin()
    while not isinstance(reached, Snapshot) or reached is start:
        reached = trainer.step(reached)
    assert same(reached, trainer.epoch(start))
    assert reached.cause.startswith("diverged in epoch 1: weights grew")


def test_dropout_changes_steps_but_not_what_is_measured():
    plain, dropped = run(SMALL, 1), run(with_training(SMALL, dropout=0.5), 1)
    assert plain[0].train_loss == dropped[0].train_loss
    assert plain[1].train_loss != dropped[1].train_loss


def test_a_pinned_weight_stays_as_it_is():
    connection = Connection(Unit(0, 0), Unit(1, 1))
    experiment = replace(SMALL, network=SMALL.network.pin(connection))
    before, *_, after = run(experiment, 3)
    moved = before.theta != after.theta
    assert np.flatnonzero(~moved).tolist() == [SMALL.network.slot(connection)]


def test_snapshots_are_read_only():
    after = run(with_training(SMALL, optimizer="adam"), 1)[1]
    for array in (after.theta, after.state):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_without_held_out_rows_the_test_values_are_nan():
    after = run(replace(SMALL, data=replace(SMALL.data, train_share=1.0)), 1)[1]
    assert math.isnan(after.test_loss)
    assert math.isnan(after.test_accuracy)
    assert after.best_loss == after.train_loss


def test_a_regression_is_judged_by_r2():
    after = run(replace(EXPERIMENTS["bumps"].experiment, data=Data("plane", samples=200)), 60)[-1]
    assert 0.95 < after.test_accuracy <= 1


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_to_begin_with_learns(name):
    before, *_, after = run(EXPERIMENTS[name].experiment, 30)
    assert after.train_loss < before.train_loss
    assert not after.diverged


# -------------------------------------------------------------------- where it ends


def test_a_learning_rate_of_10_that_diverges_ends_with_epoch_and_cause():
    experiment = replace(SMALL, network=dense(2, 8, 8, 1, hidden="relu", output="linear"), seed=1)
    experiment = with_training(experiment, learning_rate=10)
    *_, last_sound, end = run(experiment, 50)
    assert end.diverged
    assert end.cause.startswith(f"diverged in epoch {last_sound.epoch + 1}: ")
    assert "learning rate of 10" in end.cause
    assert np.array_equal(end.theta, last_sound.theta)
    assert np.isfinite(end.theta).all()
    assert math.isfinite(end.train_loss)


def test_test_rows_that_overflow_end_a_run_though_training_rows_do_not():
    rows = tuple((1e15 if number == 2 else 0, number % 2) for number in range(10))
    data = Data.of_rows(columns=("a", "y"), rows=rows, scaling="raw")
    chain = without_biases(dense(1, *[2] * 25, 1, hidden="linear", output="tanh"))
    for connection in list(chain.connections()):
        chain = chain.pin(connection)
    theta = 1e14 * chain.weight_slots()
    theta[-2] = -1e14  # infinity less infinity at the output
    experiment = Experiment(data, chain, theta=tuple(theta.tolist()))
    dataset = nn.make_dataset(experiment)
    assert 2 in dataset.test
    end = run(experiment, 1)[-1]
    assert end.cause.startswith("diverged in epoch 1: the loss grew without end")


def test_a_run_that_diverged_goes_on_with_a_smaller_learning_rate():
    experiment = with_training(replace(SMALL, network=dense(2, 8, 1, hidden="relu", output="linear")), learning_rate=10)
    end = run(experiment, 50)[-1]
    calmer = with_training(experiment, learning_rate=0.001, clip=1.0)
    start = nn.Trainer(calmer, nn.make_dataset(calmer)).carry_on(replace(end, cause=""))
    assert run(calmer, 3, start)[-1].epoch == end.epoch + 3


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"stop_epoch": 7}, "stopped: epoch 7 is reached"),
        ({"stop_loss": 0.2}, "stopped: test loss 0.188 is down to 0.2"),
        ({"stop_accuracy": 0.9}, "stopped: test accuracy 0.9"),
    ],
)
def test_a_stop_condition_ends_the_run_once_and_says_so(settings, says):
    experiment = with_training(PLAYGROUND, **settings)
    end = run(experiment, 500)[-1]
    assert end.cause.startswith(says)
    further = run(experiment, 3, start=end)
    assert [snapshot.epoch for snapshot in further] == [end.epoch + i for i in range(4)]


def test_patience_ends_a_run_so_many_epochs_after_its_best_test_loss():
    noisy = replace(PLAYGROUND, data=Data("circle", samples=60, noise=0.5), network=dense(2, 8, 8, 1, output="tanh"))
    snapshots = run(with_training(noisy, patience=20, learning_rate=0.3), 2000)
    losses = [snapshot.test_loss for snapshot in snapshots]
    assert snapshots[-1].best_epoch == np.argmin(losses) == snapshots[-1].epoch - 20
    assert snapshots[-1].best_loss == min(losses)
    assert f"since epoch {np.argmin(losses)}, 20 epochs ago" in snapshots[-1].cause


def test_with_validation_rows_it_is_their_loss_that_stops_a_run_and_the_reason_says_so():
    data = Data("circle", samples=80, noise=0.5, validation_share=0.25)
    noisy = replace(PLAYGROUND, data=data, network=dense(2, 8, 8, 1, output="tanh"))
    end = run(with_training(noisy, patience=20, learning_rate=0.3), 2000)[-1]
    assert end.cause == f"stopped: no better validation loss since epoch {end.best_epoch}, 20 epochs ago"


# -------------------------------------------------------------------- do data, drawing and loss go together?


@pytest.mark.parametrize(
    ("experiment", "says"),
    [
        (replace(SMALL, network=dense(3, 1, output="tanh")), r"3 inputs and the data 2 features \(x1, x2\); add or"),
        (replace(SMALL, network=dense(2, 1, 2, output="tanh")), "2 outputs and the data need 1 for 2 classes"),
        (replace(SMALL, data=Data("rings")), "1 output and the data need 3 for 3 classes"),
        (with_training(SMALL, loss="binary_crossentropy"), "needs sigmoid on the output layer, not tanh"),
        (
            Experiment(Data("plane"), dense(2, 1), Training(loss="binary_crossentropy")),
            "is for classes and the data are values",
        ),
        (replace(SMALL, data=Data("points")), "click on the plane"),
        (
            replace(SMALL, data=Data("circle", samples=5000), network=dense(2, *[1000, 1] * 3, output="tanh")),
            "3,005 units on 5,000 rows are too much to hold",
        ),
        (replace(SMALL, data=HOLE), "'a' is empty in row 1"),
    ],
)
def test_parts_that_do_not_go_together_are_refused_with_the_remedy(experiment, says):
    with pytest.raises(ValueError, match=says):
        nn.make_dataset(experiment)
    assert nn.misfit(SMALL) == ""


def test_other_data_keep_hidden_layers_and_hand_set_weights_of_inputs_by_name():
    theta = tuple(float(i) for i in range(13))
    experiment = nn.with_data(replace(SMALL, theta=theta), Data("circle", features=("x2", "x1x2")))
    new = nn.Parameters(experiment.network, np.array(experiment.theta))
    old = nn.Parameters(SMALL.network, np.array(theta))
    assert experiment.network.input_names == ("x2", "x1x2")
    assert np.array_equal(new.weights[1][:, 0], old.weights[1][:, 1])
    assert np.array_equal(new.weights[2], old.weights[2])
    assert np.array_equal(new.biases[1], old.biases[1])


@pytest.mark.parametrize("name", [name for name in nn.DATASETS if name not in ("table", "points")])
@pytest.mark.parametrize("start", EXPERIMENTS)
def test_every_experiment_can_be_fitted_to_every_data_set(name, start):
    experiment = nn.with_data(EXPERIMENTS[start].experiment, Data(name))
    assert nn.misfit(experiment) == ""
    assert experiment.network.sizes[1:-1] == EXPERIMENTS[start].experiment.network.sizes[1:-1]


def test_changing_only_the_noise_leaves_drawing_and_loss_alone():
    experiment = replace(SMALL, network=SMALL.network.activate(2, "relu").rename(inputs=("left", "right")))
    assert nn.with_data(experiment, replace(SMALL.data, noise=0.3)) == replace(
        experiment, data=replace(SMALL.data, noise=0.3)
    )


def test_fitting_keeps_skips_whose_ends_stay():
    skip = Connection(Unit(0, 1), Unit(2, 0))
    experiment = replace(SMALL, network=SMALL.network.connect(skip), data=Data("circle", features=("x2",)))
    network, relocate = fitted_network(experiment)
    assert network.skips == {Connection(Unit(0, 0), Unit(2, 0))}
    assert relocate(Unit(0, 0)) is None


def test_a_trainer_of_other_first_weights_trains_as_a_new_one():
    dataset = nn.make_dataset(SMALL)
    trainer = nn.Trainer(SMALL, dataset)
    trainer.epoch(trainer.begin())
    weights = tuple(np.linspace(-1, 1, SMALL.network.size).tolist())
    other = replace(SMALL, theta=weights)
    taken_over, new = trainer.beginning_with(other), nn.Trainer(other, dataset)
    one, two = (each.epoch(each.begin()) for each in (taken_over, new))
    assert one.theta.tobytes() == two.theta.tobytes() and one.test_loss == two.test_loss


@pytest.mark.parametrize("change", [{"seed": 9}, {"training": Training(learning_rate=0.5)}, {"data": Data("xor")}])
def test_a_trainer_of_anything_else_is_made_anew(change):
    trainer = nn.Trainer(SMALL, nn.make_dataset(SMALL))
    assert trainer.beginning_with(replace(SMALL, **change)) is None
