"""An ONNX graph as parts in a row.

The graph is walked from its input on. A `Value` on the way is a function of one number, applied to all the numbers that
the parts so far give. What the nodes between two dense layers compute together is told by what comes out at some sums:
x · Sigmoid(x) is SiLU, however it is written.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncore.activations import ACTIVATIONS, sigmoid
from nncore.imports.chain import ERF_GELU, Curve, Dense, Part, Scaling, batch_normalization
from nncore.imports.onnx_tensor import FLOATS, attribute, constant_of, numbers_of, tensor_array
from nncore.layer import MAX_LAYERS
from nncore.network import MAX_PARAMETERS

Array = np.ndarray

DOMAINS = ("", "ai.onnx", "ai.onnx.ml")
PROBES = np.concatenate([[-30.0], np.linspace(-8, 8, 65), [30.0]])
"""Sums at which an unknown function is looked at, 0 among them."""
MOST_PARTS = 4 * MAX_LAYERS
BRANCHES = "the graph branches; bring one whose dense layers are in a row"


@dataclass(frozen=True, eq=False)
class Value:
    """A function of what the first `stage` parts give, by its values at PROBES, shape (67,)."""

    stage: int
    samples: Array


def walked(graph: Any, output: str) -> tuple[list[Part], list[str]]:
    """The parts that lead from the input of a graph to one of its outputs, and what the reader is to know of them."""
    nodes = _nodes_before(graph, output)
    _check_kinds(nodes)
    walk = Walk(graph, nodes, output)
    with np.errstate(all="ignore"):
        for node in nodes:
            walk.visit(node)
        walk.finish(walk.value(output))
    return walk.parts, walk.notes


def _nodes_before(graph: Any, output: str) -> list[Any]:
    """The nodes that an output depends on, in the order of the graph."""
    wanted, nodes = {output}, []
    for node in reversed(graph.node):
        if wanted.intersection(node.output):
            wanted.update(node.input)
            nodes.append(node)
    return nodes[::-1]


class Walk:
    """How far a graph has been walked: the parts so far, and what the names of its values stand for."""

    def __init__(self, graph: Any, nodes: Sequence[Any], output: str) -> None:
        self.uses = Counter([output, *(name for node in nodes for name in node.input)])
        self.tensors = {tensor.name: tensor for tensor in graph.initializer}
        self.constants: dict[str, Array] = {}
        self.values: dict[str, Value] = {}
        self.parts: list[Part] = []
        self.notes: list[str] = []
        self.units = 0
        self.numbers = 0
        inputs = [one.name for one in graph.input if one.name not in self.tensors and self.uses[one.name]]
        if len(inputs) != 1:
            raise ValueError(f"the graph reads {len(inputs)} inputs; bring one that reads a single table of numbers")
        self.values[inputs[0]] = Value(0, PROBES)

    def visit(self, node: Any) -> None:
        """Compute a node. Raises ValueError where it is no part of a dense layer."""
        kind = node.op_type
        if not node.output:
            raise ValueError(f"a {kind} node has no output; save the network again")
        if kind == "Constant":
            self.keep(node.output[0], constant_of(node))
        elif kind in CONSTANT_ALONE and node.input and self.is_constant(node.input[0]):
            self.keep(node.output[0], CONSTANT_ALONE[kind](self.constant(node, 0)))
        elif kind in OPERATIONS:
            self.values[node.output[0]] = OPERATIONS[kind](self, node)
        else:
            raise ValueError(f"the graph has a {kind} node between its layers; only dense layers can be drawn here")

    def keep(self, name: str, array: Array) -> None:
        self.numbers += array.size
        if self.numbers > 4 * MAX_PARAMETERS:
            raise ValueError(
                f"the graph has more numbers than the {MAX_PARAMETERS:,} that fit; bring a smaller network"
            )
        self.constants[name] = array

    def is_constant(self, name: str) -> bool:
        if name not in self.constants and name in self.tensors and name not in self.values:
            self.keep(name, tensor_array(self.tensors[name]))
        return name in self.constants

    def value(self, name: str) -> Value:
        if name not in self.values:
            raise ValueError(f"nothing computes {name[:60]!r} out of the input; save the network again")
        return self.values[name]

    def input(self, node: Any, place: int = 0) -> Value:
        """What a node reads at a place, as something computed."""
        if place >= len(node.input) or self.is_constant(node.input[place]):
            raise ValueError(f"a {node.op_type} node reads constants alone; only dense layers can be drawn here")
        return self.value(node.input[place])

    def constant(self, node: Any, place: int) -> Array:
        """What a node reads at a place, as numbers of the file."""
        if place >= len(node.input) or not self.is_constant(node.input[place]):
            raise ValueError(f"the weights of a {node.op_type} node aren't in the file; save the trained network")
        return self.constants[node.input[place]]

    def finish(self, value: Value) -> None:
        """Take what was computed since the last part as an activation."""
        if value.stage != len(self.parts):
            raise ValueError(BRANCHES)
        name = _activation(value.samples)
        if name is None:
            known = ", ".join(ACTIVATIONS)
            raise ValueError(f"the graph has an activation that isn't known here; train it with one of {known}")
        if name == ERF:
            self.notes.append(ERF_GELU)
        if name != "linear":
            self.parts.append(Curve("gelu" if name == ERF else name))

    def add(self, value: Value, part: Part) -> Value:
        """Put a part behind what was computed so far."""
        self.finish(value)
        self.parts.append(part)
        if len(self.parts) > MOST_PARTS:
            raise ValueError(f"the graph has too many layers; at most {MAX_LAYERS} fit")
        if isinstance(part, Dense):
            self.units = len(part.weights)
        return Value(len(self.parts), PROBES)


# -------------------------------------------------------------------- activations


ERF = "gelu with erf"


def _erf(samples: Array) -> Array:
    return np.array([math.erf(x) for x in samples])


def _erf_gelu(samples: Array) -> Array:
    """Source: Hendrycks & Gimpel (2016), section 2, the exact form."""
    return 0.5 * samples * (1 + _erf(samples / math.sqrt(2)))


def _table() -> dict[str, Array]:
    elementwise = {name: one.value(PROBES) for name, one in ACTIVATIONS.items() if one.elementwise}
    return elementwise | {ERF: _erf_gelu(PROBES)}


def _activation(samples: Array) -> str | None:
    """The activation that has these values at PROBES, None where none has."""
    table = _table()
    near = np.abs(np.stack(list(table.values())) - samples) <= 2e-6 + 1e-6 * np.abs(samples)
    found = np.flatnonzero(near.all(axis=1))
    return list(table)[found[0]] if found.size else None


# -------------------------------------------------------------------- nodes: (walk, node) → what it computes


def _gemm(walk: Walk, node: Any) -> Value:
    """alpha · x · B + beta · C, with B turned where transB says so."""
    value, matrix = walk.input(node), _matrix(walk, node)
    if attribute(node, "transA", 0):
        raise ValueError("a Gemm node reads its input turned (transA); bring a network that reads one row per sample")
    weights = attribute(node, "alpha", 1.0) * (matrix if attribute(node, "transB", 0) else matrix.T)
    biases = np.zeros(len(weights))
    if len(node.input) > 2 and node.input[2]:
        biases = attribute(node, "beta", 1.0) * _row(walk.constant(node, 2), node)
    if biases.size not in (1, len(weights)):
        raise ValueError(f"a Gemm node has {biases.size} biases for {len(weights)} units; save the network again")
    return walk.add(value, Dense(weights, np.resize(biases, len(weights))))


def _matmul(walk: Walk, node: Any) -> Value:
    value, weights = walk.input(node), _matrix(walk, node).T
    return walk.add(value, Dense(weights, np.zeros(len(weights))))


def _matrix(walk: Walk, node: Any) -> Array:
    matrix = walk.constant(node, 1)
    if matrix.ndim != 2 or not matrix.size:
        raise ValueError(f"the weights of a {node.op_type} node are no table; only dense layers can be drawn here")
    return matrix


def _row(array: Array, node: Any) -> Array:
    """Numbers along the last side, (units,) or (1,)."""
    if array.ndim and array.size != array.shape[-1]:
        raise ValueError(f"a {node.op_type} node has one number for each sample; only dense layers can be drawn here")
    return array.ravel()


def _batch_normalization(walk: Walk, node: Any) -> Value:
    value, numbers = walk.input(node), [_row(walk.constant(node, place), node) for place in range(1, 5)]
    if len({one.size for one in numbers}) > 1 or attribute(node, "training_mode", 0):
        raise ValueError("a BatchNormalization node is damaged or still training; save the network for inference")
    gamma, beta, mean, variance = numbers
    return walk.add(value, batch_normalization(gamma, beta, mean, variance, attribute(node, "epsilon", 1e-5)))


def _scaler(walk: Walk, node: Any) -> Value:
    """(x − offset) · scale, as converters write scikit-learn's scalers."""
    offset, factor = numbers_of(node, "offset"), numbers_of(node, "scale")
    if offset.size not in (1, factor.size) and factor.size != 1:
        raise ValueError("a Scaler node has two lists of unequal length; save the network again")
    return walk.add(walk.input(node), Scaling(factor, -offset * factor))


def _softmax(walk: Walk, node: Any) -> Value:
    if attribute(node, "axis", -1) not in (-1, 1):
        raise ValueError("a Softmax node works along another side than the last; use the last")
    return walk.add(walk.input(node), Curve("softmax"))


def _same(walk: Walk, node: Any) -> Value:
    return walk.input(node)


def _flatten(walk: Walk, node: Any) -> Value:
    if attribute(node, "axis", 1) != 1:
        raise ValueError("a Flatten node mixes the samples; use it with axis 1")
    return walk.input(node)


def _cast(walk: Walk, node: Any) -> Value:
    if attribute(node, "to", 0) not in FLOATS:
        raise ValueError("a Cast node rounds to whole numbers; only dense layers can be drawn here")
    return walk.input(node)


def _one_of_two(walk: Walk, node: Any) -> Value:
    """The second of the chances 1 − p and p, as converters write scikit-learn's classifiers of two classes."""
    if len(node.input) == 2 and walk.units == 1 and attribute(node, "axis", 1) in (1, -1):
        first, second = walk.input(node, 0), walk.input(node, 1)
        if first.stage == second.stage and np.allclose(first.samples + second.samples, 1.0):
            return second
    raise ValueError("the graph has a Concat node, which joins branches; bring one whose dense layers are in a row")


def _reshape(walk: Walk, node: Any) -> Value:
    """Converters write one that changes nothing behind the last layer."""
    shape = walk.constant(node, 1).tolist()
    if not walk.units or shape not in ([-1, walk.units], [0, walk.units], [0, -1]):
        raise ValueError("a Reshape node turns rows into something else; only dense layers can be drawn here")
    return walk.input(node)


ONE: dict[str, Callable[[Array, Any], Array]] = {
    "Relu": lambda z, node: np.maximum(z, 0),
    "Sigmoid": lambda z, node: sigmoid(z),
    "Tanh": lambda z, node: np.tanh(z),
    "Softplus": lambda z, node: np.logaddexp(0, z),
    "LeakyRelu": lambda z, node: np.where(z < 0, attribute(node, "alpha", 0.01) * z, z),
    "Elu": lambda z, node: np.where(z < 0, attribute(node, "alpha", 1.0) * np.expm1(z), z),
    "Selu": lambda z, node: _selu(z, attribute(node, "alpha", 1.6732632), attribute(node, "gamma", 1.0507010)),
    "Gelu": lambda z, node: ACTIVATIONS["gelu"].value(z) if _is_tanh(node) else _erf_gelu(z),
    "Swish": lambda z, node: z * sigmoid(attribute(node, "alpha", 1.0) * z),
    "Exp": lambda z, node: np.exp(z),
    "Log": lambda z, node: np.log(z),
    "Neg": lambda z, node: -z,
    "Erf": lambda z, node: _erf(z),
    "Reciprocal": lambda z, node: 1 / z,
}
"""Kind of node that reads one value → what it makes of each number."""


def _selu(z: Array, alpha: float, gamma: float) -> Array:
    return gamma * np.where(z < 0, alpha * np.expm1(z), z)


def _is_tanh(node: Any) -> bool:
    return attribute(node, "approximate", "none") == "tanh"


def _of_one(walk: Walk, node: Any) -> Value:
    value = walk.input(node)
    return Value(value.stage, ONE[node.op_type](value.samples, node))


def _of_several(walk: Walk, node: Any) -> Value:
    """Part of a function of one number: reads values of one stage, and single constants."""
    kind, stages, read = node.op_type, set(), []
    compute, count = SEVERAL[kind]
    if len(node.input) != count:
        raise ValueError(f"a {kind} node reads {len(node.input)} values; only those of {count} can be drawn here")
    for place, name in enumerate(node.input):
        if walk.is_constant(name):
            read.append(_single(walk.constant(node, place), kind))
        else:
            value = walk.value(name)
            stages.add(value.stage)
            read.append(value.samples)
    if len(stages) != 1:
        raise ValueError(BRANCHES)
    return Value(stages.pop(), compute(*read))


def _single(numbers: Array, kind: str) -> Array:
    if numbers.size != 1:
        raise ValueError(f"a {kind} node has a number for each unit within an activation; use a plain activation")
    return numbers.reshape(())


def _where(chosen: Array, one: Array, other: Array) -> Array:
    return np.where(chosen != 0, one, other)


SEVERAL: dict[str, tuple[Callable[..., Array], int]] = {
    "Add": (np.add, 2),
    "Sub": (np.subtract, 2),
    "Mul": (np.multiply, 2),
    "Div": (np.divide, 2),
    "Pow": (np.power, 2),
    "Max": (np.maximum, 2),
    "Min": (np.minimum, 2),
    "Greater": (lambda one, other: np.where(one > other, 1.0, 0.0), 2),
    "PRelu": (lambda z, slope: np.where(z < 0, slope * z, z), 2),
    "Where": (_where, 3),
}
"""Kind of node that reads several values → what it makes of them, and how many there are."""


def _arithmetic(walk: Walk, node: Any) -> Value:
    """A scaling, where a node joins constants and a value that nothing else reads; else part of a function."""
    scaled = [place for place, name in enumerate(node.input) if not walk.is_constant(name)]
    if len(node.input) != 2 or len(scaled) != 1 or (node.op_type == "Div" and scaled == [1]):
        return _of_several(walk, node)
    [place] = scaled
    value = walk.input(node, place)
    if walk.uses[node.input[place]] > 1 or _activation(value.samples) is None:
        return _of_several(walk, node)
    numbers = _row(walk.constant(node, 1 - place), node)
    return walk.add(value, SCALINGS[node.op_type, place](numbers))


ONES, ZEROS = np.ones(1), np.zeros(1)
SCALINGS: dict[tuple[str, int], Callable[[Array], Scaling]] = {
    ("Add", 0): lambda numbers: Scaling(ONES, numbers),
    ("Add", 1): lambda numbers: Scaling(ONES, numbers),
    ("Sub", 0): lambda numbers: Scaling(ONES, -numbers),
    ("Sub", 1): lambda numbers: Scaling(-ONES, numbers),
    ("Mul", 0): lambda numbers: Scaling(numbers, ZEROS),
    ("Mul", 1): lambda numbers: Scaling(numbers, ZEROS),
    ("Div", 0): lambda numbers: Scaling(1 / numbers, ZEROS),
}
"""Kind of node and the place of what it scales → the scaling by the numbers at the other place."""
OPERATIONS: dict[str, Callable[[Walk, Any], Value]] = {
    **dict.fromkeys(ONE, _of_one),
    **dict.fromkeys(SEVERAL, _of_several),
    **dict.fromkeys(("Add", "Sub", "Mul", "Div"), _arithmetic),
    **dict.fromkeys(("Identity", "Dropout", "ZipMap"), _same),
    "Gemm": _gemm,
    "MatMul": _matmul,
    "BatchNormalization": _batch_normalization,
    "Scaler": _scaler,
    "Softmax": _softmax,
    "Concat": _one_of_two,
    "Cast": _cast,
    "Flatten": _flatten,
    "Reshape": _reshape,
}
"""Kind of node → what it computes of what came before."""
CONSTANT_ALONE: dict[str, Callable[[Array], Array]] = {
    "Identity": lambda array: array,
    "Cast": lambda array: array,
    "Transpose": lambda array: array.T,
}
"""Kind of node → what it makes of constants."""
KNOWN = {"Constant", *OPERATIONS, *CONSTANT_ALONE}
MOST_LISTED = 4


def _check_kinds(nodes: Sequence[Any]) -> None:
    strange = {node.op_type[:40]: None for node in nodes if node.op_type not in KNOWN or node.domain not in DOMAINS}
    if len(strange) == 1:
        raise ValueError(
            f"the graph has a {next(iter(strange))} node; only dense layers can be drawn here: leave it out"
        )
    if strange:
        listed = ", ".join(sorted(strange)[:MOST_LISTED])
        raise ValueError(f"the graph has nodes of the kinds {listed}; only dense layers can be drawn here")
