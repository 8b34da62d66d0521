"""The network as Keras 3 code: a Sequential or a functional model with the weights inside, compiled as in the app."""

from nncore.activations import LEAK
from nncore.export.format import Format
from nncore.export.framework import (
    coded,
    data_and_weights,
    free,
    head,
    joined,
    predictions,
    rate,
    read_by,
    settings_in_words,
    untrainable,
    written,
)
from nncore.export.model import Model
from nncore.export.writing import WIDTH, check
from nncore.network import Network
from nncore.parameters import Parameters
from nncore.settings import Training

PACKAGES = ("keras", "torch", "numpy")
NAME = "Keras"

ACTIVATIONS = {
    "linear": '"linear"',
    "relu": '"relu"',
    "leaky_relu": "leaky_relu",
    "elu": '"elu"',
    "selu": '"selu"',
    "gelu": "gelu",
    "silu": '"silu"',
    "softplus": "softplus",
    "tanh": '"tanh"',
    "sigmoid": '"sigmoid"',
    "step": "step",
    "softmax": '"softmax"',
}
"""Activation → what Dense takes for it: its name in Keras, or one of FUNCTIONS."""

FUNCTIONS = {
    "leaky_relu": f"""\
def leaky_relu(sums):
    return keras.activations.leaky_relu(sums, negative_slope={LEAK})
""",
    "gelu": '''\
def gelu(sums):
    """The tanh form, as in the app."""
    return keras.activations.gelu(sums, approximate=True)
''',
    "softplus": '''\
def softplus(sums):
    """ln(1 + e^sum), in a form that doesn't overflow."""
    return keras.ops.relu(sums) + keras.ops.log1p(keras.ops.exp(-keras.ops.abs(sums)))
''',
    "step": '''\
def step(sums):
    """1 above zero, else 0; its derivative is 0 everywhere."""
    return keras.ops.relu(keras.ops.sign(sums))
''',
}
"""Activations that Keras doesn't have by name to the same digit."""

LOSSES = {
    "half_mse": "HalfSquaredError()",
    "half_sse": 'HalfSquaredError(reduction="sum")',
    "sse": 'SquaredError(reduction="sum")',
    "mse": "keras.losses.MeanSquaredError()",
    "mae": "keras.losses.MeanAbsoluteError()",
    "huber": "keras.losses.Huber()",
    "binary_crossentropy": "keras.losses.BinaryCrossentropy()",
    "categorical_crossentropy": "keras.losses.CategoricalCrossentropy()",
}
"""Loss → that of Keras, or one that is written out."""

LOSS_CLASSES = {
    "HalfSquaredError": "keras.ops.sum((outputs - wanted) ** 2, axis=-1) / 2",
    "SquaredError": "keras.ops.sum((outputs - wanted) ** 2, axis=-1)",
}
"""Losses that Keras hasn't got: the loss of each row."""

OPTIMIZERS = {
    "sgd": "SGD({learning_rate!r}{clip})",
    "momentum": "SGD({learning_rate!r}, momentum={momentum!r}{clip})",
    "nesterov": "SGD({learning_rate!r}, momentum={momentum!r}, nesterov=True{clip})",
    "adagrad": "Adagrad({learning_rate!r}, initial_accumulator_value=0.0, epsilon={epsilon!r}{clip})",
    "rmsprop": "RMSprop({learning_rate!r}, rho={rho!r}, epsilon={epsilon!r}{clip})",
    "adam": "Adam({learning_rate!r}, beta_1={beta1!r}, beta_2={beta2!r}, epsilon={epsilon!r}{clip})",
    "adamw": (
        "AdamW(\n        {learning_rate!r}, weight_decay={weight_decay!r}, beta_1={beta1!r}, beta_2={beta2!r}, "
        "epsilon={epsilon!r}{clip}\n    )"
    ),
}
"""Optimiser → that of keras.optimizers, with the settings' names in braces."""

DENSE = '''\
class Dense(keras.layers.Dense):
    """keras.layers.Dense in float64: it multiplies in float32 unless Keras runs on TensorFlow."""

    def call(self, inputs):
        return self.activation(inputs @ self.kernel.value + self.bias.value)
'''

HOLD = '''\
class Hold(keras.constraints.Constraint):
    """Puts back after each step what training must leave alone: free is 1 where it may change `values`, else 0."""

    def __init__(self, free, values):
        free, values = np.array(free, dtype=float).T, np.array(values).T
        self.free, self.held = keras.ops.convert_to_tensor(free), keras.ops.convert_to_tensor(values * (1 - free))

    def __call__(self, weights):
        return keras.ops.convert_to_tensor(weights) * self.free + self.held
'''

LOADING = """\
for layer, weights, biases in zip(dense_layers, WEIGHTS, BIASES):
    layer.set_weights([np.array(weights).T, np.array(biases)])
"""


def keras_code(model: Model) -> bytes:
    """A Python file for Keras 3, on PyTorch where nothing else is set."""
    network, parameters = model.network, model.parameters
    return joined(
        head(
            model,
            NAME,
            PACKAGES,
            "`network` is the Keras model. predict(rows) says what it answers, train(rows, targets) goes on training it.",
            "import os\n\n"
            "# Or tensorflow, or jax, if you have that. On JAX, Keras computes some functions in float32.\n"
            'os.environ.setdefault("KERAS_BACKEND", "torch")\n'
            'os.environ.setdefault("JAX_ENABLE_X64", "true")\n\n'
            "import keras\nimport numpy as np\n\n"
            'keras.backend.set_floatx("float64")  # as exact as the app\n',
        ),
        data_and_weights(model, parameters.weights, parameters.biases) + free(network),
        *(FUNCTIONS[name] for name in FUNCTIONS if name in network.activations),
        DENSE,
        "" if network.trainable().all() else HOLD,
        (_functional(model) if network.skips else _sequential(model)) + LOADING,
        predictions(model, "keras.ops.convert_to_numpy(network(scaled(rows)))"),
        untrainable(model) or _training(model),
        check(model),
    )


# -------------------------------------------------------------------- the network


def _dense(model: Model, layer: int) -> str:
    network, training = model.network, model.experiment.training
    arguments = [str(network.sizes[layer]), f"activation={written(ACTIVATIONS, network.activations[layer], NAME)}"]
    if training.l1 or training.l2:
        arguments.append(f"kernel_regularizer={_penalty(training)}")
    parts, number = Parameters(network, network.trainable()), layer - 1
    if not parts.weights[layer].all():
        arguments.append(f"kernel_constraint=Hold(FREE_WEIGHTS[{number}], WEIGHTS[{number}])")
    if not parts.biases[layer].all():
        arguments.append(f"bias_constraint=Hold(FREE_BIASES[{number}], BIASES[{number}])")
    line = f"Dense({', '.join(arguments)})"
    return line if len(line) < WIDTH - 4 else "Dense(\n" + "".join(f"        {part},\n" for part in arguments) + "    )"


def _penalty(training: Training) -> str:
    """The app has l1 Σ|w| + ½ l2 Σw², Keras the same without the ½."""
    return f"keras.regularizers.L1L2({training.l1!r}, {training.l2 / 2!r})"


def _dense_layers(model: Model) -> str:
    layers = range(1, len(model.network.layers))
    return "dense_layers = [\n" + "".join(f"    {_dense(model, layer)},\n" for layer in layers) + "]\n"


def _sequential(model: Model) -> str:
    network, dropout = model.network, model.experiment.training.dropout
    modules = [f"keras.Input(shape=({network.sizes[0]},))"]
    for layer in range(1, len(network.layers)):
        modules.append(f"dense_layers[{layer - 1}]")
        if dropout and layer < network.depth:
            modules.append(f"keras.layers.Dropout({dropout!r})")
    text = "".join(f"    {module},\n" for module in modules)
    return f"{_dense_layers(model)}network = keras.Sequential([\n{text}])\n"


def _functional(model: Model) -> str:
    """Layers that may read several layers before them."""
    network, dropout = model.network, model.experiment.training.dropout
    lines = [f"a0 = keras.Input(shape=({network.sizes[0]},))"]
    for layer in range(1, len(network.layers)):
        value = f"dense_layers[{layer - 1}]({_read(network, layer)})"
        drops = dropout and layer < network.depth
        lines.append(f"a{layer} = " + (f"keras.layers.Dropout({dropout!r})({value})" if drops else value))
    lines.append(f"network = keras.Model(a0, a{network.depth})")
    return _dense_layers(model) + "".join(f"{line}\n" for line in lines)


def _read(network: Network, layer: int) -> str:
    read = read_by(network, layer)
    return read[0] if len(read) == 1 else f"keras.layers.Concatenate()([{', '.join(read)}])"


# -------------------------------------------------------------------- training


def _training(model: Model) -> str:
    loss = written(LOSSES, model.experiment.training.loss, NAME)
    own = "".join(_loss_class(name, row) for name, row in LOSS_CLASSES.items() if loss.startswith(name))
    parts = (own, _compiled(model, loss), coded(model), rate(model), _train(model))
    return "\n\n".join(part for part in parts if part)


def _loss_class(name: str, row: str) -> str:
    return (
        f"class {name}(keras.losses.Loss):\n"
        '    """Of each row; Keras adds them up or takes their mean."""\n\n'
        f"    def call(self, wanted, outputs):\n        return {row}\n"
    )


def _compiled(model: Model, loss: str) -> str:
    """The line that compiles. Keras differs from the app where a rate falls under momentum, and in where ε stands."""
    training = model.experiment.training
    clip = f", global_clipnorm={training.clip!r}" if training.clip else ""
    optimizer = written(OPTIMIZERS, training.optimizer, NAME).format(**vars(training) | {"clip": clip})
    return f"network.compile(\n    optimizer=keras.optimizers.{optimizer},\n    loss={loss},\n)\n"


def _train(model: Model) -> str:
    training = model.experiment.training
    size = f"{training.batch_size}" if training.batch_size else "len(inputs)"
    first = f"initial_epoch={model.epoch}, epochs={model.epoch} + epochs" if rate(model) else "epochs=epochs"
    schedule = "callbacks=[keras.callbacks.LearningRateScheduler(rate)], " if rate(model) else ""
    return (
        "def train(rows, targets, epochs=100):\n"
        + settings_in_words(model)
        + "    inputs, wanted = scaled(rows), coded(targets)\n"
        + f"    network.fit(inputs, wanted, batch_size={size}, {first}, {schedule}verbose=0)\n"
    )


KERAS = Format(
    "keras", "code", "Keras 3 (Python file)", "A Keras model with these weights, compiled as in the app.",
    ".py", "text/x-python", keras_code, PACKAGES,
)  # fmt: skip
