"""All of a report, in order."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from nncore.sentences import sentence
from ui.core import own_data
from ui.core.session import Session
from ui.lessons.reading import load_lessons
from ui.pictures.markup import Markup, element
from ui.report.experiment import (
    MOST_NUMBERS,
    data_section,
    drawing_section,
    numbers_of,
    settings_section,
    weights_section,
)
from ui.report.lessons import lessons_section
from ui.report.link import link_section
from ui.report.page import page, paragraph
from ui.report.results import (
    at_a_glance,
    curves_section,
    doctor_section,
    has_plane,
    metrics_section,
    plane_section,
)


def report_of(
    session: Session, *, date: date, student: str = "", link: str = "", lessons: Mapping[str, Any] | None = None
) -> str:
    """One HTML file about what is on screen: the same text for the same session and the same arguments.

    date: it is made on. student: whose it is. link: the whole address that opens the session.
    lessons: what the tab keeps of them, as ui.streamlit.progress.kept_progress gives it.
    Where drawing and data don't go together, it says so and has no figures.
    """
    with session.lock:
        body = list(_sections(session))
    told = lessons_section(lessons, load_lessons()[0]) if lessons else None
    by = f"{student.strip()} · " if student.strip() else ""
    written = f"{date.day} {date:%B %Y}"
    return page(
        f"{by}Report of a neural network",
        element("header", element("h1", "Report of a neural network"), paragraph(f"{by}{written}", kind="muted")),
        *body,
        *([told] if told else []),
        link_section(link),
    )


def _sections(session: Session) -> Iterator[Markup]:
    """All that is about the session."""
    yield paragraph(own_data.summary(session))
    yield at_a_glance(session)
    if session.problem:
        yield paragraph(f"There are no figures: {sentence(session.problem)}", kind="bad")
    yield drawing_section(session)
    yield settings_section(session)
    yield data_section(session)
    if not session.problem:
        yield curves_section(session)
        if has_plane(session):
            yield plane_section(session)
        yield metrics_section(session)
    yield doctor_section(session)
    if numbers_of(session.experiment.network) < MOST_NUMBERS:
        yield weights_section(session)
