"""A live class in real browsers: a teacher in the app and on the control page, students on phones and laptops."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Mortal, Server, Windows, serve, settle
from tests.browser.test_keeping import UNREACHABLE
from tests.browser.test_train import Studio
from ui.core.classroom.rooms import Rooms
from ui.core.classroom.store import FOLDER, Store

BACK = 15_000
"""Milliseconds after a restart of the server until everybody is back."""
PHONE = {"width": 390, "height": 844, "has_touch": True}
LAPTOP = {"width": 1024, "height": 768}

BOARD = "element => ({ theta: [...element.board.network.values.theta], epoch: element.board.scores.epoch.textContent })"


@dataclass(frozen=True)
class Begun:
    """A class in the store of a server that hasn't heard of it yet."""

    code: str
    secret: str
    server: Server

    @property
    def membership(self) -> str:
        return json.dumps({"code": self.code, "role": "teacher", "token": self.secret})

    @property
    def control(self) -> str:
        return f"/class/{self.code}/control#k={self.secret}"


def begun(folder: Path, server: Server) -> Begun:
    store = Store(folder)
    room, secret = Rooms(store).start("Networks, week 2")
    store.close()
    return Begun(room.code, secret, server)


@pytest.fixture(scope="module")
def class_server(tmp_path_factory) -> Iterator[tuple[Path, Server]]:
    """An app that keeps its classes in a folder of these tests."""
    folder = tmp_path_factory.mktemp("classes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(folder))
        for server in serve(folder):
            yield folder, server


@pytest.fixture
def lesson(class_server, windows) -> Iterator[Begun]:
    yield begun(*class_server)
    windows.close()


@pytest.fixture
def restartable(tmp_path, monkeypatch, request) -> tuple[Begun, Mortal]:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    app = request.getfixturevalue("mortal")
    return begun(tmp_path, app.server), app


@pytest.fixture
def open_light(browser: Browser, windows: Windows) -> Callable[..., Page]:
    """Open a page of a class, which Streamlit has no part in."""

    def run(begun: Begun, path: str, *, scheme="light", width=1024, height=768, **context) -> Page:
        window = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **context)
        page = window.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: windows.troubles.append(str(error)))
        page.on("console", lambda message: message.type == "error" and windows.troubles.append(message.text))
        windows.pages.append(page)
        page.goto(begun.server.url + path)
        return page

    return run


@pytest.fixture
def open_teacher(open_page) -> Callable[..., Page]:
    """The app of the teacher, in the tab in which the class was started."""

    def run(begun: Begun, path="/train", **options) -> Page:
        script = f"sessionStorage['netsketch.class'] ??= {json.dumps(begun.membership)}"
        page = open_page(path, server=begun.server, prepare=lambda page: page.add_init_script(script), **options)
        expect(page.get_by_role("link", name=f"Class {begun.code}")).to_be_visible()
        return page

    return run


def join(page: Page, nickname: str) -> Page:
    page.get_by_label("Nickname").fill(nickname)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text(f"You are {nickname}, in class")).to_be_visible()
    return page


def answer(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="What").fill(text)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sent. You can change it until it is closed.")).to_be_visible()


def shown(page: Page) -> dict:
    """The weights and the epoch on the board that a seat sees."""
    return page.locator(".board").evaluate(BOARD)


def expect_board_of(studio: Studio, seat: Page) -> None:
    """A seat sees what the teacher sees, to the last bit."""
    expect(seat.locator(".board .epoch")).to_have_text(f"Epoch {studio.epoch}")
    seat.wait_for_function(
        "weights => { const board = document.querySelector('.board').board;"
        " return weights.every((weight, at) => board.network.values.theta[at] === weight) }",
        arg=studio.weights,
    )
    assert shown(seat) == {"theta": studio.weights, "epoch": f"Epoch {studio.epoch}"}


def train(studio: Studio, epochs: int) -> None:
    for _ in range(epochs):
        studio.button("Train one epoch").click()
    studio.settled()


def ask_loss(control: Page) -> None:
    control.get_by_label("Which number").select_option("loss")
    control.get_by_role("button", name="Ask the class").click()


def result(page: Page) -> dict[str, str]:
    """What each bar of a result says."""
    rows = page.locator(".histogram li").all()
    return {row.locator(".label").inner_text(): " ".join(row.inner_text().split()) for row in rows}


def test_a_seat_follows_the_board_and_takes_it_over(open_teacher, open_light, lesson):
    studio = Studio(open_teacher(lesson))
    seat = join(open_light(lesson, f"/class/{lesson.code}", **PHONE), "Ada")
    expect_board_of(studio, seat)
    train(studio, 3)
    expect_board_of(studio, seat)
    with seat.context.expect_page() as opened:
        seat.get_by_role("button", name="Take it over").click()
    settle(opened.value)
    own = Studio(opened.value)
    own.expect_epoch(3)
    assert own.weights == studio.weights
    train(own, 2)
    expect(seat.get_by_text("This is your own copy of the board")).to_be_visible()
    expect_board_of(studio, seat)
    control = open_light(lesson, lesson.control)
    expect(control.get_by_text("has an own board")).to_be_visible()
    control.keyboard.press("w")
    expect(control.get_by_role("button", name=re.compile("Ada, epoch 5, loss"))).to_be_visible()
    control.get_by_role("button", name=re.compile("Ada, epoch 5")).click()
    control.get_by_role("button", name="Show to all").click()
    expect(control.get_by_text("Everybody sees the board of Ada.")).to_be_visible()
    expect_board_of(own, seat)


def test_a_question_is_answered_discussed_and_asked_again(open_teacher, open_light, lesson):
    studio = Studio(open_teacher(lesson))
    train(studio, 1)
    control = open_light(lesson, lesson.control)
    ada = join(open_light(lesson, f"/class/{lesson.code}", scheme="dark", **PHONE), "Ada")
    emmy = join(open_light(lesson, f"/class/{lesson.code}", **LAPTOP), "Emmy")
    late = join(open_light(lesson, f"/class/{lesson.code}", **LAPTOP), "17")
    expect(control.get_by_text("3 students here")).to_be_visible()
    ask_loss(control)
    expect(ada.get_by_role("textbox", name="What")).to_be_focused()
    answer(ada, "0,9")
    answer(emmy, "0.5")
    answer(emmy, "0.7")
    late.get_by_role("textbox", name="What").fill("many")
    late.keyboard.press("Enter")
    expect(late.get_by_text("Write a number")).to_be_visible()
    expect(control.get_by_text("2 of 3 answered")).to_be_visible()
    control.get_by_role("button", name="Reveal the result").click()
    truth = studio.loss
    expect(ada.get_by_text(re.compile("^The true value is "))).to_be_visible()
    assert float(ada.locator(".truth").inner_text().split()[4].rstrip(".")) == pytest.approx(truth, rel=0.01)
    assert result(ada)["0.9"] == "0.9 1 answer your answer"
    assert result(emmy)["0.7"] == "0.7 1 answer your answer"
    assert "0.5" not in result(emmy)
    control.get_by_role("button", name="Ask again").click()
    for seat in (ada, emmy, late):
        expect(seat.get_by_text("Talk with your neighbour, then answer again.", exact=True)).to_be_visible()
        answer(seat, "0.7")
    expect(control.get_by_text("3 of 3 answered")).to_be_visible()
    control.get_by_role("button", name="Reveal the result").click()
    expect(ada.get_by_text("Before talking: 2")).to_be_visible()
    assert result(ada)["0.7"] == "0.7 1 answer before 3 answers after your answer after"
    assert result(ada)["0.9"] == "0.9 1 answer before 0 answers after your answer before"
    with control.expect_download() as saved:
        control.get_by_text("Questions so far").click()
        control.get_by_role("button", name="Save all answers as CSV").click()
    lines = Path(saved.value.path()).read_text().splitlines()
    assert len(lines) == 1 + 2 + 3


def test_after_a_restart_of_the_server_everybody_is_back(open_teacher, open_light, restartable):
    lesson, app = restartable
    teacher = open_teacher(lesson, expected=UNREACHABLE)
    studio = Studio(teacher)
    train(studio, 2)
    control = open_light(lesson, lesson.control)
    seats = [join(open_light(lesson, f"/class/{lesson.code}", **PHONE), name) for name in ("Ada", "Emmy", "17")]
    ask_loss(control)
    answer(seats[0], "0.5")
    for seat in seats:
        expect_board_of(studio, seat)
    before = shown(seats[0])
    seats[0].wait_for_timeout(2500)  # the board is kept every two seconds
    app.kill()
    for page in (*seats, control):
        expect(page.locator(".banner", has_text="Connecting again")).to_be_visible()
    app.start()
    for page in (*seats, control):
        expect(page.locator(".banner", has_text="Connecting again")).to_be_hidden(timeout=BACK)
    assert shown(seats[0]) == before
    expect(seats[0].get_by_role("textbox", name="What")).to_have_value("0.5")
    answer(seats[1], "0.6")
    expect(control.get_by_text("2 of 3 answered")).to_be_visible()
    expect(seats[0].locator(".banner", has_text="The teacher is not here")).to_be_hidden(timeout=60_000)
    train(Studio(teacher), 1)
    expect_board_of(Studio(teacher), seats[0])
    control.get_by_role("button", name="Remove 17").click()
    control.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(seats[2].get_by_role("heading", name="Your seat was given up")).to_be_visible()
    control.get_by_role("button", name="End the class").click()
    control.get_by_role("dialog").get_by_role("button", name="End the class").click()
    for page in (seats[0], seats[1], control):
        expect(page.get_by_role("heading", name="The class is over")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_class_are_accessible(open_teacher, open_light, lesson, axe, scheme):
    open_teacher(lesson)
    door = open_light(lesson, f"/class/{lesson.code}", scheme=scheme, **PHONE)
    assert axe(door) == []
    seat = join(door, "Ada")
    control = open_light(lesson, lesson.control, scheme=scheme)
    expect(control.get_by_text("1 student here")).to_be_visible()
    assert axe(control) == []
    ask_loss(control)
    answer(seat, "0.5")
    assert axe(seat) == []
    control.keyboard.press("Escape")
    control.get_by_role("button", name="Reveal the result").click()
    expect(seat.locator(".histogram")).to_be_visible()
    assert axe(seat) == []
    assert axe(control) == []
    assert seat.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(open_light(lesson, "/class", scheme=scheme, **PHONE)) == []


def test_a_class_is_joined_and_steered_by_keyboard_alone(open_teacher, open_light, lesson):
    open_teacher(lesson)
    seat = open_light(lesson, "/class", **LAPTOP)
    press(seat, "Tab")
    seat.keyboard.type(f"{lesson.code[:3].lower()} {lesson.code[3:]}")
    press(seat, "Enter")
    seat.get_by_label("Nickname").wait_for()
    press(seat, "Tab")
    seat.keyboard.type("Emmy")
    press(seat, "Enter")
    expect(seat.get_by_text("You are Emmy")).to_be_visible()
    control = open_light(lesson, lesson.control)
    expect(control.get_by_text("1 student here")).to_be_visible()
    press(control, "b")
    expect(seat.get_by_text("Look at the front", exact=True)).to_be_visible()
    press(control, "b")
    expect(seat.get_by_text("Look at the front", exact=True)).to_be_hidden()
    press(control, "f")
    expect(seat.get_by_text("The teacher's board is not shown now.")).to_be_visible()
    press(control, "a")
    control.keyboard.type(" Think of it first.")
    press(control, "Tab", "Tab", "Enter")
    expect(seat.get_by_role("textbox", name="Think of it first.")).to_be_focused()
    seat.keyboard.type("0.25")
    press(seat, "Enter")
    expect(control.get_by_text("1 of 1 answered")).to_be_visible()
    press(control, "r")
    expect(seat.locator(".mine .label")).to_have_text("0.25")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
