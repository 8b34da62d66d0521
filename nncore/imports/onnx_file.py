"""ONNX files: the app's own, and graphs of other makers that are dense layers in a row."""

from typing import Any

import numpy as np

from nncore.export.about import KEY
from nncore.imports.about import as_drawn
from nncore.imports.chain import chained
from nncore.imports.imported import Imported
from nncore.imports.onnx_graph import walked
from nncore.imports.onnx_tensor import tensor_array
from nncore.network import Network

MOST_BYTES = 4_000_000
"""150,000 weights in float64 take 1,200,000. What a file of empty nodes becomes in memory is 50 times as large."""
MOST_NODES, MOST_TENSORS = 2_000, 2_000
Array = np.ndarray

MOST_ANSWERS = 8
"""Outputs of a graph that are tried, the last one first."""


def read_onnx(content: bytes, drawing: Network | None = None) -> Imported:
    """The network of an ONNX file. Raises ValueError where a node isn't part of a dense layer."""
    model = _parsed(content)
    graph = model.graph
    about = next((one.value for one in model.metadata_props if one.key == KEY), None)
    if about is not None:
        return as_drawn(about, _weights(graph), lambda layer: (f"weight_{layer}", f"bias_{layer}"))
    if not graph.output:
        raise ValueError("this ONNX file has no output; save the network again")
    refusals = []
    for output in reversed(graph.output[-MOST_ANSWERS:]):
        try:
            parts, notes = walked(graph, output.name)
        except ValueError as refusal:
            refusals.append(refusal)
            continue
        if len(graph.output) > 1:
            notes.append(f"The file has {len(graph.output)} outputs; the one called “{output.name[:40]}” is drawn.")
        return chained(parts, drawing, notes)
    raise refusals[0]


def is_onnx(content: bytes) -> bool:
    """Whether a file may be ONNX: it begins with the version of the format, or with its maker's name."""
    return content[:1] in (b"\x08", b"\x12") and b":" in content


def _weights(graph: Any) -> dict[str, Array]:
    """The arrays of a file of ours."""
    return {tensor.name: tensor_array(tensor) for tensor in graph.initializer if tensor.dims}


def _parsed(content: bytes) -> Any:
    """The model in a file. Raises ValueError where it is none, or too large."""
    if len(content) > MOST_BYTES:
        raise ValueError(f"an ONNX file of more than {MOST_BYTES:,} bytes; bring a smaller network, saved as float32")
    try:
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError:
        raise ValueError("to open ONNX files, install the package that reads them: pip install onnx") from None
    try:
        model = onnx.ModelProto.FromString(content)
    except DecodeError:
        raise ValueError("this ONNX file is damaged; save the network again") from None
    if len(model.graph.node) > MOST_NODES or len(model.graph.initializer) > MOST_TENSORS:
        raise ValueError(f"this ONNX file has more than {MOST_NODES:,} nodes; bring a network of dense layers")
    return model
