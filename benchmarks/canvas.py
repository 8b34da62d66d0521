"""How fast the canvas answers: drag a weight until its new output is painted; and whether edits get lost.

    python -m benchmarks.canvas [--json FILE]

Starts the app and a real Chromium on this machine, draws a 2-8-8-1 network on the Draw page, drags the number of
a weight step by step with the mouse, and measures from the browser's input event to the frame in which the
output that Python computed has been painted. Then it sends 1,000 random edits as fast as the page takes
them and compares every number on the page with the same edits applied one after another.
"""

import argparse
import json
import statistics
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from benchmarks.browser import browser_and_server
from nncore.experiments import EXPERIMENTS
from ui.core.samples import own_values
from ui.core.session import Session
from ui.streamlit.visitor import DEFAULT

DRAGS = 150
EDITS = 1000
TARGETS = {"median_ms": 50, "p95_ms": 80, "edits_lost": 0, "numbers_differing": 0}
BUILD = [{"kind": "preset", "name": "playground"}, *[{"kind": "add_unit", "layer": 1}] * 4]
BUILD += [{"kind": "add_unit", "layer": 2}] * 6

WATCH = """
() => {
  const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
  const { view, conversation } = roots.map((root) => root.querySelector(".netsketch-board")).find(Boolean);
  const painted = [];
  let moved = null;
  let before = null;
  const output = (a) => a[a.length - 1];
  view.elements.stage.addEventListener("pointermove", (event) => {
    moved = event.timeStamp;
    before = output(view.values.a);
  }, true);
  const update = view.update.bind(view);
  view.update = (values, how) => {
    update(values, how);
    if (moved === null || output(values.a) === before) return;
    const started = moved;
    moved = null;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => painted.push(performance.now() - started);
      channel.port2.postMessage(0);
    });
  };
  globalThis.bench = { view, loop: conversation.loop, painted };
}
"""
PUSH = """
async (edits) => {
  const { loop } = globalThis.bench;
  const started = performance.now();
  for (const [at, edit] of edits.entries()) {
    loop.push(edit);
    if (at % 7 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  while (!loop.settled) await new Promise((resolve) => setTimeout(resolve, 5));
  return { ms: performance.now() - started, acknowledged: loop.count, waiting: loop.edits.length };
}
"""


@contextmanager
def draw_page():
    """The Draw page in a Chromium of its own, on a server of its own."""
    with browser_and_server() as (browser, url):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{url}/draw")
        page.locator(".netsketch-canvas .unit").first.wait_for(timeout=60_000)
        page.wait_for_timeout(1000)
        page.evaluate(WATCH)
        yield page


def drag(page: Page) -> list[float]:
    """Milliseconds from each move of the mouse to the painted output."""
    label = page.locator('[data-label="2.0>3.0"]').bounding_box()
    x, y = label["x"] + label["width"] / 2, label["y"] + label["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_timeout(300)
    page.mouse.down()
    for step in range(DRAGS + 10):  # the first ten warm up
        count = page.evaluate("bench.painted.length")
        page.mouse.move(x + 12 + 6 * (step % 2) + step // 4, y)
        page.wait_for_function("(count) => bench.painted.length > count", arg=count, polling=4)
    page.mouse.up()
    return page.evaluate("bench.painted")[10:]


def random_edits(session: Session, count: int, rng: np.random.Generator) -> list[dict]:
    """Edits that are possible one after another; `session` is left as it is after the last."""
    edits = []
    while len(edits) < count:
        edit = _random_edit(session, rng)
        if not session.edit(edit):
            edits.append(edit)
    return edits


def _random_edit(session: Session, rng: np.random.Generator) -> dict:
    network = session.drawing.network
    connections = list(network.connections())
    connection = str(connections[rng.integers(len(connections))])
    layer = int(rng.integers(1, network.depth + 1))
    unit = f"{layer}.{rng.integers(network.sizes[layer])}"
    value = round(float(rng.normal()), 3)
    kind = rng.choice(
        ["set_weight", "set_bias", "set_input", "disconnect", "connect", "add_unit", "remove_unit", "activate", "undo"],
        p=[0.55, 0.1, 0.1, 0.04, 0.05, 0.02, 0.02, 0.04, 0.08],
    )
    return {
        "set_weight": {"kind": "set_weight", "id": connection, "value": value},
        "set_bias": {"kind": "set_bias", "id": unit, "value": value},
        "set_input": {"kind": "set_input", "index": int(rng.integers(len(session.inputs))), "value": value},
        "disconnect": {"kind": "disconnect", "id": connection},
        "connect": {"kind": "connect", "id": f"{layer - 1}.0>{unit}"},
        "add_unit": {"kind": "add_unit", "layer": layer if layer < network.depth else 1},
        "remove_unit": {"kind": "remove_unit", "id": unit if layer < network.depth else "1.0"},
        "activate": {"kind": "activate", "layer": layer, "name": ["tanh", "relu"][int(rng.integers(2))]},
        "undo": {"kind": "undo"},
    }[str(kind)]


def differences(shown: list[float], wanted: np.ndarray) -> int:
    """How many numbers on the page are not what they should be."""
    if len(shown) != wanted.size:
        return max(len(shown), wanted.size)
    return int((np.float32(shown) != np.float32(wanted)).sum())


def rush(page: Page, session: Session) -> dict:
    """Send random edits as fast as the page takes them; compare with applying them one after another."""
    edits = random_edits(session, EDITS, np.random.default_rng(0))
    before = page.evaluate("bench.loop.count")
    told = page.evaluate(PUSH, edits)
    page.wait_for_timeout(300)
    shown = page.evaluate("({theta: [...bench.view.values.theta], a: [...bench.view.values.a]})")
    wanted = {"theta": session.theta, "a": np.concatenate([a[0] for a in own_values(session).trace.a])}
    differing = sum(differences(shown[name], numbers) for name, numbers in wanted.items())
    return {
        "edits_sent": told["acknowledged"] - before,
        "edits_lost": EDITS - (told["acknowledged"] - before) + told["waiting"],
        "numbers_differing": differing,
        "edits_per_second": EDITS / told["ms"] * 1000,
    }


def measure() -> dict:
    with draw_page() as page:
        page.evaluate(PUSH, BUILD)
        page.wait_for_timeout(500)
        times = drag(page)
        session = Session(EXPERIMENTS[DEFAULT].experiment)
        for edit in BUILD:
            session.edit(edit)
        weight = page.evaluate('bench.view.read({place: "theta", slot: bench.view.model.slot("2.0>3.0")})')
        session.edit({"kind": "set_weight", "id": "2.0>3.0", "value": round(weight, 6)})
        result = {
            "drags": len(times),
            "median_ms": statistics.median(times),
            "p95_ms": statistics.quantiles(times, n=20)[-1],
            "slowest_ms": max(times),
        }
        return result | rush(page, session)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    result = measure()
    for name, value in result.items():
        target = f"   target ≤ {TARGETS[name]}" if name in TARGETS else ""
        print(f"{name.replace('_', ' '):20} {value:10.1f}{target}")
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
