"""Rows ready for a network, made of what `Data` says: chosen, filled in, turned into features, standardised, split."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.data.data import Data
from nncore.data.features import compute_feature, formula_columns, identifier
from nncore.data.kinds import dataset_kind
from nncore.data.rows import Rows
from nncore.data.split import split
from nncore.randomness import DATA, SPLIT, rng

LARGEST_INPUT = 1e30
"""What a formula may give: its square doesn't overflow."""

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows ready for a network. All arrays are read-only, float64 (class numbers and indices int64) and C-contiguous.

    raw: (rows, columns) before features and standardising. inputs: (rows, features) what the network reads.
    labels: (rows,) class numbers, or the values of a regression.
    targets: (rows, outputs) 0/1 for two classes, one-hot for more, else the values, scaled; see targets_for.
    train, validation, test: row numbers, shuffled; validation may be empty.
    center, scale: (features,) taken off and divided by in scaling. target_center, target_scale: of a regression's
    values, 0 and 1 where they aren't scaled. median_raw: (columns,) of the training rows.
    range: (columns, 2) the axes of plots. groups: see nncore.data.rows.Rows.
    source: (rows,) row numbers in the table they came from.
    """

    data: Data
    task: str
    raw: Array
    raw_names: tuple[str, ...]
    inputs: Array
    input_names: tuple[str, ...]
    labels: Array
    classes: tuple[str, ...]
    targets: Array
    output_names: tuple[str, ...]
    train: Array
    validation: Array
    test: Array
    center: Array
    scale: Array
    target_center: float
    target_scale: float
    median_raw: Array
    range: Array
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    source: Array

    @property
    def watched(self) -> Array:
        """Row numbers that are looked at while it trains: for validation where there are such rows, else the test."""
        return self.validation if len(self.validation) else self.test

    @cached_property
    def train_inputs(self) -> Array:
        return _frozen(self.inputs[self.train])

    @cached_property
    def test_inputs(self) -> Array:
        return _frozen(self.inputs[self.test])

    @cached_property
    def watched_inputs(self) -> Array:
        return _frozen(self.inputs[self.watched])

    @cached_property
    def train_labels(self) -> Array:
        return _frozen(self.labels[self.train])

    @cached_property
    def test_labels(self) -> Array:
        return _frozen(self.labels[self.test])

    @cached_property
    def watched_labels(self) -> Array:
        return _frozen(self.labels[self.watched])

    @property
    def features(self) -> Array:
        """(rows, features) the inputs before scaling, in their own unit."""
        if self.raw_names == self.input_names:
            return self.raw
        return _features(self.raw, self.raw_names, self.input_names)

    def unscaled(self, output: Array) -> Array:
        """A network's answers in the unit of the labels: as they are, but for a regression with a scaled target."""
        if self.target_scale == 1.0 and self.target_center == 0.0:
            return output
        return output * self.target_scale + self.target_center

    def transform(self, raw: Array) -> Array:
        """Inputs of the network for raw points.

        raw: (points, columns). Returns (points, features), not finite where a formula has no value.
        """
        inputs: Array = (_features(raw, self.raw_names, self.input_names) - self.center) / self.scale
        return inputs

    def grid(self, columns: tuple[int, ...] | None = None, size: int = 100, at: Array | None = None) -> "Grid":
        """A slice through the raw space over one or two columns, the others held at `at` (default: their median).

        columns: one or two column numbers, by default the first two.
        """
        columns = tuple(range(min(2, len(self.raw_names)))) if columns is None else tuple(columns)
        ends = [self.range[column] for column in columns]
        axes = tuple(np.linspace(low, high, size) for low, high in ends)
        raw = np.tile(self.median_raw if at is None else np.asarray(at, dtype=float), (size ** len(columns), 1))
        for column, values in zip(columns, np.meshgrid(*axes), strict=True):
            raw[:, column] = values.ravel()
        return Grid(_frozen(raw), columns, *(_frozen(axis) for axis in (axes[0], axes[-1])))


class Grid(NamedTuple):
    """Points of a slice.

    raw: (points, columns); x changes fastest and y grows from row to row, so that values.reshape(len(y), len(x)) is
    what Plotly draws. A slice over one column has raw of (len(x), columns), and y is x.
    """

    raw: Array
    columns: tuple[int, ...]
    x: Array
    y: Array


def make_data(data: Data) -> Dataset:
    """The rows that a Data describes: always the same ones for the same Data.

    Raises ValueError where a value is missing or a feature has no value, with what to do about it.
    """
    kind = dataset_kind(data.name)
    made = kind.make(data, rng(data.seed, DATA))
    names = tuple(name for feature in data.features for name in dict(made.groups).get(feature, (feature,)))
    rows = _handle_missing(_only_used(made, names), data.missing) if kind.is_table else made
    train, validation, test = split(rows, data, rng(data.seed, SPLIT))
    typical = _typical(rows, train)
    source = np.arange(len(rows.labels)) if rows.source is None else rows.source
    raw = np.where(np.isnan(rows.values), typical, rows.values)
    inputs = raw if names == rows.names else _features(raw, rows.names, names)
    _check_values(inputs, names, source)
    center, scale = SCALERS[data.scaling](inputs[train])
    target_center, target_scale = _target_scaling(rows, train) if data.scale_target else (0.0, 1.0)
    return Dataset(
        data=data,
        task=rows.task,
        raw=_frozen(raw),
        raw_names=rows.names,
        inputs=_frozen(inputs if data.scaling == "raw" else (inputs - center) / scale),
        input_names=names,
        labels=_frozen(rows.labels),
        classes=rows.classes,
        targets=_frozen(_targets(rows, target_center, target_scale)),
        output_names=rows.classes if rows.task == "multiclass" else (rows.output,),
        train=_frozen(train),
        validation=_frozen(validation),
        test=_frozen(test),
        center=_frozen(center),
        scale=_frozen(scale),
        target_center=target_center,
        target_scale=target_scale,
        median_raw=_frozen(typical),
        range=_frozen(np.tile(kind.span, (len(rows.names), 1)) if kind.span else _spans(raw)),
        groups=rows.groups,
        source=_frozen(source),
    )


def targets_for(dataset: Dataset, output_activation: str) -> Array:
    """Targets (rows, outputs) in the code that an output activation can reach.

    Two classes: one column with the activation's `codes`, 0 and 1 or, as in TensorFlow Playground, −1 and +1; for
    softmax one column a class. Several classes: one column a class with the second code in the row's own and the first
    elsewhere. Regression: the values as they are.
    """
    if dataset.task == "regression":
        return dataset.targets
    activation = ACTIVATIONS[output_activation]
    if not activation.elementwise and dataset.task == "binary":
        return np.hstack([1 - dataset.targets, dataset.targets])
    first, second = activation.codes
    return dataset.targets if (first, second) == (0, 1) else first + (second - first) * dataset.targets


# -------------------------------------------------------------------- missing values


def _only_used(rows: Rows, names: tuple[str, ...]) -> Rows:
    """The rows with the columns that the features read."""
    used = set(names).union(*(_columns_read(name, rows.names) for name in names if name not in rows.names))
    kept = [i for i, name in enumerate(rows.names) if name in used]
    return rows._replace(names=tuple(rows.names[i] for i in kept), values=rows.values[:, kept])


def _columns_read(formula: str, names: tuple[str, ...]) -> set[str]:
    read = formula_columns(formula)
    return {name for name in names if identifier(name) in read}


def _handle_missing(rows: Rows, missing: str) -> Rows:
    holes = np.isnan(rows.values)
    if missing == "keep" and holes.any():
        row, column = np.argwhere(holes)[0]
        raise ValueError(
            f"{rows.names[column]!r} is empty in row {row + 1}; choose missing 'drop' to leave such rows out, or "
            "'median' to fill them in"
        )
    if missing == "drop":
        whole = ~holes.any(axis=1)
        if not whole.any():
            raise ValueError("every row has a missing value; fill them in, or choose fewer inputs")
        source = np.arange(len(whole)) if rows.source is None else rows.source
        return rows._replace(values=rows.values[whole], labels=rows.labels[whole], source=source[whole])
    return rows


# -------------------------------------------------------------------- from rows to a Dataset


def _typical(rows: Rows, train: Array) -> Array:
    """(columns,) the median of the training rows; for categories the most frequent one."""
    values = rows.values[train]
    if empty := [name for name, column in zip(rows.names, values.T, strict=True) if np.isnan(column).all()]:
        raise ValueError(f"{empty[0]!r} is empty in all training rows; take it out of the inputs")
    typical: Array = np.array([np.median(column[~np.isnan(column)]) for column in values.T])
    place_of = {name: place for place, name in enumerate(rows.names)}
    for _, group in rows.groups:
        columns = [place_of[name] for name in group if name in place_of]
        if len(columns) == 1:
            typical[columns] = typical[columns] >= 0.5
        elif columns:
            shares = np.nanmean(values[:, columns], axis=0)
            typical[columns] = np.arange(len(columns)) == shares.argmax()
    return typical


def _features(raw: Array, raw_names: tuple[str, ...], names: tuple[str, ...]) -> Array:
    """(rows, features) of raw (rows, columns)."""
    columns = dict(zip(raw_names, raw.T, strict=True))
    computed = np.empty((len(raw), len(names)))
    for i, name in enumerate(names):
        computed[:, i] = columns[name] if name in columns else compute_feature(name, columns)
    return computed


def _check_values(inputs: Array, names: tuple[str, ...], source: Array) -> None:
    """Raise ValueError for an input (rows, features) that can't be computed with; source: the rows in their table."""
    if not np.isfinite(inputs).all():
        row, column = np.argwhere(~np.isfinite(inputs))[0]
        raise ValueError(f"{names[column]!r} has no value in row {source[row] + 1}; change the formula or the data")
    if np.abs(inputs).max() > LARGEST_INPUT:
        row, column = np.argwhere(np.abs(inputs) > LARGEST_INPUT)[0]
        value = f"{names[column]!r} is {inputs[row, column]:.3g} in row {source[row] + 1}"
        raise ValueError(f"{value}; scale it down to {LARGEST_INPUT:g} at most")


def _standard(values: Array) -> tuple[Array, Array]:
    """Mean and deviation (features,); where that is 0 it counts as 1, so that a constant column becomes 0."""
    center, deviation = values.mean(axis=0), values.std(axis=0)
    constant = values.min(axis=0) == values.max(axis=0)
    flat = constant | (deviation == 0)  # the squares of very small numbers are 0
    return np.where(constant, values[0], center), np.where(flat, 1.0, deviation)


def _extent(values: Array) -> tuple[Array, Array]:
    """Lowest value and span (features,); a constant column's span counts as 1, so that it becomes 0."""
    low, high = values.min(axis=0), values.max(axis=0)
    return low, np.where(high > low, high - low, 1.0)


def _as_it_is(values: Array) -> tuple[Array, Array]:
    return np.zeros(values.shape[1]), np.ones(values.shape[1])


SCALERS = {"standard": _standard, "minmax": _extent, "raw": _as_it_is}
"""Scaling of `Data` → what to take off and to divide by, from the training rows."""


def _target_scaling(rows: Rows, train: Array) -> tuple[float, float]:
    if rows.task != "regression":
        return 0.0, 1.0
    center, deviation = _standard(rows.labels[train][:, None])
    return float(center[0]), float(deviation[0])


def _targets(rows: Rows, center: float, scale: float) -> Array:
    if rows.task == "multiclass":
        return np.eye(len(rows.classes))[rows.labels]
    values = rows.labels[:, None].astype(float)
    return values if (center, scale) == (0.0, 1.0) else (values - center) / scale


def _spans(raw: Array) -> Array:
    """(columns, 2) from the smallest to the largest value, with 5 % of room on either side."""
    low, high = raw.min(axis=0), raw.max(axis=0)
    room = np.where(high > low, 0.05 * (high - low), 0.5)
    return np.column_stack([low - room, high + room])


def _frozen(array: Array) -> Array:
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
