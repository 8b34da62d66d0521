"""One training step explained part by part, and its gradient checked against a finite difference."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nncore.explain import (
    Explanation,
    explain_delta,
    explain_gradient,
    explain_loss,
    explain_unit,
    explain_weight,
)
from nncore.explain.numbers import equals, format_number
from nncore.explain.writing import latex_number
from nncore.network import Connection, Unit
from nncore.propagation import Pass, Trace
from nncore.settings import Training
from ui.core.session import Session
from ui.explain.walk import DELTA, FORWARD, LOSS, UPDATE, Step

EPSILON = 1e-6


@dataclass(frozen=True)
class Rule:
    """How the weights are updated. state: of the optimiser, None for a fresh one. count: the number of the step."""

    training: Training
    state: NDArray[np.float64] | None = None
    count: int = 1


def rule_of_run(session: Session, training: Training) -> Rule:
    """The update with these settings; the optimiser's state is the run's where it is the run's optimiser."""
    now = session.progress or session.snapshot
    if training.optimizer == session.experiment.training.optimizer:
        return Rule(training, now.state.astype(float), now.steps + 1)
    return Rule(training)


def explain_step(pass_: Pass, step: Step, rule: Rule, most_items: int, most_terms: int) -> list[Explanation]:
    """The arithmetic of a step. most_items: how many of its numbers; most_terms: how many terms of each sum."""
    if step.phase == LOSS:
        whole = explain_loss(pass_, most=most_terms)
        return [whole] if len(pass_.inputs) == 1 else [explain_loss(pass_, sample=0), whole]
    items = step.items[:most_items]
    if step.phase == UPDATE:
        return [explain_weight(pass_, item, rule.training, rule.state, rule.count, most_terms) for item in items]
    if step.phase in (FORWARD, DELTA):
        explain = explain_unit if step.phase == FORWARD else explain_delta
        return [explain(pass_, unit, 0, most_terms) for unit in items if isinstance(unit, Unit)]
    return [explain_gradient(pass_, item, most_terms) for item in items]


def mean_trace(trace: Trace) -> Trace:
    """The mean of all samples as a trace of one."""
    with np.errstate(all="ignore"):
        z, a = (tuple(layer.mean(axis=0, keepdims=True) for layer in layers) for layers in (trace.z, trace.a))
    return Trace(z, a)


@dataclass(frozen=True)
class Check:
    """A gradient: measured by a finite difference, and computed by back-propagation."""

    item: Connection | Unit
    measured: float
    computed: float

    @property
    def relative(self) -> float:
        return abs(self.measured - self.computed) / max(abs(self.measured), abs(self.computed), 1e-12)

    @property
    def formula(self) -> str:
        """Both numbers, LaTeX."""
        letter = "b" if isinstance(self.item, Unit) else "w"
        sign = "=" if equals(self.computed) == "=" else r"\approx"
        measured, computed = (latex_number(format_number(value)) for value in (self.measured, self.computed))
        return (
            rf"\frac{{J({letter} + \varepsilon) - J({letter} - \varepsilon)}}{{2\varepsilon}} \approx "
            rf"{measured}, \qquad \frac{{\partial J}}{{\partial {letter}}} {sign} {computed}"
        )

    @property
    def verdict(self) -> str:
        agree = self.relative < 1e-4 or abs(self.measured - self.computed) < 1e-9
        text = "They agree" if agree else "They differ (a bend in the curve)"
        return f"{text}: relative difference {format_number(self.relative, 2)}, with ε = 10⁻⁶."


def check_gradient(pass_: Pass, item: Connection | Unit) -> Check:
    """Move one weight or bias a little to both sides and measure how the cost changes."""
    slot = pass_.network.slot(item)
    up, down = np.array(pass_.theta, dtype=float), np.array(pass_.theta, dtype=float)
    up[slot] += EPSILON
    down[slot] -= EPSILON
    measured = (pass_.cost_at(up) - pass_.cost_at(down)) / (2 * EPSILON)
    return Check(item, measured, float(pass_.gradient.theta[slot]))
