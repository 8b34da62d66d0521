"""The page for teachers, as a teacher meets it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.core.classroom.rooms import _of_this_process, rooms
from ui.core.demonstration import opened_at
from ui.streamlit.classes import KEY
from ui.streamlit.presenter import BEGINS, HELD, PLACE
from ui.teaching.classes import CLASSES, ready_demonstration
from ui.teaching.guide import sections

APP = Path(__file__).resolve().parents[2] / "app.py"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Classes of these tests are kept apart from anybody's."""
    monkeypatch.setenv("NETSKETCH_DATA", str(tmp_path))
    _of_this_process.cache_clear()
    yield
    _of_this_process.cache_clear()


@pytest.fixture
def page() -> AppTest:
    opened = AppTest.from_file(str(APP), default_timeout=60).switch_page("pages/teach.py").run()
    assert not opened.exception
    return opened


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    assert not page.error
    return page


def texts(page: AppTest) -> str:
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


CARRIED = (KEY, HELD, PLACE, "session", "page_of_link")


def own_room(page: AppTest):
    """The class that the visitor teaches, after a run of the frame around the pages: the harness leaves it out."""
    frame = AppTest.from_file(str(APP), default_timeout=60)
    for key in CARRIED:
        if key in page.session_state:
            frame.session_state[key] = page.session_state[key]
    frame.run()
    assert not frame.exception
    return rooms().of(page.session_state[KEY].code)


def go(page: AppTest, place: int) -> None:
    """Go to a checkpoint, as the presenter's keys do."""
    page.session_state["session"].become(opened_at(page.session_state[HELD].checkpoints[place]))
    page.session_state[PLACE] = place


def test_every_class_has_a_card_that_says_how_long_it_takes(page):
    for ready in CLASSES.values():
        assert ready.title in texts(page)
        assert ready.about in texts(page)
        assert f"10 minutes · {len(ready.steps)} checkpoints · 4 questions" in texts(page)


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_can_be_started_with_one_press_and_its_questions_are_offered(page, name):
    press(page, f"start {name}")
    room = own_room(page)
    assert page.session_state["page_of_link"] == "", "the code must stay in view"
    assert room.code in texts(page)
    assert room.title == CLASSES[name].title
    assert len(room.teacher_state()["prepared"]) == CLASSES[name].questions
    assert room.teacher is page.session_state["session"]
    assert room.teacher.experiment == CLASSES[name].steps[0].board().experiment


def test_a_second_class_is_used_in_the_one_that_goes_on(page):
    press(page, "start learning-rate")
    code = own_room(page).code
    assert page.button(key="start overfitting").label == "Use in your class"
    press(page, "start overfitting")
    assert own_room(page).code == code
    assert own_room(page).teacher_state()["prepared"][0]["title"] == "Few points, much noise"


def test_a_prepared_question_is_asked_answered_and_revealed_with_the_number_of_the_board(page):
    press(page, "start what-a-neuron-computes")
    room = own_room(page)
    seat, _ = room.join("Ada")
    first = room.teacher_state()["prepared"][0]
    assert first["here"]
    room.ask(first["question"])
    room.answer(seat, 1, 1, "1")
    go(page, 1)
    room.reveal()
    assert room.seat_state(seat)["question"]["revealed"]["true"] == "1"
    go(page, 2)
    assert [one["here"] for one in own_room(page).teacher_state()["prepared"]] == [False, True, False, False]


def test_a_class_without_anything_prepared_starts_with_a_title_of_ones_own(page):
    page.text_input(key="class title").set_value("Monday, **third** lesson")
    press(page, "start class")
    room = own_room(page)
    assert room.title == "Monday, **third** lesson"
    assert room.teacher_state()["prepared"] == []
    assert 'alt="QR code of the address to join at"' in "".join(one.proto.body for one in page.get("html"))


def test_a_class_that_cannot_begin_says_why(page, monkeypatch):
    monkeypatch.setattr("ui.core.classroom.rooms.MOST_CLASSES", 0)
    page.button(key="start class").click().run()
    assert not page.exception
    assert "classes go on here" in page.session_state["refused"], "the frame says it above the page"
    assert KEY not in page.session_state


def test_a_class_that_has_ended_leaves_room_for_another(page):
    press(page, "start class")
    own_room(page).end()
    page.run()
    assert page.button(key="start learning-rate").label == "Start a class with it"
    press(page, "start class")
    assert own_room(page).ended is None


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_opens_to_be_presented_on_the_page_of_its_first_board(page, name):
    press(page, f"present {name}")
    assert page.session_state[HELD] == ready_demonstration(name)
    assert page.session_state[PLACE] == 0
    assert page.session_state[BEGINS] == 1
    assert page.session_state["page_of_link"] == CLASSES[name].steps[0].page
    assert page.session_state["session"].experiment == CLASSES[name].steps[0].board().experiment
    assert KEY not in page.session_state, "nobody has asked for phones"


def test_the_learning_rate_begins_on_the_hill_of_its_own_board(page):
    press(page, "present learning-rate")
    hill = AppTest.from_file(str(APP), default_timeout=60)
    for key in ("session", "descent network"):
        hill.session_state[key] = page.session_state[key]
    hill.switch_page("pages/descent.py").run()
    assert not hill.exception
    assert hill.selectbox(key="descent network").value == "The current drawing"
    assert [slider.value for slider in hill.slider if slider.label == "Start at"] == [5.0]


def test_every_class_can_be_saved_as_a_file(page):
    assert [button.proto.label for button in page.get("download_button")] == ["Save as a file"] * len(CLASSES)


def test_the_guide_is_short_and_every_section_is_shown(page):
    assert len(sections()) == 6
    for heading, text in sections().items():
        assert len(text.split()) < 130, f"{heading} is too long to be read before class"
    assert [one.label for one in page.expander] == sorted(
        sections(), key=lambda heading: (list(sections()).index(heading) % 2, list(sections()).index(heading))
    )


def test_what_a_link_for_students_needs_is_one_press_away(page):
    press(page, "open For students")
    assert page.session_state["share_section"] == "For students"
