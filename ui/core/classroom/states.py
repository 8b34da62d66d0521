"""What the pages of a class are sent of it, as JSON values."""

from typing import TYPE_CHECKING

from ui.core.classroom.questions import Bin, Spec, Value, histograms, true_text
from ui.core.classroom.records import Asked

if TYPE_CHECKING:
    from ui.core.classroom.room import Room


def shared(room: "Room") -> Spec:
    """What all pages are sent."""
    asked = room.current
    return {
        "kind": "state",
        "title": room.title,
        "seats": len(room.seats),
        "following": room.following,
        "black": room.is_black,
        "live": room.live,
        "shown": room.shown,
        "question": asked and _question(room, asked) | {"revealed": room.results(asked) if asked.revealed else None},
    }


def mine(room: "Room", seat: int) -> Value | None:
    """What a seat has answered to the question on its page."""
    asked = room.current
    return room.answers(asked.number, asked.round).get(seat) if asked else None


def of_teacher(room: "Room") -> Spec:
    """What the teacher's page is sent besides the numbers of the board."""
    asked = room.current
    answered = room.answers(asked.number, asked.round) if asked else {}
    return shared(room) | {
        "code": room.code,
        "seats": [
            {
                "seat": seat.number,
                "nickname": seat.nickname,
                "here": room.is_here(seat.number),
                "own": room.session_of(seat.number) is not None,
                "answered": seat.number in answered,
            }
            for seat in room.seats
        ],
        "questions": [_in_history(room, asked) for asked in room.history],
        "prepared": list(room.prepared),
    }


def _question(room: "Room", asked: Asked) -> Spec:
    question = asked.question
    return {
        "number": asked.number,
        "round": asked.round,
        "kind": question.kind,
        "text": question.text,
        "choices": list(question.choices),
        "unit": question.unit,
        "open": asked.open,
        "closes": room.seconds_left(asked) if asked.open else None,
        "answered": len(room.answers(asked.number, asked.round)),
    }


def _in_history(room: "Room", asked: Asked) -> Spec:
    """A question with its results, which the teacher sees before they are revealed."""
    question = asked.question
    known = {"value": question.value, "tolerance": question.tolerance, "right": question.right}
    return _question(room, asked) | known | {"revealed": asked.revealed, "results": room.results(asked)}


def results(room: "Room", asked: Asked) -> Spec:
    """bins: of the last round. before: of the first one where there were two, in the same bins. true: what is right."""
    rounds = [list(room.answers(asked.number, round).values()) for round in range(1, asked.round + 1)]
    bins = [[_bin(bin) for bin in bins] for bins in histograms(asked.question, rounds, asked.true)]
    return {
        "bins": bins[-1],
        "before": bins[0] if len(bins) > 1 else None,
        "true": true_text(asked.question, asked.true),
    }


def _bin(bin: Bin) -> Spec:
    return {"label": bin.label, "count": bin.count, "right": bin.right}
