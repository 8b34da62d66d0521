"""Descent on one weight and two: the way it takes, and what is said about it."""

import numpy as np
import pytest

from nncore import Training
from ui.explain import descent


def walked(rate: float) -> descent.Walk:
    training = Training(optimizer="sgd", learning_rate=rate, loss="sse")
    return descent.walk(descent.article_neuron(), [0], [0.0], training, descent.STEPS)


@pytest.mark.parametrize(
    "rate, found",
    [(0.001, descent.TOO_SMALL), (0.2, descent.DOWN), (0.7, descent.OVERSHOOTS), (1.5, descent.DIVERGES)],
)
def test_a_rate_is_judged_by_the_way_it_takes(rate, found):
    """J = (w + 7)² along the weight with input 1, so a step multiplies the error by 1 − 2 · rate."""
    assert descent.verdict(walked(rate), lowest=0.0) == found


def test_a_walk_ends_where_numbers_grow_without_end():
    path = walked(1000.0)
    assert len(path.costs) < descent.STEPS and np.isfinite(path.weights).all()
    assert path.final_cost(descent.STEPS) == np.inf
    assert descent.ending(path, descent.STEPS) == "diverged"


def test_the_cost_over_two_weights_agrees_with_the_cost_along_one():
    pass_ = descent.article_neuron()
    x, y = np.array([-1.0, 0.0, 2.0]), np.array([pass_.theta[1]])
    np.testing.assert_array_equal(descent.costs_over(pass_, [0, 1], x, y)[0], descent.costs_along(pass_, 0, x))


def test_the_articles_step_goes_from_7_to_5_04():
    before, updates, after = descent.article_step()
    assert [explained.value for explained in before] == [7, 49]
    assert [explained.value for explained in updates] == pytest.approx([-0.14, 1.72, 0.58])
    assert after.value == pytest.approx(5.04)
