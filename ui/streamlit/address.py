"""Where the app is, and whole addresses of links, also as QR codes."""

from functools import lru_cache

import streamlit as st


def address_of(link: str, page: str) -> str:
    """The whole address of a link: links open at the app's own place, whatever page they were made on."""
    return f"{place_of_app(page)}/?s={link}"


def place_of_app(page: str) -> str:
    """The address of the app itself, without a slash at its end. page: the one that is open."""
    place = (here() or "").partition("?")[0].partition("#")[0].rstrip("/")
    return place.removesuffix(f"/{page}") if page else place


def here() -> str | None:
    """The address of this page, as the browser says it."""
    return st.context.url


@lru_cache(maxsize=64)
def qr_code(address: str) -> str:
    """The QR code of an address, as the address of an SVG: dark on light in any theme, as scanners expect it."""
    import segno  # only for whoever shares

    return segno.make(address, error="l").svg_data_uri(scale=4, border=4, light="#fff")
