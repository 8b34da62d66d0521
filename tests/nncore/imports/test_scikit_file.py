import json

import pytest

from nncore.imports.scikit_file import read_scikit

WEIGHTS, BIASES = [[[1.0, 2.0]], [[3.0], [4.0]]], [[5.0, 6.0], [7.0]]
THETA = [1, 5, 2, 6, 3, 4, 7]


def read(spec):
    return read_scikit(json.dumps(spec).encode())


@pytest.mark.parametrize(
    "spec",
    [
        {"coefs_": WEIGHTS, "intercepts_": BIASES},
        {"coefs": WEIGHTS, "intercepts": BIASES},
        {f"coefs_{i}": WEIGHTS[i] for i in range(2)} | {f"intercepts_{i}": BIASES[i] for i in range(2)},
    ],
)
def test_weights_are_found_by_any_of_their_names(spec):
    assert read(spec).theta.tolist() == THETA


def test_activations_have_their_names_in_this_app():
    spec = {"coefs_": WEIGHTS, "intercepts_": BIASES, "activation": "logistic", "out_activation_": "identity"}
    imported = read(spec)
    assert imported.network.activations == ("linear", "sigmoid", "linear") and imported.note == ""


@pytest.mark.parametrize(
    "change, message",
    [
        ({"coefs_": []}, "no network of scikit-learn"),
        ({"coefs_": "x"}, "no network of scikit-learn"),
        ({"intercepts_": BIASES[:1]}, "as many of one as of the other"),
        ({"coefs_": [[["a"]], [[1]]]}, r"coefs_\[0\] is not a list of rows"),
        ({"coefs_": [[[1, 2], [3]], [[1]]]}, r"coefs_\[0\] is not a list of rows"),
        ({"coefs_": [1, 2]}, r"coefs_\[0\] is not a list of rows"),
        ({"intercepts_": [[[5]], [7]]}, r"intercepts_\[0\] is not a list of numbers"),
        ({"intercepts_": [[5.0], [7.0]]}, "layer 1 of the file doesn't fit"),
        ({"coefs_": [[[1.0, 2.0]], [[3.0]]]}, "layer 2 of the file doesn't fit the one before it"),
        ({"coefs_": [[[1.0, float("nan")]], WEIGHTS[1]]}, "not finite"),
        ({"coefs_": [[[1.0, 1e300]], WEIGHTS[1]]}, "not within"),
        ({"coefs_": [[[1.0, 10**400]], WEIGHTS[1]]}, "not a list of rows"),
        ({"activation": "rleu"}, "activation is 'rleu'; scikit-learn has identity, logistic"),
        ({"out_activation_": 3}, "out_activation_ is '3'"),
        ({"activation": "softmax"}, "softmax belongs on the output layer"),
    ],
)
def test_a_fault_in_the_file_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        read({"coefs_": WEIGHTS, "intercepts_": BIASES} | change)


@pytest.mark.parametrize(
    "content", [b"{", b"{" * 100_000, b'{"a":' * 100_000, b'{"a":' + b"[" * 100_000, b"\xff{}", b"[]"]
)
def test_what_is_no_json_object_is_refused(content):
    with pytest.raises(ValueError, match="JSON"):
        read_scikit(content)


def test_a_very_long_text_is_refused():
    with pytest.raises(ValueError, match="longer than 6,000,000 characters"):
        read_scikit(b'{"coefs_":[' + b"0," * 3_000_000 + b"0]}")
