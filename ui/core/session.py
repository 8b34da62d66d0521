"""The visitor's session: the only place where things change.

`Session` is plain Python: it holds the history of the run and the place on it that is shown, and turns edits and
settings into new experiments.
"""

import threading
import time
from dataclasses import replace
from functools import wraps

import numpy as np

import nncore as nn
from nncore import Drawing, Experiment, History, Progress, Snapshot, Unit, apply_edit, misfit
from nncore.drawing import carry
from nncore.edits import checked_value
from nncore.experiment import dataset_of, fitted_network, with_data
from nncore.experiments import experiment_of_preset
from nncore.explain.numbers import ALL_DIGITS, format_number
from nncore.sentences import sentence
from nncore.serialize import from_link, to_link
from nncore.settings import MOST_EPOCHS
from nncore.units import parse_item

MOST_UNDO_BYTES = 16_000_000
UNDISTURBED = 0.05
"""Seconds for which an epoch runs before it is asked whether to halt it; most are over by then."""
RENUMBERING = frozenset({"remove_unit", "remove", "add_layer", "remove_layer", "move_layer"})
"""Edits of a drawing after which an id may stand for another neuron."""
WITHOUT_IDS = frozenset({"undo", "redo", "preset", "set_input"})
"""Edits that name no neuron, so that they hold whatever the drawing has become."""


def exclusive(method):
    """A method of a session that nothing else interrupts."""

    @wraps(method)
    def run(self, *args, **kwargs):
        with self.lock:
            return method(self, *args, **kwargs)

    return run


class Session:
    """One visitor's drawing, data, settings and run.

    inputs: values on the input units where one sample is shown.
    version: another one whenever the network changes; numbered: the one that last gave ids anew. revision: another
    one whenever settings change other than by `configure`, so that widgets keyed by it are made anew. No two
    sessions share any of these.
    message: the last thing worth saying: why an edit was refused, why training ended; else "".
    lock: held by whoever changes the session, and by whoever reads more than one thing of it: a visitor's script and
    the line of a view run in threads of their own.

    A session may begin at an epoch with the weights theta of then; what came before is not known.
    """

    def __init__(self, experiment: Experiment, inputs=None, theta=None, epoch: int = 0):
        self.lock = threading.RLock()
        self.version = self.numbered = self.revision = time.time_ns() // 1_000_000
        self.sample = 0
        self._done, self._undone = [], []
        self._gesture = None
        self.history = History(experiment, theta, epoch)
        self.snapshot: Snapshot = self.history.near(epoch)
        self.progress: Progress | None = None
        self.message = self.problem
        self.inputs = _inputs_for(experiment, inputs)

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
        return misfit(self.experiment)

    @property
    def rows(self) -> np.ndarray:
        """Row numbers of the batch that the next step looks at; `sample` says which of them is next.

        Raises ValueError with `problem` where there is one.
        """
        batch = self.progress.batch if self.progress else 0
        return self._trainer.rows(self.position + 1, batch)

    @property
    def _trainer(self):
        return self.history.trainer(self.experiment)

    @property
    def _shows_first_weights(self) -> bool:
        """Whether nothing was trained yet; steps in the middle of epoch 1 count as training."""
        if self.position:
            return False
        thetas = self.theta, self.experiment.first_theta()
        shown, first = (array.astype(self.experiment.training.precision) for array in thetas)
        return np.array_equal(shown, first)

    # ---------------------------------------------------------------- training and time

    @exclusive
    def advance(
        self, *, seconds: float | None = None, epochs: int | None = None, steps: int = 0, samples: int = 0, halted=None
    ):
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
        self.message, self._gesture, before = "", None, self.position
        deadline = None if seconds is None else time.perf_counter() + seconds

        def over():
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

    def _advance_slowly(self, steps, samples, over):
        for number in range(samples + steps):
            if number < samples:
                self.sample += 1
            if number >= samples or self.sample >= len(self.rows):
                self.sample = 0
                self._reach(self.history.step(self.progress or self.snapshot))
            if self.ended or over():
                return

    @property
    def ended(self) -> bool:
        """Whether training ended by itself in what is shown, or the drawing doesn't fit the data there."""
        if self.progress or self.sample:
            return False
        return bool(self.snapshot.cause)

    def _train_epoch(self, over):
        """To the end of the epoch, or as far as a long one comes: nobody waits for the rest of it."""
        patient = time.perf_counter() + UNDISTURBED
        self._reach(
            self.history.after(self.progress or self.snapshot, lambda: time.perf_counter() >= patient and over())
        )

    def _reach(self, reached):
        if isinstance(reached, Progress):
            self.progress = reached
        else:
            self._show(reached)

    def _show(self, snapshot):
        experiment = self.experiment
        self.snapshot, self.progress = snapshot, None
        if snapshot.cause:
            self.message = sentence(snapshot.cause)
        self._count(experiment)

    def _count(self, before, renumbered=True):
        """Count up version and revision where another experiment is shown than before."""
        now = self.experiment
        if now is before:
            return
        if (now.training, now.seed, now.data) != (before.training, before.seed, before.data):
            self.revision += 1
        if now.network != before.network:
            self.version += 1
            self.numbered = self.version if renumbered else self.numbered
            self.inputs = _inputs_for(now, self.inputs)

    @exclusive
    def seek(self, epoch: int, exact: bool = True) -> None:
        """Show an epoch of the timeline as it was; not exact: the nearest one kept before it, at once."""
        self.message, self._gesture, self.sample = "", None, 0
        self._show(self.history.at(epoch) if exact else self.history.near(epoch))

    @exclusive
    def reset(self) -> None:
        """Back to the same first weights; a run under changed settings stays beside it in grey."""
        experiment, chain = self.experiment, self.history.chain
        if self.history.last > 0 or not self._shows_first_weights:
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
        before = self.experiment
        experiment = replace(before, seed=(before.seed + 1) % 2**53, theta=None)
        start = self.history.begin(experiment)
        self._remember()
        self.history.restart(experiment, start)
        self._arrive(before, start)

    def _arrive(self, before, start, renumbered=True):
        self.sample, self.message = 0, ""
        self.snapshot, self.progress = start, None
        self._count(before, renumbered)
        self.message = self.message or self.problem

    # ---------------------------------------------------------------- changing things

    @exclusive
    def configure(self, *, training=None, data=None, seed: int | None = None) -> str:
        """Change settings where the run is now, keeping the weights; returns why that was refused, or ""."""
        old = self.experiment
        try:
            new = replace(old, training=training or old.training, seed=old.seed if seed is None else seed)
            new = new if data is None else with_data(new, data)
            redrawn = self._shows_first_weights and new.training.initializer != old.training.initializer
            new = replace(new, theta=None) if redrawn and new.network == old.network else new
            if new == old:
                return ""
            theta = self._carried(old, new)
        except ValueError as error:
            return self._refused(error)
        self._remember()
        revision = self.revision
        self._turn(new, theta, _changes(old, new), new.network == old.network)
        if new.training == (training or old.training):
            self.revision = revision
        return ""

    def _carried(self, old, new):
        """The weights shown, for a new experiment; before training its own first ones."""
        if self._shows_first_weights:
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
        self._turn(new, theta, "fitted to the data")
        return ""

    @exclusive
    def load(self, experiment: Experiment, inputs=None) -> None:
        """Replace everything by another experiment: a preset or a link."""
        before = self.experiment
        self._remember()
        start = self.history.begin(experiment)
        self.history.restart(experiment, start)
        self._arrive(before, start)
        self.inputs = _inputs_for(experiment, inputs)

    @exclusive
    def edit(self, edit: dict) -> str:
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
            if kind in _OWN_EDITS:
                _OWN_EDITS[kind](self, edit)
            else:
                self._edit_drawing(edit)
        except ValueError as error:
            return self._refused(error)
        return ""

    def _edit_drawing(self, edit):
        old, drawing = self.experiment, self.drawing
        plain = {name: value for name, value in edit.items() if name not in ("n", "base", "gesture")}
        new = apply_edit(drawing, plain)
        if new == drawing:
            return
        first = Drawing(old.network, old.first_theta())
        if self._shows_first_weights:
            first = new
        elif new.network != old.network:
            first = apply_edit(first, plain)
        experiment = _with_first(old, new.network, first.theta)
        self._remember(edit.get("gesture"))
        inputs = _without_removed(self.inputs, edit, old.network.sizes[0] - new.network.sizes[0])
        self._turn(experiment, new.theta, edit["kind"].replace("_", " "), edit["kind"] not in RENUMBERING)
        self.inputs = _inputs_for(experiment, inputs)

    def _turn(self, experiment, theta, change, same_units=False):
        """Go on from the place shown with another experiment and other weights.

        same_units: the ids stand for what they stood for, so that an optimiser that stays keeps its memory.
        """
        before = self.experiment
        stays = same_units and experiment.training.optimizer == before.training.optimizer
        start = self.history.begin(experiment, theta, self.position, self._reached if stays else None)
        self.history.fork(experiment, start, change)
        self._arrive(before, start, renumbered=not same_units)

    @property
    def _reached(self):
        """The snapshot shown; in mid-epoch with the optimiser's memory after the last step."""
        progress = self.progress
        return replace(self.snapshot, state=progress.state, steps=progress.steps) if progress else self.snapshot

    def _set_input(self, edit):
        index, value = edit.get("index"), checked_value(edit.get("value"))
        if type(index) is not int or not 0 <= index < len(self.inputs):
            raise ValueError(f"there is no input {str(index)[:40]}; choose from 0 to {len(self.inputs) - 1}")
        self._remember(edit.get("gesture"))
        self.inputs = (*self.inputs[:index], value, *self.inputs[index + 1 :])

    def _load_preset(self, edit):
        name = edit.get("name")
        if not isinstance(name, str) or name not in nn.PRESETS:
            raise ValueError(f"unknown preset {str(name)[:40]!r}; choose from {', '.join(nn.PRESETS)}")
        self.load(experiment_of_preset(name), nn.PRESETS[name].inputs)

    def _refused(self, error):
        self.message = str(error)
        return self.message

    # ---------------------------------------------------------------- undo

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @exclusive
    def undo(self) -> None:
        """Everything as it was before the last change of drawing, data or settings."""
        if not self._done:
            raise ValueError("nothing to undo")
        self._undone.append(self._here())
        self._return(self._done.pop())

    @exclusive
    def redo(self) -> None:
        if not self._undone:
            raise ValueError("nothing to redo")
        self._done.append(self._here())
        self._return(self._undone.pop())

    def _here(self):
        return self.history.place(self.position), self.snapshot, self.progress, self.inputs

    def _return(self, remembered):
        place, snapshot, progress, inputs = remembered
        before = self.experiment
        self.history.go(place)
        self._gesture = None
        self._arrive(before, snapshot)
        self.progress, self.inputs = progress, inputs

    def _remember(self, gesture=None):
        """Put the place shown on the undo stack, once a gesture; the oldest go when they take too much memory."""
        same, self._gesture = gesture is not None and gesture == self._gesture, gesture
        if same:
            return
        self._done.append(self._here())
        self._undone.clear()
        taken = 0
        for index in reversed(range(len(self._done))):
            taken += 3000 + 48 * self._done[index][1].theta.size
            if taken > MOST_UNDO_BYTES:
                del self._done[: index + 1]
                break

    # ---------------------------------------------------------------- links and reloads

    @exclusive
    def to_dict(self) -> dict:
        """What a link or a reload needs, as JSON values: experiment, place and weights shown, inputs."""
        told = {"experiment": self.experiment.to_dict(), "inputs": list(self.inputs)}
        if not self._shows_first_weights:
            told |= {"epoch": self.position, "weights": self.theta.tolist()}
        return told

    @classmethod
    def from_dict(cls, told) -> "Session":
        """The session that to_dict told of; ValueError for anything else."""
        return cls(*_told(told))

    def link(self) -> str:
        """to_dict as text for a URL."""
        return to_link(self.to_dict())

    @classmethod
    def from_link(cls, link: str) -> "Session":
        return cls.from_dict(from_link(link))

    @exclusive
    def reopen(self, link: str) -> None:
        """Become the session of a link, with nothing to undo; ValueError for anything else, and nothing changes."""
        experiment, inputs, theta, epoch = _told(from_link(link))
        before, start = self.experiment, self.history.begin(experiment, theta, epoch)
        self.history.restart(experiment, start)
        self._done, self._undone = [], []
        self._arrive(before, start)
        self.inputs = _inputs_for(experiment, inputs)


def _told(told):
    """What to_dict told: experiment, inputs, weights or None, epoch. ValueError for anything else."""
    known = {"experiment", "inputs", "epoch", "weights"}
    if not isinstance(told, dict) or not {"experiment"} <= set(told) <= known:
        raise ValueError("this is no saved session; use a link or a file made here")
    experiment = Experiment.from_dict(told["experiment"])
    epoch, inputs = told.get("epoch", 0), told.get("inputs")
    if type(epoch) is not int or not 0 <= epoch <= MOST_EPOCHS:
        raise ValueError(f"epoch is {str(epoch)[:40]}; use a whole number from 0")
    if inputs is not None:
        if not isinstance(inputs, list):
            raise ValueError(f"inputs are {str(inputs)[:40]!r}; use a list of numbers")
        inputs = [checked_value(value) for value in inputs]
    theta = replace(experiment, theta=told["weights"]).first_theta() if "weights" in told else None
    return experiment, inputs, theta, epoch


_OWN_EDITS = {
    "set_input": Session._set_input,
    "preset": Session._load_preset,
    "undo": lambda session, edit: session.undo(),
    "redo": lambda session, edit: session.redo(),
}


def _without_removed(inputs, edit, fewer):
    """The values on the inputs that an edit leaves."""
    if fewer <= 0:
        return inputs
    ids = edit["ids"] if edit["kind"] == "remove" else [edit["id"]]
    gone = {parse_item(id) for id in ids}
    return tuple(value for index, value in enumerate(inputs) if Unit(0, index) not in gone)


def _with_first(experiment, network, theta):
    """The experiment with another drawing; its first weights are told only where they aren't drawn by the seed."""
    drawn = replace(experiment, network=network, theta=None)
    if experiment.theta is None and np.array_equal(drawn.first_theta(), theta):
        return drawn
    return replace(drawn, theta=tuple(theta.tolist()))


def _inputs_for(experiment, inputs=None):
    """Values for the input units: those given as far as they go, then those of the first training row, or 1."""
    size, given = experiment.network.sizes[0], tuple(inputs or ())[: experiment.network.sizes[0]]
    if len(given) == size:
        return tuple(map(float, given))
    try:
        dataset = dataset_of(experiment.data)
        row = [float(f"{value:.3g}") for value in dataset.train_inputs[0]]
    except ValueError:
        row = []
    usual = row if len(row) == size else [1.0] * size
    return tuple(map(float, [*given, *usual[len(given) :]]))


def _changes(old, new):
    """What differs between two experiments, in a few words."""
    words = []
    for part in ("training", "data"):
        before, after = getattr(old, part), getattr(new, part)
        for name in before.__dataclass_fields__:
            a, b = getattr(before, name), getattr(after, name)
            if a != b and name != "rows":
                words.append(f"{name.replace('_', ' ')} {_short(a)} → {_short(b)}")
    if old.seed != new.seed:
        words.append(f"seed {old.seed} → {new.seed}")
    return ", ".join(words) or "data"


def _short(value):
    if isinstance(value, float):
        return format_number(value, ALL_DIGITS)
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 30 else text[:29] + "…"
