"""How many learners one server carries: real WebSocket sessions that all train live.

    python -m benchmarks.classroom [--learners 1,10,30,60] [--seconds 12] [--json FILE]

Starts the app in a process of its own on this machine and opens N sessions of the training page as a browser does:
the page's own socket and the direct one. Each sends a request, waits for the frame, and asks again after the pace of
the page: 34 ms at the earliest, and not before the server's own pace.
Everything stays on the loopback address and ends by itself.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.processes import cpu_seconds, resident_bytes, server_process, threads
from tests.browser.conftest import serve
from ui.link.frame import unpack

LEARNERS = (1, 10, 30, 60)
SECONDS = 12.0
WARM_UP = 3.0
PACE = 0.034
LEAVING = 2.0
"""Seconds after the last tab has closed until threads are counted. Those of the server's fixed pool of workers, two
for each CPU, come with the first need and stay."""
PATIENCE = 60.0
PLAYS = {"unit": "epoch", "count": 0}
"""As fast as possible: the hardest that a page can ask for."""
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

    async def open(self) -> None:
        self.socket = await self.connect("/_stcore/stream", subprotocols=["streamlit"])
        first = BackMsg()
        first.rerun_script.query_string = ""
        first.rerun_script.page_name = "train"
        await self.socket.send(first.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not (await self.finished() and self.header):
                pass
        self.direct = await self.connect("/direct", subprotocols=["netsketch", self.header["secret"]])

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
            "play": PLAYS,
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
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each class trains, up to 60")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    learners = [min(max(int(count), 1), 60) for count in options.learners.split(",")[:8]]
    results = measure(learners, min(options.seconds, 60.0))
    names = list(results[0])
    print("  ".join(f"{name.replace('_', ' '):>14}" for name in names))
    for result in results:
        print("  ".join(f"{result[name]:14.1f}" for name in names))
    print(f"targets: 30 at ≥ 6 frames/s with p95 ≤ 250 ms, 60 at ≥ 3 frames/s, ≤ {MOST_MEMORY:g} MB each")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
