"""A direct channel between a view in the browser and its half on the server: a request goes up, a frame comes down.

A component's own way, its state value, takes a run of the script and a new rendering of the page for each answer.
The channel takes one WebSocket message each way. Where there is none, as something else serves the app or a proxy
lets no second socket through, a view asks by the component's own way and gets the same frames.

Who is asked is known by a secret that only its own page is given. `ui/link/channel.js` is the browser's end,
`ui/streamlit/route.py` serves this one.
"""

import json
import os
import secrets
from asyncio import Future
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, Protocol
from weakref import WeakValueDictionary

MOST_TEXT = 2_000_000
"""Characters of a request."""


class Listener(Protocol):
    """The server's half of a view. Its methods are called in worker threads, one after another for each owner."""

    @property
    def owner(self) -> str:
        """Whose view it is."""

    def hear(self, message: Any) -> bytes:
        """The frame that answers a request: any JSON value, None for what is not JSON."""

    def meanwhile(self, halt: Event) -> None:
        """What to do after an answer; ends soon once `halt` is set: the next request is here, or the view is gone."""

    def met(self, views: int) -> None:
        """A view has opened its socket (1) or is gone (−1)."""


_LISTENERS: WeakValueDictionary[str, Listener] = WeakValueDictionary()
_served = Event()
WORKERS = ThreadPoolExecutor(2 * (os.cpu_count() or 1), thread_name_prefix="channel")


def register(listener: Listener) -> str:
    """A secret by which views reach a listener, for as long as someone else keeps it."""
    secret = secrets.token_urlsafe(24)
    _LISTENERS[secret] = listener
    return secret


def listener(secret: str) -> Listener | None:
    """Who listens to views with this secret; None for one that isn't known (any more)."""
    return _LISTENERS.get(secret)


def announce() -> None:
    """Say that this process serves the channel."""
    _served.set()


def served() -> bool:
    """Whether this process serves the channel at all."""
    return _served.is_set()


def answer(listener: Listener, text: str, halt: Event, frame: "Future[bytes]") -> None:
    """In a worker: fill `frame` with the answer to a request, then do what there is to do until the next one."""
    answered = listener.hear(parsed(text))

    def fill() -> None:
        if not frame.done():
            frame.set_result(answered)

    frame.get_loop().call_soon_threadsafe(fill)
    listener.meanwhile(halt)


def parsed(text: str) -> Any:
    """The JSON value of a text; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
