"""Predict, then reveal: an outcome stays hidden until a guess is committed; the visit's score is kept.

    if predict.is_hidden(key, truth):
        predict.ask_number(key, "What will z be?", truth)
    else:
        ... show it ...
        predict.verdict(key, truth)

`ask_choice` is the same for texts to choose from. A key belongs to a truth: where the truth changes, it is asked again.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from nncore.explain.numbers import format_number, read_number
from nncore.sentences import capitalised
from ui.core.calculator import calculated
from ui.core.guesses import outcome
from ui.names import markdown

GUESSES, PREDICTING = "guesses", "predicting"
MOST_GUESSES = 500
LONGEST = 300
"""Characters of an outcome's name or of a guess that is taken back."""
NEAR = 0.02
"""A number within this share of the truth counts as right, and so does one that rounds to the digits shown."""
SMALLEST_SLACK = 0.005

Truth = float | str


@dataclass(frozen=True)
class Guess:
    """A committed guess; None is "show me", which does not count."""

    answer: Truth | None
    right: bool


def switch() -> bool:
    """The switch that every explaining page has; it stays as it is from page to page."""
    st.session_state["predict switch"] = st.session_state.get(PREDICTING, False)
    return st.toggle(
        "Predict, then reveal",
        key="predict switch",
        on_change=_switched,
        help="Hides each outcome until you have committed a guess, and keeps your score for this visit",
    )


def _switched() -> None:
    st.session_state[PREDICTING] = st.session_state["predict switch"]


def is_on() -> bool:
    return st.session_state.get(PREDICTING, False)


def is_hidden(key: str, truth: Truth) -> bool:
    """Whether this outcome is to be asked for: the switch is on and no guess is committed yet."""
    return is_on() and outcome(key, truth) not in _guesses()


def is_right(answer: Truth, truth: Truth, tolerance: float | None = None) -> bool:
    """Texts must be the same, numbers near enough."""
    if isinstance(truth, str) or isinstance(answer, str):
        return answer == truth
    slack = max(NEAR * abs(truth), SMALLEST_SLACK) if tolerance is None else tolerance
    return abs(answer - truth) <= slack * (1 + 1e-9)


def score() -> tuple[int, int]:
    """How many guesses were right, and how many there were."""
    counted = [guess for guess in _guesses().values() if guess.answer is not None]
    return sum(guess.right for guess in counted), len(counted)


def guess(key: str, truth: Truth) -> Guess | None:
    """What was committed for this outcome, or None."""
    return _guesses().get(outcome(key, truth))


def commit(key: str, truth: Truth, answer: Truth | None, tolerance: float | None = None) -> None:
    """Keep a guess; answer=None reveals without one."""
    guesses = _guesses()
    guesses[outcome(key, truth)] = Guess(answer, answer is not None and is_right(answer, truth, tolerance))
    for oldest in list(guesses)[:-MOST_GUESSES]:
        del guesses[oldest]


def ask_number(key: str, question: str, truth: float, tolerance: float | None = None) -> None:
    """A field for a number, with Reveal and "Just show me", and a calculator."""
    field = f"guess {key}"
    with st.form(f"ask {key}", border=False):
        st.text_input(question, key=field, placeholder="a number, e.g. −0.5", help="Guess first: it sticks better")
        _buttons(key, truth, field, tolerance)
    _calculator(key)
    if complaint := st.session_state.pop(f"complaint {key}", ""):
        st.caption(f":material/info: {markdown(complaint)}")


def ask_choice(key: str, question: str, options: list[str], truth: str) -> None:
    """Texts to choose from, with Reveal and "Just show me"."""
    field = f"guess {key}"
    with st.form(f"ask {key}", border=False):
        st.radio(question, options, index=None, key=field, help="Guess first: it sticks better")
        _buttons(key, truth, field, None)
    if complaint := st.session_state.pop(f"complaint {key}", ""):
        st.caption(f":material/info: {markdown(complaint)}")


def _calculator(key: str) -> None:
    """For what nobody computes in the head, such as tanh(−1.28)."""
    with st.popover("Calculator", icon=":material/calculate:", type="tertiary"):
        typed = st.text_input(
            "Calculate",
            key=f"calculator {key}",
            placeholder="e.g. tanh(−1.28), or 3 × 2 + 4",
            help="Computes + − × / **, brackets, and exp, log, sqrt, tanh, sin, cos, abs, min, max",
        )
        if typed.strip():
            try:
                st.markdown(f"**{markdown(calculated(typed))}**")
            except ValueError as reason:
                st.caption(markdown(capitalised(str(reason))))


def _buttons(key: str, truth: Truth, field: str, tolerance: float | None) -> None:
    with st.container(horizontal=True):
        st.form_submit_button(
            "Reveal",
            type="primary",
            key=f"reveal {key}",
            on_click=_committed,
            args=(key, truth, field, tolerance),
            help="Commits your guess and shows the outcome",
        )
        st.form_submit_button(
            "Just show me",
            type="tertiary",
            key=f"show {key}",
            on_click=commit,
            args=(key, truth, None),
            help="Shows the outcome without a guess; it does not count",
        )


def _committed(key: str, truth: Truth, field: str, tolerance: float | None) -> None:
    answer = st.session_state.get(field)
    try:
        if answer is None or not str(answer).strip():
            raise ValueError("Choose an answer first." if isinstance(truth, str) else "Type a number first.")
        commit(key, truth, answer if isinstance(truth, str) else read_number(answer), tolerance)
    except ValueError as reason:
        st.session_state[f"complaint {key}"] = capitalised(str(reason))


def verdict(key: str, truth: Truth) -> None:
    """Guess and truth side by side, and the score; nothing where no guess was asked for."""
    guess = _guesses().get(outcome(key, truth))
    if not is_on() or guess is None or guess.answer is None:
        return
    right, asked = score()
    tally = f"{right} of {asked} right in this visit"
    guessed, true = _shown(guess.answer), _shown(truth)
    if guess.right:
        st.success(f"Your guess {guessed}, the answer {true}: right. {tally}.", icon=":material/check_circle:")
    else:
        st.info(f"Your guess {guessed}, the answer {true}. {tally}.", icon=":material/target:")


def kept_guesses() -> list[list]:
    """The guesses as JSON values: [outcome, guess, whether it was right]."""
    return [[name, guess.answer, guess.right] for name, guess in _guesses().items()]


def restore(kept: Any) -> None:
    """Take back what `kept_guesses` gave; what makes no sense in it is left out."""
    for entry in kept[:MOST_GUESSES] if isinstance(kept, list) else []:
        match entry:
            case [str(name), str() | int() | float() | None as answer, bool(right)]:
                if max(len(name), len(str(answer))) <= LONGEST:
                    _guesses()[name] = Guess(answer, right)


def _shown(value: Truth) -> str:
    return value if isinstance(value, str) else format_number(value)


def _guesses() -> dict[str, Guess]:
    return st.session_state.setdefault(GUESSES, {})
