"""Serves the direct channel (ui/link/channel.py): a WebSocket route beside Streamlit's own addresses.

Nobody unknown is read: a socket brings its secret in the handshake, as a subprotocol, and comes from our own page.
One visitor can't slow the others: all sockets of one share one worker, and the visitors' requests wait in one line for
the workers, each with one at the most.
"""

import asyncio
import logging
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event

import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

from ui.link import channel
from ui.link.channel import Listener

PROTOCOL = "netsketch"
MOST_SOCKETS = 4
"""Sockets of one visitor: a view has one, and for a moment a second one when it connects anew."""
MOST_OPEN = 400
"""Sockets of the whole process, ten classes' worth; views beyond that get their frames by Streamlit's own way."""
MOST_WAITING = 4
"""Requests of a socket that are read before they are answered; a view has two on their way at the most."""
TOO_LARGE, FAILED = 1009, 1011
"""Why a socket is closed: a request is too large, an answer went wrong."""

log = logging.getLogger(__name__)


@dataclass
class Seat:
    """What the sockets of one visitor share; it lasts until none is left and the last job has ended.

    turn: held by the one whose request goes to a worker. job: the last one there. halt: ends what it does after its
    answer.
    """

    sockets: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    job: "Future[None] | None" = None
    halt: Event = field(default_factory=Event)


_SEATS: dict[str, Seat] = {}


def routes() -> list[WebSocketRoute]:
    """What the server has to serve beside Streamlit's own addresses."""
    channel.announce()
    base = st.get_option("server.baseUrlPath").strip("/")
    return [WebSocketRoute(f"{'/' + base if base else ''}/direct", converse)]


async def converse(socket: WebSocket) -> None:
    """Serve one view until it goes; one that isn't welcome is turned away in the handshake."""
    listener = channel.listener(secret_of(socket))
    if listener is None:
        await socket.close()
        return
    owner = listener.owner
    seat = _SEATS.get(owner) or Seat()
    if seat.sockets == MOST_SOCKETS or sum(taken.sockets for taken in _SEATS.values()) >= MOST_OPEN:
        await socket.close()
        return
    seat.sockets += 1
    _SEATS[owner] = seat
    try:
        with suppress(WebSocketDisconnect, RuntimeError):  # gone, or closed from here
            await socket.accept(subprotocol=PROTOCOL)
            listener.met(1)
            try:
                await _serve(socket, listener, seat)
            finally:
                listener.met(-1)
    finally:
        seat.sockets -= 1
        _leave(owner, seat)


def _leave(owner: str, seat: Seat) -> None:
    """Forget a seat that nobody uses any more; one whose job still runs is asked again when that has ended."""
    if seat.sockets or _SEATS.get(owner) is not seat:
        return
    if seat.job is None or seat.job.done():
        del _SEATS[owner]
        return
    loop = asyncio.get_running_loop()

    def ended(job: "Future[None]") -> None:
        with suppress(RuntimeError):  # the server has closed
            loop.call_soon_threadsafe(_leave, owner, seat)

    seat.job.add_done_callback(ended)


def _log(job: "Future[None]") -> None:
    """In a worker: an answer, or what followed it, that went wrong."""
    if not job.cancelled() and job.exception():
        log.error("an answer went wrong", exc_info=job.exception())


def secret_of(socket: WebSocket) -> str:
    """What a socket of one of our pages has brought; "" for any other."""
    if not _is_origin_allowed(socket.headers.get("Origin"), socket.headers.get("Host")):
        return ""
    offered = socket.scope.get("subprotocols", [])
    return offered[1] if len(offered) == 2 and offered[0] == PROTOCOL else ""


async def _serve(socket: WebSocket, listener: Listener, seat: Seat) -> None:
    """Read requests while others are answered, so that a view that has gone is noticed at once."""
    requests: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
    answering = asyncio.create_task(_answer(socket, listener, seat, requests))
    reading = asyncio.create_task(_read(socket, requests, seat))
    try:
        await asyncio.wait({answering, reading}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (answering, reading):
            task.cancel()
        await asyncio.gather(answering, reading, return_exceptions=True)


async def _read(socket: WebSocket, requests: "asyncio.Queue[str]", seat: Seat) -> None:
    with suppress(WebSocketDisconnect):
        while len(text := await heard(socket)) <= channel.MOST_TEXT:
            await requests.put(text)
            seat.halt.set()  # what goes on after an answer makes room
        await socket.close(TOO_LARGE)


async def heard(socket: WebSocket) -> str:
    """The next message as text; "" for one of bytes."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect
    return message.get("text") or ""


async def _answer(socket: WebSocket, listener: Listener, seat: Seat, requests: "asyncio.Queue[str]") -> None:
    """Answer requests one after another, each once the worker of the seat is free."""
    halt, job = Event(), None
    try:
        while True:
            text = await requests.get()
            async with seat.turn:
                if seat.job:
                    seat.halt.set()
                    await asyncio.wait([asyncio.wrap_future(seat.job)])
                frame = asyncio.get_running_loop().create_future()
                seat.halt = halt = Event()
                seat.job = job = channel.WORKERS.submit(channel.answer, listener, text, halt, frame)
                job.add_done_callback(_log)
                await asyncio.wait([frame, asyncio.wrap_future(job)], return_when=asyncio.FIRST_COMPLETED)
            if not frame.done():
                await socket.close(FAILED)
                return
            await socket.send_bytes(frame.result())
            if not requests.empty():
                halt.set()
    finally:
        halt.set()
        if job:
            job.cancel()
