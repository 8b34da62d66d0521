"""The weights as a table: one row for each drawn connection and each bias."""

from collections.abc import Iterator

from nncore.data.writing import csv_text
from nncore.export.format import Format
from nncore.export.model import Model
from nncore.units import Connection, Unit

COLUMNS = ("layer", "into", "from", "weight", "pinned")


def weights_csv(model: Model) -> bytes:
    """Rows of layer, the neuron that reads, where from ("bias" for the constant), the number in full, pinned or not."""
    return csv_text(COLUMNS, _rows(model)).encode()


def _rows(model: Model) -> Iterator[tuple[object, ...]]:
    network, theta = model.network, model.theta
    for unit in network.units():
        if unit.layer == 0:
            continue
        items: list[Connection | Unit] = [*network.incoming(unit), unit]
        for item in items:
            source = "bias" if isinstance(item, Unit) else network.name(item.source)
            pinned = "yes" if item in network.pinned else ""
            yield unit.layer, network.name(unit), source, repr(float(theta[network.slot(item)])), pinned


WEIGHTS_CSV = Format(
    "weights_csv", "weights", "Weights (CSV)", "Every weight and bias in a table, for a spreadsheet.",
    ".csv", "text/csv", weights_csv,
)  # fmt: skip
