"""How many rows of each class train, and how many are held out."""

import numpy as np
import plotly.graph_objects as go

from nncore.data import Dataset
from ui.figures.base import blank, class_look
from ui.names import plotly
from ui.theme import tokens

MOST_WRITTEN = 4
"""Classes up to which each bar has room for a word."""
PARTS = (("train", "training", 1.0), ("validation", "validation", 0.65), ("test", "test", 0.4))
"""Rows of a data set → their name, and how strong their colour is."""


def class_balance(dataset: Dataset, *, dark: bool = False) -> go.Figure:
    """Rows of each class, stacked by what they are for."""
    figure = blank("Rows of each class", "", "rows", dark)
    names = [plotly(name) for name in dataset.classes]
    colours = [class_look(number, dark)[0] for number in range(len(names))]
    for part, word, strength in PARTS:
        rows = getattr(dataset, part)
        if not len(rows):
            continue
        counts = np.bincount(dataset.labels[rows], minlength=len(names))
        figure.add_bar(
            x=names,
            y=counts.tolist(),
            name=word,
            marker={"color": colours, "opacity": strength},
            text=[f"{count:,} {word}" if len(names) <= MOST_WRITTEN else f"{count:,}" for count in counts.tolist()],
            textfont_color=tokens(dark)["background" if strength == 1.0 else "text"],
            hovertemplate=f"%{{x}}: %{{y}} for {word}<extra></extra>",
        )
    figure.update_layout(barmode="stack", showlegend=False)
    figure.update_xaxes(type="category", showgrid=False)
    return figure
