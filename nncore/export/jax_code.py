"""The network as JAX code: plain functions of the weights, their gradient, and the update as set in the app."""

from nncore import losses
from nncore.activations import LEAK
from nncore.export.format import Format
from nncore.export.framework import (
    coded,
    data_and_weights,
    epochs,
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
from nncore.export.writing import check
from nncore.network import Network
from nncore.settings import Training

PACKAGES = ("jax", "numpy")
NAME = "JAX"

ACTIVATIONS = {
    "linear": "{}",
    "relu": "jax.nn.relu({})",
    "leaky_relu": f"jax.nn.leaky_relu({{}}, {LEAK})",
    "elu": "jax.nn.elu({})",
    "selu": "jax.nn.selu({})",
    "gelu": "jax.nn.gelu({}, approximate=True)",
    "silu": "jax.nn.silu({})",
    "softplus": "jax.nn.softplus({})",
    "tanh": "jnp.tanh({})",
    "sigmoid": "jax.nn.sigmoid({})",
    "step": "jnp.where({} > 0, 1.0, 0.0)",
    "softmax": "jax.nn.softmax({}, axis=1)",
}
"""Activation → the expression, with {} for the weighted sums (rows, units)."""

LOSSES = {
    "half_mse": "((outputs - wanted) ** 2).sum(axis=1).mean() / 2",
    "half_sse": "((outputs - wanted) ** 2).sum() / 2",
    "sse": "((outputs - wanted) ** 2).sum()",
    "mse": "((outputs - wanted) ** 2).mean()",
    "mae": "jnp.abs(outputs - wanted).mean()",
    "huber": (
        "jnp.where(jnp.abs(outputs - wanted) <= 1, (outputs - wanted) ** 2 / 2, jnp.abs(outputs - wanted) - 0.5).mean()"
    ),
    "binary_crossentropy": "(jax.nn.softplus(z) - wanted * z).mean()",
    "categorical_crossentropy": "-(wanted * jax.nn.log_softmax(z, axis=1)).sum(axis=1).mean()",
}
"""Loss → the cost of `outputs`, or of `z`, what the last activation is applied to: (rows, outputs)."""

ADAM = """\
m = jax.tree.map(lambda m, g: {beta1!r} * m + (1 - {beta1!r}) * g, m, gradient)
v = jax.tree.map(lambda v, g: {beta2!r} * v + (1 - {beta2!r}) * g**2, v, gradient)
m_hat = jax.tree.map(lambda m: m / (1 - {beta1!r}**count), m)
v_hat = jax.tree.map(lambda v: v / (1 - {beta2!r}**count), v)
moved = jax.tree.map(lambda w, m, v: w - {rate} * m / (jnp.sqrt(v) + {epsilon!r}), {moving}, m_hat, v_hat)
"""

STEPS = {
    "sgd": "moved = jax.tree.map(lambda w, g: w - {rate} * g, parameters, gradient)\n",
    "momentum": (
        "velocity = jax.tree.map(lambda u, g: {momentum!r} * u + g, velocity, gradient)\n"
        "moved = jax.tree.map(lambda w, u: w - {rate} * u, parameters, velocity)\n"
    ),
    "nesterov": (
        "velocity = jax.tree.map(lambda u, g: {momentum!r} * u + g, velocity, gradient)\n"
        "moved = jax.tree.map(lambda w, u, g: w - {rate} * (g + {momentum!r} * u), parameters, velocity, gradient)\n"
    ),
    "adagrad": (
        "squares = jax.tree.map(lambda s, g: s + g**2, squares, gradient)\n"
        "moved = jax.tree.map(\n"
        "    lambda w, s, g: w - {rate} * g / (jnp.sqrt(s) + {epsilon!r}), parameters, squares, gradient\n)\n"
    ),
    "rmsprop": (
        "squares = jax.tree.map(lambda s, g: {rho!r} * s + (1 - {rho!r}) * g**2, squares, gradient)\n"
        "moved = jax.tree.map(\n"
        "    lambda w, s, g: w - {rate} * g / (jnp.sqrt(s) + {epsilon!r}), parameters, squares, gradient\n)\n"
    ),
    "adam": ADAM.replace("{moving}", "parameters"),
    "adamw": "decayed = jax.tree.map(lambda w: w * (1 - {rate} * {weight_decay!r}), parameters)\n"
    + ADAM.replace("{moving}", "decayed"),
}
"""Optimiser → the lines that turn parameters and gradient into `moved`, with the settings' names in braces."""

STATES = {"momentum": "velocity", "nesterov": "velocity", "adagrad": "squares", "rmsprop": "squares"} | {
    "adam": "m = v",
    "adamw": "m = v",
}
"""Optimiser → the names of what it remembers; none for one that isn't here."""

CLIPPING = """\
length = jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(gradient)))
gradient = jax.tree.map(lambda g: g * jnp.minimum({clip!r} / length, 1), gradient)
"""

DROPPED = '''\
def dropped(values, key):
    """Each value is left out with a probability of {dropout!r}; without a key none is."""
    if key is None:
        return values
    kept = jax.random.bernoulli(key, 1 - {dropout!r}, values.shape)
    return values * kept / (1 - {dropout!r})
'''


def jax_code(model: Model) -> bytes:
    """A Python file for JAX."""
    network, training, parameters = model.network, model.experiment.training, model.parameters
    outputs = "np.asarray(forward(parameters, scaled(rows)))"
    return joined(
        head(
            model,
            NAME,
            PACKAGES,
            "predict(rows) says what the network answers. train(rows, targets) goes on training the `parameters`.",
            "import jax\nimport jax.numpy as jnp\nimport numpy as np\n\n"
            'jax.config.update("jax_enable_x64", True)  # as exact as the app\n',
        ),
        data_and_weights(model, parameters.weights, parameters.biases)
        + free(network)
        + "\nparameters = [(jnp.array(weights), jnp.array(biases)) for weights, biases in zip(WEIGHTS, BIASES)]\n",
        DROPPED.format(dropout=training.dropout) if _drops(model) else "",
        _sums(model),
        _forward(model),
        predictions(model, outputs),
        untrainable(model) or _training(model),
        check(model),
    )


# -------------------------------------------------------------------- the network


def _drops(model: Model) -> bool:
    """Whether training leaves hidden units out."""
    return bool(model.experiment.training.dropout) and model.network.depth > 1


def _sums(model: Model) -> str:
    network, drops = model.network, _drops(model)
    lines = ["a0 = inputs"]
    for layer in range(1, network.depth):
        lines.append(f"z{layer} = {_sum(network, layer)}")
        value = written(ACTIVATIONS, network.activations[layer], NAME).format(f"z{layer}")
        key = f"key if key is None else jax.random.fold_in(key, {layer})"
        lines.append(f"a{layer} = " + (f"dropped({value}, {key})" if drops else value))
    lines.append(f"return {_sum(network, network.depth)}")
    return (
        f"def sums(parameters, inputs{', key=None' if drops else ''}):\n"
        '    """What the last activation is applied to, (rows, outputs), for inputs (rows, inputs)."""\n'
        + "".join(f"    {line}\n" for line in lines)
    )


def _sum(network: Network, layer: int) -> str:
    read = read_by(network, layer)
    values = read[0] if len(read) == 1 else f"jnp.concatenate([{', '.join(read)}], axis=1)"
    return f"{values} @ parameters[{layer - 1}][0].T + parameters[{layer - 1}][1]"


def _forward(model: Model) -> str:
    value = written(ACTIVATIONS, model.network.activations[-1], NAME).format("z")
    key, given = (", key=None", ", key") if _drops(model) else ("", "")
    return (
        f"def forward(parameters, inputs{key}):\n"
        '    """The outputs (rows, outputs) of the network, for inputs (rows, inputs)."""\n'
        f"    z = sums(parameters, inputs{given})\n"
        f"    return {value}\n"
    )


# -------------------------------------------------------------------- training


def _training(model: Model) -> str:
    parts = (coded(model), rate(model), _cost(model), _train(model))
    return "\n\n".join(part for part in parts if part)


def _cost(model: Model) -> str:
    training = model.experiment.training
    key, given = (", key=None", ", key") if _drops(model) else ("", "")
    judged = "z = sums" if losses.LOSSES[training.loss].of_sums else "outputs = forward"
    terms = [written(LOSSES, training.loss, NAME), *_penalties(training)]
    return (
        f"def cost(parameters, inputs, wanted{key}):\n"
        '    """What training makes smaller."""\n'
        f"    {judged}(parameters, inputs{given})\n"
        f"    return {' + '.join(terms)}\n"
    )


def _penalties(training: Training) -> list[str]:
    terms = []
    if training.l1:
        terms.append(f"{training.l1!r} * sum(jnp.abs(weights).sum() for weights, _ in parameters)")
    if training.l2:
        terms.append(f"{training.l2 / 2!r} * sum((weights**2).sum() for weights, _ in parameters)")
    return terms


def _train(model: Model) -> str:
    training = model.experiment.training
    size = f"{training.batch_size}" if training.batch_size else "len(inputs)"
    return (
        "def train(rows, targets, epochs=100, seed=0):\n"
        + settings_in_words(model)
        + "    global parameters\n"
        + "    inputs, wanted = scaled(rows), coded(targets)\n"
        + "    gradient_of, generator = jax.jit(jax.grad(cost)), np.random.default_rng(seed)\n"
        + "".join(f"    {line}\n" for line in _start(model))
        + f"    {epochs(model)}\n"
        + "        order = generator.permutation(len(inputs))\n"
        + f"        for start in range(0, len(inputs), {size}):\n"
        + f"            batch = order[start : start + {size}]\n"
        + "".join(f"            {line}\n" for line in _step(model).splitlines())
    )


def _optimizer(model: Model) -> str:
    training = model.experiment.training
    rates = "rate(epoch)" if rate(model) else repr(training.learning_rate)
    return written(STEPS, training.optimizer, NAME).format(**vars(training) | {"rate": rates})


def _holds(model: Model) -> bool:
    """Whether training has to leave something alone."""
    return not model.network.trainable().all()


def _start(model: Model) -> list[str]:
    """What is set before the first step."""
    state = STATES.get(model.experiment.training.optimizer)
    lines = [f"{state} = jax.tree.map(jnp.zeros_like, parameters)"] if state else []
    lines += ["count = 0"] if "count" in _optimizer(model) else []
    lines += ["free = list(zip(map(jnp.array, FREE_WEIGHTS), map(jnp.array, FREE_BIASES)))"] if _holds(model) else []
    return lines


def _step(model: Model) -> str:
    """The lines of one step on the rows `batch`."""
    clip, held, optimizer = model.experiment.training.clip, _holds(model), _optimizer(model)
    key = ", jax.random.key(generator.integers(2**31))" if _drops(model) else ""
    return (
        ("count += 1\n" if "count" in optimizer else "")
        + f"gradient = gradient_of(parameters, inputs[batch], wanted[batch]{key})\n"
        + ("gradient = jax.tree.map(jnp.multiply, gradient, free)\n" if held else "")
        + (CLIPPING.format(clip=clip) if clip else "")
        + optimizer
        + ("parameters = jax.tree.map(jnp.where, free, moved, parameters)\n" if held else "parameters = moved\n")
    )


JAX = Format(
    "jax", "code", "JAX (Python file)", "Plain jax.numpy with these weights, jax.grad and the update.",
    ".py", "text/x-python", jax_code, PACKAGES,
)  # fmt: skip
