"""A pocket calculator for predictions: the formulas of own inputs, without columns."""

import numpy as np

from nncore.data.features import check_formula, compute_feature
from nncore.explain.numbers import equals, format_number

DIGITS = 6
LONGEST = 200


def calculated(text: str) -> str:
    """What somebody typed, computed: "= 8". Raises ValueError with the remedy for what can't be read."""
    check_formula(text[:LONGEST], [])
    value = float(compute_feature(text[:LONGEST], {"one": np.zeros(1)})[0])
    return f"{equals(value, DIGITS)} {format_number(value, DIGITS)}"
