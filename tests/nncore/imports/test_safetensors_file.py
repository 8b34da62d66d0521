import json
import struct
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

import nncore as nn
from nncore.export.safetensors_file import packed, safetensors_file
from nncore.imports.safetensors_file import read_safetensors
from tests.nncore.export.drawings import MANY, random_model
from tests.nncore.imports.damage import damaged

W1, B1, W2, B2 = np.arange(6.0).reshape(3, 2), np.array([7.0, 8, 9]), np.array([[-1.0, -2, -3]]), np.array([5.0])
THETA = [0, 1, 7, 2, 3, 8, 4, 5, 9, -1, -2, -3, 5]
"""The same numbers as a drawing of 2, 3 and 1 units has them."""


def file(header: object, content: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + content


def one(kind: str, shape: list[int], size: int) -> bytes:
    return file({"w": {"dtype": kind, "shape": shape, "data_offsets": [0, size]}}, bytes(size))


def test_every_drawing_comes_back_to_the_last_bit():
    for number in range(MANY):
        model = random_model(number)
        read = read_safetensors(safetensors_file(model))
        assert read.network == model.network
        assert read.theta.tobytes() == model.theta.tobytes()
        if model.is_scaled:
            assert read.center.tobytes() == model.center.tobytes() and read.scale.tobytes() == model.scale.tobytes()
        else:
            assert read.center is None and read.scale is None


@pytest.mark.parametrize(
    "names",
    [
        ("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"),
        ("0.weight", "0.bias", "2.weight", "2.bias"),
        ("layers.2.weight", "layers.2.bias", "layers.10.weight", "layers.10.bias"),
        ("fc.weight", "fc.bias", "out.weight", "out.bias"),
    ],
)
def test_a_state_dict_of_pytorch_is_put_together_by_its_names(names):
    read = read_safetensors(packed(dict(zip(names, (W1, B1, W2, B2), strict=True)), {"format": "pt"}))
    assert read.network == nn.dense(2, 3, 1, hidden="relu", output="linear")
    assert read.theta.tolist() == THETA
    assert "Activations aren't in such a file; choose them on Draw" in read.note


def test_a_kernel_of_flax_has_a_column_for_each_unit():
    tensors = {"Dense_0.kernel": np.array([[1.0, 2], [3, 4]]), "Dense_0.bias": np.array([5.0, 6])}
    read = read_safetensors(packed(tensors, {}))
    assert read.theta.tolist() == [1, 3, 5, 2, 4, 6]
    assert "each column was taken as the weights of one neuron" in read.note


def test_a_drawing_of_the_same_shapes_takes_the_weights():
    drawing = nn.dense(2, 3, 1, hidden="gelu")
    tensors = {"a.weight": W1, "a.bias": B1, "b.weight": W2, "b.bias": B2}
    read = read_safetensors(packed(tensors, {}), drawing)
    assert read.network == drawing and read.theta.tolist() == THETA


def test_half_precision_is_read_in_both_its_kinds():
    half = packed({"weight": np.array([[1.5, -2]], np.float16)}, {})
    assert read_safetensors(half).theta.tolist() == [1.5, -2, 0]
    brain = np.array([[1.5, -2]], "<f4").view("<u4") >> 16
    header = {"weight": {"dtype": "BF16", "shape": [1, 2], "data_offsets": [0, 4]}}
    assert read_safetensors(file(header, brain.astype("<u2").tobytes())).theta.tolist() == [1.5, -2, 0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no safetensors file"),
        (bytes(8), "no safetensors file"),
        (b"\xff" * 100, "no safetensors file"),
        (file(b"x" * 2_500_001), "names and shapes take 2,500,001 bytes"),
        (file(b"[" * 100_000), "no safetensors file"),
        (file([1]), "no safetensors file"),
        (file({}), "no matrix of weights"),
        (file({"__metadata__": {"netsketch": 5}}), "no safetensors file"),
        (file({"__metadata__": {"netsketch": "{}"}}), "can't be read; take it from the app once more"),
        (file({"w": 5}), "no safetensors file"),
        (file({str(number): {} for number in range(300)}), "has 300 arrays; at most 200"),
        (one("F64", [10**9, 10**9], 16), "no safetensors file"),
        (one("F64", [2**62, 4], 16), "no safetensors file"),
        (one("F64", [10**18, 0], 0), "has the shape"),
        (one("F64", [1, 1, 1, 1, 1], 8), "has the shape"),
        (one("F64", [1, 1, 1], 8), "has 3 dimensions"),
        (one("F64", [1, 1], 16), "no safetensors file"),
        (one("BOOL", [1, 2], 2), "numbers of the kind BOOL; save them as float32"),
        (one("F8_E5M2", [1, 2], 2), "numbers of the kind F8_E5M2"),
        (one("F64", [1, 2000], 16_000), "at most 1024 units"),
        (packed({"w": np.array([[np.inf]])}, {}), "number that is not finite"),
        (bytes(64_000_001), "at most 64,000,000 are read"),
    ],
)
def test_what_is_no_network_is_refused_with_the_reason(content, reason):
    with pytest.raises(ValueError, match=reason):
        read_safetensors(content)


def test_a_shape_of_a_billion_by_a_billion_takes_no_memory():
    content = one("F32", [10**9, 10**9], 16)
    tracemalloc.start()
    with pytest.raises(ValueError):
        read_safetensors(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000_000


def test_no_damage_ends_in_anything_but_a_reason_or_a_network():
    plain = packed({"1.weight": W1, "1.bias": B1, "2.weight": W2, "2.bias": B2}, {})
    for content in (safetensors_file(random_model(7)), safetensors_file(random_model(8)), plain):
        assert sum(refusal(broken) for broken in damaged(content, 300)) > 100


def refusal(content: bytes) -> bool:
    try:
        read_safetensors(content)
    except ValueError as error:
        assert len(str(error)) > 20
        return True
    return False


def test_our_own_file_without_one_of_its_tensors_is_refused_by_name():
    content = safetensors_file(random_model(2))
    broken = content.replace(b'"layers.0.bias"', b'"layers.0.bios"')
    with pytest.raises(ValueError, match=r"'layers.0.bias' is missing in the file"):
        read_safetensors(broken)


def test_importing_the_reader_does_not_load_the_package():
    script = "import sys, nncore.imports.safetensors_file; assert 'safetensors' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)
