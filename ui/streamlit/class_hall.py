"""The sockets of one class: what each is told, and the frames that all of them get.

Four things go round while anybody is here: frames of the board, the state of the class, the wall, and what has to be
kept. Each is made in a worker, once for all, and handed to the sockets, which send at their own pace: a slow one leaves
out what is no longer the newest.
"""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar, cast
from weakref import proxy, ref

from starlette.websockets import WebSocket, WebSocketDisconnect

from nncore.sentences import sentence
from ui.core.classroom.board_frame import BoardFrames, seat_board, wall_frame
from ui.core.classroom.room import Gone, Room
from ui.core.session import Session
from ui.link.frame import finite
from ui.streamlit.address import qr_code

BOARDS, STATES, WALLS, KEEPING = 1 / 12, 0.1, 2.0, 1.0
"""Seconds from one to the next, at least."""
MOST_UNSEEN = 3
"""Frames on the way to a page that says which ones it has seen; networks and browsers would hold more of them back."""
MOST_LETTERS = 64
"""Messages that wait on a socket; one that doesn't take them is closed."""
GONE, TOO_MANY = 4410, 4429
"""Why a socket is closed: the class has ended or the seat was removed; there is too much of something."""
LONGEST_REASON = 120
"""Bytes of what a socket says when it is closed."""

PICTURES = ThreadPoolExecutor(2, thread_name_prefix="class-pictures")
"""Make frames, for which they may wait for a session."""
WORDS = ThreadPoolExecutor(4, thread_name_prefix="class-words")
"""Do all the rest."""

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)


async def in_worker(workers: ThreadPoolExecutor, act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What a function returns that may take a while."""
    return await asyncio.get_running_loop().run_in_executor(workers, lambda: act(*args, **kwargs))


class Post:
    """One socket, and what is about to be sent on it.

    seat: whose it is, None for the teacher's and a newcomer's. teacher: whether it is the teacher's.
    told: the change of the class that it has heard of, −1 before the first. behind: whether it needs a full frame.
    offered: the number of the last board that was sent to this seat.
    """

    def __init__(self, socket: WebSocket, *, teacher: bool = False):
        self.socket, self.teacher = socket, teacher
        self.seat: int | None = None
        self.told, self.offered, self.behind = -1, 0, True
        self._letters: deque[str] = deque()
        self._state = self._last_state = ""
        self._board = self._wall = b""
        self._board_is_full = False
        self._unseen, self._says_seen = 0, False
        self._end: tuple[int, str] | None = None
        self._news = asyncio.Event()

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message; none is left out."""
        self._letters.append(json.dumps(message))
        if len(self._letters) > MOST_LETTERS:
            self.end(TOO_MANY, "this page doesn't listen any more; reload it")
        self._news.set()

    def tell_state(self, text: str) -> None:
        """Send the state of the class in the place of one that still waits, where it is another one."""
        if text != self._last_state:
            self._state = self._last_state = text
            self._news.set()

    def show(self, frame: bytes, full: bool) -> None:
        """Send a frame of the board in the place of one that still waits."""
        if self._board and self._board_is_full and not full:
            return  # the one that waits comes first: this one builds upon it
        self._board, self._board_is_full = frame, full
        self.behind = self.behind and not full
        self._news.set()

    def seen(self) -> None:
        """The page has drawn a frame of the board: there is room for another one."""
        self._unseen, self._says_seen = max(self._unseen - 1, 0), True
        self._news.set()

    def show_wall(self, frame: bytes) -> None:
        self._wall = frame
        self._news.set()

    @property
    def ends(self) -> bool:
        """Whether it is to be closed."""
        return self._end is not None

    def end(self, code: int, reason: str = "") -> None:
        """Close it once all is said. reason: words for the reader."""
        self._end = self._end or (code, reason.encode()[:LONGEST_REASON].decode(errors="ignore"))
        self._news.set()

    async def send(self) -> None:
        """Send what there is until it is to be closed, or has gone."""
        with suppress(WebSocketDisconnect, RuntimeError):  # gone, or closed from here
            while True:
                await self._news.wait()
                self._news.clear()
                while self._letters:
                    await self.socket.send_text(self._letters.popleft())
                if self._end:
                    await self.socket.close(*self._end)
                    return
                if self._state:
                    text, self._state = self._state, ""
                    await self.socket.send_text(text)
                for frame in self._frames():
                    await self.socket.send_bytes(frame)

    def _frames(self) -> list[bytes]:
        frames = [self._wall] if self._wall else []
        self._wall = b""
        if self._board and not (self._says_seen and self._unseen >= MOST_UNSEEN):
            frames.append(self._board)
            self._board = b""
            self._unseen += 1
        return frames


class Hall:
    """All sockets of a class, while there are any.

    posts: of those who have a place. sockets: how many there are, with newcomers who haven't said a name yet.
    address: where one joins, as the teacher's browser knows it. wall: whether the teacher looks at all boards.
    """

    def __init__(self, room: Room):
        self.room = room
        self.posts: list[Post] = []
        self.sockets = 0
        self.address = ""
        self.wall = False
        self._frames: tuple[ref[Session], BoardFrames] | None = None
        self._rounds: list[asyncio.Task[None]] = []

    # ---------------------------------------------------------------- who is here

    def of_seat(self, seat: int | None) -> list[Post]:
        """The sockets of a seat, the oldest first."""
        return [post for post in self.posts if post.seat == seat]

    @property
    def of_teacher(self) -> list[Post]:
        return [post for post in self.posts if post.teacher]

    def enter(self, post: Post) -> None:
        self.posts.append(post)
        if not self._rounds:
            self._rounds = [asyncio.create_task(again_and_again(pause, act)) for act, pause in self._acts.items()]

    def leave(self, post: Post) -> None:
        self.posts.remove(post)
        self.wall = self.wall and bool(self.of_teacher)
        if not self.posts:
            for task in self._rounds:
                task.cancel()
            self._rounds, self._frames = [], None

    def look(self, on: bool) -> None:
        """Turn the wall on or off."""
        self.wall = on

    @property
    def _acts(self) -> dict[Callable[[], Awaitable[None]], float]:
        return {self.show_board: BOARDS, self.tell_states: STATES, self.show_wall: WALLS, self.keep: KEEPING}

    # ---------------------------------------------------------------- what goes round

    async def show_board(self) -> None:
        """Hand everybody who looks on the same frame, where the board has changed; a full one to those who need it."""
        session, everybody = self._board()
        viewers = [post for post in self.posts if everybody or post.teacher]
        for post in self.posts:
            post.behind = post.behind or post not in viewers
        if session is None or not viewers:
            return
        frames = self._frames_of(session)
        behind = any(post.behind for post in viewers)
        frame, is_full, full = await in_worker(PICTURES, made, frames, behind)
        for post in viewers:
            if post.behind and full:
                post.show(full, True)
            elif frame:
                post.show(frame, is_full)

    def _board(self) -> tuple[Session | None, bool]:
        """Whose board is shown, and whether everybody sees it, or the teacher alone."""
        shown = self.room.board_session()
        return (shown, True) if shown else (self.room.teacher, False)

    def _frames_of(self, session: Session) -> BoardFrames:
        """Frames of a session, which lasts no longer for it."""
        if self._frames is None or self._frames[0]() is not session:
            self._frames = ref(session), BoardFrames(cast(Session, proxy(session)))
            for post in self.posts:
                post.behind = True
        return self._frames[1]

    async def tell_states(self) -> None:
        """Tell everybody who hasn't heard of the last change what holds now."""
        change = self.room.changed
        late = [post for post in self.posts if post.told != change]
        if not late:
            return
        answers = await in_worker(WORDS, self._states, late)
        for post, answer in zip(late, answers, strict=True):
            post.told = change
            if isinstance(answer, Gone):
                turn_out(self.room, post, str(answer))
            else:
                text, offer = answer
                post.tell_state(text)
                if offer and offer[0] > post.offered:
                    post.offered = offer[0]
                    post.tell({"kind": "sent", "link": offer[1]})

    def _states(self, posts: list[Post]) -> "list[tuple[str, tuple[int, str] | None] | Gone]":
        return [self._state(post) for post in posts]

    def _state(self, post: Post) -> "tuple[str, tuple[int, str] | None] | Gone":
        """What a socket is told, with the board that was sent to its seat; or why it is told no more."""
        room = self.room
        if room.ended is not None:
            return Gone("")
        try:
            if post.seat is None:
                qr = qr_code(self.address) if self.address else ""
                return json.dumps(finite(room.teacher_state() | {"qr": qr})), None
            return json.dumps(finite(room.seat_state(post.seat))), room.sent_to(post.seat)
        except Gone as gone:
            return gone

    async def show_wall(self) -> None:
        """Hand the teacher all boards small."""
        if self.wall:
            frame = await in_worker(PICTURES, self._wall_frame)
            for post in self.of_teacher:
                post.show_wall(frame)

    def _wall_frame(self) -> bytes:
        room = self.room
        return wall_frame([seat_board(seat.number, seat.nickname, room.session_of(seat.number)) for seat in room.seats])

    async def keep(self) -> None:
        """Close what is over by now, and keep the teacher's board for after a restart."""
        await in_worker(PICTURES, self.room.sweep, time.time())
        await in_worker(PICTURES, self.room.keep_board)


def turn_out(room: Room, post: Post, reason: str) -> None:
    """Let a socket go: its class has ended, or its seat was removed."""
    if post.ends:
        return
    if room.ended is not None:
        post.tell({"kind": "ended"})
    post.end(GONE, sentence(reason) if reason else "")


def made(frames: BoardFrames, behind: bool) -> tuple[bytes | None, bool, bytes | None]:
    """The next frame, if anything has changed; whether it is a full one; and a full one for those who need it."""
    before = frames.generation
    frame = frames.next()
    return frame, frames.generation != before, frames.full() if behind else None


async def again_and_again(pause: float, act: Callable[[], Awaitable[None]]) -> None:
    """Do something every so many seconds, less often where it takes longer; what goes wrong once is tried again."""
    due = time.monotonic()
    while True:
        try:
            await act()
        except ReferenceError:  # the session has just ended
            pass
        except Exception:
            log.exception("a class could not be served")
        due = max(due + pause, time.monotonic())
        await asyncio.sleep(due - time.monotonic())
