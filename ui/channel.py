"""A direct line between a view in the browser and its half on the server: a request goes up, a frame comes down.

A component's own way, its state value, takes a run of the script and a new rendering of the page for each answer.
A line takes one WebSocket message each way. Where there is none, as something else serves the app or a proxy lets
no second socket through, a view asks by the component's own way and gets the same frames.

A line is known by a secret that only its own page is told. `ui/channel.js` is the browser's end.
"""

import asyncio
import json
import logging
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import Protocol
from weakref import WeakValueDictionary

import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

PATIENCE = 10.0
"""Seconds until a new socket has to tell its secret."""
MOST_TEXT = 2_000_000
"""Characters of a request."""
READY = "ready"
NOT_WELCOME, TOO_LARGE, FAILED = 4004, 1009, 1011
"""Why a line is cut: no such secret (any more), a request is too large, an answer went wrong."""

log = logging.getLogger(__name__)


class Listener(Protocol):
    """The server's half of a view. Its methods are called in worker threads, one after another for each line."""

    def hear(self, told) -> bytes:
        """The frame that answers a request: any JSON value, None for what is not JSON."""

    def meanwhile(self, halt: Event) -> None:
        """What to do after an answer; ends soon once `halt` is set: the next request is here, or the view is gone."""


_LISTENERS: WeakValueDictionary[str, Listener] = WeakValueDictionary()
_served = Event()
_WORKERS = ThreadPoolExecutor(2 * (os.cpu_count() or 1), thread_name_prefix="line")


def line(listener: Listener) -> str:
    """A new line to a listener, for as long as someone else keeps it; returns the secret."""
    secret = secrets.token_urlsafe(24)
    _LISTENERS[secret] = listener
    return secret


def routes() -> list[WebSocketRoute]:
    """What the server has to serve beside Streamlit's own addresses."""
    _served.set()
    base = st.get_option("server.baseUrlPath").strip("/")
    return [WebSocketRoute(f"{'/' + base if base else ''}/line", converse)]


def served() -> bool:
    """Whether this process serves lines at all."""
    return _served.is_set()


async def converse(socket: WebSocket) -> None:
    """Serve one view until it goes: its first message is the secret, each further one a request."""
    await socket.accept()
    halt = Event()
    with suppress(WebSocketDisconnect, RuntimeError):  # gone, or closed from here
        try:
            secret = await asyncio.wait_for(_heard(socket), PATIENCE)
            listener = _LISTENERS.get(secret)
            if listener is None:
                await socket.close(NOT_WELCOME)
                return
            await socket.send_text(READY)
            await _take_turns(socket, listener, halt)
        except TimeoutError:
            await socket.close(NOT_WELCOME)
        finally:
            halt.set()


async def _take_turns(socket, listener, halt):
    loop, turn = asyncio.get_running_loop(), None
    while len(text := await _heard(socket)) <= MOST_TEXT:
        halt.set()
        if turn:
            await turn
        halt.clear()
        frame = loop.create_future()
        turn = loop.run_in_executor(_WORKERS, _turn, listener, text, halt, frame)
        await asyncio.wait({frame, turn}, return_when=asyncio.FIRST_COMPLETED)
        if turn.done() and turn.exception():
            log.error("a line's answer went wrong", exc_info=turn.exception())
            await socket.close(FAILED)
            return
        await socket.send_bytes(await frame)
    await socket.close(TOO_LARGE)


def _turn(listener, text, halt, frame):
    """In a worker: the answer, and then what there is to do until the next request."""
    answer = listener.hear(parsed(text))
    frame.get_loop().call_soon_threadsafe(lambda: frame.cancelled() or frame.set_result(answer))
    listener.meanwhile(halt)


async def _heard(socket):
    """The next message as text; "" for one of bytes."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect
    return message.get("text") or ""


def parsed(text: str):
    """The JSON value of a text; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
