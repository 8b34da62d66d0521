"""The report of a run: a field for the student's name, a button that makes it, and one that downloads it."""

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
    """The student's name, what the report holds, and once it is made the file.

    page: the name of the page around it, "" for the entry. A form sends the name along with the click that makes the
    report; a download that is made on its own click would still have the name before.
    """
    st.caption(
        "Pages to print or hand in: the drawing, all settings, the data, learning curves, figures on training and "
        "held-out rows, what the doctor finds, your predictions and missions, and the link to go on."
    )
    with st.form("report", border=False):
        student = st.text_input(
            "Your name",
            key=NAME,
            max_chars=LONGEST_NAME,
            placeholder="may stay empty",
            help="Stands at the top of the report, and nowhere else",
        )
        wanted = st.form_submit_button("Make the report", icon=":material/description:")
    if not wanted:
        return
    link = whole_link(session, address_of("", page))
    st.download_button(
        "Download the report",
        report_of(session, date=date.today(), student=student, link=link, lessons=kept_progress()).encode(),
        "netsketch-report.html",
        "text/html",
        key="report_download",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        help="An HTML file that any browser opens and prints; nothing in it needs the Internet",
    )


def whole_link(session: Session, place: str) -> str:
    """The whole link to what is on screen, place and all; "" where the network is too large for one."""
    try:
        return f"{place}{link_of(session)}"
    except ValueError:
        return ""
