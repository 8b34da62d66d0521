"""The visitor's drawing as a picture to save, on any page or in a dialog."""

from ui.core.session import Session
from ui.core.shared_drawing import shared_drawing
from ui.streamlit.mount import mount


def drawing_section(session: Session) -> None:
    """A preview of the drawing, choices of how it looks, and buttons that save it as SVG or PNG."""
    with session.lock:
        frame = shared_drawing(session)
    mount("share/drawing.js", key="shared drawing", data=frame)
