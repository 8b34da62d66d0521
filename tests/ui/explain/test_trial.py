"""The drawing with another activation on its hidden layers."""

import numpy as np

from nncore.experiments import EXPERIMENTS
from ui.explain.trial import boundary_of, trial

PLAYGROUND = EXPERIMENTS["playground"].experiment


def test_a_trial_keeps_the_drawings_weights_or_trains_its_own():
    theta = PLAYGROUND.first_theta()
    same, trained = (trial(PLAYGROUND, theta, "tanh", epochs) for epochs in (0, 5))
    np.testing.assert_array_equal(same.theta, theta)
    assert (trained.theta != theta).any()
    assert same.network.activations[1:-1] == ("tanh",) * (same.network.depth - 1)


def test_a_trial_shows_its_boundary():
    figure = boundary_of(trial(PLAYGROUND, PLAYGROUND.first_theta(), "relu", 0), dark=False)
    assert {trace.type for trace in figure.data} >= {"heatmap", "scatter"}
