"""What the doctor asks of the data: how they are scaled, and what stands in a table of one's own."""

from typing import Any

from nncore.data import Data
from nncore.data.kinds import cells_by_column, dataset_kind

STANDARDISED: dict[str, Any] = {"standardize": True}
SCALED_TARGET: dict[str, Any] = {"scale_target": True}
"""The settings that scale the inputs and the target."""


def is_standardised(data: Data) -> bool:
    return data.standardize


def can_scale_target(data: Data) -> bool:
    """Whether the target is not scaled yet and can be."""
    return not getattr(data, "scale_target", True)


def is_own_table(data: Data) -> bool:
    return dataset_kind(data.name).own_columns


def cells_of(data: Data, column: str) -> tuple[Any, ...]:
    """The cells of a column of one's own table, as they were brought; () where it has none of that name."""
    return cells_by_column(data.columns, data.rows).get(column, ())
