"""The parts of the page for teachers: ready classes, the live class, and what to know."""

import streamlit as st

from ui.core.classroom.room import Room
from ui.core.classroom.rooms import LONGEST_TITLE
from ui.names import markdown
from ui.streamlit import presenter
from ui.streamlit.address import place_of_app, qr_code
from ui.streamlit.classes import address_of_control, membership, own_class, start_class
from ui.streamlit.share_button import FOR_STUDENTS, share_again
from ui.streamlit.visitor import go_to, refuse
from ui.teaching.classes import CLASSES, content_of, file_name, ready_demonstration
from ui.teaching.guide import sections
from ui.teaching.ready_class import ReadyClass

PAGE = "teach"
TITLE = "class title"
BUTTONS = {"Prepare a board for students": ("Share: for students", FOR_STUDENTS)}
"""Section of the guide → a button under it, and the section of the Share panel that it opens."""
STYLE = """<style>
.st-key-teach { max-width: 76rem; margin: 0 auto; }
.st-key-teach h2 { padding: 0.5rem 0 1rem; font-size: 1.375rem; }
.st-key-teach h3 { padding: 0; font-size: 1.125rem; }
.st-key-teach table { margin-bottom: 0.75rem; }
.st-key-class_code p { font-size: 3rem; font-weight: 700; letter-spacing: 0.08em; line-height: 1.1; }
.st-key-class_address p { font-size: 1.125rem; overflow-wrap: anywhere; }
.st-key-class_qr img { width: 150px; padding: 6px; border-radius: 8px; background: #fff; }
@media (max-width: 640px) { .st-key-class_code p { font-size: 2.5rem; } }
</style>"""


def parts() -> None:
    """Everything, the live class first while one goes on."""
    shown = {"Ready classes": ready_classes, "A live class": live_class, "How to": guide}
    if running_class():
        shown = {"Your class": live_class} | {name: part for name, part in shown.items() if part is not live_class}
    for heading, part in shown.items():
        st.header(heading, anchor=False)
        part()


# -------------------------------------------------------------------- ready classes


def ready_classes() -> None:
    """A card for each class."""
    for column, (name, ready) in zip(st.columns(len(CLASSES)), CLASSES.items(), strict=True):
        with column.container(border=True, height="stretch", gap="small", key=f"ready-{name}"):
            st.subheader(ready.title, anchor=False)
            st.caption(figures(ready))
            st.markdown(ready.about)
            room = running_class()
            st.button(
                "Use in your class" if room else "Start a class with it", key=f"start {name}", type="primary",
                icon=":material/groups:", width="stretch", on_click=start_with, args=(name,),
                help="Opens the first board, and offers the questions on the control page",
            )  # fmt: skip
            st.button(
                "Open and present", key=f"present {name}", icon=":material/co_present:", width="stretch",
                on_click=open_and_present, args=(name,), help="Without phones: large type, notes in a second window",
            )  # fmt: skip
            st.download_button(
                "Save as a file", content_of(name), file_name(name), "application/json", key=f"save {name}",
                icon=":material/save:", type="tertiary", on_click="ignore",
                help="Copy it, change it, open it again by Share or by dropping it on a page",
            )  # fmt: skip


def figures(ready: ReadyClass) -> str:
    return f"{ready.minutes} minutes · {len(ready.steps)} checkpoints · {ready.questions} questions"


def open_and_present(name: str) -> None:
    presenter.begin(ready_demonstration(name), "this page")
    presenter.present()


def start_with(name: str) -> None:
    """Start a class, unless there is one, with the first board of this one; stay here, where the code is."""
    if running_class() or start(CLASSES[name].title):
        presenter.begin(ready_demonstration(name), "this page")
        go_to("")


# -------------------------------------------------------------------- the live class


def running_class() -> Room | None:
    """The class that the visitor teaches, where it hasn't ended."""
    room = own_class()
    return room if room and room.ended is None else None


def start(title: str) -> Room | None:
    """A new class; None where it can't begin, which is said."""
    try:
        return start_class(title)
    except ValueError as error:
        refuse(str(error))
        return None


def live_class() -> None:
    """How to join the class that goes on, or a way to begin one; how it works beside it."""
    room = running_class()
    here, about = st.columns(2, gap="large")
    with here:
        if room:
            show_class(room)
        else:
            st.text_input(
                "Title of the class", key=TITLE, max_chars=LONGEST_TITLE, placeholder="Our class",
                help="Students see it when they have joined",
            )  # fmt: skip
            st.button(
                "Start a class", key="start class", type="primary", icon=":material/groups:", on_click=start_titled,
                help="Gives a code; your board of this moment is what students see",
            )  # fmt: skip
    with about:
        st.markdown(HOW)
        st.caption(KEPT)


def start_titled() -> None:
    start(st.session_state.get(TITLE, ""))


def show_class(room: Room) -> None:
    """Code, address and QR code, and the ways on."""
    found = membership()
    assert found is not None
    address = f"{place_of_app(PAGE)}/class/{room.code}"
    st.markdown(f"**{markdown(room.title)}**: students open this address, or scan it.")
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(key="class_qr", width="content"):
            st.html(f'<img src="{qr_code(address)}" alt="QR code of the address to join at">')
        with st.container(width="stretch", gap="small"):
            with st.container(key="class_code"):
                st.markdown(room.code)
            with st.container(key="class_address"):
                st.markdown(markdown(address.partition("://")[2]))
    with st.container(horizontal=True, gap="small"):
        st.link_button(
            "Open the control page", address_of_control(found, PAGE), icon=":material/tune:", type="primary",
            help="In a new window: questions, who is here, all boards. Keep it to yourself",
        )  # fmt: skip
        if presenter.holds_any():
            st.button(
                "Show the board", key="show board", icon=":material/co_present:", on_click=show_board,
                help="Goes to the checkpoint, in large type",
            )  # fmt: skip


def show_board() -> None:
    presenter.go(max(presenter.place(), 0))
    presenter.present()


HOW = """
1. **Start** a class: you get a code and a QR code, and students join on their phones with a nickname.
2. **Open the control page** in a second window, or on your own phone; this window goes on the projector.
3. Students' pages **follow your board** while you draw and train; *Black screen* makes them look up.
4. **Ask**: a prepared question, a number of your board, choices or an opinion. *Reveal* shows all answers.
5. **Ask again** after neighbours have talked, and see how many have changed their minds.
"""
KEPT = (
    "Kept of students: nickname, answers, and which board they took over; there are no accounts. All of it is deleted "
    "when you end the class, or after 12 hours without you. The control page saves a summary before."
)


# -------------------------------------------------------------------- what to know


def guide() -> None:
    """The guide in two columns, a section at a time."""
    columns = st.columns(2, gap="small")
    for number, (heading, text) in enumerate(sections().items()):
        with columns[number % 2].expander(heading):
            st.markdown(text)
            if heading in BUTTONS:
                label, section = BUTTONS[heading]
                st.button(
                    label, key=f"open {section}", icon=":material/ios_share:", on_click=share_again, args=(section,),
                    help="Opens the panel with the board as it is now",
                )  # fmt: skip
