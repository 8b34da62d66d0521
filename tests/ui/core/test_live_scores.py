from dataclasses import replace

import numpy as np
import pytest

from nncore import EXPERIMENTS, metrics
from nncore.data import Data
from nncore.propagation import Parameters, forward, penalty
from ui.core.live_scores import live_scores
from ui.core.session import Session


def trained(name, epochs=3, **changes):
    session = Session(replace(EXPERIMENTS[name].experiment, **changes))
    session.advance(epochs=epochs)
    return session


def row(session, name):
    return next(row["values"] for row in live_scores(session) if row["name"] == name)


def outputs(session, rows):
    network = session.experiment.network
    return forward(network, Parameters(network, session.theta.astype(float)), session.dataset.inputs[rows]).output


def test_two_classes_have_balanced_accuracy_and_the_rates_of_the_second():
    session = trained("pima")
    dataset = session.dataset
    for place, rows in enumerate((dataset.train, dataset.test)):
        predicted = metrics.predicted_classes(outputs(session, rows), "sigmoid")
        counts = metrics.confusion(predicted, dataset.labels[rows], 2)
        assert row(session, "Balanced accuracy")[place] == pytest.approx(metrics.balanced_accuracy(counts))
        assert row(session, "Recall, “diabetes”")[place] == pytest.approx(counts[1, 1] / counts[1].sum())


def test_the_penalty_stands_beside_the_loss_where_there_is_one():
    session = trained("pima")
    added = penalty(session.experiment.network, session.theta, 0.0, 0.01)
    assert row(session, "Penalty beside the loss") == [pytest.approx(added), None]
    assert not [one for one in live_scores(trained("playground")) if one["name"].startswith("Penalty")]


def test_a_regression_has_its_mean_error_in_the_unit_of_the_values():
    session = trained("cars")
    dataset = session.dataset
    answer = dataset.unscaled(outputs(session, dataset.test))[:, 0]
    expected = np.abs(answer - dataset.labels[dataset.test]).mean()
    assert row(session, "Mean error")[1] == pytest.approx(expected, rel=1e-5)
    assert 1 < expected < 20  # miles per gallon


def test_validation_rows_take_the_place_of_test_rows():
    session = trained("playground", data=Data("circle", validation_share=0.2))
    dataset = session.dataset
    predicted = metrics.predicted_classes(outputs(session, dataset.validation), "tanh")
    counts = metrics.confusion(predicted, dataset.labels[dataset.validation], 2)
    assert row(session, "Balanced accuracy")[1] == pytest.approx(metrics.balanced_accuracy(counts))


def test_without_held_out_rows_the_second_column_is_empty():
    session = trained("pima_article", 1)
    assert row(session, "Balanced accuracy")[1] is None
    assert not [one for one in live_scores(session) if one["name"].startswith("Accuracy")]


def test_several_classes_have_a_named_average():
    assert all(0 <= value <= 1 for value in row(trained("iris"), "F1, macro"))
