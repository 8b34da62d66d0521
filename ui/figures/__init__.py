"""Charts: pure functions from plain arrays to Plotly figures, one file a chart. They know no Streamlit.

Every one takes `dark` and keeps the reader's zoom while its data changes (uirevision).
"""

from ui.figures.accuracy_curve import accuracy_curve
from ui.figures.activation_graph import activation_graph
from ui.figures.boundary import boundary
from ui.figures.calibration import calibration
from ui.figures.confusion import confusion
from ui.figures.correlation import correlation
from ui.figures.cost_contour import cost_contour
from ui.figures.cost_curve import cost_curve
from ui.figures.fit_curve import fit_curve
from ui.figures.hidden_space import hidden_space
from ui.figures.histogram import histogram
from ui.figures.landscape import landscape
from ui.figures.loss_curve import loss_curve
from ui.figures.points import Points
from ui.figures.roc import roc
from ui.figures.surface import surface
from ui.figures.weights_over_time import weights_over_time

__all__ = [
    "Points",
    "accuracy_curve",
    "activation_graph",
    "boundary",
    "calibration",
    "confusion",
    "correlation",
    "cost_contour",
    "cost_curve",
    "fit_curve",
    "hidden_space",
    "histogram",
    "landscape",
    "loss_curve",
    "roc",
    "surface",
    "weights_over_time",
]
