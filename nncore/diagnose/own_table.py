"""What the doctor asks of the data: how they are scaled, and what stands in a table of one's own."""

from typing import Any

from nncore.data import Data, Dataset
from nncore.data.table_rows import columns_in_use

STANDARDISED: dict[str, Any] = {"scaling": "standard"}
SCALED_TARGET: dict[str, Any] = {"scale_target": True}
"""The settings that scale the inputs and the target."""


def is_scaled(data: Data) -> bool:
    return data.scaling != "raw"


def is_own_table(data: Data) -> bool:
    return data.table is not None


def has_numbers(data: Data, column: str) -> bool:
    """Whether one's own table has a column of that name that holds numbers."""
    return data.table is not None and column in data.table.names and data.table[column].numbers is not None


def text_inputs(dataset: Dataset) -> dict[str, list[Any]]:
    """Inputs that hold texts, each with its cells, one a row of the data set."""
    if dataset.data.table is None:
        return {}
    columns = [column for column in columns_in_use(dataset.data) if column.name in dataset.data.features]
    cells = {column.name: column.cells() for column in columns if column.numbers is None}
    return {name: [column[row] for row in dataset.source] for name, column in cells.items()}
