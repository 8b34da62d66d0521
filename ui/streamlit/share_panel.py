"""Share: the one place from which work leaves and comes in, on every page that holds some."""

from collections.abc import Callable

import streamlit as st

from nncore.export import EXPORTS, Format, model_of
from nncore.sentences import sentence
from ui.core.files import EXTENSION, MOST_FILE, file_of
from ui.core.links import PAGES, left_out, link_of
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit import progress
from ui.streamlit.address import address_of
from ui.streamlit.animation_section import animation_section
from ui.streamlit.demonstration_section import demonstration_section
from ui.streamlit.diagram_section import diagram_section
from ui.streamlit.drawing_section import drawing_section
from ui.streamlit.link_field import show_link
from ui.streamlit.opening import open_file
from ui.streamlit.prepare_section import prepare_section
from ui.streamlit.report_section import report_section
from ui.streamlit.share_button import FOR_STUDENTS, SECTION
from ui.streamlit.visitor import open_views, session

MOST_SHOWN = 30_000
"""Characters of code that are shown; the file has all of it."""


@st.dialog("Share, save, open", width="large")
def share_panel(page: str) -> None:
    """Everything in one dialog, a section at a time, so that only what is looked at is made."""
    st.session_state.setdefault(SECTION, next(iter(SECTIONS)))
    chosen = st.segmented_control(
        "What to do",
        list(SECTIONS),
        key=SECTION,
        required=True,
        label_visibility="collapsed",
    )
    SECTIONS[chosen](session(), page)


# -------------------------------------------------------------------- link and file


def link_section(mine: Session, page: str) -> None:
    """The link with its QR code, and what is in it."""
    try:
        link = link_of(mine, page if page in PAGES else "", open_views())
    except ValueError:
        st.info("This network is too large for a link. Save it as a file.", icon=":material/info:")
        save_file(mine)
        return
    address = address_of(link, page)
    trained = f"the weights of epoch {mine.position:,}" if mine.position else "the first weights"
    st.caption(
        f"Holds the data, the drawing, the settings, {trained} and this page. Whoever opens it has a copy of their "
        "own. The address bar follows your work too: copying it shares the same."
    )
    sure = show_link(address, "share link")
    if table := left_out(mine):
        st.warning(
            f"{markdown(table.name or 'The table')}, {len(table):,} rows, is too large for a link, which opens while "
            "this server has the table. A file holds it too.",
            icon=":material/table:",
        )
    if not sure or table:
        save_file(mine)


def file_section(mine: Session, page: str) -> None:
    st.caption(
        "Everything in one file: drawing, data with points and tables of your own, settings, the whole run with every "
        "epoch, and how far you are in the lessons. Open it here, on any computer, by dropping it on the page."
    )
    save_file(mine)


def save_file(mine: Session) -> None:
    try:
        content = file_of(mine, progress.kept_progress())
    except ValueError as error:
        st.warning(markdown(sentence(str(error))), icon=":material/info:")
        return
    st.download_button(
        f"Save as a file ({size_of(content)})",
        content,
        f"{stem_of(mine)}{EXTENSION}",
        "application/json",
        key="share file",
        icon=":material/save:",
        type="primary",
        on_click="ignore",
    )


# -------------------------------------------------------------------- code and data


def code_section(mine: Session, page: str) -> None:
    st.caption("The network with its weights inside. Each ends with a check against the answers of this page.")
    export_picker(mine, ("code",))


def weights_section(mine: Session, page: str) -> None:
    st.caption("Weights and data as files that other programs read.")
    export_picker(mine, ("weights", "data"))


def export_picker(mine: Session, groups: tuple[str, ...]) -> None:
    """One of the kinds of files of some groups, made when it is chosen."""
    kinds = {name: kind for name, kind in EXPORTS.items() if kind.group in groups}
    name = st.selectbox(
        "As", list(kinds), format_func=lambda one: kinds[one].label, key=f"share {groups[0]}", help="The kind of file"
    )
    kind = kinds[name]
    with mine.lock:
        model = model_of(mine.experiment, mine.theta, mine.position)
    st.markdown(kind.note)
    try:
        content = kind.make(model)
    except ValueError as error:
        st.info(markdown(sentence(str(error))), icon=":material/info:")
        return
    if kind.packages:
        st.code(f"pip install {' '.join(kind.packages)}", language="shell")
    st.download_button(
        f"Save {kind.label} ({size_of(content)})",
        content,
        f"{stem_of(mine)}{kind.extension}",
        kind.media_type,
        key=f"share {name}",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )
    show_text(kind, content)


def show_text(kind: Format, content: bytes) -> None:
    """Code as it is written, with a button to copy it."""
    if kind.extension != ".py":
        return
    text = content.decode()
    st.code(text[:MOST_SHOWN], language="python", wrap_lines=True)
    if len(text) > MOST_SHOWN:
        st.caption(f"The first {MOST_SHOWN:,} of {len(text):,} characters; the file has all.")


# -------------------------------------------------------------------- pictures and the report


def picture_section(mine: Session, page: str) -> None:
    """The drawing as it is on screen, or as papers draw it."""
    chosen = st.segmented_control(
        "Kind", list(PICTURES), default=next(iter(PICTURES)), key="share picture", required=True, help=OF_CHARTS
    )
    PICTURES[chosen](mine)


def moving_section(mine: Session, page: str) -> None:
    animation_section(mine)


# -------------------------------------------------------------------- coming in


def open_section(mine: Session, page: str) -> None:
    st.caption(
        f"A saved session ({EXTENSION}) or demonstration; a network as ONNX, safetensors, NumPy .npz, Keras .keras or "
        ".h5, or scikit-learn's weights as JSON or .npz; data as CSV, Excel or JSON. You can also drop a file anywhere "
        "on a page."
    )
    uploaded = st.file_uploader("A file to open", key="share_open_file", max_upload_size=MOST_FILE // 1_000_000)
    if uploaded is None:
        return
    if reason := open_file(uploaded.name, uploaded.getvalue()):
        st.error(f"{markdown(sentence(reason))} What was here is as it was.", icon=":material/error:")
        return
    st.rerun()


# -------------------------------------------------------------------- helpers


def stem_of(mine: Session) -> str:
    """How files are called: the data and the epoch."""
    return f"netsketch-{mine.experiment.data.name.replace(' ', '-')}-epoch-{mine.position}"


def size_of(content: bytes) -> str:
    size = len(content)
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB" if size >= 1e3 else f"{size} bytes"


PICTURES: dict[str, Callable[[Session], None]] = {"As on screen": drawing_section, "Diagram": diagram_section}
OF_CHARTS = "Each chart has a button of its own in its corner: PNG, SVG, or its numbers as CSV"
SECTIONS: dict[str, Callable[[Session, str], None]] = {
    "Link": link_section,
    FOR_STUDENTS: prepare_section,
    "File": file_section,
    "Code": code_section,
    "Weights and data": weights_section,
    "Picture": picture_section,
    "Animation": moving_section,
    "Report": report_section,
    "Demonstration": demonstration_section,
    "Open": open_section,
}
"""Label → what it shows."""
