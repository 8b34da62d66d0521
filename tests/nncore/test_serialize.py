"""Experiments and drawings come back from JSON and from links as they were; anything else is refused."""

import base64
import contextlib
import json
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nncore as nn
from nncore import EXPERIMENTS, Connection, Data, Experiment, Network, Unit, dense, from_link, to_link
from nncore.serialize import LARGEST_TOLD, LONGEST_LINK, network_from_dict, network_to_dict

PLAIN = EXPERIMENTS["playground"].experiment
RICH = (
    dense(3, 4, 3, 2, inputs=("größe", "b", "c"), outputs=("ja", "nein"))
    .connect(Connection(Unit(0, 1), Unit(3, 0)))
    .disconnect(Connection(Unit(1, 1), Unit(2, 2)))
    .pin(Connection(Unit(0, 1), Unit(3, 0)))
    .pin(Unit(2, 1))
)


def packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content)).decode().rstrip("=")


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_comes_back_from_a_link_exactly(name):
    experiment = EXPERIMENTS[name].experiment
    trained = replace(experiment, theta=tuple((experiment.first_theta() / 3).tolist()))
    for each in (experiment, trained):
        assert Experiment.from_dict(from_link(to_link(each.to_dict()))) == each


def test_a_drawing_with_skips_cuts_pins_and_names_comes_back_exactly():
    assert network_from_dict(json.loads(json.dumps(network_to_dict(RICH)))) == RICH


def test_a_default_experiment_makes_a_short_link():
    assert len(to_link(PLAIN.to_dict())) < 150


@given(st.lists(st.floats(-1e15, 1e15), min_size=25, max_size=25))
@settings(max_examples=50)
def test_every_weight_comes_back_to_the_bit(theta):
    told = from_link(to_link(replace(PLAIN, theta=tuple(theta)).to_dict()))
    assert Experiment.from_dict(told).theta == tuple(theta)


@pytest.mark.parametrize(
    "link",
    [
        "", "?", "abc", "äöü", "=" * 8, packed(b"not json"), packed(b"[1, 2]"), packed(b'{"a": NaN}'),
        packed(b'{"a": 1e999}'), packed(b"[" * 5000 + b"]" * 5000), packed(b'{"a":' * 20 + b"1" + b"}" * 20),
        packed(b'{"a": 1}')[:-3], packed(b'{"a": 1}') + "AAAA", packed(b"\xff\xfe"),
        packed(b'{"a": 1,}'), packed(rb'{"a": "\ud800"}'), packed(rb'{"\udfff": 1}'),
        "A" * (LONGEST_LINK + 1), None, 7, b"abc",
    ],
)  # fmt: skip
def test_a_link_that_is_none_is_refused(link):
    with pytest.raises(ValueError, match="link"):
        from_link(link)


def test_a_small_link_that_unpacks_to_something_huge_is_refused():
    bomb = packed(b'{"a": "' + b"0" * (LARGEST_TOLD * 20) + b'"}')
    assert len(bomb) < LONGEST_LINK
    with pytest.raises(ValueError, match="can't be read"):
        from_link(bomb)


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_random_bytes_are_refused_without_harm(content):
    for link in (base64.urlsafe_b64encode(content).decode(), packed(content)):
        with contextlib.suppress(ValueError):
            assert isinstance(from_link(link), dict)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = [
    ("seed",), ("theta",), ("training",), ("training", "learning_rate"), ("training", "batch_size"),
    ("training", "loss"), ("data",), ("data", "name"), ("data", "samples"), ("data", "rows"), ("data", "features"),
    ("network",), ("network", "layers"), ("network", "layers", 1), ("network", "layers", 0, 0), ("network", "cut"),
    ("network", "skips"), ("network", "pinned"), ("network", "inputs"), ("network", "outputs"), ("extra",),
]  # fmt: skip


@given(st.sampled_from(FIELDS), JSON)
@settings(max_examples=500)
def test_any_value_in_any_field_is_taken_or_refused_with_a_reason(path, value):
    told = replace(PLAIN, theta=tuple(PLAIN.first_theta().tolist())).to_dict() | {"training": {}}
    told = json.loads(json.dumps(told))
    place = told
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    try:
        experiment = Experiment.from_dict(told)
        assert Experiment.from_dict(experiment.to_dict()) == experiment
    except ValueError as error:
        assert 10 < len(str(error)) < 1000


def drawn(layers, **more):
    """An experiment as JSON values with such a drawing."""
    return {"data": {"name": "circle"}, "network": {"layers": layers} | more}


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({}, "use an object with data and network"),
        ([], "use an object with data and network"),
        (drawn([[2, "linear"], [1, "rleu"]]), "unknown activation 'rleu'"),
        (drawn([[2, "linear"], [0, "tanh"]]), "layer of size 0"),
        (drawn([[2, "linear"]] * 1000), "layers are too many"),
        (drawn([[1024, "linear"]] * 9), "weights are too many"),
        (drawn([[2]]), r"use \[size, activation\]"),
        (drawn([[2, "linear"], [1, "tanh"]], code="x"), "unknown part 'code'"),
        (PLAIN.to_dict() | {"data": {"name": "cirlce"}}, "unknown data set 'cirlce'"),
        (PLAIN.to_dict() | {"training": {"learning_rat": 1}}, "unknown training setting 'learning_rat'"),
        (PLAIN.to_dict() | {"training": {"learning_rate": "1"}}, "learning_rate is 1; use a number"),
        (PLAIN.to_dict() | {"theta": [0.0] * 3}, "give one number each"),
        (PLAIN.to_dict() | {"theta": [2e15] * 25}, "not within ±10¹⁵"),
        (PLAIN.to_dict() | {"theta": [10**400] * 25}, "not within ±10¹⁵"),
    ],
)
def test_an_experiment_that_makes_no_sense_is_refused_with_the_reason(told, says):
    with pytest.raises(ValueError, match=says):
        Experiment.from_dict(told)


LONG = "ä" * 5000


@pytest.mark.parametrize("value", [LONG, [LONG], 10**4000], ids=["text", "list", "number"])
@pytest.mark.parametrize("path", FIELDS + [("data", name) for name in Data.__dataclass_fields__])
def test_a_refusal_is_short_however_long_the_value(path, value):
    told = PLAIN.to_dict() | {"training": {}}
    told["data"] = {"name": "table", "columns": ["a", "y"], "rows": [[1, 0], [2, 1]]}
    told["network"]["layers"] = [[2, "linear"], [1, "tanh"]]
    place = told
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    try:
        Experiment.from_dict(told)
    except ValueError as error:
        assert len(str(error)) < 1000
    else:
        assert path[-1] in ("samples", "noise", "formula", "split_column", "split_value")  # of no use here


def test_a_link_beyond_the_longest_is_not_made():
    large = Network(dense(200, 200, 1).layers)
    noisy = nn.initialize(large, "glorot_uniform", np.random.default_rng(0)).theta
    with pytest.raises(ValueError, match="save a file instead"):
        to_link({"weights": noisy.tolist()})
