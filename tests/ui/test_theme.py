"""The colours: readable on their ground, and the same in Streamlit's config."""

import itertools
import tomllib
from pathlib import Path

import pytest

from ui import theme

ROOT = Path(__file__).resolve().parents[2]
MODES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@MODES
def test_texts_reach_four_and_a_half_to_one_on_both_grounds(dark):
    colour = theme.tokens(dark)
    for name, ground in itertools.product(
        ("text", "muted", "accent", "positive", "negative", "good", "bad"), ("background", "surface")
    ):
        assert contrast(colour[name], colour[ground]) >= 4.5, f"{name} on {ground}"


@MODES
def test_graphics_reach_three_to_one_on_both_grounds(dark):
    colour = theme.tokens(dark)
    graphics = [colour["edge"], colour["train"], colour["test"], *colour["classes"]]
    for one, ground in itertools.product(graphics, ("background", "surface")):
        assert contrast(one, colour[ground]) >= 3, f"{one} on {ground}"


@MODES
def test_config_says_what_the_theme_says(dark):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["theme"]["dark" if dark else "light"] == theme.streamlit_theme(dark)


def test_light_and_dark_name_the_same_tokens():
    assert theme.LIGHT.keys() == theme.DARK.keys()
    assert len(theme.LIGHT["classes"]) == len(theme.DARK["classes"]) == len(theme.CLASS_SYMBOLS)


@MODES
def test_the_template_makes_a_figure(dark):
    import plotly.graph_objects as go

    figure = go.Figure(go.Scatter(y=[1, 2]), layout={"template": theme.template(dark)})
    assert figure.layout.template.layout.font.color == theme.tokens(dark)["text"]
