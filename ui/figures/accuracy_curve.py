"""Accuracy over the epochs."""

from ui.figures.curves import curves
from ui.theme import tokens


def accuracy_curve(epochs, train, test=None, *, baseline=None, marks=(), branches=(), position=None, dark=False):
    """Training and test accuracy in percent.

    baseline: accuracy of always answering the most frequent class. The other arguments: see ui.figures.curves.
    """
    figure = curves(
        "Accuracy", "share of right answers", epochs, train, test,
        number=".1%", marks=marks, branches=branches, position=position, dark=dark,
    )  # fmt: skip
    figure.update_yaxes(tickformat=".0%")
    if baseline is not None:
        figure.add_hline(
            y=baseline,
            line={"color": tokens(dark)["muted"], "width": 1, "dash": "dot"},
            annotation={"text": f"always the majority {baseline:.1%}", "font_color": tokens(dark)["muted"]},
            annotation_position="bottom right",
        )
    return figure
