"""What the network canvas is sent: a drawing as JSON, and its numbers as arrays.

`drawing_payload` describes who is there and who is connected; it changes when the drawing does.
`values` holds every number of the moment; it follows each touch of a weight, and is small.
"""

import math
from typing import Any

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.network import Connection, Network, Unit
from nncore.propagation import Trace
from ui.core.layer_names import layer_title
from ui.core.samples import own_values
from ui.core.session import Session

Array = np.ndarray

MOST_DRAWN = 128
"""Units of a layer that are drawn one by one; a larger layer is a block with its number."""
MOST_TRACES = 200
"""Cut connections that are shown as faint traces, ready to be restored."""


def drawing_payload(
    network: Network, theta: Array, trace: Trace, *, version: int = 0, history: dict[str, bool] | None = None
) -> dict[str, Any]:
    """The drawing for `NetworkView.draw`.

    theta: shape (network.size,). trace: of one sample. version: changes whenever the drawing does.
    history: {"undo": bool, "redo": bool}, what is possible.
    Numbers that are not finite become None, since JSON has no word for them; the arrays carry them.
    """
    layers = [_layer(network, layer, theta, trace) for layer in range(len(network.layers))]
    return {
        "version": version,
        "layers": layers,
        "connections": _connections(network, theta),
        "cut": [{"id": str(connection)} for connection in _traces(network)],
        "activations": [
            {"name": record.name, "label": record.label, "outputOnly": record.name == "softmax"}
            for record in ACTIVATIONS.values()
        ],
        "history": history or {"undo": False, "redo": False},
    }


def values(theta: Array, trace: Trace) -> dict[str, Array]:
    """theta by slot, z and a by flat unit number, as float32 arrays for `NetworkView.update`."""
    z, a = (np.concatenate([layer[0] for layer in layers]) for layers in (trace.z, trace.a))
    with np.errstate(over="ignore"):  # beyond float32 it is shown as ∞
        return {name: numbers.astype(np.float32) for name, numbers in (("theta", theta), ("z", z), ("a", a))}


def one_sample(session: Session) -> Trace:
    """Every number of the forward pass for the values on the inputs."""
    return own_values(session).trace


def is_block(network: Network, layer: int) -> bool:
    """True for a layer of too many units to draw one by one."""
    return network.sizes[layer] > MOST_DRAWN


def _layer(network: Network, layer: int, theta: Array, trace: Trace) -> dict[str, Any]:
    block = is_block(network, layer)
    units = [] if block else [Unit(layer, index) for index in range(network.sizes[layer])]
    return {
        "activation": network.activations[layer],
        "label": layer_title(network, layer),
        "size": network.sizes[layer],
        "first": network.first(layer),
        "block": block,
        "units": [_unit(network, unit, theta, trace) for unit in units],
    }


def _unit(network: Network, unit: Unit, theta: Array, trace: Trace) -> dict[str, Any]:
    shown = {
        "id": str(unit),
        "flat": network.flat(unit),
        "name": network.name(unit) if unit.layer in (0, network.depth) else "",
        "short": network.name(unit),
        "z": _finite(trace.z[unit.layer][0, unit.index]),
        "a": _finite(trace.a[unit.layer][0, unit.index]),
    }
    if unit.layer:
        slot = network.slot(unit)
        shown |= {"slot": slot, "bias": _finite(theta[slot]), "biasPinned": unit in network.pinned}
    return shown


def _connections(network: Network, theta: Array) -> list[dict[str, Any]]:
    blocks = {layer for layer in range(len(network.layers)) if is_block(network, layer)}
    shown = []
    for layer in sorted(set(range(1, len(network.layers))) - blocks):
        reads = network.reads(layer)
        sources = [unit for unit in network.units() if network.flat(unit) in reads]
        mask = network.mask(layer)
        start, width = network.block(layer).start, len(reads) + 1
        for index in range(network.sizes[layer]):
            target = Unit(layer, index)
            for column, source in enumerate(sources):
                if source.layer in blocks or (mask is not None and not mask[index, column]):
                    continue
                slot = start + index * width + column
                connection = {"id": f"{source}>{target}", "slot": slot, "weight": _finite(theta[slot])}
                if source.layer < layer - 1:
                    connection["skip"] = True
                if network.pinned and Connection(source, target) in network.pinned:
                    connection["pinned"] = True
                shown.append(connection)
    return shown


def _traces(network: Network) -> list[Connection]:
    drawn_singly = [
        connection for connection in network.cut if not any(is_block(network, unit.layer) for unit in connection)
    ]
    return sorted(drawn_singly)[:MOST_TRACES]


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
