"""The parts of the rows as the network answers them, and one class of them against the rest at every threshold."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from nncore import metrics
from nncore.data import Dataset, targets_for
from nncore.program import Evaluator
from ui.core.session import Session

Array = np.ndarray

STEPS = 100
THRESHOLDS = np.arange(STEPS + 1) / STEPS
"""What the slider offers."""
USUAL = STEPS // 2
NAMES = {"train": "Training rows", "validation": "Validation rows", "test": "Test rows, held out"}
"""Part of the rows → its name on the page."""


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the rows and what the network answers to it.

    key: of NAMES. output: (rows, outputs). labels: (rows,). targets: (rows, outputs), in their own unit as the output
    is. loss: as training measures it, without penalties.
    """

    key: str
    output: Array
    labels: Array
    targets: Array
    loss: float

    @property
    def name(self) -> str:
        return NAMES[self.key]


@dataclass(frozen=True, eq=False)
class Positive:
    """The class that is looked for, against all others. names: of the others and of this one.

    By part: labels (rows,), 1 where a row is positive; scores (rows,); counts (thresholds, 2, 2) at THRESHOLDS.
    """

    number: int
    names: tuple[str, str]
    labels: dict[str, Array] = field(repr=False)
    scores: dict[str, Array] = field(repr=False)
    counts: dict[str, Array] = field(repr=False)

    @property
    def quoted(self) -> str:
        return f"“{self.names[1]}”"


def parts_of(session: Session) -> list[Part]:
    """Training, validation and test rows, those that there are, as the weights shown answer them."""
    experiment, dataset = session.experiment, session.dataset
    rows = {key: found for key in NAMES if len(found := getattr(dataset, key))}
    targets = targets_for(dataset, experiment.network.activations[-1])
    sets = [(dataset.inputs[found], targets[found]) for found in rows.values()]
    evaluate = Evaluator(experiment.network, experiment.training.loss, *sets, dtype=experiment.training.precision)
    losses, outputs = evaluate(session.theta), evaluate.answers()
    return [
        Part(key, dataset.unscaled(output), dataset.labels[found], dataset.unscaled(dataset.targets[found]), loss)
        for (key, found), output, loss in zip(rows.items(), outputs, losses, strict=True)
    ]


def usual_positive(dataset: Dataset) -> int:
    """The class that is looked for unless another is chosen: the second of two, the first of several."""
    return 1 if len(dataset.classes) == 2 else 0


def positive_class(dataset: Dataset, parts: Sequence[Part], number: int, activation: str) -> Positive:
    """One class against the rest, at every threshold."""
    two = len(dataset.classes) == 2
    other = dataset.classes[1 - number] if two else f"not {dataset.classes[number]}"
    labels = {part.key: (part.labels == number).astype(int) for part in parts}
    scores = {part.key: metrics.scores(part.output, activation, number) for part in parts}
    order = number if two else 1  # a score at the threshold goes to the first of two classes, as in training
    counts = {key: _counts_at_thresholds(scores[key], labels[key], order) for key in labels}
    return Positive(number, (other, dataset.classes[number]), labels, scores, counts)


def _counts_at_thresholds(scores: Array, labels: Array, order: int) -> Array:
    """(thresholds, 2, 2)"""
    called = [metrics.positives(scores, threshold, order).astype(int) for threshold in THRESHOLDS]
    return np.array([metrics.confusion(predicted, labels, 2) for predicted in called])


def class_counts(dataset: Dataset, part: Part, activation: str) -> Array:
    """(classes, classes) confusion, where the largest output decides."""
    return metrics.confusion(metrics.predicted_classes(part.output, activation), part.labels, len(dataset.classes))


def class_scores(dataset: Dataset, part: Part, activation: str) -> Array:
    """(rows, classes) the score for each class."""
    return np.column_stack([metrics.scores(part.output, activation, number) for number in range(len(dataset.classes))])


def majority_of(dataset: Dataset) -> int:
    """The most frequent class of the training rows."""
    return int(np.bincount(dataset.train_labels, minlength=len(dataset.classes)).argmax())
