"""Reading files: how long plain numbers take beside pandas, and what the worst files cost.

    python -m benchmarks.reading            a table
    python -m benchmarks.reading --json reading.json

Each file is read in a process of its own; the memory is its peak above what was there before, without the file.
"""

import argparse
import gzip
import io
import json
import platform
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path
from time import process_time

import numpy as np

from nncore.data.reading import read_table

ROOT = Path(__file__).resolve().parent.parent
SIZE = 49_000_000


def numbers():
    """100,000 rows of 20 numbers: the usual large file."""
    rows = np.random.default_rng(0).normal(size=(100_000, 20))
    lines = [",".join(f"c{number}" for number in range(20)), *(",".join(f"{x:.6f}" for x in row) for row in rows)]
    return "\n".join(lines).encode()


def sheet(rows: str) -> bytes:
    """An .xlsx file with this XML for its rows."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="a" Type="/worksheet" Target="sheet.xml"/></Relationships>',
        )
        archive.writestr("xl/sheet.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    return content.getvalue()


FILES = {
    "100,000 × 20 numbers": numbers,
    "100,000 × 200 digits": lambda: (b",".join([b"1"] * 200) + b"\n") * 100_000,
    "100,000 × 100 percentages": lambda: (b",".join(b"%d%%" % number for number in range(100)) + b"\n") * 100_000,
    "100,000 × 100 different words": lambda: b"\n".join(
        b",".join(b"%x" % ((7 * row + column) % 65_536) for column in range(100)) for row in range(100_000)
    ),
    "99,000 × 50 different percentages": lambda: b"\n".join(
        b",".join(b"%d.%d%%" % (row, column) for column in range(50)) for row in range(99_000)
    ),
    "100,000 different long texts": lambda: b"".join(b"1,%d%s\n" % (row, b"w" * 480) for row in range(100_000)),
    "one line": lambda: b"x" * SIZE,
    "quotation marks": lambda: b'"' * SIZE,
    "lines of a quotation mark": lambda: b'"\n' * (SIZE // 2),
    "a quotation mark left open": lambda: b'a,b\n1,"' + b"x\n" * (SIZE // 2 - 10),
    "commas": lambda: b"," * SIZE,
    "lines of 199 commas": lambda: (b"," * 199 + b"\n") * (SIZE // 200),
    "empty lines": lambda: b"a" + b"\n" * SIZE,
    "lines with #": lambda: b"#\n" * (SIZE // 2),
    "a cell of blanks between digits": lambda: b"a;b\n" + (b"1" + b" " * 130_000 + b"x;1\n") * 370,
    "JSON, 20 MB deep": lambda: b"[" * 20_000_000,
    "JSON, an object of 1,400,000 names": lambda: b"[{" + b",".join(b'"k%d":1' % n for n in range(1_400_000)) + b"}]",
    "JSON, 99,000 × 22 numbers": lambda: json.dumps(
        [{f"c{column}": row % 10 for column in range(22)} for row in range(99_000)], separators=(",", ":")
    ).encode(),
    "gzip of 490 MB of zeros": lambda: gzip.compress(bytes(10 * SIZE), 1),
    "Excel, 2,000,000 cells": lambda: sheet(("<row>" + "<c><v>1</v></c>" * 20 + "</row>") * 99_000),
    "Excel, a row of 10,000,000 cells": lambda: sheet("<row>" + "<c/>" * 10_000_000 + "</row>"),
    "Excel, 20,000,000 empty rows": lambda: sheet("<row/>" * 20_000_000),
}
"""Name → the file's bytes."""


def measured(name):
    """Seconds of processor time, megabytes, and what became of the file; in this process."""
    content = FILES[name]()
    before = forget_peak()
    start = process_time()
    try:
        table = read_table(content)
        result = f"{len(table):,} × {len(table.names)}"
    except ValueError as error:
        result = str(error).partition(";")[0]
    seconds = process_time() - start
    return {"seconds": seconds, "MB": peak() - before, "result": result, "file MB": len(content) / 1e6}


def forget_peak():
    """Megabytes in use now, where the system says so; from here on the peak is counted anew."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")
    return peak()


def peak():
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    return next(int(line.split()[1]) / 1e3 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def beside_pandas(rounds):
    """Times what pandas.read_csv takes for the same numbers, in turns; the median of the rounds."""
    import pandas

    content = numbers()
    readers = {"ours": read_table, "pandas": lambda content: pandas.read_csv(io.BytesIO(content))}
    times = {name: [] for name in readers}
    for _ in range(rounds):
        for name, read in readers.items():
            start = process_time()
            read(content)
            times[name].append(process_time() - start)
    ours, theirs = (statistics.median(times[name]) for name in readers)
    return {"ours": ours, "pandas": theirs, "ratio": ours / theirs}


def apart(name):
    """What `measured` gives, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.reading", "--one", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--one", metavar="NAME", choices=FILES, help="this file alone, in this process, as JSON")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one)))
        return
    print(f"Python {platform.python_version()}, NumPy {np.__version__}; seconds of processor time, MB at the peak")
    result = {"beside pandas": beside_pandas(options.rounds), "files": {}}
    ours, theirs, ratio = result["beside pandas"].values()
    print(f"100,000 × 20 numbers: {ours:.2f} s, pandas.read_csv {theirs:.2f} s: {ratio:.1f} ×\n")
    width = max(map(len, FILES))
    print(f"{'':{width}}  {'file':>7}  {'time':>7}  {'peak':>7}")
    for name in FILES:
        one = result["files"][name] = apart(name)
        figures = f"{one['file MB']:4.0f} MB  {one['seconds']:5.2f} s  {one['MB']:4.0f} MB"
        print(f"{name:{width}}  {figures}  {one['result']}", flush=True)
    if options.json:
        Path(options.json).write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
