"""The doctor: looks at a run, says in plain words what is wrong with it, and knows a remedy.

Each check is a function of a `Run` that gives a `Finding` or None. It is silent when all is well.
"""

from collections.abc import Callable

from nncore.diagnose.finding import Finding, Remedy
from nncore.diagnose.fit import misfit_finding, out_of_reach, unlike_scales
from nncore.diagnose.neurons import dead, saturated, step_activation, symmetry
from nncore.diagnose.progress import diverged, majority, overfitting, too_fast, too_slow
from nncore.diagnose.run import Run
from nncore.experiment import Experiment, misfit
from nncore.history import Curves
from nncore.training import Snapshot

__all__ = ["Finding", "Remedy", "diagnose"]

CHECKS: tuple[Callable[[Run], Finding | None], ...] = (
    diverged,
    too_fast,
    step_activation,
    symmetry,
    dead,
    out_of_reach,
    saturated,
    unlike_scales,
    majority,
    too_slow,
    overfitting,
)

SEVERITIES = ("error", "warning", "hint")


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
    findings = [finding for check in CHECKS if (finding := check(run)) is not None]
    return _without_consequences(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def _without_consequences(findings: list[Finding]) -> list[Finding]:
    """Guessing the majority and a small learning rate are left out where another finding explains them."""
    causes = {f.name for f in findings} & {"diverged", "too_fast", "symmetry", "dead", "step", "saturated", "misfit"}
    if not causes:
        return findings
    return [f for f in findings if f.name not in ("majority", "too_slow")]
