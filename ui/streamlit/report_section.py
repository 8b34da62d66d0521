"""The report of a run, to download: a field for the student's name, and a button for the file."""

from datetime import date

import streamlit as st

from ui.core.saving import link_of
from ui.core.session import Session
from ui.report import report_of
from ui.streamlit.progress import kept_progress

LONGEST_NAME = 80
NAME = "report_student"


def report_section(session: Session) -> None:
    """The student's name, what the report holds, and the button; the file is made when it is pressed."""
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
    home, lessons = st.context.url or "", kept_progress()  # the file is made where Streamlit can't be asked

    def made() -> bytes:
        link = address_of(session, home)
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


def address_of(session: Session, home: str) -> str:
    """The whole link to what is on screen; "" where the network is too large for one, or the app's home is unknown."""
    try:
        return home and f"{home.rstrip('/')}/?s={link_of(session)}"
    except ValueError:
        return ""
