"""Takes a file that a visitor drops or chooses: a saved session, a network from another program, or data."""

import base64
import binascii
from typing import Any

from nncore.sentences import sentence
from ui.core.demonstration import demonstration_in
from ui.core.files import saved_in
from ui.core.opening import bring_network, kind_of
from ui.names import markdown
from ui.streamlit import data_source, presenter, progress
from ui.streamlit.visitor import go_to, refuse, session, tell, widgets_anew

FOR_UNDO = "Undo on Draw or Train brings back what was here."
LONGEST_NAME = 80


def open_file(name: str, content: bytes) -> str:
    """Go on with a file, and say so; returns why it can't be opened, or "". What was there stays then."""
    name = name[:LONGEST_NAME] or "the file"
    try:
        return OPENED[kind_of(name, content)](name, content)
    except ValueError as error:
        return f"“{name}” can't be opened: {error}"


def open_dropped(dropped: Any) -> None:
    """Go on with what ui/link/drop.js sends: {name, content in base64}, or {refused}."""
    if not isinstance(dropped, dict):
        return
    if isinstance(dropped.get("refused"), str):
        refuse(dropped["refused"][:200])
        return
    try:
        content = base64.b64decode(dropped.get("content", ""), validate=True)
    except (binascii.Error, TypeError, ValueError):
        return
    if reason := open_file(str(dropped.get("name", "")), content):
        refuse(reason)


def _session(name: str, content: bytes) -> str:
    saved = saved_in(content)
    opened = saved.opened
    session().become(opened)
    progress.restore(saved.lessons)
    widgets_anew()
    epoch = opened.snapshot.epoch
    words = f"epoch {epoch:,} of its run" if epoch else "not trained yet"
    notes = [sentence(str(note)) for note in (opened.note, opened.awaits or "") if note]
    tell(markdown(" ".join([f"“{name}” is open, {words}.", *notes, FOR_UNDO])), ":material/file_open:")
    return ""


def _demonstration(name: str, content: bytes) -> str:
    presenter.begin(demonstration_in(content), name)
    return ""


def _network(name: str, content: bytes) -> str:
    note = bring_network(session(), name, content)
    widgets_anew()
    notes = [sentence(note)] if note else []
    tell(markdown(" ".join([f"The network of “{name}” is on the board.", *notes, FOR_UNDO])), ":material/file_open:")
    return ""


def _table(name: str, content: bytes) -> str:
    """Read it as the page of data does, which shows every guess and says what it can't read."""
    data_source.read(session(), content, name)
    go_to("data")
    return ""


def _lesson(name: str, content: bytes) -> str:
    """An own lesson, in its editor, which says what it can't read."""
    progress.set_own_lesson(content.decode("utf-8", "replace"))
    go_to("write")
    return ""


OPENED = {
    "session": _session,
    "demonstration": _demonstration,
    "network": _network,
    "lesson": _lesson,
    "table": _table,
}
