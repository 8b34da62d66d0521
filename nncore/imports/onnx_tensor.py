"""Numbers in ONNX files: tensors and attributes as arrays, their sizes checked before anything is made of them."""

from typing import Any

import numpy as np

from nncore.imports.chain import check_size

Array = np.ndarray

FLOAT, INT32, INT64, BOOL, FLOAT16, DOUBLE = 1, 6, 7, 9, 10, 11
"""Element types, as ONNX numbers them."""
RAW = {FLOAT: "<f4", INT32: "<i4", INT64: "<i8", BOOL: "?", FLOAT16: "<f2", DOUBLE: "<f8"}
FIELDS = {
    FLOAT: "float_data", INT32: "int32_data", INT64: "int64_data", BOOL: "int32_data", FLOAT16: "int32_data",
    DOUBLE: "double_data",
}  # fmt: skip
EXTERNAL = 1
"""Where a tensor's data can lie: in another file."""
FLOATS = (FLOAT, FLOAT16, DOUBLE)


def tensor_array(tensor: Any) -> Array:
    """The numbers of a TensorProto as float64. Raises ValueError where they are elsewhere, damaged or too many."""
    what = f"the tensor {tensor.name[:60]}" if tensor.name else "a tensor"
    if tensor.data_location == EXTERNAL or tensor.external_data:
        raise ValueError(f"{what} lies in another file; save all in one: onnx.save(model, path) of a loaded model")
    kind = tensor.data_type
    if kind not in RAW:
        raise ValueError(f"{what} has element type {kind}; save the weights as float32")
    size = check_size(tensor.dims, what)
    if tensor.raw_data:
        dtype = np.dtype(RAW[kind])
        if len(tensor.raw_data) != size * dtype.itemsize:
            raise ValueError(f"{what} has {len(tensor.raw_data):,} bytes for {size:,} numbers; save the network again")
        values = np.frombuffer(tensor.raw_data, dtype)
    else:
        field = getattr(tensor, FIELDS[kind])
        if len(field) != size:
            raise ValueError(f"{what} has {len(field):,} numbers and needs {size:,}; save the network again")
        values = np.array(field)
        if kind == FLOAT16:
            values = (values & 0xFFFF).astype("<u2").view("<f2")
    return values.astype(float).reshape(tuple(tensor.dims))


def attribute(node: Any, name: str, usual: Any) -> Any:
    """A number of a node, or its usual value. Raises ValueError where it is of another kind than that."""
    for one in node.attribute:
        if one.name == name:
            kinds = {float: (1, "f"), int: (2, "i"), str: (3, "s")}
            kind, field = kinds[type(usual)]
            if one.type != kind:
                raise ValueError(f"{name} of a {node.op_type[:40]} node is of the wrong kind; save the network again")
            value = getattr(one, field)
            return value.decode(errors="replace") if isinstance(value, bytes) else value
    return usual


def constant_of(node: Any) -> Array:
    """What a Constant node holds."""
    for one in node.attribute:
        if one.name == "value" and one.type == 4:
            return tensor_array(one.t)
        if one.name in ("value_float", "value_int"):
            return np.array(float(one.f if one.name == "value_float" else one.i))
        if one.name in ("value_floats", "value_ints"):
            return numbers_of(node, one.name)
    raise ValueError("a Constant node holds no numbers; save the network again")


def numbers_of(node: Any, name: str) -> Array:
    """A list of numbers that a node has."""
    for one in node.attribute:
        if one.name == name:
            values = one.floats or one.ints
            check_size((len(values),), f"{name} of a {node.op_type[:40]} node")
            return np.array(values, dtype=float)
    raise ValueError(f"a {node.op_type[:40]} node has no {name}; save the network again")
