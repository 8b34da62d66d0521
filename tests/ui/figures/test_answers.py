"""The answers of a regression as a chart."""

import numpy as np

from ui.figures import answers


def test_answers_stand_over_their_targets_with_the_diagonal_of_perfect_ones():
    figure = answers({"train": (np.array([1.0, 3.0]), np.array([1.5, 2.5]))})
    assert tuple(figure.data[0].x) == tuple(figure.data[0].y) == (1, 3)
    assert tuple(figure.data[1].x) == (1, 3) and tuple(figure.data[1].y) == (1.5, 2.5)
