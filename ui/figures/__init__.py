"""Charts: pure functions from data to a Plotly figure, one file a chart. They know no Streamlit.

Every one takes `dark` and keeps the reader's zoom while its data changes (uirevision).

| of a run | of what the network computes | of gradient descent | of the data and the predictions |
| --- | --- | --- | --- |
| learning_curves | plane, add_output | cost_curve | histogram |
| weights_over_time | hidden_space | cost_contour | correlation |
| landscape | surface | cost_steps | confusion |
| | activation_graph | | roc, calibration |
| | weight_pictures | | row_picture |
"""

from ui.figures.activation_graph import activation_graph
from ui.figures.calibration import calibration
from ui.figures.confusion import confusion
from ui.figures.correlation import correlation
from ui.figures.cost_contour import cost_contour
from ui.figures.cost_curve import cost_curve
from ui.figures.cost_steps import cost_steps
from ui.figures.hidden_space import hidden_space
from ui.figures.histogram import histogram
from ui.figures.landscape import landscape
from ui.figures.learning_curves import learning_curves
from ui.figures.plane import add_output, plane
from ui.figures.roc import roc
from ui.figures.row_picture import row_picture
from ui.figures.surface import surface
from ui.figures.weight_pictures import weight_pictures
from ui.figures.weights_over_time import weights_over_time

__all__ = [
    "activation_graph",
    "add_output",
    "calibration",
    "confusion",
    "correlation",
    "cost_contour",
    "cost_curve",
    "cost_steps",
    "hidden_space",
    "histogram",
    "landscape",
    "learning_curves",
    "plane",
    "roc",
    "row_picture",
    "surface",
    "weight_pictures",
    "weights_over_time",
]
