"""How far a visitor has come in the lessons: predictions made, missions done, runs measured; kept by the tab."""

import secrets
from typing import Any

import streamlit as st

from ui.lessons.blocks import Lesson, Mission, Prediction
from ui.lessons.measuring import Measures
from ui.lessons.missions import Verdict, Work
from ui.lessons.own import LONGEST_OWN
from ui.streamlit import predict
from ui.streamlit.visitor import LESSON

DONE, RUNS = "missions done", "lesson runs"
MOST_KEPT = 200
LONGEST_NAME = 200


def is_done(mission: Mission) -> bool:
    return mission.id in st.session_state.get(DONE, set())


def judge(mission: Mission, work: Work) -> Verdict:
    """Compare a mission with the work; once done, it stays done."""
    verdict = mission.check.run(work, **mission.fields)
    if verdict.done:
        st.session_state.setdefault(DONE, set()).add(mission.id)
    return verdict


def summary(lessons: list[Lesson]) -> str:
    """Predictions and missions of these lessons in one line."""
    predictions = [block for lesson in lessons for block in lesson.of(Prediction)]
    missions = [block for lesson in lessons for block in lesson.of(Mission)]
    guesses = [predict.guess(block.id, block.right) for block in predictions]
    made = [guess for guess in guesses if guess is not None and guess.answer is not None]
    right = sum(guess.right for guess in made)
    return (
        f"Predictions: {len(made)} answered, {right} right · "
        f"Missions: {sum(map(is_done, missions))} of {len(missions)} done"
    )


def runs() -> dict[str, Measures]:
    """What the runs of the lessons have measured here, by the run's id."""
    return st.session_state.setdefault(RUNS, {})


def new_seed() -> int:
    """A seed of one's own: with the same one for all, a whole class would see identical numbers."""
    return secrets.randbelow(1_000_000)


def own_lesson() -> str:
    """The Markdown of the lesson that was written here or came by a link; "" where there is none."""
    return st.session_state.get(LESSON, "")


def set_own_lesson(text: str) -> None:
    st.session_state[LESSON] = text[: LONGEST_OWN + 1]  # one too long is refused where it is read


def kept_progress() -> dict[str, Any] | None:
    """All of it as JSON values; None where nothing was done."""
    done = sorted(st.session_state.get(DONE, set()))
    own = own_lesson()
    if not (done or runs() or predict.kept_guesses() or own):
        return None
    return {"done": done, "runs": runs(), "guesses": predict.kept_guesses()} | ({"own": own} if own else {})


def restore(kept: Any) -> None:
    """Take back what `kept_progress` gave, unless something was done since; what makes no sense is left out."""
    if not isinstance(kept, dict) or kept_progress():
        return
    done, measured, guesses = (kept.get(name) for name in ("done", "runs", "guesses"))
    if isinstance(done, list):
        st.session_state[DONE] = {name for name in done[:MOST_KEPT] if _is_name(name)}
    if isinstance(measured, dict):
        sound = {name: values for name, values in measured.items() if _is_name(name) and _are_measures(values)}
        st.session_state[RUNS] = dict(list(sound.items())[:MOST_KEPT])
    predict.restore(guesses)
    if isinstance(kept.get("own"), str):
        set_own_lesson(kept["own"])


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_NAME


def _are_measures(rows: Any) -> bool:
    return isinstance(rows, list) and len(rows) <= MOST_KEPT and all(values and _are_numbers(values) for values in rows)


def _are_numbers(values: Any) -> bool:
    return (
        isinstance(values, list)
        and len(values) <= MOST_KEPT
        and all(type(value) in (int, float) and abs(value) < 1e12 for value in values)
    )
