"""Partial dependence: the answer as one column takes each of its values, all else staying as it is.

Source: Friedman (2001), "Greedy function approximation", section 8.2; row by row: Goldstein et al. (2015), "Peeking
inside the black box". The average runs over rows as they are, so that it may hold combinations that no row has.
"""

from typing import NamedTuple

import numpy as np

from nncore.inspection.predictor import Column, Predictor

POINTS, MOST_ROWS = 41, 200

Array = np.ndarray


class PartialDependence(NamedTuple):
    """The answer over one column.

    values: (points,) numbers, or the numbers of the categories. rows: (rows,) those averaged.
    lines: (rows, points, outputs) the answer of each row. mean: (points, outputs), NaN where a row has no answer.
    """

    column: Column
    values: Array
    rows: Array
    lines: Array

    @property
    def mean(self) -> Array:
        average: Array = self.lines.mean(axis=0)
        return average


def partial_dependence(
    predictor: Predictor, column: Column, *, points: int = POINTS, most_rows: int = MOST_ROWS
) -> PartialDependence:
    """The answer over a column's values, evenly from the smallest to the largest, for some of the training rows."""
    rows = evenly(predictor.dataset.train, most_rows)
    return dependence_of_rows(predictor, column, rows, values_of(predictor, column, points))


def dependence_of_rows(predictor: Predictor, column: Column, rows: Array, values: Array) -> PartialDependence:
    """The answer of these rows (rows,) over these values (points,)."""
    lines = answers_over(predictor, column, predictor.dataset.raw[rows], values)
    return PartialDependence(column, values, rows, lines)


def answers_over(predictor: Predictor, column: Column, raw: Array, values: Array) -> Array:
    """(rows, points, outputs) for raw (rows, columns) with each value (points,) put in."""
    tried = np.repeat(raw[:, None, :], len(values), axis=1)
    if column.categories:
        tried[:, :, list(column.places)] = column.codes[values.astype(int)]
    else:
        tried[:, :, column.places[0]] = values
    output = predictor.answer(tried.reshape(-1, raw.shape[1]))
    return output.reshape(len(raw), len(values), -1)


def values_of(predictor: Predictor, column: Column, points: int) -> Array:
    """(points,) values of a column from the smallest to the largest; of categories, all their numbers."""
    if column.categories:
        return np.arange(len(column.categories), dtype=float)
    low, high = predictor.span[column.places[0]].tolist()
    return np.linspace(low, high, points)


def evenly(rows: Array, most: int) -> Array:
    """At most so many row numbers, evenly chosen."""
    return rows[:: -(-len(rows) // most) or 1]
