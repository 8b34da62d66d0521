"""Small tables and hand-made networks for the tests of inspection."""

import json
from pathlib import Path

import numpy as np

from nncore import Data, dense, make_data, parameters_from
from nncore.inspection import Predictor

RECORD = json.loads((Path(__file__).parents[2] / "reference" / "inspection.json").read_text())


def linear(rows, weights, bias, *, output="linear", columns=("u", "v", "w"), **data):
    """A single neuron on a table of its own; all rows train unless said otherwise."""
    task = "regression" if output == "linear" else "classes"
    usual = {"train_share": 1.0, "task": task, "scale_target": False}
    made = make_data(Data.of_rows((*columns, "target"), rows, **usual | data))
    network = dense(len(made.input_names), len(np.atleast_2d(weights)), output=output)
    return Predictor(made, network, parameters_from(network, [np.atleast_2d(weights)], [np.atleast_1d(bias)]).theta)


def recorded():
    """The network and the table that scikit-learn was asked about."""
    rows = [(*x, y) for x, y in zip(RECORD["x"], RECORD["y"], strict=True)]
    plain = {"scaling": "raw", "scale_target": False, "train_share": 1.0}
    data = Data.of_rows(("u", "v", "w", "y"), rows, task="regression", **plain)
    network = dense(3, 2, 1, output="linear")
    return Predictor(make_data(data), network, parameters_from(network, RECORD["weights"], RECORD["biases"]).theta)
