"""What a hand does to a drawing: every edit is a pure function from a drawing to a drawing.

An edit is a dictionary as the canvas sends it, `{"kind": "set_weight", "id": "0.1>1.0", "value": 2}`.
`EDITS` holds one function per kind. An edit that is malformed, outdated or impossible raises
ValueError with the reason, and the drawing stays as it was.

Weights that an edit does not name keep their values. Where an edit brings new connections along (a new
unit, a new layer, the neighbours of a removed one) they get Glorot-uniform weights and zero biases,
always the same for the same drawing, so that redoing an edit repeats it. A connection drawn by hand
starts at 1: it passes its value on until the hand says otherwise.
"""

import reprlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nncore import randomness
from nncore.drawing import Drawing, carry
from nncore.layer import MAX_UNITS
from nncore.network import Connection, Layer, Network, Unit
from nncore.parameters import initialize
from nncore.relocation import Relocation, inserted, moved, removed, removed_unit, resized
from nncore.units import parse_item

Array = np.ndarray

MAX_VALUE = 1_000_000
"""The largest weight, bias or input that a hand can set."""
HAND_DRAWN = 1.0
"""The weight of a connection drawn by hand."""


Edit = Mapping[str, Any]


def apply_edit(drawing: Drawing, edit: Edit) -> Drawing:
    """The drawing after an edit. Raises ValueError, with the reason, for one that cannot be done."""
    kind = edit.get("kind") if isinstance(edit, Mapping) else None
    if not isinstance(kind, str) or kind not in EDITS:
        raise ValueError(f"unknown edit {_shown(kind)}; choose from {', '.join(EDITS)}")
    return EDITS[kind](drawing, edit)


def fresh_theta(network: Network) -> Array:
    """Weights for what an edit adds, shape (network.size,): Glorot uniform, the same for the same size."""
    return initialize(network, "glorot_uniform", randomness.rng(network.size, randomness.WEIGHTS)).theta


# -------------------------------------------------------------------- the edits


def _carried(drawing: Drawing, new: Network, relocate: Relocation) -> Drawing:
    return Drawing(new, carry(drawing.network, drawing.theta, new, relocate, fresh_theta(new)))


def _redrawn(drawing: Drawing, new: Network) -> Drawing:
    """The same units with other connections; a connection that is new carries HAND_DRAWN."""
    hand = np.full(new.size, HAND_DRAWN)
    return Drawing(new, carry(drawing.network, drawing.theta, new, lambda unit: unit, hand))


def _with_number(drawing: Drawing, item: Connection | Unit, value: float) -> Drawing:
    theta = drawing.theta.copy()
    theta[drawing.network.slot(item)] = value
    return Drawing(drawing.network, theta)


def set_weight(drawing: Drawing, edit: Edit) -> Drawing:
    connection = _connection(edit)
    _check_drawn(drawing.network, connection)
    return _with_number(drawing, connection, _value(edit))


def set_bias(drawing: Drawing, edit: Edit) -> Drawing:
    unit = _unit(edit)
    if unit.layer == 0:
        raise ValueError(f"{unit} is an input and has no bias")
    return _with_number(drawing, unit, _value(edit))


def connect(drawing: Drawing, edit: Edit) -> Drawing:
    connection = _connection(edit)
    if drawing.network.drawn(connection):
        raise ValueError(f"{connection} is connected already")
    return _redrawn(drawing, drawing.network.connect(connection))


def disconnect(drawing: Drawing, edit: Edit) -> Drawing:
    connection = _connection(edit)
    _check_drawn(drawing.network, connection)
    return _redrawn(drawing, drawing.network.disconnect(connection))


def add_unit(drawing: Drawing, edit: Edit) -> Drawing:
    layer = _whole(edit, "layer")
    new = drawing.network.add_unit(layer)
    return _carried(drawing, new, resized(layer, new.sizes[layer]))


def remove_unit(drawing: Drawing, edit: Edit) -> Drawing:
    unit = _unit(edit)
    return _without_units(drawing, unit.layer, {unit})


def _without_units(drawing: Drawing, layer: int, units: set[Unit]) -> Drawing:
    """Take units of one layer away; a hidden layer goes with its last unit."""
    network = drawing.network
    if layer <= network.depth and units == {Unit(layer, index) for index in range(network.sizes[layer])}:
        if layer in (0, network.depth):
            raise ValueError(f"a drawing needs at least one {'input' if layer == 0 else 'output'}")
        return _carried(drawing, network.remove(layer), removed(layer))
    return _carried(drawing, network.remove_unit(*units), removed_unit(*units))


def remove(drawing: Drawing, edit: Edit) -> Drawing:
    """Take several units and connections away at once."""
    ids = edit.get("ids")
    if not isinstance(ids, list | tuple) or not 0 < len(ids) <= 10 * MAX_UNITS:
        raise ValueError("nothing to remove: select neurons or connections first")
    items = {parse_item(id) for id in ids}
    connections = {item for item in items if isinstance(item, Connection)}
    units = {item for item in items if isinstance(item, Unit)}
    for connection in connections:
        _check_drawn(drawing.network, connection)
    drawing = _redrawn(drawing, drawing.network.disconnect(*connections))
    for layer in sorted({unit.layer for unit in units}, reverse=True):  # from the back: the others keep their ids
        drawing = _without_units(drawing, layer, {unit for unit in units if unit.layer == layer})
    return drawing


def add_layer(drawing: Drawing, edit: Edit) -> Drawing:
    """Put a hidden layer before layer `at`, with the activation of the hidden layer next to it."""
    at, size = _whole(edit, "at"), _whole(edit, "size")
    hidden = drawing.network.layers[1:-1]
    activation = hidden[min(max(at - 2, 0), len(hidden) - 1)].activation if hidden else "linear"
    return _carried(drawing, drawing.network.insert(at, Layer(size, activation)), inserted(at))


def remove_layer(drawing: Drawing, edit: Edit) -> Drawing:
    layer = _whole(edit, "layer")
    return _carried(drawing, drawing.network.remove(layer), removed(layer))


def move_layer(drawing: Drawing, edit: Edit) -> Drawing:
    layer, to = _whole(edit, "layer"), _whole(edit, "to")
    return _carried(drawing, drawing.network.move(layer, to), moved(layer, to))


def activate(drawing: Drawing, edit: Edit) -> Drawing:
    return Drawing(drawing.network.activate(_whole(edit, "layer"), _text(edit, "name")), drawing.theta)


def rename(drawing: Drawing, edit: Edit) -> Drawing:
    """Name an input or an output; an empty name gives it its usual one back."""
    network, unit, name = drawing.network, _unit(edit), _text(edit, "name").strip()
    usual = Network(network.layers)
    if unit.layer == 0:
        names = _named(network.input_names, unit, name or _at(usual.input_names, unit))
        return Drawing(network.rename(inputs=names), drawing.theta)
    if unit.layer == network.depth:
        names = _named(network.output_names, unit, name or _at(usual.output_names, unit))
        return Drawing(network.rename(outputs=names), drawing.theta)
    raise ValueError(f"{unit} is a hidden neuron; only inputs and outputs carry names of their own")


def _at(names: tuple[str, ...], unit: Unit) -> str:
    if unit.index >= len(names):
        raise ValueError(f"there is no unit {unit} in this drawing")
    return names[unit.index]


def _named(names: tuple[str, ...], unit: Unit, name: str) -> tuple[str, ...]:
    _at(names, unit)
    return (*names[: unit.index], name, *names[unit.index + 1 :])


def pin(drawing: Drawing, edit: Edit) -> Drawing:
    return Drawing(drawing.network.pin(parse_item(edit.get("id"))), drawing.theta)


def unpin(drawing: Drawing, edit: Edit) -> Drawing:
    item = parse_item(edit.get("id"))
    if item not in drawing.network.pinned:
        raise ValueError(f"{item} is not pinned")
    return Drawing(drawing.network.unpin(item), drawing.theta)


EDITS: dict[str, Callable[[Drawing, Edit], Drawing]] = {
    function.__name__: function
    for function in (
        set_weight, set_bias, connect, disconnect, add_unit, remove_unit, remove,
        add_layer, remove_layer, move_layer, activate, rename, pin, unpin,
    )
}  # fmt: skip
"""Kind of edit → what it does. Inputs, presets, undo and redo are the session's, not the drawing's."""


# -------------------------------------------------------------------- reading an edit's fields


def checked_value(value: object) -> float:
    """A number a hand may set: finite and within ±MAX_VALUE, else ValueError."""
    if not (isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MAX_VALUE):
        raise ValueError(f"{_shown(value)} is no number between −{MAX_VALUE:,} and {MAX_VALUE:,}")
    return float(value) + 0.0  # turns −0 into 0


def _shown(value: object) -> str:
    """A value in a message, kept short whatever it is."""
    is_huge = isinstance(value, int) and abs(value) >= 10**30
    return "a huge number" if is_huge else reprlib.repr(value)


def _value(edit: Edit) -> float:
    return checked_value(edit.get("value"))


def _whole(edit: Edit, field: str) -> int:
    value = edit.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_UNITS:
        raise ValueError(f"{field} {_shown(value)}: give a whole number from 0 to {MAX_UNITS}")
    return value


def _text(edit: Edit, field: str) -> str:
    value = edit.get(field)
    if not isinstance(value, str):
        raise ValueError(f"{field} {_shown(value)}: give a text")
    return value


def _unit(edit: Edit) -> Unit:
    return Unit.parse(_text(edit, "id"))


def _connection(edit: Edit) -> Connection:
    return Connection.parse(_text(edit, "id"))


def _check_drawn(network: Network, connection: Connection) -> None:
    if not network.drawn(connection):
        raise ValueError(f"{connection} is not connected in this drawing")
