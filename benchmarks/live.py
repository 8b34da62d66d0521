"""How live the training page is: frames, epochs, pauses, edits and the way to a solved task, in a real Chromium.

    python -m benchmarks.live [--only frames,solve,drag] [--seconds 8] [--json FILE]

Server and browser run on this machine. `frames` plays TensorFlow Playground's default and its largest network as
fast as possible; `solve` plays until the test loss on the page is below 0.05, with its settings; `drag` moves the
timeline over 1,000 epochs. Every part ends by itself.
"""

import argparse
import json
import statistics
import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.browser import browser_and_server
from benchmarks.processes import cpu_seconds, server_process
from nncore.data import Data
from nncore.data.features import DERIVED
from nncore.experiment import Experiment
from nncore.network import dense
from ui.core.links import link_of
from ui.core.session import Session

SEVEN = ("x1", "x2", *DERIVED)
DEFAULT = Experiment(Data("circle"), dense(2, 4, 2, 1, output="tanh"))
LARGEST = Experiment(Data("spiral", features=SEVEN), dense(7, 8, 8, 8, 8, 8, 8, 1, output="tanh"))
TASKS = {
    "circle 4,2": (DEFAULT, 1.0, 10),
    "spiral 8,8, seven features": (
        Experiment(Data("spiral", features=SEVEN), dense(7, 8, 8, 1, output="tanh")), 1.5, 30,
    ),
    "spiral 8,8 ReLU, x1 and x2": (
        Experiment(Data("spiral"), dense(2, 8, 8, 1, hidden="relu", output="tanh")), 3.0, 20,
    ),
}  # fmt: skip
"""Task → (experiment, seconds that are the target, seconds after which a seed is given up)."""
SEEDS = 4
SOLVED = 0.05
EDITS = 40
PAUSES = 6
DRAGGED = 1000

HOOK = """
() => {
  const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
  const studio = roots.map((root) => root.querySelector(".studio")?.studio).find(Boolean);
  const seen = { frames: 0, painted: 0, charts: 0, bytes: 0, server: 0, trained: 0, epoch: 0, test: null, last: 0,
    changed: 0, shown: new Set(), acked: [] };
  const { channel: { onFrame }, how: { show } } = studio.conversation;
  studio.conversation.channel.onFrame = (...frame) => { seen.bytes += frame[2]; onFrame(...frame); };
  studio.conversation.how.show = (header, arrays) => {
    seen.frames += 1;
    seen.server += header.ms;
    seen.trained += header.trained;
    if (header.epoch !== seen.epoch) seen.last = performance.now();
    seen.epoch = header.epoch;
    seen.test = header.scores.loss[1];
    seen.shown.add(header.epoch);
    show(header, arrays);
    while (seen.waiting?.length && header.ack >= seen.waiting[0].n) {
      const { at } = seen.waiting.shift();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => seen.acked.push(performance.now() - at);
        channel.port2.postMessage(0);
      });
    }
  };
  let moved = false;
  for (const part of [studio.view.tween, studio.plane.field]) {
    const paint = part.paint.bind(part);
    part.paint = (...values) => { moved = true; paint(...values); };
  }
  const tick = () => { if (moved) seen.painted += 1; moved = false; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  const charts = studio.curves.show.bind(studio.curves);
  studio.curves.show = (...values) => { seen.charts += 1; charts(...values); };
  globalThis.bench = { studio, seen };
}
"""
COUNTS = """() => {
  const { frames, painted, charts, bytes, server, trained, epoch } = bench.seen;
  return { frames, painted, charts, bytes, server, trained, epoch, now: performance.now() };
}"""
PLAY = "() => { if (!bench.studio.playing) bench.studio.start(); }"
PAUSE = """async () => {
  const at = performance.now();
  bench.studio.controls.play.click();
  await new Promise((resolve) => setTimeout(resolve, 600));
  return Math.max(0, bench.seen.last - at);
}"""
EDIT = """(edit) => {
  const at = performance.now();
  const n = bench.studio.conversation.loop.push({ base: bench.studio.view.model.version, ...edit });
  (bench.seen.waiting ??= []).push({ n, at });
}"""
SOLVE = """async ({ below, limit }) => {
  const at = performance.now();
  bench.seen.test = null;
  bench.studio.controls.play.click();
  while (performance.now() - at < limit) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (bench.seen.test !== null && bench.seen.test < below) {
      const taken = performance.now() - at;
      bench.studio.pause();
      return { seconds: taken / 1000, epoch: bench.seen.epoch };
    }
  }
  bench.studio.pause();
  return null;
}"""
DRAG = """async (steps) => {
  const { slider } = bench.studio.curves.timeline;
  const last = Number(slider.max);
  bench.seen.shown.clear();
  const at = performance.now();
  for (let step = 0; step <= steps; step += 1) {
    slider.value = String(Math.round(last * (1 - step / steps)));
    slider.dispatchEvent(new Event("input"));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  slider.dispatchEvent(new Event("change"));
  while (!bench.studio.conversation.loop.settled) await new Promise((resolve) => setTimeout(resolve, 5));
  return (bench.seen.shown.size * 1000) / (performance.now() - at);
}"""
PARTS = """[...bench.studio.root.querySelectorAll(".unit, .connection, .chart, canvas")]"""
KEEP = f"() => {PARTS}.forEach((element) => (element.kept = true))"
KEPT = f"() => {PARTS}.filter((element) => !element.kept).length"
FASTEST = "9"


def open_studio(browser, url: str, experiment: Experiment) -> Page:
    """The training page with an experiment on it, ready to play as fast as possible."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{url}/train?s={link_of(Session(experiment))}")
    page.locator(".studio .unit").first.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    page.evaluate(HOOK)
    page.get_by_role("slider", name="Speed").fill(FASTEST)
    return page


def frames(browser, url: str, seconds: float) -> dict:
    """How smooth and how fast, and how quickly it obeys."""
    process = server_process(url)
    return {
        name: play(open_studio(browser, url, experiment), process, seconds)
        for name, experiment in (("default", DEFAULT), ("largest", LARGEST))
    }


def play(page: Page, process: int, seconds: float) -> dict:
    page.evaluate(KEEP)
    page.evaluate(PLAY)
    page.wait_for_timeout(2000)
    before, cpu = page.evaluate(COUNTS), cpu_seconds(process)
    page.wait_for_timeout(1000 * seconds)
    after, cpu = page.evaluate(COUNTS), cpu_seconds(process) - cpu
    gained = {name: after[name] - before[name] for name in after}
    duration, count = gained["now"] / 1000, gained["frames"]
    result = {
        "painted_per_s": gained["painted"] / duration,
        "server_frames_per_s": count / duration,
        "charts_per_s": gained["charts"] / duration,
        "epochs_per_s": gained["epoch"] / duration,
        "kb_per_frame": gained["bytes"] / count / 1000,
        "answer_ms_per_frame": gained["server"] / count,
        "training_ms_per_frame": gained["trained"] / count,
        "cpu_with_training_ms": 1000 * cpu / count,
        "elements_made_anew": page.evaluate(KEPT),
    }
    result |= edits(page) | pauses(page)
    page.context.close()
    return result


def pauses(page):
    """Milliseconds from a press of Pause to a frame that stands."""
    taken = []
    for _ in range(PAUSES):
        page.evaluate(PLAY)
        page.wait_for_timeout(500)
        taken.append(page.evaluate(PAUSE))
    return {"pause_ms": statistics.median(taken), "pause_slowest_ms": max(taken)}


def edits(page: Page) -> dict:
    """Milliseconds from an edit while it trains to the painted frame that has it."""
    for number in range(EDITS):
        page.evaluate(EDIT, {"kind": "set_weight", "id": "0.0>1.0", "value": 0.01 * number})
        page.wait_for_timeout(80 + 7 * (number % 5))
    page.wait_for_timeout(1000)
    taken = sorted(page.evaluate("bench.seen.acked"))
    p95 = taken[int(0.95 * (len(taken) - 1))]
    return {"edit_ms": statistics.median(taken), "edit_p95_ms": p95, "edits_seen": len(taken)}


def solve(browser, url: str, seconds: float) -> dict:
    """Play until the test loss on the page is below 0.05; several seeds, those that never get there are told."""
    results = {}
    for name, (experiment, target, limit) in TASKS.items():
        taken, epochs = [], []
        for seed in range(SEEDS):
            page = open_studio(browser, url, replace(experiment, seed=seed))
            found = page.evaluate(SOLVE, {"below": SOLVED, "limit": 1000 * limit})
            page.context.close()
            if found:
                taken.append(found["seconds"])
                epochs.append(found["epoch"])
        results[name] = {
            "seconds": statistics.median(taken) if taken else None,
            "target_s": target,
            "epochs": statistics.median(epochs) if epochs else None,
            "seeds_solved": len(taken),
            "seeds": SEEDS,
        }
    return results


def drag(browser, url: str, seconds: float) -> dict:
    """Positions of the timeline shown in a second while it is dragged over 1,000 epochs."""
    page = open_studio(browser, url, replace(DEFAULT, training=replace(DEFAULT.training, stop_epoch=DRAGGED)))
    page.evaluate(PLAY)
    limit = time.monotonic() + 60
    while page.evaluate("bench.seen.epoch") < DRAGGED and time.monotonic() < limit:
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    shown = page.evaluate(DRAG, 240)
    page.context.close()
    return {"timeline": {"positions_per_s": shown}}


PARTS = {"frames": frames, "solve": solve, "drag": drag}
TARGETS = """targets: ≥ 50 painted and ≥ 20 server frames/s, charts ≥ 8/s; ≥ 2,000 and ≥ 800 epochs/s; pause ≤ 120 ms;
edit p95 ≤ 150 ms; nothing made anew; timeline ≥ 15 positions/s; solved within the target seconds"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default=",".join(PARTS), help="parts to run, of: " + ", ".join(PARTS))
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each network plays, up to 60")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    result = {}
    with browser_and_server() as (browser, url):
        for name in options.only.split(","):
            result[name] = PARTS[name](browser, url, min(options.seconds, 60.0))
            show(result[name])
    print(TARGETS)
    if options.json:
        options.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")


def show(columns: dict[str, dict]) -> None:
    """A table with one column for each network or task."""
    print(f"{'':24}" + "".join(f"{name:>30}" for name in columns))
    for row in next(iter(columns.values())):
        values = (values[row] for values in columns.values())
        print(f"{row.replace('_', ' '):24}" + "".join(f"{'–' if v is None else f'{v:,.1f}':>30}" for v in values))
    print()


if __name__ == "__main__":
    main()
