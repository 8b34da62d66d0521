"""Small ONNX graphs, written node by node."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20


def graph_file(nodes, constants, outputs=("y",), inputs=("x",), **more) -> bytes:
    """The bytes of a graph. nodes: (kind, inputs, output, attributes); constants: name → array or TensorProto."""
    made = [
        helper.make_node(kind, given, [output], domain=attributes.pop("domain", ""), **attributes)
        for kind, given, output, attributes in ((*node, {})[:4] if len(node) == 3 else node for node in nodes)
    ]
    tensors = [
        constant if isinstance(constant, TensorProto) else numpy_helper.from_array(np.asarray(constant), name)
        for name, constant in constants.items()
    ]
    ends = [[helper.make_tensor_value_info(name, 1, None) for name in names] for names in (inputs, outputs)]
    graph = helper.make_graph(made, "graph", *ends, tensors, **more)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)]).SerializeToString()


def tensor(name, dims, kind=TensorProto.FLOAT, **fields) -> TensorProto:
    """A tensor whose fields need not fit together."""
    made = onnx.TensorProto(name=name, data_type=kind, **fields)
    made.dims.extend(dims)
    return made


def external(name, dims) -> TensorProto:
    made = tensor(name, dims, data_location=TensorProto.EXTERNAL)
    made.external_data.add(key="location", value="../../../etc/passwd")
    return made


def layer(source="x", result="y", weights="w", biases="b", **attributes):
    return "Gemm", [source, weights, biases], result, attributes
