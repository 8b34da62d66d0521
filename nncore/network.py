"""The drawing: which units there are, what each layer's activation is, and who is connected to whom.

A `Network` is a frozen value without weights. Editing it returns a new one. Layers are numbered from
0, the inputs, to `depth`, the outputs; every unit of a layer feeds every unit of the next one, less
the connections that are `cut`, plus the `skips` that reach over a layer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from nncore.layer import Layer as Layer
from nncore.layer import check_layers, check_names
from nncore.relocation import (
    Relocation,
    carried_names,
    inserted,
    moved,
    relocate_item,
    relocated,
    removed,
    removed_unit,
    resized,
)
from nncore.units import Connection as Connection
from nncore.units import Unit as Unit

MAX_PARAMETERS = 150_000
"""Weights and biases; a snapshot of them with Adam's state takes 4 MB then."""


@dataclass(frozen=True)
class Network:
    """The drawing as a value.

    layers: the inputs first (their activation is linear), the outputs last.
    cut: connections between neighbouring layers that are taken away.
    skips: connections that reach over at least one layer.
    pinned: weights (a Connection) and biases (a Unit) that training leaves alone.
    inputs, outputs: names; () gives x1, x2 … and y.

    Raises ValueError, with the remedy, for a drawing that cannot be.
    """

    layers: tuple[Layer, ...]
    cut: frozenset[Connection] = frozenset()
    skips: frozenset[Connection] = frozenset()
    pinned: frozenset[Connection | Unit] = frozenset()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in ("layers", "inputs", "outputs"):
            object.__setattr__(self, field, tuple(getattr(self, field)))
        for field in ("cut", "skips", "pinned"):
            object.__setattr__(self, field, frozenset(getattr(self, field)))
        check_layers(self.layers)
        for connection in self.cut:
            self._check_ends(connection)
            if connection.span != 1:
                raise ValueError(f"{connection} cannot be cut: it does not join neighbouring layers")
        for connection in self.skips:
            self._check_ends(connection)
            if connection.span < 2:
                raise ValueError(f"{connection} is not a skip: it has to reach over at least one layer")
        for item in self.pinned:
            self._check_pin(item)
        if self.size > MAX_PARAMETERS:
            raise ValueError(
                f"{self.size:,} weights are too many; at most {MAX_PARAMETERS:,} fit: use fewer or smaller layers"
            )
        check_names(self.inputs, self.layers[0].size, "inputs")
        check_names(self.outputs, self.layers[-1].size, "outputs")

    # ---------------------------------------------------------------- what it is

    @property
    def depth(self) -> int:
        """The number of layers that compute: all but the inputs."""
        return len(self.layers) - 1

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return tuple(layer.size for layer in self.layers)

    @cached_property
    def activations(self) -> tuple[str, ...]:
        return tuple(layer.activation for layer in self.layers)

    @cached_property
    def input_names(self) -> tuple[str, ...]:
        return self.inputs or tuple(f"x{i + 1}" for i in range(self.sizes[0]))

    @cached_property
    def output_names(self) -> tuple[str, ...]:
        size = self.sizes[-1]
        return self.outputs or (("y",) if size == 1 else tuple(f"y{i + 1}" for i in range(size)))

    def units(self) -> Iterator[Unit]:
        """Every unit in order: inputs first, then layer by layer."""
        return (Unit(layer, index) for layer, size in enumerate(self.sizes) for index in range(size))

    def name(self, unit: Unit) -> str:
        """How people call a unit: its input or output name, else h1 … or h2,1 with several hidden layers."""
        if unit.layer == 0:
            return self.input_names[unit.index]
        if unit.layer == self.depth:
            return self.output_names[unit.index]
        return f"h{unit.index + 1}" if self.depth == 2 else f"h{unit.layer},{unit.index + 1}"

    # ---------------------------------------------------------------- who is connected

    def drawn(self, connection: Connection) -> bool:
        """Whether this connection exists in the drawing."""
        if connection.span == 1:
            return connection not in self.cut and all(map(self._has, connection))
        return connection in self.skips

    def incoming(self, unit: Unit) -> list[Connection]:
        """The drawn connections into a unit, in the order of their sources."""
        skips = sorted(c for c in self.skips if c.target == unit)
        neighbours = range(self.sizes[unit.layer - 1]) if unit.layer else ()
        near = (Connection(Unit(unit.layer - 1, index), unit) for index in neighbours)
        return skips + [c for c in near if c not in self.cut]

    def outgoing(self, unit: Unit) -> list[Connection]:
        """The drawn connections out of a unit, in the order of their targets."""
        neighbours = range(self.sizes[unit.layer + 1]) if unit.layer < self.depth else ()
        near = (Connection(unit, Unit(unit.layer + 1, index)) for index in neighbours)
        return [c for c in near if c not in self.cut] + sorted(c for c in self.skips if c.source == unit)

    def connections(self) -> Iterator[Connection]:
        """Every drawn connection, target by target."""
        for unit in self.units():
            yield from self.incoming(unit)

    # ---------------------------------------------------------------- where its numbers stand

    def first(self, layer: int) -> int:
        """The flat number of a layer's first unit, counted from the first input."""
        return sum(self.sizes[:layer])

    @cached_property
    def _reads(self) -> tuple[range, ...]:
        furthest = list(range(-1, self.depth))
        for skip in self.skips:
            furthest[skip.target.layer] = min(furthest[skip.target.layer], skip.source.layer)
        spans = (range(self.first(furthest[l]), self.first(l)) for l in range(1, len(self.layers)))
        return (range(0), *spans)

    def reads(self, layer: int) -> range:
        """The flat numbers of the units this layer reads: the layer before, or further back for skips."""
        return self._reads[layer]

    def layers_read(self, layer: int) -> range:
        """The layers that a computing layer reads, from the furthest back to the one before it."""
        start = self._reads[layer].start
        return range(next(l for l in range(layer) if self.first(l) == start), layer)

    @cached_property
    def _blocks(self) -> tuple[int, ...]:
        starts = [0, 0]
        for layer in range(1, len(self.layers)):
            starts.append(starts[-1] + self.sizes[layer] * (len(self._reads[layer]) + 1))
        return tuple(starts)

    def block(self, layer: int) -> slice:
        """Where a layer's rows [weights | bias] stand in θ; row-major, shape (units, units read + 1)."""
        return slice(self._blocks[layer], self._blocks[layer + 1])

    @property
    def size(self) -> int:
        """How many entries θ has, those of cut and undrawn connections included."""
        return self._blocks[-1]

    def slot(self, item: Connection | Unit) -> int:
        """Where a weight (a Connection) or a bias (a Unit of layer 1 or later) stands in θ."""
        ends = item if isinstance(item, Connection) else (item,)
        target = ends[-1]
        if target.layer > 0 and all(map(self._has, ends)):
            reads = self._reads[target.layer]
            column = self.flat(item.source) - reads.start if isinstance(item, Connection) else len(reads)
            if 0 <= column < len(reads) + (item == target):
                return self._blocks[target.layer] + target.index * (len(reads) + 1) + column
        raise ValueError(f"{item} has no number in this drawing")

    def flat(self, unit: Unit) -> int:
        """A unit's number when all are counted in order from the first input."""
        return self.first(unit.layer) + unit.index

    def mask(self, layer: int) -> np.ndarray | None:
        """Which of a layer's weights are drawn: bool (units, units read); None when all are."""
        return self._masks[layer]

    @cached_property
    def _masks(self) -> tuple[np.ndarray | None, ...]:
        masks: dict[int, np.ndarray] = {}
        for connection in (*self.cut, *self.skips):
            layer, reads = connection.target.layer, self._reads[connection.target.layer]
            if layer not in masks:
                masks[layer] = np.zeros((self.sizes[layer], len(reads)), dtype=bool)
                masks[layer][:, self.first(layer - 1) - reads.start :] = True
            drawn = connection.span > 1
            masks[layer][connection.target.index, self.flat(connection.source) - reads.start] = drawn
        for mask in masks.values():
            mask.setflags(write=False)
        return tuple(masks.get(layer) for layer in range(len(self.layers)))

    def weight_slots(self) -> np.ndarray:
        """True in θ, bool (size,), at the weights that are drawn; biases are False."""
        return self._weight_slots

    @cached_property
    def _weight_slots(self) -> np.ndarray:
        slots = np.zeros(self.size, dtype=bool)
        for layer in range(1, len(self.layers)):
            rows = slots[self.block(layer)].reshape(self.sizes[layer], -1)
            mask = self.mask(layer)
            rows[:, :-1] = True if mask is None else mask
        slots.setflags(write=False)
        return slots

    def trainable(self) -> np.ndarray:
        """True in θ, bool (size,), at what training may change: drawn and not pinned."""
        return self._trainable

    @cached_property
    def _trainable(self) -> np.ndarray:
        slots = self._weight_slots.copy()
        for layer in range(1, len(self.layers)):
            slots[self.block(layer)].reshape(self.sizes[layer], -1)[:, -1] = True
        for item in self.pinned:
            slots[self.slot(item)] = False
        slots.setflags(write=False)
        return slots

    # ---------------------------------------------------------------- editing returns a new drawing

    def connect(self, connection: Connection) -> "Network":
        """Draw a connection: restore one that was cut, or add a skip to a later layer."""
        self._check_ends(connection)
        if connection.span == 1:
            return replace(self, cut=self.cut - {connection})
        return replace(self, skips=self.skips | {connection})

    def disconnect(self, *connections: Connection) -> "Network":
        """Take drawn connections away; their pins go with them."""
        for connection in connections:
            self._check_ends(connection)
        cut = self.cut.union(connection for connection in connections if connection.span == 1)
        return replace(self, cut=cut, skips=self.skips - set(connections), pinned=self.pinned - set(connections))

    def pin(self, item: Connection | Unit) -> "Network":
        """Keep training from changing a weight (a Connection) or a bias (a Unit)."""
        return replace(self, pinned=self.pinned | {item})

    def unpin(self, item: Connection | Unit) -> "Network":
        return replace(self, pinned=self.pinned - {item})

    def activate(self, layer: int, activation: str) -> "Network":
        """Give a layer another activation."""
        if not 1 <= layer <= self.depth:
            raise ValueError(f"layer {layer} takes no activation; choose a layer from 1 to {self.depth}")
        layers = list(self.layers)
        layers[layer] = replace(layers[layer], activation=activation)
        return replace(self, layers=tuple(layers))

    def rename(self, inputs: tuple[str, ...] | None = None, outputs: tuple[str, ...] | None = None) -> "Network":
        """Name the inputs or the outputs; () gives them their usual names back."""
        return replace(
            self,
            inputs=self.inputs if inputs is None else tuple(inputs),
            outputs=self.outputs if outputs is None else tuple(outputs),
        )

    def resize(self, layer: int, size: int) -> "Network":
        """Change how many units a layer has; new ones come last, the last ones go first."""
        self._check_layer(layer)
        layers = _put(self.layers, layer, replace(self.layers[layer], size=size))
        return self.rebuilt(layers, resized(layer, size))

    def insert(self, at: int, layer: Layer) -> "Network":
        """Put a hidden layer before layer `at`, 1 … depth."""
        if not 1 <= at <= self.depth:
            raise ValueError(f"no room for a layer at {at}; choose a place from 1 to {self.depth}")
        return self.rebuilt((*self.layers[:at], layer, *self.layers[at:]), inserted(at))

    def remove(self, layer: int) -> "Network":
        """Take a hidden layer away; the ones around it become neighbours."""
        self._check_hidden(layer, "removed")
        return self.rebuilt(self.layers[:layer] + self.layers[layer + 1 :], removed(layer))

    def move(self, layer: int, to: int) -> "Network":
        """Put a hidden layer at another hidden place."""
        self._check_hidden(layer, "moved")
        self._check_hidden(to, "a place to move to")
        layers = list(self.layers)
        layers.insert(to, layers.pop(layer))
        return self.rebuilt(tuple(layers), moved(layer, to))

    def add_unit(self, layer: int) -> "Network":
        """Add a unit at the end of a layer."""
        self._check_layer(layer)
        return self.resize(layer, self.sizes[layer] + 1)

    def remove_unit(self, *units: Unit) -> "Network":
        """Take units away with all their connections."""
        layers = list(self.layers)
        for unit in set(units):
            self._check_unit(unit)
            if layers[unit.layer].size == 1:
                raise ValueError("a layer needs at least one unit; remove the whole layer instead")
            layers[unit.layer] = replace(layers[unit.layer], size=layers[unit.layer].size - 1)
        return self.rebuilt(tuple(layers), removed_unit(*units))

    def rebuilt(self, layers: tuple[Layer, ...], relocate: Relocation) -> "Network":
        """The drawing on other layers, keeping the cuts, skips, pins and names that still make sense."""
        sizes = tuple(layer.size for layer in layers)
        cut = frozenset(c for c in relocated(self.cut, relocate) if c.span == 1)
        skips = frozenset(c for c in relocated(self.skips, relocate) if c.span > 1)
        bare = Network(layers, cut, skips)
        pins = (relocate_item(item, relocate) for item in self.pinned)
        pinned = frozenset(item for item in pins if item is not None and (isinstance(item, Unit) or bare.drawn(item)))
        inputs = carried_names(self.inputs, 0, 0, sizes[0], relocate)
        outputs = carried_names(self.outputs, self.depth, len(sizes) - 1, sizes[-1], relocate)
        return replace(bare, pinned=pinned, inputs=inputs, outputs=outputs)

    # ---------------------------------------------------------------- checks

    def _check_layer(self, layer: int) -> None:
        if not 0 <= layer <= self.depth:
            raise ValueError(f"there is no layer {layer}; this drawing has layers 0 to {self.depth}")

    def _check_hidden(self, layer: int, what: str) -> None:
        if not 1 <= layer < self.depth:
            raise ValueError(f"layer {layer} cannot be {what}: only hidden layers can; inputs and outputs stay")

    def _has(self, unit: Unit) -> bool:
        return 0 <= unit.layer <= self.depth and 0 <= unit.index < self.sizes[unit.layer]

    def _check_unit(self, unit: Unit) -> None:
        if not self._has(unit):
            raise ValueError(f"there is no unit {unit} in a drawing of sizes {self.sizes}")

    def _check_ends(self, connection: Connection) -> None:
        self._check_unit(connection.source)
        self._check_unit(connection.target)
        if connection.span < 1:
            raise ValueError(f"{connection} does not lead to a later layer; connect forwards only")

    def _check_pin(self, item: Connection | Unit) -> None:
        if isinstance(item, Connection):
            self._check_ends(item)
            if not self.drawn(item):
                raise ValueError(f"{item} cannot be pinned: it is not drawn; connect it first")
        else:
            self._check_unit(item)
            if item.layer == 0:
                raise ValueError(f"{item} is an input and has no bias to pin")


def dense(
    *sizes: int,
    hidden: str = "tanh",
    output: str = "sigmoid",
    inputs: tuple[str, ...] = (),
    outputs: tuple[str, ...] = (),
) -> Network:
    """The usual multi-layer perceptron: `dense(2, 4, 1)` has two inputs, four hidden units, one output."""
    if len(sizes) < 2:
        raise ValueError(f"{len(sizes)} layer sizes: give at least the inputs and the outputs, e.g. dense(2, 1)")
    hidden_layers = tuple(Layer(size, hidden) for size in sizes[1:-1])
    layers = (Layer(sizes[0]), *hidden_layers, Layer(sizes[-1], output))
    return Network(layers, inputs=tuple(inputs), outputs=tuple(outputs))


def _put(layers: tuple[Layer, ...], at: int, layer: Layer) -> tuple[Layer, ...]:
    return (*layers[:at], layer, *layers[at + 1 :])
