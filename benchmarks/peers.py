"""The engines that `engine.py` races: ours, textbook NumPy, and other libraries where they are installed.

An engine is made for a workload and offers: start(theta), which sets the first weights; epochs(count, shuffle),
which trains on the rows in a new order each epoch or, for comparing results, in the workload's; theta(), the
weights in the order of our θ.
"""

import importlib.util
import os
from itertools import pairwise

import numpy as np

from nncore.parameters import Parameters
from nncore.program import Program

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")


def matrices(workload, theta):
    """θ as textbooks and libraries keep it: weights (units read, units) and biases, a pair for each layer."""
    parameters = Parameters(workload.network, theta)
    return [(w.T.copy(), b.copy()) for w, b in zip(parameters.weights[1:], parameters.biases[1:], strict=True)]


def flat(pairs):
    """The inverse of `matrices`."""
    return np.concatenate([np.column_stack([np.transpose(w), b]).ravel() for w, b in pairs]).astype(float)


class Ours:
    def __init__(self, workload, dtype=float):
        self.workload = workload
        self.program = Program(workload.network, workload.training, workload.inputs, workload.targets, dtype)

    def start(self, theta):
        self.program.load(theta)

    def epochs(self, count, shuffle=True):
        for order in self.workload.orders(count, shuffle):
            self.program.epoch(order)

    def theta(self):
        return self.program.theta


class Ours32(Ours):
    def __init__(self, workload):
        super().__init__(workload, np.float32)


class Textbook:
    """NumPy as anyone would write it: a row a sample, a loop over layers, new arrays for every result."""

    def __init__(self, workload):
        self.workload = workload
        names = workload.network.activations
        self.hidden, self.output = names[1], names[-1]

    def start(self, theta):
        pairs = matrices(self.workload, theta)
        self.W, self.b = [w for w, _ in pairs], [b for _, b in pairs]
        self.m = [np.zeros_like(p) for p in self.W + self.b]
        self.v = [np.zeros_like(p) for p in self.W + self.b]
        self.t = 0

    def activate(self, name, z):
        if name == "relu":
            return np.maximum(z, 0)
        return np.tanh(z) if name == "tanh" else 1 / (1 + np.exp(-z)) if name == "sigmoid" else z

    def slope(self, name, a):
        if name == "relu":
            return a > 0
        return 1 - a**2 if name == "tanh" else a * (1 - a) if name == "sigmoid" else 1

    def step(self, x, y):
        a = [x]
        for i, (W, b) in enumerate(zip(self.W, self.b, strict=True)):
            a.append(self.activate(self.output if i == len(self.W) - 1 else self.hidden, a[-1] @ W + b))
        delta = (a[-1] - y) / len(x)
        if self.workload.training.loss != "binary_crossentropy":
            delta = delta * self.slope(self.output, a[-1])
        dW, db = [], []
        for i in reversed(range(len(self.W))):
            dW.insert(0, a[i].T @ delta)
            db.insert(0, delta.sum(axis=0))
            if i > 0:
                delta = (delta @ self.W[i].T) * self.slope(self.hidden, a[i])
        self.adam(dW + db) if self.workload.training.optimizer == "adam" else self.sgd(dW + db)

    def sgd(self, gradients):
        for p, g in zip(self.W + self.b, gradients, strict=True):
            p -= self.workload.training.learning_rate * g

    def adam(self, gradients):
        self.t += 1
        for i, (p, g) in enumerate(zip(self.W + self.b, gradients, strict=True)):
            self.m[i] = 0.9 * self.m[i] + 0.1 * g
            self.v[i] = 0.999 * self.v[i] + 0.001 * g**2
            m_hat = self.m[i] / (1 - 0.9**self.t)
            v_hat = self.v[i] / (1 - 0.999**self.t)
            p -= self.workload.training.learning_rate * m_hat / (np.sqrt(v_hat) + 1e-8)

    def epochs(self, count, shuffle=True):
        load, size = self.workload, self.workload.batch
        for order in load.orders(count, shuffle):
            for start in range(0, len(order), size):
                rows = order[start : start + size]
                self.step(load.inputs[rows], load.targets[rows])

    def theta(self):
        return flat(zip(self.W, self.b, strict=True))


class PyTorch:
    """Eager mode, float32, the loop of its tutorials."""

    def __init__(self, workload):
        import torch

        torch.set_num_threads(1)
        self.torch, self.workload = torch, workload
        names, sizes = workload.network.activations, workload.network.sizes
        kinds = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid, "linear": torch.nn.Identity}
        self.linears = [torch.nn.Linear(*pair) for pair in pairwise(sizes)]
        pairs = zip(self.linears, names[1:], strict=True)
        layers = [part for linear, name in pairs for part in (linear, kinds[name]())]
        self.model = torch.nn.Sequential(*layers)
        mse = torch.nn.MSELoss()
        entropy = workload.training.loss == "binary_crossentropy"
        self.loss = torch.nn.BCELoss() if entropy else lambda a, y: 0.5 * mse(a, y)
        self.x, self.y = (torch.tensor(v, dtype=torch.float32) for v in (workload.inputs, workload.targets))

    def start(self, theta):
        torch, rate = self.torch, self.workload.training.learning_rate
        with torch.no_grad():
            for linear, (w, b) in zip(self.linears, matrices(self.workload, theta), strict=True):
                linear.weight[:] = torch.tensor(w.T)
                linear.bias[:] = torch.tensor(b)
        kind = torch.optim.Adam if self.workload.training.optimizer == "adam" else torch.optim.SGD
        self.optimizer = kind(self.model.parameters(), lr=rate)

    def epochs(self, count, shuffle=True):
        for order in self.workload.orders(count, shuffle):
            for rows in self.torch.from_numpy(order).split(self.workload.batch):
                self.optimizer.zero_grad()
                self.loss(self.model(self.x[rows]), self.y[rows]).backward()
                self.optimizer.step()

    def theta(self):
        return flat((p.weight.detach().numpy().T, p.bias.detach().numpy()) for p in self.linears)


class Keras:
    """`fit` on the JAX backend, compiled; its first call, which compiles, is made in `start`."""

    def __init__(self, workload):
        import keras

        self.workload = workload
        network, training = workload.network, workload.training
        layers = [keras.Input((network.sizes[0],))]
        pairs = zip(network.sizes[1:], network.activations[1:], strict=True)
        self.model = keras.Sequential(layers + [keras.layers.Dense(size, activation=name) for size, name in pairs])
        adam = training.optimizer == "adam"
        kind = keras.optimizers.Adam if adam else keras.optimizers.SGD
        options = {"epsilon": 1e-8} if adam else {}
        half = lambda y, a: 0.5 * keras.ops.mean(keras.ops.square(a - y), axis=-1)  # noqa: E731
        self.model.compile(
            optimizer=kind(training.learning_rate, **options),
            loss="binary_crossentropy" if training.loss == "binary_crossentropy" else half,
        )
        self.x = workload.inputs[workload.order].astype("float32")
        self.y = workload.targets[workload.order].astype("float32")
        self.epochs(1)
        self.memory = [np.zeros_like(v) for v in self.model.optimizer.variables]
        self.memory[1] = np.float32(training.learning_rate)

    def start(self, theta):
        self.model.set_weights([part for pair in matrices(self.workload, theta) for part in pair])
        for variable, value in zip(self.model.optimizer.variables, self.memory, strict=True):
            variable.assign(value)

    def epochs(self, count, shuffle=True):
        batch = self.workload.batch
        self.model.fit(self.x, self.y, batch_size=batch, epochs=count, shuffle=shuffle, verbose=0)

    def theta(self):
        weights = self.model.get_weights()
        return flat(zip(weights[::2], weights[1::2], strict=True))


class ScikitLearn:
    """MLPClassifier or MLPRegressor; its outputs are sigmoid with cross-entropy or linear with squares."""

    def __init__(self, workload):
        from sklearn.neural_network import MLPClassifier, MLPRegressor

        self.workload = workload
        network, training = workload.network, workload.training
        entropy = training.loss == "binary_crossentropy"
        kind = MLPClassifier if entropy else MLPRegressor
        engine = self

        class WithFirstWeights(kind):
            def _init_coef(self, fan_in, fan_out, dtype):
                w, b = engine.waiting.pop(0)
                return w.astype(dtype), b.astype(dtype)

        self.kind, self.y = WithFirstWeights, workload.targets[workload.order].ravel()
        self.x = workload.inputs[workload.order]
        self.options = dict(
            hidden_layer_sizes=network.sizes[1:-1],
            activation=network.activations[1],
            solver=training.optimizer,
            learning_rate_init=training.learning_rate,
            batch_size=workload.batch,
            alpha=0.0,
            momentum=0.0,
            tol=0.0,
            n_iter_no_change=10**9,
        )

    def start(self, theta):
        self.first = theta

    def epochs(self, count, shuffle=True):
        import warnings

        self.waiting = matrices(self.workload, self.first)
        self.model = self.kind(max_iter=count, shuffle=shuffle, **self.options)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns that it stopped where it was told to
            self.model.fit(self.x, self.y)

    def theta(self):
        return flat(zip(self.model.coefs_, self.model.intercepts_, strict=True))


def installed(*names):
    return all(importlib.util.find_spec(name) for name in names)


def peers():
    """The engines that can run here, by name: ours first, then the textbook, then libraries."""
    found = {"ours": Ours, "ours float32": Ours32, "textbook NumPy": Textbook}
    if installed("torch"):
        found["PyTorch eager"] = PyTorch
    if installed("keras", "jax"):
        found["Keras (JAX)"] = Keras
    if installed("sklearn"):
        found["scikit-learn"] = ScikitLearn
    return found
