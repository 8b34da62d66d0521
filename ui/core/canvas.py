"""The network canvas: what Python answers to what the hand does.

The browser sends one request at a time, {id, client, edits, have}, on a direct line or with a run of the script. It
holds every edit that has not been acknowledged, so a request that is lost or repeated does no harm.
"""

import secrets
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from nncore.explain import explain_unit
from nncore.network import Connection, Network, Unit
from nncore.propagation import Pass
from nncore.sentences import capitalised
from nncore.units import parse_item, target_of
from ui.canvas.payload import drawing_payload, values
from ui.core.samples import own_values
from ui.core.session import Session
from ui.link import channel
from ui.link.frame import pack

MOST_EDITS = 5000
"""Edits that one request may hold."""
MOST_CLIENTS = 8
"""Browser views whose last edit is remembered; more than a few are never open on one session."""
MOST_PRODUCTS = 12
"""Products that the arithmetic of a neuron writes out."""


@dataclass(eq=False)
class Hand:
    """What one visitor's hand has done so far to a session.

    selected: id of the neuron or connection that is looked at, or None.
    acknowledged: the last edit seen of each browser view. key: tells this hand's versions from another's.
    table: whether the table of weights is on the page. shown: what the widgets around the canvas show, see `beside`.
    frames: how many were made. line: the secret of the direct line; direct: whether views may use it, as words beside
    the canvas follow by themselves.
    """

    session: Session
    selected: str | None = None
    acknowledged: dict[str, int] = field(default_factory=dict)
    key: str = field(default_factory=lambda: secrets.token_hex(4))
    table: bool = False
    shown: tuple | None = None
    frames: int = 0
    line: str = ""
    direct: bool = True

    def __post_init__(self):
        self.line = channel.line(self)

    def hear(self, told: Any) -> bytes:
        return packed(answer(told, self))

    def meanwhile(self, halt: Event) -> None:
        """Nothing: a drawing changes by hand only."""


def answer(request: Any, hand: Hand) -> dict[str, Any]:
    """Apply the edits of a request that are new, in order, and return the frame that shows the result.

    reply, client: which request is answered; ack: the last edit seen; refused: [{n, message}], edits that could
    not be done; drawing: names this drawing; payload: the drawing itself, unless the client `has` it;
    words: the arithmetic of what is selected; line, direct, frame, behind: for ui/link/channel.js;
    theta, z, a: float32 arrays. A request of another shape changes nothing.
    """
    with hand.session.lock:
        return _answer(request if isinstance(request, dict) else {}, hand.session, hand)


def _answer(request, session, hand):
    client = request.get("client") if isinstance(request.get("client"), str) else ""
    client = client[:40]
    refused = _apply_new(request.get("edits"), client, session, hand)
    drawing, sample = session.drawing, own_values(session)
    trace = sample.trace
    if not selectable(drawing.network, hand.selected):
        hand.selected = None
    history = {"undo": session.can_undo, "redo": session.can_redo}
    name = f"{hand.key}:{session.version}"
    payload = None
    if request.get("have") != name:
        payload = drawing_payload(drawing.network, drawing.theta, trace, version=session.version, history=history)
    hand.frames += 1
    return {
        "line": hand.line,
        "direct": hand.direct and channel.served(),
        "frame": hand.frames,
        "behind": hand.shown is not None and hand.shown != beside(hand),
        "reply": request.get("id") if isinstance(request.get("id"), int) else 0,
        "client": client,
        "ack": hand.acknowledged.get(client, 0),
        "refused": refused,
        "drawing": name,
        "history": history,
        "payload": payload,
        "words": arithmetic(hand, sample),
        **values(drawing.network, drawing.theta, trace),
    }


def beside(hand: Hand) -> tuple:
    """What fields and table beside the canvas show."""
    session = hand.session
    return session.experiment.network.input_names, session.inputs, session.drawing if hand.table else None


def arithmetic(hand: Hand, sample: Pass) -> str:
    """How the value of the selected neuron comes about, else that of the output."""
    unit = Unit(sample.network.depth, 0)
    if hand.selected is not None:
        unit = target_of(parse_item(hand.selected))
    explained = explain_unit(sample, unit, most=MOST_PRODUCTS)
    hint = "" if hand.selected else "Select another neuron on the drawing to read how it comes about."
    title = "" if str(explained).startswith(explained.title) else f"{explained.title}:"
    return "\n".join(filter(None, [title, str(explained), explained.note or hint]))


def packed(frame: dict[str, Any]) -> bytes:
    """A frame as the one bytes value that a component is sent."""
    arrays = {name: frame[name] for name in ("theta", "z", "a")}
    return pack({name: value for name, value in frame.items() if name not in arrays}, arrays)


def selectable(network: Network, id: Any) -> bool:
    """Whether an id names a unit or a connection of this drawing."""
    try:
        item = parse_item(id)
    except ValueError:
        return False
    if isinstance(item, Connection):
        return network.drawn(item)
    return item.layer <= network.depth and item.index < network.sizes[item.layer]


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
        elif reason := session.edit(of_client(edit, client)):
            refused.append({"n": n, "message": capitalised(reason)})
    if client and last:
        hand.acknowledged.pop(client, None)
        hand.acknowledged[client] = last  # now the newest
        for oldest in list(hand.acknowledged)[:-MOST_CLIENTS]:
            del hand.acknowledged[oldest]
    return refused


def of_client(edit: dict[str, Any], client: str) -> dict[str, Any]:
    """The edit with a gesture that is told from those of other views."""
    return edit | {"gesture": (client, edit["kind"], edit["gesture"])} if "gesture" in edit and "kind" in edit else edit
