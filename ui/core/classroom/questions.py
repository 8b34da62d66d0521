"""Questions to a class: what can be asked, what counts as an answer, and how the answers are grouped."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from nncore.explain.numbers import format_number, read_number, show_decimals, show_number
from ui.core.classroom.texts import plain_line, plain_text
from ui.core.classroom.values import checked_name, unit_of

LONGEST_TEXT, LONGEST_CHOICE, LONGEST_NUMBER = 300, 100, 40
FEWEST_CHOICES, MOST_CHOICES = 2, 6
LARGEST = 1e15
"""Of the numbers that can be answered."""
SINGLE = 6
"""Different numbers up to which each one is a bin of its own."""
MOST_INNER = 6
"""Bins between two that are open towards below and above: eight in all."""
FINEST = 1e-300
"""Width of a bin."""
MOST_WIDE = 0.75
"""Share of the wrong answers, those nearest to the true value, that the inner bins are wide enough for."""
NOT_WILD = 2
"""Times half of the wrong answers' distance from which on others are wild, and don't make the bins wider."""

Value = float | int
"""An answer: a number, or the place of a choice."""
Spec = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What is asked.

    kind: of QUESTIONS. value: the number of the board that is asked for, of VALUES. tolerance: by how much an answer
    may miss it; one that is the number as it is written counts as right anyway. right: the place of the right choice.
    """

    kind: str
    text: str
    value: str = ""
    tolerance: float = 0.0
    choices: tuple[str, ...] = ()
    right: int | None = None

    @property
    def unit(self) -> str:
        return unit_of(self.value) if self.value else ""

    def to_dict(self) -> Spec:
        """As JSON values, from which `question_of` makes it again."""
        return asdict(self) | {"choices": list(self.choices)}

    def to_spec(self) -> Spec:
        """As `to_dict`, without what has its default: as somebody would write it."""
        spec = self.to_dict()
        usual = Question(self.kind, self.text).to_dict()
        return {name: spec[name] for name in spec if name in ("kind", "text") or spec[name] != usual[name]}


@dataclass(frozen=True)
class Bin:
    """Answers that are shown together. right: whether the true value is among them, or the choice is the right one."""

    label: str
    count: int
    right: bool


@dataclass(frozen=True)
class QuestionKind:
    """A kind of question.

    made: a question of what was sent. checked: an answer as it is kept. written: an answer as text.
    is_right: whether it is right; None where nothing is. grouped: bins of each round's answers, the same for all.
    """

    made: Callable[[str, Spec], Question]
    checked: Callable[[Question, Any], Value]
    written: Callable[[Question, Value], str]
    is_right: Callable[[Question, Value, float], bool | None]
    grouped: Callable[[Question, Sequence[Sequence[Value]], float], list[list[Bin]]]


def question_of(spec: Any) -> Question:
    """A question as the teacher's page sends it; ValueError says what is wrong with it."""
    if not isinstance(spec, dict):
        raise ValueError("this is no question; send an object with a kind and a text")
    kind = spec.get("kind")
    if not isinstance(kind, str) or kind not in QUESTIONS:
        raise ValueError(f"unknown kind of question {str(kind)[:40]!r}; choose from {', '.join(QUESTIONS)}")
    return QUESTIONS[kind].made(plain_text(spec.get("text"), "the question", LONGEST_TEXT), spec)


def checked_answer(question: Question, value: Any) -> Value:
    """An answer as it is kept; ValueError says what would be one."""
    return QUESTIONS[question.kind].checked(question, value)


def written_answer(question: Question, value: Value) -> str:
    """An answer as it is shown."""
    return QUESTIONS[question.kind].written(question, value)


def is_right(question: Question, value: Value, true: float) -> bool | None:
    """Whether an answer is right; None where none is. true: the number of the board, NaN where there is none."""
    return QUESTIONS[question.kind].is_right(question, value, true)


def histograms(question: Question, rounds: Sequence[Sequence[Value]], true: float = math.nan) -> list[list[Bin]]:
    """The answers of each round, in the same bins. true: as of `is_right`."""
    return QUESTIONS[question.kind].grouped(question, rounds, true)


def histogram(question: Question, answers: Sequence[Value], true: float = math.nan) -> list[Bin]:
    """The answers of one round, in at most eight bins."""
    return histograms(question, [answers], true)[0]


def true_text(question: Question, true: float) -> str | None:
    """The right answer as text; None where there is none. true: as of `is_right`."""
    if question.kind == "number":
        return None if math.isnan(true) else f"{format_number(true)} {question.unit}".strip()
    return None if question.right is None else question.choices[question.right]


# -------------------------------------------------------------------- numbers


def _number_question(text: str, spec: Spec) -> Question:
    tolerance = spec.get("tolerance") or 0.0
    if not _is_number(tolerance) or not 0 <= tolerance <= LARGEST:
        raise ValueError(f"the tolerance is {str(tolerance)[:40]!r}; use a number from 0")
    return Question("number", text, checked_name(spec.get("value")), float(tolerance))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _checked_number(question: Question, value: Any) -> Value:
    """A number, or what somebody typed for one."""
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
        value = read_number(value.strip().removesuffix("%"))
    if not _is_number(value):
        raise ValueError("an answer to this question is a number; write it like −0.5 or 1.2e-3")
    if not abs(value) <= LARGEST:  # NaN is not either
        raise ValueError("this number is too large, or none at all; write one like −0.5 or 1.2e-3")
    return float(value)


def _written_number(question: Question, value: Value) -> str:
    return f"{format_number(value, 6)} {question.unit}".strip()


def _is_right_number(question: Question, value: Value, true: float) -> bool | None:
    if not math.isfinite(true):
        return None
    shown = show_number(true)
    rounded = 0.0 if shown.exact else shown.unit / 2
    return abs(value - true) <= max(question.tolerance, rounded) * (1 + 1e-9) + 1e-12 * abs(true)


def _grouped_numbers(question: Question, rounds: Sequence[Sequence[Value]], true: float) -> list[list[Bin]]:
    """A bin for each number where there are few different ones, else bins between round numbers."""
    given = [value for answers in rounds for value in answers]
    single = {_single(question, value, true): value for value in given}
    if math.isfinite(true):
        single[_single(question, true, true)] = true
    if len(single) <= SINGLE:
        return [_one_by_one(question, single, answers, true) for answers in rounds]
    return _between_edges(question, rounds, np.array(given), true)


def _single(question: Question, value: Value, true: float) -> str:
    """What a number is called that has its own bin: whoever is right is with the true one."""
    if _is_right_number(question, value, true):
        return str(true_text(question, true))
    return _written_number(question, value)


def _one_by_one(question: Question, single: dict[str, float], answers: Sequence[Value], true: float) -> list[Bin]:
    given = Counter(_single(question, value, true) for value in answers)
    right = true_text(question, true)
    return [Bin(label, given[label], label == right) for label in sorted(single, key=single.__getitem__)]


def _between_edges(
    question: Question, rounds: Sequence[Sequence[Value]], given: np.ndarray, true: float
) -> list[list[Bin]]:
    """Bins around the true value; those at the ends are open, and left out where nothing is in them."""
    known = math.isfinite(true)
    edges, decimals = _edges(given, true if known else float(np.median(given)))
    labels = _labels(question, edges, decimals)
    counts = [np.bincount(np.searchsorted(edges, answers, "right"), minlength=len(labels)) for answers in rounds]
    right = int(np.searchsorted(edges, true, "right")) if known else None
    used = [place for place in range(len(labels)) if place == right or any(count[place] for count in counts)]
    places = range(used[0], used[-1] + 1)
    return [[Bin(labels[place], int(count[place]), place == right) for place in places] for count in counts]


def _edges(values: np.ndarray, centre: float) -> tuple[np.ndarray, int]:
    """Round numbers around the centre, and how many places after the decimal point they have."""
    distances = np.abs(values - centre)
    near, far = np.quantile(distances[distances > 0], (0.5, MOST_WIDE)).tolist()
    reach = min(far, NOT_WILD * near)
    step, decimals = _round_step(max(reach / ((MOST_INNER - 1) / 2), FINEST))
    first = math.floor((centre - reach) / step)
    edges = [round((first + index) * step, max(decimals, 0)) for index in range(MOST_INNER + 1)]
    return np.array(edges), decimals


def _round_step(least: float) -> tuple[float, int]:
    """The smallest of 1, 2, 5, 10 … that is no less, and its places after the decimal point."""
    power = math.floor(math.log10(least))
    digit = next((digit for digit in (1, 2, 5) if digit * 10.0**power >= least * (1 - 1e-9)), 10)
    power, digit = (power + 1, 1) if digit == 10 else (power, digit)
    return float(f"{digit}e{power}"), -power


def _labels(question: Question, edges: np.ndarray, decimals: int) -> list[str]:
    texts = [show_decimals(edge, decimals).text for edge in edges.tolist()]
    unit = f" {question.unit}" if question.unit else ""
    inner = [f"{low} to {high}{unit}" for low, high in pairwise(texts)]
    return [f"below {texts[0]}{unit}", *inner, f"{texts[-1]}{unit} or more"]


# -------------------------------------------------------------------- choices


def _choices(spec: Spec) -> tuple[str, ...]:
    choices = spec.get("choices")
    if not isinstance(choices, list | tuple) or not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        raise ValueError(f"a question with choices has {FEWEST_CHOICES} to {MOST_CHOICES} of them; write them down")
    texts = tuple(plain_line(choice, "a choice", LONGEST_CHOICE) for choice in choices)
    if len(set(texts)) < len(texts):
        raise ValueError("two choices are the same; change one of them")
    return texts


def _choice_question(text: str, spec: Spec) -> Question:
    choices, right = _choices(spec), spec.get("right")
    if right is not None and not (type(right) is int and 0 <= right < len(choices)):
        raise ValueError(f"the right choice is {str(right)[:40]!r}; use a place from 0 to {len(choices) - 1}, or none")
    return Question("choice", text, choices=choices, right=right)


def _opinion_question(text: str, spec: Spec) -> Question:
    return Question("free", text, choices=_choices(spec))


def _checked_choice(question: Question, value: Any) -> Value:
    if type(value) is not int or not 0 <= value < len(question.choices):
        raise ValueError("an answer to this question is one of its choices; choose one")
    return value


def _written_choice(question: Question, value: Value) -> str:
    return question.choices[int(value)]


def _is_right_choice(question: Question, value: Value, true: float) -> bool | None:
    return None if question.right is None else value == question.right


def _grouped_choices(question: Question, rounds: Sequence[Sequence[Value]], true: float) -> list[list[Bin]]:
    return [
        [
            Bin(choice, list(answers).count(place), place == question.right)
            for place, choice in enumerate(question.choices)
        ]
        for answers in rounds
    ]


QUESTIONS: dict[str, QuestionKind] = {
    "number": QuestionKind(_number_question, _checked_number, _written_number, _is_right_number, _grouped_numbers),
    "choice": QuestionKind(_choice_question, _checked_choice, _written_choice, _is_right_choice, _grouped_choices),
    "free": QuestionKind(_opinion_question, _checked_choice, _written_choice, _is_right_choice, _grouped_choices),
}
"""A number of the board, choices of which one may be right, and an opinion."""
