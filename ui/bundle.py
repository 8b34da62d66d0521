"""Makes one ES module of all of ours, so that a browser fetches them in one round trip; the sources stay as they are.

Each module becomes a function that is called once, in the order in which they read each other:

    import { html } from "./svg.js";            const $3 = (() => {
    export const styles = ["canvas/canvas.css"];    const { html } = $1;
    export default class Board { … }    ──►         const styles = ["canvas/canvas.css"];
                                                    const Default = class Board { … }
                                                    return { styles, default: Default };
                                                })();

The forms of `import` and `export` that our modules use are understood, anything else is refused, as are circles.
Comments that fill their lines are left out: they are a third of what would be sent.
"""

import json
import posixpath
import re

IMPORT = re.compile(
    r'^import (?:(?P<default>\w+)(?:, )?)?(?P<names>\{[^}]*\})?(?:(?<=[\w}]) from )?"(?P<path>\.{1,2}/[^"]+)";$', re.M
)
EXPORT = re.compile(
    r"^export (?:(?P<default>default class)|(?:async )?(?:function\*?|class|const) (?P<name>\w+))", re.M
)
COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/)[\s\S])*\*/|//[^\n]*)[ \t]*\n", re.M)
ANY = re.compile(r"^(?:import|export)\b.*$|\bimport\.meta\b", re.M)
HERE = "import.meta.url"
ADDRESS = "$address"
"""A name that no module has, as those of modules: they are in sight of all of them."""


def bundle(modules: dict[str, str]) -> str:
    """One module of several. modules: path → source; what they import are paths among them.

    It exports `views`: path of each module with a default export → its exports, and whatever component.js exports.
    """
    order = _in_order(modules)
    parts = [f"const {ADDRESS} = {HERE};"]
    for path in order:
        parts.append(f"const {_name(order, path)} = (() => {{\n{_body(modules[path], path, order)}}})();")
    views = {path: _name(order, path) for path in order if "export default" in modules[path]}
    parts.append(f"export const views = {{ {', '.join(f'{json.dumps(p)}: {name}' for p, name in views.items())} }};")
    parts += [
        f"export const {name} = {_name(order, 'component.js')}.{name};" for name in _exports(modules, "component.js")
    ]
    return "\n".join(parts) + "\n"


def _name(order: list[str], path: str) -> str:
    return f"${order.index(path)}"


def _exports(modules: dict[str, str], path: str) -> list[str]:
    return [found["name"] for found in EXPORT.finditer(modules.get(path, "")) if found["name"]]


def _target(path: str, imported: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), imported))


def _in_order(modules: dict[str, str]) -> list[str]:
    """The paths, each after those it imports."""
    order: list[str] = []
    entered: list[str] = []

    def enter(path: str) -> None:
        if path in order:
            return
        if path in entered:
            raise ValueError(f"{' → '.join([*entered, path])} is a circle; move what both need into a third module")
        if path not in modules:
            raise ValueError(f"{entered[-1]} imports {path}, which isn't there")
        entered.append(path)
        for found in IMPORT.finditer(modules[path]):
            enter(_target(path, found["path"]))
        entered.pop()
        order.append(path)

    for path in sorted(modules):
        enter(path)
    return order


def _body(source: str, path: str, order: list[str]) -> str:
    exports: list[str] = []

    def taken(found: re.Match[str]) -> str:
        name = _name(order, _target(path, found["path"]))
        lines = [f"const {found['default']} = {name}.default;"] if found["default"] else []
        if found["names"]:
            lines.append(f"const {re.sub(r' as ', ': ', ' '.join(found['names'].split()))} = {name};")
        return " ".join(lines)

    def given(found: re.Match[str]) -> str:
        if found["default"]:
            exports.append("default: Default")
            return "const Default = class"
        exports.append(found["name"])
        return found[0].removeprefix("export ")

    body = EXPORT.sub(given, IMPORT.sub(taken, COMMENT.sub("", source)))
    body = body.replace(HERE, f"new URL({json.dumps(path)}, {ADDRESS}).href")
    if left := ANY.search(body):
        raise ValueError(f"{path}: {left[0]!r} is a form that ui/bundle.py doesn't know; write it as other modules do")
    return f"{body.rstrip()}\nreturn {{ {', '.join(exports)} }};\n"
