"""The network as PyTorch code: an nn.Module with the weights inside, and its training as set in the app."""

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
from nncore.export.writing import assigned, check
from nncore.network import Network
from nncore.settings import Training

PACKAGES = ("torch", "numpy")
NAME = "PyTorch"

ACTIVATIONS = {
    "linear": "nn.Identity()",
    "relu": "nn.ReLU()",
    "leaky_relu": f"nn.LeakyReLU({LEAK})",
    "elu": "nn.ELU()",
    "selu": "nn.SELU()",
    "gelu": 'nn.GELU(approximate="tanh")',
    "silu": "nn.SiLU()",
    "softplus": "nn.Softplus(threshold=40)",  # above the usual 20 it would leave out ln(1 + e⁻ᶻ), up to 2e-9
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
    "step": "Step()",
    "softmax": "nn.Softmax(dim=1)",
}
"""Activation → the module for it."""

LOSSES = {
    "half_mse": "((outputs - wanted) ** 2).sum(dim=1).mean() / 2",
    "half_sse": "((outputs - wanted) ** 2).sum() / 2",
    "sse": "((outputs - wanted) ** 2).sum()",
    "mse": "nn.functional.mse_loss(outputs, wanted)",
    "mae": "nn.functional.l1_loss(outputs, wanted)",
    "huber": "nn.functional.huber_loss(outputs, wanted)",
    "binary_crossentropy": "nn.functional.binary_cross_entropy_with_logits(sums, wanted)",
    "categorical_crossentropy": "nn.functional.cross_entropy(sums, wanted)",
}
"""Loss → the cost of `outputs`, or of `sums`, what the last activation is applied to: (rows, outputs)."""

OPTIMIZERS = {
    "sgd": "SGD({parameters}, lr={learning_rate!r})",
    "momentum": "SGD({parameters}, lr={learning_rate!r}, momentum={momentum!r})",
    "nesterov": "SGD({parameters}, lr={learning_rate!r}, momentum={momentum!r}, nesterov=True)",
    "adagrad": "Adagrad({parameters}, lr={learning_rate!r}, eps={epsilon!r})",
    "rmsprop": "RMSprop({parameters}, lr={learning_rate!r}, alpha={rho!r}, eps={epsilon!r})",
    "adam": "Adam({parameters}, lr={learning_rate!r}, betas=({beta1!r}, {beta2!r}), eps={epsilon!r})",
    "adamw": (
        "AdamW(\n        {parameters}, lr={learning_rate!r}, betas=({beta1!r}, {beta2!r}), eps={epsilon!r}, "
        "weight_decay={weight_decay!r}\n    )"
    ),
}
"""Optimiser → that of torch.optim, with the settings' names in braces."""

STEP = '''\
class Step(nn.Module):
    """1 above zero, else 0; its derivative is 0 everywhere."""

    def forward(self, sums):
        return torch.sign(sums).relu()
'''

MASKED = '''\
class MaskedLinear(nn.Linear):
    """A layer some of whose connections aren't drawn: their weights count as 0, and training leaves them alone."""

    def __init__(self, drawn):
        super().__init__(len(drawn[0]), len(drawn))
        self.register_buffer("drawn", torch.tensor(drawn))

    def forward(self, values):
        return nn.functional.linear(values, self.weight * self.drawn, self.bias)
'''

LOADING = """\
linear_layers = [module for module in network.modules() if isinstance(module, nn.Linear)]
with torch.no_grad():
    for layer, weights, biases in zip(linear_layers, WEIGHTS, BIASES):
        layer.weight.copy_(torch.tensor(weights))
        layer.bias.copy_(torch.tensor(biases))
network.eval()
"""


def pytorch_code(model: Model) -> bytes:
    """A Python file for PyTorch."""
    network, parameters = model.network, model.parameters
    return joined(
        head(
            model,
            NAME,
            PACKAGES,
            "`network` is the nn.Module. predict(rows) says what it answers, train(rows, targets) goes on training it.",
            "import numpy as np\nimport torch\nfrom torch import nn\n\n"
            "torch.set_default_dtype(torch.float64)  # as exact as the app\n",
        ),
        data_and_weights(model, parameters.weights, parameters.biases) + _drawn(network) + _pinned(network),
        STEP if "step" in network.activations else "",
        MASKED if _has_masks(network) else "",
        (_drawing(model) if network.skips else _sequential(model)) + "\n" + LOADING,
        predictions(model, "network(torch.tensor(scaled(rows))).detach().numpy()"),
        untrainable(model) or _training(model),
        check(model),
    )


# -------------------------------------------------------------------- the network


def _has_masks(network: Network) -> bool:
    return any(network.mask(layer) is not None for layer in range(1, len(network.layers)))


def _drawn(network: Network) -> str:
    if not _has_masks(network):
        return ""
    masks = [network.mask(layer) for layer in range(1, len(network.layers))]
    rows = [[] if mask is None else mask.astype(int) for mask in masks]
    return "# 1 where a connection is drawn, else 0; [] for a layer with all of them.\n" + assigned("DRAWN", rows)


def _pinned(network: Network) -> str:
    return free(network) if network.pinned else ""


def _linear(network: Network, layer: int) -> str:
    if network.mask(layer) is not None:
        return f"MaskedLinear(DRAWN[{layer - 1}])"
    return f"nn.Linear({len(network.reads(layer))}, {network.sizes[layer]})"


def _activation(network: Network, layer: int) -> str:
    return written(ACTIVATIONS, network.activations[layer], NAME)


def _sequential(model: Model) -> str:
    network, dropout = model.network, model.experiment.training.dropout
    modules = []
    for layer in range(1, len(network.layers)):
        modules += [_linear(network, layer), _activation(network, layer)]
        if dropout and layer < network.depth:
            modules.append(f"nn.Dropout({dropout!r})")
    return "network = nn.Sequential(\n" + "".join(f"    {module},\n" for module in modules) + ")\n"


def _drawing(model: Model) -> str:
    """A module whose layers may read several layers before them."""
    network, dropout = model.network, model.experiment.training.dropout
    layers = range(1, len(network.layers))
    parts = [f"self.linear{layer} = {_linear(network, layer)}" for layer in layers]
    parts += [f"self.activation{layer} = {_activation(network, layer)}" for layer in layers]
    parts += [f"self.dropout = nn.Dropout({dropout!r})"] if dropout else []
    steps = ["a0 = inputs"]
    for layer in layers[:-1]:
        value = f"self.activation{layer}({_sums(network, layer)})"
        steps.append(f"a{layer} = " + (f"self.dropout({value})" if dropout else value))
    steps.append(f"return {_sums(network, network.depth)}")
    return (
        "class Drawing(nn.Module):\n"
        '    """The drawing; a layer may read several layers before it."""\n\n'
        "    def __init__(self):\n        super().__init__()\n"
        + "".join(f"        {part}\n" for part in parts)
        + "\n    def sums(self, inputs):\n"
        '        """What the last activation is applied to."""\n'
        + "".join(f"        {step}\n" for step in steps)
        + "\n    def forward(self, inputs):\n"
        f"        return self.activation{network.depth}(self.sums(inputs))\n\n\n"
        "network = Drawing()\n"
    )


def _sums(network: Network, layer: int) -> str:
    read = read_by(network, layer)
    values = read[0] if len(read) == 1 else f"torch.cat([{', '.join(read)}], dim=1)"
    return f"self.linear{layer}({values})"


# -------------------------------------------------------------------- training


def _training(model: Model) -> str:
    parts = (coded(model), rate(model), _cost(model), _train(model))
    return "\n\n".join(part for part in parts if part)


def _cost(model: Model) -> str:
    training = model.experiment.training
    sums = "network.sums(inputs)" if model.network.skips else "network[:-1](inputs)"
    first = f"sums = {sums}" if losses.LOSSES[training.loss].of_sums else "outputs = network(inputs)"
    terms = [written(LOSSES, training.loss, NAME), *_penalties(training)]
    return (
        'def cost(inputs, wanted):\n    """What training makes smaller."""\n'
        f"    {first}\n" + f"    return {' + '.join(terms)}\n"
    )


def _penalties(training: Training) -> list[str]:
    terms = []
    if training.l1:
        terms.append(f"{training.l1!r} * sum(layer.weight.abs().sum() for layer in linear_layers)")
    if training.l2:
        terms.append(f"{training.l2 / 2!r} * sum((layer.weight**2).sum() for layer in linear_layers)")
    return terms


CLIPPING = """\
length = torch.cat([parameter.grad.ravel() for parameter in network.parameters()]).norm()
for parameter in network.parameters():
    parameter.grad *= torch.clamp({clip!r} / length, max=1)
"""

PINS = """\
for layer, free_weights, free_biases in zip(linear_layers, FREE_WEIGHTS, FREE_BIASES):  # pinned
    layer.weight.grad *= torch.tensor(free_weights)
    layer.bias.grad *= torch.tensor(free_biases)
"""

UNDECAYED = """\
with torch.no_grad():  # AdamW's decay is no gradient: what is pinned is put back
    for layer, weights, biases, *free in zip(linear_layers, WEIGHTS, BIASES, FREE_WEIGHTS, FREE_BIASES):
        layer.weight.copy_(torch.where(torch.tensor(free[0]) == 1, layer.weight, torch.tensor(weights)))
        layer.bias.copy_(torch.where(torch.tensor(free[1]) == 1, layer.bias, torch.tensor(biases)))
"""


def _train(model: Model) -> str:
    training, pinned = model.experiment.training, bool(model.network.pinned)
    optimizer = written(OPTIMIZERS, training.optimizer, NAME)
    optimizer = optimizer.format(parameters="network.parameters()", **vars(training))
    steps = f"{training.batch_size}" if training.batch_size else "len(inputs)"
    batch = "optimizer.zero_grad()\ncost(inputs[batch], wanted[batch]).backward()\n"
    batch += PINS if pinned else ""
    batch += CLIPPING.format(clip=training.clip) if training.clip else ""
    batch += "optimizer.step()\n"
    batch += UNDECAYED if pinned and training.optimizer == "adamw" else ""
    scheduled = '        optimizer.param_groups[0]["lr"] = rate(epoch)\n' if rate(model) else ""
    return (
        "def train(rows, targets, epochs=100):\n"
        + settings_in_words(model)
        + "    inputs, wanted = torch.tensor(scaled(rows)), torch.tensor(coded(targets))\n"
        f"    optimizer = torch.optim.{optimizer}\n"
        "    network.train()\n"
        f"    {epochs(model)}\n"
        + scheduled
        + f"        for batch in torch.randperm(len(inputs)).split({steps}):\n"
        + "".join(f"            {line}\n" for line in batch.splitlines())
        + "    network.eval()\n"
    )


PYTORCH = Format(
    "pytorch", "code", "PyTorch (Python file)", "An nn.Module with these weights, its answers and its training.",
    ".py", "text/x-python", pytorch_code, PACKAGES,
)  # fmt: skip
