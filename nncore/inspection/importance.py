"""Permutation importance: what is lost where the values of one column are dealt out anew among the rows.

Source: Breiman (2001), "Random forests", section 10; in the form of Fisher, Rudin & Dominici (2019), for any model.
Two columns that say the same stand in for each other, and both seem to matter less than they do.
"""

from typing import NamedTuple

import numpy as np

from nncore.inspection.dependence import evenly
from nncore.inspection.predictor import Column, Predictor
from nncore.metrics import r2

REPEATS, MOST_ROWS, FEWEST_ROWS = 10, 1000, 50
MOST_WORK = 1_500_000_000
"""Rows times repeats times columns times weights; beyond, fewer rows are looked at: a second or two of arithmetic."""

Array = np.ndarray


class Importance(NamedTuple):
    """How much the score falls.

    baseline: the score with all columns as they are: the accuracy for classes, R² for values. rows: how many were
    looked at. drops: (columns, repeats), below 0 where shuffling happened to help.
    """

    columns: tuple[Column, ...]
    baseline: float
    rows: int
    drops: Array

    @property
    def mean(self) -> Array:
        average: Array = self.drops.mean(axis=1)
        return average

    @property
    def spread(self) -> Array:
        """(columns,) the standard deviation of the repeats."""
        deviation: Array = self.drops.std(axis=1)
        return deviation


def permutation_importance(
    predictor: Predictor, rows: Array, rng: np.random.Generator, *, repeats: int = REPEATS, most_rows: int = MOST_ROWS
) -> Importance:
    """The importance of every column on rows (rows,), best such that weren't trained with."""
    affordable = MOST_WORK // (repeats * len(predictor.columns) * predictor.network.size)
    rows = evenly(rows, min(most_rows, max(affordable, FEWEST_ROWS)))
    orders = rng.permuted(np.tile(np.arange(len(rows)), (repeats, 1)), axis=1)
    return importance_of_orders(predictor, rows, orders)


def importance_of_orders(predictor: Predictor, rows: Array, orders: Array) -> Importance:
    """As permutation_importance, with the orders (repeats, rows) in which the values of each column are dealt out."""
    raw, labels = predictor.dataset.raw[rows], predictor.dataset.labels[rows]
    repeated = np.tile(raw, (len(orders), 1))
    before = scores(predictor, repeated, labels)  # as many rows at once as below: another number may round otherwise
    drops = np.empty((len(predictor.columns), len(orders)))
    for number, column in enumerate(predictor.columns):
        places = list(column.places)
        shuffled = repeated.copy()
        shuffled[:, places] = raw[orders.ravel()][:, places]
        drops[number] = before - scores(predictor, shuffled, labels)
    return Importance(predictor.columns, float(before[0]), len(rows), drops)


def scores(predictor: Predictor, raw: Array, labels: Array) -> Array:
    """The score of each repeat: raw holds as many blocks of rows as there are repeats, and each has these labels."""
    if not len(labels):
        return np.full(1, np.nan)
    blocks = predictor.answer(raw).reshape(-1, len(labels), predictor.network.sizes[-1])
    return np.array([score(predictor, output, labels) for output in blocks])


def score(predictor: Predictor, output: Array, labels: Array) -> float:
    """Accuracy for classes, R² for values; output (rows, outputs), labels (rows,)."""
    if predictor.dataset.task == "regression":
        return r2(output, labels[:, None])
    return float(np.mean(predictor.classes(output) == labels)) if len(labels) else np.nan
