"""The frame around every page: page settings, style, session and navigation."""

from pathlib import Path

import streamlit as st

from ui import theme
from ui.streamlit import platform, route
from ui.streamlit.visitor import session, undisturbed

FOLDER = Path(__file__).parent
PAGES = {
    "": [
        ("home", "Netsketch", ":material/home:"),
        ("draw", "Draw", ":material/draw:"),
        ("train", "Train", ":material/play_circle:"),
        ("learn", "Learn", ":material/school:"),
    ],
    "Explain": [
        ("forward", "Forward pass", ":material/arrow_forward:"),
        ("activations", "Activations", ":material/show_chart:"),
        ("descent", "Gradient descent", ":material/trending_down:"),
        ("backprop", "Back-propagation", ":material/arrow_back:"),
        ("glossary", "Glossary", ":material/menu_book:"),
    ],
}
"""Section of the navigation → its pages as (file in pages/, title, icon); the first page is the entry."""


def main() -> None:
    st.set_page_config(page_title="Netsketch", page_icon=str(FOLDER / "ui" / "icon.svg"), layout="wide")
    platform.enter_app()
    st.html(f"<style>{theme.page_css()}</style>")
    if "s" in st.query_params:  # a shared link: open it now, the address is gone on the next page
        session()
    sections = {
        section: [
            st.Page(FOLDER / "pages" / f"{name}.py", title=title, icon=icon, default=name == "home")
            for name, title, icon in pages
        ]
        for section, pages in PAGES.items()
    }
    page = st.navigation(sections, position="top")
    with undisturbed():
        page.run()


if __name__ == "__main__":  # a visitor's run of the script
    main()
else:  # what `streamlit run app.py` looks for and serves
    app = st.App(__file__, routes=route.routes())
