"""The conversation between the views of a browser and what they show: requests come in, frames go out.

The browser paces, with one request after another. Each holds every edit that has not been acknowledged, so that one
that is lost or arrives twice does no harm: an answer carries out what is new, once, and says how far it has come.
Requests come by a socket (ui/link/channel.py) or with a run of the page's script; both may meet.
ui/link/conversation.js is the browser's half.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from threading import Event
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from nncore.sentences import capitalised
from ui.core import crowd
from ui.core.request import Edit, Request, read
from ui.core.saving import record_of
from ui.core.session import Session
from ui.link import channel
from ui.link.frame import pack

MOST_CLIENTS = 8
"""Views whose last edit is remembered; more than a few are never open on one session."""
FIRST_HAND = 0.2
"""Seconds in which a visitor who was waiting for a view may have touched it."""
SECONDS = 1.0
"""For the edits of one request. What isn't done by then is not acknowledged, so that it comes again with the next."""

SHARED = 0.3
"""The same while others wait for their turn."""

Header = dict[str, Any]
Arrays = dict[str, np.ndarray]
Halted = Callable[[], bool]


class State(Protocol):
    """What the views of one page show and change.

    page: its name. kept_as: under which name a tab keeps the session.
    """

    session: Session
    page: str
    kept_as: str

    def carry_out(self, edit: Edit, halted: Halted) -> str:
        """Carry out an edit; returns why it was refused, or "". Raises Unfinished where `halted` came first."""

    def play(self, unit: str, count: int, seen: int | None) -> None:
        """Train now; count 0, as much as time allows. seen: see Request.have_sent."""

    def frame(self, request: Request) -> tuple[Header, Arrays]:
        """What is on screen, as far as the view doesn't have it."""

    def widget_state(self) -> tuple[Any, ...]:
        """What the widgets around the view show."""

    def meanwhile(self, halt: Event) -> None:
        """What to do between an answer and the next request."""


class Unfinished(Exception):
    """There was no time to carry out an edit to its end; asked again, it goes on where it was left."""


@dataclass
class Client:
    """One view in a browser: the last of its requests and edits carried out, and what of the last ones was refused."""

    reply: int = 0
    ack: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)


S = TypeVar("S", bound=State)
V = TypeVar("V")


class Conversation(Generic[S]):
    """One visitor's views of one page.

    direct: whether views may use the socket, as what stands around them follows by itself.
    shown: what the widgets around showed when they were made, None while there are none. frames: how many were made.
    views: how many have a socket. awaited: whether the first answer to one of them has been waited for.
    """

    def __init__(self, state: S, *, direct: bool = True):
        self.state, self.direct = state, direct
        self.secret = channel.register(self)
        self.clients: dict[str, Client] = {}
        self.shown: tuple[Any, ...] | None = None
        self.frames, self.views = 0, 0
        self.awaited = False
        self._met, self._answered = Event(), Event()

    @property
    def session(self) -> Session:
        return self.state.session

    @property
    def owner(self) -> str:
        return self.session.visit

    @property
    def stale(self) -> bool:
        """Whether the widgets around show something that is no longer so."""
        return self.shown is not None and self.state.widget_state() != self.shown

    def hear(self, message: Any) -> bytes:
        """The frame that answers a request, which may be anything; None before a view's first one."""
        with self.session.lock, crowd.TURN.taken(self.session.large):
            return self._answer(read(message))

    def meanwhile(self, halt: Event) -> None:
        self._answered.set()
        self.state.meanwhile(halt)

    def met(self, views: int) -> None:
        self.views += views
        if self.views:
            self._met.set()
        else:
            self._met.clear()
            self._answered.clear()
            self.awaited = False

    def wait_until_seen(self, seconds: float) -> None:
        """Wait until a view is on the screen, and for a first answer; once, as not every socket gets through."""
        self.awaited = True
        if self._met.wait(seconds):
            self._answered.wait(FIRST_HAND)

    def widgets_made(self) -> None:
        """The widgets around are being made, from what holds now."""
        self.shown = self.state.widget_state()

    def _answer(self, request: Request) -> bytes:
        started, client = time.perf_counter(), self._client(request.client)
        here = request.visit in ("", self.session.visit)  # else it was made for a session that is gone
        if here:
            self._carry_out(request.edits, request.client, client, started)
        if request.id > client.reply:
            client.reply = request.id
            if here and request.play:
                self.state.play(*request.play, request.have_sent)
        header, arrays = self.state.frame(request)
        self.frames += 1
        header |= self._envelope(request, client)
        header["ms"] = round(1000 * (time.perf_counter() - started), 2)
        return pack(header, arrays)

    def _envelope(self, request: Request, client: Client) -> Header:
        session = self.session
        envelope: Header = {
            "secret": self.secret,
            "visit": session.visit,
            "page": self.state.page,
            "keptAs": self.state.kept_as,
            "direct": self.direct and channel.served(),
            "frame": self.frames,
            "stale": self.stale,
            "client": request.client,
            "reply": client.reply,
            "ack": client.ack,
            "refused": client.refused,
            "version": session.version,
            "history": {"undo": session.can_undo, "redo": session.can_redo},
        }
        if request.chart and (verdict := session.judged()):
            envelope["mission"] = {"done": session.accomplished, "text": verdict.text}
        if request.record or not request.client:  # a frame that answers no request brings what widgets changed
            envelope["record"] = record_of(session, request.have_record, request.have_moving)
        return envelope

    def _carry_out(self, edits: tuple[Edit, ...], name: str, client: Client, started: float) -> None:
        new = [edit for edit in edits if edit["n"] > client.ack]
        if new:
            client.refused = []

        def halted() -> bool:
            return time.perf_counter() - started >= (SHARED if crowd.TURN.wanted else SECONDS)

        for edit, following in zip_longest(new, new[1:]):
            if following and _supersedes(following, edit):
                client.ack = edit["n"]
                continue
            try:
                reason = self.state.carry_out(_of_client(edit, name), halted)
            except Unfinished:
                return
            client.ack = edit["n"]
            if reason:
                client.refused.append({"n": edit["n"], "text": capitalised(reason)})
            if halted():
                return

    def _client(self, name: str) -> Client:
        """What is known of a view; of those that named themselves, the last few are remembered."""
        return remembered(self.clients, name, Client) if name else Client()


def remembered(views: dict[str, V], name: str, make: Callable[[], V]) -> V:
    """What is known of a view, now the newest; the oldest of more than MOST_CLIENTS are forgotten."""
    views[name] = views.pop(name, None) or make()
    for oldest in list(views)[:-MOST_CLIENTS]:
        del views[oldest]
    return views[name]


CHANGING = {"n", "base", "value", "place", "epoch"}
"""Fields in which two edits of one gesture may differ so that only the later one matters, as in a drag."""


def _supersedes(following: Edit, edit: Edit) -> bool:
    if "gesture" not in edit:
        return False
    one, other = ({name: value for name, value in each.items() if name not in CHANGING} for each in (edit, following))
    return one == other


def _of_client(edit: Edit, client: str) -> Edit:
    """The edit with a gesture that differs from those of other views."""
    return edit | {"gesture": (client, edit["kind"], edit["gesture"])} if "gesture" in edit else edit
