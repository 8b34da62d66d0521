"""The server's half of live training: a request comes in, a frame goes out, and nothing runs on by itself.

The browser paces. Each request holds every edit that hasn't been acknowledged and says what to train now; the answer
applies what is new, trains what was asked for and returns everything on screen as one block of bytes. At full speed
the training follows the answer instead, within a time budget: the server trains while the browser draws, and the
next frame shows what came of it. A request that arrives twice is answered twice and carried out once.

Requests come on a direct channel (ui/link/channel.py) or with a run of the script, whichever the browser has; both may
meet.
"""

import secrets
import threading
import time
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nncore.data import Dataset
from nncore.diagnose import Finding, diagnose
from nncore.explain.numbers import format_number
from nncore.history import Curves
from nncore.metrics import predicted_classes
from nncore.parameters import Parameters
from nncore.propagation import Trace, forward
from ui.canvas.payload import drawing_payload, values
from ui.core.canvas import of_client
from ui.core.remedies import treat
from ui.core.request import Request, read
from ui.core.samples import own_values
from ui.core.session import Session
from ui.link import channel
from ui.link.frame import pack
from ui.live.article import article
from ui.live.backdrop import backdrop, backdrop_key
from ui.live.maps import Maps
from ui.names import plotly

BUDGET = 0.034
"""Seconds of training after an answer; learners who train at the same time on one server share it."""
LONGEST = 0.2
"""Seconds of training after an answer for a learner alone on a direct line, where the next request ends it."""
AT_ONCE = 1.0
"""Seconds for which a learner counts as training."""
MOST_POINTS = 400
"""Points of each curve in a frame."""
MOST_CLIENTS = 8
"""Browser views whose last request is remembered; more than a few are never open on one session."""

Array = np.ndarray


class Live:
    """What the loop of one visitor needs beside the session: what was answered last, and what is looked at.

    columns: the two columns of the data that span the plane. probe: a place on it, or None.
    sampling: whether the sample on its way through the network is shown.
    due: seconds of training that follow the answer. trained: seconds spent training since the last frame.
    ended: whether that training ended by itself, as the next frame tells.
    shown: the settings that the widgets around show. frames: how many were made.
    """

    def __init__(self, session: Session):
        self.session = session
        self.visit, self.line = secrets.token_hex(8), channel.line(self)
        self.untouched = session.to_dict()
        self.views: dict[str, View] = {}
        self.frames = 0
        self.shown: tuple | None = None
        self.columns = (0, 1)
        self.probe: tuple[float, float] | None = None
        self.sampling = False
        self.refused: dict | None = None
        self.due, self.trained, self.ended = 0.0, 0.0, False
        self._maps: tuple[tuple, Maps] | None = None
        self._found: tuple[tuple, Finding | None] = ((), None)

    # ---------------------------------------------------------------- the direct line

    def hear(self, told) -> bytes:
        return answer(told, self)

    def meanwhile(self, halt: threading.Event) -> None:
        if self.due and CROWD.alone:
            self.due = LONGEST
        self.train_ahead(halt.is_set)

    def view(self, client: str) -> "View":
        """What is known of a browser view; of those that named themselves, the last few are remembered."""
        found = self.views.pop(client, None) or View()
        if client:
            self.views[client] = found  # now the newest
            for oldest in list(self.views)[:-MOST_CLIENTS]:
                del self.views[oldest]
        return found

    # ---------------------------------------------------------------- what the hand wants

    def do(self, edit: dict) -> str:
        """Carry out an edit; returns why it was refused, or ""."""
        intent = INTENTS.get(edit["kind"])
        try:
            return intent(self, edit) or "" if intent else self.session.edit(edit)
        except ValueError as error:
            return str(error)

    def advance(self, edit):
        unit = edit.get("unit")
        if unit not in ("epoch", "step"):
            return f"unknown unit {str(unit)[:20]!r}; choose epoch or step"
        self.sampling = False
        self.session.advance(**{f"{unit}s": 1})

    def seek(self, edit):
        epoch = edit.get("epoch")
        if type(epoch) is not int:
            return f"epoch is {str(epoch)[:20]!r}; use a whole number"
        self.sampling = False
        self.session.seek(epoch)

    def reset(self, edit):
        self.sampling = False
        self.session.reset()

    def reseed(self, edit):
        self.sampling = False
        self.session.reseed()

    def set_probe(self, edit):
        """Send a place of the plane through the network; the columns that aren't shown stay at their median."""
        place, dataset = edit.get("place"), self.session.dataset
        self.sampling = False
        if place is None:
            self.probe = None
            return
        if not (isinstance(place, list) and len(place) == 2 and all(map(_is_number, place))):
            return "a probe is a place of two numbers"
        columns = self.columns_of(dataset)
        raw = dataset.median_raw.copy()
        raw[list(columns)] = place[: len(set(columns))]
        inputs = dataset.transform(raw[None])[0]
        if not np.isfinite(inputs).all() or len(inputs) != len(self.session.inputs):
            return "the network has no answer there; choose another place"
        self.probe = (float(place[0]), float(place[1]))
        self.session.inputs = tuple(inputs.tolist())

    def remedy(self, edit):
        """One of the remedies that the last frame offered."""
        offered, index = self.finding.remedies if self.finding else (), edit.get("index")
        if type(index) is not int or not 0 <= index < len(offered):
            return "this remedy is not on offer any more"
        treat(self.session, offered[index])

    def restore(self, edit):
        """Bring back what the same browser tab had before it was loaded again."""
        if self.fresh:
            self.session.reopen(edit.get("link"))

    @property
    def fresh(self) -> bool:
        """Whether nothing was done in this session yet."""
        session = self.session
        return not session.can_undo and session.position == 0 and session.to_dict() == self.untouched

    # ---------------------------------------------------------------- training

    def play(self, unit: str, count: int) -> None:
        """Train what is due now; count 0, as much as time allows, is left for after the answer."""
        self.sampling = unit == "sample"
        seconds = CROWD.budget(self.visit, time.perf_counter())
        if unit == "epoch" and not count:
            self.due = 0.0 if self.ended else seconds
        elif unit == "epoch":
            self._train(epochs=count, seconds=seconds)
        else:
            self._train(**{f"{unit}s": max(count, 1)}, seconds=seconds)

    def train_ahead(self, halted=None) -> None:
        """Train what the next frame will show, while the browser draws the last one; until halted() if given."""
        with self.session.lock:
            seconds, self.due = self.due, 0.0
            if seconds:
                self._train(seconds=seconds, halted=halted)

    def _train(self, **how) -> None:
        before = time.perf_counter()
        self.session.advance(**how)
        self.ended = bool(self.session.problem or self.session.ended)
        self.trained += time.perf_counter() - before

    # ---------------------------------------------------------------- what is looked at

    def columns_of(self, dataset: Dataset) -> tuple[int, int]:
        """The two columns of the plane, as far as the data have them."""
        last = len(dataset.raw_names) - 1
        first, second = (min(column, last) for column in self.columns)
        return (first, second) if first != second or last == 0 else (0, 1)

    def look(self) -> None:
        """Let the doctor look at the epoch shown, unless that was done."""
        session = self.session
        here = (session.experiment, session.snapshot)
        if not same(self._found[0], here):
            found = diagnose(session.experiment, session.snapshot, session.history.curves())
            self._found = (here, found[0] if found else None)

    @property
    def finding(self) -> Finding | None:
        """The worst that the doctor found in what is shown; None when all is well or nobody has looked."""
        here = (self.session.experiment, self.session.snapshot)
        return self._found[1] if same(self._found[0], here) else None

    def maps(self, dataset: Dataset) -> Maps:
        network = self.session.experiment.network
        key = (network, dataset.data, self.columns_of(dataset))
        if self._maps is None or self._maps[0] != key:
            self._maps = (key, Maps(network, dataset, key[2]))
        return self._maps[1]


INTENTS = {
    "advance": Live.advance,
    "seek": Live.seek,
    "reset": Live.reset,
    "reseed": Live.reseed,
    "probe": Live.set_probe,
    "remedy": Live.remedy,
    "restore": Live.restore,
}
"""What the studio adds to the edits of a drawing: kind → (live, edit) → why it was refused, or nothing."""


@dataclass
class View:
    """One view in a browser: the last of its requests that was carried out, and of its edits."""

    reply: int = 0
    ack: int = 0


class Crowd:
    """Who trains on this server now: each of them gets a share of the time, so that all keep moving."""

    def __init__(self):
        self._last: dict[str, float] = {}
        self._lock = threading.Lock()

    def budget(self, visit: str, now: float) -> float:
        """Seconds of training for the next answer to a visit."""
        with self._lock:
            self._last[visit] = now
            if len(self._last) > 1:
                self._last = {other: last for other, last in self._last.items() if now - last < AT_ONCE}
            return BUDGET / len(self._last)

    @property
    def alone(self) -> bool:
        """Whether one learner at most trains."""
        return len(self._last) <= 1


CROWD = Crowd()


def answer(told, live: Live, clock=time.perf_counter) -> bytes:
    """Do what a request asks for and return the frame that shows the result.

    told: what the browser sent, or None before its first request; anything may stand in it.
    """
    with live.session.lock:
        return _answer(read(told), live, clock)


def _answer(request: Request, live: Live, clock) -> bytes:
    started, view = clock(), live.view(request.client)
    new = [edit for edit in request.edits if edit["n"] > view.ack]
    if new:
        live.refused = None
    for edit in new:
        view.ack, reason = edit["n"], live.do(of_client(edit, request.client))
        if reason:
            live.refused = {"n": view.ack, "text": reason}
    if request.id > view.reply:
        view.reply = request.id
        if request.play:
            live.play(*request.play)
    header, arrays = _frame(request, live, view)
    header["trained"], header["ended"] = round(1000 * live.trained, 2), live.ended
    live.trained, live.ended = 0.0, False
    header["ms"] = round(1000 * (clock() - started), 2)
    return pack(header, arrays)


def settings(live: Live) -> tuple:
    """What the widgets around the studio show."""
    experiment = live.session.experiment
    return experiment.data, experiment.training, experiment.seed, experiment.network.activations


def _frame(request: Request, live: Live, view: View) -> tuple[dict, dict[str, Array]]:
    session = live.session
    network, snapshot = session.experiment.network, session.snapshot
    if session.problem or snapshot.diverged or not (request.play or request.edits):
        live.look()
    live.frames += 1
    header = {
        "client": request.client,
        "reply": view.reply,
        "ack": view.ack,
        "line": live.line,
        "direct": channel.served(),
        "frame": live.frames,
        "behind": live.shown is not None and settings(live) != live.shown,
        "visit": live.visit,
        "fresh": request.id == 0 and live.fresh,
        "version": session.version,
        "epoch": session.position,
        "first": session.history.first,
        "last": session.history.last,
        "part": part(session),
        "scores": {
            "loss": [snapshot.train_loss, snapshot.test_loss],
            "accuracy": [snapshot.train_accuracy, snapshot.test_accuracy],
        },
        "probe": live.probe,
        "refused": live.refused,
        "told": said(live),
        "history": {"undo": session.can_undo, "redo": session.can_redo},
    }
    theta = session.theta
    trace = _trace(live)
    arrays = values(network, theta, trace)
    if request.have_drawing != session.version:
        header["drawing"] = drawing_payload(
            network, theta, trace, version=session.version, history=header["history"]
        )
    if request.link:
        header["link"] = _link(session)
    if session.problem:
        return header, arrays
    dataset = session.dataset
    arrays |= live.maps(dataset)(theta)
    columns = live.columns_of(dataset)
    key = backdrop_key(dataset, network, session.experiment.training.loss, columns, request.dark)
    if request.have_scene != key:
        header["scene"], header["figures"], still = _backdrop(
            dataset, network, session.experiment.training.loss, columns, request.dark
        )
        arrays |= still
    if live.sampling:
        header["sample"] = sample(session, columns)
    if request.chart:
        header["marks"] = [[mark.epoch, plotly(mark.change)] for mark in session.history.marks]
        header["article"] = article(session)
        arrays |= courses(session) | answers(session, dataset, theta)
    return header, arrays


_backdrop = lru_cache(maxsize=8)(backdrop)


def _trace(live: Live) -> Trace:
    """The forward pass shown on the neurons: of the sample that is learned from, or of the inputs."""
    session = live.session
    if not live.sampling or session.problem:
        return own_values(session).trace
    row = session.dataset.inputs[session.rows[session.sample]]
    with np.errstate(all="ignore"):
        return forward(session.experiment.network, Parameters(session.experiment.network, session.theta), row[None])


def _link(session: Session) -> str:
    try:
        return session.link()
    except ValueError:  # too large for an address
        return ""


def part(session: Session) -> str:
    """How far the next epoch is under way."""
    if session.progress is None and not session.sample:
        return ""
    batch = session.progress.batch if session.progress else 0
    if session.sample:
        return f"+ {batch} steps, row {session.sample + 1} of {len(session.rows)}"
    return f"+ {batch} step{'s' if batch != 1 else ''}"


def sample(session: Session, columns: tuple[int, int]) -> dict:
    """The training row that flows through the network now."""
    dataset, row = session.dataset, int(session.rows[session.sample])
    single = len(dataset.raw_names) == 1
    target = dataset.labels[row]
    truth = format_number(target) if dataset.task == "regression" else dataset.classes[target]
    return {
        "words": f"Row {row + 1} is {truth}; {session.sample + 1} of {len(session.rows)} before the next step",
        "place": [float(dataset.raw[row, 0]), float(target)] if single else dataset.raw[row, list(columns)].tolist(),
    }


def said(live: Live) -> dict | None:
    """What is worth saying about the run, and what to do about it."""
    session, finding = live.session, live.finding
    if not (session.message or finding):
        return None
    text = session.message or f"{finding.title}. {finding.explanation}"
    bad = bool(session.problem or session.snapshot.diverged or (finding and finding.severity == "error"))
    labels = [remedy.label for remedy in finding.remedies] if finding else []
    return {"text": text, "bad": bad, "remedies": labels}


def same(one: tuple, other: tuple) -> bool:
    """Whether two tuples hold the very same things."""
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


# -------------------------------------------------------------------- curves and answers


def courses(session: Session) -> dict[str, Array]:
    """course: (5, points) float32: epoch, training and test loss, training and test accuracy; old: branches left
    behind in the same rows, NaN between two."""
    left = [np.hstack([_rows(curves), np.full((5, 1), np.nan)]) for curves in session.history.old_curves()]
    old = np.hstack(left) if left else np.empty((5, 0))
    return {"course": _rows(session.history.curves()).astype(np.float32), "old": old.astype(np.float32)}


def _rows(curves: Curves) -> Array:
    """At most MOST_POINTS of the curves and the last one; evenly, so that they stay where they are."""
    table = np.stack(
        [curves.epoch, curves.train_loss, curves.test_loss, curves.train_accuracy, curves.test_accuracy]
    )
    every = 1
    while table.shape[1] > every * MOST_POINTS:
        every *= 2
    return np.hstack([table[:, :-1:every], table[:, -1:]])


def answers(session: Session, dataset: Dataset, theta: Array) -> dict[str, Array]:
    """outputs: (rows, outputs) float32 for every row; wrong: (rows,) uint8, 1 where the class is another."""
    network = session.experiment.network
    with np.errstate(all="ignore"):
        output = forward(network, Parameters(network, theta.astype(float)), dataset.inputs).output
    if dataset.task == "regression":
        wrong = np.zeros(len(output), np.uint8)
    else:
        wrong = (predicted_classes(output, network.activations[-1]) != dataset.labels).astype(np.uint8)
    return {"outputs": output.astype(np.float32), "wrong": wrong}


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
