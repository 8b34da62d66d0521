"""The same Data makes the same rows to the bit, in whatever process."""

import hashlib
import os
import subprocess
import sys

from nncore.data import DATASETS, Data, make_data
from nncore.data.data import SPLITS

PARTS = ("raw", "inputs", "labels", "targets", "train", "validation", "test", "center", "scale", "median_raw", "range")
ROWS = [
    (float(k), k / 7 if k % 9 else None, "abcde"[k % 5] if k % 11 else None, "no" if k % 2 else "yes", "xyz"[k % 3])
    for k in range(60)
]
POINTS = [(k % 5 - 2.0, k % 7 - 3.5, float(k % 3)) for k in range(60)]
OWN = [
    Data.of_rows(
        ("n", "m", "c", "b", "y"), ROWS, split=split, missing="median", blanks=(("c", "a"),), validation_share=0.1,
        **({"split_column": "b"} if split == "column" else {}),
    )
    for split in SPLITS
]  # fmt: skip
SHIPPED = [Data(name, seed=3) for name in DATASETS if name not in ("table", "points")]
DRAWN = [Data("points", rows=POINTS, noise=0.1), Data("points", rows=POINTS, task="regression")]


def digest():
    """Of all rows of all kinds of data."""
    found = hashlib.sha256()
    for data in (*OWN, *SHIPPED, *DRAWN):
        made = make_data(data)
        for name in PARTS:
            found.update(getattr(made, name).tobytes())
        found.update(repr((made.input_names, made.classes, made.groups, data.to_dict())).encode())
    return found.hexdigest()


def test_two_processes_make_the_same_rows():
    """Each process orders its sets of texts in another way."""
    code = "from tests.nncore.data.test_determinism import digest; print(digest())"
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        other = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        assert other.stdout.strip() == digest()
