"""Where classes are kept, so that they go on after a restart of the server: one SQLite file.

What a method writes is in the file when it returns, and stays there even if the process is killed at that moment.
The records of one class are written by its `Room` alone; several threads and several rooms may share a store.
"""

import getpass
import json
import math
import os
import sqlite3
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

from ui.core.classroom.questions import Value, question_of
from ui.core.classroom.records import Asked, Board, Class, Kept, Seat

FOLDER = "NETSKETCH_DATA"
"""The environment variable that names the folder."""
FILE = "classes.sqlite3"
VERSION = 1
"""Of the tables; the file says of which version it is."""
PATIENCE = 5.0
"""Seconds for which a write waits for another process."""

TABLES = """
CREATE TABLE classes (
    code TEXT PRIMARY KEY, title TEXT NOT NULL, teacher TEXT NOT NULL, seen REAL NOT NULL,
    following INTEGER NOT NULL, black INTEGER NOT NULL
);
CREATE TABLE seats (
    code TEXT NOT NULL REFERENCES classes ON DELETE CASCADE, seat INTEGER NOT NULL, nickname TEXT NOT NULL,
    secret TEXT NOT NULL, token TEXT NOT NULL, removed INTEGER NOT NULL, PRIMARY KEY (code, seat)
);
CREATE TABLE questions (
    code TEXT NOT NULL REFERENCES classes ON DELETE CASCADE, question INTEGER NOT NULL, spec TEXT NOT NULL,
    round INTEGER NOT NULL, open INTEGER NOT NULL, shown INTEGER NOT NULL, closes REAL, revealed INTEGER NOT NULL,
    true REAL, PRIMARY KEY (code, question)
);
CREATE TABLE answers (
    code TEXT NOT NULL REFERENCES classes ON DELETE CASCADE, question INTEGER NOT NULL, round INTEGER NOT NULL,
    seat INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (code, question, round, seat)
);
CREATE TABLE boards (
    code TEXT PRIMARY KEY REFERENCES classes ON DELETE CASCADE, kind TEXT NOT NULL, content BLOB NOT NULL
);
"""

P = ParamSpec("P")
R = TypeVar("R")


def usual_folder() -> Path:
    """The folder that NETSKETCH_DATA names, else one of this user's in the temporary directory."""
    if named := os.environ.get(FOLDER):
        return Path(named)
    user = os.getuid() if hasattr(os, "getuid") else getpass.getuser()
    return Path(tempfile.gettempdir()) / f"netsketch-{user}"


def _kept(method: Callable[Concatenate["Store", P], R]) -> Callable[Concatenate["Store", P], R]:
    """A method that no other thread interrupts, and that says in words where the file fails."""

    @wraps(method)
    def run(self: "Store", /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self._lock:
            try:
                return method(self, *args, **kwargs)
            except sqlite3.Error as error:
                raise ValueError(f"the server can't keep this now ({error}); try again in a moment") from None

    return run


class Store:
    def __init__(self, folder: Path | None = None):
        """Raises ValueError where the folder or the file can't be used, with the remedy."""
        self._lock = RLock()
        path = _private(folder or usual_folder()) / FILE
        try:
            self._file = _opened(path)
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path} can't be read ({error}); move it away, or set {FOLDER} to a folder") from None

    @_kept
    def close(self) -> None:
        self._file.close()

    # ---------------------------------------------------------------- writing

    @_kept
    def put_class(self, about: Class) -> None:
        """Write a class anew, or what has changed of it."""
        self._file.execute(
            "INSERT INTO classes VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "title = excluded.title, seen = excluded.seen, following = excluded.following, black = excluded.black",
            (about.code, about.title, about.teacher, about.seen, about.following, about.black),
        )

    @_kept
    def put_seat(self, code: str, seat: Seat) -> None:
        self._file.execute(
            "INSERT OR REPLACE INTO seats VALUES (?, ?, ?, ?, ?, ?)",
            (code, seat.number, seat.nickname, seat.secret, seat.token, seat.removed),
        )

    @_kept
    def put_asked(self, code: str, asked: Asked) -> None:
        spec = json.dumps(asked.question.to_dict())
        flags = (asked.round, asked.open, asked.shown, asked.closes, asked.revealed, asked.true)
        self._file.execute(
            "INSERT OR REPLACE INTO questions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (code, asked.number, spec, *flags)
        )

    @_kept
    def put_answer(self, code: str, question: int, round: int, seat: int, value: Value) -> None:
        """Write an answer, in place of the one that this seat has given in this round before."""
        self._file.execute(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", (code, question, round, seat, float(value))
        )

    @_kept
    def put_board(self, code: str, board: Board | None) -> None:
        if board is None:
            self._file.execute("DELETE FROM boards WHERE code = ?", (code,))
        else:
            self._file.execute("INSERT OR REPLACE INTO boards VALUES (?, ?, ?)", (code, board.kind, board.content))

    @_kept
    def remove_seat(self, code: str, seat: Seat) -> None:
        """Write a seat that is removed, and delete its answers."""
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            self.put_seat(code, seat)
            self._file.execute("DELETE FROM answers WHERE code = ? AND seat = ?", (code, seat.number))

    @_kept
    def remove(self, code: str) -> None:
        """Delete a class with all that belongs to it."""
        self._file.execute("DELETE FROM classes WHERE code = ?", (code,))

    @_kept
    def remove_unseen(self, since: float) -> None:
        """Delete the classes whose teacher was last here before that time."""
        self._file.execute("DELETE FROM classes WHERE seen < ?", (since,))

    # ---------------------------------------------------------------- reading

    @_kept
    def codes(self) -> set[str]:
        return {code for (code,) in self._file.execute("SELECT code FROM classes")}

    @_kept
    def read(self, code: str) -> Kept | None:
        """All of a class; None where there is none of that code."""
        found = self._rows("SELECT * FROM classes WHERE code = ?", code)
        if not found:
            return None
        code, title, teacher, seen, following, black = found[0]
        asked = tuple(
            _asked(row) for row in self._rows("SELECT * FROM questions WHERE code = ? ORDER BY question", code)
        )
        kinds = {one.number: one.question.kind for one in asked}
        board = self._rows("SELECT kind, content FROM boards WHERE code = ?", code)
        return Kept(
            Class(code, title, teacher, seen, bool(following), bool(black)),
            tuple(_seat(row) for row in self._rows("SELECT * FROM seats WHERE code = ? ORDER BY seat", code)),
            asked,
            {
                (question, round, seat): value if kinds[question] == "number" else int(value)
                for _, question, round, seat, value in self._rows("SELECT * FROM answers WHERE code = ?", code)
            },
            Board(*board[0]) if board else None,
        )

    def _rows(self, query: str, code: str) -> list[tuple[Any, ...]]:
        return self._file.execute(query, (code,)).fetchall()


def _private(folder: Path) -> Path:
    """The folder, made where there is none, for this user's eyes only."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder == usual_folder() and FOLDER not in os.environ and hasattr(os, "getuid"):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                raise ValueError(f"{folder} belongs to somebody else; set {FOLDER} to a folder of your own")
            folder.chmod(0o700)
    except OSError as error:
        raise ValueError(f"{folder} can't be used ({error.strerror}); set {FOLDER} to a folder that can") from None
    return folder


def _opened(path: Path) -> sqlite3.Connection:
    """The file with its tables."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise ValueError(f"{path} can't be written ({error.strerror}); set {FOLDER} to another folder") from None
    file = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
        file.execute("PRAGMA secure_delete = ON")
        file.execute("PRAGMA foreign_keys = ON")
        _make_tables(file, path)
    except BaseException:
        file.close()
        raise
    return file


def _make_tables(file: sqlite3.Connection, path: Path) -> None:
    with file:
        file.execute("BEGIN IMMEDIATE")
        (version,) = file.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise ValueError(f"{path} was made by a newer version; move it away, or set {FOLDER} to another folder")
        if version == 0:
            for statement in filter(str.strip, TABLES.split(";")):
                file.execute(statement)
            file.execute(f"PRAGMA user_version = {VERSION}")


def _seat(row: tuple[Any, ...]) -> Seat:
    _, number, nickname, secret, token, removed = row
    return Seat(number, nickname, secret, token, bool(removed))


def _asked(row: tuple[Any, ...]) -> Asked:
    _, number, spec, round, is_open, shown, closes, revealed, true = row
    question = question_of(json.loads(spec))
    true = math.nan if true is None else true  # SQLite has no NaN
    return Asked(number, question, round, bool(is_open), bool(shown), closes, bool(revealed), true)
