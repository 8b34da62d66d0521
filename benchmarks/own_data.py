"""How live a table of one's own is: from its upload to the first epoch, then frames and edits, in a real Chromium.

    python -m benchmarks.own_data [--only small,100000] [--seconds 8] [--json FILE]

Server and browser run on this machine. Each table has 20 columns of numbers and a yes or no that depends on some of
them; it is uploaded on the Data page and trained with what a visitor gets by default. The small one, of 200 rows, is
what the others are compared with.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from benchmarks.browser import browser_and_server
from benchmarks.live import COUNTS, HOOK, PLAY, edits, pauses
from nncore.data.reading import read_table

COLUMNS = 20
ROWS = {"small": 200, "5000": 5_000, "20000": 20_000, "100000": 100_000}
"""Name of a table → its rows."""
REPEATS = 3


def csv_of(rows: int) -> bytes:
    """A table with a target that a network can learn."""
    numbers = np.random.default_rng(0).normal(size=(rows, COLUMNS)).round(4)
    answers = numbers[:, 0] * numbers[:, 1] + numbers[:, 2] - np.sin(2 * numbers[:, 3]) > 0
    names = [f"c{number}" for number in range(COLUMNS)]
    lines = [",".join([*names, "y"])]
    lines += [
        ",".join([*map(str, row), "yes" if answer else "no"])
        for row, answer in zip(numbers.tolist(), answers, strict=True)
    ]
    return "\n".join(lines).encode()


def reading(content: bytes) -> float:
    """Seconds to read a file, without the app."""
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        read_table(content, "big.csv")
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def measured(browser, url: str, rows: int, seconds: float) -> dict[str, float]:
    """Everything about a table of so many rows."""
    content = csv_of(rows)
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    result = {"file_mb": len(content) / 1e6, "read_s": reading(content)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "big.csv"
        file.write_bytes(content)
        result |= arriving(page, url, file)
    result |= playing(page, seconds)
    page.context.close()
    return result


def arriving(page: Page, url: str, file: Path) -> dict[str, float]:
    """Seconds from the choice of a file until its summary is there, and until its first epoch is on the screen."""
    page.goto(f"{url}/data")
    page.get_by_text("File", exact=True).click()
    chooser = page.locator("input[type=file]")
    chooser.wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(1500)
    begun = time.perf_counter()
    chooser.set_input_files(file)
    expect(page.get_by_text("big.csv:").first).to_be_visible(timeout=60_000)
    read = time.perf_counter() - begun
    page.get_by_role("button", name="Train on these data").click()
    page.locator(".studio .unit").first.wait_for(timeout=60_000)
    page.evaluate(HOOK)
    page.evaluate("() => bench.studio.start()")
    page.wait_for_function("() => bench.seen.epoch >= 1", timeout=60_000, polling="raf")
    return {"upload_to_summary_s": read, "upload_to_epoch_s": time.perf_counter() - begun}


def playing(page: Page, seconds: float) -> dict[str, float]:
    """Frames a second while it trains as fast as possible, then how quickly it obeys."""
    page.get_by_role("slider", name="Speed").fill("9")
    page.evaluate(PLAY)
    page.wait_for_timeout(1500)
    before = page.evaluate(COUNTS)
    page.wait_for_timeout(1000 * seconds)
    after = page.evaluate(COUNTS)
    gained = {name: after[name] - before[name] for name in after}
    result = {
        "frames_per_s": 1000 * gained["frames"] / gained["now"],
        "epochs_per_s": 1000 * gained["epoch"] / gained["now"],
        "answer_ms_per_frame": gained["server"] / gained["frames"],
        "kb_per_frame": gained["bytes"] / gained["frames"] / 1000,
    }
    return result | edits(page) | pauses(page)


RATIOS = ("frames_per_s", "edit_p95_ms")
"""What is compared with the small table of the same run."""
TARGETS = "targets at 100,000 rows: upload to epoch ≤ 5 s; ≥ 8 frames/s; edit p95 ≤ 150 ms"


def with_ratios(results: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """The results, each with its ratio to the small table."""
    small = results.get("small")
    if small is None:
        return results
    return {
        name: values | {f"{ratio} / small": values[ratio] / small[ratio] for ratio in RATIOS}
        for name, values in results.items()
    }


def show(columns: dict[str, dict[str, float]]) -> None:
    """A table with one column for each table."""
    print(f"{'':28}" + "".join(f"{name:>12}" for name in columns))
    for row in next(iter(columns.values())):
        print(f"{row.replace('_', ' '):28}" + "".join(f"{values[row]:>12,.2f}" for values in columns.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default=",".join(ROWS), help="tables to measure, of: " + ", ".join(ROWS))
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each table is trained, up to 60")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    with browser_and_server() as (browser, url):
        results = {
            name: measured(browser, url, ROWS[name], min(options.seconds, 60.0)) for name in options.only.split(",")
        }
    results = with_ratios(results)
    show(results)
    print(TARGETS)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
