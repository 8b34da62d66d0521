"""A training step part by part, on a batch and with the optimiser of the run."""

import numpy as np
import pytest

from nncore import Pass, Unit, dense, initialize
from nncore.experiments import EXPERIMENTS
from ui.core.session import Session
from ui.explain.training_step import Rule, check_gradient, explain_step, mean_trace, rule_of_run
from ui.explain.walk import PHASES, training_steps


def batch() -> Pass:
    network = dense(2, 3, 1)
    theta = initialize(network, "glorot_uniform", np.random.default_rng(4)).theta
    targets = np.array([[1.0], [0.0]])
    return Pass(network, theta, np.array([[1.0, 2.0], [-0.5, 0.3]]), targets, "binary_crossentropy")


def test_every_phase_of_a_step_is_explained():
    pass_, rule = batch(), Rule(EXPERIMENTS["playground"].experiment.training)
    steps = training_steps(pass_.network, by_layer=True)
    titles = {step.phase: [e.title for e in explain_step(pass_, step, rule, 2, 3)] for step in reversed(steps)}
    assert set(titles) == set(PHASES)
    assert titles["loss"] == ["loss", "cost"]
    assert titles["delta"] == ["δ of y"]
    assert all(len(explained) <= 2 for explained in titles.values())


def test_the_optimisers_state_is_the_runs_own_or_a_fresh_one():
    session = Session(EXPERIMENTS["playground"].experiment)
    session.advance(epochs=2)
    training = session.experiment.training
    assert rule_of_run(session, training).count == session.snapshot.steps + 1
    other = "adam" if training.optimizer != "adam" else "sgd"
    session.configure(training=training)
    assert rule_of_run(session, type(training)(optimizer=other)) == Rule(type(training)(optimizer=other))


def test_a_gradient_is_checked_by_a_finite_difference():
    pass_ = batch()
    for item in (*pass_.network.connections(), Unit(1, 2)):
        check = check_gradient(pass_, item)
        assert check.measured == pytest.approx(check.computed, abs=1e-8)
        assert check.verdict.startswith("They agree")


def test_neurons_show_the_mean_of_a_batch():
    trace = batch().trace
    assert mean_trace(trace).a[0].tolist() == [[0.25, 1.15]]
    assert mean_trace(mean_trace(trace)).a[-1] == mean_trace(trace).a[-1]
