"""The figures of the page of metrics, as text: each for each part of the rows, and where it moves for each threshold.

All of it is made here; the browser only picks what belongs to the threshold (ui/metrics/board.js).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nncore import metrics
from nncore.data import Dataset
from nncore.explain.numbers import format_number
from nncore.losses import LOSSES
from nncore.propagation import penalty
from ui.core.measured import Part, Positive, class_counts, class_scores, majority_of
from ui.core.session import Session

Array = np.ndarray

NO_CHANCE = "NaN: the scores go beyond 0 to 1, so they are no probabilities."
ONE_CLASS = "NaN: all rows are of one class and called so."
INTERVAL = (
    "95 % interval",
    "Where the accuracy on such rows may lie (Wilson); it makes no sense for rows the network was trained on",
)


@dataclass(frozen=True)
class Line:
    """One figure. cells: its text for each part, or for each part its texts at THRESHOLDS.

    help: what it says. why: why it may be NaN; "" where it never is.
    """

    name: str
    help: str
    cells: Sequence[str] | Sequence[Sequence[str]]
    why: str = ""


@dataclass(frozen=True)
class Section:
    """Figures under one heading."""

    title: str
    lines: Sequence[Line]


# -------------------------------------------------------------------- classes


def class_sections(session: Session, parts: Sequence[Part], positive: Positive) -> list[Section]:
    """All figures of a classification. Of several classes, those of all together come first."""
    dataset, activation = session.dataset, session.experiment.network.activations[-1]
    if len(dataset.classes) == 2:
        return [
            Section("At the threshold", [*_accuracy(dataset, positive), *_moving(positive, BALANCED, *RATES, MCC)]),
            Section(f"All thresholds, positive is {positive.quoted}", _ranking(positive)),
            Section("Loss", [*_log_loss(parts, activation), *costs(session, parts)]),
        ]
    together, loss = all_class_sections(session, parts)
    return [
        together,
        Section(f"{positive.quoted} against the rest, at the threshold", _moving(positive, *RATES)),
        Section(f"{positive.quoted} against the rest, all thresholds", _ranking(positive)),
        loss,
    ]


def all_class_sections(session: Session, parts: Sequence[Part]) -> list[Section]:
    """The figures of several classes that are about all of them together."""
    dataset, activation = session.dataset, session.experiment.network.activations[-1]
    return [
        Section("All classes, the largest output decides", _of_all_classes(dataset, parts, activation)),
        Section("Loss", [*_log_loss(parts, activation), *costs(session, parts)]),
    ]


def _accuracy(dataset: Dataset, positive: Positive) -> list[Line]:
    """Accuracy at each threshold, its interval, and what always the same answer would get."""
    counts = positive.counts
    shares = [[float(np.trace(c) / c.sum()) for c in each] for each in counts.values()]
    intervals = [_intervals(key, each) for key, each in counts.items()]
    own = positive.number == majority_of(dataset)
    always = [float(labels.mean()) if own else 1 - float(labels.mean()) for labels in positive.labels.values()]
    return [
        Line("Accuracy", "Share of rows classified correctly", [[percent(share) for share in each] for each in shares]),
        Line(*INTERVAL, intervals),
        Line(*_always(dataset), [percent(share) for share in always]),
    ]


def _intervals(part: str, counts: Iterable[Array]) -> list[str]:
    return ["–" if part == "train" else interval(each) for each in counts]


def _always(dataset: Dataset) -> tuple[str, str]:
    words = "The base rate: accuracy of always answering the most frequent class of the training rows"
    return f"Always “{majority_name(dataset)}”", words


def majority_name(dataset: Dataset) -> str:
    return str(dataset.classes[majority_of(dataset)])


@dataclass(frozen=True)
class Rate:
    """A figure of counts (2, 2). In help and why, {positive} stands for the class."""

    name: str
    help: str
    of: Callable[[Array], float]
    why: str
    written: Callable[[float], str]


def percent(share: float) -> str:
    """65.1 %"""
    return "NaN" if np.isnan(share) else f"{format_number(100 * share)} %"


def interval(counts: Array) -> str:
    """66.6 – 80.3 %: where the accuracy of these counts may lie."""
    low, high = metrics.wilson(int(np.trace(counts)), int(counts.sum()))
    return f"{format_number(100 * low)} – {format_number(100 * high)} %"


BALANCED = Rate(
    "Balanced accuracy", "Mean recall of both classes: 50 % for always the same answer",
    metrics.balanced_accuracy, "NaN: one of the two classes has no rows.", percent,
)  # fmt: skip
RATES = (
    Rate(
        "Precision", "Of the rows called {positive}, how many are",
        lambda counts: metrics.class_rates(counts, 1).precision, "NaN: no row is called {positive}.", percent,
    ),
    Rate(
        "Recall", "Of the rows that are {positive}, how many are found",
        lambda counts: metrics.class_rates(counts, 1).recall, "NaN: no row is {positive}.", percent,
    ),
    Rate(
        "F1", "The harmonic mean of precision and recall for {positive}",
        lambda counts: metrics.class_rates(counts, 1).f1, "NaN: no row is {positive} or called so.", percent,
    ),
    Rate(
        "Specificity", "Of the rows that aren't {positive}, how many aren't called so",
        lambda counts: metrics.specificity(counts, 1), "NaN: all rows are {positive}.", percent,
    ),
)  # fmt: skip
MCC = Rate(
    "MCC", "Matthews' correlation of classes and answers: 1 is perfect, 0 no better than chance",
    metrics.matthews, ONE_CLASS, format_number,
)  # fmt: skip


def _moving(positive: Positive, *rates: Rate) -> list[Line]:
    return [
        Line(
            rate.name,
            rate.help.format(positive=positive.quoted),
            [[rate.written(rate.of(counts)) for counts in each] for each in positive.counts.values()],
            rate.why.format(positive=positive.quoted),
        )
        for rate in rates
    ]


def _ranking(positive: Positive) -> list[Line]:
    """What holds at all thresholds together."""
    pairs = [(scores, positive.labels[part]) for part, scores in positive.scores.items()]

    def line(name: str, words: str, measure: Callable[[Array, Array], float], why: str) -> Line:
        return Line(name, words, [format_number(measure(*pair)) for pair in pairs], why)

    return [
        line(
            "ROC area (AUC)", f"How often a row of {positive.quoted} scores higher than another: 0.5 is chance",
            lambda scores, labels: metrics.roc(scores, labels).area, "NaN: only one class has rows.",
        ),
        line(
            "Average precision", "The area under precision over recall; chance gets the share of positive rows",
            lambda scores, labels: metrics.precision_recall(scores, labels).average,
            f"NaN: no row is {positive.quoted}.",
        ),
        line(
            "Brier score", "The mean squared distance of the score from what is: 0.25 for a coin",
            metrics.brier, NO_CHANCE,
        ),
        line(
            "Calibration error", "How far scores are from the shares that come true, in ten bins (ECE)",
            metrics.calibration_error, NO_CHANCE,
        ),
    ]  # fmt: skip


def _log_loss(parts: Sequence[Part], activation: str) -> list[Line]:
    found = [metrics.log_loss(metrics.shares(part.output, activation), part.labels) for part in parts]
    words = "The mean of −ln of what a row's own class is given: 0.693 for a coin and two classes"
    why = "NaN: what the network gives the classes are no shares that add up to 1."
    return [Line("Log loss", words, [format_number(value) for value in found], why)]


def _of_all_classes(dataset: Dataset, parts: Sequence[Part], activation: str) -> list[Line]:
    """Figures over several classes, where the largest output decides."""
    counts = [class_counts(dataset, part, activation) for part in parts]
    shares = [float(np.trace(c) / c.sum()) for c in counts]
    always = [float(np.mean(part.labels == majority_of(dataset))) for part in parts]
    words = "Share of rows classified correctly; precision, recall and F1 in their micro average are the same"
    return [
        Line("Accuracy (micro)", words, [percent(share) for share in shares]),
        Line(*INTERVAL, [_intervals(part.key, [c])[0] for part, c in zip(parts, counts, strict=True)]),
        Line(*_always(dataset), [percent(share) for share in always]),
        Line(
            "Balanced accuracy", "Mean recall of the classes, the same as recall in its macro average",
            [percent(metrics.balanced_accuracy(c)) for c in counts], "NaN: a class is predicted that has no rows.",
        ),
        *_averages("macro", "each class counts the same", counts),
        *_averages("weighted", "each class counts with its rows", counts),
        Line("MCC", MCC.help, [format_number(metrics.matthews(c)) for c in counts], ONE_CLASS),
        *_rankings_of_classes(dataset, parts, activation),
    ]  # fmt: skip


def _averages(name: str, how: str, counts: Sequence[Array]) -> list[Line]:
    rates = [metrics.AVERAGES[name](each) for each in counts]
    why = "NaN: a class has no rows, or is never predicted."
    return [
        Line(f"Precision, {name}", f"Mean precision: {how}", [percent(rate.precision) for rate in rates], why),
        Line(f"F1, {name}", f"Mean F1: {how}", [percent(rate.f1) for rate in rates], why),
    ]


def _rankings_of_classes(dataset: Dataset, parts: Sequence[Part], activation: str) -> list[Line]:
    pairs = [(class_scores(dataset, part, activation), part.labels) for part in parts]
    words, why = "The mean of each class against the rest", "NaN: a class has no rows."
    areas = [format_number(metrics.roc_area_of_classes(*pair)) for pair in pairs]
    averages = [format_number(metrics.average_precision_of_classes(*pair)) for pair in pairs]
    return [Line("ROC area, macro", words, areas, why), Line("Average precision, macro", words, averages, why)]


# -------------------------------------------------------------------- values, and the cost


def value_sections(session: Session, parts: Sequence[Part]) -> list[Section]:
    """All figures of a regression."""

    def line(name: str, words: str, measure: Callable[[Array, Array], float], why: str = "") -> Line:
        return Line(name, words, [format_number(measure(part.output, part.targets)) for part in parts], why)

    lines = [
        line(
            "R²", "1 is perfect, 0 no better than always the mean of these rows",
            metrics.r2, "NaN: all targets are the same.",
        ),
        line("RMSE", "The root of the mean squared error, in the unit of the target", metrics.root_mean_square),
        line("MAE", "The mean absolute error", metrics.mean_error),
        line("Median error", "Half of the answers are closer", metrics.median_error),
    ]  # fmt: skip
    return [Section("Errors", lines), Section("Loss", costs(session, parts))]


def costs(session: Session, parts: Sequence[Part]) -> list[Line]:
    """What training makes small: the data loss, and apart from it what L1 and L2 add."""
    network, training = session.experiment.network, session.experiment.training
    label = LOSSES[training.loss].label
    lines = [Line("Data loss", f"{label}, without penalties", [format_number(part.loss) for part in parts])]
    total = 0.0
    for name, strength in (("l1", training.l1), ("l2", training.l2)):
        if strength:
            total += (value := penalty(network, session.theta, **{name: strength}))
            words = f"What {name.upper()} = {format_number(strength)} adds for the weights, whatever the rows"
            lines.append(Line(f"{name.upper()} penalty", words, [format_number(value)] * len(parts)))
    if total:
        sums = [format_number(part.loss + total) for part in parts]
        lines.append(Line("Cost", "Data loss and penalties together: what training makes small on its rows", sums))
    return lines
