"""Names as data: nothing in them is markup for Streamlit's Markdown or for Plotly, and readers see what was written.

What either of them looks for is copied from their sources: Streamlit 1.67, plotly.js 4.1. That a browser makes nothing
of it either is in tests/browser/test_names.py.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.names import JOINER, markdown, plotly

HOSTILE = (
    "![k](http://evil.example/k.png)",
    "[k](javascript:alert(1))",
    '<a href="http://evil.example">k</a>',
    "<img src=http://evil.example/k.png>",
    "http://evil.example/k",
    "https://evil.example",
    "www.evil.example",
    "WWW.evil.example",
    "k@evil.example",
    "mailto:k@evil.example",
    ":material/home:",
    ":streamlit:",
    ":smile: :+1:",
    ":red[k]",
    ":red-background[k]",
    "::: k",
    "$x^2$",
    "$$x$$",
    "`k`",
    "**k** _k_ ~~k~~",
    "# k",
    "1. k",
    "1) k",
    "- k",
    "+ k",
    "> k",
    "    k",
    "k\n\n# k",
    "k\n===",
    "---",
    "- - -",
    "|k|k|\n|---|---|",
    "[^1]",
    "&lt;b&gt;",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "k\\",
    "%{customdata}",
    "k<br>k",
)

MEANT_FOR_MARKDOWN = re.compile(r"[#$&*<>\[\\\]_`|~\n]|^ {0,3}(([-+]|\d+[.)])( |$)|=|--)|:[a-z]", re.IGNORECASE)
LOOKED_FOR_IN_TEXT = re.compile(
    r"https?://|www(?=\.)|[-.\w+]@[-\w]|:\+1:|:[-\w]+:|(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)", re.IGNORECASE | re.ASCII
)
MEANT_FOR_PLOTLY = re.compile(r"</?[a-z]|&(#\d+|#x[\da-f]+|[a-z]+);|%\{", re.IGNORECASE)

any_text = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map("".join),
    st.text("ahtpsw:/.@-<>=~[]()!$&;%{}\\ \n1", max_size=30),
    st.text(max_size=30),
)


def shown(source: str) -> str:
    """The text that Markdown makes of a source without constructs: backslashes are gone."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", source)


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@given(any_text)
def test_markdown_shows_the_text_as_it_is(text):
    assert shown(markdown(text)).replace(JOINER, "") == one_line(text).replace(JOINER, "")


@given(any_text)
def test_nothing_of_the_text_is_left_to_markdown(text):
    without_escaped = re.sub(r"\\[!-/:-@\[-`{-~]", "·", markdown(text))
    assert not MEANT_FOR_MARKDOWN.search(without_escaped)
    assert not LOOKED_FOR_IN_TEXT.search(shown(markdown(text)))


@given(any_text)
def test_plotly_shows_the_text_as_it_is_and_finds_nothing_in_it(text):
    assert plotly(text).replace(JOINER, "") == text.replace(JOINER, "")
    assert not MEANT_FOR_PLOTLY.search(plotly(text))


@pytest.mark.parametrize("name", ["x1", "family members", "Übung 3", "glucose", "höhe, breite"])
def test_ordinary_names_stay_as_they_are(name):
    assert markdown(name) == name
    assert plotly(name) == name


def test_what_screen_readers_read_stays_legible():
    assert markdown("Row 3: blood_pressure is 0.03 (−2.5 %)") == r"Row 3: blood\_pressure is 0.03 (−2.5 %)"
    assert plotly("blood_pressure > 2: 65.1%") == "blood_pressure > 2: 65.1%"
