"""Numbers of the board that can be asked for."""

import math

import pytest

from nncore.experiments import EXPERIMENTS
from nncore.parameters import Parameters
from nncore.propagation import forward
from tests.hostile import sessions
from ui.core.classroom.values import VALUES, checked_name, has_value, listed_values, value_of
from ui.core.session import Session


def trained(name: str) -> Session:
    session = Session(EXPERIMENTS[name].experiment)
    session.advance(epochs=3)
    return session


def test_the_numbers_are_those_of_the_board():
    session = trained("playground")
    network, snapshot = session.experiment.network, session.snapshot
    output = forward(network, Parameters(network, session.theta.astype(float)), [session.inputs]).output[0, 0]
    assert value_of(session, "output:0") == pytest.approx(output)
    assert value_of(session, "loss") == snapshot.train_loss
    assert value_of(session, "held_out_loss") == snapshot.test_loss
    assert value_of(session, "accuracy") == 100 * snapshot.train_accuracy
    assert value_of(session, "held_out_accuracy") == 100 * snapshot.test_accuracy
    assert value_of(session, "epoch") == 3
    assert value_of(session, "weight:0.1>1.0") == session.theta[1]
    assert value_of(session, "weight:1.0") == session.theta[network.slot(next(u for u in network.units() if u.layer))]


def test_they_follow_the_board():
    session = trained("playground")
    before = value_of(session, "loss")
    session.advance(epochs=2)
    assert value_of(session, "epoch") == 5
    assert value_of(session, "loss") != before


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_number_that_is_listed_can_be_asked_for_and_has_words(name):
    session = trained(name)
    listed = listed_values(session)
    assert len({value["name"] for value in listed}) == len(listed)
    assert all(has_value(session, checked_name(value["name"])) and value["label"] for value in listed)
    assert all(math.isfinite(value_of(session, value["name"])) for value in listed)


def test_values_have_no_accuracy():
    kinds = {value["name"].partition(":")[0] for value in listed_values(trained("cars"))}
    assert kinds == {"output", "loss", "held_out_loss", "epoch", "weight"}


@pytest.mark.parametrize(
    "name", ["weight:9.9>10.0", "weight:", "weight:x", "output:7", "output:-1", "output", "loss:1"]
)
def test_a_number_that_the_board_does_not_have_is_none(name):
    session = trained("playground")
    assert not has_value(session, checked_name(name))
    assert math.isnan(value_of(session, name))


@pytest.mark.parametrize("special", ["a problem", "one column", "outputs"])
def test_boards_with_problems_and_odd_names_have_numbers_too(special):
    session = sessions()[special]
    assert {"epoch", "loss"} <= {value["name"] for value in listed_values(session)} | set(VALUES)
    assert value_of(session, "epoch") == 0
