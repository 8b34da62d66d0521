"""What is odd about the data, said before anything is trained, each with a remedy to press."""

from dataclasses import replace

import streamlit as st

from nncore.diagnose import Remedy, diagnose_rows
from ui.core import own_data
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit.seeding import attempt


def findings(session: Session) -> None:
    """A line for each finding; nothing where all is well, or where the data make no rows."""
    try:
        found = diagnose_rows(session.experiment.data)
    except ValueError:
        return
    for finding in found:
        with st.container(
            key=f"data_finding_{finding.name}", border=True, horizontal=True, vertical_alignment="center"
        ):
            st.markdown(
                f":material/stethoscope: **{markdown(finding.title)}.** {markdown(finding.explanation)}",
                width="stretch",
            )
            for number, remedy in enumerate(finding.remedies):
                st.button(
                    markdown(remedy.label),
                    key=f"data_remedy {finding.name} {number}",
                    on_click=treat,
                    args=(session, remedy),
                )


def treat(session: Session, remedy: Remedy) -> None:
    attempt(lambda: own_data.change(session, replace(session.experiment.data, **remedy.data)))
