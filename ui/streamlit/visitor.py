"""The visitor's session, kept by Streamlit."""

from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from nncore.experiments import EXPERIMENTS
from ui.core.session import Session

DEFAULT = "playground"


def undisturbed() -> AbstractContextManager:
    """While a run of the visitor's script reads the session: a view that is about to go changes nothing meanwhile."""
    found = st.session_state.get("session")
    return found.lock if found else nullcontext()


def session() -> Session:
    """The visitor's session; made from the link in the address (?s=…) when there is a new one."""
    link = st.query_params.get("s", "")
    if "session" not in st.session_state:
        st.session_state["session"] = Session(EXPERIMENTS[DEFAULT].experiment)
    if link and link != st.session_state.get("session_link"):
        st.session_state["session_link"] = link
        restore(link)
    return st.session_state["session"]


def restore(link: str) -> None:
    """Make the visitor's session anew from a link; one that can't be read changes nothing and says so."""
    try:
        st.session_state["session"] = Session.from_link(link)
    except ValueError as error:
        session().message = str(error)
