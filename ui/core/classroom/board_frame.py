"""A board as bytes for many: one frame that all students are sent, and the boards of all students small.

A frame holds all that moves, so that a slow page may leave some out. Only what a drawing and its data look like comes
in full frames alone: `BoardFrames.generation` counts them.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from nncore.data import Dataset
from nncore.experiment import Experiment, dataset_of
from nncore.history import Curves
from nncore.parameters import Parameters
from nncore.propagation import Trace, forward
from nncore.training import Snapshot
from ui.canvas.payload import drawing_payload, values
from ui.core.session import Session, same
from ui.figures.plane import axis_names, columns_within, drawn_rows, positions, target_span
from ui.link.frame import pack
from ui.live.maps import Maps, answer_span

FEW_CLASSES, FEWER, FEWEST = 4, 32, 24
"""Points along each side of the levels of so many classes, and of more; a field has ui.live.maps.SIZE."""
MINI = 24
"""Points along each side of a small board."""
MOST_CURVE = 200
MOST_POINTS = 500
BACK, STILL, GOOD = 50, 0.999, 0.95
"""A loss that in so many epochs has not fallen below that share of itself stands still, unless the accuracy is good."""

Array = np.ndarray
Arrays = dict[str, Array]
Header = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Moment:
    """A session at one moment, so that it can go on while its frame is made.

    state: tells moments apart. version: of the drawing. part: batches of the next epoch, None between two epochs.
    """

    state: Key
    version: int
    experiment: Experiment
    theta: Array
    snapshot: Snapshot
    curves: Curves
    last: int
    part: int | None
    inputs: Sequence[float]
    columns: tuple[int, int]
    probe: tuple[float, float] | None
    problem: str

    @property
    def dataset(self) -> Dataset:
        return dataset_of(self.experiment.data)


def state_of(session: Session) -> Key:
    """What a board shows; `same` tells whether anything changed."""
    with session.lock:
        return (*session.state, session.awaits)


def moment_of(session: Session) -> Moment:
    with session.lock:
        progress = session.progress
        return Moment(
            state_of(session),
            session.version,
            session.experiment,
            session.theta,
            session.snapshot,
            session.history.curves(),
            session.history.last,
            progress.batch if progress else None,
            session.inputs,
            session.columns,
            session.probe,
            session.problem,
        )


class Pictures:
    """What a network answers over the plane; the maps of the last drawing are kept."""

    def __init__(self) -> None:
        self._maps: tuple[Key, Maps] | None = None

    def __call__(self, moment: Moment) -> Arrays:
        """field: (outputs, SIZE, SIZE) uint8, or line: (SIZE,) float32; see Maps."""
        network, dataset = moment.experiment.network, moment.dataset
        key = (network, dataset.data, columns_within(dataset, moment.columns))
        if self._maps is None or self._maps[0] != key:
            self._maps = (key, Maps(network, dataset, key[2]))
        return self._maps[1](moment.theta, maps=False, field=True, moving=True)


# -------------------------------------------------------------------- the board for everybody


class BoardFrames:
    """The frames of one board, which are the same for all who look on. Any thread may ask. Holds the session."""

    def __init__(self, session: Session):
        self._session, self._lock, self._pictures = session, Lock(), Pictures()
        self._state: Key = ()
        self._look: Key = ()
        self._full: tuple[Key, bytes] = ((), b"")
        self.generation = 0
        """Full frames that `next` has given. Who has missed one needs `full`: the frames after it build upon it."""

    def full(self) -> bytes:
        """Everything as it is now, for a page that has nothing yet."""
        with self._lock:
            moment = self._changed(self._full[0])
            if moment:
                self._full = (moment.state, _packed_full(moment, self._pictures))
            return self._full[1]

    def next(self) -> bytes | None:
        """What is on the board now; None where nothing has changed since the last time. The first one is full."""
        with self._lock:
            moment = self._changed(self._state)
            if moment is None:
                return None
            look = (moment.version, _key(moment))
            self._state, before, self._look = moment.state, self._look, look
            if look == before:
                return _packed(moment, self._pictures)
            self.generation += 1
            self._full = (moment.state, _packed_full(moment, self._pictures))
            return self._full[1]

    def _changed(self, since: Key) -> Moment | None:
        """What is on the board, None where that is as it was. A session that trains is waited for once, not twice."""
        with self._session.lock:
            return None if same(since, state_of(self._session)) else moment_of(self._session)


def _packed(moment: Moment, pictures: Pictures) -> bytes:
    """What moves."""
    return pack(*_moving(moment, pictures, _trace(moment)))


def _packed_full(moment: Moment, pictures: Pictures) -> bytes:
    """What moves, the drawing, and the backdrop with its points."""
    trace = _trace(moment)
    header, arrays = _moving(moment, pictures, trace)
    network = moment.experiment.network
    header |= {"full": True, "drawing": drawing_payload(network, moment.theta, trace, version=moment.version)}
    if not moment.problem:
        dataset, columns = moment.dataset, columns_within(moment.dataset, moment.columns)
        header["backdrop"] = _backdrop(moment, dataset, columns)
        arrays |= _points(dataset, columns)
    return pack(header, arrays)


def _trace(moment: Moment) -> Trace:
    """The forward pass of the inputs on the drawing."""
    network, theta = moment.experiment.network, moment.theta.astype(float)
    with np.errstate(all="ignore"):
        return forward(network, Parameters(network, theta), np.array([moment.inputs], float))


def _moving(moment: Moment, pictures: Pictures, trace: Trace) -> tuple[Header, Arrays]:
    snapshot = moment.snapshot
    header: Header = {
        "kind": "board",
        "made": time.time(),
        "full": False,
        "version": moment.version,
        "key": _key(moment),
        "epoch": snapshot.epoch,
        "last": moment.last,
        "part": moment.part,
        "scores": {"loss": [snapshot.train_loss, snapshot.test_loss], "accuracy": _accuracies(moment)},
        "inputs": list(moment.inputs),
        "probe": moment.probe,
        "problem": moment.problem,
    }
    arrays = values(moment.experiment.network, moment.theta, trace)
    if not moment.problem:
        arrays |= _answers(pictures(moment)) | {"curve": _curve(moment.curves)}
    return header, arrays


def _key(moment: Moment) -> str:
    """Of the backdrop: changes whenever it does, "" without one."""
    if moment.problem:
        return ""
    network, dataset = moment.experiment.network, moment.dataset
    columns = columns_within(dataset, moment.columns)
    return f"{hash(dataset.data)} {network.activations[-1]} {network.output_names} {columns}"


def _accuracies(moment: Moment) -> list[float] | None:
    """Of training and of held-out rows; None where values are predicted."""
    if moment.problem or moment.dataset.task == "regression":
        return None
    return [moment.snapshot.train_accuracy, moment.snapshot.test_accuracy]


def _answers(pictures: Arrays) -> Arrays:
    """field: (SIZE, SIZE) of a single output; levels: (outputs, side, side) of several; line as it is."""
    if "field" not in pictures:
        return pictures
    field = pictures["field"]
    if len(field) == 1:
        return {"field": field[0]}
    return {"levels": _smaller(field, FEWER if len(field) <= FEW_CLASSES else FEWEST)}


def _smaller(field: Array, side: int) -> Array:
    """A picture with fewer points along each side, evenly chosen and both ends included."""
    places = np.linspace(0, field.shape[-1] - 1, side).round().astype(int)
    return field[..., places[:, None], places]


def _curve(curves: Curves) -> Array:
    """(points, 3) float32: epoch, training loss, held-out loss; evenly thinned, and always with the last one."""
    table = np.column_stack([curves.epoch, curves.train_loss, curves.test_loss])
    every = 1
    while len(table) > every * (MOST_CURVE - 1):
        every *= 2
    return np.vstack([table[:-1:every], table[-1:]]).astype(np.float32)


def _backdrop(moment: Moment, dataset: Dataset, columns: tuple[int, int]) -> Header:
    """range: of both axes. span: the answers in full colours, its ends."""
    single = len(dataset.raw_names) == 1
    spans = [dataset.range[column].tolist() for column in columns[: 1 if single else 2]]
    return {
        "range": [*spans, target_span(dataset)] if single else spans,
        "names": axis_names(dataset, columns),
        "classes": list(dataset.classes),
        "task": dataset.task,
        "span": list(answer_span(moment.experiment.network, dataset)),
        "held": [name for place, name in enumerate(dataset.raw_names) if place not in columns],
    }


def _points(dataset: Dataset, columns: tuple[int, int]) -> Arrays:
    """points: (rows, 2), labels: (rows,) class numbers or values, both float32; tested: (rows,) 1 for held-out rows."""
    rows = drawn_rows(dataset)
    rows = rows[:: -(-len(rows) // MOST_POINTS)]
    return {
        "points": positions(dataset, columns)[rows].astype(np.float32),
        "labels": dataset.labels[rows].astype(np.float32),
        "tested": (~np.isin(rows, dataset.train)).astype(np.uint8),
    }


# -------------------------------------------------------------------- many small boards


@dataclass(frozen=True)
class WallBoard:
    """A seat on the wall. session: None without a board of its own. mission: whether it is done, if there is one."""

    seat: int
    nickname: str
    session: Session | None
    mission: bool | None = None


def seat_board(seat: int, nickname: str, session: Session | None) -> WallBoard:
    """A seat with its own board, and with whether the mission that a teacher has prepared is done there."""
    with_mission = session is not None and session.prepared.mission is not None
    return WallBoard(seat, nickname, session, session.accomplished if session and with_mission else None)


_pictures_of: "WeakKeyDictionary[Session, Pictures]" = WeakKeyDictionary()
_drawing_minis = Lock()


def mini_frame(session: Session, mission: bool | None = None) -> tuple[Header, Arrays]:
    """A board as small as a stamp: header and arrays.

    field: (MINI, MINI) uint8, shades as in the large one; of several classes their numbers, and of data with a single
    column the line as 255 on 128. Missing where there is a problem. need: see `need_of`.
    """
    with _drawing_minis:
        moment = moment_of(session)
        pictures = _pictures_of.setdefault(session, Pictures())
        shown = {} if moment.problem else pictures(moment)
    accuracies = _accuracies(moment)
    header = {
        "epoch": moment.snapshot.epoch,
        "loss": moment.snapshot.train_loss,
        "accuracy": float(accuracies[0]) if accuracies else None,
        "mission": mission,
        "need": need_of(moment, mission),
        "classes": len(shown["field"]) if "field" in shown and len(shown["field"]) > 1 else 0,
    }
    return header, {"field": _mini_field(shown, moment.dataset)} if shown else {}


def _mini_field(shown: Arrays, dataset: Dataset) -> Array:
    if "line" in shown:
        return _mini_line(shown["line"], *target_span(dataset))
    field = _smaller(shown["field"], MINI)
    return field[0] if len(field) == 1 else field.argmax(axis=0).astype(np.uint8)


def _mini_line(line: Array, low: float, high: float) -> Array:
    """A line over a single column as a picture; its first row is the top."""
    picture = np.full((MINI, MINI), 128, np.uint8)
    across = np.linspace(0, len(line) - 1, MINI).round().astype(int)
    up = (high - line[across].astype(float)) / (high - low) * (MINI - 1)
    seen = np.isfinite(up) & (up > -0.5) & (up < MINI - 0.5)
    picture[up[seen].round().astype(int), np.arange(MINI)[seen]] = 255
    return picture


def need_of(moment: Moment, mission: bool | None = None) -> int:
    """How much somebody needs the teacher: 0 not yet started, 1 the loss is none or stands still, 2 the mission isn't
    done, 3 all is well."""
    snapshot, curves = moment.snapshot, moment.curves
    if moment.problem or snapshot.diverged or not np.isfinite(snapshot.train_loss):
        return 1
    if snapshot.epoch == 0:
        return 0
    if mission is not True and not snapshot.train_accuracy >= GOOD and _stands_still(curves):
        return 1
    return 2 if mission is False else 3


def _stands_still(curves: Curves) -> bool:
    """Whether the training loss hasn't fallen in the last BACK epochs, or in the second half of a shorter run."""
    since = curves.epoch[-1] - min(BACK, curves.epoch[-1] / 2)
    earlier = curves.train_loss[np.searchsorted(curves.epoch, since, "right") - 1]
    return bool(len(curves.epoch) > 2 and curves.train_loss[-1] >= STILL * earlier)


def wall_frame(boards: Sequence[WallBoard]) -> bytes:
    """All boards in one frame, who needs the teacher most first: the field of number n is the array field_n."""
    minis = [(board, *_mini_of(board)) for board in boards]
    minis.sort(key=lambda mini: (mini[1]["need"], mini[0].nickname.casefold()))
    listed = [{"seat": board.seat, "nickname": board.nickname} | header for board, header, _ in minis]
    fields = {f"field_{number}": arrays["field"] for number, (_, _, arrays) in enumerate(minis) if arrays}
    return pack({"kind": "wall", "boards": listed}, fields)


def _mini_of(board: WallBoard) -> tuple[Header, Arrays]:
    if board.session is not None:
        return mini_frame(board.session, board.mission)
    nothing = {"epoch": None, "loss": None, "accuracy": None, "mission": board.mission, "need": 0, "classes": 0}
    return nothing, {}
