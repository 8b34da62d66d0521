"""The demonstration in the Share panel, the presenter's component, files and links that open, and what a tab kept."""

import base64
import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from nncore.experiments import EXPERIMENTS
from ui.core.classroom.questions import Question
from ui.core.demonstration import Demonstration, checkpoint_of, file_of, link_of, opened_at, text_of
from ui.core.session import Session
from ui.streamlit.presenter import HELD, KEY, PLACE


def trained(epochs: int = 3) -> Session:
    session = Session(EXPERIMENTS["playground"].experiment)
    session.advance(epochs=epochs)
    return session


def demonstration(*epochs: int) -> Demonstration:
    points = [checkpoint_of(trained(one), "train", {}, f"After {one}", f"Say {one}") for one in epochs]
    return Demonstration("Circles", tuple(points))


def page() -> None:
    """The frame's part of a page, and the section."""
    import streamlit as st

    from ui.streamlit import presenter, visitor
    from ui.streamlit.demonstration_section import demonstration_section

    presenter.open_link()
    visitor.say()
    presenter.presenter("train")
    st.text(f"{visitor.session().position} {visitor.page_of_link()}")
    demonstration_section(visitor.session(), "train")


def shown(session: Session | None = None, **state) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["session"], app.session_state["session_link"] = session or trained(), ""
    for name, value in state.items():
        app.session_state[name.replace("_", " ")] = value
    return ran(app.run())


def ran(app: AppTest) -> AppTest:
    assert not app.exception, [found.value for found in app.exception]
    return app


def told(app: AppTest) -> dict:
    """What the browser is told of the demonstration."""
    sent = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    return next(one for one in sent if "checkpoints" in one)


def press(app: AppTest, key: str) -> AppTest:
    return ran(app.button(key).click().run())


def titles(app: AppTest) -> list[str]:
    return [one["title"] for one in told(app)["checkpoints"]]


def test_what_is_on_screen_becomes_a_checkpoint_with_its_title():
    session = trained(4)
    app = shown(session)
    app.text_input("demonstration new title").set_value("Four epochs")
    press(app, "demonstration add")
    [point] = app.session_state[HELD].checkpoints
    assert (point.title, point.page) == ("Four epochs", "train")
    assert opened_at(point).snapshot.theta.tobytes() == session.theta.tobytes()
    assert (titles(app), told(app)["place"]) == (["Four epochs"], 0)
    press(app, "demonstration add")
    assert titles(app) == ["Four epochs", "circle, epoch 4"]


def test_a_checkpoint_that_is_replaced_keeps_its_questions():
    held = demonstration(1)
    question = Question("free", "Clear?", choices=("yes", "no"))
    asking = Demonstration("Circles", (replace(held.checkpoints[0], questions=(question,)),))
    app = press(shown(trained(4), demonstration=asking), "checkpoint Replace 0")
    [point] = app.session_state[HELD].checkpoints
    assert point.questions == (question,)
    assert point.state != held.checkpoints[0].state


def test_a_checkpoint_is_gone_to_moved_replaced_and_deleted():
    session = trained(7)
    app = shown(session, demonstration=demonstration(1, 2, 3))
    press(app, "checkpoint Go 1")
    assert session.position == 2
    assert told(app)["place"] == 1
    press(app, "checkpoint Up 1")
    assert (titles(app), told(app)["place"]) == (["After 2", "After 1", "After 3"], 0)
    session.advance(epochs=3)
    press(app, "checkpoint Replace 2")
    assert opened_at(app.session_state[HELD].checkpoints[2]).snapshot.epoch == 5
    assert titles(app)[2] == "After 3"
    press(app, "checkpoint Delete 0")
    assert titles(app) == ["After 1", "After 3"]


def test_title_and_note_are_written_where_they_stand():
    app = shown(demonstration=demonstration(1, 2))
    press(app, "checkpoint Edit 1")
    ran(app.text_input("checkpoint title 1 0").set_value("Two").run())
    ran(app.text_area("checkpoint note 1 0").set_value("Ask first").run())
    assert told(app)["checkpoints"][1] == {"title": "Two", "note": "Ask first"}
    ran(app.text_input("demonstration title 0").set_value("Rings").run())
    assert told(app)["title"] == "Rings"


def test_after_a_checkpoint_of_the_same_title_is_deleted_the_fields_show_the_other_one():
    first, second = demonstration(1, 1).checkpoints
    app = shown(demonstration=Demonstration("", (first, replace(second, note="The other"))))
    assert app.text_area[0].value == "Say 1"
    press(app, "checkpoint Delete 0")
    assert app.text_area[0].value == "The other"


def test_it_leaves_as_a_file_and_as_a_link():
    app = shown(demonstration=demonstration(1, 2))
    [button] = app.get("download_button")
    assert button.label == "Save the demonstration"
    sent = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    [address] = [one["address"] for one in sent if "address" in one]
    other = AppTest.from_function(page, default_timeout=60)
    other.query_params["d"] = address.partition("?d=")[2]
    ran(other.run())
    assert titles(other) == ["After 1", "After 2"]
    assert other.text[0].value == "1 train"
    assert other.session_state["session"].theta.tobytes() == trained(1).theta.tobytes()
    assert "is open: 2 checkpoints" in other.toast[0].value


def test_a_link_that_can_not_be_read_says_so_and_changes_nothing():
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["d"] = link_of(demonstration(1))[:-9]
    ran(app.run())
    assert "can't be opened" in app.error[0].value
    assert app.text[0].value.startswith("0")


@pytest.mark.parametrize("step", [None, -1, 3, True, "1", [0], {"to": 1}])
def test_a_forged_step_goes_nowhere(step):
    def stepped():
        import streamlit as st

        from ui.streamlit import presenter, visitor

        presenter._step()
        st.text(str(visitor.session().position))

    app = AppTest.from_function(stepped)
    app.session_state["session"], app.session_state["session_link"] = trained(7), ""
    app.session_state[HELD] = demonstration(1, 2, 3)
    app.session_state[KEY] = {"step": step}
    assert ran(app.run()).text[0].value == "7"


def test_a_dropped_file_goes_to_its_first_checkpoint():
    def dropped():
        import streamlit as st

        from ui.streamlit import opening, visitor

        opening.open_dropped(st.session_state["file"])
        visitor.say()
        st.text(f"{visitor.session().position} {visitor.page_of_link()}")

    app = AppTest.from_function(dropped)
    session = trained(7)
    app.session_state["session"], app.session_state["session_link"] = session, ""
    content = base64.b64encode(file_of(demonstration(2, 1))).decode()
    app.session_state["file"] = {"name": "mine.netsketch-demo.json", "content": content}
    assert ran(app.run()).text[0].value == "2 train"
    assert (app.session_state[PLACE], len(app.session_state[HELD].checkpoints)) == (0, 2)
    session.undo()
    assert session.position == 7
    app.session_state["file"] = {"name": "x.netsketch-demo.json", "content": content[:40]}
    assert "no demonstration" in ran(app.run()).error[0].value


@pytest.mark.parametrize(
    ("kept", "place"),
    [({"place": 1}, 1), ({"place": 99}, 1), ({"place": -5}, -1), ({"place": "1"}, -1), ({}, -1)],
)
def test_a_tab_gives_the_demonstration_back(kept, place):
    one = demonstration(1, 2)
    app = restored({"demonstration": {"text": text_of(one)} | kept})
    assert (app.session_state[HELD], app.session_state[PLACE]) == (one, place)


@pytest.mark.parametrize("kept", [None, 7, [], {"text": 7}, {"text": "{"}, {"text": '{"netsketch_demo":1}'}])
def test_what_a_tab_gives_back_and_makes_no_sense_is_left_out(kept):
    assert HELD not in restored({"demonstration": kept}).session_state


def restored(parcel: dict) -> AppTest:
    def script():
        from ui.streamlit import keeper

        keeper._restore()

    app = AppTest.from_function(script)
    app.session_state["session"], app.session_state["session_link"] = trained(1), ""
    app.session_state["kept"] = {"parcel": parcel}
    return ran(app.run())
