"""Large tables between tab and server: only its own session's, only with its secret, only what they claim to be."""

import asyncio
import gc
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers

from nncore.data import Data, packed, shelf
from nncore.data.packed import pack, unpack
from nncore.data.table import Table, number_column, text_column
from nncore.experiments import EXPERIMENTS
from ui.core import own_data
from ui.core.session import Session
from ui.link import tables
from ui.streamlit import table_route

APP = Starlette(routes=table_route.routes())


@dataclass
class Answer:
    status_code: int
    headers: Headers
    content: bytes


def ask(method: str, path: str, headers: dict[str, str], parts: Iterable[bytes] = ()) -> Answer:
    """What the server answers; parts: the body as it arrives."""
    waiting, sent = [*parts, b""], []
    named = {"Host": "class.example"} | headers
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
    }

    async def receive():
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message):
        sent.append(message)

    asyncio.run(APP(scope, receive, send))
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], Headers(raw=sent[0]["headers"]), content)


def get(path: str, headers: dict[str, str]) -> Answer:
    return ask("GET", path, headers)


def put(path: str, headers: dict[str, str], content: bytes) -> Answer:
    return ask("PUT", path, headers | {"Content-Length": str(len(content))}, [content])


@pytest.fixture(autouse=True)
def an_empty_shelf(monkeypatch):
    monkeypatch.setattr(shelf, "_tables", shelf.OrderedDict())
    monkeypatch.setattr(shelf, "_in_use", shelf.WeakValueDictionary())


def table(seed=0, rows=10_001) -> Table:
    numbers = np.random.default_rng(seed).normal(size=rows).round(2)
    return Table((number_column("x", numbers), text_column("y", ["yes" if n > 0 else "no" for n in numbers])), "t.csv")


def visit(brought: Table | None = None) -> tuple[Session, dict[str, str]]:
    """A session, with a table of its own or without, and the header that its page sends."""
    session = Session(EXPERIMENTS["playground"].experiment)
    if brought is not None:
        assert own_data.bring_table(session, brought) == ""
    return session, {"X-Netsketch": tables.register(session)}


def address(key: str) -> str:
    return f"/direct/table/{key}"


def test_a_tab_fetches_the_table_of_its_session():
    session, own = visit(table())
    [key] = session.large_tables
    answer = get(address(key), own)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert unpack(answer.content, key) == table()


def test_nobody_gets_the_table_of_somebody_else():
    session, _ = visit(table())
    [key] = session.large_tables
    other, others = visit()
    for headers in (others, {}, {"X-Netsketch": "guessed"}):
        assert get(address(key), headers).status_code == 404
    del other


def test_another_page_is_turned_away():
    session, own = visit(table())
    [key] = session.large_tables
    strange = own | {"Origin": "https://evil.example"}
    assert get(address(key), strange).status_code == 404
    assert put(address(key), strange, pack(table())).status_code == 404


def test_a_server_that_lacks_a_table_takes_it_back():
    session, own = visit()
    key, content = table().key, pack(table())
    gc.collect()
    assert ask("HEAD", address(key), own).status_code == 404
    assert put(address(key), own, content).status_code == 204
    assert ask("HEAD", address(key), own).status_code == 200
    assert Data.from_dict({"name": "table", "table": key}).table == table()
    del session


def test_what_came_back_stays_until_it_is_opened_though_there_is_no_room(monkeypatch):
    monkeypatch.setattr(shelf, "MOST_BYTES", 1)
    session, own = visit()
    key = table(1).key
    assert put(address(key), own, pack(table(1))).status_code == 204
    shelf.put(keeper := table(2))
    gc.collect()
    assert shelf.has(key)
    del session, own, keeper
    gc.collect()
    assert not shelf.has(key)


def test_bytes_that_are_another_table_or_none_are_refused():
    session, own = visit()
    for content in (pack(table(1)), b"", b"\xff" * 1000):
        assert put(address(table(0).key), own, content).status_code == 400
    assert not shelf.has(table(1).key)
    del session


def test_more_bytes_than_a_packed_table_may_take_are_not_read(monkeypatch):
    monkeypatch.setattr(table_route, "MOST_PACKED", 1000)
    session, own = visit()

    def unannounced():
        for _ in range(20):
            yield b"x" * 100

    assert put(address("k"), own, b"x" * 1001).status_code == 413
    assert ask("PUT", address("k"), own, unannounced()).status_code == 413
    del session


def test_one_table_at_a_time_is_on_its_way_for_a_session():
    session, own = visit()
    desk = tables.desk_of(own["X-Netsketch"])
    table_route._BUSY.add(id(desk))
    try:
        assert put(address("k"), own, b"x").status_code == 503
    finally:
        table_route._BUSY.clear()
    del session


def test_a_session_that_is_gone_leaves_no_desk():
    session, own = visit()
    del session
    gc.collect()
    assert tables.desk_of(own["X-Netsketch"]) is None


def test_a_table_too_large_to_keep_is_not_sent(monkeypatch):
    session, own = visit(table())
    [key] = session.large_tables
    monkeypatch.setattr(packed, "MOST_PACKED", 10)
    assert get(address(key), own).status_code == 404
