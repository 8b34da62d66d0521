"""A class to be given, written so that its author reads it like a script, and the demonstration it becomes.

What is true in a note is computed when the demonstration is made, never written down.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ui.core.classroom.questions import Question, true_text
from ui.core.classroom.values import listed_values, value_of
from ui.core.demonstration import Checkpoint, Demonstration, checkpoint_of
from ui.core.session import Session


@dataclass(frozen=True)
class Prepared:
    """A question to the class.

    wrong: answers one hears, and the thought that leads to each; of a choice, all that are wrong. after: what is done
    before the answer is revealed, a key of AFTER.
    """

    question: Question
    wrong: Mapping[str, str]
    after: str = "here"


@dataclass(frozen=True)
class Step:
    """A checkpoint of a class.

    aim: what students know afterwards. say: what to say and do; {loss} and other numbers of the board may stand in it.
    board: makes what is on screen. page: where; view: what is open there.
    """

    title: str
    minutes: int
    aim: str
    say: str
    board: Callable[[], Session]
    page: str = "train"
    view: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Prepared, ...] = ()


@dataclass(frozen=True)
class ReadyClass:
    """about: for the teacher who chooses, one or two sentences."""

    title: str
    about: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def questions(self) -> int:
        return sum(len(step.questions) for step in self.steps)


def demonstration_of(ready: ReadyClass) -> Demonstration:
    """The class as a demonstration: boards, notes, questions."""
    return Demonstration(ready.title, tuple(_checkpoint(ready, number) for number in range(len(ready.steps))))


def revealed(ready: ReadyClass, number: int, prepared: Prepared) -> Session:
    """The board of the moment in which the answer to a question of a step is revealed."""
    return AFTER[prepared.after].board(ready, number)


# -------------------------------------------------------------------- until the answer is revealed


@dataclass(frozen=True)
class Revealing:
    """words: what the teacher does first. board: what is then on screen, of the step with this number."""

    words: str
    board: Callable[[ReadyClass, int], Session]


def _here(ready: ReadyClass, number: int) -> Session:
    return ready.steps[number].board()


def _one_epoch(ready: ReadyClass, number: int) -> Session:
    board = _here(ready, number)
    board.advance(epochs=1)
    return board


def _to_the_end(ready: ReadyClass, number: int) -> Session:
    board = _here(ready, number)
    while not board.ended:
        board.advance(epochs=100)
    return board


def _next(ready: ReadyClass, number: int) -> Session:
    return ready.steps[number + 1].board()


AFTER = {
    "here": Revealing("Reveal", _here),
    "epoch": Revealing("Train one epoch, then reveal", _one_epoch),
    "end": Revealing("Press Play, wait until the run stops, then reveal", _to_the_end),
    "next": Revealing("Go to the next checkpoint, then reveal", _next),
}
"""What comes between the answers and the truth."""


# -------------------------------------------------------------------- notes


def _checkpoint(ready: ReadyClass, number: int) -> Checkpoint:
    step = ready.steps[number]
    made = checkpoint_of(step.board(), step.page, step.view, step.title, _note(ready, number))
    return replace(made, questions=tuple(prepared.question for prepared in step.questions))


def _note(ready: ReadyClass, number: int) -> str:
    step = ready.steps[number]
    plural = "s" * (step.minutes != 1)
    asking = [_asking(ready, number, prepared) for prepared in step.questions]
    say = step.say.format_map(_numbers(step.board()))
    return "\n\n".join([f"{step.minutes} minute{plural}. Aim: {step.aim}", *asking, f"Say: {say}"])


def _numbers(board: Session) -> dict[str, str]:
    """Single numbers of a board as text, by name."""
    return {value["name"]: f"{value['value']} {value['unit']}".strip() for value in listed_values(board)}


def _asking(ready: ReadyClass, number: int, prepared: Prepared) -> str:
    question = prepared.question
    true = value_of(revealed(ready, number, prepared), question.value) if question.value else math.nan
    lines = [f"Ask: {question.text}", f"{AFTER[prepared.after].words}: {true_text(question, true)}."]
    if prepared.wrong:
        lines += ["Wrong answers, and the thought behind each:"]
        lines += [f"• {answer}: {thought}" for answer, thought in prepared.wrong.items()]
    return "\n".join(lines)
