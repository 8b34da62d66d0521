"""What a run has been through: the curves of every epoch, and snapshots to go back to.

A timeline is a chain of branches: a change of settings or drawing at an epoch starts a new branch there, and what
came after it on the old one stays beside it, as an old curve. Memory is bounded:

- a branch keeps the snapshot of each epoch, then of every 2nd, 4th … once USUAL_BYTES are taken by all of them
  together, or as much as LEAST_KEPT of a large network take, but never more than MOST_BYTES; an epoch in between is
  computed again from the kept one before it, to the bit;
- its curves are thinned in the same way to MOST_POINTS for all branches together;
- only the last MOST_OLD timelines left behind and the last MOST_BRANCHES changes are kept, and of large networks
  fewer, the newest, so that they don't take more than MOST_BYTES either.
"""

import sys
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple, overload
from weakref import WeakSet

import numpy as np

from nncore.experiment import Experiment, dataset_of, misfit
from nncore.training import Halted, Progress, Snapshot, Trainer, untrained

USUAL_BYTES = 1_500_000
MOST_BYTES = 16_000_000
LEAST_KEPT = 64
MOST_POINTS = 8_000
MOST_OLD = 8
MOST_BRANCHES = 200
LOOK_EVERY = 64
"""Epochs between two looks at how much memory is taken; with large snapshots every epoch is looked at."""

Array = np.ndarray


class Curves(NamedTuple):
    """Values by epoch, all of shape (points,); NaN where there is none. See Snapshot for their meaning."""

    epoch: Array
    train_loss: Array
    test_loss: Array
    train_accuracy: Array
    test_accuracy: Array
    running_loss: Array
    learning_rate: Array


NO_CURVES = Curves(*(np.empty(0) for _ in Curves._fields))
"""Of a run that has not begun."""


class Mark(NamedTuple):
    """An epoch at which something was changed, and what."""

    epoch: int
    change: str


class Stretch(NamedTuple):
    """A part of a timeline that one experiment decided, and its curves up to where the next part begins."""

    experiment: Experiment
    curves: Curves


class Branch:
    """The epochs of one experiment from `start` on; grows only at its end."""

    def __init__(self, experiment: Experiment, start: Snapshot, change: str = ""):
        self.experiment, self.start, self.change = experiment, start, change
        self.last = start
        self.kept = {start.epoch: start}
        self.keep_every = self.point_every = 1
        self.points = np.empty((4, len(Curves._fields)))
        self.count = 0
        self._point(start)

    @classmethod
    def of(
        cls,
        experiment: Experiment,
        change: str,
        start: Snapshot,
        last: Snapshot,
        points: Array,
        keep_every: int,
        point_every: int,
    ) -> "Branch":
        """A branch as it was, of which only the first and the last snapshot are kept; points: (count, 7)."""
        branch = cls(experiment, start, change)
        branch.last, branch.points, branch.count = last, points, len(points)
        branch.keep_every, branch.point_every = keep_every, point_every
        return branch

    def copy(self) -> "Branch":
        """A branch of its own with the same epochs; the snapshots, which never change, are shared."""
        points = self.points[: self.count].copy()
        other = Branch.of(
            self.experiment, self.change, self.start, self.last, points, self.keep_every, self.point_every
        )
        other.kept = dict(self.kept)
        return other

    @cached_property
    def misfit(self) -> str:
        """Why nothing can be trained here, "" where it can."""
        return misfit(self.experiment)

    def append(self, snapshot: Snapshot) -> None:
        self.last = snapshot
        self.keep(snapshot)
        self._point(snapshot)

    def keep(self, snapshot: Snapshot) -> None:
        """Keep a snapshot, where one is kept of such an epoch."""
        if snapshot.epoch % self.keep_every == 0:
            self.kept[snapshot.epoch] = snapshot

    def _point(self, snapshot: Snapshot) -> None:
        """Add a point; the newest one is always there, older ones only every few epochs."""
        if self.count > 1 and self.points[self.count - 1, 0] % self.point_every:
            self.count -= 1
        if self.count == len(self.points):
            self.points = np.concatenate([self.points, np.empty_like(self.points)])
        self.points[self.count] = [getattr(snapshot, name) for name in Curves._fields]
        self.count += 1

    @property
    def one_bytes(self) -> int:
        return 800 + self.start.theta.nbytes + self.start.state.nbytes

    @property
    def snapshot_bytes(self) -> int:
        return self.one_bytes * (len(self.kept) + (self.last.epoch not in self.kept))

    def keep_fewer(self) -> None:
        self.keep_every *= 2
        self.kept = {
            epoch: kept for epoch, kept in self.kept.items() if epoch % self.keep_every == 0 or kept is self.start
        }

    def point_fewer(self) -> None:
        self.point_every *= 2
        stay = self.points[: self.count, 0] % self.point_every == 0
        stay[[0, -1]] = True
        self.points = self.points[: self.count][stay]
        self.count = len(self.points)

    def before(self, epoch: int) -> Snapshot:
        """The kept snapshot of that epoch or of the nearest one before."""
        if epoch >= self.last.epoch:
            return self.last
        while epoch not in self.kept:
            epoch = max(self.start.epoch, (epoch - 1) // self.keep_every * self.keep_every)
        return self.kept[epoch]


@dataclass(frozen=True)
class Place:
    """Somewhere to come back to: a timeline and an epoch on it."""

    chain: tuple[Branch, ...]
    epoch: int


class History:
    """The timeline of a run, the ones left behind, and every epoch of it."""

    def __init__(self, experiment: Experiment, theta: Array | None = None, epoch: int = 0):
        self._take((), [])
        self.restart(experiment, self.begin(experiment, theta, epoch))

    @classmethod
    def of(cls, chain: tuple[Branch, ...], left_behind: list[Place]) -> "History":
        """The history that has such branches."""
        history = cls.__new__(cls)
        history._take(chain, left_behind)
        return history

    def copy(self) -> "History":
        """The timeline as it is now, without the ones left behind, for a thread of its own.

        A history belongs to whoever holds the lock of its session: even going back to an epoch trains in arrays that
        the next call uses again. A copy has a trainer of its own and doesn't see what becomes of the original.
        """
        return History.of(tuple(branch.copy() for branch in self.chain), [])

    def _take(self, chain: tuple[Branch, ...], left_behind: list[Place]) -> None:
        self.chain, self.left_behind = chain, left_behind
        chains = [chain, *(old.chain for old in left_behind)]
        self._branches: WeakSet[Branch] = WeakSet(branch for chain in chains for branch in chain)
        self._trainer: Trainer | None = None
        self._appended = 0

    def _grown(self, branch: Branch) -> Branch:
        self._branches.add(branch)
        return branch

    @property
    def first(self) -> int:
        return self.chain[0].start.epoch

    @property
    def last(self) -> int:
        """The furthest epoch that was trained."""
        return self.chain[-1].last.epoch

    @property
    def marks(self) -> list[Mark]:
        """Where settings, data or drawing were changed."""
        return [Mark(branch.start.epoch, branch.change) for branch in self.chain[1:]]

    # ---------------------------------------------------------------- going there

    def branch_at(self, epoch: int) -> Branch:
        """The branch an epoch belongs to; where one starts, the new one."""
        return self.chain[self._index(epoch)]

    def experiment_at(self, epoch: int) -> Experiment:
        return self.branch_at(epoch).experiment

    def _index(self, epoch: int) -> int:
        for index in reversed(range(1, len(self.chain))):
            if epoch >= self.chain[index].start.epoch:
                return index
        return 0

    def near(self, epoch: int) -> Snapshot:
        """The kept snapshot at or before an epoch: at once, for dragging a timeline."""
        return self.branch_at(epoch).before(self._within(epoch))

    def at(self, epoch: int, halted: Halted | None = None) -> Snapshot:
        """The snapshot of an epoch, computed again from the nearest kept one where it isn't kept itself.

        halted: asked between batches and between epochs; the furthest snapshot reached by then is returned. What was
        computed is kept as training keeps it, so that asking again gets on.
        """
        epoch = self._within(epoch)
        branch = self.branch_at(epoch)
        snapshot = branch.before(epoch)
        while snapshot.epoch < epoch:
            reached = self.trainer(branch.experiment).epoch(snapshot, halted)
            if isinstance(reached, Progress):
                break
            snapshot = reached
            branch.keep(snapshot)
            if halted and halted():
                break
        return snapshot

    @overload
    def after(self, start: Snapshot | Progress) -> Snapshot: ...
    @overload
    def after(self, start: Snapshot | Progress, halted: Halted | None) -> Snapshot | Progress: ...
    def after(self, start: Snapshot | Progress, halted: Halted | None = None) -> Snapshot | Progress:
        """The snapshot of the next epoch: trained and added at the end of the timeline, else trained once more.

        start: a snapshot, or an epoch on its way. halted: see Trainer.epoch; it may leave the epoch on its way.
        Where another branch begins, its start follows. Nothing follows on a branch whose drawing doesn't fit the
        data: its start is returned, which has no losses and says in `cause` why.
        """
        here = start.snapshot if isinstance(start, Progress) else start
        branch = self.branch_at(here.epoch)
        if following := self._next_start(here):
            return following
        return branch.start if branch.misfit else self._added(self.trainer(branch.experiment).epoch(start, halted))

    def step(self, start: Snapshot | Progress) -> Snapshot | Progress:
        """One batch further; the last one of an epoch gives the snapshot that `after` gives."""
        here = start.snapshot if isinstance(start, Progress) else start
        branch = self.branch_at(here.epoch)
        if branch.misfit:
            return branch.start
        following = self.trainer(branch.experiment).step(start)
        return following if isinstance(following, Progress) else self._next_start(here) or self._added(following)

    def _next_start(self, snapshot: Snapshot) -> Snapshot | None:
        """The start of the branch that takes over in the next epoch, None where this one goes on."""
        index = self._index(snapshot.epoch) + 1
        if index < len(self.chain) and snapshot.epoch + 1 >= self.chain[index].start.epoch:
            return self.chain[index].start
        return None

    def _added(self, following: Snapshot | Progress) -> Snapshot | Progress:
        if isinstance(following, Snapshot) and (following.epoch > self.last or following.cause):
            self.add(following)
        return following

    def add(self, snapshot: Snapshot) -> None:
        """Put a snapshot at the end: of the next epoch, or the last one again with the cause why it ends."""
        branch = self.branch_at(snapshot.epoch)
        if snapshot.epoch == branch.last.epoch:
            branch.last = snapshot
        elif snapshot.epoch == branch.last.epoch + 1:
            branch.append(snapshot)
            self._appended += 1
            if self._appended % LOOK_EVERY == 0 or LOOK_EVERY * branch.one_bytes > MOST_BYTES:
                self._thin()

    def trainer(self, experiment: Experiment) -> Trainer:
        """Trains an experiment; the last one used is kept. Raises ValueError where its parts don't go together."""
        if self._trainer is None or self._trainer.experiment is not experiment:
            known = self._trainer and self._trainer.beginning_with(experiment)
            self._trainer = known or Trainer(experiment, dataset_of(experiment.data))
        return self._trainer

    def begin(
        self, experiment: Experiment, theta: Array | None = None, epoch: int = 0, former: Snapshot | None = None
    ) -> Snapshot:
        """The first snapshot of a branch; former: the one whose optimiser goes on.

        Where drawing and data don't fit, losses are NaN and `cause` says why.
        """
        if reason := misfit(experiment):
            return replace(untrained(experiment, theta, epoch), cause=reason)
        trainer = self.trainer(experiment)
        if former is None or theta is None:
            return trainer.begin(theta, epoch)
        return trainer.carry_on(replace(former, theta=theta, cause=""))

    def _within(self, epoch: int) -> int:
        return min(max(epoch, self.first), self.last)

    # ---------------------------------------------------------------- changing the way

    def fork(self, experiment: Experiment, start: Snapshot, change: str = "") -> None:
        """Go on with another experiment from start.epoch; what came after it is left behind."""
        self._leave(start.epoch)
        stay = sum(branch.start.epoch < start.epoch for branch in self.chain)
        branch = self._grown(Branch(experiment, start, change))
        self.chain = (*self.chain[:stay], branch)[-MOST_BRANCHES:]
        self._thin()

    def restart(self, experiment: Experiment, start: Snapshot) -> None:
        """Begin another run that has nothing to do with this one."""
        self.chain, self.left_behind = (self._grown(Branch(experiment, start)),), []

    def adopt(self, other: "History") -> None:
        """Become another run; `go` leads back to a place of this one."""
        self._branches |= other._branches
        self.chain, self.left_behind = other.chain, other.left_behind
        self._thin()

    def place(self, epoch: int) -> Place:
        return Place(self.chain, epoch)

    def go(self, place: Place) -> None:
        """Take up a timeline again, as it is by now."""
        other_run = self.chain[0].experiment.data != place.chain[0].experiment.data
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(self.chain, place.chain, strict=False)))
        partings = [chain[shared].start.epoch for chain in (self.chain, place.chain) if len(chain) > shared]
        if partings:
            self._leave(min(partings))
        self.chain = place.chain
        self.left_behind = [] if other_run else [old for old in self.left_behind if old.chain != self.chain]

    def _leave(self, epoch: int) -> None:
        """Remember what was trained beyond an epoch as an old timeline."""
        if self.last > epoch:
            self.left_behind = [*self.left_behind, Place(self.chain, epoch)][-MOST_OLD:]

    # ---------------------------------------------------------------- curves

    def curves(self) -> Curves:
        """The timeline from its first epoch to its last."""
        return _curves(self.chain)

    def stretches(self) -> list[Stretch]:
        """The timeline part by part: one for each change of settings, data or drawing."""
        pairs = zip(self.chain, _points(self.chain), strict=True)
        return [Stretch(branch.experiment, Curves(*points.T)) for branch, points in pairs]

    def old_curves(self) -> list[Curves]:
        """What was left behind, each from the epoch on at which another way was taken; the oldest first."""
        return [_curves(old.chain, old.epoch) for old in self.left_behind]

    def _thin(self) -> None:
        branches = list(self._branches)
        few = LEAST_KEPT * max(branch.one_bytes for branch in branches)
        room = min(MOST_BYTES, max(USUAL_BYTES, few))
        while sum(branch.snapshot_bytes for branch in branches) > room:
            largest = max(branches, key=lambda branch: branch.snapshot_bytes if len(branch.kept) > 3 else 0)
            if len(largest.kept) <= 3:
                break
            largest.keep_fewer()
        while sum(branch.count for branch in branches) > MOST_POINTS:
            largest = max(branches, key=lambda branch: branch.count)
            if largest.count <= 3:
                break
            largest.point_fewer()
        self._forget()

    def _forget(self) -> None:
        """Let the oldest timelines go, then the oldest changes, where those kept take too much even when thinned."""
        while self._taken() > MOST_BYTES and (self.left_behind or len(self.chain) > 1):
            if self.left_behind:
                self.left_behind = self.left_behind[1:]
            else:
                self.chain = self.chain[1:]

    def _taken(self) -> int:
        """Bytes of the snapshots on this timeline and on those left behind."""
        chains = (self.chain, *(old.chain for old in self.left_behind))
        return sum(branch.snapshot_bytes for branch in {branch for chain in chains for branch in chain})


def _curves(chain: tuple[Branch, ...], since: int = -1) -> Curves:
    """The points of a chain of branches in one piece."""
    return Curves(*np.concatenate(_points(chain, since)).T)


def _points(chain: tuple[Branch, ...], since: int = -1) -> list[Array]:
    """The points of each branch of a chain up to where the next one starts, each (points, 7)."""
    ends = [branch.start.epoch for branch in chain[1:]] + [sys.maxsize]
    parts = []
    for branch, end in zip(chain, ends, strict=True):
        points = branch.points[: branch.count]
        parts.append(points[(points[:, 0] < end) & (points[:, 0] >= since)])
    return parts
