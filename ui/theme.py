"""Every colour of the product, once, for Plotly, the canvas, the page and Streamlit's own widgets.

Blue is positive and brown-orange is negative everywhere; what is negative is also dashed. One accent marks actions.
Texts reach 4.5:1 on their ground and graphics 3:1, in light and dark (tests/ui/test_theme.py).
"""

from typing import Any

import plotly.graph_objects as go

LIGHT = {
    "background": "#ffffff",
    "surface": "#f8f9fb",
    "text": "#1f262e",
    "muted": "#566270",
    "line": "#d9dee4",
    "edge": "#848f9b",
    "accent": "#5b3fc4",
    "positive": "#0877bd",
    "negative": "#b35806",
    "positive_soft": "#a5d0ea",
    "negative_soft": "#f0c79c",
    "zero": "#f7f7f7",
    "train": "#3c4856",
    "test": "#a0327d",
    "good": "#1b7a43",
    "bad": "#b3261e",
    "classes": ["#b35806", "#0877bd", "#1b7a43", "#a0327d", "#5f6b1a", "#5b3fc4"],
}
DARK = {
    "background": "#13171b",
    "surface": "#1e242b",
    "text": "#e8ebee",
    "muted": "#a3adb8",
    "line": "#343c45",
    "edge": "#75818e",
    "accent": "#b3a1ff",
    "positive": "#4db2ec",
    "negative": "#e8964a",
    "positive_soft": "#1d5273",
    "negative_soft": "#6b4017",
    "zero": "#20262c",
    "train": "#c3ccd6",
    "test": "#ee86c8",
    "good": "#5cc489",
    "bad": "#ff8a80",
    "classes": ["#e8964a", "#4db2ec", "#5cc489", "#ee86c8", "#c3c95c", "#b3a1ff"],
}
TOKENS = {"light": LIGHT, "dark": DARK}

CLASS_SYMBOLS = ["circle", "square", "diamond", "triangle-up", "cross", "x"]
"""Plotly's marker for each class, so that a class is never told by colour alone."""


def tokens(dark: bool) -> dict[str, Any]:
    """The colours that hold on a dark or a light ground."""
    return DARK if dark else LIGHT


def diverging(dark: bool) -> list[list[Any]]:
    """Colour scale from negative over zero to positive, as Plotly takes it; centre it with `zmid=0`."""
    colour = tokens(dark)
    names = ("negative", "negative_soft", "zero", "positive_soft", "positive")
    return [[position / 4, colour[name]] for position, name in enumerate(names)]


def train_marker(dark: bool) -> dict[str, Any]:
    """Marker of a training point: filled, with a rim of the ground so that it stands out on a map."""
    return {"size": 8, "line": {"width": 1, "color": tokens(dark)["background"]}}


def test_marker(dark: bool) -> dict[str, Any]:
    """Marker of a held-out point: the same size, with a rim of the text colour."""
    return {"size": 8, "line": {"width": 1.5, "color": tokens(dark)["text"]}}


vars(test_marker)["__test__"] = False  # no test of pytest's


def template(dark: bool) -> go.layout.Template:
    """The Plotly template of every chart: transparent ground, thin axes, 14 px type, no motion of its own."""
    colour = tokens(dark)
    axis = {
        "gridcolor": colour["line"],
        "linecolor": colour["edge"],
        "zerolinecolor": colour["edge"],
        "zerolinewidth": 1,
        "tickcolor": colour["edge"],
        "ticks": "outside",
        "title": {"standoff": 8},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "colorway": colour["classes"],
            "colorscale": {"diverging": diverging(dark)},
            "font": {"family": "Source Sans, sans-serif", "size": 14, "color": colour["text"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 8, "t": 32, "b": 8},
            "hoverlabel": {
                "bgcolor": colour["surface"],
                "bordercolor": colour["edge"],
                "font": {"color": colour["text"], "size": 14},
            },
            "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
            "title": {"font": {"size": 16}, "x": 0, "xanchor": "left"},
            "xaxis": axis,
            "yaxis": axis,
        }
    )


PRESENTING = """
html.presenting {
  font-size: 20.58px;
  --ns-grow: 1.2858; --ns-type: 18px; --ns-small: 18px; --ns-figures: 24px; --canvas-text: 20.5px;
  --ns-least: 480px; --ns-above: 190px; --ns-above-board: 148px; --ns-value-room: 7em; --ns-part-room: 0;
}
.presenting :is(header[data-testid="stHeader"], .st-key-share, .st-key-class) { display: none; }
.presenting .stApp .stMainBlockContainer { padding: 0.5rem 1rem 64px; }
.presenting .stApp h1 { padding: 0; font-size: 1.75rem; }
"""
"""Sizes while a tab presents (ui/present/stage.js): type of 14 px becomes one of 18, what Streamlit draws too."""


def css_variables() -> str:
    """The tokens as `--ns-*` variables; each holds both colours, and the browser takes the one of the theme.

    They reach into components: `stroke: var(--ns-positive)`; underscores become hyphens; the classes are
    `--ns-class-0` and on.
    """
    pairs = {name: (LIGHT[name], DARK[name]) for name in LIGHT if name != "classes"}
    pairs |= {
        f"class-{number}": pair for number, pair in enumerate(zip(LIGHT["classes"], DARK["classes"], strict=True))
    }
    return "".join(
        f"--ns-{name.replace('_', '-')}: light-dark({light}, {dark});" for name, (light, dark) in pairs.items()
    )


def page_css() -> str:
    """The style of the page around the parts: variables, tight paddings, tabular figures, type of 14 px and more."""
    return f"""
:root {{ {css_variables()} }}
.stApp .stMainBlockContainer {{ padding: 3.75rem 1.5rem 1.5rem; max-width: 1680px; }}
.stApp {{ font-variant-numeric: tabular-nums; }}
.stApp [data-testid="stCaptionContainer"], .stApp small {{ font-size: 0.875rem; color: var(--ns-muted); opacity: 1; }}
.stApp button[kind^="primary"] * {{ color: var(--ns-background); }}
.stApp [data-testid="stWidgetLabel"] p {{ font-size: 0.875rem; }}
.st-key-keeper, .st-key-prepared_parts, .st-key-prepared_pointer {{ display: none; }}
.stApp .st-key-share {{ position: fixed; top: 0.625rem; right: 1rem; width: 6rem; align-items: end; z-index: 999991; }}
.stApp div:has(> :is(.st-key-presenter, .st-key-class, .st-key-prepared_parts, .st-key-prepared_pointer)),
.stApp .stMainBlockContainer > div > div:has(> div > div > .st-key-share) {{
  position: absolute;  /* what stands in the header, or nowhere, takes no room in the page */
}}
.stApp .st-key-presenter {{ position: fixed; right: 0; bottom: 0; width: 0; height: 0; z-index: 999992; }}
.st-key-presenter [data-testid="stSkeleton"] {{ display: none; }}  /* it would jump away from the page's foot */
.stApp .st-key-class {{ position: fixed; top: 0.625rem; right: 15.5rem; width: auto; z-index: 999991; }}
.stApp .st-key-class {{ white-space: nowrap; }}
.stApp header [data-testid="stToolbar"] {{ padding-right: 15rem; }}
.stApp:has(.st-key-class) header [data-testid="stToolbar"] {{ padding-right: 29rem; }}
@media (max-width: 1180px) {{  /* "Present" is a symbol there: ui/present/presenter.css */
  .stApp .st-key-class {{ right: 11rem; }}
  .stApp header [data-testid="stToolbar"] {{ padding-right: 10.5rem; }}
  .stApp header [data-testid="stTopNavLink"] > span:has([data-testid="stIconMaterial"]) {{ display: none; }}
  .stApp:has(.st-key-class) header [data-testid="stToolbar"] {{ padding-right: 24.5rem; }}
}}
.netsketch-drop {{
  position: fixed; inset: 12px; z-index: 1000001; display: grid; place-items: center; padding: 2rem;
  border-radius: 12px; border: 3px dashed var(--ns-accent);
  background: color-mix(in srgb, var(--ns-background) 88%, transparent);
  color: var(--ns-text); font-size: 1.375rem; text-align: center; pointer-events: none;
}}
[data-testid="stCode"] .token {{ color: inherit !important; }}  /* Streamlit's colours of code are too pale to read */
.st-key-network_picture {{ aspect-ratio: 640 / 340; max-height: 360px; width: 100%; }}
.stApp h1 {{ padding: 0.25rem 0 0.5rem; }}
.st-key-entries [data-testid="stPageLink"] a {{ padding: 0.5rem 1rem; border: 1px solid var(--ns-accent); }}
.st-key-entries [data-testid="stPageLink"] a * {{ font-size: 1.125rem; font-weight: 600; color: var(--ns-accent); }}
.st-key-entry-train [data-testid="stPageLink"] a {{ background: var(--ns-accent); }}
.st-key-entry-train [data-testid="stPageLink"] a * {{ color: var(--ns-background); }}
@media (max-width: 760px) {{
  .stApp header [data-testid="stToolbar"] {{ padding-right: 7rem; }}
  .stApp .st-key-class {{ right: 7.25rem; }}
  .stApp:has(.st-key-class) header [data-testid="stToolbar"] {{ padding-right: 20rem; }}
}}
@media (max-width: 640px) {{
  .stApp .stMainBlockContainer {{ padding: 3.75rem 0.75rem 1rem; }}
}}
{PRESENTING}@media (pointer: coarse) {{
  .stApp :is(header, [data-testid="stButtonGroup"], [data-testid="stNumberInput"]) button,
  .stApp :is([data-testid^="stBaseButton"], [data-testid^="stSidebarNavLink"], [data-testid^="stPageLink-"]) {{
    min-height: 40px; min-width: 40px;
  }}
  .stApp [data-testid="stSlider"] {{ padding-block: 0.75rem; }}
  .stApp [data-testid="stCheckbox"] label {{ min-height: 40px; align-items: center; }}
}}
@media (prefers-reduced-motion: reduce) {{
  .stApp *, .stApp *::before, .stApp *::after {{ animation-duration: 0.01ms !important; transition: none !important; }}
}}
"""


def streamlit_theme(dark: bool) -> dict[str, str]:
    """What `.streamlit/config.toml` says under [theme.light] and [theme.dark]."""
    colour = tokens(dark)
    return {
        "primaryColor": colour["accent"],
        "backgroundColor": colour["background"],
        "secondaryBackgroundColor": colour["surface"],
        "textColor": colour["text"],
        "linkColor": colour["accent"],
        "borderColor": colour["line"],
    }
