"""Sessions as records, from which a browser's tab goes on.

A record holds the whole run, with its curves, the optimiser's state and every epoch; the tab keeps it
(ui/link/storage.js) and gives it back after a reload or a restart of the server. It may be forged: it is checked field
by field.
"""

import json
import secrets
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from nncore.data.shelf import MissingTable
from nncore.experiment import Experiment
from nncore.history import History
from nncore.saved import (
    NOT_SAVED,
    branches_part,
    data_of,
    growing_part,
    history_from,
    progress_from,
    progress_spec,
    snapshot_from,
    snapshot_spec,
    still_part,
    text_size,
)
from ui.core.links import address_of, columns_from, inputs_from, linked, opened_from, probe_from, without_table
from ui.core.prepared import prepared_from
from ui.core.session import Awaited, Opened, Session, same
from ui.link import tables

Spec = dict[str, Any]

SESSION = "session"
"""Name under which a tab keeps the visitor's session, beside drawings of lessons."""
MOST_TEXT = 3_000_000
"""Characters of a record; a tab's storage holds about five million."""
LONGEST_NAME = 200
NO_RECORD = "what this tab kept can't be read; the page begins anew"


# -------------------------------------------------------------------- records


class Record:
    """What a browser's tab keeps of a session, in two parts, as most of it stands still while it trains."""

    def __init__(self) -> None:
        self._moving_of: tuple[Any, ...] = ()
        self._still_of: tuple[Any, ...] = ()
        self._moving, self._still, self._key = "", "", ""
        self._number, self._before = 0, ""
        self._still_before = ("", "")
        self._data: tuple[Any, ...] = ()
        self._data_text = ""
        self._address = ""

    def spec(self, session: Session, have: str | None, number: int | None) -> Spec:
        """What a tab that has the still part `have` and the moving part `number` needs.

        Both parts mostly begin as the ones before: `shared` says how many characters stay of the moving part `after`,
        `still_shared` of the still part `still_after`.
        """
        if not same(session.state, self._moving_of):
            self._before = self._moving
            self._number += 1
            self._update(session)
            self._address = address_of(session)
        spec: Spec = {
            "visit": session.visit,
            "origin": session.origin,
            "fresh": session.fresh,
            "address": self._address,
            "key": self._key,
            "number": self._number,
        }
        if large := session.large_tables:
            spec |= {"tables": list(large), "desk": tables.register(session)}
        known = {self._number: self._moving, self._number - 1: self._before}.get(number or 0, "")
        if have == self._key and known:
            shared = _shared(known, self._moving)
            return spec | {"after": number, "shared": shared, "moving": self._moving[shared:]}
        spec["moving"] = self._moving
        if self._key == have:
            return spec
        before, text = self._still_before
        if not have or have != before:
            return spec | {"still": self._still}
        shared = _shared(text, self._still)
        return spec | {"still_after": have, "still_shared": shared, "still": self._still[shared:]}

    def _update(self, session: Session) -> None:
        history = session.history
        if text_size(history) > MOST_TEXT or session.awaits:
            self._keep_place(session)
            return
        still_of = (history.chain, history.left_behind)
        if not same(still_of, self._still_of):
            self._still_before = (self._key, self._still)
            self._still_of, self._key, self._still = still_of, secrets.token_hex(4), self._still_text(history)
        self._moving_of, self._moving = session.state, _text(_moving(session))
        if len(self._still) + len(self._moving) > MOST_TEXT:
            self._keep_place(session)

    def _still_text(self, history: History) -> str:
        """The text of nncore.saved.still_part; that of the data, which may be large, is made once."""
        data = tuple(data_of(history))
        if not same(data, self._data):
            self._data, self._data_text = data, _text([one.to_dict() for one in data])
        return f'{{"data":{self._data_text},{_text(branches_part(history))[1:]}'

    def _keep_place(self, session: Session) -> None:
        """What is on screen, without the way there, which would be too much."""
        self._still_of, self._key, self._still = (), secrets.token_hex(4), ""
        spec = {"link": linked(session), "mission": session.mission}
        self._moving_of, self._moving = session.state, _text(spec)


_RECORDS: WeakKeyDictionary[Session, Record] = WeakKeyDictionary()


def record_of(session: Session, have: str | None = None, number: int | None = None) -> Spec | None:
    """The record of a session as a frame carries it; None while nothing was done that could be lost.

    have, number: of the still and of the moving part that the tab has, which are not sent again; see Record.spec.
    """
    with session.lock:
        if session.fresh and not session.origin:
            return None
        if session.awaits and not session.awaits.link and not session.can_undo:
            return None  # what the tab has is whole, and this isn't
        return _RECORDS.setdefault(session, Record()).spec(session, have, number)


def _shared(one: str, other: str) -> int:
    """How many characters two texts of ASCII begin with in common."""
    length = min(len(one), len(other))
    first, second = (np.frombuffer(text[:length].encode(), np.uint8) for text in (one, other))
    differs = np.flatnonzero(first != second)
    return int(differs[0]) if len(differs) else length


def _text(spec: Any) -> str:
    return json.dumps(spec, separators=(",", ":"))


def _moving(session: Session) -> Spec:
    history, snapshot, progress = session.history, session.snapshot, session.progress
    spec: Spec = {
        "run": growing_part(history),
        "sample": session.sample,
        "inputs": list(session.inputs),
        "columns": list(session.columns),
        "probe": session.probe,
    }
    if snapshot is not history.chain[-1].last:
        spec["shown"] = snapshot_spec(snapshot, session.experiment)
    if progress:
        spec["progress"] = progress_spec(progress)
    if session.mission:
        spec["mission"] = session.mission
    return spec | preparation(session)


def preparation(session: Session) -> Spec:
    """What a teacher has prepared, and whether the mission is done; {} where nothing is."""
    if not session.prepared:
        return {}
    return {"prepared": session.prepared.to_dict(), "accomplished": session.accomplished}


def preparation_from(moving: Spec) -> dict[str, Any]:
    """The fields of Opened that `preparation` gives."""
    prepared = prepared_from(moving.get("prepared"))
    return {"prepared": prepared, "accomplished": bool(prepared and moving.get("accomplished") is True)}


def opened_from_record(spec: Any) -> Opened:
    """Where the session of a record goes on; ValueError for anything else."""
    try:
        still, moving, origin = spec["still"], spec["moving"], spec["origin"]
        if len(still) + len(moving) > MOST_TEXT or not isinstance(origin, str):
            raise ValueError(NO_RECORD)
        opened = opened_from_parts(*(json.loads(text) if text else {} for text in (still, moving)))
    except (KeyError, TypeError, AttributeError, RecursionError, json.JSONDecodeError):
        raise ValueError(NO_RECORD) from None
    awaits = opened.awaits and replace(opened.awaits, opened=lambda: opened_from_record(spec))
    return replace(opened, origin=origin, kept=awaits is None, awaits=awaits)


def parts_of(session: Session) -> tuple[Spec, Spec]:
    """A whole run as JSON values: what stands still while it trains, and what doesn't."""
    return still_part(session.history), _moving(session)


def opened_from_parts(still: Any, moving: Any) -> Opened:
    """Where the session goes on that `parts_of` gives, or that is kept without the way there; ValueError else."""
    try:
        opened = opened_from(moving["link"]) if "link" in moving else _opened_whole_or_drawing(still, moving)
        return replace(opened, mission=str(moving.get("mission", ""))[:LONGEST_NAME])
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise ValueError(NOT_SAVED) from None


def _opened_whole_or_drawing(still: Spec, moving: Spec) -> Opened:
    try:
        return _opened(still, moving)
    except MissingTable as missing:
        return replace(_drawing(moving), awaits=Awaited(missing.named, lambda: _opened(still, moving)))


def _drawing(moving: Spec) -> Opened:
    """The drawing and the weights that were shown, without the rows they were trained on."""
    run = moving["run"]
    experiment = Experiment.from_dict(without_table(run["experiment"]))
    snapshot = snapshot_from(moving.get("shown") or run.get("last") or run["start"], experiment)
    history = History(experiment, snapshot.theta, snapshot.epoch)
    inputs = inputs_from(moving["inputs"])
    return Opened(history, history.near(snapshot.epoch), inputs=inputs, **preparation_from(moving))


def _opened(still: Spec, moving: Spec) -> Opened:
    history = history_from(still, moving["run"])
    last = history.chain[-1]
    snapshot = last.last
    if "shown" in moving:
        epoch = moving["shown"]["epoch"]
        snapshot = snapshot_from(moving["shown"], history.experiment_at(epoch))
    if not history.first <= snapshot.epoch <= history.last:
        raise ValueError(NOT_SAVED)
    progress = progress_from(moving["progress"], snapshot, history) if "progress" in moving else None
    return Opened(
        history,
        snapshot,
        progress,
        _sample(moving["sample"], snapshot, progress, history),
        inputs_from(moving["inputs"]),
        columns_from(moving["columns"]),
        probe_from(moving["probe"]),
        **preparation_from(moving),
    )


def _sample(spec: Any, snapshot: Any, progress: Any, history: History) -> int:
    sample = _whole(spec)
    if not sample:
        return 0
    trainer = history.trainer(history.experiment_at(snapshot.epoch))
    rows = trainer.rows(snapshot.epoch + 1, progress.batch if progress else 0)
    return min(sample, len(rows) - 1)


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1_000_000:
        raise ValueError(NOT_SAVED)
    return value
