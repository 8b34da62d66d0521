"""The direct channel: who may speak, who answers, what goes on between requests, and that nobody slows the others."""

import asyncio
import gc
import json
import threading
import time

import pytest
from starlette.websockets import WebSocketDisconnect

from ui.link import channel
from ui.link.channel import MOST_TEXT, parsed, register
from ui.streamlit import route
from ui.streamlit.route import FAILED, MOST_SOCKETS, PROTOCOL, TOO_LARGE, converse

OWN = {"Origin": "https://class.example", "Host": "class.example"}


class Echo:
    """Sends back what it hears, and idles until it is halted."""

    def __init__(self, owner=""):
        self.owner = owner or str(id(self))
        self.idling, self.halted = threading.Event(), threading.Event()
        self.overdue = False

    def hear(self, told):
        return json.dumps(told).encode()

    def met(self, views):
        pass

    def meanwhile(self, halt):
        self.idling.set()
        if halt.wait(10):
            self.halted.set()
        else:
            self.overdue = True


class Broken(Echo):
    def hear(self, told):
        raise ArithmeticError("that went wrong")


class Slow(Echo):
    """Takes its time, and knows how many of its answers were under way at once."""

    def __init__(self, seconds=0.05, owner=""):
        super().__init__(owner)
        self.seconds, self.now, self.most, self.heard = seconds, 0, 0, 0

    def hear(self, told):
        self.now += 1
        self.most = max(self.most, self.now)
        time.sleep(self.seconds)
        self.now -= 1
        self.heard += 1
        return super().hear(told)

    def met(self, views):
        pass

    def meanwhile(self, halt):
        pass


class Socket:
    """The server's end of a socket whose browser says these things, waits for the answers, and goes."""

    def __init__(self, secret, *says, headers=OWN, answers=None):
        self.headers, self.scope = headers, {"subprotocols": [PROTOCOL, secret]}
        self.says, self.sent, self.code, self.welcome = list(says), [], None, False
        self.answers = len(says) if answers is None else answers
        self.read = 0

    async def accept(self, subprotocol):
        assert subprotocol == PROTOCOL
        self.welcome = True

    async def receive(self):
        await asyncio.sleep(0.02)  # for what goes on meanwhile
        if self.says:
            self.read += 1
            said = self.says.pop(0)
            return {"type": "websocket.receive", "bytes" if isinstance(said, bytes) else "text": said}
        while len(self.sent) < self.answers:
            await asyncio.sleep(0.01)
        return {"type": "websocket.disconnect"}

    async def send_bytes(self, data):
        self.sent.append(data)

    async def close(self, code=1000):
        self.code = code
        self.answers = 0


def talk(*sockets):
    """Serve sockets side by side until all have gone."""

    async def all_of_them():
        await asyncio.gather(*map(converse, sockets))
        while route._SEATS:  # until the last job has ended
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(all_of_them(), 20))
    return sockets[0]


# -------------------------------------------------------------------- who may speak


def test_each_request_gets_its_answer_in_order():
    echo = Echo()
    socket = talk(Socket(register(echo), '{"id": 1}', '{"id": 2}', "[3]"))
    assert socket.sent == [b'{"id": 1}', b'{"id": 2}', b"[3]"]
    assert socket.code is None


@pytest.mark.parametrize("secret", ["", "guessed", "x" * 10_000])
def test_without_the_secret_nobody_is_read(secret):
    register(echo := Echo())
    socket = talk(Socket(secret, "1"))
    assert not socket.welcome and socket.read == 0
    assert not echo.idling.is_set()


@pytest.mark.parametrize("offered", [[], [PROTOCOL], ["other", "{secret}"], ["{secret}"], [PROTOCOL, "{secret}", "x"]])
def test_the_secret_stands_in_its_place_of_the_handshake(offered):
    secret = register(echo := Echo())
    socket = Socket(secret, "1")
    socket.scope["subprotocols"] = [part.replace("{secret}", secret) for part in offered]
    talk(socket)
    assert not socket.welcome
    del echo


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [("https://class.example", True), (None, True), ("https://evil.example", False), ("null", False)],
)
def test_a_page_of_another_host_is_turned_away(origin, welcome):
    echo = Echo()
    headers = {"Host": "class.example"} | ({"Origin": origin} if origin else {})
    assert talk(Socket(register(echo), "1", headers=headers)).welcome == welcome


def test_a_secret_ends_with_its_listener():
    secret = register(echo := Echo())
    del echo
    gc.collect()
    assert not talk(Socket(secret, "1")).welcome


# -------------------------------------------------------------------- what is said


def test_a_request_that_is_too_large_ends_the_talk():
    echo = Echo()
    socket = talk(Socket(register(echo), "1", "2" * (MOST_TEXT + 1), "3", answers=1))
    assert socket.code == TOO_LARGE
    assert socket.sent in ([b"1"], [])


@pytest.mark.parametrize("nonsense", ["", "{", "[" * 100_000, b"\x00\xff"])
def test_what_is_no_json_is_heard_as_nothing(nonsense):
    echo = Echo()
    assert talk(Socket(register(echo), nonsense)).sent == [b"null"]


def test_numbers_are_parsed_as_data():
    assert parsed('{"a": [1, null]}') == {"a": [1, None]}
    assert parsed("__import__('os')") is None


def test_an_answer_that_goes_wrong_ends_the_talk_and_is_logged(caplog):
    broken = Broken()
    socket = talk(Socket(register(broken), "1", "2"))
    assert socket.sent == []
    assert socket.code == FAILED
    assert "that went wrong" in caplog.text


def test_what_goes_wrong_after_an_answer_is_logged(caplog):
    echo = Echo()
    echo.meanwhile = lambda halt: 1 / 0
    assert talk(Socket(register(echo), "1")).sent == [b"1"]
    assert "ZeroDivisionError" in caplog.text


def test_a_socket_that_breaks_is_no_error():
    class Torn(Socket):
        async def accept(self, subprotocol):
            raise WebSocketDisconnect

    echo = Echo()
    assert talk(Torn(register(echo), "1")).code is None


# -------------------------------------------------------------------- turns


def test_what_goes_on_between_requests_ends_when_the_view_goes():
    echo = Echo()
    talk(Socket(register(echo), "1"))
    assert echo.idling.wait(5)
    assert echo.halted.wait(5)


def test_what_goes_on_between_requests_makes_room_for_the_next_one():
    echo = Echo()
    assert len(talk(Socket(register(echo), "1", "2", "3")).sent) == 3
    assert not echo.overdue


def test_all_sockets_of_a_visitor_share_one_worker():
    slow = Slow()
    secret = register(slow)
    sockets = [Socket(secret, "1", "2") for _ in range(MOST_SOCKETS)]
    talk(*sockets)
    assert [len(socket.sent) for socket in sockets] == [2] * MOST_SOCKETS
    assert slow.most == 1


def test_two_pages_of_a_visitor_share_one_worker():
    pages = [Slow(owner="one visitor") for _ in range(2)]
    talk(*(Socket(register(page), "1", "2", "3") for page in pages))
    assert [page.heard for page in pages] == [3, 3]
    assert len({channel.listener(register(page)).owner for page in pages}) == 1


def test_who_connects_asks_and_leaves_again_and_again_has_one_worker_all_the_same():
    slow = Slow(0.2)
    secret = register(slow)

    async def come_and_go():
        for _ in range(6):
            socket = Socket(secret, "1", answers=0)
            await converse(socket)
        while route._SEATS:
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(come_and_go(), 20))
    assert slow.most == 1


def test_there_is_an_end_to_the_sockets_of_a_visitor_and_of_all(monkeypatch):
    secret = register(slow := Slow())
    sockets = [Socket(secret, "1") for _ in range(MOST_SOCKETS + 3)]
    talk(*sockets)
    assert sum(socket.welcome for socket in sockets) == MOST_SOCKETS
    monkeypatch.setattr(route, "MOST_OPEN", 2)
    others = [Slow() for _ in range(5)]
    sockets = [Socket(register(other), "1") for other in others]
    talk(*sockets)
    assert sum(socket.welcome for socket in sockets) == 2
    del slow


def test_a_crowd_of_one_visitor_lets_the_others_take_their_turns(monkeypatch):
    monkeypatch.setattr(channel, "WORKERS", channel.ThreadPoolExecutor(1))
    greedy, other = Slow(0.1), Slow(0.0)
    secret = register(greedy)
    crowd = [Socket(secret, *"123456") for _ in range(MOST_SOCKETS)]
    patient = Socket(register(other), "1", "2")
    taken = []

    async def noted(data, send=patient.send_bytes):
        taken.append(greedy.heard)
        await send(data)

    patient.send_bytes = noted
    talk(*crowd, patient)
    assert max(taken) <= 4  # of 24


def test_what_waits_is_dropped_when_the_view_goes(monkeypatch):
    monkeypatch.setattr(channel, "WORKERS", channel.ThreadPoolExecutor(1))
    slow = Slow(0.2)
    talk(Socket(register(slow), *"1234", answers=1))
    time.sleep(0.5)
    assert slow.heard <= 2
