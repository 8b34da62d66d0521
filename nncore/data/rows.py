"""Rows of a data set as its maker gives them: before features, scaling and the split."""

from typing import NamedTuple

import numpy as np

PLANE = 6.0
"""Half the side of the plane that toy sets live on."""

Array = np.ndarray


class Rows(NamedTuple):
    """What a data set's maker returns.

    values: (rows, columns), NaN where missing. labels: (rows,) class numbers or, for a regression, values.
    groups: a column of texts and the columns, one a category, that stand for it; a column of two texts has one.
    source: (rows,) row numbers in the table they came from, None where they are the rows of the set in order.
    """

    names: tuple[str, ...]
    values: Array
    labels: Array
    task: str
    classes: tuple[str, ...]
    output: str
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    source: Array | None = None
