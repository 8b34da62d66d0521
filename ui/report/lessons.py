"""How far somebody has come in the lessons, from what the tab keeps of it: predictions and missions."""

from collections.abc import Mapping, Sequence
from typing import Any

from nncore.explain.numbers import format_number
from ui.core.guesses import outcome
from ui.lessons.blocks import Lesson, Mission, Prediction
from ui.pictures.markup import Markup, element
from ui.report.page import paragraph, section, table

Answer = str | float | None
Guesses = dict[str, tuple[Answer, bool]]
"""Outcome → what was said, None where it was only shown, and whether that was right."""


def lessons_section(kept: Mapping[str, Any], lessons: Sequence[Lesson]) -> Markup | None:
    """All lessons in which something was done; None where nothing was.

    kept: {"done": [mission], "guesses": [[outcome, answer, right]]}; a browser kept it, so that what makes no sense in
    it is left out.
    """
    guesses, done = guesses_of(kept.get("guesses")), done_of(kept.get("done"))
    parts = [part for lesson in lessons if (part := lesson_part(lesson, guesses, done))]
    own = {outcome(block.id, block.right) for lesson in lessons for block in lesson.of(Prediction)}
    if others := [right for name, (answer, right) in guesses.items() if name not in own and answer is not None]:
        parts.append(paragraph(f"Predictions on other pages: {sum(others)} of {len(others)} right."))
    return section("Lessons", *parts) if parts else None


def lesson_part(lesson: Lesson, guesses: Guesses, done: set[str]) -> Markup | None:
    predictions = [
        (block, guesses[name]) for block in lesson.of(Prediction) if (name := outcome(block.id, block.right)) in guesses
    ]
    missions = lesson.of(Mission)
    if not predictions and not any(mission.id in done for mission in missions):
        return None
    rows = [
        (plain(block.question), said(answer), block.right_text, mark(answer, right))
        for block, (answer, right) in predictions
    ]
    tasks = [(plain(f"Mission: {one.title}"), "", "", outlook(one.id in done)) for one in missions]
    head = ("Question", "Answer given", "Right answer", "")
    return element("div", element("h3", lesson.title), table(head, [*rows, *tasks]))


def plain(words: str) -> Markup:
    return element("span", words, class_="plain")


def said(answer: Answer) -> str:
    if answer is None:
        return "–"
    return answer if isinstance(answer, str) else format_number(answer)


def mark(answer: Answer, right: bool) -> Markup:
    if answer is None:
        return element("span", "shown without an answer", class_="muted")
    return element("span", "right", class_="good") if right else element("span", "wrong", class_="bad")


def outlook(done: bool) -> Markup:
    return element("span", "done", class_="good") if done else element("span", "open", class_="muted")


def guesses_of(kept: Any) -> Guesses:
    found: Guesses = {}
    for entry in kept if isinstance(kept, list) else []:
        match entry:
            case [str(name), str() | int() | float() | None as answer, bool(right)]:
                found[name] = (answer, right)
    return found


def done_of(kept: Any) -> set[str]:
    return {name for name in kept if isinstance(name, str)} if isinstance(kept, list) else set()
