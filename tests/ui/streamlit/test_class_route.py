"""Live classes as their pages meet them: who may come in, what is said and shown, what comes back after a restart."""

import asyncio
import gc
import json
import re

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers

from nncore.experiments import EXPERIMENTS
from ui.core.classroom.codes import WRONG_OF_ONE
from ui.core.classroom.room import MOST_SEATS
from ui.core.classroom.rooms import _of_this_process, rooms
from ui.core.links import opened_from_link
from ui.core.session import Session
from ui.link.frame import unpack
from ui.streamlit import class_hall, class_route
from ui.streamlit.class_hall import GONE, MOST_UNSEEN, TOO_MANY
from ui.streamlit.class_intents import SEAT, TEACHER
from ui.streamlit.class_route import MOST_A_SECOND, MOST_TEXT, SEEN, SILENT, UNKNOWN
from ui.streamlit.class_shell import fingerprint, headers
from ui.streamlit.delivery import is_page
from ui.streamlit.route import FAILED, PROTOCOL, TOO_LARGE

APP = Starlette(routes=class_route.routes())
OWN = {"Origin": "https://school.example", "Host": "school.example"}
CHOICE = {"kind": "choice", "text": "Which is larger?", "choices": ["2", "3"], "right": 1}


def restart():
    """Forget what this process has of the classes, as a new process begins."""
    _of_this_process.cache_clear()


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    """Classes of each test's own."""
    monkeypatch.setenv("NETSKETCH_DATA", str(tmp_path))
    restart()
    yield
    restart()
    assert not class_route._HALLS


@pytest.fixture
def board():
    return Session(EXPERIMENTS["playground"].experiment)


@pytest.fixture
def lesson(board):
    """A class whose teacher is here: (room, secret)."""
    room, secret = rooms().start("Our class")
    room.bring_teacher(board)
    return room, secret


class Page:
    """The browser's end of a socket of a class. heard: messages; frames: of the board; walls."""

    def __init__(self, code, token, headers=OWN, address="10.0.0.1"):
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self.scope = {
            "type": "websocket",
            "path": f"/direct/class/{code}",
            "query_string": b"",
            "headers": raw,
            "subprotocols": [PROTOCOL, token],
            "client": (address, 1),
        }
        self.to_server, self.news = asyncio.Queue(), asyncio.Event()
        self.heard, self.frames, self.walls = [], [], []
        self.welcome, self.code, self.reason = False, None, ""
        self.listening = asyncio.Event()
        self.listening.set()
        self.to_server.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(APP(self.scope, self.to_server.get, self._take))

    async def _take(self, message):
        if message["type"] == "websocket.accept":
            assert message["subprotocol"] == PROTOCOL
            self.welcome = True
            return
        if message["type"] == "websocket.close":
            self.code, self.reason = message["code"], message.get("reason") or ""
        elif message.get("text") is not None:
            self.heard.append(json.loads(message["text"]))
        else:
            await self.listening.wait()
            header, arrays = unpack(message["bytes"])
            (self.frames if header["kind"] == "board" else self.walls).append((header, arrays))
        self.news.set()

    def say(self, kind, **fields):
        self.say_text(json.dumps({"kind": kind} | fields))

    def say_text(self, text):
        self.to_server.put_nowait({"type": "websocket.receive", "text": text})

    async def until(self, wanted):
        """Wait for what makes this true."""
        async with asyncio.timeout(10):
            while not (found := wanted()):
                self.news.clear()
                await self.news.wait()
        return found

    async def hears(self, kind, **fields):
        """The first message of a kind that says this."""

        def found():
            return next((said for said in self.heard if said["kind"] == kind and fields.items() <= said.items()), None)

        return await self.until(found)

    async def state(self, **fields):
        """Wait until the last state it was told says this."""

        def found():
            states = [said for said in self.heard if said["kind"] == "state"]
            return states[-1] if states and fields.items() <= states[-1].items() else None

        return await self.until(found)

    async def sees(self, epoch):
        """Wait until the last frame of the board shows an epoch."""
        await self.until(lambda: self.frames and self.frames[-1][0]["epoch"] == epoch)

    async def closed(self):
        await self.until(lambda: self.code is not None)
        await asyncio.wait_for(self.task, 10)
        return self.code

    async def leave(self):
        self.to_server.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.task, 10)


async def seat(room, nickname="Ada"):
    """A page that has joined."""
    page = Page(room.code, "join")
    page.say("join", nickname=nickname)
    page.seat = await page.hears("welcome")
    return page


def run(scenario):
    """Let pages meet the server, all in one loop; whoever is still there leaves at the end."""

    async def all_of_it():
        pages = []
        take = Page.__init__

        def noted(page, *args, **kwargs):
            take(page, *args, **kwargs)
            pages.append(page)

        Page.__init__ = noted
        try:
            await scenario
        finally:
            Page.__init__ = take
            for page in pages:
                page.listening.set()
            await asyncio.gather(*(page.leave() for page in pages if not page.task.done()))

    asyncio.run(asyncio.wait_for(all_of_it(), 30))


def get(path, accept="text/html"):
    """(status, headers, text) of a page."""
    sent = []
    headers = [(b"host", b"school.example"), (b"accept", accept.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}

    async def send(message):
        sent.append(message)

    asyncio.run(APP(scope, None, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), body.decode()


# -------------------------------------------------------------------- a lesson


def test_a_seat_joins_and_sees_the_board(lesson):
    room, _ = lesson

    async def scenario():
        page = await seat(room, "  Ada ")
        assert page.seat["nickname"] == "Ada" and page.seat["title"] == "Our class"
        assert room.seat_of(page.seat["secret"]) == page.seat["seat"]
        state = await page.state(seats=1, live=True, following=True)
        assert state["question"] is None
        header, arrays = (await page.until(lambda: page.frames))[0]
        assert header["full"] and header["epoch"] == 0 and len(arrays["points"])

    run(scenario())


def test_seats_follow_the_teacher_who_trains(lesson, board):
    room, _ = lesson

    async def scenario():
        pages = [await seat(room, name) for name in ("Ada", "Bo")]
        for page in pages:
            await page.until(lambda page=page: page.frames)
        await asyncio.to_thread(board.advance, epochs=3)
        for page in pages:
            await page.sees(3)
        assert pages[0].frames[-1][1]["theta"].tobytes() == board.theta.astype("f4").tobytes()
        assert not pages[0].frames[-1][0]["full"]  # what it has needn't come again

    run(scenario())


def test_nothing_is_sent_while_nothing_changes(lesson):
    room, _ = lesson

    async def scenario():
        page = await seat(room)
        await page.until(lambda: page.frames)
        await page.state(seats=1)
        before = len(page.frames), len(page.heard)
        await asyncio.sleep(0.5)
        assert (len(page.frames), len(page.heard)) == before

    run(scenario())


def test_frames_stop_while_the_pages_are_black_or_left_alone(lesson, board):
    room, secret = lesson

    async def scenario():
        teacher, page = Page(room.code, f"t.{secret}"), await seat(room)
        await page.until(lambda: page.frames)
        for kind, on, off in (("black", True, False), ("follow", False, True)):
            teacher.say(kind, on=on)
            await page.state(**{{"black": "black", "follow": "following"}[kind]: on})
            seen, known = len(page.frames), len(teacher.frames)
            await asyncio.to_thread(board.advance, epochs=1)
            await teacher.until(lambda known=known: len(teacher.frames) > known)  # who sees it all the same
            assert len(page.frames) == seen
            teacher.say(kind, on=off)
            await page.until(lambda seen=seen: len(page.frames) > seen)
            assert page.frames[-1][0]["epoch"] == board.position

    run(scenario())


def test_an_answer_that_is_sent_twice_is_acknowledged_twice_and_counts_once(lesson):
    room, secret = lesson

    async def scenario():
        teacher, page = Page(room.code, f"t.{secret}"), await seat(room)
        teacher.say("ask", question=CHOICE, seconds=None)
        state = await page.until(lambda: [said for said in page.heard if said.get("question")])
        asked = state[0]["question"]
        assert asked["text"] == CHOICE["text"] and asked["choices"] == ["2", "3"] and "right" not in asked
        for _ in range(2):
            page.say("answer", id="a.1", question=asked["number"], round=asked["round"], value=1)
        await page.until(lambda: page.heard.count({"kind": "ack", "id": "a.1"}) == 2)
        assert room.answers(1, 1) == {page.seat["seat"]: 1}
        told = await teacher.until(
            lambda: next((said for said in teacher.heard if (said.get("question") or {}).get("answered") == 1), None)
        )
        assert [one["answered"] for one in told["seats"]] == [True]
        teacher.say("close")
        await page.until(lambda: not page.heard[-1]["question"]["open"])
        page.say("answer", id="a.2", question=1, round=1, value=0)
        assert "too late" in (await page.hears("refused", id="a.2"))["text"]
        teacher.say("reveal")
        shown = await page.until(lambda: (page.heard[-1].get("question") or {}).get("revealed"))
        assert [(bin["label"], bin["count"]) for bin in shown["bins"]] == [("2", 0), ("3", 1)]

    run(scenario())


def test_a_countdown_closes_a_question_by_itself(lesson):
    room, secret = lesson

    async def scenario():
        teacher, page = Page(room.code, f"t.{secret}"), await seat(room)
        teacher.say("ask", question=CHOICE, seconds=1)
        await page.until(lambda: (page.heard[-1].get("question") or {}).get("open") is True)
        await page.until(lambda: (page.heard[-1].get("question") or {}).get("open") is False)

    run(scenario())


def test_a_seat_takes_the_board_over_as_it_is_at_this_moment(lesson, board):
    room, _ = lesson
    board.advance(epochs=2)

    async def scenario():
        page = await seat(room)
        page.say("take")
        taken = await page.hears("taken")
        opened = opened_from_link(taken["link"])
        assert opened.snapshot.epoch == 2
        assert rooms().seat_of_token(taken["token"]) == (room, page.seat["seat"])
        assert page.seat["secret"] not in taken["token"]

    run(scenario())


def test_a_board_that_the_teacher_sends_is_offered_once_to_each_seat(lesson):
    room, secret = lesson

    async def scenario():
        teacher = Page(room.code, f"t.{secret}")
        ada, bo = await seat(room, "Ada"), await seat(room, "Bo")
        teacher.say("send", seat=ada.seat["seat"])
        await ada.hears("sent")
        teacher.say("send", seat=None)
        await bo.hears("sent")
        await ada.until(lambda: sum(said["kind"] == "sent" for said in ada.heard) == 2)
        teacher.say("black", on=True)
        await bo.state(black=True)
        assert [sum(said["kind"] == "sent" for said in page.heard) for page in (ada, bo)] == [2, 1]

    run(scenario())


def test_the_wall_shows_all_boards_and_one_of_them_to_everybody(lesson, monkeypatch):
    room, secret = lesson
    monkeypatch.setattr(class_hall, "WALLS", 0.1)
    own = Session(EXPERIMENTS["playground"].experiment)
    own.advance(epochs=4)

    async def scenario():
        teacher = Page(room.code, f"t.{secret}")
        ada, bo = await seat(room, "Ada"), await seat(room, "Bo")
        room.bring_seat(ada.seat["seat"], own)
        teacher.say("wall", on=True)
        header, arrays = (await teacher.until(lambda: teacher.walls))[-1]
        assert {one["nickname"]: one["epoch"] for one in header["boards"]} == {"Ada": 4, "Bo": None}
        assert len(arrays) == 1
        teacher.say("show", seat=ada.seat["seat"])
        await bo.sees(4)
        teacher.say("show", seat=None)
        await bo.sees(0)
        assert bo.frames[-1][0]["full"]
        assert not bo.walls

    run(scenario())


def test_the_teacher_gets_values_summary_and_a_code_to_scan(lesson):
    room, secret = lesson

    async def scenario():
        teacher = Page(room.code, f"t.{secret}")
        state = await teacher.state(code=room.code)
        assert state["qr"].startswith("data:image/svg+xml")
        teacher.say("values")
        values = (await teacher.hears("values"))["values"]
        assert {"loss"} <= {value["name"] for value in values}
        teacher.say("summary")
        summary = await teacher.hears("summary")
        assert summary["html"].startswith("<!") and isinstance(summary["csv"], str)

    run(scenario())


def test_a_removed_seat_is_turned_out_and_stays_out(lesson):
    room, secret = lesson

    async def scenario():
        teacher, page = Page(room.code, f"t.{secret}"), await seat(room)
        other = await seat(room, "Bo")
        teacher.say("remove", seat=page.seat["seat"])
        assert await page.closed() == GONE
        again = Page(room.code, f"s.{page.seat['secret']}")
        assert await again.closed() == GONE and "removed" in again.reason
        await other.state(seats=1)
        assert other.code is None

    run(scenario())


def test_the_end_of_a_class_ends_everything(lesson):
    room, secret = lesson

    async def scenario():
        teacher, page = Page(room.code, f"t.{secret}"), await seat(room)
        teacher.say("end")
        for one in (teacher, page):
            assert await one.closed() == GONE
            assert one.heard[-1] == {"kind": "ended"}
        for token in ("join", f"s.{page.seat['secret']}", f"t.{secret}"):
            late = Page(room.code, token)
            assert await late.closed() == GONE and late.heard == [{"kind": "ended"}]
        assert not class_route._HALLS

    run(scenario())


def test_leaving_gives_the_place_up_unless_something_was_answered(lesson):
    room, _ = lesson
    room.ask(CHOICE)

    async def scenario():
        ada, bo = await seat(room, "Ada"), await seat(room, "Bo")
        ada.say("answer", id="1", question=1, round=1, value=0)
        await ada.hears("ack")
        ada.say("leave")
        bo.say("leave")
        await bo.closed()
        assert [one.nickname for one in room.seats] == ["Ada"]

    run(scenario())


def test_after_a_restart_everybody_is_back_with_the_same_secrets(board):
    board.advance(epochs=5)
    room, secret = rooms().start()
    room.bring_teacher(board)
    room.ask(CHOICE)
    kept = {}

    async def before():
        page = await seat(room)
        page.say("answer", id="1", question=1, round=1, value=1)
        await page.hears("ack")
        kept.update(page.seat)

    run(before())
    restart()

    async def after():
        page, teacher = Page(room.code, f"s.{kept['secret']}"), Page(room.code, f"t.{secret}")
        state = await page.state(live=False)
        assert state["mine"] == 1 and state["seats"] == 1
        assert (await page.until(lambda: page.frames))[0][0]["epoch"] == 5  # the last board that was kept
        again = rooms().of(room.code)
        again.bring_teacher(board)
        await page.state(live=True)
        await teacher.state(live=True)
        await asyncio.to_thread(board.advance, epochs=1)
        await page.sees(6)

    run(after())


def test_a_board_that_its_owner_closes_is_let_go(lesson, board):
    room, _ = lesson
    own = Session(EXPERIMENTS["playground"].experiment)
    own.advance(epochs=4)

    async def scenario():
        nonlocal own
        page = await seat(room)
        room.bring_seat(1, own)
        room.show(1)
        await page.sees(4)
        own = None
        for _ in range(20):
            gc.collect()
            if room.session_of(1) is None:
                break
            await asyncio.sleep(0.05)
        assert room.session_of(1) is None

    run(scenario())


# -------------------------------------------------------------------- a slow seat


def test_a_slow_seat_leaves_frames_out_and_sees_the_newest(lesson, board):
    room, _ = lesson

    async def scenario():
        slow, quick = await seat(room, "Slow"), await seat(room, "Quick")
        await slow.until(lambda: slow.frames)
        slow.listening.clear()
        for epoch in range(1, 7):
            await asyncio.to_thread(board.advance, epochs=1)
            await quick.sees(epoch)
        slow.listening.set()
        await slow.sees(6)
        assert len(slow.frames) < len(quick.frames) - 2

    run(scenario())


def test_a_page_that_says_what_it_has_seen_gets_no_heap_of_old_frames(lesson, board):
    """Its network and its browser would hold them back, and it would fall behind more and more."""
    room, _ = lesson

    async def scenario():
        slow, quick = await seat(room, "Slow"), await seat(room, "Quick")
        await slow.sees(0)
        slow.say_text(SEEN)
        await slow.state(seats=2)
        for epoch in range(1, 9):
            await asyncio.to_thread(board.advance, epochs=1)
            await quick.sees(epoch)
            quick.say_text(SEEN)
        assert len(slow.frames) == 1 + MOST_UNSEEN
        slow.say_text(SEEN)
        await slow.sees(8)
        assert len(slow.frames) == 2 + MOST_UNSEEN

    run(scenario())


def test_a_slow_seat_doesnt_miss_a_new_drawing(lesson, board):
    room, _ = lesson

    async def scenario():
        slow, quick = await seat(room, "Slow"), await seat(room, "Quick")
        await slow.until(lambda: slow.frames)
        slow.listening.clear()
        board.edit({"kind": "add_unit", "layer": 1})
        for epoch in range(1, 4):
            await asyncio.to_thread(board.advance, epochs=1)
            await quick.sees(epoch)
        slow.listening.set()
        await slow.sees(3)
        versions = {header["drawing"]["version"] for header, _ in slow.frames if "drawing" in header}
        assert board.version in versions

    run(scenario())


# -------------------------------------------------------------------- who may come in


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example", "Host": "school.example"}])
def test_a_page_of_another_host_is_turned_away_in_the_handshake(lesson, headers):
    room, secret = lesson

    async def scenario():
        for token in ("join", f"t.{secret}"):
            page = Page(room.code, token, headers=headers)
            await page.closed()
            assert not page.welcome

    run(scenario())


def test_without_a_token_nobody_is_read(lesson):
    room, _ = lesson

    async def scenario():
        page = Page(room.code, "")
        page.scope["subprotocols"] = [PROTOCOL]
        await page.closed()
        assert not page.welcome

    run(scenario())


@pytest.mark.parametrize("token", ["s.guessed", "t.guessed", "guessed", "s.", "t.", "s." + "x" * 5000])
def test_a_wrong_secret_opens_nothing(lesson, token):
    room, _ = lesson

    async def scenario():
        page = Page(room.code, token)
        assert await page.closed() == UNKNOWN
        assert page.heard == page.frames == []

    run(scenario())


def test_a_secret_opens_its_own_class_alone(lesson):
    room, secret = lesson
    other, _ = rooms().start("Another class")

    async def scenario():
        page = await seat(room)
        for token in (f"t.{secret}", f"s.{page.seat['secret']}", f"t.{page.seat['secret']}"):
            assert await Page(other.code, token).closed() == UNKNOWN

    run(scenario())


def test_who_tries_wrong_codes_waits_and_seats_come_back_all_the_same(lesson):
    room, _ = lesson

    async def scenario():
        page = await seat(room)
        for _ in range(WRONG_OF_ONE):
            wrong = Page("AAAAAA", "join")
            assert await wrong.closed() == UNKNOWN and "code" in wrong.reason
        late = Page(room.code, "join")
        assert await late.closed() == TOO_MANY and "wait" in late.reason
        elsewhere = Page(room.code, "join", address="10.0.0.2")
        elsewhere.say("join", nickname="Bo")
        await elsewhere.hears("welcome")
        back = Page(room.code, f"s.{page.seat['secret']}")
        await back.state(seats=2)

    run(scenario())


def test_a_newcomer_who_says_nothing_is_closed(lesson, monkeypatch):
    room, _ = lesson
    monkeypatch.setattr(class_route, "PATIENCE", 0.1)

    async def scenario():
        assert await Page(room.code, "join").closed() == SILENT
        assert room.seats == []

    run(scenario())


def test_a_name_that_is_refused_can_be_said_again(lesson):
    room, _ = lesson

    async def scenario():
        page = Page(room.code, "join")
        page.say("answer", id="1", question=1, round=1, value=1)
        page.say("join", nickname="<b>Ada</b>")
        await page.until(lambda: len(page.heard) == 2)
        assert [said["kind"] for said in page.heard] == ["refused", "refused"]
        assert "'<'" in page.heard[1]["text"]
        page.say("join", nickname="Ada")
        await page.hears("welcome")

    run(scenario())


def test_there_is_an_end_to_the_sockets_of_a_class_and_of_all_but_not_for_the_teacher(lesson, monkeypatch):
    room, secret = lesson
    monkeypatch.setattr(class_route, "MOST_OF_CLASS", 7)
    monkeypatch.setattr(class_route, "MOST_OF_TEACHER", 4)

    async def scenario():
        pages = [await seat(room, f"Seat {number}") for number in range(3)]
        assert await Page(room.code, "join").closed() == TOO_MANY
        teacher = Page(room.code, f"t.{secret}")
        await teacher.state(code=room.code)
        monkeypatch.setattr(class_route, "MOST_OPEN", 4)
        other, _ = rooms().start()
        assert await Page(other.code, "join").closed() == TOO_MANY
        assert all(page.code is None for page in pages)

    run(scenario())


def test_the_oldest_page_of_a_seat_makes_room_for_the_newest(lesson):
    room, _ = lesson

    async def scenario():
        first = await seat(room)
        others = [Page(room.code, f"s.{first.seat['secret']}") for _ in range(class_route.MOST_OF_SEAT)]
        assert await first.closed() == TOO_MANY
        for page in others:
            await page.state(seats=1)

    run(scenario())


def test_ten_thousand_joins_give_few_seats_and_harm_nobody(lesson):
    """500 sockets ask twenty times each, as often as a socket may; most are refused, and the class goes on."""
    room, secret = lesson

    async def scenario():
        teacher, early = Page(room.code, f"t.{secret}"), await seat(room, "Early")
        for _ in range(10):
            crowd = [Page(room.code, "join") for _ in range(50)]
            for page in crowd:
                for _ in range(MOST_A_SECOND):
                    page.say("join", nickname="Ada")
            await asyncio.gather(*(page.leave() for page in crowd))
        assert len(room.seats) <= MOST_SEATS
        assert len({one.nickname.casefold() for one in room.seats}) == len(room.seats)
        teacher.say("values")
        await teacher.hears("values")
        early.say("take")
        await early.hears("taken")

    run(scenario())


# -------------------------------------------------------------------- what is said


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "null", "[1]", '"answer"', '{"kind": ["answer"]}', '{"kind": "answer"}', '{"kind": null}',
        '{"kind": "answer", "question": "1", "round": {}, "value": []}', '{"kind": "answer", "question": 1e999}',
        '{"kind": "answer", "id": {"a": 1}, "question": 1, "round": 1, "value": "1; DROP TABLE seats"}',
        "[" * 7000, '{"kind": "__class__"}',
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_harms_nobody(lesson, text):
    room, _ = lesson
    room.ask(CHOICE)

    async def scenario():
        page = await seat(room)
        page.say_text(text)
        await page.hears("refused")
        page.say("answer", id="1", question=1, round=1, value=1)
        await page.hears("ack")

    run(scenario())


@pytest.mark.parametrize("kind", [kind for kind in TEACHER if kind not in SEAT])
def test_a_seat_cannot_say_what_the_teacher_says(lesson, kind):
    room, _ = lesson
    room.ask(CHOICE)

    async def scenario():
        ada, bo = await seat(room, "Ada"), await seat(room, "Bo")
        await bo.state(seats=2)
        before = room.changed
        ada.say(kind, on=True, seat=bo.seat["seat"], question=CHOICE)
        await ada.hears("refused")
        assert room.changed == before
        assert bo.code is None

    run(scenario())


def test_a_message_that_is_too_large_ends_the_talk(lesson):
    room, _ = lesson

    async def scenario():
        page, other = await seat(room, "Ada"), await seat(room, "Bo")
        page.say("answer", id="x" * 1_000_000)
        assert await page.closed() == TOO_LARGE
        other.say_text(json.dumps({"kind": "x"}).ljust(MOST_TEXT))
        await other.hears("refused")

    run(scenario())


def test_who_says_too_much_is_closed_and_may_come_back(lesson):
    room, _ = lesson

    async def scenario():
        page, other = await seat(room, "Ada"), await seat(room, "Bo")
        for number in range(3 * MOST_A_SECOND):
            page.say("answer", id=str(number))
        assert await page.closed() == TOO_MANY
        assert other.code is None
        await Page(room.code, f"s.{page.seat['secret']}").state(seats=2)

    run(scenario())


def test_what_goes_wrong_on_one_page_is_logged_without_secrets_and_harms_no_other(lesson, monkeypatch, caplog):
    room, secret = lesson

    async def scenario():
        page, other = await seat(room, "Ada"), await seat(room, "Bo")
        monkeypatch.setattr(type(room), "take", lambda *_: 1 / 0)
        page.say("take")
        assert await page.closed() == FAILED
        assert other.code is None
        assert "ZeroDivisionError" in caplog.text
        assert not any(hidden in caplog.text for hidden in (secret, page.seat["secret"], room.code))

    run(scenario())


# -------------------------------------------------------------------- pages


@pytest.mark.parametrize(
    ("path", "view", "code", "up"),
    [
        ("/class", "seat", "", "./"),
        ("/class/", "seat", "", "../"),
        ("/class/k4f7qx", "seat", "K4F7QX", "../"),
        ("/class/K4F7QX/", "seat", "K4F7QX", "../../"),
        ("/class/K4F7QX/control", "control", "K4F7QX", "../../"),
    ],
)
def test_a_page_of_a_class_finds_its_view_below_any_address(path, view, code, up):
    status, headers, text = get(path)
    assert status == 200 and headers["content-type"].startswith("text/html")
    assert f'data-view="classroom/{view}.js"' in text and f'data-code="{code}"' in text
    assert f'import {{ show, views }} from "{up}app/static/' in text
    assert not re.search(r'(?:href|src|from) ?[="]+/', text)  # nothing that a folder of a host would break


def test_a_code_in_the_address_is_no_markup():
    _, _, text = get('/class/"><script>alert(1)</script>/control')
    assert "<script>alert" not in text


def test_a_browser_may_do_no_more_with_a_page_than_it_has_to():
    _, headers, text = get("/class/K4F7QX")
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["default-src"] == "'self'" and rules["object-src"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    for kind, pattern in (
        ("script-src", r"<script type=\"module\">(.*?)</script>"),
        ("style-src", r"<style>(.*?)</style>"),
    ):
        inside = re.findall(pattern, text, re.S)
        assert [fingerprint(part) for part in inside] == [part.strip("'") for part in rules[kind].split()[1:]]
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert "wss://school.example" in rules["connect-src"]


def test_a_host_that_is_none_gets_no_rule():
    rules = headers("", "evil; script-src *")["Content-Security-Policy"]
    assert "evil" not in rules


def test_the_pages_need_neither_streamlit_nor_plotly():
    _, _, text = get("/class/K4F7QX")
    assert "plotly" not in text and "static/js" not in text
    assert not is_page("/class") and not is_page("/class/K4F7QX/control") and is_page("/classes")
