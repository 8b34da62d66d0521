"""ONNX files: the app's own, and graphs of other makers that are dense layers in a row."""

from typing import Any

import numpy as np

from nncore.export.about import KEY
from nncore.imports.about import as_drawn
from nncore.imports.chain import chained
from nncore.imports.imported import Imported
from nncore.imports.onnx_graph import walked
from nncore.imports.onnx_tensor import BOOL, INT32, INT64, STRING, tensor_array
from nncore.network import Network

MOST_BYTES = 2_500_000
"""150,000 weights in float64 take 1,200,000. A file of empty nodes takes 70 times as much in memory."""
MOST_NODES = 2_000
MOST_OUTPUTS = 8
"""Outputs of a graph that are tried, the last one first."""
LABELS = (INT32, INT64, STRING, BOOL)
"""Element types of outputs that only say which class it is."""

Array = np.ndarray


def read_onnx(content: bytes, drawing: Network | None = None) -> Imported:
    """The network of an ONNX file. Raises ValueError where a node isn't part of a dense layer."""
    model = _parsed(content)
    graph = model.graph
    about = next((one.value for one in model.metadata_props if one.key == KEY), None)
    if about is not None:
        return as_drawn(about, _weights(graph), lambda layer: (f"weight_{layer}", f"bias_{layer}"))
    outputs = [one for one in graph.output[:MOST_OUTPUTS] if one.type.tensor_type.elem_type not in LABELS]
    if not outputs:
        raise ValueError("this ONNX file has no output of numbers; save the network again")
    refusals = []
    for output in reversed(outputs):
        try:
            parts, notes = walked(graph, output.name)
        except ValueError as refusal:
            refusals.append(refusal)
            continue
        if len(outputs) > 1:
            notes.append(f"The file has {len(outputs)} outputs; the one called “{output.name[:40]}” is drawn.")
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
    graph = model.graph
    reads = sum(len(node.input) for node in graph.node)
    if max(len(graph.node), len(graph.initializer), reads / 8) > MOST_NODES:
        raise ValueError(f"this ONNX file has more than {MOST_NODES:,} nodes; bring a network of dense layers")
    return model
