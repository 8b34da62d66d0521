"""How far a visitor has come in the lessons, kept for the visit: predictions made, missions done."""

import streamlit as st

from ui.lessons.blocks import Lesson, Mission, Prediction
from ui.lessons.missions import Verdict, Work
from ui.streamlit import predict

DONE = "missions done"


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
    made = [guess for guess in guesses if guess is not None]
    right = sum(guess.right for guess in made)
    return (
        f"Predictions: {right} right, {len(guesses) - len(made)} to make · "
        f"Missions: {sum(map(is_done, missions))} of {len(missions)} done"
    )
