"""Every number explained: how a unit, a cost, a delta, a gradient and an update come about."""

from nncore.explain.explanation import (
    Explanation,
    explain_delta,
    explain_gradient,
    explain_loss,
    explain_unit,
    explain_weight,
    forward_code,
)

__all__ = [
    "Explanation",
    "explain_delta",
    "explain_gradient",
    "explain_loss",
    "explain_unit",
    "explain_weight",
    "forward_code",
]
