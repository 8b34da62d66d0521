"""Records what the frameworks say of a dozen code exports each, for tests/nncore/export/test_framework_code.py.

NETSKETCH_FRAMEWORKS=<a Python with torch, keras, scikit-learn and jax> python -m tests.reference.record_exports
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.nncore.export.frameworks import FRAMEWORKS, outline, recorded_numbers, run, versions, written


def record(name: str) -> dict[str, Any]:
    texts = written(name)
    with tempfile.TemporaryDirectory() as folder:
        for number in recorded_numbers(texts):
            Path(folder, f"{number}.py").write_text(texts[number], encoding="utf-8")
        results = run(Path(folder))
    runs = {
        str(number): {"code": outline(texts[number]), "difference": results[f"{number}.py"]["difference"]}
        for number in recorded_numbers(texts)
    }
    return {"versions": versions(name), "runs": runs}


if __name__ == "__main__":
    text = json.dumps({name: record(name) for name in FRAMEWORKS}, indent=1)
    Path(__file__).with_name("exports.json").write_text(text + "\n")
