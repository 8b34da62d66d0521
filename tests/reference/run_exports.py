"""Runs every Python file of a folder as a student would, in one process; needs the framework the files are for.

    python run_exports.py FOLDER

Prints JSON: file → {"difference", "predictions", "trained"}: what it printed as its largest difference from the app,
what it predicts, and, where NAME.json stands beside NAME.py with rows, answers and epochs, its answers once trained.
"""

import contextlib
import io
import json
import runpy
import sys
from pathlib import Path
from typing import Any

PRINTED = "largest difference from the app: "


def ran(path: Path) -> dict[str, Any]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        names = runpy.run_path(str(path), run_name="__main__")
    last = printed.getvalue().splitlines()[-1]
    if not last.startswith(PRINTED):
        raise ValueError(f"{path.name} ends with {last!r}; it should print its difference from the app")
    result = {"difference": float(last.removeprefix(PRINTED)), "predictions": names["predict"](names["ROWS"])}
    if hasattr(result["predictions"], "tolist"):
        result["predictions"] = result["predictions"].tolist()
    lesson = path.with_suffix(".json")
    if lesson.exists():
        names["train"](**json.loads(lesson.read_text()))
        result["trained"] = names["answer"](names["ROWS"]).tolist()
    return result


if __name__ == "__main__":
    print(json.dumps({path.name: ran(path) for path in sorted(Path(sys.argv[1]).glob("*.py"))}))
