"""A visitor's session and its class: how it begins, comes back from the tab, and ends."""

import pytest
from streamlit.testing.v1 import AppTest

from nncore.experiments import EXPERIMENTS
from ui.core.classroom.rooms import _of_this_process, rooms
from ui.core.links import link_of
from ui.core.session import Session
from ui.streamlit import classes
from ui.streamlit.classes import Membership


def restart():
    """Forget what this process has of the classes, as a new process begins."""
    _of_this_process.cache_clear()


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("NETSKETCH_DATA", str(tmp_path))
    monkeypatch.setattr(classes, "place_of_app", lambda page: "https://school.example/app")
    restart()
    yield
    restart()


@pytest.fixture
def taught():
    """A session that has trained, and the class whose board it is: (session, room, secret)."""
    session = Session(EXPERIMENTS["rings"].experiment)
    session.advance(epochs=2)
    room, secret = rooms().start("Our class")
    room.bring_teacher(session)
    return session, room, secret


def visit(query=None, **state) -> AppTest:
    """A run of the frame around a page."""

    def frame():
        import streamlit as st

        from ui.streamlit import classes, visitor

        visitor.session()
        classes.enter()
        if st.session_state.pop("begins", False):
            classes.start_class("Our class")
        if "parcel" in st.session_state:
            classes.restore(st.session_state.pop("parcel"))
        visitor.say()
        classes.class_badge("train")
        mine = visitor.session()
        st.text(f"{mine.experiment.data.name} {mine.position}")
        st.json(classes.kept_class())

    app = AppTest.from_function(frame)
    for name, value in (query or {}).items():
        app.query_params[name] = value
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception, [found.value for found in app.exception]
    return app


def badge(app):
    """(words, address) of the link in the header; None without one."""
    links = [link.proto for link in app.get("link_button")]
    return (links[0].label, links[0].url) if links else None


def kept(app):
    import json

    return json.loads(app.json[0].value)


def test_without_a_class_there_is_nothing_in_the_header():
    app = visit()
    assert badge(app) is None
    assert kept(app) == {"class": None, "dismissed": False}


def test_a_visitor_begins_a_class_with_the_board_that_is_there():
    app = visit(begins=True)
    found = app.session_state["class"]
    room = rooms().of(found.code)
    assert room.teacher is app.session_state["session"] and room.is_teacher(found.token)
    assert badge(app) == (f"Class {room.code} · 0 seats", classes.address_of_control(found, "train"))
    assert kept(app)["class"] == {"code": room.code, "role": "teacher", "token": found.token}
    room.join("Ada")
    app.run()
    assert badge(app)[0] == f"Class {room.code} · 1 seat"


def test_the_secret_of_the_teacher_stands_behind_the_number_sign():
    app = visit(begins=True)
    found = app.session_state["class"]
    address, _, fragment = badge(app)[1].partition("#")
    assert address == f"https://school.example/app/class/{found.code}/control"
    assert fragment == f"k={found.token}"


def test_the_tab_brings_the_teacher_back_after_a_restart(taught):
    _, room, secret = taught
    restart()
    app = visit(parcel={"code": room.code, "role": "teacher", "token": secret})
    again = rooms().of(room.code)
    assert again is not room and again.teacher is app.session_state["session"]


def test_a_board_that_was_taken_over_belongs_to_its_seat(taught):
    session, room, _ = taught
    number, _ = room.join("Ada")
    link, token = room.take(number)
    app = visit(query={"s": link, "seat": token})
    assert app.text[0].value == "rings 2"
    assert room.session_of(number) is app.session_state["session"]
    assert badge(app) == (f"Class {room.code}", f"https://school.example/app/class/{room.code}")
    assert kept(app)["class"] == {"code": room.code, "role": "seat", "token": token}
    restart()
    back = visit(parcel=kept(app)["class"])
    assert rooms().of(room.code).session_of(number) is back.session_state["session"]
    assert session is not back.session_state["session"]


def test_a_board_that_is_too_large_for_a_link_comes_as_a_copy(taught):
    _, room, _ = taught
    number, _ = room.join("Ada")
    app = visit(query={"seat": room.take(number)[1]})
    assert app.text[0].value == "rings 2"
    assert room.session_of(number) is app.session_state["session"]


def test_a_token_is_taken_once_so_that_later_work_stays(taught):
    _, room, _ = taught
    number, _ = room.join("Ada")
    app = visit(query={"seat": room.take(number)[1]})
    app.session_state["session"].advance(epochs=1)
    app.run()
    assert app.text[0].value == "rings 3"


@pytest.mark.parametrize("token", ["x", "AAAAAA.x", "." * 50, "<b>"])
def test_a_wrong_token_says_so_and_the_link_opens_all_the_same(taught, token):
    session, room, _ = taught
    app = visit(query={"s": link_of(session), "seat": token})
    assert app.error and badge(app) is None
    assert app.text[0].value == "rings 2"
    assert room.teacher is session


def test_a_class_that_has_ended_is_said_and_forgotten(taught):
    _, room, secret = taught
    app = visit(parcel={"code": room.code, "role": "teacher", "token": secret})
    assert badge(app)
    room.end()
    app.run()
    assert badge(app) is None and "ended" in app.toast[0].value
    assert kept(app) == {"class": None, "dismissed": True}


def test_a_seat_that_was_removed_is_no_longer_in_the_class(taught):
    _, room, _ = taught
    number, _ = room.join("Ada")
    app = visit(query={"seat": room.take(number)[1]})
    room.remove(number)
    app.run()
    assert badge(app) is None and kept(app)["dismissed"]
    assert app.text[0].value == "rings 2"  # the board stays


@pytest.mark.parametrize(
    "parcel",
    [None, 7, [], {}, {"code": 1, "role": "teacher", "token": "x"}, {"code": "AAAAAA", "role": "admin", "token": "x"},
     {"code": "AAAAAA", "role": "teacher", "token": "x" * 1000}, {"code": "AAAAAA", "role": "teacher"},
     {"code": "AAAAAA", "role": "seat", "token": "x"}, {"code": {}, "role": [], "token": None}],
)  # fmt: skip
def test_what_a_tab_has_forged_opens_nothing(taught, parcel):
    session, room, _ = taught
    app = visit(parcel=parcel)
    assert badge(app) is None and room.teacher is session


def test_a_seats_token_doesnt_make_a_teacher(taught):
    session, room, _ = taught
    number, _ = room.join("Ada")
    for role, token in (("teacher", room.take(number)[1]), ("seat", "guessed"), ("teacher", "guessed")):
        app = visit(parcel={"code": room.code, "role": role, "token": token})
        assert badge(app) is None and room.teacher is session and room.session_of(number) is None


def test_what_the_tab_says_doesnt_replace_the_class_that_is_there(taught):
    _, room, secret = taught
    found = Membership(room.code, "teacher", secret)
    app = visit(parcel={"code": "AAAAAA", "role": "teacher", "token": "x"}, **{"class": found})
    assert app.session_state["class"] == found


def test_the_keeper_hands_over_what_the_tab_has_kept(taught):
    _, room, secret = taught

    def page():
        from ui.streamlit import keeper

        keeper._restore()

    app = AppTest.from_function(page)
    kept = {"code": room.code, "role": "teacher", "token": secret}
    app.session_state["kept"] = {"parcel": {"id": "p1", "records": {}, "lessons": None, "class": kept}}
    app.run()
    assert room.teacher is app.session_state["session"]
