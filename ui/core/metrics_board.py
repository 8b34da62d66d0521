"""What the page of metrics sends to its view, ui/metrics/board.js: all of it, for every threshold."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nncore import metrics
from nncore.explain.numbers import format_number
from ui.core.measured import THRESHOLDS, USUAL, Part, Positive, positive_class
from ui.core.measures import class_sections, value_sections
from ui.core.session import Session
from ui.figures import answers, calibration, histogram, precision_recall, roc
from ui.figures.base import PARTS
from ui.theme import tokens

HEIGHT, LOW = 250, 200
"""Pixels of a square chart, and of the one below them."""
MARGIN = {"t": 30, "l": 4, "r": 4, "b": 4}

Array = np.ndarray
Place = tuple[float, float]


def class_board(session: Session, parts: Sequence[Part], number: int, dark: bool) -> dict[str, Any]:
    """Of classes; number: of the class that is looked for."""
    dataset, activation = session.dataset, session.experiment.network.activations[-1]
    positive = positive_class(dataset, parts, number, activation)
    threshold = {
        "label": f"Threshold for {positive.quoted}",
        "texts": [f"{value:.2f}" for value in THRESHOLDS],
        "usual": USUAL,
    }
    confusions = [
        {"part": part.name, "classes": positive.names, "counts": positive.counts[part.key].tolist()} for part in parts
    ]
    charts = [
        roc_chart(positive, dark),
        precision_recall_chart(positive, dark),
        calibration_chart(positive, dark),
        scores_chart(session, parts[-1], positive, dark),
    ]
    sections = class_sections(session, parts, positive)
    return board(parts, sections, charts) | {"threshold": threshold, "confusions": confusions}


def value_board(session: Session, parts: Sequence[Part], dark: bool) -> dict[str, Any]:
    """Of a regression: errors instead of classes."""
    charts = [answers_chart(parts, dark), residuals_chart(parts[-1], dark)]
    return board(parts, value_sections(session, parts), charts) | {"threshold": None, "confusions": []}


def board(parts: Sequence[Part], sections: Sequence[Any], charts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What both have."""
    rows = [{"key": part.key, "name": part.name, "rows": f"{len(part.labels):,} rows"} for part in parts]
    return {"parts": rows, "sections": [asdict(section) for section in sections], "charts": charts}


# -------------------------------------------------------------------- charts


def chart(figure: go.Figure, label: str, moves: Sequence[dict[str, Any]] = (), height: int = HEIGHT) -> dict[str, Any]:
    """A figure for the view. moves: what each trace that follows the threshold looks like at each."""
    figure.update_layout(height=height, showlegend=False, margin=MARGIN)
    figure.update_xaxes(title_font_size=14, title_standoff=4).update_yaxes(title_font_size=14, title_standoff=4)
    return {"figure": json.loads(figure.to_json()), "label": label, "height": height, "moves": list(moves)}


def roc_chart(positive: Positive, dark: bool) -> dict[str, Any]:
    curves = {part: metrics.roc(scores, positive.labels[part]) for part, scores in positive.scores.items()}
    places = {part: [rates(each) for each in counts] for part, counts in positive.counts.items()}
    figure = roc(curves, at_usual(places), dark=dark)
    areas = ", ".join(f"{PARTS[part][0]} {format_number(curve.area)}" for part, curve in curves.items())
    label = f"ROC curve for {positive.quoted}, with the threshold marked. Area under it: {areas}."
    return chart(figure, label, moves(figure, places))


def precision_recall_chart(positive: Positive, dark: bool) -> dict[str, Any]:
    curves = {part: metrics.precision_recall(scores, positive.labels[part]) for part, scores in positive.scores.items()}
    places = {part: [found(each) for each in counts] for part, counts in positive.counts.items()}
    figure = precision_recall(curves, at_usual(places), dark=dark)
    averages = ", ".join(f"{PARTS[part][0]} {format_number(curve.average)}" for part, curve in curves.items())
    label = f"Precision over recall for {positive.quoted}, with the threshold marked. Average precision: {averages}."
    return chart(figure, label, moves(figure, places))


def rates(counts: Array) -> Place:
    """Where counts (2, 2) stand on the ROC curve."""
    return 1 - metrics.specificity(counts, 1), metrics.class_rates(counts, 1).recall


def found(counts: Array) -> Place:
    """Where counts (2, 2) stand on precision over recall; the curve begins at precision 1."""
    precision, recall, _ = metrics.class_rates(counts, 1)
    return recall, 1.0 if math.isnan(precision) else precision


def at_usual(places: dict[str, list[Place]]) -> dict[str, Place]:
    return {part: each[USUAL] for part, each in places.items()}


def moves(figure: go.Figure, places: dict[str, list[Place]]) -> list[dict[str, Any]]:
    """For the marker of each part, its place at each threshold."""
    names = [trace.name for trace in figure.data]

    def move(part: str, each: list[Place]) -> dict[str, Any]:
        x, y = zip(*each, strict=True)
        return {"trace": names.index(f"threshold {part}"), "x": [[number(v)] for v in x], "y": [[number(v)] for v in y]}

    return [move(part, each) for part, each in places.items()]


def number(value: float) -> float | None:
    """For JSON, which has no NaN."""
    return None if math.isnan(value) else float(value)


def calibration_chart(positive: Positive, dark: bool) -> dict[str, Any]:
    bins = {part: metrics.calibration(scores, positive.labels[part]) for part, scores in positive.scores.items()}
    label = f"Calibration: the share of {positive.quoted} over the mean score, in ten bins."
    return chart(calibration(bins, dark=dark), label)


def scores_chart(session: Session, part: Part, positive: Positive, dark: bool) -> dict[str, Any]:
    """How the scores are spread, class by class, with a line at the threshold."""
    classes = session.dataset.classes if len(session.dataset.classes) == 2 else positive.names
    labels = part.labels if len(session.dataset.classes) == 2 else positive.labels[part.key]
    axis = f"score for {positive.quoted}, {PARTS[part.key][0]} rows"  # no title: the legend stands in its place
    figure = histogram(positive.scores[part.key], axis, labels, classes, dark=dark)
    figure.update_layout(title=None)
    ends_of_scores = float(positive.scores[part.key].min()), float(positive.scores[part.key].max())
    figure.update_xaxes(range=[min(-0.02, ends_of_scores[0]), max(1.02, ends_of_scores[1])])
    top = float(np.histogram(positive.scores[part.key], 24)[0].max())
    ends = [0.0, top]
    line = {"color": tokens(dark)["text"], "width": 2}
    figure.add_scatter(
        x=[0.5, 0.5], y=ends, mode="lines", name="threshold", line=line, hoverinfo="skip", showlegend=False
    )
    move = {
        "trace": len(figure.data) - 1,
        "x": [[value, value] for value in THRESHOLDS.tolist()],
        "y": [ends] * len(THRESHOLDS),
    }
    label = f"How many {PARTS[part.key][0]} rows have which score, by class, with a line at the threshold."
    sent = chart(figure, label, [move], LOW)
    sent["figure"]["layout"]["showlegend"] = True
    return sent


def answers_chart(parts: Sequence[Part], dark: bool) -> dict[str, Any]:
    pairs = {part.key: (part.targets[:, 0], part.output[:, 0]) for part in parts}
    return chart(
        answers(pairs, dark=dark), "The answers of the network over the targets; on the diagonal they are right."
    )


def residuals_chart(part: Part, dark: bool) -> dict[str, Any]:
    left = metrics.residuals(part.output, part.targets)[:, 0]
    figure = histogram(left, "target − answer", dark=dark)
    figure.update_layout(title=f"Residuals, {PARTS[part.key][0]} rows")
    return chart(figure, f"How many {PARTS[part.key][0]} rows are off by how much.")
