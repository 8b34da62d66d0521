"""The calculator beside predictions."""

import math

import pytest

from nncore.explain.numbers import read_number
from ui.core.calculator import calculated


@pytest.mark.parametrize(
    ("typed", "value"),
    [("tanh(−1.28)", math.tanh(-1.28)), ("1/(1+exp(-2))", 1 / (1 + math.exp(-2))), ("500/768", 500 / 768)],
)
def test_what_needs_a_calculator_is_computed(typed, value):
    sign, number = calculated(typed).split()
    assert sign == "≈" and read_number(number) == pytest.approx(value, rel=1e-5)


def test_an_exact_result_says_so():
    assert calculated("2 × 7 × 3") == "= 42"


@pytest.mark.parametrize("typed", ["x1 + 1", "import os", "", "2 3", "(" * 300])
def test_what_cannot_be_read_is_refused(typed):
    with pytest.raises(ValueError):
        calculated(typed)
