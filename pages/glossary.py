"""Every term in a sentence or two, with a link to where it can be seen at work."""

import streamlit as st

from ui import glossary
from ui.streamlit import platform
from ui.streamlit.mount import mount

PAGES = {
    "forward": "Forward pass",
    "activations": "Activations",
    "descent": "Gradient descent",
    "backprop": "Back-propagation",
    "data": "Data",
    "metrics": "Metrics",
    "inspect": "Inside",
}
"""Pages that show a term at work → what the navigation calls them."""

platform.through_app()
st.title("Glossary", anchor=False)
words = st.text_input(
    "Search",
    key="glossary search",
    placeholder="Search: delta, learning rate …",
    label_visibility="collapsed",
    help="Shows the terms whose name or text has all of these words",
    width=420,
)
found = [term for term in glossary.terms().values() if term.mentions(words)]
if not found:
    st.info("No term has these words. Try a single one.", icon=":material/search_off:")
middle = (len(found) + 1) // 2
for column, half in zip(st.columns(2, gap="large"), (found[:middle], found[middle:]), strict=True):
    for term in half:
        with column.container(key=f"term {term.anchor}", gap="small"):
            st.header(term.name, anchor=term.anchor)
            st.markdown(term.text)
            links = [f"[{glossary.terms()[other].name}](#{other})" for other in term.see if not words]
            if links:
                st.caption("See also " + ", ".join(links))
            if term.page:
                label = f"Seen at work: {PAGES[term.page]}"
                st.page_link(f"pages/{term.page}.py", label=label, icon=":material/visibility:")
mount("anchor.js", key="anchor")
