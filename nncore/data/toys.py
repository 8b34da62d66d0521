"""Rows that are made rather than measured: toy sets, points drawn by hand, and those that a formula labels.

Formulas of circle, xor, gauss, spiral, plane and bumps are TensorFlow Playground's (dataset.ts). A maker gets the
`Data` of nncore.data and a generator. Positions are drawn before noise, so that noise leaves them in place.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from nncore.data.features import compute_feature, formula_kind
from nncore.data.rows import PLANE, Rows
from nncore.data.table import LARGEST_NUMBER

if TYPE_CHECKING:
    from nncore.data.data import Data

Array = np.ndarray


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


def truth_table(answers: Any) -> Callable[..., Rows]:
    def make(data: "Data", rng: np.random.Generator) -> Rows:
        values = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
        return Rows(("x1", "x2"), values, np.array(answers), "binary", ("0", "1"), "y")

    return make


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
