"""Sessions as links: what is on screen, the experiment and the weights shown, as text for an address.

A link may be forged: it is checked field by field. One of a newer version opens as far as it can be understood.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nncore.data import Data
from nncore.data.shelf import MissingTable
from nncore.data.table import Table
from nncore.edits import checked_value
from nncore.experiment import Experiment
from nncore.history import History
from nncore.serialize import from_link, to_link
from nncore.settings import MOST_EPOCHS
from ui.core.prepared import FRESH, GIVEN, Prepared, prepared_from
from ui.core.session import Awaited, Opened, Session
from ui.lessons.own import LONGEST_OWN

Spec = dict[str, Any]

VERSION = 1
"""Of what links and files hold; written once it is more than 1."""
PAGES = ("draw", "data", "train", "metrics", "inspect", "forward", "activations", "descent", "backprop", "learn")
"""Pages a link can open."""
LONGEST_ADDRESS = 8_000
"""Characters of a link that the address bar shows."""
MOST_ADDRESSED = 1_000
"""Weights of which an address is made; more would be too long for it."""
LONGEST_NAME, MOST_VIEWS = 40, 10
SEEDS = 1_000_000
"""Seeds of which one is drawn for each student."""
KNOWN = frozenset(
    {"v", "experiment", "inputs", "epoch", "weights", "page", "columns", "probe", "view", "prepared", "lesson"}
)
NO_SESSION = "this is no saved session; use a link or a file made here"


def link_of(session: Session, page: str = "", view: Mapping[str, str] | None = None) -> str:
    """What is on screen as text for a URL. Raises ValueError where it is too large for one.

    page: where it opens. view: what is open there, names of choices → what is chosen.
    """
    with session.lock:
        return to_link(linked(session) | ({"page": page} if page else {}) | ({"view": dict(view)} if view else {}))


def address_of(session: Session) -> str:
    """The link that the address bar shows, "" where there is nothing to share or it is too long for one."""
    if session.theta.size > MOST_ADDRESSED or (session.fresh and not session.origin):
        return ""
    try:
        link = link_of(session)
    except ValueError:
        return ""
    return link if len(link) <= LONGEST_ADDRESS else ""


def linked(session: Session) -> Spec:
    """What a link holds, as JSON values: experiment, inputs, the plane, and once trained the epoch and its weights."""
    if session.awaits and session.awaits.link and session.fresh:
        return session.awaits.link
    spec: Spec = {"experiment": session.experiment.to_dict(), "inputs": list(session.inputs)}
    if not session.shows_first_weights:
        spec |= {"epoch": session.position, "weights": session.theta.tolist()}
    if session.columns != (0, 1):
        spec["columns"] = list(session.columns)
    spec |= {"probe": list(session.probe)} if session.probe else {}
    return spec | ({"prepared": session.prepared.to_dict()} if session.prepared else {})


def opened_from_link(link: str) -> Opened:
    """Where the session of a link goes on; ValueError for anything else."""
    opened = with_first_weights(opened_from(from_link(link)))
    awaits = opened.awaits and replace(opened.awaits, opened=lambda: opened_from_link(link))
    return replace(opened, origin=link, awaits=awaits)


def prepared_link(session: Session, prepared: Prepared, page: str = "", view: Mapping[str, str] | None = None) -> str:
    """The link that students get: what is on screen, with what is prepared for them. ValueError as link_of."""
    with session.lock:
        spec = linked(session) | {"prepared": prepared.to_dict()}
    if prepared.first != GIVEN:
        for name in ("epoch", "weights"):
            spec.pop(name, None)
        spec["experiment"] = {name: value for name, value in spec["experiment"].items() if name != "theta"}
    return to_link(spec | ({"page": page} if page else {}) | ({"view": dict(view)} if view else {}))


def lesson_link(session: Session, text: str) -> str:
    """The link of an own lesson, which opens it on Learn. ValueError where it is too large for one."""
    with session.lock:
        return to_link(linked(session) | {"lesson": text, "page": "learn"})


def with_first_weights(opened: Opened) -> Opened:
    """Where whoever opens a prepared link begins: first weights that are free are drawn now, and from then on given."""
    prepared = opened.prepared
    if prepared.first == GIVEN or opened.awaits:
        return opened
    experiment = opened.history.experiment_at(opened.snapshot.epoch)
    seed = secrets.randbelow(SEEDS) if prepared.first == FRESH else experiment.seed
    history = History(replace(experiment, seed=seed, theta=None))
    return replace(opened, history=history, snapshot=history.near(0), prepared=replace(prepared, first=GIVEN))


def left_out(session: Session) -> Table | None:
    """The table that a link to what is shown names but doesn't hold; None where it holds all."""
    data = session.experiment.data
    return None if data.is_linkable else data.table


def opened_from(spec: Any) -> Opened:
    """Where the session goes on that `linked` described; ValueError for anything else."""
    if not isinstance(spec, dict) or "experiment" not in spec:
        raise ValueError(NO_SESSION)
    version = version_of(spec.get("v", 1))
    unknown = sorted(map(str, set(spec) - KNOWN))
    if unknown and version <= VERSION:
        raise ValueError(NO_SESSION)
    spec = {name: value for name, value in spec.items() if name in KNOWN}
    try:
        opened = _opened_or_awaiting(spec)
    except MissingTable:
        raise
    except ValueError as error:
        raise ValueError(f"{newer(version)}{error}") from None
    if not unknown:
        return opened
    names = ", ".join(name[:LONGEST_NAME] for name in unknown[:MOST_VIEWS])
    return replace(opened, note=f"{newer(version)}left out here: {names}")


def version_of(value: Any) -> int:
    """The version that a link or a file says it has."""
    if type(value) is not int or not 1 <= value < 1_000_000:
        raise ValueError(NO_SESSION)
    return value


def newer(version: int) -> str:
    """How a sentence about something of a newer version begins; "" for this one and older ones."""
    return f"it was made by a newer version of Netsketch ({version}; this one reads up to {VERSION}): " * (
        version > VERSION
    )


def without_table(experiment: Spec) -> Spec:
    """The experiment with the rows that every visit begins with."""
    return experiment | {"data": Data().to_dict()}


def _opened_or_awaiting(spec: Spec) -> Opened:
    try:
        return _opened(spec)
    except MissingTable as missing:
        plain = spec | {"experiment": without_table(spec["experiment"])}
        return replace(_opened(plain), awaits=Awaited(missing.named, lambda: _opened(spec), spec))


def _opened(spec: Spec) -> Opened:
    experiment = Experiment.from_dict(spec["experiment"])
    epoch, page = spec.get("epoch", 0), spec.get("page", "")
    if type(epoch) is not int or not 0 <= epoch <= MOST_EPOCHS:
        raise ValueError(f"epoch is {str(epoch)[:40]}; use a whole number from 0")
    if page and page not in PAGES:
        raise ValueError(f"unknown page {str(page)[:40]!r}; choose from {', '.join(PAGES)}")
    theta = replace(experiment, theta=spec["weights"]).first_theta() if "weights" in spec else None
    history = History(experiment, theta, epoch)
    return Opened(
        history,
        history.near(epoch),
        inputs=inputs_from(spec.get("inputs")),
        columns=columns_from(spec.get("columns", [0, 1])),
        probe=probe_from(spec.get("probe")),
        page=page,
        view=view_from(spec.get("view", {})),
        prepared=prepared_from(spec.get("prepared")),
        lesson=_lesson(spec.get("lesson", "")),
    )


# -------------------------------------------------------------------- parts that records have as well


def inputs_from(spec: Any) -> tuple[float, ...] | None:
    if spec is None:
        return None
    if not isinstance(spec, list):
        raise ValueError(f"inputs are {str(spec)[:40]!r}; use a list of numbers")
    return tuple(checked_value(value) for value in spec)


def columns_from(spec: Any) -> tuple[int, int]:
    """The two columns that span the plane."""
    sound = isinstance(spec, list) and len(spec) == 2 and all(type(one) is int and 0 <= one < 1_000_000 for one in spec)
    if not sound:
        raise ValueError(f"columns are {str(spec)[:40]!r}; use two numbers of columns")
    return spec[0], spec[1]


def probe_from(spec: Any) -> tuple[float, float] | None:
    """A place on the plane."""
    if spec is None:
        return None
    if not isinstance(spec, list) or len(spec) != 2:
        raise ValueError(f"probe is {str(spec)[:40]!r}; use two numbers")
    return checked_value(spec[0]), checked_value(spec[1])


def _lesson(spec: Any) -> str:
    """Markdown; what it says is checked where it is read."""
    if not isinstance(spec, str) or len(spec) > LONGEST_OWN:
        raise ValueError(f"the lesson in it is no text of at most {LONGEST_OWN:,} characters")
    return spec


def view_from(spec: Any) -> dict[str, str]:
    """What is open on a page: names of choices and what is chosen."""
    texts = [*spec, *spec.values()] if isinstance(spec, dict) and len(spec) <= MOST_VIEWS else [None]
    if not all(isinstance(text, str) and len(text) <= LONGEST_NAME for text in texts):
        raise ValueError(f"view is {str(spec)[:40]!r}; use names of choices and what is chosen")
    return dict(spec)
