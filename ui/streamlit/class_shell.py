"""The page around a view of a class: a few lines of HTML, so that a phone shows it at once, without Streamlit.

It tells the view its class and where the app is. Addresses in it are relative: a host may serve the app from below
another address than the server's own.
"""

import base64
import hashlib
import html
import re
from functools import cache
from urllib.parse import quote

from starlette.responses import HTMLResponse

from ui import assets, theme

SCRIPT = """
import {{ show, views }} from "{up}{bundle}";
const page = document.querySelector("#page");
const base = new URL("{up}", location.href).href.replace(/[/]$/, "");
const data = {{ code: page.dataset.code, base }};
const component = {{ parentElement: page, data, setStateValue() {{}}, setTriggerValue() {{}} }};
const draw = () => show(component, views[page.dataset.view]);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
draw();
"""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{icon}">
<link rel="modulepreload" href="{up}{bundle}">
<style>{style}</style>
</head>
<body>
<main id="page" data-view="{view}" data-code="{code}"></main>
<noscript>A class needs JavaScript: allow it for this page, then reload.</noscript>
<script type="module">{script}</script>
</body>
</html>
"""
HOST = re.compile(r"[\w.-]+(:\d+)?|\[[\da-fA-F:.]+\](:\d+)?", re.A)
"""What may stand in a rule of security as it is."""


def shell(view: str, code: str, title: str, depth: int, host: str) -> HTMLResponse:
    """The page that shows a view.

    view: its module below ui/. depth: how many folders of the address are below the app's own. host: as the browser
    calls it.
    """
    up = "../" * depth or "./"
    script = SCRIPT.format(up=up, bundle=assets.url(assets.BUNDLE))
    page = PAGE.format(
        title=html.escape(title),
        icon=icon(),
        up=up,
        bundle=assets.url(assets.BUNDLE),
        style=style(),
        view=view,
        code=html.escape(code),
        script=script,
    )
    return HTMLResponse(page, headers=headers(script, host))


def headers(script: str, host: str) -> dict[str, str]:
    """What a browser may do with the page: run this script and our modules, talk to this server, no more."""
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""  # older Safari: 'self' is no socket
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' '{fingerprint(script)}'",
        "style-src": f"'self' '{fingerprint(style())}'",
        "img-src": "'self' data: blob:",
        "connect-src": f"'self'{sockets}",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in rules.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }


def fingerprint(text: str) -> str:
    """By which a browser knows a script or a style of the page itself."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def icon() -> str:
    return "data:image/svg+xml," + quote((assets.ROOT / "ui" / "icon.svg").read_text(encoding="utf-8"))


@cache
def style() -> str:
    """Our colours, and the variables that our components read from Streamlit's theme."""
    return f"""
:root {{ color-scheme: light dark; {theme.css_variables()} {platform_variables(dark=False)} }}
@media (prefers-color-scheme: dark) {{ :root {{ {platform_variables(dark=True)} }} }}
body {{
  margin: 0; background: var(--ns-background); color: var(--ns-text); font: 400 16px/1.45 var(--st-font);
  font-variant-numeric: tabular-nums;
}}
"""


def platform_variables(dark: bool) -> str:
    """The colours as Streamlit names them."""
    named = {re.sub("([A-Z])", r"-\1", name).lower(): value for name, value in theme.streamlit_theme(dark).items()}
    return "--st-font: system-ui, sans-serif; " + " ".join(f"--st-{name}: {value};" for name, value in named.items())
