"""The recording of a stretch of training steps, and its replay."""

from itertools import groupby

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.program.evaluation import run
from nncore.program.kernels import (
    LOSS_CALLS,
    SLOPE_CALLS,
    SLOPE_FROM_VALUE,
    VALUE_CALLS,
    add,
    multiply,
    sigmoid_error,
    through_softmax,
)


class Stretch:
    """Up to `batches` steps on batches of `size` rows, recorded once, with the arrays they work on.

    Inputs, targets, output sums, dropout masks and step numbers have a place for every batch; all else is
    used again by each. Units lie in rows, samples in columns (see `layout`).

    rule: how a gradient becomes a step (see `rules`). members: how many networks of the same kind stand side
    by side in `network`, each with its own rows.
    """

    def __init__(self, network, layout, loss, rule, size, batches, dropout=0.0, members=1):
        self.network, self.layout, self.loss, self.rule = network, layout, loss, rule
        self.size, self.batches, self.dropout, self.members = size, batches, dropout, members
        self.logits = network.activations[-1] == "sigmoid" and loss.name == "binary_crossentropy"
        self.hidden = slice(layout.units[1].start, layout.units[-1].start)
        dtype, features, outputs = rule.theta.dtype, network.sizes[0], network.sizes[-1]
        self.rows = np.ones((batches, size, features + 1), dtype)
        self.columns = np.empty((batches, features + 1, size), dtype)
        self.targets = np.empty((batches, outputs, size), dtype)
        self.output_sums = np.empty((batches, outputs, size), dtype)
        one_each = (members, outputs // members, size) if members > 1 else ()
        self.factors = np.empty((batches, *one_each), dtype)
        self.numbers = np.empty((batches, *rule.shape), dtype)
        self.values = layout.rows(size, dtype)
        self.sums, self.slopes, self.deltas = (np.zeros_like(self.values) for _ in range(3))
        self.undropped = self.values
        if dropout:
            self.undropped = layout.rows(size, dtype)
            self.masks = np.empty((batches, self.hidden.stop - self.hidden.start, size), dtype)
        self.weights, self.gradients = layout.matrices(rule.theta), layout.matrices(rule.gradient)
        self.places = {}
        calls = [*self._forward(), *self._slopes(), *self._output_delta(), *self._backward(), *self._step()]
        self.calls_per_batch = len(calls)
        self.recipe = repeated(calls, self.places, batches)

    def fill(self, inputs, targets, order):
        """Lay out whole batches of rows: order, (count · size, members), picks from inputs and targets."""
        count, picked = len(order) // self.size, order.reshape(-1)
        shape = count, self.size, -1
        self.target_rows = targets.take(picked, 0)
        self.rows[:count, :, :-1] = inputs.take(picked, 0).reshape(shape)
        self.columns[:count] = self.rows[:count].transpose(0, 2, 1)
        self.targets[:count] = self.target_rows.reshape(shape).transpose(0, 2, 1)
        if self.logits:
            self.targets[:count] *= 2
            self.targets[:count] -= 1

    def run(self, rates, steps, dropout):
        """Train on the batches laid out and return the loss of each row, (rows, members).

        rates: (count,) or, for several members, (members, count). steps: how many were made before, by each.
        """
        count = rates.shape[-1]
        if self.dropout:
            self.draw_masks(count, dropout)
        if not self.rule.takes_factor:
            self.factors[:count] = self._factor() * self.rule.factors(rates)
        self.rule.fill(self.numbers[:count], rates, np.add.outer(steps, np.arange(1.0, count + 1)))
        run(self.recipe if count == self.batches else self.recipe[: count * self.calls_per_batch])
        z = self.output_sums[:count].transpose(0, 2, 1).reshape(self.target_rows.shape)
        # the cross-entropies look at z alone
        a = z if self.loss.cancels else ACTIVATIONS[self.network.activations[-1]].value(z)
        return self.loss.per_sample(z, a, self.target_rows).reshape(-1, self.members)

    def draw_masks(self, count, generator):
        """Fill the masks of `count` batches: 0 with probability `dropout`, else what keeps the mean level."""
        kept = generator.random((count, *self.masks.shape[1:])) >= self.dropout
        np.divide(kept, 1 - self.dropout, out=self.masks[:count])

    def _factor(self):
        """What turns the recorded error into the slope of a batch's cost."""
        outputs = self.network.sizes[-1] // self.members
        factor = LOSS_CALLS[self.loss.name][1] * self.loss.share(outputs) * self.loss.scale(self.size)
        return factor / 2 if self.logits else factor

    # -------------------------------------------------------------------- the recording

    def _each(self, views):
        """The first of several views, remembered as the one that every batch has its own of."""
        views = list(views)
        self.places[id(views[0])] = views
        return views[0]

    def _forward(self):
        """z = [W|b] · [a; 1] and a = f(z), layer after layer."""
        network, layout = self.network, self.layout
        inputs, z = self._each(self.columns), self._each(self.output_sums)
        calls = []
        if layout.reads_inputs_later():
            features = self._each(columns[:-1] for columns in self.columns)
            calls.append((np.positive, (features, self.values[layout.units[0]])))
        for layer in range(1, network.depth + 1):
            units, read = layout.units[layer], inputs if layer == 1 else self.values[layout.reads[layer]]
            calls.append((self.weights[layer].dot, (read, z if layer == network.depth else self.sums[units])))
            if layer < network.depth:
                value = VALUE_CALLS[network.activations[layer]]
                calls += value(self.sums[units].reshape(-1), self.undropped[units].reshape(-1))
                if self.dropout:
                    calls.append((multiply, (self.undropped[units], self._mask(layer), self.values[units])))
        self.z = self._each(self._by_member(sums) for sums in self.output_sums)
        linear = network.activations[-1] == "linear"
        self.output = self.z if linear else self._by_member(self.undropped[layout.units[-1]])
        if not linear and not self.logits:
            calls += VALUE_CALLS[network.activations[-1]](self.z, self.output)
        return calls

    def _by_member(self, outputs):
        """Rows of outputs as (members, outputs, batch), because a softmax adds up over its own network."""
        return outputs.reshape(self.members, -1, self.size)

    def _mask(self, layer):
        units, start = self.layout.units[layer], self.hidden.start
        return self._each(mask[units.start - start : units.stop - start] for mask in self.masks)

    def _slopes(self):
        """da/dz of every layer; neighbours with one activation share the calls, rows of ones included."""
        network, layout = self.network, self.layout
        last = network.depth if self._output_slope_from_value() else network.depth - 1
        calls = []
        for name, layers in groupby(range(1, last + 1), key=lambda layer: network.activations[layer]):
            if name in SLOPE_CALLS:
                layers = list(layers)
                rows = slice(layout.units[layers[0]].start, layout.units[layers[-1]].stop)
                arrays = (array[rows].reshape(-1) for array in (self.sums, self.undropped, self.slopes))
                calls += SLOPE_CALLS[name](*arrays)
        return calls

    def _output_slope_from_value(self):
        activation = self.network.activations[-1]
        return activation in SLOPE_FROM_VALUE and self.loss.cancels != activation

    def _output_delta(self):
        """∂J/∂z of the outputs, times the factor that the rule wants in its gradient."""
        outputs, activation = self.layout.units[-1], self.network.activations[-1]
        targets = self._each(self._by_member(targets) for targets in self.targets)
        delta, slope = self._by_member(self.deltas[outputs]), self._by_member(self.slopes[outputs])
        if self.logits:
            calls = sigmoid_error(self.z, targets, delta)
        else:
            calls = LOSS_CALLS[self.loss.name][0](self.output, targets, delta)
        if self.loss.cancels != activation and activation == "softmax":
            calls += through_softmax(self.output, delta)
        elif self.loss.cancels != activation and activation != "linear":
            if not self._output_slope_from_value():
                calls += SLOPE_CALLS[activation](self.z, self.output, slope)
            calls.append((multiply, (delta, slope, delta)))
        if self.rule.takes_factor:
            return calls
        factor = self._each(self.factors[batch, ...] for batch in range(self.batches))
        return [*calls, (multiply, (delta, factor, delta))]

    def _backward(self):
        """∂J/∂W = δ · aᵀ and the error of the units read, Wᵀ · δ, from the last layer to the first."""
        network, layout = self.network, self.layout
        rows = self._each(self.rows)
        calls = []
        if network.skips:
            calls.append((self.deltas[: layout.units[-1].start].fill, (0,)))
        for layer in range(network.depth, 0, -1):
            units = layout.units[layer]
            delta = self.deltas[units]
            if layer < network.depth:
                if self.dropout:
                    calls.append((multiply, (delta, self._mask(layer), delta)))
                if network.activations[layer] != "linear":
                    flat, slope = delta.reshape(-1), self.slopes[units].reshape(-1)
                    calls.append((multiply, (flat, slope, flat)))
            read = rows if layer == 1 else self.values[layout.reads[layer]].T
            calls.append((delta.dot, (read, self.gradients[layer])))
            if layer > 1:
                calls += self._give_back(layer, delta)
        return calls

    def _give_back(self, layer, delta):
        """The error of what a layer reads; added up where skips let several layers read the same unit."""
        error, transposed = self.deltas[self.layout.reads[layer]], self.weights[layer].T
        if not self.network.skips:
            return [(transposed.dot, (delta, error))]
        part = np.empty_like(error)
        return [(transposed.dot, (delta, part)), (add, (error, part, error))]

    def _step(self):
        kinds = range(self.numbers.shape[1])
        numbers = [self._each(self.numbers[batch, kind, ...] for batch in range(self.batches)) for kind in kinds]
        return self.rule.calls(numbers, self._factor() if self.rule.takes_factor else 1.0)


def repeated(calls, places, batches):
    """The calls of every batch, one after another, from those of the first.

    places: id of an array of the first batch → the arrays that stand in its place, one a batch.
    """
    recipe = []
    varying = [(at, *call) for at, call in enumerate(calls) if any(id(x) in places for x in call[1])]
    for batch in range(batches):
        own = list(calls)
        for at, function, arguments in varying:
            own[at] = function, tuple(places[id(x)][batch] if id(x) in places else x for x in arguments)
        recipe += own
    return recipe
