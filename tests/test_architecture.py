"""How the parts may lean on each other: pages → ui → nncore, and nncore on NumPy alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NNCORE = sorted((ROOT / "nncore").rglob("*.py"))
UI = sorted((ROOT / "ui").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
INNER = {"app", "pages", "ui", "nncore", "tests", "benchmarks"}
LIBRARIES = {
    "excel.py": {"openpyxl"},
    "onnx_file.py": {"onnx", "google"},
    "safetensors_file.py": {"safetensors"},
    "notebook.py": {"nbformat"},
}
"""A file of nncore → what it may import beside NumPy, for a kind of file that it reads or writes."""


def imports(path: Path) -> set[str]:
    """Full names of the modules that a file imports, those inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            here = path.relative_to(ROOT).parts[:-1]
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            found |= {".".join(filter(None, (base, node.module, alias.name))) for alias in node.names}
    return found


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", NNCORE, ids=name)
def test_nncore_needs_numpy_alone_but_where_a_kind_of_file_is_read_or_written(path):
    allowed = {"nncore", "numpy"} | LIBRARIES.get(path.name, set())
    assert packages(path) <= allowed | set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", UI, ids=name)
def test_ui_leans_on_nncore_and_never_on_pages(path):
    assert packages(path) & INNER <= {"ui", "nncore"}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_pages_lean_on_ui_and_nncore_and_not_on_each_other(path):
    assert packages(path) & INNER <= {"ui", "nncore"}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_page_makes_sure_that_the_frame_ran(path):
    calls = [
        ast.unparse(node.value)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    assert calls[:1] == ["platform.through_app()"]


def test_every_page_is_in_the_navigation():
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    tables = [node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "PAGES"]
    listed = {entry[0] for section in ast.literal_eval(tables[0]).values() for entry in section}
    assert {path.stem for path in PAGES} == listed


def run_without(blocked: set[str], modules: list[str]) -> None:
    """Import modules in a Python where some packages are missing."""
    script = f"""
import importlib, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Blocked())
for module in {modules!r}:
    importlib.import_module(module)
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def modules(paths: list[Path]) -> list[str]:
    dotted = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [module.removesuffix(".__init__") for module in dotted]


def test_nncore_works_without_streamlit_and_plotly():
    run_without({"streamlit", "plotly"}, modules(NNCORE))


def test_only_the_adapters_know_streamlit_and_starlette():
    run_without({"streamlit", "starlette"}, modules([path for path in UI if path.parent.name != "streamlit"]))


def test_pillow_is_imported_only_when_an_animation_is_made():
    run_without({"PIL"}, modules([path for path in UI if path.parent.name == "animation"]))
