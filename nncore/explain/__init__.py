"""Every number explained: how a unit, a loss, a delta, a gradient and an update come about.

`explain_…(pass_, …)` returns an `Explanation`: str() is the arithmetic as text, .latex() as formulas, .numpy() as code.

expressions, writing, lines: arithmetic as values, how it is written, with how many digits.
forward, loss, backward, update: which arithmetic leads to which number.
"""

from nncore.explain.backward import explain_delta, explain_gradient
from nncore.explain.explanation import Explanation
from nncore.explain.forward import explain_unit, forward_code
from nncore.explain.loss import explain_loss
from nncore.explain.update import explain_weight

__all__ = [
    "Explanation",
    "explain_delta",
    "explain_gradient",
    "explain_loss",
    "explain_unit",
    "explain_weight",
    "forward_code",
]
