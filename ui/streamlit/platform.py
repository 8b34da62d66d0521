"""What the platform needs set once per process or session before a page can run."""

import contextlib
import gc
import socket
import sys
from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import assets

FRAMED = "framed"
"""Session key that app.py sets."""


@st.cache_resource(show_spinner=False)
def prepare() -> None:
    """Prepare this process: publish what the browser loads, answer without delay."""
    assets.folder()
    send_at_once()
    sys.setswitchinterval(0.001)  # a frame must not wait 5 ms for the interpreter while a network trains


def send_at_once() -> None:
    """Set TCP_NODELAY on the server's sockets: the listening one, whose heirs inherit it, and those already accepted.

    Without it, a loop of small requests and answers waits 40 ms for acknowledgements: 16 frames/s, 29 with it.
    """
    found = [item for item in gc.get_objects() if type(item) is socket.socket and is_open_tcp(item)]
    served = {item.getsockname()[1] for item in found if is_listening(item)}
    for item in found:
        with contextlib.suppress(OSError):  # closed meanwhile, or a platform that refuses
            if item.getsockname()[1] in served:
                item.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def is_open_tcp(candidate: socket.socket) -> bool:
    """True for a TCP socket that has not been closed."""
    return (
        candidate.fileno() >= 0
        and candidate.family in (socket.AF_INET, socket.AF_INET6)
        and candidate.type == socket.SOCK_STREAM
    )


def is_listening(candidate: socket.socket) -> bool:
    """True for a socket that accepts connections."""
    try:
        return candidate.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
    except OSError:  # a platform without the option
        return False


def expect_navigation() -> None:
    """Say before the first visit that st.navigation is used: else the first visitor sees a sidebar come and go."""
    PagesManager.uses_pages_directory = False


def enter_app() -> None:
    """Begin app.py: this session's pages are framed by it."""
    prepare()
    st.session_state[FRAMED] = True


def through_app() -> None:
    """Begin a page: make sure that app.py has run around it.

    Streamlit takes a folder called `pages` for its older kind of app until `st.navigation` has run once in the
    process (`PagesManager.uses_pages_directory`). So the first visit of a fresh server, when it goes to
    /train, runs pages/train.py without app.py. Such a run starts over, now through app.py.
    """
    main_script = Path(get_script_run_ctx().main_script_path)
    if main_script.name == "app.py" and FRAMED not in st.session_state:
        expect_navigation()
        st.rerun()
