"""A run as JSON values and back: its branches with their curves, and the snapshots that any epoch follows from.

A run is saved in two parts, as most of it stands still while it trains: `still_part` has every branch but the last one
of the timeline, `growing_part` that one. Arrays are base64 of compressed numbers, float32 where that loses nothing, so
that a run goes on to the same bits; curves are float32, as charts show no more. What is read back may be forged: every
field is checked, nothing in it is run.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from nncore.data import Data
from nncore.experiment import Experiment
from nncore.history import MOST_BRANCHES, MOST_BYTES, MOST_OLD, MOST_POINTS, Branch, Curves, History, Place
from nncore.optimizers import OPTIMIZERS
from nncore.parameters import undrawn_to_zero
from nncore.settings import MOST_EPOCHS
from nncore.training import Progress, Snapshot

Array = np.ndarray
Spec = dict[str, Any]

MOST_COUNT = 2**53
LONGEST_WORDS = 500
"""Characters of a change or a cause."""
BLOCK = 128
"""Rows of a curve that become a text of their own."""
NOT_SAVED = "this is no saved run; use one that was made here"
_SCORES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "running_loss", "learning_rate", "best_loss")


# -------------------------------------------------------------------- telling


def still_part(history: History) -> Spec:
    """All that doesn't change while the last branch grows: `data`, and `branches_part`."""
    return {"data": [one.to_dict() for one in data_of(history)], **branches_part(history)}


def data_of(history: History) -> list[Data]:
    """What the branches learn from, each once."""
    return _data(_branches(history))


def branches_part(history: History) -> Spec:
    """branches: all but the last of the timeline, which is the one after them; data are numbers in `data_of`.

    chain: numbers of the timeline's branches. left: [numbers, epoch] of each timeline left behind.
    """
    branches = _branches(history)
    numbers = {branch: number for number, branch in enumerate(branches)}
    data = _data(branches)
    return {
        "branches": [_branch_spec(branch, data) for branch in branches[:-1]],
        "chain": [numbers[branch] for branch in history.chain],
        "left": [[[numbers[branch] for branch in old.chain], old.epoch] for old in history.left_behind],
    }


def growing_part(history: History) -> Spec:
    """The last branch of the timeline."""
    return _branch_spec(history.chain[-1], _data(_branches(history)))


def text_size(history: History) -> int:
    """Characters that the arrays of both parts take as text, nearly: enough to see that it would be too much."""
    starts = [branch.start for branch in _branches(history)]
    return sum(4 * (start.theta.nbytes + start.state.nbytes) // 3 for start in starts)


def _branches(history: History) -> list[Branch]:
    """Every branch once, the last one of the timeline at the end."""
    chains = [*(old.chain for old in history.left_behind), history.chain]
    found = dict.fromkeys(branch for chain in chains for branch in chain)
    growing = history.chain[-1]
    return [branch for branch in found if branch is not growing] + [growing]


def _data(branches: list[Branch]) -> list[Data]:
    """Each once; compared by identity, as a table takes long to compare."""
    return list({id(branch.experiment.data): branch.experiment.data for branch in branches}.values())


def _branch_spec(branch: Branch, data: list[Data]) -> Spec:
    experiment = branch.experiment.to_dict()
    experiment["data"] = next(number for number, one in enumerate(data) if one is branch.experiment.data)
    spec = {
        "experiment": experiment,
        "change": branch.change,
        "start": snapshot_spec(branch.start, branch.experiment),
        "points": [array_text(rows) for rows in _blocks(branch.points[: branch.count].astype("<f4"))],
        "every": [branch.keep_every, branch.point_every],  # after what stays the same for longer
    }
    return spec if branch.last is branch.start else spec | {"last": snapshot_spec(branch.last, branch.experiment)}


def _blocks(points: Array) -> list[Array]:
    """The rows in blocks: the text of those that are full stays the same while the branch grows."""
    return np.split(points, range(BLOCK, len(points), BLOCK))


def snapshot_spec(snapshot: Snapshot, experiment: Experiment) -> Spec:
    """Weights that are the experiment's first ones and an optimiser that has done nothing yet are left out."""
    spec = {
        "epoch": snapshot.epoch,
        "steps": snapshot.steps,
        "best_epoch": snapshot.best_epoch,
        "cause": snapshot.cause,
        "scores": array_text(np.array([getattr(snapshot, name) for name in _SCORES])),
    }
    if snapshot.epoch or not np.array_equal(snapshot.theta, experiment.first_theta()):
        spec["theta"] = array_text(snapshot.theta)
    return spec | ({"state": array_text(snapshot.state)} if snapshot.state.any() else {})


def progress_spec(progress: Progress) -> Spec:
    arrays = {name: array_text(getattr(progress, name)) for name in ("theta", "state", "losses")}
    return {"batch": progress.batch, "steps": progress.steps, **arrays}


def array_text(array: Array) -> str:
    """f or d, for four or eight bytes a number, and the numbers themselves."""
    with np.errstate(over="ignore"):
        short = array.astype("<f4")
    kind, numbers = ("f", short) if np.array_equal(short, array, equal_nan=True) else ("d", array.astype("<f8"))
    return kind + base64.b64encode(zlib.compress(numbers.tobytes(), 1)).decode()


# -------------------------------------------------------------------- reading


def history_from(still: Any, growing: Any) -> History:
    """The history of both parts; ValueError for anything else."""
    with _checked():
        data = [Data.from_dict(one) for one in still["data"][: MOST_BRANCHES + 1]]
        specs = [*still["branches"], growing]
        if len(specs) > MOST_BRANCHES * 2:
            raise ValueError("a saved run has too many branches; use one that was made here")
        experiments = [_experiment(one["experiment"], data) for one in specs]
        numbers = sum(_numbers(experiment) for experiment in experiments)
        if 2 * 8 * numbers > 2 * MOST_BYTES:
            raise ValueError("a saved run takes too much memory; use one that was made here")
        branches = [_branch(one, experiment) for one, experiment in zip(specs, experiments, strict=True)]
        chain = _chain(still["chain"], branches)
        if chain[-1] is not branches[-1]:
            raise ValueError(NOT_SAVED)
        left = [Place(_chain(numbers, branches), _whole(epoch)) for numbers, epoch in still["left"][:MOST_OLD]]
        return History.of(chain, left)


@contextmanager
def _checked() -> Iterator[None]:
    """What has another shape is no saved run; a reason that was given is kept."""
    try:
        yield
    except (KeyError, TypeError, IndexError, AttributeError, OverflowError):
        raise ValueError(NOT_SAVED) from None


def _experiment(spec: Spec, data: list[Data]) -> Experiment:
    plain = Experiment.from_dict(spec | {"data": Data().to_dict()})
    return replace(plain, data=data[_whole(spec["data"])])


def _numbers(experiment: Experiment) -> int:
    """How many numbers a snapshot of an experiment holds."""
    size = experiment.network.size
    return size + len(OPTIMIZERS[experiment.training.optimizer].start(1)) * size


def _branch(spec: Spec, experiment: Experiment) -> Branch:
    start = snapshot_from(spec["start"], experiment)
    last = snapshot_from(spec["last"], experiment) if "last" in spec else start
    points = _points(spec["points"], start.epoch, last.epoch)
    keep_every, point_every = (max(1, _whole(every)) for every in spec["every"])
    return Branch.of(experiment, _words(spec["change"]), start, last, points, keep_every, point_every)


def _points(spec: Any, first: int, last: int) -> Array:
    columns = len(Curves._fields)
    most = 2 * MOST_POINTS // BLOCK + 1
    if not isinstance(spec, list) or not 1 <= len(spec) <= most:
        raise ValueError(NOT_SAVED)
    blocks = [_array(text, None, finite=False, most=BLOCK * columns) for text in spec]
    points = np.concatenate(blocks).reshape(-1, columns).copy()
    epochs = points[:, 0]
    sound = len(epochs) and epochs[0] == first and epochs[-1] == last and (np.diff(epochs) > 0).all()
    if not sound:
        raise ValueError(NOT_SAVED)
    return points


def _chain(numbers: Any, branches: list[Branch]) -> tuple[Branch, ...]:
    """Branches of which each begins where the one before has been."""
    chain = tuple(branches[_whole(number)] for number in numbers[:MOST_BRANCHES])
    follows = all(a.start.epoch < b.start.epoch <= a.last.epoch for a, b in pairwise(chain))
    if not chain or not follows:
        raise ValueError(NOT_SAVED)
    return chain


def snapshot_from(spec: Any, experiment: Experiment) -> Snapshot:
    """The snapshot that snapshot_spec gives; ValueError for anything else."""
    with _checked():
        epoch = _whole(spec["epoch"], MOST_EPOCHS)
        theta = _weights(spec["theta"], experiment) if "theta" in spec else experiment.first_theta()
        state = _state(spec.get("state"), experiment)
        scores = _array(spec["scores"], (len(_SCORES),), finite=False)
        return Snapshot(
            epoch,
            _frozen(theta),
            state,
            _whole(spec["steps"]),
            **dict(zip(_SCORES, scores.tolist(), strict=True)),
            best_epoch=_whole(spec["best_epoch"], MOST_EPOCHS),
            cause=_words(spec["cause"]),
        )


def progress_from(spec: Any, snapshot: Snapshot, history: History) -> Progress:
    """The epoch on its way that progress_spec gives; ValueError for anything else."""
    with _checked():
        experiment = history.experiment_at(snapshot.epoch)
        trainer = history.trainer(experiment)
        batch = _whole(spec["batch"])
        if not 0 < batch < trainer.batches:
            raise ValueError(NOT_SAVED)
        rows = sum(len(trainer.rows(snapshot.epoch + 1, done)) for done in range(batch))
        theta, state = _weights(spec["theta"], experiment), _state(spec["state"], experiment)
        losses = _array(spec["losses"], (rows,))
        return Progress(snapshot, batch, _frozen(theta), state, _whole(spec["steps"]), _frozen(losses))


def _weights(spec: Any, experiment: Experiment) -> Array:
    return undrawn_to_zero(experiment.network, _array(spec, (experiment.network.size,)))


def _state(spec: Any, experiment: Experiment) -> Array:
    fresh = OPTIMIZERS[experiment.training.optimizer].start(experiment.network.size)
    return _frozen(fresh if spec is None else _array(spec, fresh.shape))


def _array(spec: Any, shape: tuple[int, ...] | None, finite: bool = True, most: int = 0) -> Array:
    """The float64 array that array_text has made a text of, of that shape or of at most so many numbers."""
    try:
        width = {"f": 4, "d": 8}[spec[:1]]
        size = int(np.prod(shape)) if shape else most
        unpacker = zlib.decompressobj()
        packed = unpacker.decompress(base64.b64decode(spec[1:], validate=True), size * width + 1)
        array = np.frombuffer(packed, f"<f{width}").astype(float)
    except (binascii.Error, zlib.error, ValueError):
        raise ValueError(NOT_SAVED) from None
    if (len(array) != size if shape else len(array) > size) or (finite and not np.isfinite(array).all()):
        raise ValueError(NOT_SAVED)
    return array.reshape(shape) if shape else array


def _whole(value: Any, most: int = MOST_COUNT) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(NOT_SAVED)
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORDS:
        raise ValueError(NOT_SAVED)
    return value


def _frozen(array: Array) -> Array:
    array.setflags(write=False)
    return array
