"""What the canvas shows beside the drawing: what is selected, and the arithmetic of it."""

from dataclasses import dataclass
from threading import Event
from typing import Any

from nncore.explain import explain_unit
from nncore.network import Connection, Network, Unit
from nncore.propagation import Pass
from nncore.units import parse_item, target_of
from ui.canvas.payload import drawing_payload, values
from ui.core.conversation import Arrays, Halted, Header
from ui.core.request import Edit, Request
from ui.core.samples import own_values
from ui.core.saving import SESSION
from ui.core.session import Session

MOST_PRODUCTS = 12
"""Products that the arithmetic of a neuron writes out."""


@dataclass(eq=False)
class CanvasState:
    """A drawing as a canvas shows it; the State of a Conversation.

    selected: id of the neuron or connection that is looked at, or None. table: whether the table of weights stands
    beside it.
    """

    session: Session
    page: str = "draw"
    kept_as: str = SESSION
    selected: str | None = None
    table: bool = False

    def carry_out(self, edit: Edit, halted: Halted) -> str:
        if edit["kind"] != "select":
            return self.session.edit(edit)
        self.selected = edit.get("id") if isinstance(edit.get("id"), str) else None
        return ""

    def play(self, unit: str, count: int, seen: int | None) -> None:
        """Nothing: a drawing changes by hand only."""

    def meanwhile(self, halt: Event) -> None:
        """Nothing, as play."""

    def frame(self, request: Request) -> tuple[Header, Arrays]:
        """drawing: the drawing itself, unless the view has it; words: see there."""
        session = self.session
        drawing, sample = session.drawing, own_values(session)
        header: Header = {"words": self.words()}
        if request.have_drawing != session.version:
            header["drawing"] = drawing_payload(drawing.network, drawing.theta, sample.trace, version=session.version)
        return header, values(drawing.network, drawing.theta, sample.trace)

    def words(self) -> str:
        """The arithmetic of what is selected."""
        if not selectable(self.session.drawing.network, self.selected):
            self.selected = None
        return arithmetic(own_values(self.session), self.selected)

    def widget_state(self) -> tuple[Any, ...]:
        session = self.session
        drawing = session.drawing if self.table else None
        return session.experiment.network.input_names, session.inputs, drawing, session.prepared


def selected_unit(network: Network, selected: str | None) -> Unit:
    """The selected neuron, the one that a selected connection leads to, or the first output."""
    return Unit(network.depth, 0) if selected is None else target_of(parse_item(selected))


def arithmetic(sample: Pass, selected: str | None) -> str:
    """How the value of the selected neuron comes about, else that of the output."""
    explained = explain_unit(sample, selected_unit(sample.network, selected), most=MOST_PRODUCTS)
    hint = "" if selected else "Select another neuron on the drawing to read how it comes about."
    title = "" if str(explained).startswith(explained.title) else f"{explained.title}:"
    return "\n".join(filter(None, [title, str(explained), explained.note or hint]))


def selectable(network: Network, id: Any) -> bool:
    """Whether an id names a unit or a connection of this drawing."""
    try:
        item = parse_item(id)
    except ValueError:
        return False
    if isinstance(item, Connection):
        return network.drawn(item)
    return item.layer <= network.depth and item.index < network.sizes[item.layer]
