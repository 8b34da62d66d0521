"""The report of a run, to download: a field for the student's name, and a button for the file."""

from datetime import date

import streamlit as st

from ui.core.links import link_of
from ui.core.session import Session
from ui.report import report_of
from ui.streamlit.address import address_of
from ui.streamlit.progress import kept_progress

LONGEST_NAME = 80
NAME = "report_student"


def report_section(session: Session, page: str = "") -> None:
    """The student's name, what the report holds, and the button; the file is made when it is pressed.

    page: the name of the page around it, "" for the entry.
    """
    student = st.text_input(
        "Your name",
        key=NAME,
        max_chars=LONGEST_NAME,
        placeholder="may stay empty",
        help="Stands at the top of the report, and nowhere else",
    )
    st.caption(
        "Pages to print or hand in: the drawing, all settings, the data, learning curves, figures on training and "
        "held-out rows, what the doctor finds, your predictions and missions, and the link to go on."
    )
    place, lessons = address_of("", page), kept_progress()  # the file is made where Streamlit can't be asked

    def made() -> bytes:
        link = whole_link(session, place)
        return report_of(session, date=date.today(), student=student, link=link, lessons=lessons).encode()

    st.download_button(
        "Download the report",
        made,
        "netsketch-report.html",
        "text/html",
        key="report_download",
        icon=":material/description:",
        on_click="ignore",
        help="An HTML file that any browser opens and prints; nothing in it needs the Internet",
    )


def whole_link(session: Session, place: str) -> str:
    """The whole link to what is on screen, place and all; "" where the network is too large for one."""
    try:
        return f"{place}{link_of(session)}"
    except ValueError:
        return ""
