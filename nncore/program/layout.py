"""Where a program keeps a drawing's numbers.

All units stand in one array of rows, layer after layer, a column for each sample; under each layer but the
last lies a row of ones. A layer's weights and biases [W|b] can then multiply the rows it reads in one
product: the last column, the bias, meets the ones. A skip makes a layer read across the ones of the layers
between; those columns of its block stay 0, and `index` says where the drawing's own θ has its places.
"""

import numpy as np
from numpy.typing import DTypeLike

from nncore.network import Network

Array = np.ndarray


class Layout:
    """Rows of units and places of weights for one network.

    height: rows in all. units[l]: slice of layer l's rows; reads[l]: slice of the rows layer l reads, the
    row of ones at its end. size: entries of the program's θ; blocks[l]: where layer l's [W|b] lies in it.
    index: for each entry of the drawing's θ its place in the program's; None when they are the same.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        depth, sizes = network.depth, network.sizes
        starts = [sum(sizes[:layer]) + layer for layer in range(depth + 1)]
        self.height = starts[depth] + sizes[depth]
        self.ones = [starts[layer] + sizes[layer] for layer in range(depth)]
        self.units = [slice(start, start + size) for start, size in zip(starts, sizes, strict=True)]
        self.reads, self.blocks, places, size = [slice(0, 0)], [slice(0, 0)], [], 0
        for layer in range(1, depth + 1):
            furthest = network.layers_read(layer).start
            reads = slice(starts[furthest], self.ones[layer - 1] + 1)
            width = reads.stop - reads.start
            inner = {row - reads.start for row in self.ones[furthest : layer - 1]}
            columns = [column for column in range(width) if column not in inner]
            block = size + width * np.arange(sizes[layer])[:, None] + np.array(columns)
            places.append(block.ravel())
            self.reads.append(reads)
            self.blocks.append(slice(size, size + width * sizes[layer]))
            size += width * sizes[layer]
        self.size = size
        self.index = np.concatenate(places) if size != network.size else None

    def spread(self, values: Array, dtype: DTypeLike = float) -> Array:
        """Values in the order of the drawing's θ, (..., network.size), in the program's, (..., size)."""
        if self.index is None:
            return np.array(values, dtype)
        spread = np.zeros((*values.shape[:-1], self.size), dtype)
        spread[..., self.index] = values
        return spread

    def gather(self, values: Array) -> Array:
        """A copy of the program's values, (..., size), in the order of the drawing's θ, as float64."""
        return np.array(values if self.index is None else values[..., self.index], float)

    def matrices(self, theta: Array) -> list[Array]:
        """The blocks [W|b] of θ as views, (units, rows read) each; index 0 is empty."""
        sizes = self.network.sizes
        return [theta[b].reshape(size, -1) if b.stop else theta[b] for b, size in zip(self.blocks, sizes, strict=True)]

    def rows(self, columns: int, dtype: DTypeLike) -> Array:
        """An array (height, columns) of zeros with the rows of ones set."""
        rows = np.zeros((self.height, columns), dtype)
        rows[self.ones] = 1
        return rows

    def reads_inputs_later(self) -> bool:
        """Whether a layer beyond the first reads inputs."""
        return any(reads.start == 0 for reads in self.reads[2:])
