"""Records what scikit-learn says of a small network for tests/nncore/inspection; run it where it is installed.

The network is written out here in NumPy: two tanh neurons on three columns, and a linear output. scikit-learn deals out
a column's values in orders of its own making; they are recorded too, so that the same can be done again.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.inspection import partial_dependence, permutation_importance

HIDDEN, HIDDEN_BIASES = [[0.9, -0.4, 0.0], [0.3, 0.8, 0.0]], [0.1, -0.2]
OUTPUT, OUTPUT_BIAS = [[1.5, -0.7]], [0.25]
ROWS, REPEATS, SEED = 12, 3, 7


class Network(RegressorMixin, BaseEstimator):
    def fit(self, x, y):
        self.fitted_ = True
        return self

    def predict(self, x):
        return (np.tanh(x @ np.array(HIDDEN).T + HIDDEN_BIASES) @ np.array(OUTPUT).T + OUTPUT_BIAS)[:, 0]


def orders(count):
    """Those of permutation_importance: the same ones for every column; it shuffles what it has shuffled before."""
    seed = np.random.RandomState(SEED).randint(np.iinfo(np.int32).max + 1)
    random, shuffle, order, found = np.random.RandomState(seed), np.arange(count), np.arange(count), []
    for _ in range(REPEATS):
        random.shuffle(shuffle)
        order = order[shuffle]
        found.append(order.tolist())
    return found


if __name__ == "__main__":
    rng = np.random.default_rng(SEED)
    x = rng.normal(size=(ROWS, 3)).round(2)
    network = Network().fit(x, None)
    y = (network.predict(x) + rng.normal(0, 0.3, ROWS)).round(2)
    important = permutation_importance(network, x, y, n_repeats=REPEATS, random_state=SEED)
    dependence = partial_dependence(network, x, [0], kind="both", method="brute", grid_resolution=100)
    record = {
        "weights": [HIDDEN, OUTPUT],
        "biases": [HIDDEN_BIASES, OUTPUT_BIAS],
        "x": x.tolist(),
        "y": y.tolist(),
        "orders": orders(ROWS),
        "importances": important.importances.tolist(),
        "grid": dependence["grid_values"][0].tolist(),
        "average": dependence["average"][0].tolist(),
        "individual": dependence["individual"][0].tolist(),
    }
    text = json.dumps(record, indent=1)
    Path(__file__).with_name("inspection.json").write_text(text + "\n")
