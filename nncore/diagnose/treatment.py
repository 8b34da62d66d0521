"""Which remedy of a finding comes first: the first one, in the order of causes, that helps when it is tried."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain, islice

from nncore.diagnose.finding import Finding, Remedy, together
from nncore.diagnose.penalty import lowered
from nncore.diagnose.remedies import (
    adam,
    at_rate,
    causes,
    faster,
    further,
    going_on_at,
    larger,
    livelier,
    other_weights,
    slower,
    usual,
)
from nncore.diagnose.run import GOOD, Run
from nncore.diagnose.trials import CLEARLY, MOST_TRIALS, best_of, tried

MOST_REMEDIES = 3
Treatment = Callable[[Run, Finding], Iterable[Remedy]]


def with_what_helps(run: Run, finding: Finding) -> Finding:
    """The finding, with a remedy in front that was tried on the side and makes the run better, where there is one.

    Those that were tried and don't make it better are left out.
    """
    treatment = TREATMENTS.get(finding.name)
    results = tried(run, chain(islice(treatment(run, finding), MOST_TRIALS), [usual(run)])) if treatment else []
    before = -float("inf") if run.snapshot.diverged or not run.score > -float("inf") else run.score
    helping = [result for result in results if result[1] > before + CLEARLY or result[1] >= GOOD]
    if not helping:
        return finding
    best = best_of(helping)[0]
    known = {remedy.label for remedy, _ in results}
    others = [remedy for remedy in finding.remedies if remedy.label not in known]
    return replace(finding, remedies=(best, *others)[:MOST_REMEDIES])


def _of_a_large_step(run: Run, finding: Finding) -> Iterable[Remedy]:
    seen, rates = causes(run), slower(run)
    yield from seen
    yield from rates[:5]
    yield from adam(run)[:1]
    yield from rates[5:]
    if seen:
        yield from (together(seen[-1], at_rate(rate)) for rate in (0.03, 0.003) if rate < run.training.learning_rate)


def _of_neurons(run: Run, finding: Finding) -> Iterable[Remedy]:
    yield from finding.remedies
    yield from other_weights(run)
    yield from slower(run)[:1]
    quick, lively = adam(run)[:1], livelier(run)
    yield from quick
    yield from lively
    yield from (together(one, other) for one in (*lively, *larger(run)) for other in quick)


def _of_small_steps(run: Run, finding: Finding) -> Iterable[Remedy]:
    yield from (going_on_at(rate) for rate in faster(run))
    yield from further(run)


def _own_then_further(run: Run, finding: Finding) -> Iterable[Remedy]:
    yield from finding.remedies
    yield from further(run)


def _of_scales(run: Run, finding: Finding) -> Iterable[Remedy]:
    seen = causes(run)
    yield from finding.remedies
    yield from seen
    yield from (together(one, other) for one in seen[-1:] for other in adam(run))


def _own_with_adam(run: Run, finding: Finding) -> Iterable[Remedy]:
    yield from finding.remedies
    yield from (together(one, other) for one in finding.remedies for other in adam(run))


TREATMENTS: dict[str, Treatment] = {
    "penalty": lambda run, finding: lowered(run),
    "diverged": _of_a_large_step,
    "too_fast": _of_a_large_step,
    "dead": _of_neurons,
    "saturated": _of_neurons,
    "symmetry": _own_with_adam,
    "target_scale": _of_scales,
    "scales": _of_scales,
    "step": _own_with_adam,
    "misfit": _own_with_adam,
    "too_slow": _of_small_steps,
    "majority": _own_then_further,
}
"""Finding → what is tried, in this order."""
