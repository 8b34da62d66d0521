"""Keeps a visit in the browser's tab and takes it back after a reload or a restart: sessions, lessons, their
drawings, the demonstration, the class.

What a tab gives back may be forged: it is parsed as data, and checked before use.
"""

from typing import Any

import streamlit as st

from nncore.sentences import sentence
from ui.core.saving import SESSION, opened_from_record, record_of
from ui.core.session import Session
from ui.link import channel, tables
from ui.names import markdown
from ui.streamlit import boards, classes, presenter, progress
from ui.streamlit.mount import mount
from ui.streamlit.visitor import session, tell, widgets_anew

KEY = "keeper"


def keeper(conversing: bool) -> None:
    """Mount the keeper. conversing: whether a view of this page keeps the session itself, at each change."""
    mine = session()
    record = None if conversing else record_of(mine)
    data = {
        "visit": mine.visit,
        "origin": mine.origin,
        "fresh": mine.fresh,
        "visits": boards.visits(),
        "records": {SESSION: record} if record else {},
        "lessons": progress.kept_progress(),
        "demonstrates": presenter.holds_any(),
        "heard": st.session_state.get("heard", ""),
        "desk": tables.register(mine) if channel.served() else "",
    } | classes.kept_class()
    with st.container(key=KEY):
        mount("link/keeper.js", key="kept", data=data, on_parcel_change=_restore, on_dropped_change=_open)


def _open() -> None:
    """Go on with a file that was dropped on the page."""
    from ui.streamlit.opening import open_dropped  # with all kinds of files: the app starts without them

    open_dropped(st.session_state.get("kept", {}).get("dropped"))


def _restore() -> None:
    """Take back what the tab has kept, as far as nothing stands in its place."""
    parcel = st.session_state.get("kept", {}).get("parcel")  # a run that was broken off leaves no state
    if not isinstance(parcel, dict):
        return
    st.session_state["heard"] = str(parcel.get("id"))[:40]
    records = parcel.get("records") if isinstance(parcel.get("records"), dict) else {}
    if SESSION in records:
        _reopen(session(), records.pop(SESSION))
    boards.restore(records)
    progress.restore(parcel.get("lessons"))
    presenter.restore(parcel.get("demonstration"))
    classes.restore(parcel.get("class"))


def _reopen(found: Session, record: Any) -> None:
    if not found.fresh:
        return
    try:
        found.open(opened_from_record(record))
        widgets_anew()
        if found.awaits:
            tell(markdown(sentence(str(found.awaits))), ":material/table:")
    except ValueError as error:
        tell(markdown(str(error)), ":material/info:")
