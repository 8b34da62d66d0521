"""Drawings as JSON values, and JSON values as text that fits into a link. Nothing here runs what it reads."""

import base64
import json
import math
import re
import zlib
from typing import Any, NoReturn

from nncore.network import Connection, Layer, Network, Unit
from nncore.units import parse_item

LONGEST_LINK = 64_000
"""Characters; a link of a thousand weights takes about 13,000."""
LARGEST_TOLD = 1_000_000
"""Bytes of JSON that a link may unpack to."""
DEEPEST = 12
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def to_link(spec: Any) -> str:
    """A dictionary of JSON values as text for a URL: JSON, compressed, in the letters of base64url."""
    text = json.dumps(spec, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    if len(packed) > LONGEST_LINK:
        raise ValueError(f"a link of {len(packed):,} characters is too long; save a file instead")
    return packed


def from_link(link: str) -> dict[str, Any]:
    """The dictionary that to_link packed; ValueError for anything else."""
    if not isinstance(link, str) or not 0 < len(link) <= LONGEST_LINK:
        raise ValueError(f"a link has 1 to {LONGEST_LINK:,} characters; copy it whole")
    unpacker = zlib.decompressobj()
    try:
        packed = base64.b64decode(link + "=" * (-len(link) % 4), altchars=b"-_", validate=True)
        text = unpacker.decompress(packed, LARGEST_TOLD)
        spec = parsed(text) if unpacker.eof and not unpacker.unused_data else None
    except (ValueError, zlib.error):  # binascii.Error is a ValueError
        spec = None
    if spec is None:
        raise ValueError("this link can't be read; copy it whole, without the text around it")
    return spec


def parsed(text: bytes) -> dict[str, Any] | None:
    """The dictionary of JSON values that a text is; None for anything else.

    Nested no deeper than DEEPEST, numbers finite, and nothing in it that can't be written again.
    """
    try:
        spec = json.loads(text.decode(), parse_constant=_no_number)
    except (UnicodeError, ValueError, RecursionError):
        return None
    return spec if isinstance(spec, dict) and _is_plain(spec, DEEPEST) else None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _is_plain(value: Any, depth: int) -> bool:
    """Whether a JSON value is nested no deeper than that and holds nothing that can't be written again.

    That is infinity (1e999 reads as one) and half a character (as \\ud800 reads).
    """
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, str):
        return not _HALF_CHARACTER.search(value)
    if isinstance(value, dict | list):
        items = [*value, *value.values()] if isinstance(value, dict) else value
        return depth > 0 and all(_is_plain(item, depth - 1) for item in items)
    return True


def network_to_dict(network: Network) -> dict[str, Any]:
    """A drawing as JSON values: layers as [size, activation], connections as "0.1>1.0"."""
    spec: dict[str, Any] = {"layers": [[layer.size, layer.activation] for layer in network.layers]}
    for name in ("cut", "skips", "pinned"):
        if items := getattr(network, name):
            spec[name] = sorted(map(str, items))
    for name in ("inputs", "outputs"):
        if names := getattr(network, name):
            spec[name] = list(names)
    return spec


def network_from_dict(spec: Any) -> Network:
    """The drawing that network_to_dict gives; ValueError for anything else."""
    if not isinstance(spec, dict) or "layers" not in spec:
        raise ValueError(f"a drawing is {str(spec)[:40]!r}; use an object with layers")
    if unknown := sorted(map(str, set(spec) - {"layers", "cut", "skips", "pinned", "inputs", "outputs"})):
        raise ValueError(f"unknown part {unknown[0][:40]!r} of a drawing; take it out")
    lists = {name: _list(name, value) for name, value in spec.items()}
    cut, skips = (frozenset(map(_connection, lists.get(name, ()))) for name in ("cut", "skips"))
    pinned = frozenset(map(parse_item, lists.get("pinned", ())))
    layers = tuple(_layer(value) for value in lists["layers"])
    names = {name: tuple(lists.get(name, ())) for name in ("inputs", "outputs")}
    return Network(layers, cut, skips, pinned, **names)


def _connection(text: Any) -> Connection:
    item = parse_item(text)
    if isinstance(item, Unit):
        raise ValueError("cut and skips hold a unit; use connections such as 0.1>1.0")
    return item


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{name} is {str(value)[:40]!r}; use a list")
    return value


def _layer(value: Any) -> Layer:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f"a layer is {str(value)[:40]!r}; use [size, activation]")
    return Layer(*value)
