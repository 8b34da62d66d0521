"""Serves live classes: the light pages of seats and of the teacher, and their sockets.

A socket brings in its handshake who it is, never in its address: "join" for somebody new, "s." and the secret of a
seat, "t." and the teacher's. It comes from one of our pages. Limits hold for each socket, each class and all of them,
so that nobody slows the others.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from nncore.sentences import sentence
from ui.core.classroom.codes import Limit, TooMany, read_code
from ui.core.classroom.room import Gone, Room
from ui.core.classroom.rooms import rooms
from ui.streamlit import class_intents as intents
from ui.streamlit.class_hall import GONE, TOO_MANY, WORDS, Hall, Post, in_worker, turn_out
from ui.streamlit.class_shell import shell
from ui.streamlit.classes import address_to_join
from ui.streamlit.route import FAILED, PROTOCOL, TOO_LARGE, heard, secret_of

UNKNOWN, SILENT = 4404, 4408
"""Why a socket is closed: there is no such class or seat; nobody has said a name."""
MOST_TEXT = 8_000
"""Characters of a message."""
MOST_A_SECOND = 20
"""Messages of a socket."""
SEEN = '{"kind":"seen"}'
"""What a page says, exactly so, after each frame of the board; it is counted apart from other messages."""
MOST_OPEN, MOST_OF_CLASS, MOST_OF_SEAT, MOST_OF_TEACHER = 400, 120, 3, 4
"""Sockets of all classes, of one, of one of its seats, and of its teacher, for whom there is always room."""
PATIENCE = 20.0
"""Seconds in which a newcomer says a name."""
LEAVING = 5.0
"""Seconds for the last words on a socket that is closed."""
LONGEST_CODE = 20
"""Of what is no code and is shown all the same."""
SWEEPING = 600.0
"""Seconds after which classes that are over are looked for again."""
NO_CLASS = "There is no such class or seat; join with the code once more."
FULL = "Too many pages are open here; try again later."

log = logging.getLogger(__name__)
_HALLS: dict[str, Hall] = {}
_open = 0
_swept = 0.0


def routes() -> list[BaseRoute]:
    """What the server has to serve beside Streamlit's own addresses."""
    base = st.get_option("server.baseUrlPath").strip("/")
    top = f"/{base}" if base else ""
    pages = {"/class": seat_page, "/class/{code}": seat_page, "/class/{code}/control": control_page}
    served = [Route(f"{top}{path}{slash}", page) for path, page in pages.items() for slash in ("", "/")]
    return [*served, WebSocketRoute(f"{top}/direct/class/{{code}}", converse)]


# -------------------------------------------------------------------- pages


async def seat_page(request: Request) -> Response:
    """Where students join a class and see it; without a code, where they type it."""
    code = read_code(request.path_params.get("code", ""))
    title = f"Class {code}" if code else "Join a class"
    return _page(request, "classroom/seat.js", code, f"{title} · Netsketch")


async def control_page(request: Request) -> Response:
    """Where the teacher steers a class; its secret stays behind the # of the address."""
    typed = request.path_params["code"]
    code = read_code(typed) or typed[:LONGEST_CODE]
    return _page(request, "classroom/control.js", code, f"Control of class {code} · Netsketch")


def _page(request: Request, view: str, code: str, title: str) -> Response:
    base = st.get_option("server.baseUrlPath").strip("/")
    path = request.scope["path"]
    below = path.removeprefix(f"/{base}") if base else path
    return shell(view, code, title, below.count("/") - 1, request.headers.get("Host", ""))


# -------------------------------------------------------------------- who comes


class TurnedAway(Exception):
    """A socket isn't served any longer. code, reason: as it is closed."""

    def __init__(self, code: int, reason: str):
        self.code, self.reason = code, reason


class Ear:
    """Hears one socket, as long as that says no more than it may."""

    def __init__(self, socket: WebSocket):
        self._socket = socket
        self._limit, self._seen = Limit(MOST_A_SECOND, 1.0), Limit(MOST_A_SECOND, 1.0)

    async def hear(self) -> str:
        """The next message. Raises TurnedAway, and WebSocketDisconnect once it is gone."""
        text = await heard(self._socket)
        if len(text) > MOST_TEXT:
            raise TurnedAway(TOO_LARGE, "This message was too large.")
        limit = self._seen if text == SEEN else self._limit
        if limit.full(time.monotonic()):
            raise TurnedAway(TOO_MANY, "Too many messages came from this page; reload it.")
        limit.count(time.monotonic())
        return text


@dataclass(frozen=True)
class Guest:
    """Who has come. seat: None for the teacher and for a newcomer."""

    room: Room
    seat: int | None = None
    teacher: bool = False


async def converse(socket: WebSocket) -> None:
    """Serve one page of a class until it goes; one that isn't ours is turned away in the handshake."""
    global _open
    token = secret_of(socket)
    if not token:
        await socket.close()
        return
    _open += 1
    try:
        with suppress(WebSocketDisconnect, RuntimeError):  # gone, or closed from here
            await socket.accept(subprotocol=PROTOCOL)
            await _receive(socket, token)
    finally:
        _open -= 1


async def _receive(socket: WebSocket, token: str) -> None:
    post = Post(socket)
    sending = asyncio.create_task(post.send())
    hearing = asyncio.create_task(_attend(socket, token, post))
    try:
        await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
        if post.ends:
            await asyncio.wait({sending}, timeout=LEAVING)
    finally:
        sending.cancel()
        hearing.cancel()
        await asyncio.gather(sending, hearing, return_exceptions=True)


async def _attend(socket: WebSocket, token: str, post: Post) -> None:
    """Find out who has come, and hear what comes until the page or its class is gone."""
    try:
        if _open > MOST_OPEN:
            raise TurnedAway(TOO_MANY, FULL)
        address = socket.client.host if socket.client else ""
        guest = await in_worker(WORDS, guest_of, socket.path_params["code"], token, address)
        await _take_part(socket, post, guest)
    except WebSocketDisconnect:
        pass
    except TurnedAway as refusal:
        post.end(refusal.code, refusal.reason)
    except Exception:
        log.exception("a page of a class could not be served")
        post.end(FAILED)


def guest_of(code: str, token: str, address: str) -> Guest:
    """In a worker: who comes to which class. Raises TurnedAway for whoever doesn't belong there."""
    _sweep()
    try:
        if token == "join":
            return Guest(rooms().enter(code, address))
        room, (kind, _, secret) = rooms().of(code), token.partition(".")
        if room and room.ended is not None:
            return Guest(room)
        if room and kind == "t" and room.is_teacher(secret):
            return Guest(room, teacher=True)
        if room and kind == "s" and (seat := room.seat_of(secret)) is not None:
            return Guest(room, seat)
    except TooMany as refusal:
        raise TurnedAway(TOO_MANY, sentence(str(refusal))) from None
    except Gone as gone:
        raise TurnedAway(GONE, sentence(str(gone))) from None
    except ValueError as refusal:
        raise TurnedAway(UNKNOWN, sentence(str(refusal))) from None
    raise TurnedAway(UNKNOWN, NO_CLASS)


def _sweep() -> None:
    """Now and then: remove classes that are over."""
    global _swept
    if time.monotonic() - _swept > SWEEPING:
        _swept = time.monotonic()
        rooms().sweep()


async def _take_part(socket: WebSocket, post: Post, guest: Guest) -> None:
    room = guest.room
    if room.ended is not None:
        turn_out(room, post, "")
        return
    hall = _hall(room)
    hall.sockets += 1
    try:
        if guest.teacher:
            await _teach(socket, hall, post)
        elif hall.sockets > MOST_OF_CLASS - MOST_OF_TEACHER:
            raise TurnedAway(TOO_MANY, FULL)
        else:
            await _sit(socket, hall, post, guest.seat)
    finally:
        hall.sockets -= 1
        if not hall.sockets and _HALLS.get(room.code) is hall:
            del _HALLS[room.code]


def _hall(room: Room) -> Hall:
    """Where the sockets of a class meet."""
    hall = _HALLS.get(room.code)
    if hall is None or hall.room is not room:
        hall = _HALLS[room.code] = Hall(room)
    return hall


# -------------------------------------------------------------------- what a page says


async def _teach(socket: WebSocket, hall: Hall, post: Post) -> None:
    hall.address = address_to_join(hall.room.code) or hall.address or _address_of(socket)
    post.teacher = True
    teacher = intents.Teacher(hall.room, hall.look)
    await _stay(Ear(socket), hall, post, lambda text: intents.of_teacher(teacher, text))


async def _sit(socket: WebSocket, hall: Hall, post: Post, seat: int | None) -> None:
    room, ear = hall.room, Ear(socket)
    number = await _newcomer(ear, room, post) if seat is None else seat
    post.seat = number
    await in_worker(WORDS, room.arrived, number)
    try:
        await _stay(ear, hall, post, lambda text: intents.of_seat(intents.Seat(room, number), text))
    finally:
        WORDS.submit(room.left, number)


async def _newcomer(ear: Ear, room: Room, post: Post) -> int:
    """The seat of somebody new, once a name is said that is taken."""
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                number, reply = await in_worker(WORDS, intents.joined, room, await ear.hear())
                post.tell(reply)
                if number is not None:
                    return number
    except TimeoutError:
        raise TurnedAway(SILENT, "No nickname came; type one to join.") from None


async def _stay(ear: Ear, hall: Hall, post: Post, answer: Callable[[str], intents.Said | None]) -> None:
    """Answer what a page says, one message after another."""
    hall.enter(post)
    own, most = (hall.of_teacher, MOST_OF_TEACHER) if post.teacher else (hall.of_seat(post.seat), MOST_OF_SEAT)
    for oldest in own[:-most]:  # which may be broken without anybody knowing it yet
        oldest.end(TOO_MANY, "This page is open too often; close some.")
    try:
        while True:
            text = await ear.hear()
            if text == SEEN:
                post.seen()
                continue
            reply = await in_worker(WORDS, answer, text)
            if reply:
                post.tell(reply)
    except Gone as gone:
        turn_out(hall.room, post, str(gone))
    finally:
        hall.leave(post)


def _address_of(socket: WebSocket) -> str:
    """Where students join, as far as a socket of the teacher tells."""
    origin = socket.headers.get("Origin", "")
    path = socket.scope["path"].replace("/direct/class/", "/class/")
    return f"{origin}{path}" if origin.startswith("http") else ""
