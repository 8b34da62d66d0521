"""The two loops everything is about: values forward, errors backward; and `Pass`, both of them as one record.

Written to be read. The fast step in `program` does the same arithmetic and is proved equal to it.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nncore.activations import ACTIVATIONS
from nncore.losses import Loss, loss_for
from nncore.network import Network
from nncore.parameters import Parameters

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Trace:
    """Every number of a forward pass, layer by layer.

    z[l]: weighted sums, a[l]: activations, each of shape (samples, units). z[0] and a[0] are the inputs.
    """

    z: tuple[Array, ...]
    a: tuple[Array, ...]

    @property
    def output(self) -> Array:
        """What the network answers, shape (samples, outputs)."""
        return self.a[-1]


@dataclass(frozen=True, eq=False)
class Gradient:
    """Every number of a backward pass.

    deltas[l]: ∂J/∂z, shape (samples, units), with the 1/samples of a mean inside; deltas[0] is ∂J/∂input.
    theta, weights[l], biases[l]: ∂J/∂θ laid out like Parameters; zero where nothing is drawn.
    """

    deltas: tuple[Array, ...]
    theta: Array
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]


def forward(network: Network, parameters: Parameters, inputs: Array) -> Trace:
    """Compute z = W·a + b and a = f(z), layer after layer, for inputs of shape (samples, features).

    Raises ValueError when the inputs do not fit the drawing or hold a NaN.
    """
    inputs = checked_inputs(network, inputs)
    z, a = [inputs], [inputs]
    for layer in range(1, len(network.layers)):
        read = _read(network, layer, a)
        z.append(read @ parameters.weights[layer].T + parameters.biases[layer])
        a.append(ACTIVATIONS[network.activations[layer]].value(z[layer]))
    return Trace(tuple(z), tuple(a))


def backward(network: Network, parameters: Parameters, trace: Trace, targets: Array, loss: str | Loss) -> Gradient:
    """Send the error back: δ of the outputs, then of each layer before, and ∂J/∂W = δᵀ·a on the way.

    targets: shape (samples, outputs). Raises ValueError when targets or loss do not fit the drawing.
    """
    loss = loss_for(loss.name if isinstance(loss, Loss) else loss, network.activations[-1])
    targets = checked_targets(network, targets, len(trace.output))
    gradient = Parameters(network, np.zeros(network.size))
    error = [np.zeros_like(a) for a in trace.a]  # ∂J/∂a, gathered from every layer that reads a unit
    deltas: list[Array] = [np.empty(0)] * len(network.layers)
    for layer in range(network.depth, 0, -1):
        if layer == network.depth:
            deltas[layer] = output_delta(network, trace, targets, loss)
        else:
            activation = ACTIVATIONS[network.activations[layer]]
            deltas[layer] = activation.error_back(trace.z[layer], trace.a[layer], error[layer])
        read = _read(network, layer, trace.a)
        gradient.weights[layer][:] = deltas[layer].T @ read
        gradient.biases[layer][:] = deltas[layer].sum(axis=0)
        mask = network.mask(layer)
        if mask is not None:
            gradient.weights[layer][~mask] = 0.0
        _give_back(network, layer, deltas[layer] @ parameters.weights[layer], error)
    deltas[0] = error[0]
    return Gradient(tuple(deltas), gradient.theta, gradient.weights, gradient.biases)


def output_delta(network: Network, trace: Trace, targets: Array, loss: Loss) -> Array:
    """∂J/∂z of the output layer, shape (samples, outputs)."""
    samples, outputs = targets.shape
    if loss.cancels == network.activations[-1]:
        return (trace.output - targets) * (loss.share(outputs) * loss.scale(samples))
    error = loss.derivative(trace.output, targets) * loss.scale(samples)
    return ACTIVATIONS[network.activations[-1]].error_back(trace.z[-1], trace.output, error)


def cost(network: Network, trace: Trace, targets: Array, loss: str) -> float:
    """The cost J of a forward pass, without penalties. Targets of shape (samples, outputs)."""
    targets = checked_targets(network, targets, len(trace.output))
    return loss_for(loss, network.activations[-1]).value(trace.z[-1], trace.output, targets)


def penalty(network: Network, theta: Array, l1: float = 0.0, l2: float = 0.0) -> float:
    """What regularisation adds to the cost: l1 Σ|w| + ½ l2 Σ w² over the drawn weights, not the biases."""
    weights = theta[network.weight_slots()]
    return float(l1 * np.abs(weights).sum() + 0.5 * l2 * (weights**2).sum())


def penalty_gradient(network: Network, theta: Array, l1: float = 0.0, l2: float = 0.0) -> Array:
    """The gradient of `penalty` with respect to θ, shape (network.size,). At w = 0 that of |w| counts as 0."""
    return np.where(network.weight_slots(), l1 * np.sign(theta) + l2 * theta, 0.0)


@dataclass(frozen=True, eq=False)
class Pass:
    """Samples sent through a network, and their errors sent back; each result is computed when first asked for.

    theta: shape (network.size,). inputs: (samples, features). targets: (samples, outputs), or None where nothing is
    asked of the outputs: then cost and gradient raise ValueError. loss: a name out of LOSSES.
    Weights so large that numbers overflow give ∞ and NaN, without a warning.
    """

    network: Network
    theta: Array
    inputs: Array
    targets: Array | None = None
    loss: str = "half_mse"

    @cached_property
    def parameters(self) -> Parameters:
        return Parameters(self.network, np.asarray(self.theta, dtype=float))

    @cached_property
    def trace(self) -> Trace:
        with np.errstate(all="ignore"):
            return forward(self.network, self.parameters, self.inputs)

    @cached_property
    def cost(self) -> float:
        with np.errstate(all="ignore"):
            return cost(self.network, self.trace, self.wanted, self.loss)

    @cached_property
    def gradient(self) -> Gradient:
        with np.errstate(all="ignore"):
            return backward(self.network, self.parameters, self.trace, self.wanted, self.loss)

    @property
    def wanted(self) -> Array:
        """The targets, shape (samples, outputs). Raises ValueError where there are none."""
        if self.targets is None:
            raise ValueError("nothing to learn: give targets, one for each output")
        return self.targets

    def at(self, theta: Array) -> "Pass":
        """The same samples through the network with other weights."""
        return replace(self, theta=theta)

    def cost_at(self, theta: Array) -> float:
        """The cost with other weights; quicker than at(theta).cost where nothing else is asked for."""
        with np.errstate(all="ignore"):
            trace = forward(self.network, Parameters(self.network, theta), self.inputs)
            return cost(self.network, trace, self.wanted, self.loss)


def checked_inputs(network: Network, inputs: Array) -> Array:
    """Inputs as float (samples, features), or ValueError saying what does not fit."""
    inputs = np.asarray(inputs, dtype=float)
    if inputs.ndim != 2 or inputs.shape[1] != network.sizes[0]:
        raise ValueError(f"inputs of shape {inputs.shape}; this drawing needs (samples, {network.sizes[0]})")
    if np.isnan(inputs).any():
        row, column = np.argwhere(np.isnan(inputs))[0]
        raise ValueError(
            f"{network.input_names[column]} is not a number in row {row + 1}; remove the row or fill it in"
        )
    return inputs


def checked_targets(network: Network, targets: Array, samples: int) -> Array:
    """Targets as float (samples, outputs), or ValueError saying what does not fit."""
    targets = np.asarray(targets, dtype=float)
    if targets.shape != (samples, network.sizes[-1]):
        raise ValueError(f"targets of shape {targets.shape}; needed is {(samples, network.sizes[-1])}")
    if np.isnan(targets).any():
        row = int(np.argwhere(np.isnan(targets))[0][0])
        raise ValueError(f"the target of row {row + 1} is not a number; remove the row or fill it in")
    return targets


def _read(network: Network, layer: int, a: list[Array] | tuple[Array, ...]) -> Array:
    """The activations a layer reads, shape (samples, units read)."""
    layers = network.layers_read(layer)
    return a[layer - 1] if len(layers) == 1 else np.concatenate(a[layers.start : layer], axis=1)


def _give_back(network: Network, layer: int, error: Array, errors: list[Array]) -> None:
    """Add ∂J/∂a, shape (samples, units read), to the layers it was read from."""
    first = 0
    for source in network.layers_read(layer):
        errors[source] += error[:, first : first + network.sizes[source]]
        first += network.sizes[source]
