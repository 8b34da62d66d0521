"""Arithmetic on the screen: as text, as a formula or as NumPy."""

import html
import re
from collections.abc import Sequence

import streamlit as st

from nncore.explain import Explanation

TEXT, FORMULA, NUMPY = "Numbers", "Formula", "NumPy"
NOTATIONS = (TEXT, FORMULA, NUMPY)
MOST = 8
"""Explanations that are shown at once."""
MOST_IN_FORMULA = 2
"""Terms of a sum in a formula, which can't be broken over lines."""

STYLE = """<style>
.stMain h2 { font-size: 1.375rem; }
.ns-sum { font-size: 1.1875rem; line-height: 1.65; font-variant-numeric: tabular-nums; margin: 0 0 0.75rem; }
.ns-sum .title { font-size: 1rem; font-weight: 600; margin: 0; padding: 0; color: var(--ns-muted); }
.ns-sum p { margin: 0; padding-left: 1.5em; text-indent: -1.5em; overflow-wrap: anywhere; }
.ns-sum .part { white-space: nowrap; }
.ns-sum b { color: var(--ns-accent); }
.ns-sum small { font-size: 0.9375rem; color: var(--ns-muted); }
@media (max-width: 640px) {
  .ns-sum { font-size: 1.0625rem; }
  .stMain .katex-display { font-size: 0.75em; }
}
.stMain .katex-display { overflow: visible; padding: 0.125rem 0; }
.stMain [data-testid="stMarkdownContainer"]:has(> .katex-display) { overflow: auto hidden; padding-inline: 0.25rem; }
.ns-phases {
  display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; margin: 0 !important; padding: 0 !important; list-style: none;
}
.ns-phases li {
  margin: 0 !important; padding: 0.125rem 0.75rem; border: 1px solid var(--ns-line); border-radius: 1rem;
  color: var(--ns-muted);
}
.ns-phases li[aria-current] { border-color: var(--ns-accent); color: var(--ns-accent); font-weight: 600; }
</style>"""


def choose_notation(key: str) -> str:
    """The choice between numbers, formula and NumPy."""
    return st.segmented_control(
        "Show as",
        NOTATIONS,
        default=TEXT,
        required=True,
        key=key,
        label_visibility="collapsed",
        help="The arithmetic with its numbers, the general formula, or lines of NumPy that print the same number",
    )


def most_terms(key: str, usual: int) -> int:
    """How many terms of a sum are written out in the notation chosen under this key."""
    return MOST_IN_FORMULA if st.session_state.get(key) == FORMULA else usual


def show_code(code: str) -> None:
    """Code to copy, without colours: Streamlit's highlighting is too pale on light ground."""
    st.code(code, language=None, wrap_lines=True)


def show(explanations: Sequence[Explanation], notation: str, hidden: bool = False) -> None:
    """Show explanations; hidden: with the result of each still open."""
    if notation == TEXT or hidden:
        st.html(sums_html(explanations[:MOST], hidden))
    elif notation == FORMULA:
        for formula in dict.fromkeys(explanation.formula for explanation in explanations):
            st.latex(formula)
        for explanation in explanations[:MOST]:
            st.latex(explanation.latex())
    else:
        for explanation in explanations[:MOST]:
            show_code(explanation.numpy())
    if len(explanations) > MOST:
        st.caption(f"{len(explanations) - MOST} more: step by neuron to see each.")
    for note in dict.fromkeys(explanation.note for explanation in explanations if explanation.note):
        st.caption(note)


def show_but_last(explanations: Sequence[Explanation], notation: str) -> None:
    """Show explanations; of the last one the result is still open."""
    if len(explanations) > 1:
        show(explanations[:-1], notation)
    show(explanations[-1:], notation, hidden=True)


def sums_html(explanations: Sequence[Explanation], hidden: bool = False) -> str:
    """The lines as HTML; a title above each where there are several."""
    titled = len(explanations) > 1
    return f'<div role="status">{"".join(_sum_html(explanation, titled, hidden) for explanation in explanations)}</div>'


def _sum_html(explanation: Explanation, titled: bool, hidden: bool) -> str:
    title = f'<div class="title">{html.escape(explanation.title)}</div>' if titled else ""
    return f'<div class="ns-sum">{title}{lines_html(explanation, hidden)}</div>'


def lines_html(explanation: Explanation, hidden: bool) -> str:
    written = []
    for number, line in enumerate(explanation.lines, 1):
        signs = ["=" if exact else "≈" for exact in line.exact]
        last = number == len(explanation.lines)
        result = "?" if hidden and last else html.escape(line.result)
        parts = [html.escape(line.symbol)]
        if line.arithmetic:
            parts.append(f"{signs[0]} {_kept_together(line.arithmetic)}")
        parts.append(f"{signs[1]} <b>{result}</b>")
        written.append(f"<p>{' '.join(parts)}</p>")
    return "".join(written)


def _kept_together(arithmetic: str) -> str:
    """Short brackets such as (2 × 1) are not broken over lines."""
    return re.sub(r"\([^()]{1,24}\)", lambda part: f'<span class="part">{part[0]}</span>', html.escape(arithmetic))
