"""One module made of many."""

import shutil
import subprocess

import pytest

from ui import assets
from ui.bundle import bundle

COMPONENT = {"component.js": "export function show(component, module) {\n  return [component, module];\n}\n"}
PARTS = {
    "canvas/draw.js": """/** Left out. */
import Base, { size as wide } from "../base.js";
import {
  html,
  svg,
} from "./svg.js";

export const styles = ["canvas/canvas.css"];

export default class Board extends Base {
  // left out
  draw() {
    return html(svg(wide)); // stays
  }
}
""",
    "base.js": "export const size = 3;\n\nexport default class {}\n",
    "canvas/svg.js": 'export function html(x) {\n  return `html ${x}`;\n}\n\nexport async function later() {}\n\n'
    "export const svg = (x) => x + 1;\nexport const here = import.meta.url;\n",
}  # fmt: skip


def run(script: str) -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    found = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_a_module_gets_what_it_imports_whatever_the_order():
    made = bundle(COMPONENT | PARTS)
    script = made + 'console.log(new views["canvas/draw.js"].default().draw(), views["canvas/draw.js"].styles.length);'
    assert run(script) == "html 4 1"


def test_comments_that_fill_their_lines_are_left_out_and_nothing_else():
    made = bundle(COMPONENT | PARTS)
    assert "left out" not in made.lower()
    assert "// stays" in made


def test_an_address_is_that_of_the_module_as_if_it_stood_alone():
    assert 'const here = new URL("canvas/svg.js", $address).href;' in bundle(COMPONENT | PARTS)


def test_the_views_and_what_shows_them_come_out():
    made = bundle(COMPONENT | PARTS)
    assert "export const show = " in made
    assert run(made + "console.log(Object.keys(views).join());") == "base.js,canvas/draw.js"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('import * as all from "./base.js";\n', r"'import \* as all from .*' is a form that ui/bundle.py doesn't know"),
        ("export { one };\n", r"'export \{ one \};' is a form"),
        ("export let one = 1;\n", "is a form"),
        ("const at = import.meta.dirname;\n", "'import.meta' is a form"),
        ('import { x } from "./missing.js";\n', "odd.js imports missing.js, which isn't there"),
        ('import { x } from "./odd.js";\n', "odd.js → odd.js is a circle"),
    ],
)
def test_what_it_does_not_understand_is_refused(source, says):
    with pytest.raises(ValueError, match=says):
        bundle(COMPONENT | PARTS | {"odd.js": source})


def test_all_of_ours_make_a_module_without_an_error():
    made = bundle(assets.modules())
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    checked = subprocess.run(
        [node, "--input-type=module", "--check"], input=made, capture_output=True, text=True, timeout=60, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert len(made) < 0.9 * sum(map(len, assets.modules().values()))
