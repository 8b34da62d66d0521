"""The data sets one can choose: what each is called, what it allows, and what makes its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from nncore.data.ready import READY, ReadySet
from nncore.data.rows import PLANE, Rows
from nncore.data.table_rows import PIMA_COLUMNS, pima, ready, table
from nncore.data.toys import (
    bumps,
    checkerboard,
    circle,
    gauss,
    moons,
    own_formula,
    plane,
    points,
    rings,
    sine,
    spiral,
    transactions,
    truth_table,
    xor,
)  # fmt: skip


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
        DatasetKind("and", "AND", "binary", "1 where both inputs are 1.", truth_table([0, 0, 0, 1]),
                    train_share=1.0, span=(-0.5, 1.5), group=TABLES),
        DatasetKind("or", "OR", "binary", "1 where an input is 1.", truth_table([0, 1, 1, 1]),
                    train_share=1.0, span=(-0.5, 1.5), group=TABLES),
        DatasetKind("xor table", "XOR", "binary", "1 where exactly one input is 1; no straight line parts them.",
                    truth_table([0, 1, 1, 0]), train_share=1.0, span=(-0.5, 1.5), group=TABLES),
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
