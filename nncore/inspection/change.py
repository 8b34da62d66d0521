"""The smallest change of a single column that brings another answer: a counterfactual in its plainest form.

Each column is scanned over the range of the data, then the place where the answer turns is found by bisection. What
lies between two neighbouring points of the scan may be missed.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nncore.inspection.predictor import Column, Predictor

POINTS, FEWEST_POINTS, BISECTIONS = 101, 21, 40
MOST_CELLS = 2_000_000
"""Numbers in the rows that are tried on one side at once; beyond, wide tables are scanned in fewer points."""
FINEST = 0.01
"""Numbers that aren't whole are rounded to a power of ten below this share of a standard deviation."""

Array = np.ndarray
Reached = Callable[[Array], Array]
"""Outputs (points, outputs) to whether each (points,) is the answer that is wanted."""


class Change(NamedTuple):
    """One column of a row with another value, and what that does.

    raw: (columns,) the row with it. output: (outputs,) the answer to it. deviations: the size of the change in standard
    deviations of the column; for categories, of the one of the two places where that is more.
    """

    column: Column
    before: float | str
    after: float | str
    deviations: float
    raw: Array
    output: Array


def another_class(predictor: Predictor, raw: Array) -> Reached:
    """The answer wanted: any other class than that of the row, raw (columns,)."""
    now = predictor.classes(predictor.answer(raw[None]))[0]
    return lambda output: (predictor.classes(output) != now) & (predictor.classes(output) >= 0)


def moved_by(predictor: Predictor, raw: Array, amount: float) -> Reached:
    """The answer wanted: a first output that is higher or lower than that of the row by at least this amount."""
    now = predictor.answer(raw[None])[0, 0]
    return lambda output: np.abs(output[:, 0] - now) >= amount


def smallest_change(predictor: Predictor, raw: Array, reached: Reached) -> Change | None:
    """The smallest of all columns' changes in standard deviations; None where no single one reaches the answer."""
    return next(iter(smallest_changes(predictor, raw, reached)), None)


def smallest_changes(predictor: Predictor, raw: Array, reached: Reached) -> tuple[Change, ...]:
    """For each column that can bring the answer by itself its smallest change, the smallest first.

    raw: (columns,) the row. reached: what is wanted, from another_class or moved_by.
    """
    numbers = [column for column in predictor.columns if not column.categories and predictor.spread[column.places[0]]]
    found = _changed_numbers(predictor, raw, reached, numbers) if numbers else []
    for column in predictor.columns:
        if column.categories:
            found += _changed_categories(predictor, raw, reached, column)
    return tuple(sorted(found, key=lambda change: change.deviations))


def _changed_categories(predictor: Predictor, raw: Array, reached: Reached, column: Column) -> list[Change]:
    """The switch of category that reaches the answer with the smallest step, as a list of one or none.

    None where all training rows are of one category: the network has never seen another.
    """
    before = column.value_in(raw)
    if not predictor.spread[list(column.places)].any():
        return []
    others = [category for category in column.categories if category != before]
    tried = np.array([column.set_in(raw, category) for category in others])
    if not len(tried):
        return []
    output = predictor.answer(tried)
    steps = _in_deviations(predictor, np.abs(tried - raw)).max(axis=1)
    steps[~reached(output)] = np.inf
    best = int(steps.argmin())
    if not np.isfinite(steps[best]):
        return []
    return [Change(column, before, others[best], float(steps[best]), tried[best], output[best])]


def _in_deviations(predictor: Predictor, steps: Array) -> Array:
    spread = predictor.spread
    return np.divide(steps, spread, out=np.zeros_like(steps), where=spread > 0)


def _changed_numbers(predictor: Predictor, raw: Array, reached: Reached, columns: list[Column]) -> list[Change]:
    """The smallest changes of columns of numbers, those that reach the answer; all columns at once."""
    places = np.array([column.places[0] for column in columns])
    before = raw[places]

    def tried(values: Array) -> Array:
        """(columns, points, raw columns): the row with each of the values (columns, points)."""
        rows = np.tile(raw, (*values.shape, 1))
        np.put_along_axis(rows, np.broadcast_to(places[:, None, None], (*values.shape, 1)), values[..., None], axis=2)
        return rows

    def works(values: Array) -> Array:
        rows = tried(values)
        return reached(predictor.answer(rows.reshape(-1, len(raw)))).reshape(values.shape)

    points = int(np.clip(MOST_CELLS // (len(columns) * len(raw)), FEWEST_POINTS, POINTS))
    nearest, far = _turns(before, predictor.span[places], works, points)
    far = _bisected(nearest, far, works)
    far = _rounded(predictor, places, before, far, works)
    sizes = np.abs(far - before[:, None])
    best = np.where(np.isnan(sizes), np.inf, sizes).argmin(axis=1)
    after = far[np.arange(len(columns)), best]
    rows = tried(np.where(np.isnan(after), before, after)[:, None])[:, 0]
    outputs, spread = predictor.answer(rows), predictor.spread[places]
    return [
        Change(
            column,
            float(before[number]),
            float(after[number]),
            float(abs(after[number] - before[number]) / spread[number]),
            rows[number],
            outputs[number],
        )
        for number, column in enumerate(columns)
        if np.isfinite(after[number])
    ]


def _turns(before: Array, span: Array, works: Callable[[Array], Array], points: int) -> tuple[Array, Array]:
    """On either side of the value the first point of the scan that works and the one before it.

    before: (columns,). span: (columns, 2). Returns two arrays of shape (columns, 2), NaN where nothing works.
    """
    near, far = np.full((2, len(before), 2), np.nan)
    for side in (0, 1):
        end = np.where((span[:, side] - before) * (2 * side - 1) > 0, span[:, side], before)
        values = np.linspace(before, end, points, axis=1)
        working = works(values)
        first = working.argmax(axis=1)
        here = np.flatnonzero(working.any(axis=1) & (first > 0))
        near[here, side], far[here, side] = values[here, first[here] - 1], values[here, first[here]]
    return near, far


def _bisected(near: Array, far: Array, works: Callable[[Array], Array]) -> Array:
    """Values that work, as near as possible to such that don't; near, far: (columns, 2)."""
    for _ in range(BISECTIONS):
        middle = (near + far) / 2
        working = works(np.nan_to_num(middle)) & np.isfinite(middle)
        near, far = np.where(working, near, middle), np.where(working, middle, far)
    return far


def _rounded(predictor: Predictor, places: Array, before: Array, far: Array, works: Callable[[Array], Array]) -> Array:
    """The values (columns, 2) as short numbers a little further off, where these work and are in the range."""
    fine = 10.0 ** np.floor(np.log10(FINEST * predictor.spread[places]))
    step = np.where(predictor.whole[places], 1.0, fine)[:, None]
    decimals = np.maximum(-np.log10(step), 0).round().astype(int)
    outwards = np.where(far > before[:, None], np.ceil(far / step), np.floor(far / step)) * step
    short = np.array([np.round(pair, int(digits[0])) for pair, digits in zip(outwards, decimals, strict=True)])
    span = predictor.span[places]
    inside = (short >= span[:, :1]) & (short <= span[:, 1:])
    return np.where(works(np.nan_to_num(short)) & inside, short, far)
