"""How the app reaches a student: weak laptops, slow networks; first and second visit, then live training.

    python -m benchmarks.reach [--parts load,live,wide] [--conditions none,cpu,network,both] [--seconds 8]
                               [--playground FOLDER] [--json FILE]

`load` opens pages until they answer a hand: Home once its links are there, the others once an edit has come back from
the server; ratios are those to Home under the same condition, as Home is what Streamlit itself takes. `live` plays
TensorFlow Playground's default and its largest network as fast as possible, `wide` edits eight layers of 64 neurons
while they train. A slow processor is Chromium's own throttling, four times; a slow network is a proxy on this machine:
200 KB/s and 150 ms there and back, WebSockets included. With a folder that holds TensorFlow Playground's published
build, that is served and measured in the same run.
"""

import argparse
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.browser import browser_and_server
from benchmarks.live import COUNTS, DEFAULT, FASTEST, HOOK, LARGEST, PAUSE, PLAY, edits
from benchmarks.slow_network import Proxy, network
from nncore.data import Data
from nncore.experiment import Experiment
from nncore.network import dense
from ui.core.links import link_of
from ui.core.session import Session

SLOWER = 4
LATENCY, BANDWIDTH = 0.15, 200_000
"""Seconds there and back; bytes a second."""
PATIENCE = 120_000
WIDE = Experiment(Data("circle"), dense(2, *[64] * 8, 1, hidden="relu", output="tanh"))


@dataclass(frozen=True)
class Condition:
    slow_cpu: bool
    slow_network: bool


CONDITIONS = {
    "none": Condition(False, False),
    "cpu": Condition(True, False),
    "network": Condition(False, True),
    "both": Condition(True, True),
}

FIND = """
const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
const studio = roots.map((root) => root.querySelector(".studio")?.studio).find(Boolean);
const board = roots.map((root) => root.querySelector(".netsketch-board")).find((found) => found?.conversation);
"""
LINKS = """() => document.querySelectorAll('[data-testid="stPageLink"] a').length >= 3"""
HAND = f"""() => {{
  {FIND}
  const {{ conversation, view }} = studio ?? board ?? {{}};
  if (!view?.model.version) return false;
  globalThis.hand ??= conversation.push({{
    kind: "set_weight", base: view.model.version, id: view.model.drawn[0].id, value: 0.25,
  }});
  return conversation.settled;
}}"""
SHIFTS = """
globalThis.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
PAGES = {
    "Home": ("/", LINKS),
    "Draw": ("/draw", HAND),
    "Train": ("/train", HAND),
    "Lesson": ("/learn?lesson=neuron", HAND),
}
"""Name → (address, what is true once the page is usable)."""


# -------------------------------------------------------------------- pages


def load(browser: Browser, url: str, condition: Condition) -> dict[str, dict]:
    """Seconds until each page is usable, in a browser that has never been here, and in the same one again."""
    result = {}
    for name, (path, usable) in PAGES.items():
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_init_script(SHIFTS)
        first, repeat = (visit(context, url + path, usable, condition) for _ in range(2))
        context.close()
        home = result.get("Home", {"first_s": first["seconds"], "repeat_s": repeat["seconds"]})
        result[name] = {
            "first_s": first["seconds"],
            "first_to_home": first["seconds"] / home["first_s"],
            "repeat_s": repeat["seconds"],
            "repeat_to_home": repeat["seconds"] / home["repeat_s"],
            "first_kb": first["kb"],
            "first_requests": first["requests"],
            "layout_shift": first["shift"],
        }
    return result


def visit(context: BrowserContext, address: str, usable: str, condition: Condition) -> dict:
    page = context.new_page()
    network = throttled(page, condition)
    taken: list[float] = []
    network.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    network.send("Network.enable")
    start = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=PATIENCE)
    page.wait_for_function(usable, polling=50, timeout=PATIENCE)
    seconds = time.perf_counter() - start
    page.wait_for_timeout(1500)
    # What a cache answers has no bytes on the way.
    found = {"seconds": seconds, "kb": sum(taken) / 1000, "requests": len([size for size in taken if size])}
    found["shift"] = page.evaluate("globalThis.shifts")
    page.close()
    return found


def throttled(page: Page, condition: Condition):
    network = page.context.new_cdp_session(page)
    if condition.slow_cpu:
        network.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return network


# -------------------------------------------------------------------- live


def live(browser: Browser, proxy: Proxy, condition: Condition, seconds: float) -> dict[str, dict]:
    networks = {"default": DEFAULT, "largest": LARGEST}
    return {name: play(browser, proxy, experiment, condition, seconds) for name, experiment in networks.items()}


def play(browser: Browser, proxy: Proxy, experiment: Experiment, condition: Condition, seconds: float) -> dict:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    throttled(page, condition)
    page.goto(f"{proxy.url}/train?s={link_of(Session(experiment))}", timeout=PATIENCE)
    page.locator(".studio .unit").first.wait_for(timeout=PATIENCE)
    page.wait_for_function(HAND, polling=100, timeout=PATIENCE)
    page.wait_for_function("() => globalThis.Plotly", timeout=PATIENCE)  # what is fetched later would be counted too
    page.wait_for_timeout(2000)
    page.evaluate(HOOK)
    page.get_by_role("slider", name="Speed").fill(FASTEST)
    page.evaluate(PLAY)
    page.wait_for_timeout(3000)
    before, sent = page.evaluate(COUNTS), proxy.sent
    page.wait_for_timeout(1000 * seconds)
    after, sent = page.evaluate(COUNTS), proxy.sent - sent
    gained = {name: after[name] - before[name] for name in after}
    duration = gained["now"] / 1000
    result = {
        "painted_per_s": gained["painted"] / duration,
        "server_frames_per_s": gained["frames"] / duration,
        "kb_per_s": sent / duration / 1000,
        "epochs_per_s": gained["epoch"] / duration,
        "answer_ms_per_frame": gained["server"] / max(gained["frames"], 1),
    }
    result |= edits(page)
    page.evaluate(PLAY)
    page.wait_for_timeout(500)
    result["pause_ms"] = page.evaluate(PAUSE)
    page.context.close()
    return result


# -------------------------------------------------------------------- TensorFlow Playground

ITERATION = """() => Number(document.querySelector("#iter-number")?.textContent.replaceAll(",", "") ?? NaN)"""
READY = f"""() => document.querySelector("#network canvas") && document.querySelector("#play-pause-button")
  && !isNaN(({ITERATION})())"""
LARGEST_THERE = (
    "#activation=tanh&batchSize=10&dataset=spiral&learningRate=0.03&noise=0&percTrainData=50"
    "&networkShape=8,8,8,8,8,8&seed=0.5&showTestData=false&x=true&y=true&xTimesY=true&xSquared=true"
    "&ySquared=true&sinX=true&sinY=true"
)


def playground(browser: Browser, url: str, condition: Condition, seconds: float) -> dict[str, dict]:
    """Seconds until its network can be touched, and iterations painted a second; it paints each of them."""
    result = {}
    for name, settings in (("default", ""), ("largest", LARGEST_THERE)):
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        throttled(page, condition)
        start = time.perf_counter()
        page.goto(url + "/" + settings, wait_until="commit", timeout=PATIENCE)
        page.wait_for_function(READY, polling=50, timeout=PATIENCE)
        usable = time.perf_counter() - start
        page.locator("#play-pause-button").click()
        page.wait_for_timeout(2000)
        before = page.evaluate(ITERATION)
        page.wait_for_timeout(1000 * seconds)
        painted = (page.evaluate(ITERATION) - before) / seconds
        page.context.close()
        result[name] = {"usable_s": usable, "painted_per_s": painted}
    return result


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, served on this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


# -------------------------------------------------------------------- the command


def measure(browser: Browser, url: str, name: str, options: argparse.Namespace, kind: str) -> dict[str, dict]:
    condition = CONDITIONS[name]
    how = (LATENCY, BANDWIDTH) if condition.slow_network else ()
    with network(url, *how) as proxy:
        if kind == "load":
            return load(browser, proxy.url, condition)
        if kind == "live":
            return live(browser, proxy, condition, options.seconds)
        if kind == "wide":
            return {"8 × 64": play(browser, proxy, WIDE, condition, options.seconds)}
        return playground(browser, proxy.url, condition, options.seconds)


def show(title: str, columns: dict[str, dict]) -> None:
    """A table with one column for each page or network."""
    print(f"{title:24}" + "".join(f"{name:>14}" for name in columns))
    for row in next(iter(columns.values())):
        values = (values[row] for values in columns.values())
        print(f"{row.replace('_', ' '):24}" + "".join(f"{value:>14,.2f}" for value in values))
    print(flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--parts", default="load,live,wide", help="of: load, live, wide")
    parser.add_argument("--conditions", default=",".join(CONDITIONS), help="of: " + ", ".join(CONDITIONS))
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each network plays")
    parser.add_argument("--playground", metavar="FOLDER", type=Path, help="TensorFlow Playground's published build")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    result: dict[str, dict] = {}
    with browser_and_server() as (browser, url):
        load(browser, url, CONDITIONS["none"])  # what the first visitor of a server pays for
        for name in options.conditions.split(","):
            for kind in options.parts.split(","):
                if kind == "wide" and name != "none":
                    continue
                result[f"{kind}, {name}"] = measure(browser, url, name, options, kind)
                show(f"{kind}, {name}", result[f"{kind}, {name}"])
            if options.playground:
                with served(options.playground) as there:
                    found = measure(browser, there, name, options, "playground")
                result[f"playground, {name}"] = found
                show(f"playground, {name}", found)
    if options.json:
        options.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
