"""Brings the app's files to the browser: compressed once and kept, named for good, and announced in the page itself.

Streamlit sends its own scripts uncompressed, so that a slow network waits for 3 MB, and a browser learns of most of
them one after another. This middleware answers for them and for our modules (ui/assets.py), and writes into each page
what it is going to need. Whatever it doesn't know goes on to Streamlit, so that without it everything works, later.
"""

import asyncio
import gzip
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import Response

from ui import assets, theme

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

FOR_GOOD = "public, immutable, max-age=31536000"
PACKED = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}
"""Kinds of files that become smaller; fonts and pictures are compressed as they are."""
STREAMLIT = Path(st.__file__).parent / "static"
EVERYWHERE = ("Html", "PageLink", "BidiComponent")
WIDGETS = ("Selectbox", "Slider", "Checkbox", "ButtonGroup", "Button", "NumberInput", "TextInput")
"""Streamlit's scripts that pages need beside those its own page names; all pages but the entry hold widgets."""


def middleware() -> Middleware:
    """What `st.App` is given; our files are published now, so that the first visitor doesn't wait for it."""
    assets.folder()
    return Middleware(Delivery, base=st.get_option("server.baseUrlPath"))


class Delivery:
    def __init__(self, app: Application, base: str = ""):
        self.app = app
        self.base = f"/{base.strip('/')}" if base.strip("/") else ""
        self.packed: dict[Path, asyncio.Future[bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path = scope["path"].removeprefix(self.base)
        zipped = "gzip" in headers.get("accept-encoding", "")
        file = files().get(path) if zipped else None
        if file and (content := await self.pack(file)):
            await self.response(file, content)(scope, receive, send)
        elif "text/html" in headers.get("accept", "") and is_page(path):
            await self.page(scope, receive, send, path, zipped)
        else:
            await self.app(scope, receive, send)

    @staticmethod
    def response(file: Path, content: bytes) -> Response:
        response = Response(content, media_type=PACKED[file.suffix])
        response.headers.update({"Cache-Control": FOR_GOOD, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    async def pack(self, file: Path) -> bytes:
        """A file compressed, nothing where it is gone; however many ask at once, it is done once."""
        if file not in self.packed:
            self.packed[file] = asyncio.ensure_future(asyncio.to_thread(packed, file))
        try:
            return await asyncio.shield(self.packed[file])
        except OSError:
            self.packed.pop(file, None)  # it may come back
            return b""

    async def page(self, scope: Scope, receive: Receive, send: Send, path: str, zipped: bool) -> None:
        """Let Streamlit write its page, and add what is to be fetched at once."""
        plain = [pair for pair in scope["headers"] if pair[0] not in SPOILING]
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(raw=start["headers"])
            if headers.get("content-type", "").startswith("text/html") and start["status"] == 200:
                body = body.replace(b"<head>", b"<head>" + early().encode(), 1)
                body = body.replace(b"</head>", hints(path.strip("/") == "").encode() + b"</head>", 1)
                for name in ("etag", "last-modified"):  # of Streamlit's file, not of this text
                    if name in headers:
                        del headers[name]
                if zipped:
                    body = gzip.compress(body, 6)
                    headers["Content-Encoding"] = "gzip"
                headers["Vary"] = "Accept-Encoding"
                headers["Content-Length"] = str(len(body))
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app({**scope, "headers": plain}, receive, collect)


def is_page(path: str) -> bool:
    """Whether a path may be a page's: files, Streamlit's own addresses and the light pages of a class aren't."""
    return "." not in path.rpartition("/")[2] and not f"{path}/".startswith(NO_PAGES)


NO_PAGES = ("/_stcore/", "/static/", "/app/", "/media/", "/class/")


SPOILING = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
"""Headers with which Streamlit would not send its page in full."""


def packed(file: Path) -> bytes:
    """The file compressed: as it was kept beside it, or now."""
    kept = file.with_name(file.name + ".gz")
    return kept.read_bytes() if kept.is_file() else gzip.compress(file.read_bytes(), 9, mtime=0)


@cache
def files() -> dict[str, Path]:
    """What is sent compressed: path below the app's address → file."""
    found = {
        f"/static/{path.relative_to(STREAMLIT / 'static').as_posix()}": path
        for path in (STREAMLIT / "static").rglob("*")
        if path.suffix in PACKED
    }
    ours = assets.STATIC / assets.folder()
    return found | {
        f"/app/static/{ours.name}/{path.relative_to(ours).as_posix()}": path
        for path in ours.rglob("*")
        if path.suffix in PACKED
    }


@cache
def early() -> str:
    """What runs before Streamlit: modules run in the order in which a page names them."""
    return f'<script type="module" src="./{assets.url(assets.EARLY)}"></script>'


@cache
def hints(entry: bool) -> str:
    """Lines of HTML with which a page begins in its own style and fetches at once what it needs.

    entry: whether it is the first page.
    """
    first = needed(EVERYWHERE)
    later = [] if entry else [name for name in needed(EVERYWHERE + WIDGETS) if name not in first]
    # Pages bring their style themselves, but later: until then Streamlit's own would show, and the page would jump.
    style = theme.page_css() + (assets.ROOT / "ui" / "live" / "page.css").read_text(encoding="utf-8")
    return (
        f"<style>{style}</style>\n"
        + _links([assets.url(assets.BUNDLE), *_below(first)], "")
        + _links(_below(later), ' fetchpriority="low"')
    )


def _below(names: list[str]) -> list[str]:
    return [f"static/js/{name}" for name in names]


def _links(addresses: list[str], how: str) -> str:
    return "".join(f'<link rel="modulepreload" crossorigin{how} href="./{address}">\n' for address in addresses)


IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")


def needed(names: tuple[str, ...]) -> list[str]:
    """Streamlit's scripts of these names and what they import, without those that its page names itself."""
    folder = STREAMLIT / "static" / "js"
    page = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    known = set(re.findall(r"static/js/([\w.-]+\.js)", page))
    wanted: list[str] = []
    waiting = [path.name for name in names for path in folder.glob(f"{name}.*.js")]
    while waiting:
        name = waiting.pop(0)
        if name in known or not (folder / name).is_file():
            continue
        known.add(name)
        wanted.append(name)
        waiting += IMPORTED.findall((folder / name).read_text(encoding="utf-8"))
    return wanted
