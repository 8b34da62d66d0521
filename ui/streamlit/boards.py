"""The drawings of the lessons, each with a session of its own."""

from typing import Any

import streamlit as st

from nncore.data import Data
from nncore.experiment import Experiment
from ui.core.canvas import CanvasState
from ui.core.conversation import Conversation
from ui.core.saving import opened_from_record
from ui.core.session import Session
from ui.lessons.setting import Setting
from ui.streamlit.mount import mount

MOST = 50
"""Drawings that are taken back from a tab; all lessons together have fewer."""

Board = Conversation[CanvasState]


def board_of(id: str, setting: Setting) -> Board:
    """The drawing of one board of a lesson, with the visitor's changes."""
    if id not in _boards():
        session = Session(_experiment(setting), setting.inputs)
        _boards()[id] = Conversation(CanvasState(session, page="learn", kept_as=id), direct=False)
        _reopen(id)
    return _boards()[id]


def put_back(id: str, setting: Setting) -> None:
    """The lesson's own numbers on a board; undo brings the visitor's back."""
    _boards()[id].session.load(_experiment(setting), setting.inputs)


def mount_board(id: str, setting: Setting) -> Board:
    """The canvas with the drawing of a board on it."""
    board = board_of(id, setting)
    asked = (st.session_state.get(f"board-{id}") or {}).get("request")
    mount("lessons/board.js", key=f"board-{id}", data=board.hear(asked), on_request_change=lambda: None)
    return board


def visits() -> dict[str, str]:
    """The session of each board that was looked at, or that was taken back and waits for it."""
    return {id: record["visit"] for id, record in _kept().items()} | {
        id: board.session.visit for id, board in _boards().items()
    }


def restore(records: dict[str, Any]) -> None:
    """Take back the drawings that a tab has kept, where nothing was done meanwhile."""
    for id, record in list(records.items())[:MOST]:
        if isinstance(id, str) and isinstance(record, dict) and isinstance(record.get("visit"), str):
            _kept()[id] = record
            if id in _boards():
                _reopen(id)


def _reopen(id: str) -> None:
    record, session = _kept().pop(id, None), _boards()[id].session
    if record and session.fresh:
        try:
            session.open(opened_from_record(record))
        except ValueError:  # forged, or of another version of the app: the lesson's own drawing stays
            return


def _experiment(setting: Setting) -> Experiment:
    drawing = setting.drawing
    return Experiment(Data(), drawing.network, theta=tuple(drawing.theta.tolist()))


def forget_boards(own: str) -> None:
    """Let the drawings of earlier versions of an own lesson go; own: the name of the present one."""
    family = own.partition("-")[0]
    for id in [id for id in _boards() if id.startswith(f"{family}-") and not id.startswith(own)]:
        del _boards()[id]


def _boards() -> dict[str, Board]:
    return st.session_state.setdefault("boards", {})


def _kept() -> dict[str, dict[str, Any]]:
    """Records of boards that nobody has looked at since, by id."""
    return st.session_state.setdefault("kept boards", {})
