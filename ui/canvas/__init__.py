"""The network canvas: what Python answers to what the hand does.

The browser sends one request at a time, a state value {id, client, edits, have}. It holds every edit that has
not been acknowledged, so a request that is lost or repeated does no harm.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any

from nncore.network import Connection, Network, Unit
from ui.canvas.payload import drawing_payload, one_sample, values
from ui.frame import pack
from ui.session import Session

__all__ = ["Hand", "answer", "drawing_payload", "one_sample", "packed", "selectable", "values"]

MOST_EDITS = 5000
"""Edits that one request may hold."""
MOST_CLIENTS = 8
"""Browser views whose last edit is remembered; more than a few are never open on one session."""


@dataclass
class Hand:
    """What one visitor's hand has done so far.

    selected: id of the neuron or connection that is looked at, or None.
    acknowledged: the last edit seen of each browser view. key: tells this hand's versions from another's.
    """

    selected: str | None = None
    acknowledged: dict[str, int] = field(default_factory=dict)
    key: str = field(default_factory=lambda: secrets.token_hex(4))


def answer(request: Any, session: Session, hand: Hand) -> dict[str, Any]:
    """Apply the edits of a request that are new, in order, and return the frame that shows the result.

    reply, client: which request is answered; ack: the last edit seen; refused: [{n, message}], edits that could
    not be done; drawing: names this drawing; payload: the drawing itself, unless the client `has` it;
    theta, z, a: float32 arrays. A request of another shape changes nothing.
    """
    request = request if isinstance(request, dict) else {}
    client = request.get("client") if isinstance(request.get("client"), str) else ""
    client = client[:40]
    refused = _apply_new(request.get("edits"), client, session, hand)
    drawing, trace = session.drawing, one_sample(session)
    if not selectable(drawing.network, hand.selected):
        hand.selected = None
    history = {"undo": session.can_undo, "redo": session.can_redo}
    name = f"{hand.key}:{session.version}"
    payload = None
    if request.get("have") != name:
        payload = drawing_payload(drawing.network, drawing.theta, trace, version=session.version, history=history)
    return {
        "reply": request.get("id") if isinstance(request.get("id"), int) else 0,
        "client": client,
        "ack": hand.acknowledged.get(client, 0),
        "refused": refused,
        "drawing": name,
        "history": history,
        "payload": payload,
        **values(drawing.theta, trace),
    }


def packed(frame: dict[str, Any]) -> bytes:
    """A frame as the one bytes value that a component is sent."""
    arrays = {name: frame[name] for name in ("theta", "z", "a")}
    return pack({name: value for name, value in frame.items() if name not in arrays}, arrays)


def selectable(network: Network, id: Any) -> bool:
    """Whether an id names a unit or a connection of this drawing."""
    try:
        if isinstance(id, str) and ">" in id:
            return network.drawn(Connection.parse(id))
        unit = Unit.parse(id)
    except ValueError:
        return False
    return unit.layer <= network.depth and unit.index < network.sizes[unit.layer]


def _apply_new(edits: Any, client: str, session: Session, hand: Hand) -> list[dict[str, Any]]:
    """Apply what is newer than the last acknowledged edit; returns what was refused, and why."""
    refused = []
    last = hand.acknowledged.get(client, 0)
    for edit in edits[:MOST_EDITS] if isinstance(edits, list) else []:
        n = edit.get("n") if isinstance(edit, dict) else None
        if type(n) is not int or n <= last:
            continue
        last = n
        if edit.get("kind") == "select":
            hand.selected = edit.get("id") if isinstance(edit.get("id"), str) else None
        elif reason := session.edit(_of_client(edit, client)):
            refused.append({"n": n, "message": reason[:1].upper() + reason[1:]})
    if client and last:
        hand.acknowledged.pop(client, None)
        hand.acknowledged[client] = last  # now the newest
        for oldest in list(hand.acknowledged)[:-MOST_CLIENTS]:
            del hand.acknowledged[oldest]
    return refused


def _of_client(edit: dict[str, Any], client: str) -> dict[str, Any]:
    """The edit with a gesture that is told from those of other views."""
    return edit | {"gesture": (client, edit["kind"], edit["gesture"])} if "gesture" in edit and "kind" in edit else edit
