"""What decides the rows of a data set, checked."""

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from nncore.data import shelf
from nncore.data.features import check_feature, check_formula, identifier
from nncore.data.kinds import dataset_kind
from nncore.data.rows import PLANE
from nncore.data.table import LONGEST_TEXT, MOST_CATEGORIES, USABLE, Table, table_of
from nncore.data.table_rows import MOST_CLASSES

FEWEST_SAMPLES, MOST_SAMPLES, MOST_NOISE, MOST_FEATURES = 10, 5_000, 0.5, 200
MOST_FOLDS, MOST_BLANKS = 20, 1_000
LARGEST_VALUE = 1e6
"""Of a point drawn by hand, as the value of a regression."""
MOST_LINKED = 20_000
"""Cells of a table that are written out; a larger one is named by its key, and kept on the shelf."""
TASKS = ("auto", "classes", "regression")
MISSING_VALUES = {
    "keep": "leave as they are",
    "drop": "leave out rows with missing values",
    "median": "fill in the median of the training rows",
}
SCALINGS = {
    "standard": "standardise: mean 0, deviation 1",
    "minmax": "min–max: from 0 to 1",
    "raw": "leave as they are",
}
"""How inputs are scaled, with numbers from the training rows alone."""
SPLITS = {
    "stratified": "at random, each class in its share",
    "random": "at random",
    "steady": "at random, each row by itself: others may come and go",
    "order": "by order: the last rows are held out",
    "column": "by a column",
    "fold": "one of several folds",
}
"""Which rows are held out."""


@dataclass(frozen=True)
class Data:
    """Everything that decides the rows of a data set; as JSON by to_dict and from_dict.

    None and () stand for the set's own default. What a set has no use for goes back to its default.

    samples: points made. noise: 0 to 0.5. formula: of the "formula" set.
    train_share, validation_share: parts of the rows that train and that are watched while it trains; the rest are the
    test rows. split: a key of SPLITS; split_column, split_value: the test rows are those with this value in this
    column; folds, fold: rows are dealt to so many folds, and this one (from 0) is held out.
    features: inputs of the network: column names, names of nncore.data.features.DERIVED, or formulas.
    scaling: a key of SCALINGS. scale_target: whether the values of a regression are standardised too.
    missing: a key of MISSING_VALUES. blanks: (column, value) pairs: cells of that value count as missing.
    table, target, task: of a "table", the column to predict, and how to take it. For "points", rows are
    (x1, x2, class or value), and task "regression" says that it is a value.
    """

    name: str = "circle"
    samples: int = None  # type: ignore[assignment]  # here and below None stands for the set's own default
    noise: float = 0.0
    train_share: float = None  # type: ignore[assignment]
    validation_share: float = 0.0
    split: str = None  # type: ignore[assignment]
    split_column: str | None = None
    split_value: float | str | None = None
    folds: int = 10
    fold: int = 0
    features: tuple[str, ...] = ()
    scaling: str = None  # type: ignore[assignment]
    scale_target: bool = None  # type: ignore[assignment]
    seed: int = 0
    missing: str = None  # type: ignore[assignment]
    blanks: tuple[tuple[str, float | str], ...] = ()
    target: str | None = None
    task: str = "auto"
    formula: str = ""
    table: Table | None = field(default=None, repr=False)
    rows: tuple[tuple[float, ...], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        kind = dataset_kind(self.name)
        own = {
            "samples": kind.samples and (kind.samples if self.samples is None else self.samples),
            "noise": _number("noise", self.noise) if kind.noisy else 0.0,
            "train_share": kind.train_share if self.train_share is None else _number("train_share", self.train_share),
            "validation_share": _number("validation_share", self.validation_share),
            "split": kind.split if self.split is None else self.split,
            "scaling": kind.scaling if self.scaling is None else self.scaling,
            "scale_target": kind.scale_target if self.scale_target is None else self.scale_target,
            "table": self.table if kind.own_table else None,
            "rows": _tuples(self.rows) if kind.own_points else (),
            "task": self.task if kind.own_table or kind.own_points else "auto",
            "missing": (kind.missing if self.missing is None else self.missing) if kind.is_table else "keep",
            "blanks": _tuples(self.blanks) if kind.own_table else (),
            "formula": self.formula or kind.formula if kind.formula else "",
        }
        for name, value in own.items():
            object.__setattr__(self, name, value)
        _check_settings(self)
        if kind.own_table:
            _check_table(self)
        elif kind.own_points:
            _check_points(self.rows, self.task)
        elif kind.formula:
            _check_formula(self.formula, kind.columns)
        _check_split(self)
        object.__setattr__(self, "target", _check_target(self))
        object.__setattr__(self, "features", _check_features(self))

    @classmethod
    def from_table(cls, table: Table, target: str | None = None, **settings: Any) -> "Data":
        """The Data of a table: what to predict, by default its last column, and any other field."""
        return cls("table", table=table, target=target, **settings)

    @classmethod
    def of_rows(cls, columns: Any, rows: Any, **settings: Any) -> "Data":
        """The Data of rows of cells: numbers, texts, or None where missing."""
        return cls("table", table=table_of(_names("columns", columns), _tuples(rows)), **settings)

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
            kept |= {name: getattr(self, name) for name in ("noise", "train_share", "validation_share", "scaling")}
            if old.columns == new.columns:
                kept["features"] = self.features
        return Data(name, **kept)

    @property
    def is_linkable(self) -> bool:
        """Whether to_dict says all of it; else it names a table that is kept elsewhere."""
        return self.table is None or self.table.cells <= MOST_LINKED

    def to_dict(self) -> dict[str, Any]:
        """The fields that aren't the set's defaults, as JSON values; a large table by its key, name and size."""
        cells = {name: getattr(self, name) for name in ("table", "rows", "target", "task")}  # checked with each other
        plain = Data(self.name, **cells)
        names = [f.name for f in fields(self) if f.name not in cells]
        spec = {name: getattr(self, name) for name in names if getattr(self, name) != getattr(plain, name)}
        spec |= {name: cells[name] for name in ("rows", "target") if cells[name]}
        spec |= {"task": self.task} if self.task != "auto" else {}
        if self.table is not None and self.is_linkable:
            spec |= {"columns": self.table.names, "rows": tuple(self.table.rows())}
            spec |= {"title": self.table.name} if self.table.name else {}
            kinds = {column.name: column.taken_as for column in self.table.columns if column.taken_as}
            spec |= {"kinds": kinds} if kinds else {}
        elif self.table is not None:
            spec |= {"table": shelf.named(self.table)}
        return {"name": self.name} | {name: _listed(value) for name, value in spec.items()}

    @classmethod
    def from_dict(cls, spec: Any) -> "Data":
        """The Data that to_dict gives; ValueError for anything else."""
        if not isinstance(spec, dict):
            raise ValueError(f"data is {str(spec)[:40]!r}; use an object with a name")
        known = {f.name for f in fields(cls)} | {"columns", "kinds", "standardize", "title"}
        if unknown := sorted(map(str, set(spec) - known)):
            raise ValueError(f"unknown data setting {unknown[0][:40]!r}; choose from {', '.join(sorted(known))}")
        spec = dict(spec)
        standardize = spec.pop("standardize", None)  # in links from before there were other scalings
        if standardize is not None and not isinstance(standardize, bool):
            raise ValueError(f"standardize is {str(standardize)[:40]!r}; use true or false")
        if standardize is not None:
            spec = {"scaling": "standard" if standardize else "raw", "scale_target": False, "split": "random"} | spec
        columns, kinds, title = spec.pop("columns", ()), spec.pop("kinds", {}), spec.pop("title", "")
        if not isinstance(title, str) or len(title) > LONGEST_TEXT:
            raise ValueError(f"title is {str(title)[:40]!r}; use the name of a file, up to {LONGEST_TEXT} characters")
        if spec.get("name") == "table":
            key, rows = spec.get("table"), _tuples(spec.pop("rows", ()))
            names = _names("columns", columns)
            spec["table"] = (
                replace(table_of(names, rows, kinds=kinds), name=title) if key is None else shelf.table_of(key)
            )
        elif "table" in spec:
            raise ValueError("only own data have a table; take it out")
        return cls(**spec)


# -------------------------------------------------------------------- checks


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1e300:
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
    if not 0 <= data.validation_share < 1 or data.train_share + data.validation_share > 1 + 1e-9:
        raise ValueError(
            f"validation_share is {data.validation_share}; use 0, or a part that leaves room beside the "
            f"{data.train_share} for training"
        )
    if type(data.seed) is not int or not 0 <= data.seed < 2**53:
        raise ValueError(f"seed is {str(data.seed)[:40]}; use a whole number from 0")
    if not isinstance(data.scale_target, bool):
        raise ValueError(f"scale_target is {str(data.scale_target)[:40]}; use true or false")
    for name, known in (("scaling", SCALINGS), ("split", SPLITS), ("missing", MISSING_VALUES), ("task", TASKS)):
        if getattr(data, name) not in tuple(known):
            raise ValueError(f"{name} is {str(getattr(data, name))[:40]!r}; choose from {', '.join(known)}")


def _check_split(data: Data) -> None:
    if type(data.folds) is not int or not 2 <= data.folds <= MOST_FOLDS:
        raise ValueError(f"folds is {str(data.folds)[:40]}; use a whole number from 2 to {MOST_FOLDS}")
    if type(data.fold) is not int or not 0 <= data.fold < data.folds:
        raise ValueError(f"fold is {str(data.fold)[:40]}; use a whole number from 0 to {data.folds - 1}")
    if data.split != "column":
        object.__setattr__(data, "split_column", None)
        object.__setattr__(data, "split_value", None)
    elif data.table is None:
        raise ValueError("only own data can be split by a column; split them in another way")
    elif data.split_column not in data.table.names:
        names = ", ".join(data.table.names)
        raise ValueError(f"unknown column {str(data.split_column)[:40]!r} to split by; choose from {names}")
    elif data.split_value is not None and not isinstance(data.split_value, str):
        object.__setattr__(data, "split_value", _number("split_value", data.split_value))


def _check_table(data: Data) -> None:
    if not isinstance(data.table, Table):
        raise ValueError("no table; bring one with at least one input and one target")
    if len(data.table.columns) < 2:
        raise ValueError(f"a table of {len(data.table.columns)} columns; bring at least one input and one target")
    if len(data.blanks) > MOST_BLANKS:
        raise ValueError(f"{len(data.blanks):,} values stand for missing; name at most {MOST_BLANKS:,}")
    for pair in data.blanks:
        if len(pair) != 2 or pair[0] not in data.table.names:
            raise ValueError(f"{str(pair)[:40]} stands for missing; use the name of a column and a value")
        if not isinstance(pair[1], str):
            _number("a value that stands for missing", pair[1])


def _check_formula(formula: Any, columns: tuple[str, ...]) -> None:
    if not isinstance(formula, str):
        raise ValueError(f"formula is {str(formula)[:40]!r}; use a text such as 'x1 > x2'")
    check_formula(formula, columns)


def _check_points(rows: Any, task: str) -> None:
    if len(rows) > MOST_SAMPLES:
        raise ValueError(f"{len(rows)} points; draw at most {MOST_SAMPLES}")
    for number, row in enumerate(rows, 1):
        if len(row) != 3 or any(isinstance(cell, bool) or not isinstance(cell, int | float) for cell in row):
            raise ValueError(f"point {number} is {str(row)[:40]}; use x1, x2 and the number of its class")
        if not all(abs(cell) <= PLANE for cell in row[:2]):
            raise ValueError(f"point {number} is at {str(row[:2])[:40]}; keep within ±{PLANE:g}")
        if task == "regression":
            if not abs(row[2]) <= LARGEST_VALUE:
                raise ValueError(f"point {number} has the value {str(row[2])[:40]}; keep within ±{LARGEST_VALUE:g}")
        elif row[2] not in range(MOST_CLASSES):
            raise ValueError(f"point {number} is of class {str(row[2])[:40]}; use 0 to {MOST_CLASSES - 1}")


def _check_target(data: Data) -> str | None:
    """The column to predict: the table's last one unless another is chosen; None where the set decides."""
    if data.table is None:
        return None
    target = data.table.names[-1] if data.target is None else data.target
    if target not in data.table.names:
        raise ValueError(f"unknown target {str(target)[:40]!r}; choose from {', '.join(data.table.names)}")
    return target


def _check_features(data: Data) -> tuple[str, ...]:
    """The chosen inputs, or all columns that can be one."""
    numbers = input_columns(data)
    chosen = _names("features", data.features) or dataset_kind(data.name).first or tuple(numbers)
    if not chosen:
        raise ValueError("no column can be an input; bring one of numbers, or of a few categories")
    if len(chosen) > MOST_FEATURES or len(set(chosen)) < len(chosen):
        raise ValueError(f"{len(chosen)} features; choose at most {MOST_FEATURES}, each once")
    for feature in chosen:
        if feature in numbers:
            continue
        if data.table is not None and feature in data.table.names:
            raise ValueError(
                f"{feature!r} can't be an input: it is the target, splits the rows, is a date, is empty, or has more "
                f"than {MOST_CATEGORIES} different texts"
            )
        check_feature(feature, [name for name, is_number in numbers.items() if is_number])
        _check_unambiguous(feature, tuple(numbers))
    return chosen


def _check_unambiguous(feature: str, names: tuple[str, ...]) -> None:
    called: dict[str, str] = {}
    for name in names:
        if (other := called.setdefault(identifier(name), name)) != name and identifier(name) in feature:
            raise ValueError(f"{other!r} and {name!r} are one name in the formula {feature!r}; rename a column")


def input_columns(data: Data) -> dict[str, bool]:
    """Columns that can be an input: name → whether it holds numbers (else: a few categories)."""
    if data.table is None:
        kind = dataset_kind(data.name)
        return {name: name not in kind.texts for name in kind.columns}
    return {
        column.name: column.kind == "number"
        for column in data.table.columns
        if column.name not in (data.target, data.split_column) and column.kind in USABLE
    }
