"""How many learners one server carries: real WebSocket sessions that all train live, or that follow their teacher.

    python -m benchmarks.classroom [--learners 1,10,30,60] [--seats 30,60] [--seconds 12] [--json FILE]

Starts the app in a process of its own on this machine and opens N sessions of the training page as a browser does:
the page's own socket and the direct one. Each sends a request, waits for the frame, and asks again after the pace of
the page: 34 ms at the earliest, and not before the server's own pace.
Seats of a live class follow one teacher who trains, on sockets of their own; then all of them answer within a second,
each answer sent twice.
Everything stays on the loopback address and ends by itself.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.processes import cpu_seconds, resident_bytes, server_process, threads
from tests.browser.conftest import serve
from ui.core.classroom.rooms import Rooms
from ui.core.classroom.store import FOLDER, Store
from ui.link.frame import unpack
from ui.streamlit.class_route import SEEN

LEARNERS = (1, 10, 30, 60)
SEATS = (30, 60)
SECONDS = 12.0
WARM_UP = 3.0
PACE = 0.034
LEAVING = 2.0
"""Seconds after the last tab has closed until threads are counted. Those of the server's fixed pool of workers, two
for each CPU, come with the first need and stay."""
PATIENCE = 60.0
PLAYS = {"unit": "epoch", "count": 0}
"""As fast as possible: the hardest that a page can ask for."""
PLAYS_EVENLY = {"unit": "epoch", "count": 1}
"""One epoch a frame: what training takes is then the same with and without seats."""
JOINING = 0.05
"""Seconds between two who join."""
QUESTION = {"kind": "choice", "text": "Does it learn?", "choices": ["yes", "no"], "right": 0}
MOST_MEMORY = 3.0


class Learner:
    """One browser tab on the training page: Streamlit's own socket for the page, the direct one for its frames."""

    def __init__(self, url: str):
        self.address = url.replace("http://", "ws://")
        self.id = 0
        self.have: dict = {}
        self.times: list[float] = []
        self.header: dict = {}
        self.bytes = 0
        self.keeper = ""
        self.plays = PLAYS

    async def open(self) -> None:
        self.socket = await self.connect("/_stcore/stream", subprotocols=["streamlit"])
        await self.run()
        self.direct = await self.connect("/direct", subprotocols=["netsketch", self.header["secret"]])

    async def run(self, **triggers) -> None:
        """Have the page's script run. triggers: what the keeper says."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.page_name = "train"
        if triggers:
            said = [{"event": name, "value": value} for name, value in triggers.items()]
            widgets = message.rerun_script.widget_states.widgets
            widgets.add(id=self.keeper, json_value="{}")
            widgets.add(id=_make_trigger_id(self.keeper, "events"), json_trigger_value=json.dumps(said))
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not (await self.finished() and self.header):
                pass

    async def connect(self, path: str, **how):
        return await websockets.connect(self.address + path, max_size=None, **how)

    async def finished(self) -> bool:
        """Read a message of the page; whether the run has ended."""
        message = ForwardMsg()
        message.ParseFromString(await self.socket.recv())
        kind = message.WhichOneof("type")
        if kind == "delta":
            element = message.delta.new_element
            found = element.WhichOneof("type") == "bidi_component"
            if found and "live.studio" in element.bidi_component.component_name:
                self.take(element.bidi_component.bytes)
            elif found and "link.keeper" in element.bidi_component.component_name:
                self.keeper = element.bidi_component.id
        return kind == "script_finished"

    def take(self, frame: bytes) -> None:
        self.bytes = len(frame)
        self.header, _ = unpack(frame)
        backdrop = self.header.get("backdrop", {}).get("key", self.have.get("backdrop"))
        self.have = {"drawing": self.header["version"], "backdrop": backdrop}
        if "sent" in self.header:
            self.have["sent"] = self.header["sent"]["number"]

    async def ask(self) -> float:
        """Send the next request; returns the seconds until its frame is here."""
        self.id += 1
        request = {
            "id": self.id,
            "client": "bench",
            "edits": [],
            "play": self.plays,
            "have": self.have,
            "want": {"chart": self.id % 3 == 0, "link": False, "dark": False},
        }
        start = time.perf_counter()
        await self.direct.send(json.dumps(request))
        async with asyncio.timeout(PATIENCE):
            self.take(await self.direct.recv())
        assert self.header["reply"] == self.id
        return time.perf_counter() - start

    async def close(self) -> None:
        await self.direct.close()
        await self.socket.close()

    async def learn(self, until: float, counted_from: float) -> None:
        while (started := time.perf_counter()) < until:
            taken = await self.ask()
            if started >= counted_from:
                self.times.append(taken)
            await asyncio.sleep(max(PACE, self.header["pace"] / 1000) - taken)


async def lesson(url: str, learners: int, seconds: float, process: int) -> dict:
    """N learners train at once for so many seconds."""
    before, idle = resident_bytes(process), threads(process)
    tabs = [Learner(url) for _ in range(learners)]
    for tab in tabs:
        await tab.open()
    begin = time.perf_counter() + WARM_UP
    epochs, cpu = 0, 0.0

    async def watch():
        nonlocal epochs, cpu
        await asyncio.sleep(WARM_UP)
        epochs, cpu = sum(tab.header["epoch"] for tab in tabs), cpu_seconds(process)

    await asyncio.gather(watch(), *(tab.learn(begin + seconds, begin) for tab in tabs))
    cpu, epochs = cpu_seconds(process) - cpu, sum(tab.header["epoch"] for tab in tabs) - epochs
    memory = resident_bytes(process) - before
    times = sorted(1000 * taken for tab in tabs for taken in tab.times)
    for tab in tabs:
        await tab.close()
    await asyncio.sleep(LEAVING)
    return {
        "learners": learners,
        "frames_each": len(times) / learners / seconds,
        "p50_ms": statistics.median(times),
        "p95_ms": times[int(0.95 * (len(times) - 1))],
        "server_ms_per_frame": 1000 * cpu / len(times),
        "epochs_each": epochs / learners / seconds,
        "frame_kb": statistics.mean(tab.bytes for tab in tabs) / 1000,
        "memory_mb_each": memory / learners / 1e6,
        "threads_left": max(threads(process) - idle, 0),
    }


# -------------------------------------------------------------------- a live class


class Seat:
    """One phone that follows. ages: seconds from the making of a frame until it is here. times: when frames came."""

    def __init__(self, url: str, code: str):
        self.address = f"{url.replace('http://', 'ws://')}/direct/class/{code}"
        self.ages: list[float] = []
        self.bytes: list[int] = []
        self.asked: dict = {}
        self.acknowledged: list[float] = []

    async def open(self, token: str = "join") -> None:
        self.socket = await websockets.connect(self.address, max_size=None, subprotocols=["netsketch", token])
        self.listening = asyncio.create_task(self.listen())

    async def join(self, nickname: str) -> None:
        await self.open()
        await self.say("join", nickname=nickname)

    async def say(self, kind: str, **fields) -> None:
        await self.socket.send(json.dumps({"kind": kind} | fields))

    async def listen(self) -> None:
        async for message in self.socket:
            now = time.time()
            if isinstance(message, bytes):
                made = message.index(b'"made":') + len('"made":')
                self.ages.append(now - float(message[made : message.index(b",", made)]))
                self.bytes.append(len(message))
                await self.socket.send(SEEN)
                continue
            said = json.loads(message)
            if said["kind"] == "state":
                self.asked = said["question"] or {}
            elif said["kind"] == "ack":
                self.acknowledged.append(now)

    async def answer(self) -> list[float]:
        """Answer within a second, twice; returns when."""
        await asyncio.sleep(random.random())
        sent = []
        for _ in range(2):
            sent.append(time.time())
            await self.say("answer", id="1", question=self.asked["number"], round=self.asked["round"], value=0)
        return sent

    async def close(self) -> None:
        self.listening.cancel()
        await self.socket.close()


async def live_class(url: str, code: str, secret: str, seats: int, seconds: float, process: int) -> dict:
    """N seats follow a teacher who trains, then all answer."""
    teacher, control = Learner(url), Seat(url, code)
    await teacher.open()
    await teacher.run(parcel={"id": "1", "class": {"code": code, "role": "teacher", "token": secret}})
    teacher.plays = PLAYS_EVENLY
    alone = await cpu_while(teacher, seconds / 2, process)
    phones = [Seat(url, code) for _ in range(seats)]
    for number, phone in enumerate(phones):
        await phone.join(f"Seat {number}")
        await asyncio.sleep(JOINING)
    await control.open(f"t.{secret}")
    forget(phones)
    together = await cpu_while(teacher, seconds / 2, process)
    frames = sum(len(phone.ages) for phone in phones) / (seconds / 2)
    teacher.plays = PLAYS
    await cpu_while(teacher, WARM_UP, process)
    forget(phones)
    teacher.times.clear()
    await cpu_while(teacher, seconds, process)
    ages = sorted(1000 * age for phone in phones for age in phone.ages)
    rates = sorted(len(phone.ages) / seconds for phone in phones)
    size = statistics.mean(number for phone in phones for number in phone.bytes)
    taught = len(teacher.times) / seconds
    counted = await everybody_answers(control, phones)
    for page in (*phones, control, teacher):
        await page.close()
    return {
        "seats": seats,
        "frames_min": rates[0],
        "frames_median": statistics.median(rates),
        "age_p50_ms": statistics.median(ages),
        "age_p95_ms": ages[int(0.95 * (len(ages) - 1))],
        "server_ms_per_frame": 1000 * (together - alone) / frames,
        "frame_kb": size / 1000,
        "teacher_frames": taught,
    } | counted


def forget(phones: list[Seat]) -> None:
    for phone in phones:
        phone.ages.clear()
        phone.bytes.clear()


async def cpu_while(teacher: Learner, seconds: float, process: int) -> float:
    """Seconds of processor time that the server takes each second while the teacher trains."""
    before, started = cpu_seconds(process), time.perf_counter()
    await teacher.learn(started + seconds, started)
    return (cpu_seconds(process) - before) / (time.perf_counter() - started)


async def everybody_answers(control: Seat, phones: list[Seat]) -> dict:
    """How many answers were counted, and how long acknowledging took, where each came twice."""
    await control.say("ask", question=QUESTION, seconds=None)
    async with asyncio.timeout(PATIENCE):
        while not all(phone.asked for phone in phones):
            await asyncio.sleep(0.05)
        sent = await asyncio.gather(*(phone.answer() for phone in phones))
        while not all(len(phone.acknowledged) == 2 for phone in phones):
            await asyncio.sleep(0.01)
        await asyncio.sleep(1.0)
    waited = sorted(
        1000 * (came - went)
        for phone, times in zip(phones, sent, strict=True)
        for came, went in zip(phone.acknowledged, times, strict=True)
    )
    return {"counted": control.asked["answered"], "ack_p95_ms": waited[int(0.95 * (len(waited) - 1))]}


def measure_classes(seats: list[int], seconds: float) -> list[dict]:
    """Each class on a fresh server, begun before it by its store."""
    results = []
    for count in seats:
        with tempfile.TemporaryDirectory() as folder:
            os.environ[FOLDER] = folder
            room, secret = Rooms(Store()).start("Benchmark")
            with closing(serve(Path(folder))) as servers:
                url = next(servers).url
                process = server_process(url)
                results.append(asyncio.run(live_class(url, room.code, secret, count, seconds, process)))
    return results


# -------------------------------------------------------------------- all of them


def measure(learners: list[int], seconds: float) -> list[dict]:
    """Each class on a fresh server, so that memory starts from nothing."""
    results = []
    for count in learners:
        with tempfile.TemporaryDirectory() as folder, closing(serve(Path(folder))) as servers:
            url = next(servers).url
            process = server_process(url)
            asyncio.run(lesson(url, 1, 1.0, process))  # what the first visitor alone pays for
            results.append(asyncio.run(lesson(url, count, seconds, process)))
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", default=",".join(map(str, LEARNERS)), help="sizes of the class, up to 60 each")
    parser.add_argument("--seats", default=",".join(map(str, SEATS)), help="sizes of live classes, up to 100 each")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each class trains, up to 60")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    seconds = min(options.seconds, 60.0)
    learners = measure(sizes(options.learners, 60), seconds)
    show(learners)
    print(f"targets: 30 at ≥ 6 frames/s with p95 ≤ 250 ms, 60 at ≥ 3 frames/s, ≤ {MOST_MEMORY:g} MB each")
    classes = measure_classes(sizes(options.seats, 100), seconds)
    show(classes)
    print(
        "targets: 30 seats at ≥ 10 frames/s, p95 ≤ 200 ms; 60 at ≥ 6 frames/s, p95 ≤ 400 ms; each answer counted once;"
    )
    print("server time a frame ≤ ¼ of what a learner's own takes")
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if options.json:
        options.json.write_text(json.dumps({"learners": learners, "classes": classes}, indent=2) + "\n")


def sizes(text: str, most: int) -> list[int]:
    return [min(max(int(count), 1), most) for count in text.split(",")[:8] if count]


def show(results: list[dict]) -> None:
    """Print a table."""
    names = list(results[0]) if results else []
    print("  ".join(f"{name.replace('_', ' '):>14}" for name in names))
    for result in results:
        print("  ".join(f"{result[name]:14.1f}" for name in names))


if __name__ == "__main__":
    main()
