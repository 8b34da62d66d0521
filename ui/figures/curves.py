"""Curves over the epochs, training and test: what the loss and accuracy charts have in common."""

from ui.figures.base import NUMBER, blank, thinned, upright
from ui.theme import tokens


def curves(title, y, epochs, train, test, *, number=NUMBER, marks=(), branches=(), position=None, dark=False):
    """Training as a solid line, test as a dashed one.

    epochs, train, test: (epochs,); test is None without held-out rows. marks: (epoch, what changed) pairs.
    branches: (epochs, train, test) of runs left behind, drawn in grey. position: the epoch on screen.
    """
    colour = tokens(dark)
    figure = blank(title, "epoch", y, dark)
    figure.update_layout(hovermode="x unified", xaxis_rangemode="tozero", xaxis_hoverformat=",d")
    for branch, (branch_epochs, *pair) in enumerate(branches):
        for name, values, dash in zip(("training", "test"), pair, ("solid", "dash"), strict=True):
            if values is not None:
                line = {"color": colour["edge"], "width": 1, "dash": dash}
                first = name == "training" and branch == 0
                add(
                    figure,
                    "earlier" if first else f"earlier {name}",
                    branch_epochs,
                    values,
                    line,
                    number,
                    in_legend=first,
                )
    add(figure, "training", epochs, train, {"color": colour["train"], "width": 2}, number)
    if test is not None:
        add(figure, "test", epochs, test, {"color": colour["test"], "width": 2, "dash": "dash"}, number)
    for epoch, change in marks:
        upright(figure, epoch, change, dark, dash="dot")
    if position is not None:
        upright(figure, position, "", dark)
    return figure


def add(figure, name, epochs, values, line, number, in_legend=True):
    x, y = thinned(epochs, values)
    figure.add_scatter(
        x=x, y=y, name=name, mode="lines", line=line, showlegend=in_legend, hovertemplate=f"%{{y:{number}}}"
    )
