"""The network as a picture to watch: the values of one sample, with the current place lit up."""

from collections.abc import Iterable

import numpy as np
import streamlit as st

from nncore.network import Connection, Network, Unit
from nncore.propagation import Trace
from nncore.units import parse_item, target_of
from ui.canvas.payload import by_slot, drawing_payload, values
from ui.link.frame import pack
from ui.streamlit.mount import mount


def picture(
    key: str,
    network: Network,
    theta: np.ndarray,
    trace: Trace,
    *,
    units: Iterable[Unit] = (),
    connections: Iterable[Connection] = (),
    unknown: Iterable[Unit] = (),
    slope: np.ndarray | None = None,
    label: str = "Network",
    room: int = 270,
) -> None:
    """Show a drawing with the values of a trace of one sample.

    units, connections: the place that is lit up. unknown: units whose value is not computed yet, shown as "?".
    slope: ∂J/∂θ, shape (network.size,), for the hover texts. room: pixels of the window's height left to the rest.
    """
    arrays = values(network, theta, trace)
    hidden = [network.flat(unit) for unit in unknown]
    for name in ("z", "a"):
        arrays[name] = arrays[name].copy()
        arrays[name][hidden] = np.nan
    if slope is not None:
        arrays["derivative"] = by_slot(network, slope)
    light = {"units": [str(unit) for unit in units], "connections": [str(c) for c in connections]}
    payload = drawing_payload(network, theta, trace)
    for layer in payload["layers"]:
        for unit in layer["units"]:
            unit.pop("a"), unit.pop("z")
    header = {"payload": payload, "light": light if light["units"] else None, "label": label, "room": room}
    mount("explain/picture.js", key=key, data=pack(header, arrays), on_selected_change=lambda: None)


def newly_selected(key: str) -> Unit | None:
    """The unit clicked since the last run; of a clicked connection, the unit it leads to."""
    state = st.session_state.get(key) or {}
    click = state.get("selected")
    if not isinstance(click, dict) or click.get("n") == st.session_state.get(f"{key} seen"):
        return None
    st.session_state[f"{key} seen"] = click.get("n")
    try:
        return target_of(parse_item(click.get("id")))
    except ValueError:
        return None
