"""The fast step: training as a recorded list of NumPy calls.

A small network's step costs 0.3 µs for each NumPy call it makes; the arithmetic itself hardly counts. So
everything that can be settled once is: when the program is built, arrays are made, views are taken and every
call is written down with its arguments, and an epoch replays the list. The arithmetic is that of
`propagation` and `optimizers`, and the tests hold the two together.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from nncore.cost import batches_a_replay
from nncore.losses import loss_for
from nncore.network import Network
from nncore.optimizers import OPTIMIZERS
from nncore.program.layout import Layout
from nncore.program.recording import Recording
from nncore.program.update import Update
from nncore.settings import Training

Array = np.ndarray


class Program:
    """Training of one network on one set of rows.

    inputs (rows, features), targets (rows, outputs). training: the record of settings; read are loss,
    optimizer and its numbers, learning_rate, batch_size (0 takes all rows), l1, l2, clip and dropout.
    """

    def __init__(
        self, network: Network, training: Training, inputs: Array, targets: Array, dtype: DTypeLike = float
    ) -> None:
        self.network, self.training = network, training
        self.loss = loss_for(training.loss, network.activations[-1])
        self.inputs, self.targets = np.asarray(inputs, dtype), np.asarray(targets, dtype)
        self.layout = Layout(network)
        theta = np.zeros(self.layout.size, dtype)
        state = np.zeros((OPTIMIZERS[training.optimizer].slots, self.layout.size), dtype)
        self.update = Update(network, self.layout, training, theta, state)
        self.steps = 0
        self.batch_size = min(training.batch_size or len(inputs), len(inputs))
        self.batches = -(-len(inputs) // self.batch_size)
        whole, rest = divmod(len(inputs), self.batch_size)
        parts = network, self.layout, self.loss, self.update
        longest = min(whole, batches_a_replay(network, training, self.batch_size))
        self._recording = Recording(*parts, self.batch_size, longest, training.dropout)
        # the rows that are left; where none are, nothing replays it
        self._short = Recording(*parts, rest, 1, training.dropout) if rest else self._recording
        if self.batches == 1:  # the order of rows within the only batch makes no difference
            self._recording.fill(self.inputs, self.targets, np.arange(len(inputs)))

    def load(self, theta: Array, state: Array | None = None, steps: int = 0) -> None:
        """Take over θ (network.size,), the optimiser's state (slots, network.size), the steps made so far."""
        self.update.theta[:] = self.layout.spread(np.asarray(theta))
        self.update.kept[:] = self.update.theta
        self.update.state[:] = 0 if state is None else self.layout.spread(np.asarray(state))
        self.steps = steps

    @property
    def theta(self) -> Array:
        """A copy of θ, shape (network.size,)."""
        return self.layout.gather(self.update.theta)

    @property
    def state(self) -> Array:
        """A copy of the optimiser's state, shape (slots, network.size)."""
        return self.layout.gather(self.update.state)

    @property
    def finite(self) -> bool:
        """Whether every weight is still a number."""
        return bool(np.isfinite(self.update.theta).all())

    def epoch(
        self, order: Array, rates: Array | float | None = None, dropout: np.random.Generator | None = None
    ) -> float:
        """Train on all rows in the given order, a permutation (rows,), and return the running loss.

        rates: the learning rate, or one for each step, (batches,). dropout: a generator for the masks.
        The running loss is what the batches cost before each was learned from, as Keras prints it: the mean
        over all rows, or their sum for a loss that sums; without penalties. NaN or infinite once the weights
        have grown beyond bounds.
        """
        batch, losses = 0, []
        while batch < self.batches:
            batch, new = self.replay(order, batch, rates, dropout)
            losses.append(new)
        return self.running_loss(losses)

    def replay(
        self,
        order: Array,
        batch: int,
        rates: Array | float | None = None,
        dropout: np.random.Generator | None = None,
        most: int | None = None,
    ) -> tuple[int, Array]:
        """Train on the next batches of an epoch, from number `batch` on: as many as are recorded, or `most` of them.

        dropout: the generator that has masked the batches before. Returns the number of the batch that is next, and
        the loss of each row, (rows,), before it was learned from. Replays of any length, one after another, do to
        the bit what `epoch` does.
        """
        whole = len(order) // self.batch_size
        recording = self._recording if batch < whole else self._short
        count = min(most or recording.batches, recording.batches, max(whole - batch, 1))
        start = batch * self.batch_size
        if self.batches > 1:
            recording.fill(self.inputs, self.targets, order[start : start + count * recording.size])
        every = np.full(self.batches, self.training.learning_rate if rates is None else rates, float)
        with np.errstate(all="ignore"):
            losses = recording.run(every[batch : batch + count], self.steps, dropout)[:, 0]
        self.steps += count
        return batch + count, losses

    def running_loss(self, losses: list[Array]) -> float:
        """The running loss of an epoch from the losses of its rows, arrays (rows,) in turn."""
        together = losses[0] if len(losses) == 1 else np.concatenate(losses)
        with np.errstate(all="ignore"):
            total = float(together.sum())
        return total / len(together) if self.loss.reduction == "mean" else total

    def skip_masks(self, dropout: np.random.Generator, batches: int) -> None:
        """Bring a fresh generator to where it stands once this many batches of an epoch were masked."""
        source: Any = dropout.bit_generator  # PCG64, which can advance
        source.advance(batches * self._recording.masks[0].size)


def parts_of_epoch(recording: Recording, short: Recording, rows: int) -> Iterator[tuple[Recording, slice, int]]:
    """How an epoch of that many rows is run: (recording, slice of the order, batches) in turn."""
    start = 0
    while start < rows:
        whole = (rows - start) // recording.size
        part, count = (recording, min(whole, recording.batches)) if whole else (short, 1)
        yield part, slice(start, start + count * part.size), count
        start += count * part.size
