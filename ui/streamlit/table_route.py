"""Serves large tables (ui/link/tables.py): a tab asks for them, and gives them back after a restart of the server.

Nobody unknown is read: a request brings the secret that only its own page is told, and comes from our own page. What it
brings is read up to a bound, one table at a time for all visitors.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import streamlit as st
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

from nncore.data import shelf
from nncore.data.packed import MOST_PACKED
from ui.link import tables
from ui.link.tables import Desk

SECRET = "x-netsketch"
"""Header that holds the secret."""
MOST_SECONDS = 120.0
"""For the way of one table to the server."""
_BUSY: set[int] = set()
"""Desks to which a table is on its way."""
MOST_BUSY = 2


def routes() -> list[Route]:
    base = st.get_option("server.baseUrlPath").strip("/")
    address = f"{'/' + base if base else ''}/direct/table/{{key}}"
    return [Route(address, answer, methods=["GET", "HEAD", "PUT"])]


async def answer(request: Request) -> Response:
    """Give a table, say whether it is here, or take it: 404 where it isn't or nobody knows who asks."""
    desk = _desk(request)
    key = request.path_params["key"]
    if desk is None:
        return Response(status_code=404)
    if request.method == "HEAD":
        return Response(status_code=200 if shelf.has(key) else 404)
    if request.method == "PUT":
        return await _take(request, desk, key)
    return await _given(request, tables.fetched, "application/octet-stream")


async def _given(request: Request, make: Callable[[Desk, str], bytes | None], kind: str) -> Response:
    desk = _desk(request)
    content = None if desk is None else await asyncio.to_thread(make, desk, request.path_params["key"])
    if content is None:
        return Response(status_code=404)
    return Response(content, media_type=kind, headers={"Cache-Control": "no-store"})


async def _take(request: Request, desk: Desk, key: str) -> Response:
    if id(desk) in _BUSY or len(_BUSY) >= MOST_BUSY:
        return Response(status_code=503)
    _BUSY.add(id(desk))
    try:
        content = await asyncio.wait_for(_body(request), MOST_SECONDS)
        if content is None:
            return Response(status_code=413)
        await asyncio.to_thread(tables.bring, desk, key, content)
    except ValueError:
        return Response(status_code=400)
    except (TimeoutError, ClientDisconnect):
        return Response(status_code=408)
    finally:
        _BUSY.discard(id(desk))
    return Response(status_code=204)


async def _body(request: Request) -> bytes | None:
    """What a request brings; None for more than a packed table may take."""
    with suppress(ValueError):
        if int(request.headers.get("content-length", "0")) > MOST_PACKED:
            return None
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MOST_PACKED:
            return None
    return bytes(content)


def _desk(request: Request) -> Desk | None:
    """Whose tables are asked for, where one of our pages asks."""
    origin = request.headers.get("Origin")
    if origin and not _is_origin_allowed(origin, request.headers.get("Host")):
        return None
    return tables.desk_of(request.headers.get(SECRET, ""))
