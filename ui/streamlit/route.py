"""Serves the direct channel (ui/link/channel.py): a WebSocket route beside Streamlit's own addresses."""

import asyncio
import logging
from contextlib import suppress
from threading import Event

import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from ui.link import channel

PATIENCE = 10.0
"""Seconds until a new socket has to tell its secret."""
NOT_WELCOME, TOO_LARGE, FAILED = 4004, 1009, 1011
"""Why a line is cut: no such secret (any more), a request is too large, an answer went wrong."""

log = logging.getLogger(__name__)


def routes() -> list[WebSocketRoute]:
    """What the server has to serve beside Streamlit's own addresses."""
    channel.announce()
    base = st.get_option("server.baseUrlPath").strip("/")
    return [WebSocketRoute(f"{'/' + base if base else ''}/line", converse)]


async def converse(socket: WebSocket) -> None:
    """Serve one view until it goes: its first message is the secret, each further one a request."""
    await socket.accept()
    halt = Event()
    with suppress(WebSocketDisconnect, RuntimeError):  # gone, or closed from here
        try:
            secret = await asyncio.wait_for(_heard(socket), PATIENCE)
            listener = channel.listener(secret)
            if listener is None:
                await socket.close(NOT_WELCOME)
                return
            await socket.send_text(channel.READY)
            await _take_turns(socket, listener, halt)
        except TimeoutError:
            await socket.close(NOT_WELCOME)
        finally:
            halt.set()


async def _take_turns(socket, listener, halt):
    loop, turn = asyncio.get_running_loop(), None
    while len(text := await _heard(socket)) <= channel.MOST_TEXT:
        halt.set()
        if turn:
            await turn
        halt.clear()
        frame = loop.create_future()
        turn = loop.run_in_executor(channel.WORKERS, channel.turn, listener, text, halt, frame)
        await asyncio.wait({frame, turn}, return_when=asyncio.FIRST_COMPLETED)
        if turn.done() and turn.exception():
            log.error("a line's answer went wrong", exc_info=turn.exception())
            await socket.close(FAILED)
            return
        await socket.send_bytes(await frame)
    await socket.close(TOO_LARGE)


async def _heard(socket):
    """The next message as text; "" for one of bytes."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect
    return message.get("text") or ""
