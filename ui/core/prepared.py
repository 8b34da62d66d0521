"""What a teacher has prepared for students: parts that are locked or hidden, a task, a mission, and first weights.

It travels in links, files and records, which may be forged: it is checked field by field. Whoever opens it can leave it
again; until then `refusal` says in words why a change isn't allowed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ui.core.parts import HIDDEN, LOCKED, PARTS, SHOWN
from ui.lessons.fields import check_names
from ui.lessons.missions import CHECKS, Check, Verdict, Work

Spec = dict[str, Any]

LONGEST_TASK = 4_000
"""Characters of a task; more would make a link too long for chat programs."""
LONGEST_MISSION = 4_000
GIVEN, SEED, FRESH = "given", "seed", "fresh"
FIRST_WEIGHTS = {
    GIVEN: "These very ones, as they are on the board",
    SEED: "Drawn by the seed: the same for everybody",
    FRESH: "Drawn anew for each student",
}
KNOWN = ("locked", "hidden", "task", "mission", "first")
NOT_PREPARED = "this preparation for students can't be read; ask whoever made it for a new link"


@dataclass(frozen=True)
class Mission:
    """A task that checks itself: a kind of CHECKS and the fields that a lesson would have.

    Raises ValueError with the remedy for fields that make no sense.
    """

    check: str
    asked: Mapping[str, Any]
    fields: Mapping[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.check, str) or self.check not in CHECKS:
            raise ValueError(f"unknown mission {str(self.check)[:40]!r}; choose from {', '.join(CHECKS)}")
        kind: Check = CHECKS[self.check]
        check_names(dict(self.asked), kind.fields)
        try:
            read = kind.read(dict(self.asked))
        except (TypeError, AttributeError, IndexError):
            raise ValueError("the mission's fields make no sense; choose them anew") from None
        object.__setattr__(self, "fields", read)

    def judged(self, work: Work) -> Verdict:
        return CHECKS[self.check].run(work, **self.fields)


@dataclass(frozen=True)
class Prepared:
    """A preparation; the empty one leaves the whole app free. Raises ValueError with the remedy.

    locked, hidden: names of PARTS. task: Markdown. first: a key of FIRST_WEIGHTS.
    """

    locked: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    task: str = ""
    mission: Mission | None = None
    first: str = GIVEN

    def __post_init__(self) -> None:
        for state, names in ((LOCKED, self.locked), (HIDDEN, self.hidden)):
            if unknown := sorted(names - set(PARTS)):
                raise ValueError(f"unknown part {unknown[0][:40]!r}; choose from {', '.join(PARTS)}")
            if wrong := sorted(name for name in names if state not in PARTS[name].states):
                raise ValueError(f"{PARTS[wrong[0]].label} can't be {state}")
        if both := sorted(self.locked & self.hidden):
            raise ValueError(f"{PARTS[both[0]].label} is both locked and hidden; choose one of them")
        if {f"page_{name}" for name in ("train", "draw")} <= self.hidden:
            raise ValueError("a student needs a page with the network; show Train or Draw")
        if not isinstance(self.task, str) or len(self.task) > LONGEST_TASK:
            raise ValueError(f"a task is a text of at most {LONGEST_TASK:,} characters; shorten it")
        if self.first not in FIRST_WEIGHTS:
            raise ValueError(f"first weights are {self.first[:40]!r}; choose from {', '.join(FIRST_WEIGHTS)}")

    def __bool__(self) -> bool:
        return self != Prepared()

    # ---------------------------------------------------------------- parts

    def state(self, name: str) -> str:
        return LOCKED if name in self.locked else HIDDEN if name in self.hidden else SHOWN

    def with_state(self, name: str, state: str) -> "Prepared":
        held = {LOCKED: self.locked - {name}, HIDDEN: self.hidden - {name}}
        held |= {state: held[state] | {name}} if state != SHOWN else {}
        return replace(self, locked=held[LOCKED], hidden=held[HIDDEN])

    def refusal(self, parts: Collection[str]) -> str:
        """Why parts can't be changed, with the remedy; "" where they may be."""
        held = [PARTS[name].label for name in PARTS if name in parts and name in self.locked | self.hidden]
        if not held:
            return ""
        return (
            f"your teacher has locked this: {', '.join(held)}; work with what is free, or choose Leave the preparation"
        )

    def shows_page(self, name: str) -> bool:
        return f"page_{name or 'home'}" not in self.hidden

    # ---------------------------------------------------------------- as data

    def to_dict(self) -> Spec:
        """As JSON values, without what is as usual."""
        spec: Spec = {
            "locked": [name for name in PARTS if name in self.locked],
            "hidden": [name for name in PARTS if name in self.hidden],
            "task": self.task,
            "mission": {"check": self.mission.check, **self.mission.asked} if self.mission else {},
            "first": self.first if self.first != GIVEN else "",
        }
        return {name: value for name, value in spec.items() if value}


NOTHING = Prepared()
"""The whole app."""


def prepared_from(spec: Any) -> Prepared:
    """The preparation that to_dict gives; ValueError for anything else."""
    if spec is None:
        return NOTHING
    if not isinstance(spec, dict) or set(spec) - set(KNOWN):
        raise ValueError(NOT_PREPARED)
    mission, first = spec.get("mission"), spec.get("first", GIVEN)
    if not isinstance(first, str):
        raise ValueError(NOT_PREPARED)
    return Prepared(
        _names(spec.get("locked", [])), _names(spec.get("hidden", [])), spec.get("task", ""), _mission(mission), first
    )


def _names(spec: Any) -> frozenset[str]:
    if not isinstance(spec, list) or not all(isinstance(name, str) for name in spec) or len(spec) > len(PARTS):
        raise ValueError(NOT_PREPARED)
    return frozenset(spec)


def _mission(spec: Any) -> Mission | None:
    if spec is None:
        return None
    if not isinstance(spec, dict) or len(str(spec)) > LONGEST_MISSION:
        raise ValueError(NOT_PREPARED)
    fields = dict(spec)
    return Mission(fields.pop("check", ""), fields)
