"""The teacher's board as it is kept: a link where it fits into one, table and all, else a file."""

from ui.core.classroom.records import Board
from ui.core.files import file_of, saved_in
from ui.core.links import left_out, link_of, opened_from_link
from ui.core.session import Opened, Session

MOST_BYTES = 2_000_000
"""Of a board that is kept."""


def board_of(session: Session) -> Board | None:
    """What is on screen; None where it is too large to be kept."""
    link = _link(session)
    if link and left_out(session) is None:
        return link
    return _file(session) or link


def _link(session: Session) -> Board | None:
    try:
        return Board("link", link_of(session))
    except ValueError:
        return None


def _file(session: Session) -> Board | None:
    try:
        content = file_of(session)
    except ValueError:
        return None
    return Board("file", content) if len(content) <= MOST_BYTES else None


def opened_board(board: Board) -> Opened:
    """Where a session goes on with a board. Raises ValueError where it can't be opened here."""
    if isinstance(board.content, bytes):
        return saved_in(board.content).opened
    return opened_from_link(board.content)
