"""The drawing as a table: one row for each weight and bias."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nncore.drawing import Drawing
from nncore.network import Connection, Unit
from nncore.units import parse_item

MOST_ROWS = 1000


@dataclass(frozen=True)
class WeightTable:
    """frame: columns into, from, value, pinned. ids: of each row. left_out: weights beyond MOST_ROWS."""

    frame: pd.DataFrame
    ids: list[str]
    left_out: int


def weight_table(drawing: Drawing) -> WeightTable:
    """Neuron by neuron: the weights of what it reads, then its bias."""
    network = drawing.network
    rows: list[Connection | Unit] = []
    for unit in network.units():
        if unit.layer == 0:
            continue
        if len(rows) >= MOST_ROWS:
            break
        rows += [*network.incoming(unit), unit]
    every = int(network.weight_slots().sum()) + sum(network.sizes[1:])
    rows = rows[:MOST_ROWS]
    ends = [item if isinstance(item, Connection) else (None, item) for item in rows]
    frame = pd.DataFrame(
        {
            "into": [network.name(target) for _, target in ends],
            "from": ["bias" if source is None else network.name(source) for source, _ in ends],
            "value": [float(drawing.theta[network.slot(item)]) for item in rows],
            "pinned": [item in network.pinned for item in rows],
        }
    )
    return WeightTable(frame, [str(item) for item in rows], every - len(rows))


def table_edits(ids: list[str], edited: Mapping[int, Mapping[str, Any]], drawing: Drawing) -> list[dict[str, Any]]:
    """The edits that a changed table asks for; `edited` is row number → {column: new value}.

    The table's editor names what was changed since it appeared: what the drawing has already is left out.
    """
    network = drawing.network
    edits = []
    for row, changes in edited.items():
        id = ids[int(row)]
        item = parse_item(id)
        value = changes.get("value")
        if value is not None and value != drawing.theta[network.slot(item)]:
            kind = "set_weight" if isinstance(item, Connection) else "set_bias"
            edits.append({"kind": kind, "id": id, "value": value})
        if "pinned" in changes and changes["pinned"] != (item in network.pinned):
            edits.append({"kind": "pin" if changes["pinned"] else "unpin", "id": id})
    return edits
