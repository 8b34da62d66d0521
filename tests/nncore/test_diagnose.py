"""The doctor on recorded runs: every disease is named, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from doctor_runs import REFUSED, RUNS, experiment, train_run

import nncore as nn
from nncore.diagnose import diagnose
from nncore.experiments import EXPERIMENTS
from nncore.history import Curves

DISEASES = [
    "diverged",
    "dead",
    "saturated",
    "symmetry",
    "scales",
    "majority",
    "too_slow",
    "too_fast",
    "overfitting",
    "step",
    "misfit",
]


def findings_of(run):
    return diagnose(run.experiment, *train_run(run))


def test_the_record_holds_healthy_runs_and_every_disease_several_times():
    assert len(RUNS) >= 40
    assert sum(not run.expected and not run.allowed for run in RUNS.values()) >= 15
    for disease in DISEASES:
        assert sum(disease in run.expected for run in RUNS.values()) >= 2, disease


@pytest.mark.parametrize("name", RUNS)
def test_every_disease_is_named_and_nothing_else(name):
    run = RUNS[name]
    named = {finding.name for finding in findings_of(run)}
    assert run.expected <= named <= run.expected | run.allowed


@pytest.mark.parametrize("name", REFUSED)
def test_a_loss_that_does_not_fit_the_output_is_named_before_training(name):
    finding = diagnose(REFUSED[name])[0]
    assert finding.title == "The loss does not fit the output"
    assert nn.misfit(finding.remedies[0].apply(REFUSED[name])) == ""


REALLY_WRONG = {"pima_article": {"scales", "dead"}}
"""The article's run on raw values: its inputs are on unlike scales, and half of its ReLUs do die."""


@pytest.mark.parametrize("name", EXPERIMENTS)
@pytest.mark.parametrize("epochs", [0, 1, 20, 60])
def test_the_presets_raise_no_false_alarm(name, epochs):
    start = EXPERIMENTS[name].experiment
    snapshots = []
    for snapshot in nn.train(start, nn.make_dataset(start)):
        snapshots.append(snapshot)
        if snapshot.epoch == epochs:
            break
    curves = Curves(*(np.array([getattr(s, field) for s in snapshots]) for field in Curves._fields))
    assert {finding.name for finding in diagnose(start, snapshots[-1], curves)} <= REALLY_WRONG.get(name, set())


def outcome(start, epochs):
    """The training loss after so many epochs."""
    for snapshot in nn.train(start, nn.make_dataset(start)):
        if snapshot.epoch == epochs or snapshot.cause:
            return snapshot
    raise AssertionError


@pytest.mark.parametrize(
    "name, remedy",
    [
        ("diverged bumps", 0),
        ("dead in the second layer", 0),
        ("saturated by raw Pima", 0),
        ("zeros, tanh", 0),
        ("step hidden", 0),
        ("tiny steps", 0),
        ("jumping", 0),
        ("by heart, noisy xor", 1),
        ("sigmoid output out of reach", 0),
        ("income and size", 0),
    ],
)
def test_the_remedy_helps(name, remedy):
    """With the remedy the same run ends better: on the rows held out where it was overfitting."""
    run = RUNS[name]
    finding = findings_of(run)[0]
    cured = outcome(finding.remedies[remedy].apply(run.experiment), max(run.epochs, 60))
    sick = outcome(run.experiment, max(run.epochs, 60))
    if finding.name == "overfitting":
        assert cured.test_loss < 0.8 * sick.test_loss
    else:
        assert cured.train_loss < 0.9 * sick.train_loss or sick.diverged
    assert not cured.diverged


def test_divergence_names_its_epoch_and_the_smaller_rate():
    run = RUNS["diverged linear"]
    snapshot, curves = train_run(run)
    finding = diagnose(run.experiment, snapshot, curves)[0]
    assert snapshot.epoch > 5
    assert (finding.title, finding.severity) == (f"Diverged in epoch {snapshot.epoch + 1}", "error")
    assert finding.since == snapshot.epoch + 1
    assert finding.remedies[0].label == "Start again with learning rate 0.1"
    assert finding.remedies[0].apply(run.experiment).training.learning_rate == 0.1


def test_dead_neurons_are_named_one_by_one():
    finding = findings_of(RUNS["dead in the second layer"])[0]
    assert [str(unit) for unit in finding.units] == ["2.0", "2.1", "2.2", "2.3"]
    assert "h2,1, h2,2, h2,3, h2,4" in finding.title
    assert finding.remedies[0].apply(RUNS["dead in the second layer"].experiment).network.activations[2] == "leaky_relu"


def test_overfitting_says_since_when_and_offers_the_way_back():
    run = RUNS["by heart, Pima"]
    snapshot, curves = train_run(run)
    finding = diagnose(run.experiment, snapshot, curves)[0]
    assert finding.since == int(curves.epoch[np.argmin(curves.test_loss)])
    assert finding.remedies[0].seek == finding.since


def test_epochs_after_the_one_shown_are_not_looked_at():
    run = RUNS["by heart, Pima"]
    curves = train_run(run)[1]
    early = train_run(replace(run, epochs=20))[0]
    assert "overfitting" not in {finding.name for finding in diagnose(run.experiment, early, curves)}


def test_weights_set_by_hand_are_left_for_new_ones_when_starting_again():
    start = experiment("circle", (2, 3, 1))
    by_hand = replace(start, theta=(0.5,) * start.network.size)
    snapshot = next(nn.train(by_hand, nn.make_dataset(by_hand)))
    curves = Curves(*(np.array([getattr(snapshot, field)]) for field in Curves._fields))
    finding = diagnose(by_hand, snapshot, curves)[0]
    assert finding.name == "symmetry"
    cured = finding.remedies[0].apply(by_hand)
    assert cured.theta is None
    assert len(set(cured.first_theta()[[0, 1, 3, 4, 6, 7]].tolist())) == 6
