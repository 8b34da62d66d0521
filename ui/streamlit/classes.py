"""Ties a visitor's session to a live class: the teacher's board, and a board that a seat has taken over.

The tab keeps what proves it (keeper.py), so that a reload or a restart of the server finds the class again.
"""

from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from nncore.sentences import sentence
from ui.core.classroom.codes import LONGEST_SECRET, read_code
from ui.core.classroom.room import Gone, Room
from ui.core.classroom.rooms import rooms
from ui.names import markdown
from ui.streamlit.address import place_of_app
from ui.streamlit.visitor import go_to, refuse, session, tell

KEY = "class"
"""Of the membership in st.session_state."""
DISMISSED = "class_dismissed"
HEARD = "class_heard"
COUNTING = 10.0
"""Seconds after which the number of seats is looked at again."""
NOT_YOURS = "this board can't be tied to its class any more; take the board over once more on the page of the class"

_addresses: dict[str, str] = {}
"""Code → where one joins, as the teacher's browser has it."""


@dataclass(frozen=True)
class Membership:
    """A class that a session belongs to. role: "teacher" or "seat". token: secret that proves it."""

    code: str
    role: str
    token: str


# -------------------------------------------------------------------- coming in


def start_class(title: str = "") -> Room:
    """Begin a class with the visitor as its teacher. Raises ValueError with the reason where it can't begin."""
    rooms().sweep()
    room, secret = rooms().start(title)
    room.bring_teacher(session())
    _belong(Membership(room.code, "teacher", secret))
    return room


def join_own(token: str) -> Room | None:
    """Tie the session to the seat that has taken the board over, as its token says; None where that is too late."""
    found = Membership(read_code(token.partition(".")[0]), "seat", token)
    try:
        room = _brought(found)
        if not st.query_params.get("s"):  # it was too large for a link
            session().open(room.copy())
    except ValueError as error:
        refuse(str(error))
        return None
    _belong(found)
    go_to("train")
    return room


def enter() -> None:
    """At the start of a run: take the seat that the address names, once, and be where the class is."""
    token = st.query_params.get("seat", "")
    if token and token != st.session_state.get(HEARD):
        st.session_state[HEARD] = token
        join_own(token)
    elif membership():
        _stay()


def restore(kept: Any) -> None:
    """Go back to the class that the tab has kept; any JSON value."""
    known = isinstance(kept, dict) and set(kept) == {"code", "role", "token"} and all(map(_is_short, kept.values()))
    if not known or membership():
        return
    _belong(Membership(**kept))
    _stay()


def leave_class() -> None:
    """Belong to no class any more; the class goes on."""
    st.session_state.pop(KEY, None)
    st.session_state[DISMISSED] = True


def _belong(found: Membership) -> None:
    st.session_state[KEY] = found
    st.session_state.pop(DISMISSED, None)


def _stay() -> None:
    """Be in the class as long as it lasts."""
    found = membership()
    assert found is not None
    try:
        _brought(found)
    except ValueError as error:
        leave_class()
        tell(markdown(sentence(str(error))), ":material/school:")


def _brought(found: Membership) -> Room:
    """The class, with the visitor's session in it. Raises ValueError where there is none any more."""
    room = rooms().of(found.code)
    if room is None or room.ended is not None:
        raise Gone(f"the class {found.code} has ended")
    if found.role == "teacher" and room.is_teacher(found.token):
        room.bring_teacher(session())
    elif found.role == "seat" and (seat := room.seat_of_token(found.token)) is not None:
        room.bring_seat(seat, session())
    else:
        raise ValueError(NOT_YOURS)
    return room


def _is_short(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SECRET


# -------------------------------------------------------------------- what others ask


def membership() -> Membership | None:
    """The class that the visitor's session belongs to."""
    return st.session_state.get(KEY)


def own_class() -> Room | None:
    """The class that the visitor teaches."""
    found = membership()
    return rooms().of(found.code) if found and found.role == "teacher" else None


def kept_class() -> dict[str, Any]:
    """What the keeper has the tab keep: see ui/link/keeper.js."""
    found = membership()
    return {"class": asdict(found) if found else None, "dismissed": DISMISSED in st.session_state}


def address_to_join(code: str) -> str:
    """Where students join a class, as its teacher's browser has it; "" where that isn't known."""
    return _addresses.get(code, "")


def address_of_control(found: Membership, page: str) -> str:
    """Where the teacher steers a class; the secret stands behind the #, which no server sees."""
    return f"{place_of_app(page)}/class/{found.code}/control#k={found.token}"


# -------------------------------------------------------------------- in the header


def class_badge(page: str) -> None:
    """Which class this is, as a link to its control page, or from a seat's own board back to the seat's page."""
    found = membership()
    if found is None:
        return
    with st.container(key="class"):
        BADGES[found.role](found, page)


@st.fragment(run_every=COUNTING)
def _teacher_badge(found: Membership, page: str) -> None:
    room = rooms().of(found.code)
    if room is None:
        return
    _addresses[found.code] = f"{place_of_app(page)}/class/{found.code}"
    seats = len(room.seats)
    words = f"Class {found.code} · {seats} {'seat' if seats == 1 else 'seats'}"
    st.link_button(
        words, address_of_control(found, page), icon=":material/school:", help="Steer the class, in a new window"
    )


def _seat_badge(found: Membership, page: str) -> None:
    address = f"{place_of_app(page)}/class/{found.code}"
    st.link_button(f"Class {found.code}", address, icon=":material/school:", help="Back to your seat in the class")


BADGES = {"teacher": _teacher_badge, "seat": _seat_badge}
