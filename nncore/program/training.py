"""The fast step: training as a recorded list of NumPy calls.

A small network's step costs 0.3 µs for each NumPy call it makes; the arithmetic itself hardly counts. So
everything that can be settled once is: when the program is built, arrays are made, views are taken and every
call is written down with its arguments, and an epoch replays the list. The arithmetic is that of
`propagation` and `optimizers`, and the tests hold the two together.
"""

import numpy as np

from nncore.losses import loss_for
from nncore.optimizers import OPTIMIZERS
from nncore.program.layout import Layout
from nncore.program.recording import Stretch
from nncore.program.update import OneRule

LONGEST = 256
"""Batches recorded at most; a longer epoch replays the same recording on its next rows."""


class Program:
    """Training of one network on one set of rows.

    inputs (rows, features), targets (rows, outputs). training: the record of settings; read are loss,
    optimizer and its numbers, learning_rate, batch_size (0 takes all rows), l1, l2, clip and dropout.
    """

    def __init__(self, network, training, inputs, targets, dtype=float):
        self.network, self.training = network, training
        self.loss = loss_for(training.loss, network.activations[-1])
        self.inputs, self.targets = np.array(inputs, dtype), np.array(targets, dtype)
        self.layout = Layout(network)
        theta = np.zeros(self.layout.size, dtype)
        state = np.zeros((OPTIMIZERS[training.optimizer].slots, self.layout.size), dtype)
        self.rule = OneRule(network, self.layout, training, theta, state)
        self.steps = 0
        self.batch_size = min(training.batch_size or len(inputs), len(inputs))
        self.batches = -(-len(inputs) // self.batch_size)
        whole, rest = divmod(len(inputs), self.batch_size)
        parts = network, self.layout, self.loss, self.rule
        self._stretch = Stretch(*parts, self.batch_size, min(whole, LONGEST), training.dropout)
        self._short = Stretch(*parts, rest, 1, training.dropout) if rest else None
        if self.batches == 1:  # the order of rows within the only batch makes no difference
            self._stretch.fill(self.inputs, self.targets, np.arange(len(inputs)))

    def load(self, theta, state=None, steps=0):
        """Take over θ (network.size,), the optimiser's state (slots, network.size), the steps made so far."""
        self.rule.theta[:] = self.layout.spread(np.asarray(theta))
        self.rule.kept[:] = self.rule.theta
        self.rule.state[:] = 0 if state is None else self.layout.spread(np.asarray(state))
        self.steps = steps

    @property
    def theta(self):
        """A copy of θ, shape (network.size,)."""
        return self.layout.gather(self.rule.theta)

    @property
    def state(self):
        """A copy of the optimiser's state, shape (slots, network.size)."""
        return self.layout.gather(self.rule.state)

    @property
    def finite(self):
        """Whether every weight is still a number."""
        return bool(np.isfinite(self.rule.theta).all())

    def epoch(self, order, rates=None, dropout=None):
        """Train on all rows in the given order, a permutation (rows,), and return the running loss.

        rates: the learning rate, or one for each step, (batches,). dropout: a generator for the masks.
        The running loss is what the batches cost before each was learned from, as Keras prints it: the mean
        over all rows, or their sum for a loss that sums; without penalties. NaN or infinite once the weights
        have grown beyond bounds.
        """
        rates = self._rates(rates, self.batches)
        total, step = 0.0, 0
        with np.errstate(all="ignore"):
            for stretch, rows, count in stretches(self._stretch, self._short, len(order)):
                total += self._run(stretch, order[rows], rates[step : step + count], dropout)
                step += count
        return total / len(order) if self.loss.reduction == "mean" else total

    def batch(self, order, number, rate=None, dropout=None):
        """Train on one batch of an epoch, `number` counted from 0; returns what it cost before.

        All batches in turn, each with a fresh generator of the same seed, do what `epoch` does.
        """
        rows = order[number * self.batch_size : (number + 1) * self.batch_size]
        if self.training.dropout:
            for _ in range(number):
                self._stretch.draw_masks(1, dropout)
        with np.errstate(all="ignore"):
            stretch = self._stretch if len(rows) == self.batch_size else self._short
            total = self._run(stretch, rows, self._rates(rate, 1), dropout)
        return total / len(rows) if self.loss.reduction == "mean" else total

    def _rates(self, rates, count):
        return np.full(count, self.training.learning_rate if rates is None else rates, float)

    def _run(self, stretch, order, rates, dropout):
        if self.batches > 1:
            stretch.fill(self.inputs, self.targets, order)
        sums = stretch.run(rates, self.steps, dropout)
        self.steps += len(rates)
        return float(sums[0])


def stretches(stretch, short, rows):
    """How an epoch of so many rows is run: (recording, slice of the order, batches) in turn."""
    start = 0
    while start < rows:
        whole = (rows - start) // stretch.size
        part, count = (stretch, min(whole, stretch.batches)) if whole else (short, 1)
        yield part, slice(start, start + count * part.size), count
        start += count * part.size
