"""What a tab gives back to a new visit: sessions and lessons as they were, and nothing that makes no sense."""

import pytest
from streamlit.testing.v1 import AppTest

from nncore.experiments import EXPERIMENTS
from ui.core.saving import record_of
from ui.core.session import Session
from ui.streamlit.predict import Guess


def trained() -> Session:
    session = Session(EXPERIMENTS["rings"].experiment)
    session.advance(epochs=3)
    return session


def visit(parcel, **state) -> AppTest:
    """A visit whose tab gives back a parcel."""

    def page():
        import streamlit as st

        from ui.streamlit import keeper, progress, visitor

        keeper._restore()
        visitor.say()
        mine = visitor.session()
        st.text(f"{mine.experiment.data.name} {mine.position}")
        st.json(progress.kept_progress() or {})

    app = AppTest.from_function(page)
    app.session_state["kept"] = {"parcel": parcel}
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception, [found.value for found in app.exception]
    return app


LESSONS = {
    "done": ["neuron-1"],
    "runs": {"pima-1": [[0.5], [0.25]]},
    "guesses": [["z = 3", 3.5, False], ["class = a", "a", True], ["y = 1", None, False]],
}


def test_session_and_lessons_come_back_and_the_tab_is_told():
    app = visit({"id": "p1", "records": {"session": record_of(trained())}, "lessons": LESSONS})
    assert app.text[0].value == "rings 3"
    assert app.session_state["heard"] == "p1"
    assert app.session_state["guesses"]["z = 3"] == Guess(3.5, False)
    assert app.session_state["missions done"] == {"neuron-1"}
    assert app.session_state["lesson runs"] == {"pima-1": [[0.5], [0.25]]}


def test_work_done_meanwhile_is_not_overwritten():
    mine = Session(EXPERIMENTS["playground"].experiment)
    mine.advance(epochs=1)
    state = {"session": mine, "missions done": {"other"}}
    app = visit({"id": "p1", "records": {"session": record_of(trained())}, "lessons": LESSONS}, **state)
    assert app.text[0].value == "circle 1"
    assert app.session_state["missions done"] == {"other"}


def test_a_record_that_can_not_be_read_is_said():
    app = visit({"id": "p1", "records": {"session": {"still": "{", "moving": "", "origin": ""}}, "lessons": None})
    assert "can't be read" in app.toast[0].value
    assert app.text[0].value == "circle 0"


@pytest.mark.parametrize(
    "parcel",
    [None, 7, [], {}, {"records": 5, "lessons": 7}, {"records": {"board": 5, 7: {}}}, {"lessons": {"done": [1, {}]}},
     {"lessons": {"done": "abc", "runs": {"a": "b", "c": [None]}, "guesses": [[1], ["a", {}, True], ["a", 1, 1]]}},
     {"id": ["x"], "records": {"b": {"visit": "v", "still": 1, "moving": 2, "origin": ""}}},
     {"lessons": {"guesses": {"a": 1}, "runs": [1]}}],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out(parcel):
    app = visit(parcel)
    assert app.text[0].value == "circle 0"
    assert "guesses" not in app.session_state or app.session_state["guesses"] == {}
