"""Data sets to learn from: points made by a formula, small tables, Pima, and what a user brings.

`Data` says everything that decides the rows, `make_data` makes them a `Dataset`. The sets are in kinds.py.
"""

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.data.features import check_feature, compute_feature, formula_columns, identifier
from nncore.data.kinds import (
    DATASETS,
    MOST_CLASSES,
    PLANE,
    categories_of,
    cells_by_column,
    dataset_kind,
)
from nncore.data.tables import check_rows
from nncore.randomness import DATA, SPLIT, rng

__all__ = ["DATASETS", "Data", "Dataset", "Grid", "make_data", "targets_for"]

FEWEST_SAMPLES, MOST_SAMPLES, MOST_NOISE, MOST_FEATURES = 10, 5_000, 0.5, 200
LARGEST_INPUT = 1e30
"""What a formula may give: its square doesn't overflow."""
TASKS = ("auto", "classes", "regression")
MISSING_VALUES = {
    "keep": "leave as they are",
    "drop": "leave out rows with missing values",
    "median": "fill in the median of the training rows",
}
Array = np.ndarray


@dataclass(frozen=True)
class Data:
    """Everything that decides the rows of a data set; as JSON by to_dict and from_dict.

    None and () stand for the set's own default. What a set has no use for goes back to its default.

    samples: points made. noise: 0 to 0.5. train_share: part of the rows that trains, above 0 to 1.
    features: inputs of the network: column names, names of nncore.data.features.DERIVED, or formulas.
    standardize: mean 0 and variance 1 on the training rows. missing: a key of MISSING_VALUES.
    columns, rows, target, task: the cells of a "table", the column to predict, and how to take it.
    For "points", rows are (x1, x2, class).
    """

    name: str = "circle"
    samples: int | None = None
    noise: float = 0.0
    train_share: float | None = None
    features: tuple[str, ...] = ()
    standardize: bool | None = None
    seed: int = 0
    missing: str = "keep"
    target: str | None = None
    task: str = "auto"
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[float | str | None, ...], ...] = field(default=(), repr=False)

    def __post_init__(self):
        kind = dataset_kind(self.name)
        own = {
            "samples": kind.samples and (kind.samples if self.samples is None else self.samples),
            "noise": _number("noise", self.noise) if kind.noisy else 0.0,
            "train_share": kind.train_share if self.train_share is None else _number("train_share", self.train_share),
            "standardize": kind.standardize if self.standardize is None else self.standardize,
            "columns": _names("columns", self.columns) if kind.own_columns else (),
            "rows": _tuples(self.rows) if kind.own_rows else (),
            "task": self.task if kind.own_columns else "auto",
            "missing": self.missing if kind.is_table else "keep",
        }
        for name, value in own.items():
            object.__setattr__(self, name, value)
        _check_settings(self)
        if kind.own_columns:
            check_rows(self.columns, self.rows)
        elif kind.own_rows:
            _check_points(self.rows)
        object.__setattr__(self, "target", _check_target(self))
        object.__setattr__(self, "features", _check_features(self))

    @cached_property
    def _hash(self):
        return hash(tuple(getattr(self, f.name) for f in fields(self)))

    def __hash__(self):
        """Computed once: a table may have many rows, and pages ask for every frame."""
        return self._hash

    def switch(self, name):
        """Another data set with the settings of this one, as far as they fit it."""
        old, new = dataset_kind(self.name), dataset_kind(name)
        kept = {"seed": self.seed}
        if old.samples and new.samples:
            kept |= {"noise": self.noise, "train_share": self.train_share, "standardize": self.standardize}
            if old.columns == new.columns:
                kept["features"] = self.features
        return Data(name, **kept)

    def to_dict(self):
        """The fields that aren't the set's defaults, as JSON values."""
        cells = {name: getattr(self, name) for name in ("columns", "rows", "target")}
        plain = Data(self.name, **cells)
        told = {name: value for name, value in cells.items() if value}
        told |= {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != getattr(plain, f.name)}
        return {"name": self.name} | {name: _listed(value) for name, value in told.items()}

    @classmethod
    def from_dict(cls, told):
        """The Data that to_dict told of; ValueError for anything else."""
        if not isinstance(told, dict):
            raise ValueError(f"data is {str(told)[:40]!r}; use an object with a name")
        known = {f.name for f in fields(cls)}
        if unknown := sorted(map(str, set(told) - known)):
            raise ValueError(f"unknown data setting {unknown[0][:40]!r}; choose from {', '.join(sorted(known))}")
        return cls(**told)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows ready for a network. All arrays are read-only, float64 (class numbers and indices int64) and C-contiguous.

    raw: (rows, columns) before features and standardising. inputs: (rows, features) what the network reads.
    labels: (rows,) class numbers, or the values of a regression.
    targets: (rows, outputs) 0/1 for two classes, one-hot for more, else the values; see targets_for.
    train, test: row numbers, shuffled. center, scale: (features,) taken off and divided by in standardising.
    median_raw: (columns,) of the training rows. range: (columns, 2) the axes of plots.
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
    test: Array
    center: Array
    scale: Array
    median_raw: Array
    range: Array

    @cached_property
    def train_inputs(self):
        return _frozen(self.inputs[self.train])

    @cached_property
    def test_inputs(self):
        return _frozen(self.inputs[self.test])

    @cached_property
    def train_labels(self):
        return _frozen(self.labels[self.train])

    @cached_property
    def test_labels(self):
        return _frozen(self.labels[self.test])

    def transform(self, raw):
        """Inputs of the network for raw points.

        raw: (points, columns). Returns (points, features), not finite where a formula has no value.
        """
        return (_features(raw, self.raw_names, self.input_names) - self.center) / self.scale

    def grid(self, columns=None, size=100, at=None):
        """A slice through the raw space over one or two columns, the others held at `at` (default: their median).

        columns: one or two column numbers, by default the first two.
        """
        columns = tuple(range(min(2, len(self.raw_names)))) if columns is None else tuple(columns)
        axes = tuple(np.linspace(*self.range[column], size) for column in columns)
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
    train, test = _split(len(rows.labels), data.train_share, rng(data.seed, SPLIT))
    typical = _typical(rows, train)
    raw = np.where(np.isnan(rows.values), typical, rows.values)
    inputs = _features(raw, rows.names, names)
    _check_values(inputs, names)
    center, scale = _standard(inputs[train]) if data.standardize else (np.zeros(len(names)), np.ones(len(names)))
    return Dataset(
        data=data,
        task=rows.task,
        raw=_frozen(raw),
        raw_names=rows.names,
        inputs=_frozen((inputs - center) / scale),
        input_names=names,
        labels=_frozen(rows.labels),
        classes=rows.classes,
        targets=_frozen(_targets(rows, len(rows.classes) > 2)),
        output_names=rows.classes if rows.task == "multiclass" else (rows.output,),
        train=_frozen(train),
        test=_frozen(test),
        center=_frozen(center),
        scale=_frozen(scale),
        median_raw=_frozen(typical),
        range=_frozen(np.tile(kind.span, (len(rows.names), 1)) if kind.span else _spans(raw)),
    )


def targets_for(dataset, output_activation):
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


# Checking a Data


def _number(name, value):
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
        raise ValueError(f"{name} is {str(value)[:40]!r}; use a number")
    return float(value)


def _names(name, values):
    if isinstance(values, str) or not all(isinstance(value, str) for value in _tuple(name, values)):
        raise ValueError(f"{name} is {str(values)[:40]!r}; use a list of names")
    return tuple(values)


def _tuple(name, values):
    try:
        return tuple(values)
    except TypeError:
        raise ValueError(f"{name} is {str(values)[:40]!r}; use a list") from None


def _tuples(rows):
    return tuple(_tuple("a row", row) for row in _tuple("rows", rows))


def _listed(value):
    return [_listed(item) for item in value] if isinstance(value, tuple) else value


def _check_settings(data):
    if data.samples is not None and (
        type(data.samples) is not int or not FEWEST_SAMPLES <= data.samples <= MOST_SAMPLES
    ):
        raise ValueError(
            f"samples is {str(data.samples)[:40]}; use a whole number from {FEWEST_SAMPLES} to {MOST_SAMPLES}"
        )
    if not 0 <= data.noise <= MOST_NOISE:
        raise ValueError(f"noise is {data.noise}; use 0 to {MOST_NOISE}")
    if not 0 < data.train_share <= 1:
        raise ValueError(f"train_share is {data.train_share}; use a part of the rows, above 0 and up to 1")
    if type(data.seed) is not int or not 0 <= data.seed < 2**53:
        raise ValueError(f"seed is {str(data.seed)[:40]}; use a whole number from 0")
    if not isinstance(data.standardize, bool):
        raise ValueError(f"standardize is {str(data.standardize)[:40]}; use true or false")
    if data.missing not in tuple(MISSING_VALUES):
        raise ValueError(f"missing is {str(data.missing)[:40]!r}; choose from {', '.join(MISSING_VALUES)}")
    if data.task not in TASKS:
        raise ValueError(f"task is {str(data.task)[:40]!r}; choose from {', '.join(TASKS)}")


def _check_points(rows):
    if len(rows) > MOST_SAMPLES:
        raise ValueError(f"{len(rows)} points; draw at most {MOST_SAMPLES}")
    for number, row in enumerate(rows, 1):
        if len(row) != 3 or any(isinstance(cell, bool) or not isinstance(cell, int | float) for cell in row):
            raise ValueError(f"point {number} is {str(row)[:40]}; use x1, x2 and the number of its class")
        if not all(abs(cell) <= PLANE for cell in row[:2]):
            raise ValueError(f"point {number} is at {str(row[:2])[:40]}; keep within ±{PLANE:g}")
        if row[2] not in range(MOST_CLASSES):
            raise ValueError(f"point {number} is of class {str(row[2])[:40]}; use 0 to {MOST_CLASSES - 1}")


def _check_target(data):
    """The column to predict: the table's last one unless another is chosen; None where the set decides."""
    if not dataset_kind(data.name).own_columns:
        return None
    if len(data.columns) < 2:
        raise ValueError(f"a table of {len(data.columns)} columns; bring at least one input and one target")
    if len(set(data.columns)) < len(data.columns):
        raise ValueError("two columns have one name; give each its own")
    target = data.columns[-1] if data.target is None else data.target
    if target not in data.columns:
        raise ValueError(f"unknown target {str(target)[:40]!r}; choose from {', '.join(data.columns)}")
    return target


def _check_features(data):
    """The chosen inputs, or all columns that can be one."""
    numbers = _input_columns(data)
    chosen = _names("features", data.features) or tuple(numbers)
    if not chosen:
        raise ValueError("no column can be an input; bring one of numbers, or of at most 10 categories")
    if len(chosen) > MOST_FEATURES or len(set(chosen)) < len(chosen):
        raise ValueError(f"{len(chosen)} features; choose at most {MOST_FEATURES}, each once")
    for feature in chosen:
        if feature not in numbers and feature in data.columns:
            raise ValueError(
                f"{feature!r} can't be an input: it is the target or has more than {MOST_CLASSES} different texts"
            )
        if feature not in numbers:
            check_feature(feature, [name for name, is_number in numbers.items() if is_number])
    return chosen


def _input_columns(data):
    """Columns that can be an input: name → whether it holds numbers (else: a few categories)."""
    kind = dataset_kind(data.name)
    if not kind.own_columns:
        return dict.fromkeys(kind.columns, True)
    categories = {name: categories_of(cells) for name, cells in cells_by_column(data.columns, data.rows).items()}
    return {
        name: found is None
        for name, found in categories.items()
        if name != data.target and (found is None or len(found) <= MOST_CLASSES)
    }


# Missing values


def _only_used(rows, names):
    """The rows with the columns that the features read."""
    used = set(names).union(*(_columns_read(name, rows.names) for name in names if name not in rows.names))
    kept = [i for i, name in enumerate(rows.names) if name in used]
    return rows._replace(names=tuple(rows.names[i] for i in kept), values=rows.values[:, kept])


def _columns_read(formula, names):
    read = formula_columns(formula)
    return {name for name in names if identifier(name) in read}


def _handle_missing(rows, missing):
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
        return rows._replace(values=rows.values[whole], labels=rows.labels[whole])
    return rows


# From rows to a Dataset


def _split(count, share, rng):
    """Row numbers to train and to test with: shuffled, then cut, as TensorFlow Playground does."""
    order = rng.permutation(count)
    cut = max(1, int(count * share + 1e-9))
    return order[:cut], order[cut:]


def _typical(rows, train):
    """(columns,) the median of the training rows; for categories the most frequent one."""
    values = rows.values[train]
    if empty := [name for name, column in zip(rows.names, values.T, strict=True) if np.isnan(column).all()]:
        raise ValueError(f"{empty[0]!r} is empty in all training rows; take it out of the inputs")
    typical = np.nanmedian(values, axis=0)
    for _, group in rows.groups:
        columns = [rows.names.index(name) for name in group if name in rows.names]
        if columns:
            shares = np.nanmean(values[:, columns], axis=0)
            typical[columns] = np.arange(len(columns)) == shares.argmax()
    return typical


def _features(raw, raw_names, names):
    """(rows, features) of raw (rows, columns)."""
    columns = dict(zip(raw_names, raw.T, strict=True))
    computed = np.empty((len(raw), len(names)))
    for i, name in enumerate(names):
        computed[:, i] = columns[name] if name in columns else compute_feature(name, columns)
    return computed


def _check_values(inputs, names):
    if not np.isfinite(inputs).all():
        row, column = np.argwhere(~np.isfinite(inputs))[0]
        raise ValueError(f"{names[column]!r} has no value in row {row + 1}; change the formula or the data")
    if np.abs(inputs).max() > LARGEST_INPUT:
        row, column = np.argwhere(np.abs(inputs) > LARGEST_INPUT)[0]
        value = f"{names[column]!r} is {inputs[row, column]:.3g} in row {row + 1}"
        raise ValueError(f"{value}; scale it down to {LARGEST_INPUT:g} at most")


def _standard(values):
    """Mean and deviation (features,); a constant column's deviation counts as 1, so that it becomes 0."""
    center, deviation = values.mean(axis=0), values.std(axis=0)
    constant = values.min(axis=0) == values.max(axis=0)
    return np.where(constant, values[0], center), np.where(constant, 1.0, deviation)


def _targets(rows, one_hot):
    if one_hot:
        return np.eye(len(rows.classes))[rows.labels]
    return rows.labels[:, None].astype(float)


def _spans(raw):
    """(columns, 2) from the smallest to the largest value, with 5 % of room on either side."""
    low, high = raw.min(axis=0), raw.max(axis=0)
    room = np.where(high > low, 0.05 * (high - low), 0.5)
    return np.column_stack([low - room, high + room])


def _frozen(array):
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
