"""What decides the rows of a data set, checked."""

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from nncore.data.features import check_feature
from nncore.data.kinds import MOST_CLASSES, PLANE, categories_of, cells_by_column, dataset_kind
from nncore.data.tables import check_rows

FEWEST_SAMPLES, MOST_SAMPLES, MOST_NOISE, MOST_FEATURES = 10, 5_000, 0.5, 200
TASKS = ("auto", "classes", "regression")
MISSING_VALUES = {
    "keep": "leave as they are",
    "drop": "leave out rows with missing values",
    "median": "fill in the median of the training rows",
}


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
    samples: int = None  # type: ignore[assignment]  # for these three None stands for the set's own default
    noise: float = 0.0
    train_share: float = None  # type: ignore[assignment]
    features: tuple[str, ...] = ()
    standardize: bool = None  # type: ignore[assignment]
    seed: int = 0
    missing: str = "keep"
    target: str | None = None
    task: str = "auto"
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[float | str | None, ...], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
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
    def _hash(self) -> int:
        return hash(tuple(getattr(self, f.name) for f in fields(self)))

    def __hash__(self) -> int:
        """Computed once: a table may have many rows, and pages ask for every frame."""
        return self._hash

    def switch(self, name: str) -> "Data":
        """Another data set with the settings of this one, as far as they fit it."""
        old, new = dataset_kind(self.name), dataset_kind(name)
        kept: dict[str, Any] = {"seed": self.seed}
        if old.samples and new.samples:
            kept |= {"noise": self.noise, "train_share": self.train_share, "standardize": self.standardize}
            if old.columns == new.columns:
                kept["features"] = self.features
        return Data(name, **kept)

    def to_dict(self) -> dict[str, Any]:
        """The fields that aren't the set's defaults, as JSON values."""
        cells = {name: getattr(self, name) for name in ("columns", "rows", "target")}
        plain = Data(self.name, **cells)
        spec = {name: value for name, value in cells.items() if value}
        spec |= {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != getattr(plain, f.name)}
        return {"name": self.name} | {name: _listed(value) for name, value in spec.items()}

    @classmethod
    def from_dict(cls, spec: Any) -> "Data":
        """The Data that to_dict gives; ValueError for anything else."""
        if not isinstance(spec, dict):
            raise ValueError(f"data is {str(spec)[:40]!r}; use an object with a name")
        known = {f.name for f in fields(cls)}
        if unknown := sorted(map(str, set(spec) - known)):
            raise ValueError(f"unknown data setting {unknown[0][:40]!r}; choose from {', '.join(sorted(known))}")
        return cls(**spec)


# -------------------------------------------------------------------- checks


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
        raise ValueError(f"{name} is {str(value)[:40]!r}; use a number")
    return float(value)


def _names(name: str, values: Any) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in _tuple(name, values)):
        raise ValueError(f"{name} is {str(values)[:40]!r}; use a list of names")
    return tuple(values)


def _tuple(name: str, values: Any) -> tuple[Any, ...]:
    try:
        return tuple(values)
    except TypeError:
        raise ValueError(f"{name} is {str(values)[:40]!r}; use a list") from None


def _tuples(rows: Any) -> tuple[tuple[Any, ...], ...]:
    return tuple(_tuple("a row", row) for row in _tuple("rows", rows))


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value


def _check_settings(data: Data) -> None:
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


def _check_points(rows: Any) -> None:
    if len(rows) > MOST_SAMPLES:
        raise ValueError(f"{len(rows)} points; draw at most {MOST_SAMPLES}")
    for number, row in enumerate(rows, 1):
        if len(row) != 3 or any(isinstance(cell, bool) or not isinstance(cell, int | float) for cell in row):
            raise ValueError(f"point {number} is {str(row)[:40]}; use x1, x2 and the number of its class")
        if not all(abs(cell) <= PLANE for cell in row[:2]):
            raise ValueError(f"point {number} is at {str(row[:2])[:40]}; keep within ±{PLANE:g}")
        if row[2] not in range(MOST_CLASSES):
            raise ValueError(f"point {number} is of class {str(row[2])[:40]}; use 0 to {MOST_CLASSES - 1}")


def _check_target(data: Data) -> str | None:
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


def _check_features(data: Data) -> tuple[str, ...]:
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


def _input_columns(data: Data) -> dict[str, bool]:
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
