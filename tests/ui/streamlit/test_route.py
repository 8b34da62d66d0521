"""The direct line: who may speak, who answers, and what happens between two requests."""

import asyncio
import gc
import json
import threading

import pytest
from starlette.websockets import WebSocketDisconnect

from ui.link.channel import MOST_TEXT, READY, parsed, register
from ui.streamlit import route
from ui.streamlit.route import FAILED, NOT_WELCOME, TOO_LARGE, converse


class Echo:
    """Sends back what it hears, and idles until it is halted."""

    def __init__(self):
        self.idling, self.halted = threading.Event(), threading.Event()

    def hear(self, told):
        return json.dumps(told).encode()

    def meanwhile(self, halt):
        self.idling.set()
        if halt.wait(10):
            self.halted.set()


class Broken(Echo):
    def hear(self, told):
        raise ArithmeticError("that went wrong")


class Socket:
    """The server's end of a socket whose browser says these things and goes."""

    def __init__(self, *says):
        self.says, self.sent, self.code = list(says), [], None

    async def accept(self):
        pass

    async def receive(self):
        if not self.says:
            return {"type": "websocket.disconnect"}
        await asyncio.sleep(0.02)  # for what goes on meanwhile
        said = self.says.pop(0)
        return {"type": "websocket.receive", "bytes" if isinstance(said, bytes) else "text": said}

    async def send_text(self, text):
        self.sent.append(text)

    async def send_bytes(self, data):
        self.sent.append(data)

    async def close(self, code):
        self.code = code


def talk(*says):
    socket = Socket(*says)
    asyncio.run(asyncio.wait_for(converse(socket), 20))
    return socket


def test_each_request_gets_its_answer_in_order():
    echo = Echo()
    socket = talk(register(echo), '{"id": 1}', '{"id": 2}', "[3]")
    assert socket.sent == [READY, b'{"id": 1}', b'{"id": 2}', b"[3]"]
    assert socket.code is None


def test_what_goes_on_between_requests_ends_when_the_view_goes():
    echo = Echo()
    talk(register(echo), "1")
    assert echo.idling.wait(5)
    assert echo.halted.wait(5)


@pytest.mark.parametrize("secret", ["", "guessed", b"bytes", "x" * 10_000])
def test_without_the_secret_nobody_answers(secret):
    register(echo := Echo())
    socket = talk(secret, "1")
    assert socket.sent == []
    assert socket.code == NOT_WELCOME
    assert not echo.idling.is_set()


def test_a_silent_socket_is_closed(monkeypatch):
    monkeypatch.setattr(route, "PATIENCE", 0.05)

    class Silent(Socket):
        async def receive(self):
            await asyncio.sleep(60)

    socket = Silent()
    asyncio.run(asyncio.wait_for(converse(socket), 5))
    assert socket.code == NOT_WELCOME


def test_a_line_ends_with_its_listener():
    secret = register(echo := Echo())
    del echo
    gc.collect()
    assert talk(secret, "1").code == NOT_WELCOME


def test_a_request_that_is_too_large_ends_the_line_unread():
    echo = Echo()
    socket = talk(register(echo), "1", "2" * (MOST_TEXT + 1), "3")
    assert socket.sent == [READY, b"1"]
    assert socket.code == TOO_LARGE


@pytest.mark.parametrize("nonsense", ["", "{", "[" * 100_000, b"\x00\xff"])
def test_what_is_no_json_is_heard_as_nothing(nonsense):
    echo = Echo()
    assert talk(register(echo), nonsense).sent == [READY, b"null"]


def test_an_answer_that_goes_wrong_ends_the_line_and_is_logged(caplog):
    broken = Broken()
    socket = talk(register(broken), "1", "2")
    assert socket.sent == [READY]
    assert socket.code == FAILED
    assert "that went wrong" in caplog.text


def test_a_socket_that_breaks_is_no_error():
    class Torn(Socket):
        async def send_text(self, text):
            raise WebSocketDisconnect

    echo = Echo()
    socket = Torn(register(echo), "1")
    asyncio.run(converse(socket))
    assert socket.code is None


def test_numbers_are_parsed_as_data():
    assert parsed('{"a": [1, null]}') == {"a": [1, None]}
    assert parsed("__import__('os')") is None
