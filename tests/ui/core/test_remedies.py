import pytest

import nncore as nn
from nncore.data import Data
from nncore.diagnose import Remedy
from ui.core.remedies import treat
from ui.core.session import Session


def visit(experiment, epochs=0):
    """A session after so many epochs, and what the doctor finds in it."""
    session = Session(experiment)
    if epochs:
        session.advance(epochs=epochs)
    return session, findings_of(session)


def findings_of(session):
    if session.problem:
        return nn.diagnose(session.experiment)
    return nn.diagnose(session.experiment, session.snapshot, session.history.curves())


def circle(hidden="tanh", **training):
    return nn.Experiment(Data("circle"), nn.dense(2, 4, 1, hidden=hidden, output="tanh"), nn.Training(**training))


def test_a_healthy_run_gets_no_word():
    assert visit(circle(), 40)[1] == []


def test_a_finding_is_named_explained_and_cured_by_its_remedy():
    session, found = visit(circle(initializer="zeros"), 30)
    assert "Identical neurons: h1, h2, h3, h4" in found[0].title
    assert "copies of each other" in found[0].explanation
    treat(session, found[0].remedies[0])
    assert session.experiment.training.initializer == "glorot_uniform"
    assert session.position == 0
    assert findings_of(session) == []
    session.undo()
    assert session.experiment.training.initializer == "zeros"


def test_divergence_is_told_and_cured():
    plane = nn.Experiment(Data("plane"), nn.dense(2, 1, output="linear"), nn.Training(learning_rate=1.0))
    session, found = visit(plane, 10)
    assert "Diverged in epoch 1" in found[0].title
    treat(session, found[0].remedies[0])
    session.advance(epochs=10)
    assert not session.snapshot.diverged
    assert session.snapshot.train_loss < 0.01


def test_another_activation_keeps_the_weights_and_the_epoch():
    session, found = visit(circle(hidden="step"), 5)
    theta = session.theta.copy()
    treat(session, found[0].remedies[0])
    assert session.experiment.network.activations[1] == "tanh"
    assert session.position == 5
    assert session.theta == pytest.approx(theta)


def test_a_larger_rate_goes_on_from_here():
    session, found = visit(circle(learning_rate=1e-6), 30)
    assert "very small" in found[0].title
    treat(session, found[0].remedies[0])
    assert session.experiment.training.learning_rate > 1e-5
    assert session.position == 30


def test_going_back_shows_the_best_epoch():
    noisy = nn.Experiment(
        Data("circle", noise=0.4, samples=60),
        nn.dense(2, 16, 16, 1, output="tanh"),
        nn.Training(optimizer="adam", learning_rate=0.01),
    )
    session, _ = visit(noisy, 200)
    finding = next(f for f in nn.diagnose(noisy, session.snapshot, session.history.curves()) if f.name == "overfitting")
    treat(session, finding.remedies[0])
    assert session.position == finding.since


def test_a_drawing_that_does_not_fit_the_data_is_told():
    misfitting = nn.Experiment(Data("circle"), nn.dense(2, 3, 1), nn.Training(loss="categorical_crossentropy"))
    session, found = visit(misfitting)
    assert "The loss does not fit the output" in found[0].title
    treat(session, found[0].remedies[0])
    assert session.problem == ""


def test_further_inputs_and_a_larger_network_begin_again_and_can_be_undone():
    session, _ = visit(circle(), 5)
    inputs = ("x1", "x2", "x1²", "x2²")
    treat(session, Remedy("More", data={"features": inputs}, hidden=(8, 6), seed=7, restart=True))
    assert session.experiment.network.sizes == (4, 8, 6, 1)
    assert session.experiment.network.activations[1:] == ("tanh", "tanh", "tanh")
    assert (len(session.inputs), session.position, session.experiment.seed) == (4, 0, 7)
    session.advance(epochs=3)
    assert session.problem == ""
    session.undo()
    assert (session.experiment.network.sizes, session.position) == ((2, 4, 1), 5)


def test_a_drawing_without_hidden_layers_gets_some():
    session, _ = visit(nn.Experiment(Data("circle"), nn.dense(2, 1, output="tanh")))
    treat(session, Remedy("Larger", hidden=(8,), restart=True))
    assert session.experiment.network.sizes == (2, 8, 1)
    assert session.experiment.network.activations[1] == "tanh"


def test_a_loss_keeps_its_place_where_the_output_is_changed_for_it():
    refused = nn.Experiment(Data("circle"), nn.dense(2, 3, 1, output="relu"), nn.Training(loss="binary_crossentropy"))
    session, found = visit(refused)
    treat(session, found[0].remedies[0])
    assert session.experiment.network.activations[-1] == "sigmoid"
    assert session.experiment.training.loss == "binary_crossentropy"
    assert session.problem == ""


def test_a_run_that_hardly_learns_learns_after_one_click():
    xor = nn.Experiment(
        Data("xor table"),
        nn.dense(2, 2, 1, hidden="sigmoid", output="sigmoid"),
        nn.Training(learning_rate=0.1, batch_size=4),
    )
    session, found = visit(xor, 500)
    assert found[0].title == "It hardly learns"
    treat(session, found[0].remedies[0])
    session.advance(epochs=500)
    assert session.snapshot.train_accuracy == 1.0
