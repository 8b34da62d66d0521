"""Where the app is, and the whole address of a link."""

import streamlit as st


def address_of(link: str, page: str) -> str:
    """The whole address of a link: links open at the app's own place, whatever page they were made on."""
    place = (here() or "").partition("?")[0].partition("#")[0].rstrip("/")
    return f"{place.removesuffix(f'/{page}') if page else place}/?s={link}"


def here() -> str | None:
    """The address of this page, as the browser says it."""
    return st.context.url
