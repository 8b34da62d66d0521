"""JSON in files from elsewhere: read within bounds, and lists of numbers in it as arrays."""

import json
from typing import Any

import numpy as np

MOST_JSON = 6_000_000
"""Bytes; a network of 150,000 weights takes about 3,500,000."""

Array = np.ndarray


def read_json(content: bytes | str, what: str) -> dict[str, Any]:
    """The object that a JSON text is. Raises ValueError for anything else."""
    if len(content) > MOST_JSON:
        raise ValueError(f"{what} is longer than {MOST_JSON:,} characters; bring a smaller network")
    try:
        spec = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError(f"{what} is damaged JSON; save the file again") from None
    if not isinstance(spec, dict):
        raise ValueError(f"{what} is JSON, but no object; save the network again")
    return spec


def array_of(value: Any, sides: int, what: str) -> Array:
    """A list of numbers, or a list of such lists, as a float array with that many sides."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError, RecursionError):
        array = np.array(np.nan)
    if array.ndim != sides:
        kind = "a list of numbers" if sides == 1 else "a list of rows of numbers, all equally long"
        raise ValueError(f"{what} is not {kind}; save the network again")
    return array
