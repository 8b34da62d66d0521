"""The frame around every page: page settings, style, session and navigation."""

from pathlib import Path

import streamlit as st

from ui import theme
from ui.streamlit import (
    class_route,
    classes,
    delivery,
    platform,
    pointing,
    prepared,
    route,
    table_route,
    visitor,
)
from ui.streamlit.class_questions import offer_questions
from ui.streamlit.keeper import keeper
from ui.streamlit.presenter import open_link, presenter
from ui.streamlit.share_button import share_button

FOLDER = Path(__file__).parent
PAGES = {
    "": [
        ("home", "Netsketch", ":material/home:"),
        ("draw", "Draw", ":material/draw:"),
        ("data", "Data", ":material/table:"),
        ("train", "Train", ":material/play_circle:"),
        ("metrics", "Metrics", ":material/analytics:"),
        ("inspect", "Inside", ":material/person_search:"),
        ("learn", "Learn", ":material/school:"),
        ("teach", "Teach", ":material/co_present:"),
    ],
    "Explain": [
        ("forward", "Forward pass", ":material/arrow_forward:"),
        ("activations", "Activations", ":material/show_chart:"),
        ("descent", "Gradient descent", ":material/trending_down:"),
        ("backprop", "Back-propagation", ":material/arrow_back:"),
        ("glossary", "Glossary", ":material/menu_book:"),
        ("write", "Write a lesson", ":material/edit_note:"),
    ],
}
"""Section of the navigation → its pages as (file in pages/, title, icon); the first page is the entry."""

ASIDE = {"write"}
"""Pages that other pages lead to; the navigation hasn't room for all."""
CONVERSING = {"draw", "train"}
"""Pages with a view that keeps the visitor's session in the tab itself."""


def main() -> None:
    st.set_page_config(page_title="Netsketch", page_icon=str(FOLDER / "ui" / "icon.svg"), layout="wide")
    platform.enter_app()
    st.html(f"<style>{theme.page_css()}</style>")
    mine = visitor.session()  # a link in the address is opened now: the address is gone on the next page
    open_link()
    classes.enter()
    sections = {
        section: [
            st.Page(
                FOLDER / "pages" / f"{name}.py",
                title=title,
                icon=icon,
                default=name == "home",
                visibility="visible" if name not in ASIDE and mine.prepared.shows_page(name) else "hidden",
            )
            for name, title, icon in pages
        ]
        for section, pages in PAGES.items()
    }
    page = st.navigation(sections, position="top")
    if name := visitor.page_of_link():
        st.switch_page(FOLDER / "pages" / f"{name}.py", query_params=visitor.lesson_of_link())
    visitor.say()
    presenter(page.url_path)
    classes.class_badge(page.url_path)
    offer_questions()
    share_button(page.url_path)
    with visitor.undisturbed():
        with prepared.board(page.url_path) as shown:
            if shown:
                page.run()
        pointing.pointing()
        keeper(conversing=page.url_path in CONVERSING)


if __name__ == "__main__":  # a visitor's run of the script
    main()
else:  # what `streamlit run app.py` looks for and serves
    platform.expect_navigation()
    routes = [*route.routes(), *table_route.routes(), *class_route.routes()]
    app = st.App(__file__, routes=routes, middleware=[delivery.middleware()])
