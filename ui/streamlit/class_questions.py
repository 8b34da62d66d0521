"""Has the page from which a class is steered offer the questions of the demonstration that is open."""

from contextlib import suppress

from ui.core.classroom.room import Gone
from ui.core.demonstration import prepared_questions
from ui.streamlit.classes import own_class
from ui.streamlit.presenter import demonstration, place


def offer_questions() -> None:
    """To the class that the visitor teaches, where there is one."""
    room = own_class()
    if room:
        with suppress(Gone):  # it ends at this moment
            room.prepare(prepared_questions(demonstration(), place()))
