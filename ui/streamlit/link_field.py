"""A link to copy and to scan, as every section of the panel shows it."""

import streamlit as st

from ui.streamlit.mount import mount

LONGEST_SURE = 2_000
"""Characters of an address that chat programs leave whole, and of which a QR code can be scanned from a screen."""


def qr_code(address: str) -> str:
    """The QR code of an address, as the address of an SVG: dark on light in any theme, as scanners expect it."""
    import segno  # only for whoever shares

    return segno.make(address, error="l").svg_data_uri(scale=4, border=4, light="#fff")


def show_link(address: str, key: str) -> bool:
    """The link with its QR code; returns whether it is short enough to arrive whole everywhere."""
    sure = len(address) <= LONGEST_SURE
    qr = qr_code(address) if sure else ""
    mount("share/link.js", key=key, data={"address": address, "qr": qr, "code": "netsketch-qr.svg"})
    if not sure:
        st.warning(
            f"This link has {len(address):,} characters. Chat programs may cut it, and a QR code of it can't be "
            "scanned: send it by mail, or save a file instead.",
            icon=":material/info:",
        )
    return sure
