"""A word where the test rows decide when training stops, and a button that sets a third part aside."""

import streamlit as st

from ui.core.session import Session
from ui.core.verdicts import not_honest, reads_held_out, with_third_part


def offer_third_part(session: Session, key: str) -> None:
    """Say that the test rows are no longer honest; nothing where they are."""
    if session.problem or not (settings := reads_held_out(session)):
        return
    with st.container(key=f"{key} caveat", horizontal=True, vertical_alignment="center"):
        st.warning(not_honest(settings), icon=":material/visibility:")
        data, rows = with_third_part(session.experiment.data)
        st.button(
            f"Set {rows} aside for validation",
            icon=":material/call_split:",
            key=f"{key} third part",
            on_click=lambda: session.configure(data=data),
            help="Changes the data and keeps the weights: train again, so that the new part decides when to stop",
        )
