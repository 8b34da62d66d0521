"""One frame of live training: everything on screen as a header and arrays."""

from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from nncore.data import Dataset
from nncore.diagnose import Finding
from nncore.explain.numbers import format_number
from nncore.history import Curves
from nncore.metrics import predicted_classes
from nncore.parameters import Parameters
from nncore.propagation import Trace, forward
from ui.canvas.payload import drawing_payload, values
from ui.core.changes import marked
from ui.core.conversation import Header
from ui.core.live_scores import live_scores
from ui.core.request import Request
from ui.core.samples import own_values
from ui.core.session import Session
from ui.live.article import article
from ui.live.backdrop import backdrop, backdrop_key, listed_rows
from ui.live.maps import Maps
from ui.live.sent import Sent
from ui.names import plotly

MOST_POINTS = 400
"""Points of each curve in a frame."""

Array = np.ndarray


class Shown(Protocol):
    """What a frame shows; see LiveState."""

    session: Session
    sampling: bool

    @property
    def finding(self) -> Finding | None: ...
    def columns_of(self, dataset: Dataset) -> tuple[int, int]: ...
    def maps(self, dataset: Dataset) -> Maps: ...
    def sent(self, client: str) -> Sent: ...


def live_frame(shown: Shown, request: Request) -> tuple[Header, dict[str, Array]]:
    """What is on screen, as far as the view doesn't have it."""
    session = shown.session
    network, snapshot, theta = session.experiment.network, session.snapshot, session.theta
    trace = _trace(shown)
    header: Header = {
        "epoch": session.position,
        "first": session.history.first,
        "last": session.history.last,
        "part": part(session),
        "scores": {
            "loss": [snapshot.train_loss, snapshot.test_loss],
            "accuracy": [snapshot.train_accuracy, snapshot.test_accuracy],
        },
        "probe": session.probe,
        "notice": notice(shown),
    }
    arrays = values(network, theta, trace)
    if request.have_drawing != session.version:
        header["drawing"] = drawing_payload(network, theta, trace, version=session.version)
    elif not request.weights:
        del arrays["theta"]
    if session.problem:
        return header, arrays
    dataset, loss = session.dataset, session.experiment.training.loss
    columns = shown.columns_of(dataset)
    growing = shown.maps(dataset)(
        # What a visitor has done to a large network is seen before its pictures.
        theta,
        maps=request.maps and not (request.edits and session.large),
        field=request.field,
        side=request.side,
        moving=bool(request.play),
    )
    if request.have_backdrop != backdrop_key(dataset, network, loss, columns, request.dark):
        header["backdrop"], header["figures"], still = _backdrop(dataset, network, loss, columns, request.dark)
        arrays |= still
    if shown.sampling:
        header["sample"] = sample(session, columns)
    if request.chart:
        header["marks"] = marks(session)
        header["article"] = article(session)
        growing |= learning_curves(session)
        if request.more:
            header["scores"]["more"] = live_scores(session)
        arrays |= answers(session, dataset, theta, request.answers or not request.play)
    header["sent"], new = shown.sent(request.client).difference(growing, request.have_sent)
    return header, arrays | new


_backdrop = lru_cache(maxsize=8)(backdrop)


def _trace(shown: Shown) -> Trace:
    """The forward pass shown on the neurons: of the sample that is learned from, or of the inputs."""
    session = shown.session
    if not shown.sampling or session.problem:
        return own_values(session).trace
    row = session.dataset.inputs[session.rows[session.sample]]
    with np.errstate(all="ignore"):
        return forward(session.experiment.network, Parameters(session.experiment.network, session.theta), row[None])


def notice(shown: Shown) -> dict[str, Any] | None:
    """What is worth saying about the run, and what to do about it."""
    session, finding = shown.session, shown.finding
    text = session.message
    if not text and finding:
        text = f"{finding.title}. {finding.explanation}"
    if not text:
        return None
    bad = bool(session.problem or session.snapshot.diverged or (finding and finding.severity == "error"))
    return {"text": text, "bad": bad, "remedies": [remedy.label for remedy in finding.remedies] if finding else []}


def part(session: Session) -> str:
    """How far the next epoch is under way."""
    if session.progress is None and not session.sample:
        return ""
    batch = session.progress.batch if session.progress else 0
    if session.sample:
        return f"+ {batch} steps, row {session.sample + 1} of {len(session.rows)}"
    return f"+ {batch} step{'s' if batch != 1 else ''}"


def sample(session: Session, columns: tuple[int, int]) -> dict[str, Any]:
    """The training row that flows through the network now."""
    dataset, row = session.dataset, int(session.rows[session.sample])
    single = len(dataset.raw_names) == 1
    target = dataset.labels[row]
    truth = format_number(target) if dataset.task == "regression" else dataset.classes[target]
    return {
        "words": f"Row {row + 1} is {truth}; {session.sample + 1} of {len(session.rows)} before the next step",
        "place": [float(dataset.raw[row, 0]), float(target)] if single else dataset.raw[row, list(columns)].tolist(),
    }


# -------------------------------------------------------------------- curves and answers


def marks(session: Session) -> list[list[Any]]:
    """Epoch and words of each change; of points drawn one after another, the first."""
    return [[mark.epoch, plotly(mark.change)] for mark in marked(session.history.marks)]


def learning_curves(session: Session) -> dict[str, Array]:
    """curves: (5, points) float32: epoch, training and test loss, training and test accuracy; old_curves: branches
    left behind in the same rows, NaN between two."""
    left = [np.hstack([_rows(curves), np.full((5, 1), np.nan)]) for curves in session.history.old_curves()]
    old = np.hstack(left) if left else np.empty((5, 0))
    return {"curves": _rows(session.history.curves()).astype(np.float32), "old_curves": old.astype(np.float32)}


def _rows(curves: Curves) -> Array:
    """At most MOST_POINTS of the curves and the last one; evenly, so that they stay where they are."""
    table = np.stack([curves.epoch, curves.train_loss, curves.test_loss, curves.train_accuracy, curves.test_accuracy])
    every = 1
    while table.shape[1] > every * MOST_POINTS:
        every *= 2
    return np.hstack([table[:, :-1:every], table[:, -1:]])


def answers(session: Session, dataset: Dataset, theta: Array, in_full: bool) -> dict[str, Array]:
    """Of the rows that are drawn, wrong: (rows,) uint8, 1 where the class is another; in full with outputs:
    (rows, outputs) float32, in the unit of the labels."""
    network, rows = session.experiment.network, listed_rows(dataset)
    with np.errstate(all="ignore"):
        output = forward(network, Parameters(network, theta.astype(float)), dataset.inputs[rows]).output
    if dataset.task == "regression":
        wrong = np.zeros(len(output), np.uint8)
    else:
        wrong = (predicted_classes(output, network.activations[-1]) != dataset.labels[rows]).astype(np.uint8)
    return {"wrong": wrong} | ({"outputs": dataset.unscaled(output).astype(np.float32)} if in_full else {})
