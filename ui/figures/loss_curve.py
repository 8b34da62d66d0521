"""Loss over the epochs."""

from ui.figures.curves import curves


def loss_curve(epochs, train, test=None, *, unit="loss", log=False, marks=(), branches=(), position=None, dark=False):
    """Training and test loss, on a logarithmic scale if asked for.

    unit: name of the loss. The other arguments: see ui.figures.curves.
    """
    figure = curves("Loss", unit, epochs, train, test, marks=marks, branches=branches, position=position, dark=dark)
    figure.update_yaxes(type="log" if log else "linear", rangemode="normal" if log else "tozero")
    if log:
        figure.update_yaxes(dtick=1, exponentformat="power")
    return figure
