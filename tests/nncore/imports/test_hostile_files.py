"""Damaged and hostile files end in a reason or in a sound network: no crash, no hang, no flood of memory."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MOST_MEMORY = 300
"""MB of the whole process, NumPy and ONNX included."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows doesn't say how much memory a process took")


@cache
def read_all() -> dict[str, dict]:
    """What became of each file, read one after the other by a process that nothing else shares."""
    command = [sys.executable, "-W", "error", "-m", "tests.nncore.imports.hostile_files"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr[-2000:]  # a crash: its last line names the file
    return json.loads(run.stdout)


def test_every_hostile_file_ends_in_a_reason_or_in_a_network():
    outcomes = read_all()["outcomes"]
    assert len(outcomes) > 700
    assert {what: became for what, became in outcomes.items() if became not in ("refused", "network")} == {}


def test_most_hostile_files_are_refused():
    outcomes = read_all()["outcomes"]
    opened = [what for what, became in outcomes.items() if became == "network"]
    harmless = ("damaged", "tampered half", "tampered big-endian", ".onnx: thousands of outputs")
    assert [what for what in opened if not any(part in what for part in harmless)] == []


def test_no_hostile_file_takes_much_memory():
    peaks = read_all()["peaks"]
    assert {what: peak for what, peak in peaks.items() if peak > MOST_MEMORY} == {}
