"""The visitor's session: the only place where things change.

`Session` is plain Python: it holds the history of the run and the place on it that is shown, and turns edits and
settings into new experiments.
"""

import secrets
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

import nncore as nn
from nncore import Drawing, Experiment, History, Progress, Snapshot, apply_edit, misfit
from nncore.cost import batch_seconds, epoch_seconds
from nncore.data import shelf
from nncore.data.shelf import Named
from nncore.data.table import Table
from nncore.drawing import carry
from nncore.edits import checked_value
from nncore.experiment import dataset_of, fitted_network, with_data
from nncore.experiments import experiment_of_preset
from nncore.saved import data_of
from nncore.sentences import sentence
from nncore.settings import MOST_EPOCHS
from nncore.training import Trainer
from ui.core.changes import changes
from ui.core.own_inputs import inputs_for, without_removed
from ui.core.parts import parts_of_data, parts_of_edit, parts_of_experiment, parts_of_training
from ui.core.prepared import NOTHING, Mission, Prepared
from ui.core.request import Edit
from ui.core.undo import UndoStack
from ui.lessons.missions import Verdict, Work

USUAL_ROWS = 1000
"""Of a table, which may be of no use."""
LARGE_BATCH, LARGE_EPOCH = 0.001, 0.1
"""Seconds from which a network is large."""
UNDISTURBED = 0.05
"""Seconds for which an epoch runs before it is asked whether to halt it; most are over by then."""
RENUMBERING = frozenset({"remove_unit", "remove", "add_layer", "remove_layer", "move_layer"})
"""Edits of a drawing after which an id may stand for another neuron."""
WITHOUT_IDS = frozenset({"undo", "redo", "preset", "set_input"})
"""Edits that name no neuron, so that they hold whatever the drawing has become."""


P = ParamSpec("P")
R = TypeVar("R")
Halted = Callable[[], bool]


def exclusive(method: Callable[Concatenate["Session", P], R]) -> Callable[Concatenate["Session", P], R]:
    """A method of a session that nothing else interrupts."""

    @wraps(method)
    def run(self: "Session", /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.lock:
            return method(self, *args, **kwargs)

    return run


_starts = count()


def _first_version() -> int:
    """Where a session begins to count: beyond all that an earlier server has reached, and apart from its neighbours."""
    return time.time_ns() // 1_000_000 * 1000 + next(_starts) % 1000


@dataclass(frozen=True)
class Opened:
    """Where a session goes on: what a link or a kept record says.

    Of columns, probe, inputs, origin, prepared, accomplished, awaits and mission see Session. page: the one a link was
    made on, or ""; view: what was open there, as links have it. lesson: the Markdown of an own lesson, or "". note:
    what of it couldn't be read here, or "". kept: whether it goes on from what a browser kept.
    """

    history: History
    snapshot: Snapshot
    progress: Progress | None = None
    sample: int = 0
    inputs: Sequence[float] | None = None
    columns: tuple[int, int] = (0, 1)
    probe: tuple[float, float] | None = None
    page: str = ""
    view: dict[str, str] = field(default_factory=dict)
    lesson: str = ""
    prepared: Prepared = NOTHING
    accomplished: bool = False
    origin: str = ""
    note: str = ""
    kept: bool = False
    awaits: "Awaited | None" = None
    mission: str = ""


@dataclass(frozen=True)
class Awaited:
    """A large table that a link or a record is about and that isn't on this server.

    Until its file is brought, the drawing and its weights are shown alone. opened: where the session goes on then.
    link: what the link held, None where it was a record.
    """

    table: Named
    opened: Callable[[], Opened]
    link: dict[str, Any] | None = None

    def __str__(self) -> str:
        return (
            f"the drawing and its weights are here, but not the table they were trained on: {self.table}; "
            "bring that file on the Data page, and all is as it was"
        )


class Session:
    """One visitor's drawing, data, settings and run.

    visit: names it. origin: the link it was opened from, or "".
    inputs: values on the input units where one sample is shown. columns: the two columns of the data that span the
    plane. probe: a place on it, or None.
    version: another one whenever the network changes; numbered: the one that last gave ids anew. revision: another
    one whenever settings change other than by `configure`, so that widgets keyed by it are made anew. No two
    sessions share any of these.
    awaits: the table that is missing for what was opened, or None.
    mission: of a lesson, for which this run was set up, by its id; "" once something else was loaded.
    prepared: what a teacher has prepared; parts that it locks or hides can't be changed. accomplished: whether its
    mission was done once.
    message: the last thing worth saying: why an edit was refused, why training ended; else "".
    lock: held by whoever changes the session, and by whoever reads more than one thing of it: a visitor's script and
    the socket of a view run in threads of their own.
    """

    def __init__(self, experiment: Experiment, inputs: Sequence[float] | None = None):
        self.lock = threading.RLock()
        self.visit = secrets.token_hex(8)
        self.version = self.numbered = self.revision = _first_version()
        self._undo_stack = UndoStack()
        history = History(experiment)
        self._take(Opened(history, history.near(0), inputs=inputs))
        self._begun = self.state

    def _take(self, opened: Opened) -> None:
        self.history = opened.history
        self.origin = opened.origin
        self._place(opened)

    def _place(self, opened: Opened) -> None:
        self.snapshot, self.progress = opened.snapshot, opened.progress
        self.sample, self.columns, self.probe = opened.sample, opened.columns, opened.probe
        self.inputs = inputs_for(self.experiment, opened.inputs)
        self.awaits, self.mission = opened.awaits, opened.mission
        self.prepared, self.accomplished = opened.prepared, opened.accomplished
        self.message = self.problem

    @exclusive
    def open(self, opened: Opened) -> None:
        """Become what a link or a kept record says, with nothing to undo."""
        before = self.experiment
        self._undo_stack.clear()
        self._take(opened)
        self._count(before)
        self._begun = () if opened.kept else self.state

    @exclusive
    def become(self, opened: Opened) -> None:
        """Go on with what a file says; undo leads back."""
        before = self.experiment
        self._remember()
        self.history.adopt(opened.history)
        self._place(opened)
        self._count(before)

    @property
    def state(self) -> tuple[Any, ...]:
        """All that a link or a kept record holds; `same` tells whether anything changed."""
        history = self.history
        moving = self.snapshot, self.progress, self.inputs, self.sample, self.columns, self.probe, self.mission
        return history.chain, history.chain[-1].last, *moving, self.prepared, self.accomplished

    @property
    def fresh(self) -> bool:
        """Whether nothing was done since it began or a link was opened, so that nothing would be lost."""
        return not self.can_undo and not self.can_redo and same(self.state, self._begun)

    # ---------------------------------------------------------------- what is shown

    @property
    def position(self) -> int:
        """The epoch that is shown."""
        return self.snapshot.epoch

    @property
    def experiment(self) -> Experiment:
        """The experiment of the epoch that is shown."""
        return self.history.experiment_at(self.position)

    @property
    def dataset(self) -> nn.Dataset:
        """Its rows. Raises ValueError where the data can't be used as they are, with the remedy."""
        return dataset_of(self.experiment.data)

    @property
    def theta(self) -> np.ndarray:
        """The weights and biases shown, shape (network.size,), read-only; in mid-epoch those of the last step."""
        return self.progress.theta if self.progress else self.snapshot.theta

    @property
    def drawing(self) -> Drawing:
        return Drawing(self.experiment.network, self.theta)

    @property
    def problem(self) -> str:
        """Why this drawing can't be trained on these data, with the remedy; "" when it can."""
        return str(self.awaits) if self.awaits else misfit(self.experiment)

    @property
    def large_tables(self) -> dict[str, Table]:
        """The tables of the run that no link holds, by their keys."""
        tables = [data.table for data in data_of(self.history) if data.table is not None and not data.is_linkable]
        return {table.key: table for table in tables}

    @exclusive
    def bring(self, table: Table) -> bool:
        """Go on with what was opened before, where this is the table it awaits; returns whether it is.

        What was done to the drawing meanwhile stays, and learns from the table then.
        """
        if self.awaits is None or table.key != self.awaits.table.key:
            return False
        shelf.put(table)
        opened, self.awaits = self.awaits.opened(), None
        if self.fresh:
            self.open(opened)
        else:
            self.configure(data=opened.history.experiment_at(opened.snapshot.epoch).data)
        return True

    @property
    def rows(self) -> np.ndarray:
        """Row numbers of the batch that the next step looks at; `sample` says which of them is next.

        Raises ValueError with `problem` where there is one.
        """
        batch = self.progress.batch if self.progress else 0
        return self._trainer.rows(self.position + 1, batch)

    @property
    def _trainer(self) -> Trainer:
        return self.history.trainer(self.experiment)

    @property
    def shows_first_weights(self) -> bool:
        """Whether nothing was trained yet; steps in the middle of epoch 1 count as training."""
        if self.position:
            return False
        thetas = self.theta, self.experiment.first_theta()
        shown, first = (array.astype(self.experiment.training.precision) for array in thetas)
        return np.array_equal(shown, first)

    # ---------------------------------------------------------------- training and time

    @exclusive
    def advance(
        self,
        *,
        seconds: float | None = None,
        epochs: int | None = None,
        steps: int = 0,
        samples: int = 0,
        halted: Halted | None = None,
    ) -> int:
        """Train on from the place shown and return the number of epochs done.

        epochs, steps (batches), samples: as many at the most, by default one epoch; with seconds and nothing else as
        many epochs as fit. Ends earlier once `seconds` are over or `halted()`: a short epoch is ended first, a long one
        is left in its middle and gone on with by the next call, to the same bits.
        Ends by itself, with `message` saying why, where a run diverges, a stop condition is met, or the drawing doesn't
        fit the data from there on.
        """
        if self.problem:
            self.message = self.problem
            return 0
        self._undo_stack.end_gesture()
        self.message, before = "", self.position
        deadline = None if seconds is None else time.perf_counter() + seconds

        def over() -> bool:
            return (deadline is not None and time.perf_counter() >= deadline) or (halted is not None and halted())

        if steps or samples:
            self._advance_slowly(steps, samples, over)
        else:
            self.sample = 0
            most = epochs if epochs is not None else MOST_EPOCHS if seconds is not None else 1
            for _ in range(most):
                self._train_epoch(over)
                if self.ended or over():
                    break
        return self.position - before

    def _advance_slowly(self, steps: int, samples: int, over: Halted) -> None:
        for number in range(samples + steps):
            if number < samples:
                self.sample += 1
            if number >= samples or self.sample >= len(self.rows):
                self.sample = 0
                self._reach(self.history.step(self.progress or self.snapshot))
            if self.ended or over():
                return

    @property
    def large(self) -> bool:
        """Whether others shouldn't wait for its epochs, or needn't, as threads get on while NumPy is busy."""
        network, training = self.experiment.network, self.experiment.training
        batch = batch_seconds(network, training, training.batch_size or self._about_rows)
        return batch > LARGE_BATCH or self.long

    @property
    def long(self) -> bool:
        """Whether its epochs take longer than anybody should wait for."""
        rows = self._about_rows
        return epoch_seconds(self.experiment.network, self.experiment.training, rows, rows) > LARGE_EPOCH

    @property
    def _about_rows(self) -> int:
        data = self.experiment.data
        return data.samples or (len(data.table) if data.table else USUAL_ROWS)

    @property
    def ended(self) -> bool:
        """Whether training ended by itself in what is shown, or the drawing doesn't fit the data there."""
        if self.progress or self.sample:
            return False
        return bool(self.snapshot.cause)

    def _train_epoch(self, over: Halted) -> None:
        """To the end of the epoch, or as far as a long one comes: nobody waits for the rest of it."""
        patient = time.perf_counter() + (0.0 if self.progress or self.long else UNDISTURBED)
        self._reach(
            self.history.after(self.progress or self.snapshot, lambda: time.perf_counter() >= patient and over())
        )

    def _reach(self, reached: Snapshot | Progress) -> None:
        if isinstance(reached, Progress):
            self.progress = reached
        else:
            self._show(reached)

    def _show(self, snapshot: Snapshot) -> None:
        experiment = self.experiment
        self.snapshot, self.progress = snapshot, None
        if snapshot.cause:
            self.message = sentence(snapshot.cause)
        self._count(experiment)

    def _count(self, before: Experiment, renumbered: bool = True) -> None:
        """Count up version and revision where another experiment is shown than before."""
        now = self.experiment
        if now is before:
            return
        if (now.training, now.seed, now.data) != (before.training, before.seed, before.data):
            self.revision += 1
        if now.network != before.network:
            self.version += 1
            self.numbered = self.version if renumbered else self.numbered
            self.inputs = inputs_for(now, self.inputs)

    @exclusive
    def seek(self, epoch: int, halted: Halted | None = None) -> bool:
        """Show an epoch of the timeline as it was; returns whether it was reached before halted(), if given.

        Where it wasn't, the furthest epoch that was computed again is shown, and asking again gets on.
        """
        self.permit({"timeline"})
        self._undo_stack.end_gesture()
        self.message, self.sample = "", 0
        wanted = min(max(epoch, self.history.first), self.history.last)
        self._show(self.history.at(wanted, halted))
        return self.position == wanted

    @exclusive
    def reset(self) -> None:
        """Back to the same first weights; a run under changed settings stays beside it in grey."""
        self.permit({"reset"})
        experiment, chain = self.experiment, self.history.chain
        if self.history.last > 0 or not self.shows_first_weights:
            self._remember()
        start = self.history.begin(experiment)
        if len(chain) == 1 and chain[0].start.epoch == 0:
            self.history.restart(experiment, start)
        else:
            self.history.fork(experiment, start)
        self._arrive(experiment, start)

    @exclusive
    def reseed(self) -> None:
        """New first weights, from the next seed."""
        self.permit({"new_weights"})
        before = self.experiment
        experiment = replace(before, seed=(before.seed + 1) % 2**53, theta=None)
        start = self.history.begin(experiment)
        self._remember()
        self.history.restart(experiment, start)
        self._arrive(before, start)

    def _arrive(self, before: Experiment, start: Snapshot, renumbered: bool = True) -> None:
        self.sample, self.message = 0, ""
        self.snapshot, self.progress = start, None
        self._count(before, renumbered)
        self.message = self.message or self.problem

    # ---------------------------------------------------------------- changing things

    @exclusive
    def configure(
        self,
        *,
        training: nn.Training | None = None,
        data: nn.Data | None = None,
        seed: int | None = None,
        gesture: Any = None,
    ) -> str:
        """Change settings where the run is now, keeping the weights; returns why that was refused, or "".

        gesture: changes with the same one, as of a stroke, are undone together.
        """
        old = self.experiment
        try:
            new = replace(old, training=training or old.training, seed=old.seed if seed is None else seed)
            new = new if data is None else with_data(new, data)
            redrawn = self.shows_first_weights and new.training.initializer != old.training.initializer
            new = replace(new, theta=None) if redrawn and new.network == old.network else new
            if new == old:
                return ""
            self.permit(_asked(old, training, data, seed))
            theta = self._carried(old, new)
        except ValueError as error:
            return self._refused(error)
        self._remember(gesture)
        self.awaits = self.awaits if data is None else None
        revision = self.revision
        self._turn(new, theta, changes(old, new), new.network == old.network)
        if new.training == (training or old.training):
            self.revision = revision
        return ""

    def _carried(self, old: Experiment, new: Experiment) -> np.ndarray:
        """The weights shown, for a new experiment; before training its own first ones."""
        if self.shows_first_weights:
            return new.first_theta()
        if new.network == old.network:
            return self.theta
        network, relocate = fitted_network(replace(old, data=new.data))
        return carry(old.network, self.theta, network, relocate, replace(new, theta=None).first_theta())

    @exclusive
    def fit(self) -> str:
        """Change inputs, outputs and loss as the data need it, keeping all other weights; returns as configure."""
        old = self.experiment
        try:
            new = nn.fitted(old)
            theta = self._carried(old, new)
        except ValueError as error:
            return self._refused(error)
        self._remember()
        self.awaits = None
        self._turn(new, theta, "fitted to the data")
        return ""

    @exclusive
    def load(self, experiment: Experiment, inputs: Sequence[float] | None = None, mission: str = "") -> None:
        """Replace everything by another experiment: a preset, a link, or what a mission starts with.

        ValueError where that isn't allowed.
        """
        before = self.experiment
        self.permit(parts_of_experiment(before, experiment))
        self._remember()
        start = self.history.begin(experiment)
        self.history.restart(experiment, start)
        self.awaits, self.mission = None, mission
        self._arrive(before, start)
        self.inputs = inputs_for(experiment, inputs)

    @exclusive
    def edit(self, edit: Edit) -> str:
        """Carry out an edit of the canvas; returns why it was refused, or "".

        Beside the kinds of nncore.EDITS: set_input {index, value}, preset {name}, undo, redo.
        gesture: edits with the same one, as of a drag, are undone together. base: the version it was made for.
        """
        self.message = ""
        try:
            if not isinstance(edit, dict) or not isinstance(edit.get("kind"), str):
                raise ValueError("this is no edit; send an object with a kind")
            kind, base = edit["kind"], edit.get("base", self.version)
            if kind not in WITHOUT_IDS and not (type(base) is int and base >= self.numbered):
                raise ValueError("the drawing has changed meanwhile; try once more")
            self.permit(parts_of_edit(kind))
            if kind in _OWN_EDITS:
                _OWN_EDITS[kind](self, edit)
            else:
                self._edit_drawing(edit)
        except ValueError as error:
            return self._refused(error)
        return ""

    def _edit_drawing(self, edit: Edit) -> None:
        old, drawing = self.experiment, self.drawing
        plain = {name: value for name, value in edit.items() if name not in ("n", "base", "gesture")}
        new = apply_edit(drawing, plain)
        if new == drawing:
            return
        first = Drawing(old.network, old.first_theta())
        if self.shows_first_weights:
            first = new
        elif new.network != old.network:
            first = apply_edit(first, plain)
        experiment = _with_first(old, new.network, first.theta)
        self._remember(edit.get("gesture"))
        inputs = without_removed(self.inputs, edit, old.network.sizes[0] - new.network.sizes[0])
        self._turn(experiment, new.theta, edit["kind"].replace("_", " "), edit["kind"] not in RENUMBERING)
        self.inputs = inputs_for(experiment, inputs)

    def _turn(self, experiment: Experiment, theta: np.ndarray, change: str, same_units: bool = False) -> None:
        """Go on from the place shown with another experiment and other weights.

        same_units: the ids stand for what they stood for, so that an optimiser that stays keeps its memory.
        """
        before = self.experiment
        stays = same_units and experiment.training.optimizer == before.training.optimizer
        start = self.history.begin(experiment, theta, self.position, self._reached if stays else None)
        self.history.fork(experiment, start, change)
        self._arrive(before, start, renumbered=not same_units)

    @property
    def _reached(self) -> Snapshot:
        """The snapshot shown; in mid-epoch with the optimiser's memory after the last step."""
        progress = self.progress
        return replace(self.snapshot, state=progress.state, steps=progress.steps) if progress else self.snapshot

    def _set_input(self, edit: Edit) -> None:
        index, value = edit.get("index"), checked_value(edit.get("value"))
        if type(index) is not int or not 0 <= index < len(self.inputs):
            raise ValueError(f"there is no input {str(index)[:40]}; choose from 0 to {len(self.inputs) - 1}")
        self._remember(edit.get("gesture"))
        self.inputs = (*self.inputs[:index], value, *self.inputs[index + 1 :])

    def _load_preset(self, edit: Edit) -> None:
        name = edit.get("name")
        if not isinstance(name, str) or name not in nn.PRESETS:
            raise ValueError(f"unknown preset {str(name)[:40]!r}; choose from {', '.join(nn.PRESETS)}")
        self.load(experiment_of_preset(name), nn.PRESETS[name].inputs)

    def _refused(self, error: ValueError) -> str:
        self.message = str(error)
        return self.message

    # ---------------------------------------------------------------- what a teacher has prepared

    def permit(self, parts: Collection[str]) -> None:
        """ValueError, with the remedy, where one of these parts is locked or hidden."""
        if reason := self.prepared.refusal(parts):
            raise ValueError(reason)

    @exclusive
    def leave(self) -> None:
        """Give the whole app back, with the work as it is; undo brings the preparation back."""
        if self.prepared:
            self._remember()
            self.prepared, self.accomplished = NOTHING, False

    @exclusive
    def judged(self) -> Verdict | None:
        """How far the mission is, None where there is none; once done, it stays done."""
        mission = self.prepared.mission
        if mission is None:
            return None
        verdict = self.verdict(mission)
        self.accomplished = self.accomplished or verdict.done
        return verdict

    @exclusive
    def verdict(self, mission: Mission) -> Verdict:
        """How far a mission is on what is shown."""
        return mission.judged(Work(self.drawing, run=self.history.stretches()))

    # ---------------------------------------------------------------- undo

    @property
    def can_undo(self) -> bool:
        return bool(self._undo_stack.done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undo_stack.undone)

    @exclusive
    def undo(self) -> None:
        """Everything as it was before the last change of drawing, data or settings."""
        self._return(self._undo_stack.undo(self._here()))

    @exclusive
    def redo(self) -> None:
        self._return(self._undo_stack.redo(self._here()))

    def _here(self) -> tuple[Any, ...]:
        moving = self.snapshot, self.progress, self.inputs, self.mission, self.prepared, self.accomplished
        return self.history.place(self.position), *moving

    def _return(self, remembered: tuple[Any, ...]) -> None:
        place, snapshot, progress, inputs, mission, self.prepared, self.accomplished = remembered
        before = self.experiment
        self.history.go(place)
        self._arrive(before, snapshot)
        self.progress, self.inputs, self.mission = progress, inputs, mission

    def _remember(self, gesture: Any = None) -> None:
        """Put the place shown on the undo stack, once a gesture."""
        self._undo_stack.remember(self._here(), 3000 + 48 * self.snapshot.theta.size, gesture)


_OWN_EDITS: dict[str, Callable[[Session, Edit], None]] = {
    "set_input": Session._set_input,
    "preset": Session._load_preset,
    "undo": lambda session, edit: session.undo(),
    "redo": lambda session, edit: session.redo(),
}


def _asked(old: Experiment, training: nn.Training | None, data: nn.Data | None, seed: int | None) -> set[str]:
    """The parts that `configure` was asked to change; what follows from them isn't anybody's wish."""
    parts = parts_of_training(old.training, training or old.training) | parts_of_data(old.data, data or old.data)
    return parts | ({"new_weights"} if seed not in (None, old.seed) else set())


def same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether two tuples hold the very same things."""
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _with_first(experiment: Experiment, network: nn.Network, theta: np.ndarray) -> Experiment:
    """The experiment with another drawing; its first weights are given only where they aren't drawn by the seed."""
    drawn = replace(experiment, network=network, theta=None)
    if experiment.theta is None and np.array_equal(drawn.first_theta(), theta):
        return drawn
    return replace(drawn, theta=tuple(theta.tolist()))
