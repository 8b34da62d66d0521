import io
import tracemalloc
import zipfile

import numpy as np
import pytest

import nncore as nn
from nncore.export import model_of
from nncore.export.npz_file import npz_file
from nncore.imports.npz_file import read_npz
from tests.nncore.export.drawings import MANY, random_model
from tests.nncore.imports.damage import damaged

W1, B1, W2, B2 = np.arange(6.0).reshape(3, 2), np.array([7.0, 8, 9]), np.array([[-1.0, -2, -3]]), np.array([5.0])
THETA = [0, 1, 7, 2, 3, 8, 4, 5, 9, -1, -2, -3, 5]
"""The same numbers as a drawing of 2, 3 and 1 units has them."""


def saved(*arrays, **named) -> bytes:
    file = io.BytesIO()
    np.savez(file, *arrays, **named)
    return file.getvalue()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def npy(header: str, content: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + content


def header(kind: str, shape: str) -> str:
    return f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n"


# -------------------------------------------------------------------- ours


def test_every_drawing_comes_back_to_the_last_bit():
    for number in range(MANY):
        model = random_model(number)
        read = read_npz(npz_file(model))
        assert read.network == model.network
        assert read.theta.tobytes() == model.theta.tobytes()
        if model.is_scaled:
            assert read.center.tobytes() == model.center.tobytes() and read.scale.tobytes() == model.scale.tobytes()
        else:
            assert read.center is None and read.scale is None


def test_our_own_file_says_what_is_drawn_whatever_is_on_the_board():
    model = random_model(3)
    assert read_npz(npz_file(model), nn.dense(7, 7)).network == model.network


def test_scaled_values_are_mentioned():
    experiment = nn.fitted(nn.Experiment(nn.Data("cars"), nn.dense(2, 1, output="linear")))
    note = read_npz(npz_file(model_of(experiment, experiment.first_theta()))).note
    assert note.startswith("It gives scaled values: output × ") and note.endswith("is in the unit of the data.")
    assert read_npz(npz_file(random_model(0))).note == ""


# -------------------------------------------------------------------- other programs'


@pytest.mark.parametrize(
    "content",
    [
        saved(W1=W1, b1=B1, W2=W2, b2=B2),
        saved(W1=W1.T, b1=B1, W2=W2.T, b2=B2),
        saved(W1, B1, W2, B2),
        saved(**{"layers.10.weight": W2, "layers.10.bias": B2, "layers.2.weight": W1, "layers.2.bias": B1}),
        saved(hidden_w=W1, hidden_b=B1, answer_w=W2, answer_b=B2),  # by name, the answer would come first
        saved(coefs_0=W1.T, coefs_1=W2.T, intercepts_0=B1, intercepts_1=B2),
        saved(weight_1=W1, bias_1=B1[None], weight_2=W2, bias_2=B2[None]),
        saved(weight_1=np.asfortranarray(W1), bias_1=B1.astype(">f4"), weight_2=W2.astype(np.int16), bias_2=B2),
    ],
)
def test_matrices_and_biases_are_found_by_name_order_and_shape(content):
    read = read_npz(content)
    assert read.network == nn.dense(2, 3, 1, hidden="relu", output="linear")
    assert read.theta.tolist() == THETA
    assert "Activations aren't in such a file; choose them on Draw" in read.note


def test_numbers_of_16_and_32_bits_are_taken_as_they_are():
    for kind in (np.float16, np.float32, np.uint8, np.int64):
        assert read_npz(saved(w=np.array([[1, 2]], kind), b=np.array([3], kind))).theta.tolist() == [1, 2, 3]


def test_a_drawing_of_the_same_shapes_takes_the_weights_and_keeps_what_is_its_own():
    drawing = nn.dense(2, 3, 1, inputs=("age", "income")).disconnect(nn.Connection(nn.Unit(0, 1), nn.Unit(1, 0)))
    read = read_npz(saved(W1, B1, W2, B2), drawing)
    assert read.network == drawing
    assert read.theta.tolist() == [0, 0, 7, *THETA[3:]]
    assert read.note == (
        "The weights are on your drawing, with its activations. Left out, since your drawing has no connection there: "
        "1 of the weights."
    )


def test_a_drawing_with_skips_takes_matrices_as_wide_as_it_reads():
    drawing = nn.dense(2, 3, 1).connect(nn.Connection(nn.Unit(0, 0), nn.Unit(2, 0)))
    read = read_npz(saved(W1, B1, np.array([[6.0, 0, -1, -2, -3]]), B2), drawing)
    assert read.network == drawing and read.theta.tolist() == [*THETA[:9], 6, 0, -1, -2, -3, 5]


def test_a_drawing_of_other_shapes_gives_way():
    assert read_npz(saved(W1, B1, W2, B2), nn.dense(2, 4, 1)).network.sizes == (2, 3, 1)


def test_missing_biases_are_zero_and_square_matrices_are_mentioned():
    read = read_npz(saved(w1=np.eye(2), w2=np.ones((2, 2))))
    assert read.theta.tolist() == [1, 0, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0]
    assert "Biases that the file doesn't have are 0." in read.note
    assert "square: each row was taken as the weights of one neuron" in read.note


def test_center_and_scale_are_the_scaler():
    read = read_npz(saved(w1=W1, b1=B1, center=np.array([1.0, 2]), scale=np.array([3.0, 4])))
    assert read.center.tolist() == [1, 2] and read.scale.tolist() == [3, 4]


# -------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no .npz file"),
        (b"PK\x05\x06" + bytes(18), "no matrix of weights"),
        (saved(w=np.array([[object()]])), "Python objects, which are never unpickled; save arrays of float64"),
        (saved(w=np.array([["a"]])), "cells of the kind U1; save arrays of float64"),
        (saved(w=np.ones((2, 2), complex)), "cells of the kind c16"),
        (saved(w=np.ones((2, 2), bool)), "cells of the kind b1"),
        (saved(w=np.zeros(1, [("a", float)])), "isn't an array of plain numbers"),
        (saved(w=np.ones((2, 0))), r"has the shape \(2, 0\)"),
        (saved(w=np.ones((1, 1, 1, 1, 1))), r"has the shape \(1, 1, 1, 1, 1\)"),
        (saved(w=np.ones((2, 2, 3))), "has 3 dimensions; only layers that connect all units"),
        (saved(w=np.ones((2, 2)), w_more=np.ones((3, 3))), "don't make layers that follow each other: 'w' 2 × 2"),
        (saved(W1=W1, b1=B2), "don't make layers that follow each other: 'W1' 3 × 2, 'b1' 1"),
        (saved(w=W1, bn=B1, bias=B1), "matrices: 1, rows of biases: 2; give each layer one of both"),
        (saved(w=[[np.nan]]), "number that is not finite"),
        (saved(w=[[1e16]]), "not within ±10¹⁵"),
        (saved(w=np.ones((1, 2000))), "at most 1024 units"),
        (saved(w=W1, center=np.ones(3)), "3 centers and 2 scales for 2 inputs"),
        (saved(w=W1, scale=np.zeros(2)), "no scale of 0"),
        (saved(about=np.frombuffer(b"[" * 100_000, np.uint8)), "can't be read; take it from the app once more"),
        (saved(about=np.frombuffer(b"{}", np.uint8)), "can't be read; take it from the app once more"),
        (saved(about=np.zeros(2_000_001, np.uint8)), "at most 2,000,000 are read"),
        (zipped({"w.npy": npy(header("<f8", "(1000000000, 1000000000)"))}), "another number of cells"),
        (zipped({"w.npy": npy(header("<f8", "(9999999999999999999999, 0)"))}), "has the shape"),
        (zipped({"w.npy": npy(header("<f8", "1" * 400))}), "isn't an array of plain numbers"),
        (zipped({"w.npy": npy("{'descr': __import__('os').system('x')}")}), "isn't an array of plain numbers"),
        (zipped({"w.npy": npy("x" * 5_000)}), "isn't an array of plain numbers"),
        (zipped({"w.npy": b"\x93NUMPY\x09"}), "'w' in the file is no array"),
        (zipped({"../w.npy": b""}), "is no array; save the arrays alone"),
        (zipped({"readme.txt": b""}), "is no array; save the arrays alone"),
        (zipped({f"{number}.npy": b"" for number in range(201)}), "has 201 arrays; at most 200"),
        (zipped({"w.npy": npy(header("<f8", "(1, 1)"), bytes(8))}, zipfile.ZIP_LZMA), "packed in a way"),
        (zipped({"w.npy": bytes(64_000_001)}), "unpacks to 64,000,001 bytes; at most 64,000,000"),
        (b"PK\x01\x02" * 1_001, "too many arrays"),
    ],
)  # fmt: skip
def test_what_is_no_network_is_refused_with_the_reason(content, reason):
    with pytest.raises(ValueError, match=reason):
        read_npz(content)


def test_two_arrays_of_one_name_are_refused():
    content = zipped({"a.npy": b"", "b.npy": b""}).replace(b"b.npy", b"a.npy")
    with pytest.raises(ValueError, match="two arrays have one name"):
        read_npz(content)


def test_an_archive_that_lies_about_its_size_unpacks_no_more_than_it_says():
    content = zipped({"w.npy": bytes(60_000_000)}).replace(
        (60_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    )
    tracemalloc.start()
    with pytest.raises(ValueError, match="damaged"):
        read_npz(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2_000_000


def test_no_damage_ends_in_anything_but_a_reason_or_a_network():
    for content in (npz_file(random_model(7)), npz_file(random_model(8)), saved(W1, B1, W2, B2)):
        refused = sum(refusal(broken) for broken in damaged(content, 300))
        assert refused > 200


def test_no_damage_inside_of_an_array_does_either():
    with zipfile.ZipFile(io.BytesIO(npz_file(random_model(7)))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in ("about.npy", "weight_1.npy", "center.npy"):
        for broken in damaged(members[name], 300):
            refusal(zipped(members | {name: broken}, zipfile.ZIP_STORED))


def refusal(content: bytes) -> bool:
    try:
        read_npz(content)
    except ValueError as error:
        assert len(str(error)) > 20
        return True
    return False
