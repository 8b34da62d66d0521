"""A network with the data it reads: raw rows in, answers out; and the columns as a reader of the table knows them."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nncore.data import Dataset
from nncore.data.table_rows import columns_in_use
from nncore.metrics import predicted_classes
from nncore.network import Network
from nncore.propagation import Pass

Array = np.ndarray


class Column(NamedTuple):
    """One column of the table.

    places: numbers of the raw columns that stand for it. categories: () for numbers; else one a place, of which a row
    has a 1 in one place and 0 in the others. Two categories may share one place, 0 for the first and 1 for the second.
    """

    name: str
    places: tuple[int, ...]
    categories: tuple[str, ...] = ()

    @property
    def codes(self) -> Array:
        """(categories, places) what stands in the raw columns for each category."""
        return np.eye(len(self.categories))[:, -len(self.places) :]

    def value_in(self, raw: Array) -> float | str:
        """The number or the category that a row, raw (columns,), has here."""
        values = raw[list(self.places)]
        if not self.categories:
            return float(values[0])
        return self.categories[int(np.abs(self.codes - values).sum(axis=1).argmin())]

    def set_in(self, raw: Array, value: float | str) -> Array:
        """A copy of raw (..., columns) with this number or category."""
        changed = raw.copy()
        values = self.codes[self.categories.index(str(value))] if self.categories else value
        changed[..., list(self.places)] = values
        return changed


def columns_of(dataset: Dataset) -> tuple[Column, ...]:
    """The columns that the network's inputs are made of, in the order of the raw ones."""
    place_of = {name: place for place, name in enumerate(dataset.raw_names)}
    columns = {name: Column(name, (place,)) for name, place in place_of.items()}
    for name, group in dataset.groups:
        if group[0] in place_of:
            columns[group[0]] = Column(name, tuple(place_of[one] for one in group), _categories(dataset, name, group))
            for other in group[1:]:
                del columns[other]
    return tuple(columns.values())


def _categories(dataset: Dataset, name: str, group: tuple[str, ...]) -> tuple[str, ...]:
    if dataset.data.table is not None:
        return next(column.texts for column in columns_in_use(dataset.data) if column.name == name)
    texts = tuple(one.removeprefix(f"{name} = ") for one in group)
    return texts if len(texts) > 1 else (f"not {texts[0]}", *texts)  # the other text isn't in the data set


@dataclass(frozen=True, eq=False)
class Predictor:
    """A network, its weights and biases (network.size,), and the data set whose columns it reads.

    Its answers are in the unit of the labels, also where the network learns scaled ones.
    """

    dataset: Dataset
    network: Network
    theta: Array

    def answer(self, raw: Array) -> Array:
        """Outputs (points, outputs) for raw (points, columns); NaN where a formula has no value."""
        with np.errstate(all="ignore"):
            inputs = self.dataset.transform(raw)
        has_value = np.isfinite(inputs).all(axis=1)
        output = Pass(self.network, self.theta, np.where(has_value[:, None], inputs, 0.0)).trace.output
        return np.where(has_value[:, None], self.dataset.unscaled(output), np.nan)

    def classes(self, output: Array) -> Array:
        """(points,) class numbers, −1 where there is no answer."""
        predicted = predicted_classes(output, self.network.activations[-1])
        return np.where(np.isfinite(output).all(axis=1), predicted, -1)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return columns_of(self.dataset)

    @cached_property
    def spread(self) -> Array:
        """(raw columns,) the standard deviation of the training rows; 0 where a column never changes."""
        raw = self.dataset.raw[self.dataset.train]
        spread: Array = np.where(raw.min(axis=0) == raw.max(axis=0), 0.0, raw.std(axis=0))
        return spread

    @cached_property
    def span(self) -> Array:
        """(raw columns, 2) the smallest and the largest value of all rows."""
        raw = self.dataset.raw
        return np.column_stack([raw.min(axis=0), raw.max(axis=0)])

    @cached_property
    def whole(self) -> Array:
        """(raw columns,) whether all values are whole numbers."""
        whole: Array = (self.dataset.raw == np.rint(self.dataset.raw)).all(axis=0)
        return whole
