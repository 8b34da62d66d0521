"""Publishes our ES modules and styles, as one file, and plotly.js for the browser.

A component is one ES module under `ui/`, for instance `ui/canvas/draw.js`:

    import { plotly } from "../plotly.js";           // other modules: relative imports, as usual

    export const styles = ["canvas/network.css"];    // optional; applied before the view is made

    export default class {                           // one view per mounted component
      constructor(component) {}                      // component.parentElement is the root to draw into
      update(component) {}                           // called at once and after every change of data
      destroy() {}                                   // when the element has left the page
    }

`component` is what Streamlit hands over: `data`, `parentElement`, `setStateValue(name, value)`,
`setTriggerValue(name, value)`. Python mounts it with one call, in a fragment or outside:

    result = mount("canvas/draw.js", key="canvas", data=payload, on_edit_change=answer)

A bytes value arrives as a Uint8Array somewhere inside a larger buffer: take `data.slice().buffer` before
making a Float32Array of it.

The inline JavaScript that Streamlit sends again on every rerun is a delegate of four lines; all modules are fetched
once per browser, in one file (ui/bundle.py). It lives under an address that names its content, so browsers may keep it
for good; start the server again after changing a `.js` or `.css` file.

`ui/component.js` keeps the view, `ui/plotly.js` fetches Plotly, `ui/theme.js` has the colours and `isDark(element)`.
"""

import gzip
import hashlib
import importlib.resources
import json
import mimetypes
import os
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

from ui import theme
from ui.bundle import bundle

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
BUNDLE = "netsketch.js"
PLOTLY = "vendor/plotly.min.js"
EARLY = "link/early.js"
"""A module of its own, which runs before the others are there."""
OUTDATED = 7 * 24 * 3600
"""Seconds after which a folder that no server has used is removed."""


def sources() -> dict[str, bytes]:
    """Every served file: its path within the served folder → its content."""
    plotly = importlib.resources.files("plotly") / "package_data" / "plotly.min.js"
    early = (ROOT / "ui" / EARLY).read_bytes()
    return {BUNDLE: bundle(modules()).encode(), EARLY: early, PLOTLY: plotly.read_bytes()}


def modules() -> dict[str, str]:
    """Our ES modules but the early one: path below ui/ → source.

    Two are made here: the colours, and the style sheets as texts.
    """
    texts = {
        path.relative_to(ROOT / "ui").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "ui").rglob("*"))
        if path.suffix in {".js", ".css"}
    }
    found = {name: text for name, text in texts.items() if name.endswith(".js") and name != EARLY}
    sheets = {name: text for name, text in texts.items() if name.endswith(".css")}
    found["tokens.js"] = f"export const TOKENS = {json.dumps(theme.TOKENS)};\n"
    found["sheets.js"] = f"export const SHEETS = {json.dumps(sheets)};\n"
    return found


def publish(static: Path = STATIC) -> str:
    """Write every served file, also compressed, into a folder named after their content; returns the folder's name.

    Several processes may publish at once: each fills a folder of its own and renames it into place.
    """
    served = sources()
    digest = hashlib.sha256()
    for name, content in served.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    folder = static / digest.hexdigest()[:16]
    static.mkdir(exist_ok=True)
    if not folder.is_dir():
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=static))
        draft.chmod(0o755)
        for name, content in served.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            # Streamlit sends no Cache-Control for these; browsers then keep a file for a tenth of its age.
            os.utime(path, (0, 0))
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
        try:
            draft.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(draft)
            if not folder.is_dir():
                raise
    os.utime(folder)
    remove_outdated(static)
    return folder.name


def remove_outdated(static: Path) -> None:
    """Remove what earlier versions published and no server has used for a week."""
    for folder in static.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > OUTDATED:
            shutil.rmtree(folder, ignore_errors=True)


@cache
def folder() -> str:
    """The served folder's name, published on first use in this process."""
    # Windows may know .js as text/plain, which browsers refuse to run.
    mimetypes.add_type("text/javascript", ".js")
    mimetypes.add_type("text/css", ".css")
    return publish()


def url(name: str) -> str:
    """The address of a served file, as `url(BUNDLE)`, from where Streamlit's own files are.

    Only the browser knows that place: a host may serve the app from below another address than the server's own.
    """
    return f"app/static/{folder()}/{name}"
