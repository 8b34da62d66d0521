"""A network with its numbers, and how they are carried over to another network."""

from dataclasses import dataclass

import numpy as np

from nncore.network import Network
from nncore.parameters import Parameters, undrawn_to_zero
from nncore.relocation import Relocation

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Drawing:
    """A network with its numbers; equal when both are equal to the bit.

    theta: shape (network.size,), float64, read-only; zero where nothing is drawn. A run that diverged
    may leave inf or NaN in it, an edit never does. Raises ValueError when its length does not fit.
    """

    network: Network
    theta: Array

    def __post_init__(self) -> None:
        theta = undrawn_to_zero(self.network, np.asarray(self.theta, dtype=np.float64))
        theta.setflags(write=False)
        object.__setattr__(self, "theta", theta)

    @property
    def parameters(self) -> Parameters:
        """The numbers with a view per layer, read-only."""
        return Parameters(self.network, self.theta)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Drawing):
            return NotImplemented
        return self.network == other.network and self.theta.tobytes() == other.theta.tobytes()

    def __hash__(self) -> int:
        return hash((self.network, self.theta.tobytes()))


def carry(network: Network, theta: Array, new: Network, relocate: Relocation, fill: Array) -> Array:
    """θ of a new drawing: what survives keeps its value, what is new is taken from `fill`.

    theta: shape (network.size,); fill and the result: shape (new.size,).
    relocate says where a unit of the old drawing stands in the new one.
    """
    result = fill.copy()
    origin = _origins(network, new, relocate)
    for layer in range(1, len(new.layers)):
        units = origin[new.first(layer) : new.first(layer) + new.sizes[layer]]
        kept = units[units >= 0]
        if not kept.size:
            continue
        old_layer = _layer_of(network, int(kept[0]))
        if old_layer == 0:
            continue
        old_rows = theta[network.block(old_layer)].reshape(network.sizes[old_layer], -1)
        reads = network.reads(old_layer)
        columns = origin[new.reads(layer).start : new.reads(layer).stop] - reads.start
        readable = (columns >= 0) & (columns < len(reads))
        rows = kept - network.first(old_layer)
        source, target = np.ix_(rows, columns[readable]), np.ix_(units >= 0, readable)
        new_rows = result[new.block(layer)].reshape(new.sizes[layer], -1)
        survives = _drawn(network, old_layer)[source] & _drawn(new, layer)[target]
        new_rows[target] = np.where(survives, old_rows[source], new_rows[target])
        new_rows[units >= 0, -1] = old_rows[rows, -1]
    return result


def _origins(network: Network, new: Network, relocate: Relocation) -> Array:
    """For each unit of the new drawing, by flat number, the old unit it was; −1 when it is new."""
    origin = np.full(sum(new.sizes), -1)
    for old_flat, unit in enumerate(network.units()):
        place = relocate(unit)
        if place is not None:
            origin[new.flat(place)] = old_flat
    return origin


def _layer_of(network: Network, flat: int) -> int:
    return int(np.searchsorted(np.cumsum(network.sizes), flat, side="right"))


def _drawn(network: Network, layer: int) -> Array:
    """Which weights of a layer are drawn, bool (units, units read), full when nothing is masked."""
    mask = network.mask(layer)
    return np.ones((network.sizes[layer], len(network.reads(layer))), dtype=bool) if mask is None else mask
