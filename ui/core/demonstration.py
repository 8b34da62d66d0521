"""Demonstrations: saved states in an order, each with a title and a note for who presents, as a file and as a link.

A demonstration may be forged: it is checked field by field, and its size first. A checkpoint holds a whole run with its
learning curves, as a saved file does; of a long one, what a link holds.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nncore.data.table import Table
from nncore.saved import data_of, text_size
from nncore.serialize import from_link, parsed, to_link
from ui.core.classroom.questions import Question, question_of
from ui.core.files import packed_tables, readable, unpacked_tables, writable
from ui.core.links import PAGES as HOLDING_WORK
from ui.core.links import linked, view_from
from ui.core.saving import opened_from_parts, parts_of
from ui.core.session import Opened, Session

Spec = dict[str, Any]

VERSION = 1
"""Of what files and links hold."""
EXTENSION = ".netsketch-demo.json"
MOST_FILE = 40_000_000
"""Bytes of a file that is written or read."""
MOST_KEPT = 1_000_000
"""Characters that a browser's tab keeps."""
MOST_RUN = 100_000
"""Characters of a run; of a longer one the place shown is saved, without the way there."""
MOST_CHECKPOINTS, MOST_QUESTIONS = 60, 10
"""Of a demonstration, and of each checkpoint."""
LONGEST_TITLE, LONGEST_NOTE = 80, 2_000
PAGES = ("home", *HOLDING_WORK, "learn", "glossary")
"""Pages on which a checkpoint can be made."""
KNOWN = frozenset({"netsketch_demo", "title", "checkpoints", "tables"})
KNOWN_OF_CHECKPOINT = frozenset({"title", "note", "page", "view", "state", "questions"})
KNOWN_OF_QUESTION = frozenset({"kind", "text", "value", "tolerance", "choices", "right"})
NO_DEMONSTRATION = f"this is no demonstration; open one that was saved here, which ends in {EXTENSION}"


@dataclass(frozen=True)
class Checkpoint:
    """A saved state. note: for who presents alone. page: where it was made; view: what was open there, name → choice.

    state: the run with the place on it, as JSON. questions: what to ask a class here.
    """

    title: str
    note: str
    page: str
    view: tuple[tuple[str, str], ...]
    state: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Demonstration:
    """Checkpoints in the order in which they are shown."""

    title: str = ""
    checkpoints: tuple[Checkpoint, ...] = ()


# -------------------------------------------------------------------- checkpoints


def checkpoint_of(session: Session, page: str, view: Mapping[str, str], title: str = "", note: str = "") -> Checkpoint:
    """What is on screen as a checkpoint. title: "" takes one from the state."""
    with session.lock:
        title = title.strip() or usual_title(session)
        state = _state_of(session)
    spec = {"title": title, "note": note, "page": page if page in PAGES else PAGES[0], "view": dict(view)}
    return _checkpoint(spec | {"state": json.loads(_text_of(state))})


def _state_of(session: Session) -> Spec:
    if session.awaits or text_size(session.history) > MOST_RUN:
        return _place_of(session)
    still, moving = parts_of(session)
    return {"still": still, "moving": moving}


def _place_of(session: Session) -> Spec:
    """The place shown, without the way there."""
    return {"still": {}, "moving": {"link": linked(session)}}


def usual_title(session: Session) -> str:
    """How a checkpoint is called whose maker says nothing."""
    epoch = f"epoch {session.position:,}" if session.position else "not trained yet"
    return f"{session.experiment.data.name[: LONGEST_TITLE // 2]}, {epoch}"


def opened_at(checkpoint: Checkpoint) -> Opened:
    """Where the session goes on at a checkpoint."""
    return _opened(json.loads(checkpoint.state))


def _opened(state: Any) -> Opened:
    if not isinstance(state, dict):
        raise ValueError(f"its state is {str(state)[:40]!r}; use an object with still and moving")
    _only(state, frozenset({"still", "moving"}), "a state")
    return opened_from_parts(state.get("still"), state.get("moving"))


def prepared_questions(demonstration: Demonstration, place: int) -> list[Spec]:
    """All questions as the teacher's page of a class offers them. here: whether it belongs to the checkpoint shown."""
    return [
        {"title": one.title, "here": number == place, "question": question.to_spec()}
        for number, one in enumerate(demonstration.checkpoints)
        for question in one.questions
    ]


# -------------------------------------------------------------------- changes of the list


def added(demonstration: Demonstration, checkpoint: Checkpoint, place: int) -> Demonstration:
    """With one more checkpoint, which gets this place. Raises ValueError where there are too many."""
    found = demonstration.checkpoints
    if len(found) >= MOST_CHECKPOINTS:
        raise ValueError(f"a demonstration has at most {MOST_CHECKPOINTS} checkpoints; delete one first")
    return replace(demonstration, checkpoints=(*found[:place], checkpoint, *found[place:]))


def deleted(demonstration: Demonstration, place: int) -> Demonstration:
    found = demonstration.checkpoints
    return replace(demonstration, checkpoints=found[:place] + found[place + 1 :])


def moved(demonstration: Demonstration, place: int, to: int) -> Demonstration:
    """With a checkpoint at another place; the others make room."""
    return added(deleted(demonstration, place), demonstration.checkpoints[place], to)


def named(demonstration: Demonstration, place: int, title: str, note: str) -> Demonstration:
    """With another title and note of a checkpoint; an empty title leaves the old one."""
    old = demonstration.checkpoints[place]
    title = _line("title", title, LONGEST_TITLE) or old.title
    return replaced(demonstration, place, replace(old, title=title, note=_text("note", note, LONGEST_NOTE)))


def replaced(demonstration: Demonstration, place: int, checkpoint: Checkpoint) -> Demonstration:
    found = demonstration.checkpoints
    return replace(demonstration, checkpoints=(*found[:place], checkpoint, *found[place + 1 :]))


def titled(demonstration: Demonstration, title: str) -> Demonstration:
    return replace(demonstration, title=_line("title", title, LONGEST_TITLE))


# -------------------------------------------------------------------- as a file, as a link, in a tab


def file_of(demonstration: Demonstration) -> bytes:
    """A demonstration as a file, with its large tables. Raises ValueError where it would be too large."""
    tables = _large_tables(demonstration)
    spec = _spec(demonstration) | ({"tables": packed_tables(tables)} if tables else {})
    return writable(_text_of(spec).encode(), MOST_FILE, "delete checkpoints, or make two demonstrations")


def demonstration_in(content: bytes) -> Demonstration:
    """The demonstration that `file_of` wrote; ValueError for anything else."""
    return _checked(parsed(readable(content, MOST_FILE)), unpacked_tables)


def link_of(demonstration: Demonstration) -> str:
    """A demonstration as text for a URL, without its large tables; where they are too long, without whole runs.

    Raises ValueError where it is still too long for one.
    """
    try:
        return to_link(_spec(demonstration))
    except ValueError:
        return to_link(_spec(replace(demonstration, checkpoints=tuple(map(_without_run, demonstration.checkpoints)))))


def _without_run(checkpoint: Checkpoint) -> Checkpoint:
    opened = opened_at(checkpoint)
    session = Session(opened.history.experiment_at(opened.snapshot.epoch))
    session.open(opened)
    return replace(checkpoint, state=_text_of(_place_of(session)))


def demonstration_from_link(link: str) -> Demonstration:
    """The demonstration that `link_of` packed; ValueError for anything else."""
    return _checked(from_link(link), _no_tables)


def text_of(demonstration: Demonstration) -> str:
    """A demonstration as a browser's tab keeps it; "" where there is nothing to keep, or too much."""
    text = _text_of(_spec(demonstration)) if demonstration != Demonstration() else ""
    return text if len(text) <= MOST_KEPT else ""


def demonstration_from_text(text: Any) -> Demonstration:
    """The demonstration that a tab kept; ValueError for anything else."""
    if not isinstance(text, str) or len(text) > MOST_KEPT:
        raise ValueError(NO_DEMONSTRATION)
    return _checked(parsed(text.encode(errors="replace")), _no_tables)


def _text_of(spec: Spec) -> str:
    return json.dumps(spec, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _spec(demonstration: Demonstration) -> Spec:
    checkpoints = [
        {
            "title": one.title,
            "note": one.note,
            "page": one.page,
            "view": dict(one.view),
            "state": json.loads(one.state),
        }
        | ({"questions": [question.to_spec() for question in one.questions]} if one.questions else {})
        for one in demonstration.checkpoints
    ]
    return {"netsketch_demo": VERSION, "title": demonstration.title, "checkpoints": checkpoints}


def _large_tables(demonstration: Demonstration) -> dict[str, Table]:
    """The tables that no link holds and that are on this server, by their keys."""
    data = [one for checkpoint in demonstration.checkpoints for one in data_of(opened_at(checkpoint).history)]
    return {one.table.key: one.table for one in data if one.table is not None and not one.is_linkable}


# -------------------------------------------------------------------- what is read


def _checked(spec: Spec | None, tables_of: Callable[[Any], list[Table]]) -> Demonstration:
    if spec is None or "netsketch_demo" not in spec:
        raise ValueError(NO_DEMONSTRATION)
    version = spec["netsketch_demo"]
    if type(version) is not int or not 1 <= version < 1_000_000:
        raise ValueError(NO_DEMONSTRATION)
    if version > VERSION:
        raise ValueError(
            f"it was made by a newer version of Netsketch ({version}; this one reads up to {VERSION}); "
            "open it there, or save it there again in the older form"
        )
    _only(spec, KNOWN, "a demonstration")
    found = spec.get("checkpoints")
    if not isinstance(found, list) or len(found) > MOST_CHECKPOINTS:
        raise ValueError(f"checkpoints are {str(found)[:40]!r}; use a list of at most {MOST_CHECKPOINTS}")
    tables = tables_of(spec.get("tables", {}))  # named here so that they stay until the states have them
    checkpoints = tuple(_numbered(number, one) for number, one in enumerate(found, 1))
    del tables
    return Demonstration(_line("title", spec.get("title", ""), LONGEST_TITLE), checkpoints)


def _no_tables(spec: Any) -> list[Table]:
    if spec != {}:
        raise ValueError(NO_DEMONSTRATION)
    return []


def _numbered(number: int, spec: Any) -> Checkpoint:
    try:
        return _checkpoint(spec)
    except ValueError as error:
        raise ValueError(f"checkpoint {number}: {error}") from None


def _checkpoint(spec: Any) -> Checkpoint:
    if not isinstance(spec, dict):
        raise ValueError(f"it is {str(spec)[:40]!r}; use an object with title and state")
    _only(spec, KNOWN_OF_CHECKPOINT, "a checkpoint")
    title = _line("title", spec.get("title", ""), LONGEST_TITLE)
    if not title:
        raise ValueError("it has no title; give it one")
    page = spec.get("page", PAGES[0])
    if page not in PAGES:
        raise ValueError(f"unknown page {str(page)[:40]!r}; choose from {', '.join(PAGES)}")
    _opened(spec.get("state"))
    note, view = _text("note", spec.get("note", ""), LONGEST_NOTE), view_from(spec.get("view", {}))
    questions = _questions(spec.get("questions", []))
    return Checkpoint(title, note, page, tuple(view.items()), _text_of(spec["state"]), questions)


def _questions(found: Any) -> tuple[Question, ...]:
    if not isinstance(found, list) or len(found) > MOST_QUESTIONS:
        raise ValueError(f"questions are {str(found)[:40]!r}; use a list of at most {MOST_QUESTIONS}")
    for spec in found:
        if isinstance(spec, dict):
            _only(spec, KNOWN_OF_QUESTION, "a question")
    return tuple(map(question_of, found))


def _only(spec: Spec, known: frozenset[str], what: str) -> None:
    if unknown := sorted(map(str, set(spec) - known)):
        raise ValueError(f"unknown part {unknown[0][:40]!r} of {what}; take it out")


def _text(name: str, value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"{name} is {str(value)[:40]!r}; use a text of at most {longest:,} characters")
    return value


def _line(name: str, value: Any, longest: int) -> str:
    """A text on one line."""
    return " ".join(_text(name, value, longest).split())
