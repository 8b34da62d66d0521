"""What a trained network makes of its columns, and of one row: everything in the units of the data.

predictor = Predictor(dataset, network, theta)
partial_dependence(predictor, column)        the answer as one column changes, on average and row by row
permutation_importance(predictor, rows, rng) what is lost where one column is shuffled
smallest_change(predictor, raw, reached)     the least that has to change in a row for another answer
"""

from nncore.inspection.change import Change, another_class, moved_by, smallest_change, smallest_changes
from nncore.inspection.dependence import PartialDependence, partial_dependence
from nncore.inspection.importance import Importance, permutation_importance
from nncore.inspection.predictor import Column, Predictor, columns_of

__all__ = [
    "Change",
    "Column",
    "Importance",
    "PartialDependence",
    "Predictor",
    "another_class",
    "columns_of",
    "moved_by",
    "partial_dependence",
    "permutation_importance",
    "smallest_change",
    "smallest_changes",
]
