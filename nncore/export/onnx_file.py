"""The network as an ONNX file, which runtimes in other languages, on phones and in browsers compute."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nncore.activations import GELU_CUBE, GELU_SCALE, LEAK, SELU_ALPHA, SELU_SCALE
from nncore.export.about import APP, KEY, about_text
from nncore.export.format import Format
from nncore.export.model import Model

OPSET, IR_VERSION = 17, 8
"""Of 2022. What the package writes by default is refused by runtimes that are a year old."""
FLOAT, INT64 = 1, 7
"""Element types, as ONNX numbers them."""
MOST_CENTER, LEAST_SCALE = 1e5, 1e-30
"""Of an input: its center in scales, above which float32 has fewer than three digits for how it varies."""

Array = np.ndarray


@dataclass
class Graph:
    """Nodes in the order they are computed, and the constants they read. Every value is known by its name."""

    nodes: list[tuple[str, tuple[str, ...], str, dict[str, Any]]] = field(default_factory=list)
    constants: dict[str, Array] = field(default_factory=dict)

    def constant(self, name: str, values: Any) -> str:
        """Numbers, as float32, or int64 where they are whole ones of Python."""
        kind = np.int64 if np.asarray(values).dtype.kind == "i" else np.float32
        self.constants[name] = np.ascontiguousarray(values, kind) if np.ndim(values) else np.array(values, kind)
        return name

    def number(self, value: float) -> str:
        return self.constant(f"number_{value:g}", float(value))

    def node(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add a node and return the name of what it computes."""
        output = output or f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append((kind, inputs, output, attributes))
        return output


def _gelu(graph: Graph, z: str) -> str:
    """The tanh form, with ½ (1 + tanh u) written as σ(2u); ONNX has a node of its own only since opset 20."""
    square = graph.node("Mul", z, z)
    cube = graph.node("Mul", square, z)
    bent = graph.node("Add", z, graph.node("Mul", cube, graph.number(GELU_CUBE)))
    share = graph.node("Sigmoid", graph.node("Mul", bent, graph.number(2 * GELU_SCALE)))
    return graph.node("Mul", z, share)


def _step(graph: Graph, z: str) -> str:
    return graph.node("Cast", graph.node("Greater", z, graph.number(0.0)), to=FLOAT)


NODES: dict[str, Callable[[Graph, str], str]] = {
    "linear": lambda graph, z: z,
    "relu": lambda graph, z: graph.node("Relu", z),
    "leaky_relu": lambda graph, z: graph.node("LeakyRelu", z, alpha=LEAK),
    "elu": lambda graph, z: graph.node("Elu", z, alpha=1.0),
    "selu": lambda graph, z: graph.node("Selu", z, alpha=SELU_ALPHA, gamma=SELU_SCALE),
    "gelu": _gelu,
    "silu": lambda graph, z: graph.node("Mul", z, graph.node("Sigmoid", z)),
    "softplus": lambda graph, z: graph.node("Softplus", z),
    "tanh": lambda graph, z: graph.node("Tanh", z),
    "sigmoid": lambda graph, z: graph.node("Sigmoid", z),
    "step": _step,
    "softmax": lambda graph, z: graph.node("Softmax", z, axis=-1),
}
"""Activation → its nodes: from the weighted sums' name to the name of the result."""


def onnx_file(model: Model) -> bytes:
    """A graph from `inputs` (batch, inputs) in the unit of the data to `outputs` (batch, outputs), both float32.

    Scaling of inputs and of values is part of it. For classes there is also `class` (batch,), the number of the class
    in the list of classes. The metadata has one text, "netsketch", see nncore.export.about.
    """
    graph = Graph()
    outputs = _network(graph, model, _scaled(graph, model))
    if (model.target_scale, model.target_center) != (1.0, 0.0):
        outputs = graph.node("Mul", outputs, graph.constant("target_scale", model.target_scale))
        outputs = graph.node("Add", outputs, graph.constant("target_center", model.target_center))
    graph.node("Identity", outputs, output="outputs")
    if model.classes:
        _class(graph, model)
    return _written(graph, model)


def _scaled(graph: Graph, model: Model) -> str:
    """(inputs − center) / scale, the center in two parts: rounded to float32 it would be too coarse.

    A mean of 2010.37 is off by up to 0.00006 then, which is much for years that vary by 3.
    """
    if not model.is_scaled:
        return "inputs"
    coarse = (np.abs(model.center) > MOST_CENTER * model.scale) | (model.scale < LEAST_SCALE)
    if coarse.any():
        name = model.input_names[int(coarse.argmax())]
        raise ValueError(
            f"{name!r} varies too little for its size, or is too small, for the float32 of ONNX; use a formula of it "
            f"as input, such as {name} minus its mean, or take another kind of file"
        )
    rest = model.center - model.center.astype(np.float32)
    centered = graph.node("Sub", "inputs", graph.constant("center", model.center))
    centered = graph.node("Sub", centered, graph.constant("center_rest", rest))
    return graph.node("Div", centered, graph.constant("scale", model.scale))


def _network(graph: Graph, model: Model, inputs: str) -> str:
    network, values = model.network, [inputs]
    for layer in range(1, len(network.layers)):
        activation = network.activations[layer]
        if activation not in NODES:
            raise ValueError(f"ONNX has no node for {activation!r}; choose another activation, such as tanh")
        read = [values[one] for one in network.layers_read(layer)]
        joined = read[0] if len(read) == 1 else graph.node("Concat", *read, axis=1)
        weight = graph.constant(f"weight_{layer}", model.parameters.weights[layer])
        bias = graph.constant(f"bias_{layer}", model.parameters.biases[layer])
        values.append(NODES[activation](graph, graph.node("Gemm", joined, weight, bias, transB=1)))
    return values[-1]


def _class(graph: Graph, model: Model) -> None:
    if model.network.sizes[-1] > 1:
        graph.node("ArgMax", "outputs", output="class", axis=1, keepdims=0)
        return
    second = graph.node("Greater", "outputs", graph.constant("threshold", model.threshold))
    number = graph.node("Cast", second, to=INT64)
    graph.node("Squeeze", number, graph.constant("axes", [1]), output="class")


def _written(graph: Graph, model: Model) -> bytes:
    try:
        from onnx import helper, numpy_helper
    except ImportError:
        raise ValueError("to make ONNX files, install the package that writes them: pip install onnx") from None

    network = model.network
    inputs = helper.make_tensor_value_info(
        "inputs", FLOAT, ["batch", network.sizes[0]], _listed("columns", model.input_names)
    )
    outputs = [
        helper.make_tensor_value_info(
            "outputs", FLOAT, ["batch", network.sizes[-1]], _listed("columns", model.output_names)
        )
    ]
    if model.classes:
        outputs.append(helper.make_tensor_value_info("class", INT64, ["batch"], _listed("from 0", model.classes)))
    nodes = [
        helper.make_node(kind, given, [output], name=f"{kind}_{number}", **attributes)
        for number, (kind, given, output, attributes) in enumerate(graph.nodes)
    ]
    constants = [numpy_helper.from_array(values, name) for name, values in graph.constants.items()]
    whole = helper.make_graph(nodes, "network", [inputs], outputs, constants)
    file = helper.make_model(
        whole, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name=APP
    )
    helper.set_model_props(file, {KEY: about_text(model)})
    return file.SerializeToString(deterministic=True)


def _listed(what: str, names: tuple[str, ...]) -> str:
    return f"{what}: {', '.join(names)}"


ONNX_FILE = Format(
    "onnx", "weights", "ONNX", "The whole network with its scaling, for the runtimes of other languages.",
    ".onnx", "application/octet-stream", onnx_file, ("onnxruntime",),
)  # fmt: skip
