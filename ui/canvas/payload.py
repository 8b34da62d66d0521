"""What the network canvas is sent: a drawing as JSON, and its numbers as arrays.

`drawing_payload` describes who is there and who is connected; it changes when the drawing does.
`values` holds every number of the moment; it follows each touch of a weight, and is small.
"""

import math
from functools import lru_cache
from typing import Any

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.network import Connection, Network, Unit
from nncore.propagation import Trace
from ui.core.layer_names import layer_title

Array = np.ndarray

MOST_DRAWN = 128
"""Units of a layer that are drawn one by one; a larger layer is a block with its number."""
MOST_CONNECTIONS = 30_000
"""Connections listed one by one, 2 MB of a frame; beyond it the largest layers become blocks as well."""
MOST_TRACES = 200
"""Cut connections that are shown as faint traces, ready to be restored."""


def drawing_payload(network: Network, theta: Array, trace: Trace, *, version: int = 0) -> dict[str, Any]:
    """The drawing for `NetworkView.draw`.

    theta: shape (network.size,). trace: of one sample. version: changes whenever the drawing does.
    Numbers that are not finite become None, since JSON has no word for them; the arrays carry them.
    "slot" and "flat" are places in the arrays of `values`.
    """
    layers = [_layer(network, layer, theta, trace) for layer in range(len(network.layers))]
    connections = _connections(network, theta)
    _count_shown(network, [unit for layer in layers for unit in layer["units"]] + connections)
    return {
        "version": version,
        "layers": layers,
        "connections": connections,
        "cut": [{"id": str(connection)} for connection in _traces(network)],
        "activations": [
            {"name": record.name, "label": record.label, "outputOnly": not record.elementwise}
            for record in ACTIVATIONS.values()
        ],
    }


def values(network: Network, theta: Array, trace: Trace) -> dict[str, Array]:
    """theta by slot, z and a by flat unit number, as float32 arrays for `NetworkView.update`."""
    z, a = (np.concatenate([layer[0] for layer in layers]) for layers in (trace.z, trace.a))
    with np.errstate(over="ignore"):
        return {"theta": by_slot(network, theta), "z": z.astype(np.float32), "a": a.astype(np.float32)}


def blocks(network: Network) -> frozenset[int]:
    """The layers of too many units to draw one by one, and the largest ones while too many connections are left."""
    few = max(network.sizes) <= MOST_DRAWN and network.size <= MOST_CONNECTIONS
    return frozenset() if few else _blocks(network)


@lru_cache(maxsize=16)
def _blocks(network: Network) -> frozenset[int]:
    sizes = network.sizes
    found = {layer for layer, size in enumerate(sizes) if size > MOST_DRAWN}
    for layer in sorted(set(range(len(sizes))) - found, key=lambda layer: -sizes[layer]):
        if _most_connections(network, found) <= MOST_CONNECTIONS:
            break
        found.add(layer)
    return frozenset(found)


def _most_connections(network: Network, blocks: set[int]) -> int:
    """How many connections lie between layers that are no blocks, those that are cut included."""
    pairs = enumerate(zip(network.sizes, network.sizes[1:], strict=False))
    near = sum(size * following for layer, (size, following) in pairs if not blocks & {layer, layer + 1})
    return near + sum(not blocks & {skip.source.layer, skip.target.layer} for skip in network.skips)


def by_slot(network: Network, numbers: Array) -> Array:
    """θ, or what is laid out like it, as float32 by the slots of the payload: what belongs to blocks is left out."""
    shown = numbers[_shown(network)] if blocks(network) else numbers
    with np.errstate(over="ignore"):  # beyond float32 it is shown as ∞
        return shown.astype(np.float32)


@lru_cache(maxsize=16)
def _shown(network: Network) -> Array:
    """Where in θ those numbers stand that are drawn one by one, in order."""
    hidden, shown = blocks(network), np.zeros(network.size, bool)
    drawn = np.array([unit.layer not in hidden for unit in network.units()])
    for layer in sorted(set(range(1, len(network.layers))) - hidden):
        reads = network.reads(layer)
        rows = shown[network.block(layer)].reshape(network.sizes[layer], -1)
        rows[:, :-1] = drawn[reads.start : reads.stop]
        rows[:, -1] = True
    return np.flatnonzero(shown)


def _layer(network: Network, layer: int, theta: Array, trace: Trace) -> dict[str, Any]:
    block = layer in blocks(network)
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
    hidden, units, listed = blocks(network), list(network.units()), []
    for layer in sorted(set(range(1, len(network.layers))) - hidden):
        reads = network.reads(layer)
        read = enumerate(units[reads.start : reads.stop])
        sources = [(column, unit) for column, unit in read if unit.layer not in hidden]
        mask = network.mask(layer)
        start, width = network.block(layer).start, len(reads) + 1
        for index in range(network.sizes[layer]):
            target = Unit(layer, index)
            for column, source in sources:
                if mask is not None and not mask[index, column]:
                    continue
                slot = start + index * width + column
                connection = {"id": f"{source}>{target}", "slot": slot, "weight": _finite(theta[slot])}
                if source.layer < layer - 1:
                    connection["skip"] = True
                if network.pinned and Connection(source, target) in network.pinned:
                    connection["pinned"] = True
                listed.append(connection)
    return listed


def _count_shown(network: Network, items: list[dict[str, Any]]) -> None:
    """Number the slots of units and connections as `by_slot` does."""
    if blocks(network):
        owners = [item for item in items if "slot" in item]
        places = np.searchsorted(_shown(network), [item["slot"] for item in owners])
        for item, place in zip(owners, places.tolist(), strict=True):
            item["slot"] = place


def _traces(network: Network) -> list[Connection]:
    hidden = blocks(network)
    drawn_singly = [c for c in network.cut if not hidden & {c.source.layer, c.target.layer}]
    return sorted(drawn_singly)[:MOST_TRACES]


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
