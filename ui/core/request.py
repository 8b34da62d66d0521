"""What the studio asks for, read from the state value that a browser sends: anything may stand in it."""

from dataclasses import dataclass

UNITS = ("sample", "step", "epoch")
MOST_EDITS = 500
MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class Request:
    """One request of the loop.

    edits: what the hand did and Python hasn't acknowledged, in order, each {"n": …, "kind": …, …}.
    play: (unit, count) to train now, count 0 for as many as time allows; None while paused.
    have: what need not be sent again. chart, link: whether curves and a link are wanted. dark: the ground.
    """

    id: int = 0
    client: str = ""
    edits: tuple[dict, ...] = ()
    play: tuple[str, int] | None = None
    have_drawing: int | None = None
    have_scene: str | None = None
    chart: bool = True
    link: bool = True
    dark: bool = False


def read(told) -> Request:
    """The request in a state value; what makes no sense in it is left out."""
    if not isinstance(told, dict):
        return Request()
    have, want = (told[name] if isinstance(told.get(name), dict) else {} for name in ("have", "want"))
    edits = told.get("edits")
    sound = [edit for edit in edits[:MOST_EDITS] if _is_edit(edit)] if isinstance(edits, list) else []
    return Request(
        id=_whole(told.get("id")) or 0,
        client=str(told.get("client", ""))[:40],
        edits=tuple(sorted(sound, key=lambda edit: edit["n"])),
        play=_play(told.get("play")),
        have_drawing=_whole(have.get("drawing")),
        have_scene=have["scene"] if isinstance(have.get("scene"), str) else None,
        chart=want.get("chart") is not False,
        link=want.get("link") is not False,
        dark=want.get("dark") is True,
    )


def _is_edit(edit) -> bool:
    return isinstance(edit, dict) and _whole(edit.get("n")) is not None and isinstance(edit.get("kind"), str)


def _play(told):
    if not isinstance(told, dict) or told.get("unit") not in UNITS:
        return None
    return told["unit"], min(max(_whole(told.get("count")) or 0, 0), MOST_AT_ONCE)


def _whole(value) -> int | None:
    return value if type(value) is int and abs(value) < 2**53 else None

