"""A file of ours: its text says what is drawn, see nncore.export.about."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nncore.explain.numbers import format_number
from nncore.imports.imported import Imported
from nncore.imports.shapes import checked_scaler, theta_of
from nncore.serialize import network_from_dict

LONGEST_ABOUT = 2_000_000
"""Bytes; a drawing as large as they get, with most of it cut, takes less."""
DAMAGED = "what the file says about its drawing can't be read; take it from the app once more"

Array = np.ndarray


def as_drawn(text: bytes | str, arrays: Mapping[str, Array], names: Callable[[int], tuple[str, str]]) -> Imported:
    """The drawing and the scaler that the text of a file describes, with the numbers in its arrays.

    names: of a layer's weights and biases, for layers from 1. Raises ValueError where something isn't sound.
    """
    spec = _read(text)
    network = network_from_dict(spec["drawing"])
    pairs = [names(layer) for layer in range(1, len(network.layers))]
    weights, biases = zip(*[(_array(arrays, weight), _array(arrays, bias)) for weight, bias in pairs], strict=True)
    center, scale = (_numbers(spec.get(name)) for name in ("center", "scale"))
    scaler = checked_scaler(center, scale, network.sizes[0])
    return Imported(network, theta_of(network, weights, biases), *scaler, _note(spec))


def _read(text: bytes | str) -> dict[str, Any]:
    if len(text) > LONGEST_ABOUT:
        raise ValueError(f"the drawing takes {len(text):,} bytes; at most {LONGEST_ABOUT:,} are read")
    try:
        spec = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(DAMAGED) from None
    if not isinstance(spec, dict) or "drawing" not in spec:
        raise ValueError(DAMAGED)
    return spec


def _array(arrays: Mapping[str, Array], name: str) -> Array:
    if name not in arrays:
        raise ValueError(f"{name!r} is missing in the file; take it from the app once more")
    return arrays[name]


def _numbers(values: Any) -> Array:
    if not isinstance(values, list) or not all(map(_is_number, values)):
        raise ValueError(DAMAGED)
    return np.array(values, dtype=float)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= 1e300


def _note(spec: dict[str, Any]) -> str:
    """How outputs become values, where a network has learned scaled ones."""
    center, scale = _numbers([spec.get("target_center"), spec.get("target_scale")])
    if (center, scale) == (0, 1):
        return ""
    return (
        f"It gives scaled values: output × {format_number(scale)} + {format_number(center)} is in the unit of the data."
    )
