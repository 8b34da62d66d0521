"""A Plotly chart that changes in place: no flicker, and the reader's zoom stays."""

import json

import plotly.graph_objects as go
import streamlit as st

from ui.streamlit.mount import mount


def is_dark() -> bool:
    """Whether the visitor's theme is dark."""
    return st.context.theme.type == "dark"


def chart(figure: go.Figure, key: str, label: str, height: int = 320) -> None:
    """Show a figure. label: what it says, for those who do not see it. height: in pixels."""
    figure.update_layout(height=height)
    data = {"figure": json.loads(figure.to_json()), "label": label, "height": height}
    mount("chart.js", key=key, data=data)
