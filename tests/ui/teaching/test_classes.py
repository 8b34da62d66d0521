import json
import math

import numpy as np
import pytest

from nncore.explain.numbers import read_number
from ui.core.classroom.questions import checked_answer, is_right, true_text
from ui.core.classroom.room import Room
from ui.core.classroom.rooms import Rooms
from ui.core.classroom.store import Store
from ui.core.classroom.values import has_value, value_of
from ui.core.demonstration import (
    LONGEST_NOTE,
    demonstration_in,
    file_of,
    opened_at,
    prepared_questions,
    text_of,
)
from ui.core.samples import rows_of_data
from ui.core.session import Session
from ui.teaching import learning_rate, neuron, overfitting
from ui.teaching.classes import CLASSES, content_of, file_name, ready_demonstration, write_files
from ui.teaching.ready_class import demonstration_of, revealed

each_class = pytest.mark.parametrize("name", CLASSES)
ASKED = [
    (name, number, prepared)
    for name, ready in CLASSES.items()
    for number, step in enumerate(ready.steps)
    for prepared in step.questions
]
each_question = pytest.mark.parametrize(
    ("name", "number", "prepared"), ASKED, ids=[f"{name}-{number}" for name, number, _ in ASKED]
)


@pytest.fixture
def room(tmp_path):
    store = Store(tmp_path / "classes")
    yield Rooms(store).start()[0]
    store.close()


def opened(checkpoint) -> Session:
    """A session that has gone to a checkpoint."""
    at = opened_at(checkpoint)
    session = Session(at.history.chain[0].experiment)
    session.become(at)
    return session


# -------------------------------------------------------------------- files


@each_class
def test_a_file_has_the_words_pages_and_questions_of_its_source(name, tmp_path):
    """Weights are compared below: processors differ in their last bit, and packers in how they pack."""
    write_files(tmp_path)
    assert without_states((tmp_path / file_name(name)).read_bytes()) == without_states(content_of(name))


def without_states(content: bytes) -> dict:
    spec = json.loads(content)
    for checkpoint in spec["checkpoints"]:
        del checkpoint["state"]
    return spec


@each_class
def test_a_file_opens_and_is_written_again_to_the_byte(name):
    assert file_of(demonstration_in(content_of(name))) == content_of(name)


@each_class
def test_every_checkpoint_shows_the_board_of_its_step(name):
    for step, checkpoint in zip(CLASSES[name].steps, ready_demonstration(name).checkpoints, strict=True):
        board, shown = step.board(), opened(checkpoint)
        assert shown.experiment == board.experiment
        assert (shown.position, list(shown.inputs)) == (board.position, list(board.inputs))
        assert shown.history.first == 0, "the curves begin where the run began"
        np.testing.assert_allclose(shown.theta, board.theta, rtol=1e-6)
        assert not shown.problem


@each_class
def test_what_a_checkpoint_shows_trains_on_as_the_whole_run_did(name):
    for step, checkpoint in zip(CLASSES[name].steps, ready_demonstration(name).checkpoints, strict=True):
        board, shown = step.board(), opened(checkpoint)
        for session in (board, shown):
            session.advance(epochs=3)
        np.testing.assert_allclose(shown.theta, board.theta, rtol=1e-6)


@each_class
def test_a_class_takes_ten_minutes_and_is_small_enough_for_a_tab_to_keep(name):
    ready = CLASSES[name]
    assert ready.minutes == 10
    assert 4 <= len(ready.steps) <= 6
    assert ready.questions == sum(len(one.questions) for one in ready_demonstration(name).checkpoints) == 4
    assert 0 < len(text_of(demonstration_of(ready))) < 100_000


@each_class
def test_a_note_says_all_that_a_teacher_needs(name):
    ready = CLASSES[name]
    for number, (step, checkpoint) in enumerate(zip(ready.steps, ready_demonstration(name).checkpoints, strict=True)):
        assert len(checkpoint.note) <= LONGEST_NOTE
        assert checkpoint.note.startswith(f"{step.minutes} minute")
        assert f"Aim: {step.aim}" in checkpoint.note
        assert "Say: " in checkpoint.note
        assert "{" not in checkpoint.note
        for prepared in step.questions:
            session = revealed(ready, number, prepared)
            true = value_of(session, prepared.question.value) if prepared.question.value else math.nan
            assert f"reveal: {true_text(prepared.question, true)}." in checkpoint.note.replace("Reveal", "reveal")
            assert all(f"• {answer}: {thought}" in checkpoint.note for answer, thought in prepared.wrong.items())


# -------------------------------------------------------------------- questions


@each_question
def test_a_number_is_on_the_board_when_it_is_asked_for_and_when_it_is_revealed(name, number, prepared):
    value = prepared.question.value
    if value:
        asking = opened(ready_demonstration(name).checkpoints[number])
        shown = revealed(CLASSES[name], number, prepared)
        assert has_value(asking, value)
        assert has_value(shown, value)
        assert not is_right(prepared.question, value_of(asking, value), value_of(shown, value)), "it can be read off"


@each_question
def test_what_is_listed_as_wrong_is_wrong_and_of_a_choice_nothing_is_missing(name, number, prepared):
    question = prepared.question
    if question.kind == "number":
        true = value_of(revealed(CLASSES[name], number, prepared), question.value)
        answers = [checked_answer(question, text) for text in prepared.wrong]
        assert len(answers) >= 3
        assert not any(is_right(question, answer, true) for answer in answers)
        assert is_right(question, true, true)
    else:
        right = question.choices[question.right]
        assert set(prepared.wrong) == {choice for choice in question.choices if choice != right}


def test_a_class_offers_the_questions_of_all_checkpoints_and_marks_those_of_the_one_shown():
    held = ready_demonstration("learning-rate")
    prepared = prepared_questions(held, 1)
    assert [one["title"] for one in prepared] == [step.title for step in held.checkpoints[1:]]
    assert [one["here"] for one in prepared] == [True, False, False, False]
    assert prepared[0]["question"] == {
        "kind": "number",
        "text": held.checkpoints[1].questions[0].text,
        "value": "weight:0.0>1.0",
        "tolerance": 0.001,
    }


@each_question
def test_a_question_can_be_asked_in_a_class_and_its_answer_revealed(name, number, prepared, room: Room):
    seat, _ = room.join("Ada")
    asking, shown = opened(ready_demonstration(name).checkpoints[number]), revealed(CLASSES[name], number, prepared)
    room.bring_teacher(asking)
    room.ask(prepared.question.to_spec())
    right = prepared.question.right
    true = value_of(shown, prepared.question.value) if prepared.question.value else right
    room.answer(seat, 1, 1, true)
    room.bring_teacher(shown)
    room.reveal()
    assert [one["count"] for one in room.seat_state(seat)["question"]["revealed"]["bins"] if one["right"]] == [1]


# -------------------------------------------------------------------- what the notes say


def output(session: Session) -> float:
    return value_of(session, "output:0")


def test_the_numbers_of_the_neurons_are_as_the_notes_reckon_them():
    assert output(neuron.neuron(2.0, 3.0)) == -1 * 2 + 1 * 3 == 1
    assert output(neuron.transactions(2.0, 3.0)) == 2 * (2 + 3) - 1 * (-2 + 3) == 9
    assert output(neuron.without_relu(3.0, 4.0)) == 2 * 22 + 7 * -8 == -12
    assert output(neuron.with_relu(3.0, 4.0)) == 2 * 22 + 7 * 0 == 44
    for members, accounts in ((2, 3), (4, 1), (0.5, -2)):
        assert output(neuron.transactions(members, accounts)) == 3 * members + accounts


def weights(rate: float, epochs: int) -> list[float]:
    session = learning_rate.hill(rate)()
    found = [session.theta[0]]
    for _ in range(epochs):
        session.advance(epochs=1)
        found.append(session.theta[0])
    return found


@pytest.mark.parametrize(
    ("rate", "landing", "factor"), [(0.2, 3.4, 0.6), (0.01, 4.92, 0.98), (0.9, -2.2, -0.8), (1.1, -3.8, -1.2)]
)
def test_a_step_lands_where_the_notes_say_and_takes_the_error_to_the_same_share(rate, landing, factor):
    walked = np.array(weights(rate, 6))
    assert walked[1] == pytest.approx(5 - rate * 8) == pytest.approx(landing)
    np.testing.assert_allclose((walked[1:] - 1) / (walked[:-1] - 1), factor)


def test_the_hill_of_the_page_begins_at_16_with_a_slope_of_8_and_steps_to_4_2_at_a_rate_of_0_1():
    hill = learning_rate.hill(0.2)()
    pass_ = rows_of_data(hill, hill.dataset.train)
    assert (pass_.cost, pass_.gradient.theta[0]) == (16, 8)
    assert weights(0.1, 1)[1] == pytest.approx(4.2)


def test_the_weight_falls_below_2_at_epoch_69_with_the_small_rate_and_at_3_with_the_good_one():
    assert next(epoch for epoch, weight in enumerate(weights(0.01, 80)) if weight < 2) == 69
    assert next(epoch for epoch, weight in enumerate(weights(0.2, 10)) if weight < 2) == 3


def test_the_loss_grows_1_44_times_a_step_and_is_above_140_after_six():
    session = learning_rate.hill(1.1)()
    losses = [session.snapshot.train_loss]
    for _ in range(6):
        session.advance(epochs=1)
        losses.append(session.snapshot.train_loss)
    assert losses[0] == 16
    np.testing.assert_allclose(np.array(losses[1:]) / losses[:-1], 1.44)
    assert 140 < losses[-1] < 145


def test_at_a_rate_of_exactly_1_the_weight_jumps_from_5_to_minus_3_and_back():
    assert weights(1.0, 2) == [5, -3, 5]


def test_the_held_out_loss_is_lowest_early_and_the_training_loss_at_the_end():
    session, losses = overfitting.circle(), []
    assert (len(session.dataset.train), len(session.dataset.watched)) == (40, 40)
    while not session.ended:
        session.advance(epochs=1)
        losses.append((session.snapshot.train_loss, session.snapshot.test_loss))
    train, held_out = np.array(losses).T
    assert session.position == overfitting.END
    assert held_out.argmin() + 1 == pytest.approx(overfitting.EARLY, abs=3)
    assert held_out[-1] > 1.5 * held_out.min()
    assert train[-1] < 0.3 * train[overfitting.EARLY - 1]


def test_what_the_notes_say_of_points_and_penalty_holds():
    late, many, penalty = (
        overfitting.circle(300),
        overfitting.circle(300, points=1000),
        overfitting.circle(300, l2=0.01),
    )
    early = overfitting.circle(overfitting.EARLY)
    assert len(many.dataset.train) == 500
    assert early.snapshot.train_accuracy == early.snapshot.test_accuracy == 0.875
    assert late.snapshot.test_loss == pytest.approx(0.365, abs=0.0005)
    assert early.snapshot.test_loss < penalty.snapshot.test_loss < late.snapshot.test_loss
    assert (
        abs(many.snapshot.test_loss - many.snapshot.train_loss)
        < 0.1 * (late.snapshot.test_loss - late.snapshot.train_loss) + 0.01
    )


def test_wrong_answers_in_numbers_follow_from_the_thought_beside_them():
    """Each thought that is written as arithmetic gives the answer it stands behind."""
    count = 0
    for _, _, prepared in ASKED:
        if prepared.question.kind == "number":
            for answer, thought in prepared.wrong.items():
                if ": " in thought and any(sign in thought for sign in (" + ", " − ", " · ")):
                    assert reckoned(thought.rpartition(": ")[2]) == pytest.approx(read_number(answer))
                    count += 1
    assert count >= 12


def reckoned(text: str) -> float:
    """Sums of products, as notes write them: 5 − 0.2 · 8."""
    total = 0.0
    for term in text.replace(" − ", " + −1 · ").split(" + "):
        total += math.prod(read_number(factor) for factor in term.split(" · "))
    return total
