"""What the picture of a drawing is made of."""

from dataclasses import replace

import numpy as np

import nncore as nn
from nncore.experiments import EXPERIMENTS
from ui.core.session import Session
from ui.core.shared_drawing import shared_drawing
from ui.link.frame import unpack


def sent(session: Session):
    return unpack(shared_drawing(session))


def test_a_picture_has_the_drawing_its_numbers_and_what_each_neuron_answers():
    session = Session(EXPERIMENTS["playground"].experiment)
    session.advance(epochs=3)
    header, arrays = sent(session)
    network = session.experiment.network
    assert [len(layer["units"]) for layer in header["drawing"]["layers"]] == list(network.sizes)
    assert np.array_equal(arrays["theta"], session.theta.astype(np.float32))
    assert arrays["maps"].shape == (sum(network.sizes), 32, 32)
    assert len(np.unique(arrays["maps"][-1])) > 2


def test_a_file_is_named_by_the_layers_and_by_the_epoch_once_there_is_one():
    session = Session(EXPERIMENTS["playground"].experiment)
    sizes = "-".join(map(str, session.experiment.network.sizes))
    assert sent(session)[0]["name"] == ["drawing", sizes]
    session.advance(epochs=3)
    assert sent(session)[0]["name"] == ["drawing", sizes, "epoch", "3"]


def test_a_drawing_that_does_not_fit_the_data_has_a_picture_without_maps():
    experiment = EXPERIMENTS["playground"].experiment
    session = Session(replace(experiment, network=nn.dense(3, 2, 1)))
    assert session.problem
    header, arrays = sent(session)
    assert len(header["drawing"]["connections"]) == 8 and "maps" not in arrays
