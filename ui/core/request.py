"""What a view asks for, read from what a browser sends: anything may stand in it."""

from dataclasses import dataclass
from typing import Any

UNITS = ("sample", "step", "epoch")
MOST_EDITS = 500
"""Edits that are looked at in one request; the others come again with the next one."""
MOST_AT_ONCE = 10_000

Edit = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One request of a view; a higher id is a later one.

    client: names the view. visit: the session for which it asks, "" where it doesn't know one yet.
    edits: what its visitor did and Python hasn't acknowledged, in order, each {"n": …, "kind": …, …}.
    play: (unit, count) to train now, count 0 for as many as time allows; None while paused.
    have_drawing, have_backdrop, have_record, have_moving: what need not be sent again. have_sent: the frame on whose
    pictures and curves the view stands. maps, field: whether the neurons' pictures and that of the plane are looked
    at. side: points along each side of a neuron's picture that can be seen. chart, answers, weights, record, more:
    whether curves, the answers for all rows, all weights, what the tab keeps and further scores are wanted. dark: the
    ground.
    """

    id: int = 0
    client: str = ""
    visit: str = ""
    edits: tuple[Edit, ...] = ()
    play: tuple[str, int] | None = None
    have_drawing: int | None = None
    have_backdrop: str | None = None
    have_record: str | None = None
    have_moving: int | None = None
    have_sent: int | None = None
    maps: bool = True
    field: bool = True
    side: int = 32
    chart: bool = True
    answers: bool = True
    weights: bool = True
    record: bool = False
    more: bool = False
    dark: bool = False


def read(message: Any) -> Request:
    """The request in what was sent; what makes no sense in it is left out."""
    if not isinstance(message, dict):
        return Request()
    have, want = (message[name] if isinstance(message.get(name), dict) else {} for name in ("have", "want"))
    edits = message.get("edits")
    sound = [edit for edit in edits if _is_edit(edit)] if isinstance(edits, list) else []
    return Request(
        id=_whole(message.get("id")) or 0,
        client=str(message.get("client", ""))[:40],
        visit=str(message.get("visit", ""))[:40],
        edits=tuple(sorted(sound, key=lambda edit: edit["n"])[:MOST_EDITS]),
        play=_play(message.get("play")),
        have_drawing=_whole(have.get("drawing")),
        have_backdrop=_name(have.get("backdrop")),
        have_record=_name(have.get("record")),
        have_moving=_whole(have.get("moving")),
        have_sent=_whole(have.get("sent")),
        maps=want.get("maps") is not False,
        field=want.get("field") is not False,
        side=_whole(want.get("side")) or 32,
        chart=want.get("chart") is not False,
        answers=want.get("answers") is not False,
        weights=want.get("weights") is not False,
        record=want.get("record") is True,
        more=want.get("more") is True,
        dark=want.get("dark") is True,
    )


def _is_edit(edit: Any) -> bool:
    return isinstance(edit, dict) and _whole(edit.get("n")) is not None and isinstance(edit.get("kind"), str)


def _play(message: Any) -> tuple[str, int] | None:
    if not isinstance(message, dict) or message.get("unit") not in UNITS:
        return None
    return message["unit"], min(max(_whole(message.get("count")) or 0, 0), MOST_AT_ONCE)


def _whole(value: Any) -> int | None:
    return value if type(value) is int and abs(value) < 2**53 else None


def _name(value: Any) -> str | None:
    return value if isinstance(value, str) else None
