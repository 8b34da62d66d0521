"""What the stepping pages let a visitor choose: a row of the data, and how far one step goes."""

import streamlit as st

from nncore.propagation import Pass
from ui.core.samples import row_label, rows_of, rows_of_data
from ui.core.session import Session
from ui.names import markdown

BY_NEURON, BY_LAYER = "Neuron", "Layer"


def choose_row(visitor: Session, source: str, page: str, width: int, help: str) -> Pass:
    """One row of a source as a pass of one sample, with its target in words. page: begins the key."""
    rows = rows_of(visitor, source)
    key = f"{page} row {source} {len(rows)}"
    number = st.number_input("Row", 1, len(rows), key=key, width=width, help=help)
    st.caption(f"Target: {markdown(row_label(visitor, int(rows[number - 1])))}", width="content")
    return rows_of_data(visitor, rows[number - 1 : number])


def choose_by_layer(key: str) -> bool:
    """Whether a step is a whole layer, or one neuron."""
    chosen = st.segmented_control(
        "Step by",
        (BY_NEURON, BY_LAYER),
        default=BY_NEURON,
        required=True,
        key=key,
        help="One neuron at a time, or a whole layer",
    )
    return chosen == BY_LAYER
