from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

import nncore as nn
from nncore.export.onnx_file import onnx_file
from nncore.imports.onnx_file import read_onnx
from tests.nncore.export.drawings import MANY, random_model
from tests.nncore.imports.onnx_graphs import external, graph_file, layer, tensor

W, B = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], np.float32), np.array([7.0, 8.0], np.float32)
"""Two units that read three inputs."""
THETA = [1, 2, 3, 7, 4, 5, 6, 8]
ROWS = np.array([[0.5, -1.0, 2.0], [-0.25, 0.5, 0.125], [1.0, 2.0, -1.0]])


def answers(content, rows=ROWS):
    imported = read_onnx(content)
    scaled = rows if imported.center is None else (rows - imported.center) / imported.scale
    return nn.forward(imported.network, nn.Parameters(imported.network, imported.theta), scaled).output


# -------------------------------------------------------------------- files of ours


def test_our_own_file_is_read_as_it_was_drawn():
    for number in range(0, MANY, 3):
        model = random_model(number)
        imported = read_onnx(onnx_file(model))
        assert imported.network == model.network
        assert (imported.theta == model.theta.astype(np.float32)).all()


def test_our_own_file_without_its_text_is_read_node_by_node():
    for number in range(0, MANY, 2):  # the plain ones
        model = random_model(number)
        if model.network.skips or model.network.cut:
            continue
        file = onnx.load_from_string(onnx_file(model))
        del file.metadata_props[:]
        if (model.target_scale, model.target_center) != (1, 0) and model.network.activations[-1] != "linear":
            continue  # its values are scaled behind an activation
        wanted = model.answers_to(model.rows)
        given = answers(file.SerializeToString(), model.rows)
        assert given == pytest.approx(wanted, rel=1e-5, abs=1e-5 * max(1.0, np.abs(wanted).max())), number


def test_skips_are_refused_where_the_text_is_gone():
    skipped = next(model for model in map(random_model, range(MANY)) if model.network.skips)
    file = onnx.load_from_string(onnx_file(skipped))
    del file.metadata_props[:]
    with pytest.raises(ValueError, match="branches"):
        read_onnx(file.SerializeToString())


# -------------------------------------------------------------------- how weights are written


@pytest.mark.parametrize(
    "nodes, weights",
    [
        ([layer(transB=1)], W),
        ([layer()], W.T),
        ([layer(transB=1, alpha=0.5)], 2 * W),
        ([("MatMul", ["x", "w"], "z"), ("Add", ["z", "b"], "y")], W.T),
        ([("MatMul", ["x", "w"], "z"), ("Add", ["b", "z"], "y")], W.T),
        ([("Transpose", ["w"], "turned"), ("MatMul", ["x", "turned"], "z"), ("Add", ["z", "b"], "y")], W),
        ([("Identity", ["w"], "same"), layer(weights="same")], W.T),
        ([("Flatten", ["x"], "flat"), layer("flat", "z"), ("Dropout", ["z"], "y")], W.T),
        ([layer(transB=1)], W.astype(np.float64)),
        ([layer(transB=1)], W.astype(np.float16)),
        ([layer(transB=1)], tensor("w", W.shape, float_data=W.ravel())),
        ([layer(transB=1)], tensor("w", W.shape, TensorProto.DOUBLE, double_data=W.ravel())),
        ([layer(transB=1)], tensor("w", W.shape, TensorProto.FLOAT16, int32_data=W.astype("f2").ravel().view("u2"))),
    ],
)
def test_weights_are_read_however_they_are_written(nodes, weights):
    imported = read_onnx(graph_file(nodes, {"w": weights, "b": B}))
    assert imported.network == nn.dense(3, 2, output="linear")
    assert imported.theta == pytest.approx(THETA)


def test_a_constant_node_holds_weights_too():
    nodes = [("Constant", [], "w", {"value": onnx.numpy_helper.from_array(W.T.copy())}), layer()]
    assert read_onnx(graph_file(nodes, {"b": B})).theta == pytest.approx(THETA)


def test_biases_are_scaled_by_beta_and_may_be_one_for_all_or_none():
    for biases, attributes, wanted in (([7.0, 8.0], {"beta": 2.0}, [14, 16]), ([3.0], {}, [3, 3])):
        theta = read_onnx(graph_file([layer(transB=1, **attributes)], {"w": W, "b": np.float32(biases)})).theta
        assert theta[[3, 7]] == pytest.approx(wanted)
    nodes = [("Gemm", ["x", "w"], "y", {"transB": 1})]
    assert read_onnx(graph_file(nodes, {"w": W})).theta[[3, 7]].tolist() == [0, 0]


# -------------------------------------------------------------------- scaling


@pytest.mark.parametrize(
    "nodes, center, scale",
    [
        ([("Sub", ["x", "c"], "s"), ("Div", ["s", "k"], "z")], [1, 2, 3], [2, 4, 8]),
        ([("Sub", ["x", "c"], "s"), ("Mul", ["s", "k"], "z")], [1, 2, 3], [1 / 2, 1 / 4, 1 / 8]),
        ([("Mul", ["x", "k"], "s"), ("Add", ["s", "c"], "z")], [-1 / 2, -2 / 4, -3 / 8], [1 / 2, 1 / 4, 1 / 8]),
        ([("Div", ["x", "number"], "z")], [0, 0, 0], [10, 10, 10]),
        ([("Sub", ["c", "x"], "z")], [1, 2, 3], [-1, -1, -1]),
        (
            [("Scaler", ["x"], "z", {"offset": [1.0, 2.0, 3.0], "scale": [0.5, 0.25, 0.125], "domain": "ai.onnx.ml"})],
            [1, 2, 3],
            [2, 4, 8],
        ),
    ],
)
def test_what_is_done_to_the_inputs_is_the_scaler(nodes, center, scale):
    constants = {"w": W, "b": B, "c": np.float32([1, 2, 3]), "k": np.float32([2, 4, 8]), "number": np.float32(10)}
    imported = read_onnx(graph_file([*nodes, layer("z", transB=1)], constants))
    assert imported.center == pytest.approx(center) and imported.scale == pytest.approx(scale)
    assert imported.theta == pytest.approx(THETA)


def test_scaled_outputs_are_taken_into_the_last_layer():
    nodes = [layer(result="z", transB=1), ("Mul", ["z", "k"], "s"), ("Add", ["s", "c"], "y")]
    constants = {"w": W, "b": B, "k": np.float32(10), "c": np.float32([100, 200])}
    assert answers(graph_file(nodes, constants)) == pytest.approx((ROWS @ W.T + B) * 10 + [100, 200])


# -------------------------------------------------------------------- activations


@pytest.mark.parametrize(
    "name, nodes",
    [
        ("relu", [("Max", ["z", "zero"], "y")]),
        ("leaky_relu", [("PRelu", ["z", "hundredth"], "y")]),
        ("silu", [("Sigmoid", ["z"], "s"), ("Mul", ["s", "z"], "y")]),
        ("silu", [("Neg", ["z"], "n"), ("Exp", ["n"], "e"), ("Add", ["e", "one"], "d"), ("Div", ["z", "d"], "y")]),
        ("step", [("Greater", ["z", "zero"], "g"), ("Cast", ["g"], "y", {"to": 1})]),
        ("softplus", [("Exp", ["z"], "e"), ("Add", ["e", "one"], "d"), ("Log", ["d"], "y")]),
        ("sigmoid", [("Neg", ["z"], "n"), ("Exp", ["n"], "e"), ("Add", ["e", "one"], "d"), ("Reciprocal", ["d"], "y")]),
        ("gelu", [("Gelu", ["z"], "y", {"approximate": "tanh"})]),
        ("elu", [("Exp", ["z"], "e"), ("Sub", ["e", "one"], "m"), ("Greater", ["z", "zero"], "g"),
                 ("Where", ["g", "z", "m"], "y")]),
    ],
)  # fmt: skip
def test_an_activation_is_told_by_what_it_computes(name, nodes):
    constants = {"w": W, "b": B, "zero": np.float32(0), "one": np.float32(1), "hundredth": np.float32([0.01])}
    assert read_onnx(graph_file([layer(result="z", transB=1), *nodes], constants)).network.activations[-1] == name


def test_one_unit_is_told_apart_from_a_number_for_all():
    nodes = [("MatMul", ["x", "w"], "z"), ("Add", ["z", "b"], "s"), ("Sigmoid", ["s"], "y")]
    imported = read_onnx(graph_file(nodes, {"w": W[:1].T.copy(), "b": B[:1]}))
    assert imported.network.activations[-1] == "sigmoid" and imported.theta.tolist() == [1, 2, 3, 7]


def test_of_several_outputs_the_last_that_can_be_drawn_is_said():
    nodes = [layer(result="z", transB=1), ("Softmax", ["z"], "y"), ("ArgMax", ["y"], "other")]
    imported = read_onnx(graph_file(nodes, {"w": W, "b": B}, outputs=("y", "other")))
    assert imported.network.activations[-1] == "softmax" and "2 outputs; the one called “y”" in imported.note


# -------------------------------------------------------------------- refusals


BRANCH = helper.make_graph([], "branch", [], [])
REFUSED = {
    "convolution": ([("Conv", ["x", "w"], "y")], {}, "the graph has a Conv node; only dense layers can be drawn here"),
    "if": ([("If", ["x"], "y", {"then_branch": BRANCH, "else_branch": BRANCH})], {}, "has an If node"),
    "own domain": ([("Gemm", ["x", "w"], "y", {"domain": "evil"})], {}, "has a Gemm node; only dense"),
    "transA": ([layer(transA=1)], {}, "reads its input turned"),
    "slope": ([layer(result="z"), ("LeakyRelu", ["z"], "y", {"alpha": 0.2})], {}, "an activation that isn't known"),
    "softmax inside": ([layer(result="z"), ("Softmax", ["z"], "s"), layer("s", weights="b")], {}, "no table"),
    "residual": ([layer(result="z"), ("Relu", ["z"], "r"), layer("r", "q", "square"), ("Add", ["q", "r"], "y")], {},
                 "branches"),
    "branch that is not looked at": ([layer(result="z"), layer("z", "q", "square"), ("Dropout", ["z", "q"], "y")], {},
                                     "branches"),
    "constants": ([("Add", ["b", "b"], "c"), layer(biases="c")], {}, "constants alone.*: Add"),
    "negated constants": ([("Neg", ["b"], "c"), layer(biases="c")], {}, "constants alone.*: Neg"),
    "external": ([layer()], {"w": external("w", (3, 2))}, "lies in another file; save all in one"),
    "huge": ([layer()], {"w": tensor("w", (10**9, 10**9), raw_data=b"1234")}, "larger than the 150,000 weights"),
    "negative": ([layer()], {"w": tensor("w", (-3, 2), raw_data=b"1234")}, "has the size -3 on one side"),
    "too short": ([layer()], {"w": tensor("w", (3, 2), raw_data=b"1234")}, "has 4 bytes for 6 numbers"),
    "too few": ([layer()], {"w": tensor("w", (3, 2), float_data=[1.0])}, "has 1 numbers and needs 6"),
    "texts": ([layer()], {"w": tensor("w", (1,), TensorProto.STRING, string_data=[b"x"])}, "has element type 8"),
    "nan": ([layer()], {"w": np.full((3, 2), np.nan, np.float32)}, "not finite"),
    "vector": ([layer()], {"w": B}, "no table"),
    "biases": ([layer()], {"b": np.ones(5, np.float32)}, "has 5 biases for 2 units"),
    "no weights": ([("MatMul", ["x", "gone"], "y")], {}, "aren't in the file"),
    "circle": ([("Relu", ["z"], "y"), ("Tanh", ["y"], "z")], {}, "reads 0 inputs"),
    "into itself": ([layer(result="z"), ("Add", ["z", "y"], "y")], {}, "nothing computes 'y'"),
    "nothing": ([("Identity", ["x"], "y")], {}, "no dense layer"),
    "first": ([("Relu", ["x"], "r"), layer("r")], {}, "an activation comes before the first layer"),
    "twice": ([layer(result="z"), ("Sub", ["z", "b"], "s"), ("Tanh", ["s"], "t"), ("Mul", ["t", "b"], "u"),
               ("Relu", ["u"], "y")], {}, "no dense layer can take it in"),
    "divided by 0": ([("Div", ["x", "three"], "z"), layer("z")], {"three": np.zeros(3, np.float32)},
                     "the scaler holds a number that can't be used"),
    "wrong kind": ([layer(transB=1.0)], {}, "transB of a Gemm node is of the wrong kind"),
    "integers": ([layer(result="z"), ("Cast", ["z"], "y", {"to": 7})], {}, "rounds to whole numbers"),
    "axis": ([layer(result="z"), ("Softmax", ["z"], "y", {"axis": 0})], {}, "another side than the last"),
    "row by row": ([layer(result="z"), ("Add", ["z", "column"], "y")], {"column": np.ones((3, 1), np.float32)},
                   "one number for each sample"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_drawn_is_refused_by_node(what):
    nodes, constants, message = REFUSED[what]
    usual = {"w": W.T.copy(), "b": B, "square": np.eye(2, dtype=np.float32)}
    with pytest.raises(ValueError, match=message) as refusal:
        read_onnx(graph_file(nodes, usual | constants))
    assert type(refusal.value) is ValueError


def test_several_inputs_are_refused():
    content = graph_file([("Add", ["x", "v"], "z"), layer("z")], {"w": W.T.copy(), "b": B}, inputs=("x", "v"))
    with pytest.raises(ValueError, match="reads 2 inputs"):
        read_onnx(content)


def test_reading_loads_the_package_only_when_an_onnx_file_comes():
    source = Path(read_onnx.__code__.co_filename).read_text(encoding="utf-8")
    assert "\nimport onnx" not in source and "    import onnx" in source
