"""The data sets one can choose: what each is called, and how its rows are made.

Formulas of circle, xor, gauss, spiral, plane and bumps are TensorFlow Playground's (dataset.ts). A maker gets the
`Data` of nncore.data and a generator. Positions are drawn before noise, so that noise leaves them in place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nncore.data.features import compute_feature, formula_columns, formula_kind, identifier
from nncore.data.reading import read_table
from nncore.data.ready import PIMA_COLUMNS as PIMA
from nncore.data.ready import READY, ReadySet, ready_bytes
from nncore.data.table import LARGEST_NUMBER, MOST_COLUMNS, MOST_ROWS, USABLE, Column, Table, number_text

if TYPE_CHECKING:
    from nncore.data.data import Data

PLANE = 6.0
"""Half the side of the plane that toy sets live on."""
MOST_CLASSES = 10
FEWEST_ROWS_A_CLASS = 5
"""Of a target of whole numbers: rows on average for each number up to which they count as classes."""

MOST_NUMBERS = MOST_ROWS * MOST_COLUMNS
"""Of all inputs that the columns of a table make together."""

PIMA_COLUMNS = tuple(column.name for column in PIMA)
PIMA_ZERO_IS_MISSING = tuple(READY["pima"].missing)

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


@dataclass(frozen=True)
class DatasetKind:
    """One kind of data set.

    make: (Data, generator) to Rows. columns: names, empty where the user's table decides; first: those that are inputs
    at first, empty for all; texts: those that hold categories.
    samples: default number of points, None where the rows are given. task: None where the rows decide.
    span: the axes of the plane, None where the rows decide. is_table: whether cells may be missing.
    own_points, own_table: whether points or a table of the visitor's own stand in the `Data`.
    formula: where one decides the labels, the default one. group: where menus list it, "" where they don't.
    """

    name: str
    label: str
    task: str | None
    description: str
    make: Callable[..., Rows]
    columns: tuple[str, ...] = ("x1", "x2")
    samples: int | None = None
    noisy: bool = False
    train_share: float = 0.5
    split: str = "random"
    scaling: str = "raw"
    scale_target: bool = False
    missing: str = "keep"
    first: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    span: tuple[float, float] | None = (-PLANE, PLANE)
    is_table: bool = False
    own_points: bool = False
    own_table: bool = False
    formula: str = ""
    group: str = ""


def _points(x1: Array, x2: Array, labels: Array) -> Rows:
    values = np.column_stack([x1, x2])
    return Rows(("x1", "x2"), values, labels.astype(np.int64), "binary", ("negative", "positive"), "y")


def _halves(samples: int) -> tuple[int, int]:
    """How many points of the positive and of the negative class."""
    return samples - samples // 2, samples // 2


def circle(data: "Data", rng: np.random.Generator) -> Rows:
    inside, outside = _halves(data.samples)
    radius = np.concatenate([rng.uniform(0, 2.5, inside), rng.uniform(3.5, 5, outside)])
    angle = rng.uniform(0, 2 * np.pi, data.samples)
    x1, x2 = radius * np.sin(angle), radius * np.cos(angle)
    shift = rng.uniform(-5, 5, (2, data.samples)) * data.noise
    return _points(x1, x2, np.hypot(x1 + shift[0], x2 + shift[1]) < 2.5)


def xor(data: "Data", rng: np.random.Generator) -> Rows:
    x1, x2 = rng.uniform(-5, 5, (2, data.samples))
    x1 += np.where(x1 > 0, 0.3, -0.3)
    x2 += np.where(x2 > 0, 0.3, -0.3)
    shift = rng.uniform(-5, 5, (2, data.samples)) * data.noise
    return _points(x1, x2, (x1 + shift[0]) * (x2 + shift[1]) >= 0)


def gauss(data: "Data", rng: np.random.Generator) -> Rows:
    positive, negative = _halves(data.samples)
    center = np.repeat([2.0, -2.0], [positive, negative])
    deviation = np.sqrt(0.5 + data.noise / 0.5 * 3.5)
    x1, x2 = center + deviation * rng.standard_normal((2, data.samples))
    return _points(x1, x2, center > 0)


def spiral(data: "Data", rng: np.random.Generator) -> Rows:
    counts = _halves(data.samples)
    along = np.concatenate([np.arange(count) / count for count in counts])
    positive = np.repeat([True, False], counts)
    radius, angle = 5 * along, 1.75 * along * 2 * np.pi + np.where(positive, 0, np.pi)
    shift = rng.uniform(-1, 1, (2, data.samples)) * data.noise
    return _points(radius * np.sin(angle) + shift[0], radius * np.cos(angle) + shift[1], positive)


def moons(data: "Data", rng: np.random.Generator) -> Rows:
    """Two half circles that reach into each other; the shape of scikit-learn's make_moons, on the plane."""
    upper, lower = _halves(data.samples)
    turn = np.concatenate([np.linspace(0, np.pi, upper), np.linspace(0, np.pi, lower)])
    positive = np.repeat([True, False], [upper, lower])
    x1 = 3 * np.where(positive, np.cos(turn) - 0.5, 0.5 - np.cos(turn))
    x2 = 3 * np.where(positive, np.sin(turn) - 0.25, 0.25 - np.sin(turn))
    shift = 2 * data.noise * rng.standard_normal((2, data.samples))
    return _points(x1 + shift[0], x2 + shift[1], positive)


def checkerboard(data: "Data", rng: np.random.Generator) -> Rows:
    """Four by four squares of side 3."""
    x1, x2 = rng.uniform(-PLANE, PLANE, (2, data.samples))
    shift = rng.uniform(-3, 3, (2, data.samples)) * data.noise
    return _points(x1, x2, (np.floor((x1 + shift[0]) / 3) + np.floor((x2 + shift[1]) / 3)) % 2 == 0)


def rings(data: "Data", rng: np.random.Generator) -> Rows:
    labels = np.arange(data.samples) * 3 // data.samples
    radius = rng.uniform(0, 1, data.samples) * np.array([1.4, 1, 1])[labels] + np.array([0, 2.2, 4])[labels]
    angle = rng.uniform(0, 2 * np.pi, data.samples)
    shift = 2 * data.noise * rng.standard_normal((2, data.samples))
    values = np.column_stack([radius * np.sin(angle) + shift[0], radius * np.cos(angle) + shift[1]])
    return Rows(("x1", "x2"), values, labels, "multiclass", ("inner", "middle", "outer"), "y")


def plane(data: "Data", rng: np.random.Generator) -> Rows:
    values = rng.uniform(-PLANE, PLANE, (data.samples, 2))
    shift = rng.uniform(-PLANE, PLANE, (data.samples, 2)) * data.noise
    return Rows(("x1", "x2"), values, (values + shift).sum(axis=1) / 10, "regression", (), "y")


def bumps(data: "Data", rng: np.random.Generator) -> Rows:
    values = rng.uniform(-PLANE, PLANE, (data.samples, 2))
    shift = rng.uniform(-PLANE, PLANE, (data.samples, 2)) * data.noise
    centers = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    signs = np.array([1, -1, 1, -1, 1, -1])
    distance = np.linalg.norm((values + shift)[:, None] - centers, axis=2)
    heights = signs * np.clip(1 - distance / 2, 0, 1)
    largest = np.abs(heights).argmax(axis=1)
    return Rows(("x1", "x2"), values, heights[np.arange(data.samples), largest], "regression", (), "y")


def sine(data: "Data", rng: np.random.Generator) -> Rows:
    x1 = rng.uniform(-PLANE, PLANE, data.samples)
    labels = np.sin(x1) + data.noise * rng.standard_normal(data.samples)
    return Rows(("x1",), x1[:, None], labels, "regression", (), "y")


def transactions(data: "Data", rng: np.random.Generator) -> Rows:
    """What the article's linear network answers: hidden (1, 1) and (−1, 1), output (2, −1)."""
    members, accounts = (values.ravel() for values in np.meshgrid(np.arange(1.0, 5), np.arange(1.0, 5), indexing="ij"))
    labels = 2 * (members + accounts) - (accounts - members)
    names = ("family members", "accounts")
    return Rows(names, np.column_stack([members, accounts]), labels, "regression", (), "transactions")


def _truth_table(answers: Any) -> Callable[..., Rows]:
    def make(data: "Data", rng: np.random.Generator) -> Rows:
        values = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
        return Rows(("x1", "x2"), values, np.array(answers), "binary", ("0", "1"), "y")

    return make


@cache
def ready_table(name: str) -> Table:
    """The table of a ready set."""
    return read_table(ready_bytes(name), READY[name].label)


def read_pima() -> Table:
    """The 768 Pima women; the last column, diabetes, is 1 or 0."""
    return ready_table("pima")


def ready(one: ReadySet, data: "Data", rng: np.random.Generator) -> Rows:
    task = "regression" if one.task == "regression" else "classes"
    return _from_table(ready_table(one.name), one.target, task, data.missing)


def pima(data: "Data", rng: np.random.Generator) -> Rows:
    rows = _from_table(read_pima(), "diabetes", "classes", "keep")._replace(classes=("no diabetes", "diabetes"))
    if data.missing != "keep":
        of_interest = np.isin(rows.names, PIMA_ZERO_IS_MISSING)
        rows.values[of_interest & (rows.values == 0)] = np.nan
    return rows


def points(data: "Data", rng: np.random.Generator) -> Rows:
    if not data.rows:
        raise ValueError("no points yet; click on the plane to draw some")
    cells = np.array(data.rows, dtype=float)
    places = np.clip(cells[:, :2] + data.noise * rng.standard_normal((len(cells), 2)), -PLANE, PLANE)
    if data.task == "regression":
        return Rows(("x1", "x2"), places, cells[:, 2].copy(), "regression", (), "y")
    labels = cells[:, 2].astype(np.int64)
    several = labels.max() > 1
    classes = tuple(f"class {i + 1}" for i in range(labels.max() + 1)) if several else ("negative", "positive")
    return Rows(("x1", "x2"), places, labels, "multiclass" if several else "binary", classes, "y")


def table(data: "Data", rng: np.random.Generator) -> Rows:
    columns = {column.name: column for column in columns_in_use(data)}
    if empty := [name for name, column in columns.items() if name in data.features and column.kind == "empty"]:
        raise ValueError(f"every cell of {empty[0]!r} stands for missing; take it out of the inputs")
    inputs = sum(_width(column) for name, column in columns.items() if name != data.target)
    rows = len(columns[str(data.target)])
    if rows * inputs > MOST_NUMBERS:
        raise ValueError(
            f"{rows:,} rows of {inputs:,} inputs, as each text of a category is one; use at most {MOST_NUMBERS:,} "
            "numbers in all: leave out categories of many texts"
        )
    return _from_table(Table(tuple(columns.values())), str(data.target), data.task, data.missing)


def columns_in_use(data: "Data") -> tuple[Column, ...]:
    """The target and the columns that the features read, with the cells missing that stand for missing."""
    assert data.table is not None, "checked by Data"
    formulas = [feature for feature in data.features if feature not in data.table.names]
    read = set[str]().union(*map(formula_columns, formulas))
    used = {data.target, *data.features}
    in_use = Table(tuple(c for c in data.table.columns if c.name in used or identifier(c.name) in read))
    return in_use.without(pair for pair in data.blanks if pair[0] in in_use.names).columns


def _width(column: Column) -> int:
    """How many inputs a column makes."""
    return len(column.texts) if len(column.texts) > 2 else 1


def _from_table(table: Table, target: str, task: str, missing: str) -> Rows:
    """Columns that can't be inputs, as dates, are left out: the Data says which ones are used."""
    answers = table[target]
    present = ~answers.missing
    if not present.all() and missing == "keep":
        raise ValueError(f"{target!r} is empty in row {present.argmin() + 1}; choose missing 'drop', or write a value")
    if not present.any():
        raise ValueError(f"no row has a value of {target!r}; choose another target")
    labels, task, classes = _labels(answers, present, task)
    names: list[str] = []
    columns: list[Array] = []
    groups: list[tuple[str, tuple[str, ...]]] = []
    for column in table.columns:
        if column.name == target or column.kind not in USABLE:
            continue
        if column.numbers is not None:
            names.append(column.name)
            columns.append(column.numbers[present])
            continue
        codes = np.where(column.missing, np.nan, np.asarray(column.codes))[present]
        shown = [column.texts[1]] if len(column.texts) == 2 else column.texts
        group = tuple(f"{column.name} = {text}" for text in shown)
        groups.append((column.name, group))
        names += group
        columns += [np.where(np.isnan(codes), np.nan, codes == column.texts.index(text)) for text in shown]
    values = np.column_stack(columns) if columns else np.empty((int(present.sum()), 0))
    return Rows(tuple(names), values, labels, task, classes, target, tuple(groups), np.flatnonzero(present))


def _labels(column: Column, present: Array, task: str) -> tuple[Array, str, tuple[str, ...]]:
    """Class numbers or values of the target column, the task they make, and the names of the classes."""
    name = column.name
    if column.numbers is not None:
        values = column.numbers[present]
        found = np.unique(values)
        if task == "regression" or (task == "auto" and not are_classes(found, len(values))):
            return values, "regression", ()
        labels, classes = np.searchsorted(found, values), tuple(map(number_text, found.tolist()))
    elif task == "regression":
        raise ValueError(
            f"{name!r} holds texts such as {column.texts[0]!r}; predict classes, or choose a column of numbers"
        )
    else:
        assert column.codes is not None, "a column of texts has codes"
        used, labels = np.unique(column.codes[present], return_inverse=True)
        classes = tuple(column.texts[code] for code in used)
    if len(classes) > MOST_CLASSES:
        raise ValueError(
            f"{name!r} has {len(classes)} different values; choose a target of at most {MOST_CLASSES} classes, or "
            "predict numbers by regression"
        )
    if len(classes) < 2:
        raise ValueError(f"{name!r} is always {classes[0]!r}; choose a target that varies")
    return labels.astype(np.int64), "binary" if len(classes) == 2 else "multiclass", classes


def are_classes(found: Array, rows: int) -> bool:
    """Whether the numbers of a target are classes: a few whole ones, each of them in several rows.

    found: the different numbers.
    """
    whole = len(found) <= MOST_CLASSES and np.array_equal(found, np.round(found))
    return bool(whole and (len(found) <= 2 or rows >= FEWEST_ROWS_A_CLASS * len(found)))


def own_formula(data: "Data", rng: np.random.Generator) -> Rows:
    """Points of the plane, labelled by a formula: two classes where it is true or false, else a value."""
    values = rng.uniform(-PLANE, PLANE, (data.samples, 2))
    shift = rng.uniform(-PLANE, PLANE, (data.samples, 2)) * data.noise
    at = values + shift
    answers = compute_feature(data.formula, {"x1": at[:, 0], "x2": at[:, 1]})
    good = np.isfinite(answers)
    if not good.any():
        raise ValueError(f"the formula {data.formula!r} has no value anywhere on the plane; change it")
    values, answers = values[good], np.array(answers[good], dtype=float)
    if formula_kind(data.formula) == "classes":
        labels = (answers != 0).astype(np.int64)
        if len(np.unique(labels)) < 2:
            always = "true" if labels[0] else "false"
            raise ValueError(f"the formula {data.formula!r} is {always} everywhere on the plane; change it")
        return Rows(("x1", "x2"), values, labels, "binary", ("false", "true"), "y")
    if (most := np.abs(answers).max()) > LARGEST_NUMBER:
        raise ValueError(f"the formula {data.formula!r} gives {most:.3g}; scale it down to {LARGEST_NUMBER:g} at most")
    return Rows(("x1", "x2"), values, answers, "regression", (), "y")


def _ready_kind(one: ReadySet, **settings: Any) -> DatasetKind:
    """The kind of a ready set: split in the shares of its classes, standardised, rows with holes left out."""
    names = tuple(column.name for column in one.columns if column.name != one.target)
    return DatasetKind(
        one.name, one.label, one.task, one.description, partial(ready, one), names,
        train_share=0.8, split="stratified", scaling="standard", scale_target=one.task == "regression",
        missing="drop" if one.missing else "keep", first=one.inputs, span=None, is_table=True, group=TABLES, **settings,
    )  # fmt: skip


TOY, TABLES = "Toy sets", "Tables"

DATASETS = {
    kind.name: kind
    for kind in (
        DatasetKind("circle", "Circle", "binary", "A disc inside a ring.", circle,
                    samples=500, noisy=True, group=TOY),
        DatasetKind("xor", "Exclusive or", "binary", "Positive where x1 and x2 have the same sign.", xor,
                    samples=500, noisy=True, group=TOY),
        DatasetKind("gauss", "Two clouds", "binary", "Two normal clouds; a straight line parts them.", gauss,
                    samples=500, noisy=True, group=TOY),
        DatasetKind("spiral", "Spiral", "binary", "Two arms wound around each other: the hardest of the toy sets.",
                    spiral, samples=500, noisy=True, group=TOY),
        DatasetKind("moons", "Moons", "binary", "Two half circles that reach into each other.", moons,
                    samples=500, noisy=True, group=TOY),
        DatasetKind("checkerboard", "Checkerboard", "binary", "Squares of side 3, four by four.", checkerboard,
                    samples=1000, noisy=True, group=TOY),
        DatasetKind("rings", "Three rings", "multiclass", "Three classes, one around the other.", rings,
                    samples=500, noisy=True, group=TOY),
        DatasetKind("plane", "Tilted plane", "regression", "The value (x1 + x2) / 10.", plane,
                    samples=1200, noisy=True, group=TOY),
        DatasetKind("bumps", "Bumps", "regression", "Six bumps, three up and three down.", bumps,
                    samples=1200, noisy=True, group=TOY),
        DatasetKind("sine", "Sine curve", "regression", "One input: the value sin x1.", sine, ("x1",),
                    samples=500, noisy=True, group=TOY),
        DatasetKind("pima", "Pima diabetes", "binary", "768 women of Pima heritage: who has diabetes?", pima,
                    PIMA_COLUMNS[:-1], train_share=0.8, scaling="standard", span=None, is_table=True, group=TABLES),
        _ready_kind(READY["iris"]),
        _ready_kind(READY["penguins"], texts=("island", "sex")),
        _ready_kind(READY["cars"], texts=("origin",)),
        _ready_kind(READY["digits"]),
        DatasetKind("transactions", "Bank transactions", "regression",
                    "The article's table: transactions from family members and accounts.", transactions,
                    ("family members", "accounts"), train_share=0.75, span=(0.0, 5.0), group=TABLES),
        DatasetKind("and", "AND", "binary", "1 where both inputs are 1.", _truth_table([0, 0, 0, 1]),
                    train_share=1.0, span=(-0.5, 1.5), group=TABLES),
        DatasetKind("or", "OR", "binary", "1 where an input is 1.", _truth_table([0, 1, 1, 1]),
                    train_share=1.0, span=(-0.5, 1.5), group=TABLES),
        DatasetKind("xor table", "XOR", "binary", "1 where exactly one input is 1; no straight line parts them.",
                    _truth_table([0, 1, 1, 0]), train_share=1.0, span=(-0.5, 1.5), group=TABLES),
        DatasetKind("formula", "Your formula", None, "Points labelled by a formula of your own.", own_formula,
                    samples=500, noisy=True, formula="sin(x1) + x2 > 0", group=TOY),
        DatasetKind("table", "Your table", None, "A file of your own.", table, (),
                    train_share=0.8, split="stratified", scaling="standard", scale_target=True,
                    span=None, is_table=True, own_table=True),
        DatasetKind("points", "Your points", None, "Points drawn by hand.", points, noisy=True,
                    train_share=0.8, split="steady", own_points=True),
    )
}  # fmt: skip


def dataset_kind(name: Any) -> DatasetKind:
    """The kind of this name, or ValueError."""
    try:
        return DATASETS[name]
    except (KeyError, TypeError):
        raise ValueError(f"unknown data set {str(name)[:40]!r}; choose from {', '.join(DATASETS)}") from None
