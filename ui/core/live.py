"""Live training: what a visitor does to a run, and when it trains.

Nothing runs on by itself. A request says what to train now. At full speed the training follows the answer instead,
within a time budget: the server trains while the browser draws, and the next frame shows what came of it.
"""

import time
from collections.abc import Callable
from itertools import count
from threading import Event
from typing import Any

import numpy as np

from nncore.data import Dataset
from nncore.diagnose import Finding, diagnose
from ui.core import crowd
from ui.core.conversation import Arrays, Halted, Header, Unfinished, remembered
from ui.core.drawn_points import as_csv, draw
from ui.core.live_frame import live_frame
from ui.core.parts import HIDDEN
from ui.core.remedies import treat
from ui.core.request import Edit, Request
from ui.core.saving import SESSION
from ui.core.session import Session, same
from ui.figures.plane import columns_within
from ui.live.maps import Maps
from ui.live.sent import Sent

LONGEST = 0.2
"""Seconds of training after an answer on a socket, where the next request ends it, or somebody else who waits."""


class LiveState:
    """A run as the studio shows it; the State of a Conversation.

    sampling: whether the sample on its way through the network is shown.
    due: seconds of training that follow the answer. trained: seconds spent training since the last frame.
    ended: whether that training is over, as the next frame says. file: a CSV that it brings, once.
    over: number of the last frame that said so.
    """

    page, kept_as = "train", SESSION

    def __init__(self, session: Session):
        self.session = session
        self.sampling = False
        self.due, self.trained, self.ended = 0.0, 0.0, False
        self._maps: tuple[tuple[Any, ...], Maps] | None = None
        self._sent: dict[str, Sent] = {}
        self._numbers = count(1)
        self._found: tuple[tuple[Any, ...], Finding | None] = ((), None)
        self.file = ""
        self.over = 0

    # ---------------------------------------------------------------- edits

    def carry_out(self, edit: Edit, halted: Halted) -> str:
        own = EDITS.get(edit["kind"])
        if own is None:
            return self.session.edit(edit)
        self.sampling = False
        try:
            return own(self, edit, halted) or ""
        except ValueError as error:
            return str(error)

    def advance(self, edit: Edit, halted: Halted) -> str | None:
        unit = edit.get("unit")
        if unit not in ("epoch", "step"):
            return f"unknown unit {str(unit)[:20]!r}; choose epoch or step"
        self.session.permit({"steps"})
        self.session.advance(**{f"{unit}s": 1}, halted=halted)
        if unit == "epoch" and self.session.progress:
            raise Unfinished
        return None

    def seek(self, edit: Edit, halted: Halted) -> str | None:
        epoch = edit.get("epoch")
        if type(epoch) is not int:
            return f"epoch is {str(epoch)[:20]!r}; use a whole number"
        if not self.session.seek(epoch, halted):
            raise Unfinished
        return None

    def reset(self, edit: Edit, halted: Halted) -> None:
        self.session.reset()

    def reseed(self, edit: Edit, halted: Halted) -> None:
        self.session.reseed()

    def probe(self, edit: Edit, halted: Halted) -> str | None:
        """Send a place of the plane through the network; the columns that aren't shown stay at their median."""
        place, session = edit.get("place"), self.session
        if place is None:
            session.probe = None
            return None
        if not (isinstance(place, list) and len(place) == 2 and all(map(_is_number, place))):
            return "a probe is a place of two numbers"
        dataset = session.dataset
        columns = self.columns_of(dataset)
        raw = dataset.median_raw.copy()
        raw[list(columns)] = place[: len(set(columns))]
        inputs = dataset.transform(raw[None])[0]
        if not np.isfinite(inputs).all() or len(inputs) != len(session.inputs):
            return "the network has no answer there; choose another place"
        session.probe = (float(place[0]), float(place[1]))
        session.inputs = tuple(inputs.tolist())
        return None

    def remedy(self, edit: Edit, halted: Halted) -> str | None:
        """One of the remedies that the last frame offered."""
        offered, index = self.finding.remedies if self.finding else (), edit.get("index")
        if type(index) is not int or not 0 <= index < len(offered):
            return "this remedy is not on offer any more"
        treat(self.session, offered[index])
        return None

    def points(self, edit: Edit, halted: Halted) -> str:
        """A stroke of points drawn on the plane; training goes on with them."""
        return draw(self.session, edit)

    def save_rows(self, edit: Edit, halted: Halted) -> None:
        """The next frame brings the rows as a file."""
        self.file = as_csv(self.session.dataset)

    # ---------------------------------------------------------------- training

    def play(self, unit: str, count: int, seen: int | None) -> None:
        """Train what is due now; count 0, as much as time allows, is left for after the answer.

        Where two requests are on their way at once, the second was sent before its view saw that the run has ended.
        """
        if seen is not None and seen < self.over:
            self.ended = True
            return
        self.sampling = unit == "sample"
        seconds = crowd.CROWD.budget(self.session.visit, time.perf_counter())
        if unit == "epoch" and not count:
            self.due = 0.0 if self.ended else seconds
        elif unit == "epoch":
            self._train(epochs=count, seconds=seconds)
        else:
            self._train(**{f"{unit}s": max(count, 1)}, seconds=seconds)

    def meanwhile(self, halt: Event) -> None:
        self.train_ahead(halt.is_set)

    def train_ahead(self, halted: Halted | None = None) -> None:
        """Train what the next frame will show, while the browser draws the last one.

        halted: ends it; until then it goes on while nobody else wants to. Without, it ends when its share is over.
        """
        with self.session.lock:
            share, self.due = self.due, 0.0
            if not share:
                return
            with crowd.TURN.taken(self.session.large):
                fair = time.perf_counter() + share

                def over() -> bool:
                    return halted is None or halted() or (crowd.TURN.wanted and time.perf_counter() >= fair)

                self._train(seconds=share if halted is None else max(LONGEST, share), halted=halted and over)

    def _train(self, **how: Any) -> None:
        before = time.perf_counter()
        self.session.advance(**how)
        self.ended = bool(self.session.problem or self.session.ended)
        self.trained += time.perf_counter() - before

    # ---------------------------------------------------------------- what is looked at

    def frame(self, request: Request) -> tuple[Header, Arrays]:
        session = self.session
        if session.problem or session.snapshot.diverged or not (request.play or request.edits):
            self.look()
        header, arrays = live_frame(self, request)
        header["trained"], header["ended"] = round(1000 * self.trained, 2), self.ended
        header["pace"] = round(1000 * crowd.CROWD.pace)
        if self.ended and "sent" in header:
            self.over = header["sent"]["number"]
        self.trained, self.ended = 0.0, False
        if self.file:
            header["file"], self.file = {"name": "points.csv", "text": self.file}, ""
        return header, arrays

    def widget_state(self) -> tuple[Any, ...]:
        experiment, prepared = self.session.experiment, self.session.prepared
        return experiment.data, experiment.training, experiment.seed, experiment.network.activations, prepared

    def columns_of(self, dataset: Dataset) -> tuple[int, int]:
        """The two columns of the plane, as far as the data have them."""
        return columns_within(dataset, self.session.columns)

    def turn(self, axis: int, column: int) -> None:
        """Lay another column along an axis of the plane; the two axes never show the same one.

        ValueError where a teacher has locked them.
        """
        session = self.session
        session.permit({"axes"})
        chosen = list(self.columns_of(session.dataset))
        if column == chosen[1 - axis]:
            chosen.reverse()
        chosen[axis] = column
        session.columns, session.probe = (chosen[0], chosen[1]), None

    def look(self) -> None:
        """Let the doctor look at the epoch shown, unless that was done."""
        session = self.session
        if session.prepared.state("doctor") == HIDDEN:
            return
        here = (session.experiment, session.snapshot)
        if not same(self._found[0], here):
            found = diagnose(session.experiment, session.snapshot, session.history.curves())
            self._found = (here, found[0] if found else None)

    @property
    def finding(self) -> Finding | None:
        """The worst that the doctor found in what is shown; None when all is well or nobody has looked."""
        here = (self.session.experiment, self.session.snapshot)
        return self._found[1] if same(self._found[0], here) else None

    def sent(self, client: str) -> Sent:
        """What a view has; of the last few."""
        return remembered(self._sent, client, lambda: Sent(self._numbers))

    def maps(self, dataset: Dataset) -> Maps:
        network = self.session.experiment.network
        key = (network, dataset.data, self.columns_of(dataset))
        if self._maps is None or self._maps[0] != key:
            self._maps = (key, Maps(network, dataset, key[2]))
        return self._maps[1]


EDITS: dict[str, Callable[[LiveState, Edit, Halted], str | None]] = {
    "advance": LiveState.advance,
    "seek": LiveState.seek,
    "reset": LiveState.reset,
    "reseed": LiveState.reseed,
    "probe": LiveState.probe,
    "remedy": LiveState.remedy,
    "points": LiveState.points,
    "save_rows": LiveState.save_rows,
}
"""What the studio adds to the edits of a drawing: kind → (state, edit, halted) → why it was refused, or nothing."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
