"""Learning curves: loss or accuracy over the epochs of a run, with earlier branches in grey."""

import plotly.graph_objects as go

from ui import theme
from ui.names import plotly

MARGIN = {"l": 56, "r": 12, "t": 8, "b": 50}


def learning_curves(
    measure: str, *, baseline: float | None = None, baseline_name: str = "", dark: bool = False
) -> go.Figure:
    """An empty chart of a measure, which ui/live/learning-curves.js fills.

    Traces by name: "old" (branches left behind), "train", "test", "marks" (where settings changed) and "here"
    (the epoch shown). baseline: a value to beat, drawn across.
    """
    colour = theme.tokens(dark)
    figure = go.Figure()
    lines = (
        ("old", {"color": colour["edge"], "width": 1.5}, "before the change"),
        ("train", {"color": colour["train"], "width": 2.5}, "training"),
        ("test", {"color": colour["test"], "width": 2.5, "dash": "dash"}, "test"),
    )
    for name, line, label in lines:
        hover = f"%{{y:.4g}}<extra>{label}</extra>"
        figure.add_scatter(x=[], y=[], name=name, mode="lines", line=line, hovertemplate=hover)
    mark = {"symbol": "triangle-down", "size": 11, "color": colour["accent"]}
    figure.add_scatter(
        x=[], y=[], text=[], name="marks", mode="markers", marker=mark, hovertemplate="%{text}<extra></extra>"
    )
    rim = {"width": 2, "color": colour["background"]}
    here = {"symbol": "circle", "size": 10, "color": colour["train"], "line": rim}
    figure.add_scatter(x=[], y=[], name="here", mode="markers", marker=here, hoverinfo="skip")
    if baseline is not None:
        figure.add_hline(
            y=baseline,
            line={"color": colour["muted"], "width": 1.5, "dash": "dot"},
            annotation={"text": plotly(baseline_name), "font": {"size": 13, "color": colour["muted"]}},
            annotation_position="bottom right",
        )
    figure.update_layout(
        template=theme.template(dark),
        margin=MARGIN,
        showlegend=False,
        hovermode="x unified",
        xaxis={"title": {"text": "epoch"}, "automargin": False, "rangemode": "tozero"},
        yaxis={"title": {"text": measure}, "automargin": False, "exponentformat": "power"},
    )
    return figure
