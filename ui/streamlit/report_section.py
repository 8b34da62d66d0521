"""The report of a run, to download: a window asks for the student's name and offers the file."""

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
    st.text_input(
        "Your name",
        key=NAME,
        max_chars=LONGEST_NAME,
        placeholder="may stay empty",
        help="Stands at the top of the report, and nowhere else",
    )
    st.caption(
        "One page to print or hand in: the drawing, all settings, the data, learning curves, figures on training and "
        "held-out rows, what the doctor finds, your predictions and missions, and the link to go on."
    )
    student, link, lessons = st.session_state[NAME], address_of(session), kept_progress()
    st.download_button(
        "Download the report",
        lambda: report_of(session, date=date.today(), student=student, link=link, lessons=lessons).encode(),
        "netsketch-report.html",
        "text/html",
        icon=":material/description:",
        on_click="ignore",
        help="An HTML file that any browser opens and prints; nothing in it needs the Internet",
    )


def address_of(session: Session) -> str:
    """The whole link to what is on screen; "" where the network is too large for one."""
    try:
        return f"{(st.context.url or '').rstrip('/')}/?s={link_of(session)}"
    except ValueError:
        return ""
