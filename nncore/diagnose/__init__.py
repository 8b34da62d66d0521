"""The doctor: looks at a run, says in plain words what is wrong with it, and knows a remedy.

Each check is a function of a `Run` that gives a `Finding` or None. It is silent when all is well. The remedies of the
worst finding are tried on the side, so that the first one offered is one that helps.
"""

from collections.abc import Callable
from functools import lru_cache

from nncore.data import Data
from nncore.diagnose.finding import Finding, Remedy
from nncore.diagnose.fit import large_targets, misfit_finding, out_of_reach, unlike_scales
from nncore.diagnose.neurons import dead, saturated, step_activation, symmetry
from nncore.diagnose.penalty import too_strong
from nncore.diagnose.progress import diverged, majority, overfitting, stuck, too_fast, too_slow
from nncore.diagnose.rows import (
    constant_input,
    constant_target,
    given_away,
    missing_class,
    numbers_as_classes,
    row_numbers,
)
from nncore.diagnose.run import Run
from nncore.diagnose.treatment import with_what_helps
from nncore.experiment import Experiment, fitted, misfit
from nncore.history import NO_CURVES, Curves
from nncore.network import dense
from nncore.training import Snapshot, untrained

__all__ = ["Finding", "Remedy", "diagnose", "diagnose_rows"]

CHECKS: tuple[Callable[[Run], Finding | None], ...] = (
    missing_class,
    numbers_as_classes,
    too_strong,
    diverged,
    too_fast,
    step_activation,
    symmetry,
    dead,
    out_of_reach,
    saturated,
    large_targets,
    unlike_scales,
    majority,
    too_slow,
    overfitting,
    constant_target,
    given_away,
    row_numbers,
    constant_input,
)

ROW_CHECKS = (missing_class, numbers_as_classes, constant_target, given_away, row_numbers, constant_input)
"""Those that look at the rows alone, so that they can speak before anything is trained."""
SEVERITIES = ("error", "warning", "hint")
CAUSES = {"penalty", "diverged", "too_fast", "symmetry", "dead", "step", "saturated", "misfit"}
CONSEQUENCES = {
    "majority": CAUSES,
    "too_slow": CAUSES,
    "diverged": {"penalty"},
    "too_fast": {"penalty"},
    "symmetry": {"penalty"},
    "dead": {"penalty"},
}
"""A finding → those that explain it: beside one of them it is left out."""


def diagnose(experiment: Experiment, snapshot: Snapshot | None = None, curves: Curves | None = None) -> list[Finding]:
    """What is wrong with a run at a snapshot, the worst first; without one, with the experiment itself.

    curves: the losses by epoch, as History.curves() gives them; later epochs than the snapshot's are left out.
    """
    if reason := misfit(experiment):
        return [misfit_finding(experiment, reason)]
    if snapshot is None or curves is None:
        return []
    seen = curves.epoch <= snapshot.epoch
    run = Run(experiment, snapshot, Curves(*(values[seen] for values in curves)))
    findings = _without_consequences([finding for check in CHECKS if (finding := check(run)) is not None])
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    if not findings or findings[0].severity == "hint":
        still = stuck(run)
        return [still, *findings] if still else findings
    return [with_what_helps(run, findings[0]), *findings[1:]]


def diagnose_rows(data: Data) -> list[Finding]:
    """What can be said about the rows before anything is trained. Raises ValueError where the data make no rows."""
    return list(_of_rows(data))


@lru_cache(maxsize=8)
def _of_rows(data: Data) -> tuple[Finding, ...]:
    experiment = fitted(Experiment(data, dense(1, 1)))
    run = Run(experiment, untrained(experiment), NO_CURVES)
    return tuple(finding for check in ROW_CHECKS if (finding := check(run)) is not None)


def _without_consequences(findings: list[Finding]) -> list[Finding]:
    names = {finding.name for finding in findings}
    return [finding for finding in findings if not names & CONSEQUENCES.get(finding.name, set())]
